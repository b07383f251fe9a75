"""Cuts a pack into sections, which are drawn one by one and joined: where a page ends anyhow, and in a large pack
before its objectives.

The cut follows from the document alone, so that the pages are the same however and wherever they are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .html import fragment, skeleton
from .joining import ACROSS
from .view import PackView, SectionView

# From this many actions on, objectives begin pages and are sections of their own. Cutting takes 4 % more of the
# processor, a third more bytes (each section has its fonts) and pages that end early; smaller packs take seconds.
LARGE = 100
# Objectives of few actions share a section, so that a page is not left empty for each.
HANDFUL = 8
# Parts that list actions: in a large pack each runs over pages of its own.
LISTS = ("exceptions", "changes", "movement", "silence", "contradictions", "ahead")
FRONT = "Cover and contents"
_ID = re.compile(r'\bid="([^"]+)"')
_LINK = re.compile(r'(<a\b[^>]*?\bhref=")#([^"]+)"')


@dataclass(frozen=True)
class Section:
    """`heading` names it to whoever waits; `html` is a file of its own."""

    heading: str
    html: str


def is_large(view: PackView) -> bool:
    """Whether the pack is cut between objectives, and drawn side by side. One held to a few pages is not."""
    return view.style.page_limit is None and sum(1 for _ in view.document.actions()) >= LARGE


def cut(view: PackView) -> list[Section]:
    """The pack's sections in order, without the front (`front`) where there are contents."""
    head = not view.style.contents
    sections: list[Section] = []
    for parts, objectives in _pieces(view):
        article = fragment(view, parts, head=head and not sections, objectives=objectives)
        sections.append(Section(_heading(view, parts, objectives), _section(view, article)))
    return sections


def front(view: PackView, pages: Mapping[str, int]) -> Section:
    """Cover and contents, with the page of each anchor."""
    article = fragment(view, (), head=True)
    numbered = _LINK.sub(lambda link: f'{link[1]}{ACROSS}{link[2]}" data-page="{pages.get(link[2], "")}"', article)
    return Section(FRONT, skeleton(view, numbered, ""))


def _section(view: PackView, article: str) -> str:
    """Links to anchors of other sections are led there when the sections are joined."""
    own = set(_ID.findall(article))
    led = _LINK.sub(lambda link: link[0] if link[2] in own else f'{link[1]}{ACROSS}{link[2]}"', article)
    return skeleton(view, led, "")


def _pieces(view: PackView) -> Iterator[tuple[list[SectionView], range | None]]:
    """Parts that run on, or one part with the objectives that it shows."""
    for parts in _runs(view.sections, cut_all=is_large(view)):
        if is_large(view) and parts and parts[0].has_objectives:
            yield from ((parts, objectives) for objectives in _handfuls(view))
        else:
            yield parts, None


def _runs(parts: tuple[SectionView, ...], *, cut_all: bool) -> Iterator[list[SectionView]]:
    """Parts between two ends of pages that the style asks for, or, with `cut_all`, that grow with the plan."""
    run: list[SectionView] = []
    for part in parts:
        if run and (_begins_page(part, run[-1]) or (cut_all and (_grows(part) or _grows(run[-1])))):
            yield run
            run = []
        run.append(part)
    yield run


def _begins_page(part: SectionView, before: SectionView) -> bool:
    return part.part.new_page or part.part.wide != before.part.wide


def _grows(part: SectionView) -> bool:
    return part.has_objectives or part.part.key in LISTS


def _handfuls(view: PackView) -> Iterator[range]:
    """Places of objectives that share a section: one, or as many as it takes for a handful of actions."""
    first, actions = 0, 0
    for place, objective in enumerate(view.objectives):
        actions += sum(1 for _ in objective.facts.all_actions())
        if actions >= HANDFUL or place == len(view.objectives) - 1:
            yield range(first, place + 1)
            first, actions = place + 1, 0


def _heading(view: PackView, parts: list[SectionView], objectives: range | None) -> str:
    if not parts:
        return FRONT
    if objectives is None:
        return parts[0].part.heading
    facts = view.objectives[objectives[0]].facts
    return f"{parts[0].part.heading}: {facts.number} {facts.title}".replace(":  ", ": ")
