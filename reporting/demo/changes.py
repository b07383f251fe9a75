"""What happened to a plan beside its rounds: changed deadlines, states and words, and decisions of boards."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

from partners.tenancy import Access
from plans.models import ActionState
from plans.services.actions import change_deadline, change_state, reword_action
from plans.services.decisions import close_decision, record_decision

from .entries import LONDON, Entry
from .files import PlanFile
from .meetings import recorder
from .world import Event, World

CHANGED, MET, DONE = dt.time(16, 0), dt.time(16, 30), dt.time(17, 0)

Doing = Callable[[Access, World], object]


def change_event(plan: PlanFile, entry: Entry) -> Event:
    """`kind`: deadline (to, agreed_by, board), state (state) or text (text); each with its reason."""
    entry.allow("action", "kind", "at", "by", "to", "state", "text", "reason", "agreed_by", "board", "note")
    number = entry.one_of("action", plan.actions, "action")
    do = {"deadline": _deadline, "state": _state, "text": _text}[
        entry.one_of("kind", ("deadline", "state", "text"), "kind of change")
    ](plan, entry, number)
    return Event(entry.moment("at", CHANGED), entry.one_of("by", plan.partnership.people, "person"), entry, do)


def _deadline(plan: PlanFile, entry: Entry, number: str) -> Doing:
    to, reason, agreed_by = (entry.text(name, required=True) for name in ("to", "reason", "agreed_by"))
    board = entry.one_of_or_none("board", plan.partnership.boards, "board")
    return lambda by, world: change_deadline(
        by=by,
        action=world.actions[number],
        timescale_text=to,
        reason=reason,
        agreed_by=agreed_by,
        board=world.boards[board] if board else None,
    )


def _state(plan: PlanFile, entry: Entry, number: str) -> Doing:
    state, reason = entry.one_of("state", ActionState.values, "state"), entry.text("reason")
    return lambda by, world: change_state(by=by, action=world.actions[number], state=state, reason=reason)


def _text(plan: PlanFile, entry: Entry, number: str) -> Doing:
    text, reason = entry.text("text", required=True), entry.text("reason")
    return lambda by, world: reword_action(by=by, action=world.actions[number], text=text, reason=reason)


def decision_events(plan: PlanFile, entries: list[Entry]) -> list[Event]:
    """Decisions in the order of their numbers; each meeting counts from 1."""
    counts: Counter[tuple[str, dt.date]] = Counter()
    events = []
    for entry in sorted(entries, key=lambda entry: (entry.day("meeting_on"), entry.whole("number"))):
        meeting = (entry.one_of("board", plan.partnership.boards, "board"), entry.day("meeting_on"))
        counts[meeting] += 1
        if entry.whole("number") != counts[meeting]:
            raise entry.error(f"number: the meeting's decisions count from 1; this would be {counts[meeting]}.")
        events.append(_decision(plan, entry, meeting))
        if entry.get("done_on"):
            events.append(_done(plan, entry, meeting))
    return events


def _done(plan: PlanFile, entry: Entry, meeting: tuple[str, dt.date]) -> Event:
    done_on, number = entry.day("done_on"), entry.whole("number")

    def do(by: Access, world: World) -> None:
        row = world.meetings[meeting].decisions.get(number=number)
        close_decision(by=by, decision=row, done_on=done_on)

    return Event(dt.datetime.combine(done_on, DONE, tzinfo=LONDON), recorder(plan.partnership), entry, do)


def _decision(plan: PlanFile, entry: Entry, meeting: tuple[str, dt.date]) -> Event:
    entry.allow("board", "meeting_on", "number", "text", "action", "owner", "due_on", "done_on", "for_board", "note")
    held = {(row["board"], row.day("on")) for row in plan.partnership.entry.entries("meetings")}
    if meeting not in held:
        days = ", ".join(str(day) for board, day in sorted(held) if board == meeting[0])
        raise entry.error(f"meeting_on: {meeting[0]} has no meeting on {meeting[1]}; it has {days or 'none'}.")
    number = entry.one_of_or_none("action", plan.actions, "action")
    owner = entry.one_of_or_none("owner", plan.partnership.agencies, "agency")
    for_board = entry.one_of_or_none("for_board", plan.partnership.boards, "board")
    text, due_on = entry.text("text", required=True), entry.day_or_none("due_on")

    def do(by: Access, world: World) -> None:
        record_decision(
            by=by,
            meeting=world.meetings[meeting],
            text=text,
            action=world.actions[number] if number else None,
            owner=world.agencies[owner] if owner else None,
            due_on=due_on,
            for_board=world.boards[for_board] if for_board else None,
        )

    return Event(dt.datetime.combine(meeting[1], MET, tzinfo=LONDON), recorder(plan.partnership), entry, do)
