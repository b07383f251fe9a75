"""What a style says. Pure data: the drawing of each part is a template of its name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One headed part of a pack, drawn by templates/reporting/pack/<key>.html.

    `wide` puts it on landscape pages of its own, `new_page` at the head of a page, `keep` prints it even when it has
    nothing to say (silence about exceptions would be read as an omission). `group` is a heading printed above it.
    """

    key: str
    heading: str
    wide: bool = False
    new_page: bool = False
    keep: bool = False
    group: str = ""


@dataclass(frozen=True)
class Limits:
    """How many of each list, and how many characters of each text, a pack holds; the rest is counted in words."""

    objectives: int | None = None
    exceptions: int | None = None
    updates: int | None = None
    decisions: int | None = None
    ahead: int | None = None
    recommendations: int | None = None
    headline: int | None = None
    narrative: int | None = None
    sentence: int | None = None
    name: int | None = None


@dataclass(frozen=True)
class Style:
    """`head` names the template of the first page's head.

    `page_limit` is checked after drawing: a pack that is longer is drawn again within its `tighter` limits.
    """

    name: str
    label: str
    head: str
    parts: tuple[Part, ...]
    landscape: bool = False
    contents: bool = False
    numbered: bool = False
    page_limit: int | None = None
    limits: Limits = Limits()
    tighter: Limits | None = None
    full_report: str = ""
