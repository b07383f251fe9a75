"""Agenda, minutes and the like as tagged PDF pages (PDF/UA-1), and a meeting's papers as one file."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
from django.template.loader import render_to_string

from reporting.meeting_papers import Agenda, Matters, Minutes, Notice, Occasion

from .joining import Part, join
from .stamping import Place
from .typesetting import typeset

LANGUAGE = "en-GB"
_TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
STYLES = _TEMPLATES / "reporting" / "meetings" / "print" / "paper.css"


@functools.cache
def _css() -> str:
    return STYLES.read_text(encoding="utf-8")


def _page(name: str, title: str, occasion: Occasion, **context: Any) -> bytes:
    """A page of ours as a tagged PDF without page numbers: nothing is fetched. Raises `RenderError`."""
    words = {"title": title, "occasion": occasion, **context}
    return typeset(render_to_string(f"reporting/meetings/print/{name}.html", words), _css())


def minutes_page(minutes: Minutes) -> bytes:
    """The minutes, without page numbers."""
    return _page("minutes", f"Minutes of {_named(minutes.occasion)}", minutes.occasion, minutes=minutes)


def minutes_pdf(minutes: Minutes) -> bytes:
    """The minutes as a file of their own."""
    return numbered(minutes_page(minutes), f"Minutes of {_named(minutes.occasion)}", minutes.occasion)


def agenda_page(agenda: Agenda) -> bytes:
    """The front sheet."""
    return _page("agenda", f"Agenda of {_named(agenda.occasion)}", agenda.occasion, agenda=agenda)


def matters_page(matters: Matters) -> bytes:
    """What other boards put to this one."""
    return _page("matters", matters.title, matters.occasion, matters=matters)


def notice_page(notice: Notice) -> bytes:
    """In the place of a paper that is a file of its own."""
    return _page("notice", notice.paper, notice.occasion, notice=notice)


def numbered(pdf: bytes, title: str, occasion: Occasion) -> bytes:
    """One paper with its page numbers at the foot."""

    def lines(page: int, pages: int) -> Mapping[Place, str]:
        return {"foot-left": _named(occasion), "foot-right": f"Page {page} of {pages}"}

    return join([Part(pdf)], title=title, lang=LANGUAGE, author=occasion.partnership, lines=lines)


def _named(occasion: Occasion) -> str:
    return f"{occasion.short_name}, {occasion.held_on:%-d %B %Y}"


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
