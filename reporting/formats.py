"""The files that an issue can be had as: one table, from which pages make their links and views their answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from prevent_tracker.version import VERSION

from .document import Document, from_json
from .models import Issue
from .render.docx import render_docx
from .render.xlsx import render_xlsx


@dataclass(frozen=True)
class Format:
    """`kind` ends the address and the file's name. `content` needs an issue with its files; `digest` does not: the
    same digest means the same bytes."""

    kind: str
    label: str
    content_type: str
    content: Callable[[Issue], bytes]
    digest: Callable[[Issue], str]
    is_shown: bool = False  # in the browser; else it is saved
    is_frozen: bool = True  # as it was issued, byte for byte; else it is drawn anew from the frozen document


_OFFICE = "application/vnd.openxmlformats-officedocument"


def _drawn(kind: str, label: str, content_type: str, render: Callable[[Document], bytes]) -> Format:
    """A format drawn anew from the frozen document each time: the same for the same program."""
    return Format(
        kind,
        label,
        content_type,
        lambda issue: render(from_json(issue.document)),
        lambda issue: f"{issue.document_sha256}-{kind}-{VERSION}",
        is_frozen=False,
    )


FORMATS: dict[str, Format] = {
    each.kind: each
    for each in (
        Format(
            "pdf", "PDF", "application/pdf", lambda issue: bytes(issue.pdf), lambda issue: issue.pdf_sha256,
            is_shown=True,
        ),
        Format(
            "html", "HTML", "text/html; charset=utf-8", lambda issue: issue.html.encode(),
            lambda issue: issue.html_sha256,
        ),
        Format(
            "json", "JSON, for programs", "application/json", lambda issue: issue.document.encode(),
            lambda issue: issue.document_sha256,
        ),
        _drawn("docx", "Word", f"{_OFFICE}.wordprocessingml.document", render_docx),
        _drawn("xlsx", "Excel", f"{_OFFICE}.spreadsheetml.sheet", render_xlsx),
    )
}  # fmt: skip
