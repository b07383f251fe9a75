"""Agenda, minutes and matters of a meeting as plain facts (reporting.meeting_papers)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.dateformat import time_format

from partners.models import Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Decision
from plans.rules.markings import RESTRICTED

from .. import meeting_papers as facts
from ..models import AgendaItem, Attendance
from . import meetings
from .matters import put_to
from .meetings import AgendaLine, FiledPaper

KEPT_APART = "Taken without the public: what was noted is kept apart."
TIME = "P"  # "2:30 p.m." in Django's words, made plainer below


def occasion(access: Access, found: Meeting) -> facts.Occasion:
    access.require(Permission.VIEW_PACK)
    return facts.Occasion(
        partnership=access.partnership.name,
        board=found.board.name,
        short_name=found.board.short_name,
        held_on=found.held_on,
        starts_at=time_format(found.starts_at, TIME).replace(".", "").replace(" ", "") if found.starts_at else "",
        place=found.place,
    )


def agenda(
    access: Access,
    found: Meeting,
    lines: Sequence[AgendaLine],
    *,
    is_private: bool | None = None,
    pages: Mapping[str, int] | None = None,
) -> facts.Agenda:
    """The agenda as it is printed: whole, or (`is_private`) with the papers of one part alone. `pages`: where each
    paper begins in the one file, by its reference."""
    items = tuple(
        facts.ItemLine(
            number=line.number,
            title=line.item.title,
            presenter=line.item.presenter,
            is_private=line.item.is_private,
            papers=tuple(_paper(paper, pages or {}) for paper in line.papers) if _shows(line, is_private) else (),
            lacks=line.lacks if _shows(line, is_private) else "",
        )
        for line in lines
        if not is_private or line.item.is_private
    )
    return facts.Agenda(occasion(access, found), items, "B" if is_private else "")


def _shows(line: AgendaLine, is_private: bool | None) -> bool:
    return is_private is None or line.item.is_private == is_private


def _paper(paper: FiledPaper, pages: Mapping[str, int]) -> facts.PaperLine:
    return facts.PaperLine(
        reference=paper.reference,
        title=paper.title,
        page=pages.get(paper.reference, 0),
        separate="" if paper.joins else paper.name,
    )


def minutes(access: Access, found: Meeting, *, with_private: bool = True) -> facts.Minutes:
    """What came of a meeting; without `with_private` as it may stand in papers that the public reads: not what was
    noted under Part B, and no decision that is marked restricted. A constant number of queries."""
    access.require(Permission.VIEW_PACK)
    decided = meetings.decisions(access, found)
    came = list(meetings.attendance(access, found))
    items = meetings.items(access, found)
    return facts.Minutes(
        occasion=occasion(access, found),
        present=_people(came, Attendance.Presence.PRESENT),
        apologies=_people(came, Attendance.Presence.APOLOGIES),
        absent=_people(came, Attendance.Presence.ABSENT),
        items=tuple(
            facts.ItemLine(number, row.title, is_private=row.is_private, text=_noted(row, with_private))
            for number, row in enumerate(items, 1)
        ),
        decisions=_decisions(decided if with_private else decided.exclude(marking=RESTRICTED)),
        agreed_on=found.minutes_agreed_on,
    )


def _noted(item: AgendaItem, with_private: bool) -> str:
    return item.minutes if with_private or not item.is_private else KEPT_APART


def _people(rows: Iterable[Attendance], presence: str) -> tuple[facts.Person, ...]:
    return tuple(facts.Person(row.words, row.note) for row in rows if row.presence == presence)


def matters(access: Access, found: Meeting, title: str) -> facts.Matters:
    """What other boards put to the meeting's board."""
    access.require(Permission.VIEW_PACK)
    return facts.Matters(occasion(access, found), title, _decisions(put_to(access, found)))


def _decisions(rows: Iterable[Decision]) -> tuple[facts.DecisionLine, ...]:
    return tuple(
        facts.DecisionLine(
            reference=f"{row.meeting.board.short_name} {row.meeting.held_on:%-d %b %Y}, decision {row.number}",
            text=row.text,
            action=row.action.number if row.action else "",
            owner=row.owner.name if row.owner else "",
            due_on=row.due_on,
            done_on=row.done_on,
            put_to=row.for_board.short_name if row.for_board else "",
            board=row.meeting.board.name,
            decided_on=row.meeting.held_on,
        )
        for row in rows
    )
