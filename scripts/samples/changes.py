"""What people do to a plan, for samples of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .model import Row, SamplePlan, Section


def each_row(plan: SamplePlan, change: Callable[[Row, Section, int], Row]) -> SamplePlan:
    """The plan with every row changed; the change is given the row, its section, and its place there from 0."""

    def changed(section: Section) -> Section:
        rows = tuple(change(row, section, at) for at, row in enumerate(section.rows))
        return replace(section, rows=rows, sections=tuple(map(changed, section.sections)))

    return replace(plan, sections=tuple(map(changed, plan.sections)))


def sharing(plan: SamplePlan) -> SamplePlan:
    """Rows of a section share its first row's leads and timescale."""

    def change(row: Row, section: Section, at: int) -> Row:
        first = section.rows[0]
        return replace(row, leads=first.leads, timescale=first.timescale, due=first.due)

    return each_row(plan, change)


def withheld(plan: SamplePlan) -> SamplePlan:
    """A public version: every second row states neither lead nor date."""
    return each_row(plan, lambda row, _, at: replace(row, leads=(), timescale="", due=None) if at % 2 else row)


PARTNERS = ("Fire and Rescue Service", "Voluntary Action", "Youth Council")
AIMS = ("Fewer people are harmed and those who are get help.", "Neighbours look out for each other.")


def partnered(plan: SamplePlan) -> SamplePlan:
    """Each row names one lead, and partners beside it."""
    return each_row(plan, lambda row, _, at: replace(row, leads=row.leads[:1], partners=PARTNERS[: at % 3 + 1]))


def lettered(plan: SamplePlan) -> SamplePlan:
    """Sections A, B, C; actions A1, A2."""

    def letter(section: Section) -> str:
        return chr(64 + int(section.number))

    rows = each_row(plan, lambda row, section, at: replace(row, number=f"{letter(section)}{at + 1}"))
    return replace(rows, sections=tuple(replace(each, number=letter(each)) for each in rows.sections))


def with_outcomes(plan: SamplePlan) -> SamplePlan:
    """Each section says what it is for."""
    sections = (replace(each, outcomes=(AIMS[at % 2],)) for at, each in enumerate(plan.sections))
    return replace(plan, sections=tuple(sections))


def started(plan: SamplePlan) -> SamplePlan:
    """Each row says when it begins."""
    return each_row(plan, lambda row, _, at: replace(row, starts=f"0{at + 1}/04/{plan.starts_on.year}"))


def told_quarterly(plan: SamplePlan) -> SamplePlan:
    """Each row says what happened in a second quarter."""
    return each_row(plan, lambda row, _, at: replace(row, later="Went on as planned." if at % 2 else ""))


def restarted(plan: SamplePlan) -> SamplePlan:
    """Numbers begin at 1 in each section."""
    return each_row(plan, lambda row, _, at: replace(row, number=str(at + 1)))


def costed(plan: SamplePlan) -> SamplePlan:
    """Each row has a cost and a risk beside it."""
    return each_row(
        plan, lambda row, _, at: replace(row, notes=f"{at + 1},500", later="Staff may leave before it is done.")
    )


def as_bullets(plan: SamplePlan) -> SamplePlan:
    """Each section's actions in one row, as a plan prints that gives every theme one cell."""

    def joined(section: Section) -> Section:
        first = section.rows[0]
        texts = tuple(text for row in section.rows for text in row.actions)
        return replace(section, rows=(replace(first, actions=texts, number=""),))

    return replace(plan, sections=tuple(map(joined, plan.sections)))
