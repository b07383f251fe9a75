"""What happens at once: an answer while its round closes, two parties of one action. Real threads, real commits."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection

from plans.models import AgreedStatus, Update, UpdateRequest
from plans.services.rounds import close_round
from plans.services.updates import Answer, accept, submit
from prevent_tracker.core.errors import Closed
from tests.cast import Cast, World

RUNS = 20


def at_once(*work: Callable[[], None]) -> list[str]:
    """Run each in a thread of its own, started together; by place, "done" or the name of the domain's refusal."""
    gate, found, broken = threading.Barrier(len(work)), [""] * len(work), list[Exception]()

    def run(place: int, do: Callable[[], None]) -> None:
        try:
            gate.wait(timeout=10)
            time.sleep(random.uniform(0, 0.02))  # noqa: S311  no secret: where in the other's work it falls
            do()
            found[place] = "done"
        except Closed:
            found[place] = "closed"
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    if broken:
        raise broken[0]
    return found


def request_of(world: World, who: str, index: int) -> UpdateRequest:
    with world.as_(who) as by:
        return UpdateRequest.objects.within(by).get(action=world.actions[index], agency=by.agency_id)


def sender(world: World, who: str, request: UpdateRequest, rag: str = "green") -> Callable[[], None]:
    def send() -> None:
        with world.as_(who) as by:
            submit(by=by, request=request, answer=Answer(rag, "Said at once.", "" if rag == "green" else "By May."))

    return send


def closer(world: World) -> Callable[[], None]:
    def close() -> None:
        with world.as_("coordinator") as by:
            close_round(by=by, round=world.round)

    return close


@pytest.mark.parametrize("run", range(RUNS))
def test_an_answer_while_the_round_closes_is_in_and_counted_or_refused(live_cast: Cast, run: int) -> None:
    """Every other run the answer changes one that was sent before, which closing wants to accept."""
    here = live_cast.here
    request = request_of(here, "contributor", 1)
    if run % 2:
        sender(here, "contributor", request, "red")()
    before = "red" if run % 2 else ""
    said, closed = at_once(sender(here, "contributor", request), closer(here))
    assert closed == "done"
    with here.as_("auditor") as access:
        status = AgreedStatus.objects.within(access).get(round=here.round, action=here.actions[1]).rag
        updates = list(Update.objects.within(access).values_list("rag", "state"))
    expected = "green" if said == "done" else before
    assert status == expected
    assert updates == ([(expected, "accepted")] if expected else [])


@pytest.mark.parametrize("run", range(5))
def test_a_review_while_the_round_closes_ends(live_cast: Cast, run: int) -> None:
    here = live_cast.here
    request = request_of(here, "contributor", 1)
    sender(here, "contributor", request, "red")()

    def review() -> None:
        with here.as_("coordinator") as by:
            accept(by=by, update=Update.objects.within(by).get())

    reviewed, closed = at_once(review, closer(here))
    assert (reviewed in ("done", "closed"), closed) == (True, "done")
    with here.as_("auditor") as access:
        assert Update.objects.within(access).get().state == "accepted"


@pytest.mark.parametrize("run", range(5))
def test_two_parties_at_once_both_count(live_cast: Cast, run: int) -> None:
    here = live_cast.here
    ours, theirs = request_of(here, "contributor", 2), request_of(here, "other_contributor", 2)
    done = at_once(sender(here, "contributor", ours), sender(here, "other_contributor", theirs, "red"))
    assert done == ["done", "done"]
    with here.as_("auditor") as access:
        assert AgreedStatus.objects.within(access).get().rag == "red"


def test_two_closers_close_once(live_cast: Cast) -> None:
    assert sorted(at_once(closer(live_cast.here), closer(live_cast.here))) == ["closed", "done"]
