"""The API when many arrive at once: threads with connections of their own, real commits."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from django.db import connection, transaction

from plans.models import Action, Update
from plans.queries import freshness
from plans.services.actions import reword_action
from plans.services.batch_updates import Line, submit_many
from plans.services.rounds import close_round
from plans.services.updates import Answer, request_for, submit
from prevent_tracker.core.errors import Closed
from tests.cast import Cast, World

from .api_calls import Answered, Caller

pytestmark = pytest.mark.django_db(transaction=True)

UPDATES = "/api/v1/updates/"
MANY = 20


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """What each returned, all started together in threads of their own."""
    gate, found, broken = threading.Barrier(len(work)), [None] * len(work), list[Exception]()

    def run(place: int, do: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=30)
            found[place] = do()
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if broken:
        raise broken[0]
    return found


def body(action: Action, narrative: str = "At once.") -> dict[str, Any]:
    return {"action": str(action.pk), "rag": "green", "narrative": narrative}


def stored(world: World) -> list[tuple[str, int]]:
    with world.as_("auditor") as by:
        return list(Update.objects.within(by).values_list("narrative", "version"))


def test_the_same_key_at_once_is_done_once(live_cast: Cast) -> None:
    here = live_cast.here

    def send() -> Answered:
        return Caller(here.key).post(UPDATES, body(here.actions[1]), idempotency_key="k-1")

    answers: list[Answered] = at_once(*[send] * MANY)
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    replayed = [answer for answer in answers if answer.headers.get("Idempotency-Replayed") == "true"]
    assert len(replayed) == MANY - 1
    assert stored(here) == [("At once.", 1)]


def test_first_answers_at_once_overwrite_nothing(live_cast: Cast) -> None:
    here = live_cast.here

    def send(number: int) -> Callable[[], Answered]:
        return lambda: Caller(here.key).post(UPDATES, body(here.actions[1], f"Number {number}."))

    answers: list[Answered] = at_once(*(send(number) for number in range(MANY)))
    assert Counter(answer.status for answer in answers) == {201: 1, 428: MANY - 1}
    [first] = [answer for answer in answers if answer.status == 201]
    assert stored(here) == [(first.json["narrative"], 1)]


def test_edits_at_once_of_what_all_have_read_lose_nothing(live_cast: Cast) -> None:
    here = live_cast.here
    sent = Caller(here.key).post(UPDATES, body(here.actions[1]))
    path, tag = f"{UPDATES}{sent.json['id']}/", sent.headers["ETag"]

    def edit(number: int) -> Callable[[], Answered]:
        said = {"rag": "green", "narrative": f"Number {number}."}
        return lambda: Caller(here.key).put(path, said, if_match=tag)

    answers: list[Answered] = at_once(*(edit(number) for number in range(MANY)))
    assert Counter(answer.status for answer in answers) == {200: 1, 412: MANY - 1}
    [first] = [answer for answer in answers if answer.status == 200]
    assert stored(here) == [(first.json["narrative"], 2)]
    assert all(answer.json["current"] == first.json for answer in answers if answer.status == 412)


@pytest.mark.parametrize("run", range(5))
def test_a_batch_while_its_round_closes_is_in_or_refused(live_cast: Cast, run: int) -> None:
    here = live_cast.here
    mine = [here.actions[1], here.actions[2]]

    def send() -> list[str]:
        with here.as_("contributor") as by:
            lines = [Line(action.pk, Answer("green", "At once.")) for action in mine]
            return [type(result.error).__name__ if result.error else "" for result in submit_many(by=by, lines=lines)]

    def close() -> None:
        with here.as_("coordinator") as by:
            close_round(by=by, round=here.round)

    said, _ = at_once(send, close)
    with here.as_("auditor") as by:
        states = list(Update.objects.within(by).values_list("state", flat=True))
    assert (said, states) in ((["", ""], ["accepted"] * 2), ([Closed.__name__] * 2, []))


def test_a_batch_and_single_answers_do_not_wait_for_each_other_in_a_circle(live_cast: Cast) -> None:
    here = live_cast.here
    mine = [here.actions[2], here.actions[1]]

    def batch() -> None:
        with here.as_("contributor") as by:
            submit_many(by=by, lines=[Line(action.pk, Answer("green", "Batch.")) for action in mine])

    def single(who: str, action: Action) -> Callable[[], None]:
        def send() -> None:
            with here.as_(who) as by:
                submit(by=by, request=request_for(by=by, action=action), answer=Answer("green", "Single."))

        return send

    at_once(batch, single("contributor", mine[1]), batch, single("other_contributor", mine[0]), batch)
    assert len(stored(here)) == 3


def test_a_slow_writers_change_is_news(live_cast: Cast) -> None:
    """It began before the answer was made and ends after a quick one's change was seen."""
    here, began, may_end = live_cast.here, threading.Event(), threading.Event()

    def slowly() -> None:
        with closing(connection), transaction.atomic(), here.as_("coordinator") as by:
            reword_action(by=by, action=here.actions[1], text="Slow.")
            began.set()
            assert may_end.wait(timeout=30)

    writer = threading.Thread(target=slowly)
    writer.start()
    assert began.wait(timeout=30)
    with here.as_("auditor") as by:
        before = str(freshness.mark(by))
        assert freshness.still_holds(by, before)
    with here.as_("secretary") as by:
        seen = str(freshness.mark(by))
    may_end.set()
    writer.join(timeout=30)
    with here.as_("auditor") as by:
        assert not freshness.still_holds(by, before)
        assert not freshness.still_holds(by, seen)
        assert freshness.still_holds(by, str(freshness.mark(by)))
