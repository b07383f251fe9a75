"""What boards decided: about this plan, or put to this board, or its own; and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.utils import timezone

from partners.models import Board, Meeting
from plans.models import Decision
from plans.queries.as_at import as_at
from plans.rules.markings import PARTNERSHIP, RESTRICTED

from .. import document as doc
from .marks import Mark
from .reading import Known


def decision_facts(
    known: Known, boards: Mapping[uuid.UUID, Board], board_id: uuid.UUID | None, meetings: Mapping[uuid.UUID, Meeting]
) -> tuple[doc.DecisionFacts, ...]:
    """Those since the round before closed, and older ones that were open then, in order of time. One query.

    Read at the moment of the words: what another board decided after the round closed reaches this board's pack.
    """
    rows = [(meetings[row.meeting_id], row) for row in as_at(known.access, Decision, known.moment)]
    rows = [
        (meeting, row)
        for meeting, row in rows
        if _is_news(known, row, meeting) and _concerns(known, row, meeting, board_id)
    ]
    rows.sort(key=lambda pair: (pair[0].held_on, boards[pair[0].board_id].short_name, pair[1].number, pair[1].pk))
    numbers = {row.pk: row.number for row in known.actions}
    return tuple(_facts(known, boards, meeting, row, numbers) for meeting, row in rows)


def _is_news(known: Known, row: Decision, meeting: Meeting) -> bool:
    """Whether it was taken, or done, since the round before closed, or is open still."""
    since = timezone.localdate(known.since) if known.since else known.plan.starts_on
    if meeting.held_on > timezone.localdate(known.moment):
        return False
    return meeting.held_on > since or row.done_on is None or row.done_on >= since


def _concerns(known: Known, row: Decision, meeting: Meeting, board_id: uuid.UUID | None) -> bool:
    about_this_plan = row.action_id is not None and known.marks.knows_action(row.action_id)
    return about_this_plan or board_id in (row.for_board_id, meeting.board_id)


def _facts(
    known: Known, boards: Mapping[uuid.UUID, Board], meeting: Meeting, row: Decision, numbers: Mapping[uuid.UUID, str]
) -> doc.DecisionFacts:
    owner = known.agencies_now[row.owner_id].name if row.owner_id else ""
    return doc.DecisionFacts(
        reference=f"decision {row.number}",
        decided_on=meeting.held_on,
        board=boards[meeting.board_id].short_name,
        text=row.text,
        actions=(numbers[row.action_id],) if row.action_id and row.action_id in numbers else (),
        outcome=_came_of_it(owner, row),
        key=str(row.pk),
        owner=owner,
        due_on=row.due_on,
        done_on=row.done_on,
        put_to=boards[row.for_board_id].short_name if row.for_board_id else "",
        **_mark(known, row).facts,
    )


def _mark(known: Known, row: Decision) -> Mark:
    """Words of a board: never public unless marked so. What is said of an action of another plan, whose marking is not
    known here, stays with the board."""
    if row.action_id is None:
        return Mark(PARTNERSHIP).of_words(row)
    if not known.marks.knows_action(row.action_id):
        return Mark(RESTRICTED).of_words(row)
    return known.marks.of_action(row.action_id).of_words(row)


def _came_of_it(owner: str, row: Decision) -> str:
    who = f"{owner}: " if owner else ""
    if row.done_on:
        return f"{who}done {row.done_on:%-d %B %Y}."
    return f"{who}open, due {row.due_on:%-d %B %Y}." if row.due_on else f"{who}open."
