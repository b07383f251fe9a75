"""One file into one proposal, before corrections and the account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from plans.rules.timescale_reader import Context, YearBasis, read

from ..proposal import Options, Origin, Proposal, ProposedPlan
from ..source import Paragraph, Source, Table
from .actions import ActionReader
from .assemble import actions_of, columns_of, layouts_of, levels_of, sections_of
from .debris import vocabulary_of
from .fields import Words
from .front import Front, read_front
from .layout import Arrangement, Steering, arrange
from .numbers import lift_numbers
from .period import Period, read_period
from .rows import Entry, Reading, read_rows

NO_ACTIONS = (
    "No actions were found: the file has no table whose headings name actions, and no list of them below headings."
)
_SAMPLE = 300  # timescales that tell a plan's years where no title does


def read_plan(source: Source, options: Options, steering: Steering, warnings: list[str]) -> tuple[Proposal, Context]:
    """The proposal, and what the plan knows that its phrases leave out."""
    arrangement = arrange(source, options.layouts, steering)
    reading = read_rows(source, arrangement, steering)
    lift_numbers(reading.entries)
    words = Words(vocabulary_of([text for _, text in source.pieces()]))
    front = _front(source, arrangement, reading)
    period = _period(source, front, reading.entries, words, options)
    context = Context(
        plan_start=period.starts_on, plan_end=period.ends_on, year_basis=cast(YearBasis, period.year_basis)
    )
    sections = sections_of(reading.nodes, words)
    actions = actions_of(reading.entries, sections, ActionReader(words, context, dict(front.glossary)))
    proposal = Proposal(
        _plan(front, period, arrangement, reading),
        sections,
        actions,
        left_out=front.left_out,
        layouts=layouts_of(arrangement, reading),
        warnings=(*source.warnings, *arrangement.warnings, *warnings, *([] if actions else [NO_ACTIONS])),
        format=source.kind,
    )
    return proposal, context


def _front(source: Source, arrangement: Arrangement, reading: Reading) -> Front:
    """What stands around the plan's tables, the titles inside their first rows with it, in printed order."""
    outside = {id(each) for each in arrangement.paragraphs}
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
    return read_front(paragraphs, arrangement.tables, above=above, name=source.title)


def _period(source: Source, front: Front, entries: Sequence[Entry], words: Words, options: Options) -> Period:
    texts = [front.title, front.table_title, front.subtitle, front.reference, front.edition_words, source.title]
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


def _plan(front: Front, period: Period, arrangement: Arrangement, reading: Reading) -> ProposedPlan:
    columns, printed = columns_of(arrangement.parts)
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
