"""The feed of changes while others write: whoever follows it misses nothing, sees nothing twice, and ends with what a
full read gives, in whatever order transactions commit."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q

from partners.tenancy import Access
from plans.models import Action
from plans.services.actions import add_action, reword_action
from plans.services.plans import add_objective, create_plan
from prevent_tracker.core.models import Change
from tests.cast import Cast, World

from .feed_readers import Follower, settle

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, ROUNDS = 6, 12


def in_thread(work: Callable[[], None], errors: list[BaseException]) -> threading.Thread:
    """Started at once, with a connection of its own."""

    def run() -> None:
        with closing(connection):
            try:
                work()
            except BaseException as error:  # shown by the test, in its own thread
                errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def plan_of(by: Access, number: int) -> list[Action]:
    """A plan of its own with three actions, so that no writer waits for another's locks."""
    plan = create_plan(
        by=by, slug=f"race-{number}", title=f"Race {number}", period_label="2016/17", year_basis="financial",
        starts_on=dt.date(2016, 4, 1), ends_on=dt.date(2017, 3, 31),
    )  # fmt: skip
    objective = add_objective(by=by, plan=plan, title="Race")
    return [add_action(by=by, objective=objective, text=f"Start {place}.") for place in range(3)]


def lines_for_the_police(world: World) -> list[str]:
    """The lines of the feed as the table holds them, in its order: everybody's, and the agency's own."""
    with world.as_("coordinator"):
        whose = Q(agency_id=None) | Q(agency_id=world.agencies["police"].pk)
        rows = Change.objects.filter(whose, partnership_id=world.partnership.pk)
        return [str(pk) for pk in rows.order_by("epoch", "txid", "seq").values_list("row_id", flat=True)]


def test_nobody_is_overtaken(live_cast: Cast) -> None:
    """A transaction that began first and commits last: its lines come first, and nothing before them is told early."""
    here, follower, errors = live_cast.here, Follower(live_cast.here.key), list[BaseException]()
    follower.catch_up()
    with here.as_("coordinator") as by:
        [slow, *_], [quick, *_] = plan_of(by, 1), plan_of(by, 2)
    follower.catch_up()
    wrote, may_commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with here.as_("coordinator") as by:
            reword_action(by=by, action=slow, text="Slow.")
            wrote.set()
            assert may_commit.wait(20)

    thread = in_thread(write_slowly, errors)
    assert wrote.wait(20)
    with here.as_("coordinator") as by:
        reword_action(by=by, action=quick, text="Quick.")
    assert follower.poll() == []  # the quick one is decided, but something before it is not
    may_commit.set()
    thread.join()
    assert errors == []
    assert [line["id"] for line in follower.catch_up()] == [str(slow.pk), str(quick.pk)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_follower_misses_nothing_and_sees_nothing_twice(live_cast: Cast, seed: int) -> None:
    here, errors = live_cast.here, list[BaseException]()
    with here.as_("coordinator") as by:
        plans = [plan_of(by, number) for number in range(WRITERS)]
    dice = random.Random(seed)  # noqa: S311  a schedule, no secret

    def writer(actions: list[Action], schedule: list[tuple[float, float, bool, int]]) -> Callable[[], None]:
        def work() -> None:
            for before, within, stays, place in schedule:
                time.sleep(before)
                with here.as_("coordinator") as by:
                    reword_action(by=by, action=actions[place], text=f"At {within} and {before}.")
                    time.sleep(within)
                    reword_action(by=by, action=actions[(place + 1) % 3], text=f"Then {within}.")
                    if not stays:
                        transaction.set_rollback(True)

        return work

    threads = [
        in_thread(
            writer(
                actions,
                [
                    (dice.random() / 50, dice.random() / 25, dice.random() > 0.2, dice.randrange(3))
                    for _ in range(ROUNDS)
                ],
            ),
            errors,
        )
        for actions in plans
    ]
    follower, copy = Follower(here.key, page_size=7), dict[str, Any]()

    def follow() -> None:
        for line in follower.poll():
            if line["kind"] == "action":
                copy[line["id"]] = follower.read(line)

    polls = 0
    while any(thread.is_alive() for thread in threads):
        follow()
        polls += 1
    for thread in threads:
        thread.join()
    settle()
    follow()
    while follower.has_more:
        follow()
    assert errors == []
    assert polls > 5  # it did follow while they wrote
    assert [line["id"] for line in follower.seen] == lines_for_the_police(here)
    whole = follower.caller.get("/api/v1/actions/", page_size=200).json["results"]
    assert copy == {row["id"]: row for row in whole}
