"""Many at once, against several server processes and a real database: what is sent twice is done once, nobody
overwrites what they have not seen, and a round that closes under load leaves every answer in exactly one state."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from partners.services import create_key
from plans.models import Action, Round, Update, UpdateRequest, UpdateState
from plans.services.actions import LeadWords, add_action
from prevent_tracker.core import clock
from tests.cast import Cast, World

from .clients import Caller, Person, together, version_in
from .conftest import Tracker

CLIENTS = 50


def answer(action: Action, words: str = "Six of eight teams are trained.", **more: Any) -> dict[str, Any]:
    return {"action": str(action.pk), "rag": "green", "narrative": words, **more}


def words(text: str) -> dict[str, Any]:
    """What replaces an update."""
    return {"rag": "green", "narrative": text}


def history_of(world: World, row: Any) -> list[Any]:
    with world.as_("auditor"):
        return list(type(row).history.model.objects.filter(id=row.pk).order_by("history_id"))


def test_one_key_sent_by_fifty_at_once_leaves_one_update(tracker: Tracker, live_cast: Cast) -> None:
    here = live_cast.here
    caller, body = Caller(tracker, here.key), answer(here.actions[1])
    answers = together(CLIENTS, lambda n: caller.ask("POST", "/api/v1/updates/", body, Idempotency_Key="once"))
    assert Counter(each.status for each in answers) == {201: CLIENTS}
    assert len({each.data for each in answers}) == 1
    assert len({each.headers["ETag"] for each in answers}) == 1
    with here.as_("auditor") as access:
        update = Update.objects.within(access).get(action=here.actions[1])
    assert (update.version, len(history_of(here, update))) == (1, 1)


def test_fifty_with_keys_of_their_own_write_over_nobody(tracker: Tracker, live_cast: Cast) -> None:
    """Each reads, then writes with If-Match; who was too late reads again. Every sent text is in history, once."""
    here = live_cast.here
    caller = Caller(tracker, here.key)
    first = caller.ask("POST", "/api/v1/updates/", answer(here.actions[1]))
    path = f"/api/v1/updates/{first.json()['id']}/"

    def once(n: int) -> int:
        tag = first.headers["ETag"]
        return caller.ask("PUT", path, words(f"Text {n}."), If_Match=tag).status

    assert Counter(together(CLIENTS, once)) == {200: 1, 412: CLIENTS - 1}

    def until_stored(n: int) -> int:
        for turn in range(500):
            tag = caller.ask("GET", path).headers["ETag"]
            status = caller.ask("PUT", path, words(f"Word {n}."), If_Match=tag).status
            if status == 200:
                return turn
            assert status in (412, 503)
        raise AssertionError("never stored")

    together(8, until_stored)
    with here.as_("auditor") as access:
        update = Update.objects.within(access).get(action=here.actions[1])
    told = Counter(row.narrative for row in history_of(here, update))
    assert {told[f"Word {n}."] for n in range(8)} == {1}
    assert update.version == 2 + 8


def test_fifty_who_edit_one_action_lose_nothing_silently(tracker: Tracker, live_cast: Cast) -> None:
    here = live_cast.here
    action, person = here.actions[1], Person(tracker, here.people["coordinator"])
    path = f"/p/{here.partnership.slug}/plans/{here.plan.slug}/actions/{action.number}/reword/"
    version = version_in(person.get(path))
    answers = together(CLIENTS, lambda n: person.post(path, {"text": f"Wording {n}.", "version": version}))
    assert Counter(each.status for each in answers) == {302: 1, 422: CLIENTS - 1}
    written = [n for n, each in enumerate(answers) if each.status == 302]
    for n, each in enumerate(answers):
        if each.status == 422:  # both texts are on the page: what is stored, and what this one typed
            page = each.data.decode()
            assert f"Wording {n}." in page
            assert f"Wording {written[0]}." in page
    with here.as_("auditor") as access:
        assert Action.objects.within(access).get(pk=action.pk).text == f"Wording {written[0]}."
    assert [row.text for row in history_of(here, action)][-1:] == [f"Wording {written[0]}."]


@pytest.mark.parametrize("turn", range(3))
def test_a_round_that_closes_under_load_leaves_each_answer_in_one_state(
    tracker: Tracker, live_cast: Cast, turn: int
) -> None:
    here = live_cast.here
    keys, actions = _load(here)
    person = Person(tracker, here.people["coordinator"])
    close = f"/p/{here.partnership.slug}/rounds/{here.plan.slug}/{here.round.slug}/close/"
    closer = len(actions) // 2 + turn * 5

    def ask(n: int) -> tuple[int, str]:
        if n == closer:
            return person.post(close).status, ""
        action = actions[n if n < closer else n - 1]
        who = ("police", "health")[n % 2]
        body = answer(action, f"Sent as {n}.")
        return Caller(tracker, keys[who]).ask("POST", "/api/v1/updates/", body).status, f"Sent as {n}."

    said = together(len(actions) + 1, ask)
    assert said[closer][0] == 302
    del said[closer]
    assert {status for status, _ in said} <= {201, 409}
    with here.as_("auditor") as access:
        closed_at = Round.objects.within(access).get(pk=here.round.pk).closed_at
        stored = {row.narrative: row for row in Update.objects.within(access).filter(round=here.round)}
        asked = UpdateRequest.objects.within(access).filter(round=here.round).count()
    assert {text for status, text in said if status == 201} == set(stored)
    assert {row.state for row in stored.values()} <= {UpdateState.ACCEPTED}
    assert closed_at is not None
    assert all(row.submitted_at is not None and row.submitted_at <= closed_at for row in stored.values())
    assert len(stored) < asked  # some came too late, or were never sent


def _load(world: World) -> tuple[dict[str, str], list[Action]]:
    """Sixty actions of two agencies in the open round, and a key for each agency."""
    with world.as_("coordinator") as by:
        leads = [LeadWords(name, agency=world.agencies[name]) for name in ("police", "health")]
        actions = [
            add_action(by=by, objective=world.objectives[2], text=f"Do thing {n}.", leads=leads) for n in range(60)
        ]
    with world.as_("administrator") as by:
        expiry = clock.now().replace(year=clock.today().year + 1)
        _, other = create_key(by=by, agency=world.agencies["health"], name="Health’s system", expires_at=expiry)
    return {"police": world.key, "health": other}, actions
