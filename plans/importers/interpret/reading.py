"""One file into one proposal, before corrections and the account."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from plans.rules.timescale_reader import Context, YearBasis, read

from ..proposal import Options, Origin, Proposal, ProposedPlan
from ..source import Paragraph, Place, Source, Table
from .actions import ActionReader, divides
from .assemble import actions_of, columns_of, layouts_of, levels_of, sections_of
from .debris import vocabulary_of
from .entries import Entry
from .fields import Words
from .front import Front, read_front
from .layout import Arrangement, arrange, guess
from .listed import actions_of_lists, left_out_of_lists, sections_of_lists
from .lists import ListSection, read_lists
from .numbers import lift_numbers
from .pairing import divided
from .parts import Steering
from .period import Period, read_period
from .rows import Reading, read_rows

NO_ACTIONS = (
    "No actions were found: the file has no table whose headings name actions, and no list of them below headings."
)
_PERIOD = re.compile(r"(?:plan |reporting )?(?:period|time ?frame|years?|term|duration)(?: covered)?\s*:", re.I)
_PIECES = 4000  # of a file, from which its words are taken
_SAMPLE = 300  # timescales that tell a plan's years where no title does


def read_plan(source: Source, options: Options, steering: Steering, warnings: list[str]) -> tuple[Proposal, Context]:
    """The proposal, and what the plan knows that its phrases leave out."""
    source = _steered(source, steering)
    arrangement = arrange(source, options.layouts, steering)
    lists = [] if arrangement.parts else read_lists(arrangement.paragraphs)
    if not arrangement.parts and not any(section.actions for section in lists):
        arrangement, lists = guess(source, steering), []
    reading = read_rows(source, arrangement, steering)
    if arrangement.heading and any(entry.section is None for entry in reading.entries[:1]):
        arrangement = arrangement.under_heading()
        reading = read_rows(source, arrangement, steering)
    reading.entries = divided(reading.entries)
    lift_numbers(reading.entries)
    words = Words(_vocabulary(source))
    front = _front(source, arrangement, reading, {place for section in lists for place in _places(section)})
    period = _period(source, front, reading.entries, words, options)
    context = Context(
        plan_start=period.starts_on,
        plan_end=period.ends_on,
        year_basis=cast(YearBasis, period.year_basis),
        latest="later than" in columns_of(arrangement.parts)[0].get("timescale", "").lower(),
    )
    reader = ActionReader(words, context, dict(front.glossary), divides(reading.entries, words))
    if lists:
        sections = sections_of_lists(lists, words)
        actions = actions_of_lists(lists, sections, reader, context)
    else:
        sections = sections_of(reading.nodes, words)
        actions = actions_of(reading.entries, sections, reader)
    proposal = Proposal(
        _plan(front, period, arrangement, reading, lists),
        sections,
        actions,
        left_out=(*arrangement.labels, *front.left_out, *left_out_of_lists(lists)),
        layouts=layouts_of(arrangement, reading),
        warnings=(*source.warnings, *arrangement.warnings, *warnings, *([] if actions else [NO_ACTIONS])),
        format=source.kind,
    )
    return proposal, context


def _steered(source: Source, steering: Steering) -> Source:
    """The source with the paragraphs as a person said they are: headings, activities of a list, or left out."""
    if not steering.paragraphs:
        return source
    blocks = [_as_said(block, steering) if isinstance(block, Paragraph) else block for block in source.blocks]
    return replace(source, blocks=tuple(block for block in blocks if block))


def _as_said(paragraph: Paragraph, steering: Steering) -> Paragraph | None:
    role, line = steering.paragraphs.get(paragraph.place.line, ""), paragraph.line
    if role == "left_out":
        return None
    if role in ("section", "title"):
        return replace(paragraph, heading=paragraph.heading or (1 if role == "title" else 2))
    if role == "action":
        return replace(paragraph, heading=0, line=replace(line, bullet=line.bullet or "•"))
    return replace(paragraph, heading=0, line=replace(line, bullet="", bold=False)) if role == "prose" else paragraph


def _vocabulary(source: Source) -> frozenset[str]:
    """The whole words of the file, of every so many pieces where it is long."""
    texts = list(dict.fromkeys(text for _, text in source.pieces()))
    return vocabulary_of(texts[:: len(texts) // _PIECES + 1])


def _places(section: ListSection) -> Iterator[Place]:
    yield from section.places
    for action in section.actions:
        yield from action.places
    for each in section.left_out:
        yield each.place


def _front(source: Source, arrangement: Arrangement, reading: Reading, listed: Collection[Place]) -> Front:
    """What stands around the plan's tables, or its lists, the titles inside a table's first rows with it, in order."""
    outside = {id(each) for each in arrangement.paragraphs if each.place not in listed}
    paragraphs: list[Paragraph] = []
    above: Paragraph | None = None
    met = False
    for block in source.blocks:
        if isinstance(block, Table):
            if not met and any(part.table.number == block.number for part in arrangement.parts):
                above, met = (paragraphs[-1] if paragraphs else None), True
            paragraphs += [each for each in reading.loose if each.place.table == block.number]
        elif id(block) in outside:
            paragraphs.append(block)
    return read_front(paragraphs, (*arrangement.tables, *reading.forms), above=above, name=source.title)


def _period(source: Source, front: Front, entries: Sequence[Entry], words: Words, options: Options) -> Period:
    texts = [front.title, front.table_title, front.subtitle, front.reference, front.edition_words, source.title]
    said = [line for _, body in front.front_matter for line in body if isinstance(line, str)]
    texts = [line for line in said if _PERIOD.match(line)] + texts + [heading for heading, _ in front.front_matter]
    texts += [paragraph.line.text for paragraph in source.asides if paragraph.place.part in ("header", "footer")]
    return read_period([text for text in texts if text], _days(entries, words), options)


def _days(entries: Sequence[Entry], words: Words) -> list[date]:
    """The days that the timescales name in full, whatever the plan's year."""
    bits = [bit for entry in entries for bit in entry.bits("timescale")]
    days = [bit.cell.value for bit in bits if isinstance(bit.cell.value, date)]
    texts = list(dict.fromkeys(words.as_printed(bit.text) for bit in bits))[:_SAMPLE]
    for text in texts:
        days += [part.due_on for part in read(text, Context()).parts if part.due_on]
    return days


def _plan(
    front: Front, period: Period, arrangement: Arrangement, reading: Reading, lists: Sequence[ListSection]
) -> ProposedPlan:
    columns, printed = columns_of(arrangement.parts)
    if heading := next((section.action_heading for section in lists if section.action_heading), ""):
        columns = {"action": heading}
    title = front.origins.get("title", Origin())
    origins = {
        **front.origins,
        "columns": printed,
        "period": Origin(title.places, period.confidence, period.note),
    }
    return ProposedPlan(
        title=front.title,
        reference=front.reference,
        subtitle=front.subtitle,
        table_title=front.table_title,
        edition_words=front.edition_words,
        responsible=front.responsible,
        period_label=period.label,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        year_basis=period.year_basis,
        columns=columns,
        levels=levels_of(arrangement.parts, reading, columns),
        council_priorities=front.council_priorities,
        indicators=front.indicators,
        front_matter=front.front_matter,
        glossary=front.glossary,
        origins=origins,
    )
