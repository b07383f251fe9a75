"""What happens at once: an answer while its round closes, two parties of one action. Real threads, real commits."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection

from plans.models import AgreedStatus, Extension, Round, RoundSettings, Update, UpdateRequest
from plans.services.extensions import extend
from plans.services.plans import create_plan
from plans.services.reviewing import accept, accept_all
from plans.services.round_settings import change_settings
from plans.services.rounds import close_round, plan_rounds
from plans.services.updates import Answer, mark_opened, save_draft, submit
from prevent_tracker.core.errors import Closed, Stale
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
        except Stale:
            found[place] = "stale"
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


@pytest.mark.parametrize("run", range(10))
def test_an_extension_while_the_round_closes_is_there_or_refused(live_cast: Cast, run: int) -> None:
    here = live_cast.here

    def give() -> None:
        with here.as_("coordinator") as by:
            police, until = here.agencies["police"], dt.date(2017, 4, 21)
            extend(by=by, round=here.round, agency=police, until=until, reason="Short of staff.")

    given, closed = at_once(give, closer(here))
    assert closed == "done"
    with here.as_("auditor") as access:
        assert Extension.objects.within(access).count() == (given == "done")


@pytest.mark.parametrize("run", range(5))
def test_an_extension_given_twice_at_once_is_one(live_cast: Cast, run: int) -> None:
    here = live_cast.here

    def giver(day: int) -> Callable[[], None]:
        def give() -> None:
            with here.as_("coordinator") as by:
                police, until = here.agencies["police"], dt.date(2017, 4, day)
                extend(by=by, round=here.round, agency=police, until=until, reason="Short of staff.")

        return give

    assert at_once(giver(20), giver(21)) == ["done", "done"]
    with here.as_("auditor") as access:
        assert Extension.objects.within(access).get().until.day in (20, 21)


@pytest.mark.parametrize("run", range(5))
def test_rounds_planned_by_two_at_once_are_planned_once(live_cast: Cast, run: int) -> None:
    here = live_cast.here
    with here.as_("coordinator") as by:
        plan = create_plan(
            by=by, slug="next", title="Next", period_label="2017/18", year_basis="financial",
            starts_on=dt.date(2017, 4, 1), ends_on=dt.date(2018, 3, 31),
        )  # fmt: skip

    def press() -> None:
        with here.as_("coordinator") as by:
            plan_rounds(by=by, plan=plan)

    assert at_once(press, press) == ["done", "done"]
    with here.as_("auditor") as access:
        assert Round.objects.within(access).filter(plan=plan).count() == 4


@pytest.mark.parametrize("run", range(5))
def test_of_two_windows_that_save_at_once_one_is_told(live_cast: Cast, run: int) -> None:
    here = live_cast.here
    request = request_of(here, "contributor", 1)

    def window(words: str) -> Callable[[], None]:
        def write() -> None:
            with here.as_("contributor") as by:
                save_draft(by=by, request=request, answer=Answer("", words), expected_version=0)

        return write

    found = at_once(window("Eight"), window("Nine"))
    assert sorted(found) == ["done", "stale"]
    with here.as_("auditor") as access:
        assert Update.objects.within(access).get().narrative == ("Eight" if found[0] == "done" else "Nine")


@pytest.mark.parametrize("run", range(10))
def test_a_draft_an_answer_and_a_close_at_once_end_in_one_state(live_cast: Cast, run: int) -> None:
    """The draft takes no lock on the action, the answer does, the close waits for both."""
    here = live_cast.here
    request = request_of(here, "contributor", 1)

    def draft() -> None:
        with here.as_("contributor") as by:
            save_draft(by=by, request=request, answer=Answer("red", "Not yet"))

    drafted, said, closed = at_once(draft, sender(here, "contributor", request), closer(here))
    assert closed == "done"
    with here.as_("auditor") as access:
        rows = list(Update.objects.within(access).values_list("rag", "state"))
    if said == "done":
        assert rows == [("green", "accepted")]
    else:
        assert rows == ([("red", "draft")] if drafted == "done" else [])


@pytest.mark.parametrize("run", range(5))
def test_settings_first_set_by_two_at_once_are_set_once(live_cast: Cast, run: int) -> None:
    here = live_cast.here

    def setter(rule: str) -> Callable[[], None]:
        def put() -> None:
            with here.as_("coordinator") as by:
                change_settings(by=by, expected_version=0, status_rule=rule)

        return put

    found = at_once(setter("lead"), setter("majority"))
    assert sorted(found) == ["done", "stale"]
    with here.as_("auditor") as access:
        assert RoundSettings.objects.within(access).get().status_rule == ("lead" if found[0] == "done" else "majority")


@pytest.mark.parametrize("run", range(10))
def test_what_is_sent_again_while_many_are_accepted_is_not_taken_unseen(live_cast: Cast, run: int) -> None:
    here = live_cast.here
    mine, theirs = request_of(here, "contributor", 2), request_of(here, "other_contributor", 2)
    sender(here, "contributor", mine)()
    sender(here, "other_contributor", theirs)()
    with here.as_("auditor") as access:
        seen = list(Update.objects.within(access))

    def take() -> None:
        with here.as_("coordinator") as by:
            accept_all(by=by, round=here.round, updates=seen)

    assert at_once(take, sender(here, "contributor", mine, "red"))[0] == "done"
    with here.as_("auditor") as access:
        rows = {row.agency_id: row for row in Update.objects.within(access)}
        status = AgreedStatus.objects.within(access).get()
    again = rows[here.agencies["police"].pk]
    assert (again.rag, again.state) == ("red", "submitted")
    assert rows[here.agencies["health"].pk].state == "accepted"
    assert status.rag == "red"


def test_two_that_look_first_are_kept_as_one(live_cast: Cast) -> None:
    here = live_cast.here
    request = request_of(here, "contributor", 1)

    def look() -> None:
        with here.as_("contributor") as by:
            mark_opened(by=by, request=request)

    assert at_once(look, look) == ["done", "done"]
    with here.as_("auditor"):
        assert UpdateRequest.history.model.objects.filter(id=request.pk).count() == 2
