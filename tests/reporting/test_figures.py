"""What follows from the facts, as tables."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from reporting import figures
from reporting.document import (
    ActionFacts,
    DeadlineChangeFacts,
    Document,
    MilestoneFacts,
    ObjectiveFacts,
    QuarterFacts,
    UpdateFacts,
)

from .sample import document


def made(number: str = "1", state: str = "in_progress", rag: str = "", before: str = "", **facts: Any) -> ActionFacts:
    return ActionFacts(number, "Do it", state, rag=rag, previous_status=before, **facts)


def plan_of(*actions: ActionFacts) -> Document:
    return dataclasses.replace(document(actions=0), objectives=(ObjectiveFacts("1", "One", actions=actions),))


@pytest.mark.parametrize(
    ("state", "rag", "shown"),
    [
        ("in_progress", "green", "green"),
        ("in_progress", "", "not_reported"),
        ("not_started", "", "not_reported"),
        ("not_started", "amber", "amber"),
        ("complete", "", "complete"),
        ("complete", "red", "complete"),
        ("paused", "green", "paused"),
        ("cancelled", "", "cancelled"),
        ("superseded", "", "superseded"),
    ],
)
def test_status(state: str, rag: str, shown: str) -> None:
    assert figures.status(made(state=state, rag=rag)) == shown


@pytest.mark.parametrize(
    ("before", "state", "rag", "expected"),
    [
        ("green", "in_progress", "green", "same"),
        ("green", "in_progress", "amber", "worsened"),
        ("amber", "in_progress", "red", "worsened"),
        ("red", "in_progress", "green", "improved"),
        ("green", "complete", "", "improved"),
        ("complete", "in_progress", "green", "worsened"),
        ("", "in_progress", "green", "new"),
        ("", "in_progress", "", "new"),
        ("not_reported", "in_progress", "red", "started"),
        ("green", "in_progress", "", "stopped"),
        ("not_reported", "in_progress", "", ""),
        ("paused", "in_progress", "green", ""),
        ("green", "cancelled", "", ""),
    ],
)
def test_direction(before: str, state: str, rag: str, expected: str) -> None:
    assert figures.direction(made(state=state, rag=rag, before=before)) == expected


def test_counts_hold_every_status_in_order() -> None:
    counted = figures.counts([made(rag="red"), made(rag="red"), made(state="complete")])
    assert list(counted) == list(figures.STATUSES)
    assert (counted["red"], counted["complete"], counted["green"]) == (2, 1, 0)


def test_counts_of_objectives_add_up_to_those_of_the_plan() -> None:
    whole = document(actions=58)
    lines = figures.by_objective(whole)
    for value, count in figures.counts(whole.actions()).items():
        assert sum(counted[value] for _, _, counted in lines) == count
    assert sum(sum(counted.values()) for _, _, counted in lines) == 58


def test_an_objective_without_actions_has_no_line() -> None:
    whole = dataclasses.replace(document(actions=0), objectives=(ObjectiveFacts("1", "Empty"),))
    assert figures.by_objective(whole) == []


def test_agencies_asked_and_answered() -> None:
    actions = [
        made("1", asked=("Police", "council"), updates=(UpdateFacts("Police", "green", "Done", says_complete=True),)),
        made("2", asked=("Police",), updates=(UpdateFacts("Police", "red", "Late"),)),
    ]
    council, police = figures.by_agency(actions)
    assert (council.agency, council.asked, council.answered, council.silent) == ("council", 1, 0, 1)
    assert (police.asked, police.answered, dict(police.ratings)) == (
        2,
        2,
        {"complete": 1, "green": 0, "amber": 0, "red": 1},
    )
    assert figures.coverage(actions) == (2, 3, 66)
    assert figures.silent(actions) == [("council", [actions[0]])]


def test_an_answer_that_nobody_asked_for_is_not_counted() -> None:
    assert figures.coverage([made(updates=(UpdateFacts("Police", "green", "Done"),))]) == (0, 0, 0)


def test_changes_hold_each_action_once() -> None:
    actions = [
        made("1", "complete", before="green"),
        made("2", rag="green", before="red"),
        made("3", rag="red", before="green"),
        made("4", rag="red", before="not_reported"),
        made("5", before="green"),
        made("6", rag="green"),
        made("7", rag="green", before="green"),
        made("8", "complete", before="complete"),
    ]
    found = figures.changes(actions)
    numbers = [[action.number for action in getattr(found, field.name)] for field in dataclasses.fields(found)]
    assert numbers == [["1"], ["2"], ["3"], ["4"], ["5"], ["6"]]
    assert found.total == 6


def test_exceptions_red_first_overdue_first() -> None:
    actions = [
        made("1", rag="amber"),
        made("2", rag="red"),
        made("3", rag="red", overdue=True),
        made("4", rag="green"),
        made("5", "complete", rag="red"),
        made("6", rag="amber", overdue=True),
    ]
    assert [action.number for action in figures.exceptions(actions)] == ["3", "2", "6", "1"]


def test_overdue_longest_first() -> None:
    may, june = (made(str(month), overdue=True, due_on=dt.date(2016, month, 1)) for month in (5, 6))
    assert figures.overdue([june, made("3"), may]) == [may, june]


def test_deadline_changes_with_their_actions() -> None:
    change = DeadlineChangeFacts(dt.date(2016, 9, 8), "September", "March", "Vacancy", "Chair")
    assert figures.deadline_changes([made("1"), made("2", deadline_changes=(change,))])[0][1] == change


@pytest.mark.parametrize(
    ("due_on", "shown"),
    [
        (dt.date(2016, 9, 30), False),  # the last day of the quarter: past
        (dt.date(2016, 10, 1), True),
        (dt.date(2017, 4, 1), True),
        (dt.date(2017, 4, 2), False),
        (None, False),
    ],
)
def test_look_ahead_covers_two_quarters(due_on: dt.date | None, shown: bool) -> None:
    whole = dataclasses.replace(
        document(actions=0), objectives=(ObjectiveFacts("1", "", actions=(made(due_on=due_on),)),)
    )
    assert bool(figures.look_ahead(whole)) is shown


def test_look_ahead_has_milestones_and_leaves_out_what_is_done() -> None:
    day, other = dt.date(2016, 11, 1), dt.date(2016, 10, 15)
    milestones = (MilestoneFacts("same day", due_on=day), MilestoneFacts("earlier", due_on=other))
    whole = plan_of(
        made("1", due_on=day, milestones=milestones),
        made("2", "complete", due_on=day),
        made("3", milestones=(MilestoneFacts("done", due_on=day, done_on=other),)),
    )
    assert [(due.action.number, due.milestone) for due in figures.look_ahead(whole)] == [("1", "earlier"), ("1", "")]


def test_eight_quarters_at_most_this_one_last() -> None:
    past = tuple(QuarterFacts(f"Q{n}", (("green", n),)) for n in range(12))
    quarters = figures.over_quarters(dataclasses.replace(document(actions=10), history=past))
    assert [label for label, _ in quarters] == ["Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "Q11", "Q2 2016/17"]
    assert quarters[0][1]["green"] == 5
