"""The files that an issue can be had as: one table, from which pages make their links and views their answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .models import Issue


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
    )
}  # fmt: skip
