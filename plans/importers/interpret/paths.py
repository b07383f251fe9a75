"""The headings above the parts of a plan's tables, as the file styles them or as their numbers and words tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..source import Block, Paragraph, Table
from .banners import ABOUT, OUTCOME
from .debris import split_page_mark
from .headers import read_heading
from .parts import Part, Steering
from .titles import has_keyword, is_titled, split_title

_PLAN = re.compile(r"\b(?:plan|strategy|programme)\b|\bactions?\b", re.I)
_GENERIC = re.compile(
    r"\b(?:plan|strategy|programme|appendix|annex|report|official|draft|version|20\d\d|council|directorate|department)\b"
    r"|^(?:introduction|summary|overview|background|context|purpose|monitoring|governance|key|delivery|next steps)$",
    re.I,
)
_CAPTION = re.compile(r"(?:table|figure|appendix|annex) (?:\d|[A-Z]\b)", re.I)


def with_paths(blocks: Sequence[Block], parts: list[Part], steering: Steering) -> list[Part]:
    """Each part with the headings above it that are not above all of the parts."""
    if not parts:
        return parts
    numbers = {part.table.number for part in parts}
    running = _running(blocks)
    alike = _like_the_others(blocks, parts)
    stack: list[Paragraph] = []
    gap: list[Paragraph] = []
    stacks: dict[int, tuple[Paragraph, ...]] = {}
    prose: dict[int, tuple[Paragraph, ...]] = {}
    first = True
    for block in blocks:
        if isinstance(block, Paragraph):
            gap.append(block)
        elif block.number in numbers:
            titled = first and gap and gap[0] is blocks[0] and bool(_PLAN.search(gap[0].line.text))
            headings, below = _headings(gap[1:] if titled else gap, running, first, steering)
            if not headings and first and alike:
                headings, below = [gap[alike]], gap[alike + 1 :]
            stack = _stacked(stack, headings)
            stacks[block.number], prose[block.number] = tuple(stack), tuple(below)
            gap, first = [], False
        else:
            found = _form_heading(block)
            # What a form's first rows say holds on where a page's end divides it: its words stand in a table.
            gap = [found] if found else [each for each in gap if each.place.table]
    shared = _shared(
        [stacks[part.table.number] for part in parts], steering, _has_own(parts) and bool(prose[parts[0].table.number])
    )
    seen: set[int] = set()
    placed: list[Part] = []
    for part in parts:
        path = stacks[part.table.number][shared:]
        fresh = part.table.number not in seen and path and (not placed or placed[-1].path != path)
        seen.add(part.table.number)
        placed.append(replace(part, path=path, paragraphs=prose[part.table.number] if fresh else ()))
    return placed


def _like_the_others(blocks: Sequence[Block], parts: Sequence[Part]) -> int:
    """Where the first table's heading stands in what is above it, if text stands between them, as it does below the
    bold headings of all tables after it; 0 for nowhere."""
    gaps: list[list[Paragraph]] = [[]]
    numbers = [part.table.number for part in parts]
    for block in blocks:
        if isinstance(block, Paragraph):
            gaps[-1].append(block)
        elif block.number in numbers:
            gaps.append([])
    first, others = gaps[0], [gap for gap in gaps[1:-1] if gap]
    if not others or not all(_is_bold_above_text(gap) for gap in others):
        return 0
    found = [at for at, each in enumerate(first) if at and _is_bold_above_text(first[at:]) and each.line.bold]
    at = found[-1] if found else 0
    return at if at and not _GENERIC.search(first[at].line.text) else 0


def _is_bold_above_text(gap: Sequence[Paragraph]) -> bool:
    """Whether the first of these is a bold heading, and the others are sentences."""
    first, *others = gap
    sentences = [each for each in others if not each.line.bold and each.line.text.rstrip().endswith((".", ":", ";"))]
    return bool(others) and first.line.bold and _looks_like_heading(first) and len(sentences) == len(others)


def _form_heading(table: Table) -> Paragraph | None:
    """What a small form above a table says the table is about: "Objective: Safe homes"."""
    for row in table.rows[:4] if len(table.rows) < 12 else ():
        cells = [cell for cell in row if not cell.is_blank]
        label = cells[0].text.strip().rstrip(":") if len(cells) == 2 else ""
        if label and len(label) < 40 and read_heading(label).field in ("objective", "subject"):
            value = cells[1]
            return Paragraph(
                replace(value.lines[0], text=" ".join(value.text.split()), bullet="", bold=True), value.place
            )
    return None


def _running(blocks: Sequence[Block]) -> frozenset[str]:
    """Words that stand above several tables: the heads of pages."""
    counted = Counter(" ".join(block.line.text.split()) for block in blocks if isinstance(block, Paragraph))
    return frozenset(text for text, count in counted.items() if count > 1)


def _headings(
    gap: Sequence[Paragraph], running: frozenset[str], first: bool, steering: Steering
) -> tuple[list[Paragraph], list[Paragraph]]:
    """The headings in what stands above a table, and the paragraphs below the last of them.

    Before the first table stands the front matter, too: there, where the file marks no headings, only the last line
    can be a heading of the table."""
    fresh = [each for each in gap if " ".join(each.line.text.split()) not in running]
    said = [each for each in fresh if steering.paragraphs.get(each.place.line) == "section"]
    styled = [each for each in fresh if each.heading]
    plain = _last_lines(fresh) if first else [each for each in fresh if _looks_like_heading(each)]
    if styled:
        below = fresh[max(index for index, each in enumerate(fresh) if each is styled[-1]) + 1 :]
        plain = [each for each in below if _is_numbered_below(styled[-1], each)] or _last_lines(below, marked=True)
    headings = said or [*styled, *plain]
    headings = [each for each in headings if steering.paragraphs.get(each.place.line, "section") == "section"]
    if not headings:
        return [], []
    last = max(index for index, each in enumerate(fresh) if each is headings[-1])
    below = fresh[last + 1 :]
    return headings, below


def _last_lines(paragraphs: Sequence[Paragraph], marked: bool = False) -> list[Paragraph]:
    """The lines right above the first table that can be its headings: the last, and numbered ones before it.

    `marked`: only a line that is bold or numbered, as the file styles its other headings."""
    found: list[Paragraph] = []
    for each in reversed(paragraphs):
        if marked and not (each.line.bold or is_titled(_marked(each))):
            break
        if not found and _is_about(each):
            continue
        if not _looks_like_heading(each) or (found and not has_keyword(_marked(each))):
            break
        found.insert(0, each)
    return found


def _is_numbered_below(heading: Paragraph, paragraph: Paragraph) -> bool:
    """Whether a plain line is a heading by its number: "1.2 Alarms" below "Objective 1"."""
    number = split_title(_marked(paragraph))[0]
    above = split_title(_marked(heading))[0]
    return "." in number and number.startswith(f"{above}.") and _looks_like_heading(paragraph)


def _marked(paragraph: Paragraph) -> str:
    return f"{paragraph.line.bullet} {paragraph.line.text}".strip()


def _is_about(paragraph: Paragraph) -> bool:
    """Whether a line says something about the section that it stands in: "Sponsor: Director of Housing"."""
    text = paragraph.line.text.strip()
    return bool(ABOUT.match(text)) and not OUTCOME.match(text) and not paragraph.heading


def _looks_like_heading(paragraph: Paragraph) -> bool:
    text, bullet = paragraph.line.text.strip(), paragraph.line.bullet
    if (
        not text
        or _CAPTION.match(text)
        or split_page_mark(text)[1]
        or len(text) > 120
        or _is_about(paragraph)
        or (text.endswith((".", ",", ";")) and not is_titled(text))
    ):
        return False
    if bullet and not bullet[0].isdigit():
        return False
    return paragraph.line.bold or is_titled(_marked(paragraph)) or len(text.split()) <= 9


def _stacked(stack: Sequence[Paragraph], headings: Sequence[Paragraph]) -> list[Paragraph]:
    """The headings in force once these are read: a heading ends those of its level and below."""
    current = list(stack)
    for heading in headings:
        while current and _level(current[-1]) >= _level(heading):
            current.pop()
        current.append(heading)
    return current


def _level(heading: Paragraph) -> float:
    """As the file styles it; else by its number ("1.1" below "1"), what has a keyword ("Theme 2") above the rest."""
    if heading.heading:
        return heading.heading
    dots = split_title(_marked(heading))[0].count(".")
    return 10 + dots if not has_keyword(_marked(heading)) else 9.5 + dots


def _has_own(parts: Sequence[Part]) -> bool:
    """Whether a column of the plan's tables names their sections."""
    return any(part.head.position("subject") for part in parts)


def _shared(stacks: Sequence[tuple[Paragraph, ...]], steering: Steering, is_front: bool) -> int:
    """How many of the outermost headings are no sections: those above every table. Above a single table, none is one
    unless it says so ("Priority 2: Training"). `is_front`: text of its own stands below the last of them, and the
    table has sections of its own, so that a mere number makes it none ("1. Aims")."""
    shared = 0
    for level in zip(*stacks, strict=False):
        heading = level[0]
        alone = any(other is not heading for other in level)
        first = split_title(_marked(heading))[0] in ("1", "A", "I") and not _PLAN.search(heading.line.text)
        if (
            alone
            or has_keyword(heading.line.text)
            or (first and heading is stacks[0][-1] and not is_front)
            or steering.paragraphs.get(heading.place.line) == "section"
        ):
            break
        shared += 1
    return shared


def only_heading(blocks: Sequence[Block], parts: Sequence[Part]) -> Paragraph | None:
    """The line right above the plan's first table, where it can head a section: the file's title stands above it, and
    it names something else than the plan or a part of a report."""
    if not parts or any(part.path for part in parts):
        return None
    first = next(
        at for at, block in enumerate(blocks) if isinstance(block, Table) and block.number == parts[0].table.number
    )
    above = [block for block in blocks[:first] if isinstance(block, Paragraph)]
    if len(above) < 2 or not isinstance(blocks[first - 1], Paragraph) or not _looks_like_heading(above[-1]):
        return None
    text = above[-1].line.text
    return above[-1] if not _PLAN.search(text) and not _GENERIC.search(text) else None
