"""Answers over several quarters: repeated in one press, saved by themselves, first looked at, by link."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from partners.tenancy import Access, enter_key, enter_link
from plans.models import AnswerLink, Round, Update, UpdateRequest
from plans.services.reviewing import accept, return_update
from plans.services.rounds import close_round, open_round, plan_round
from plans.services.updates import Answer, mark_opened, request_for, save_draft, submit, submit_unchanged
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from tests.cast import Cast, World

TRAINING, SHARED = 1, 2
AMBER = Answer("amber", "Two sessions slipped.", "Both are booked for May.", dt.date(2017, 5, 31))


def asked(world: World, index: int = TRAINING, agency: str = "police", slug: str = "") -> UpdateRequest:
    with world.as_("auditor") as access:
        rows = UpdateRequest.objects.within(access).select_related("round", "action")
        return rows.get(
            action=world.actions[index], agency=world.agencies[agency], round__slug=slug or world.round.slug
        )


def answered(world: World, given: Answer = AMBER, *, slug: str = "") -> Update:
    request = asked(world, slug=slug)
    with world.as_("contributor") as by:
        return submit(by=by, request=request, answer=given)


def unchanged(world: World, *, slug: str, version: int | None = None) -> Update:
    request = asked(world, slug=slug)
    with world.as_("contributor") as by:
        return submit_unchanged(by=by, request=request, expected_version=version)


def next_round(world: World, which: int) -> Round:
    """Close the open round and open the plan's next one."""
    starts_on = dt.date(2017, 3 * which + 1, 1)
    with world.as_("coordinator") as by:
        close_round(by=by, round=Round.objects.within(by).get(opened_at__isnull=False, closed_at=None))
        row = plan_round(
            by=by, plan=world.plan, slug=f"2017-Q{which}", label=f"Q{which} 2017/18", starts_on=starts_on,
            ends_on=starts_on + dt.timedelta(days=90), opens_on=starts_on, closes_on=starts_on + dt.timedelta(days=30),
        )  # fmt: skip
        return open_round(by=by, round=row)


def test_no_change_since_is_the_last_answer_again_and_marked_as_such(cast: Cast) -> None:
    answered(cast.here)
    later = next_round(cast.here, 1)
    again = unchanged(cast.here, slug=later.slug)
    assert (again.narrative, again.is_unchanged, again.state) == ("No change since Q4 2016/17.", True, "submitted")
    assert (again.rag, again.path_to_green, again.forecast_on) == ("amber", AMBER.path_to_green, AMBER.forecast_on)
    assert (again.says_complete, again.channel) == (False, "browser")


def test_said_twice_it_still_names_the_round_that_was_described(cast: Cast) -> None:
    answered(cast.here)
    unchanged(cast.here, slug=next_round(cast.here, 1).slug)
    next_round(cast.here, 2)  # silent
    last = unchanged(cast.here, slug=next_round(cast.here, 3).slug)
    assert (last.narrative, last.rag) == ("No change since Q4 2016/17.", "amber")


def test_words_sent_afterwards_are_no_repetition(cast: Cast) -> None:
    answered(cast.here)
    later = next_round(cast.here, 1)
    unchanged(cast.here, slug=later.slug)
    assert not answered(cast.here, slug=later.slug).is_unchanged


@pytest.mark.parametrize(("before", "said"), [(None, "no earlier answer"), ("complete", "said to be complete")])
def test_what_cannot_be_repeated_is_refused_in_words(cast: Cast, before: str | None, said: str) -> None:
    """The second party of the action goes on, so that the action is asked about again."""
    here = cast.here
    if before:
        request = asked(here, SHARED)
        with here.as_("contributor") as by:
            submit(by=by, request=request, answer=Answer("green", "All done.", says_complete=True))
    later = next_round(here, 1)
    request = asked(here, SHARED, slug=later.slug)
    with pytest.raises(Invalid, match=said), here.as_("contributor") as by:
        submit_unchanged(by=by, request=request)
    with here.as_("auditor") as access:
        assert not Update.objects.within(access).filter(round=later).exists()


def test_another_partys_or_a_returned_answer_is_not_repeated(cast: Cast) -> None:
    here = cast.here
    theirs = asked(here, SHARED, "health")
    with here.as_("other_contributor") as by:
        submit(by=by, request=theirs, answer=AMBER)
    ours = asked(here, SHARED)
    with here.as_("contributor") as by:
        update = submit(by=by, request=ours, answer=AMBER)
    with here.as_("coordinator") as by:
        return_update(by=by, update=update, reason="How many?")
    request = asked(here, SHARED, slug=next_round(here, 1).slug)
    with pytest.raises(Invalid, match="no earlier answer"), here.as_("contributor") as by:
        submit_unchanged(by=by, request=request)


def test_a_page_that_is_behind_repeats_nothing(cast: Cast) -> None:
    answered(cast.here)
    later = next_round(cast.here, 1)
    sent = answered(cast.here, Answer("green", "Both were held."), slug=later.slug)
    with pytest.raises(Stale) as refused:
        unchanged(cast.here, slug=later.slug, version=0)
    assert refused.value.current["narrative"] == "Both were held."
    assert unchanged(cast.here, slug=later.slug, version=sent.version).is_unchanged


def test_the_coordinator_repeats_on_behalf_and_it_is_accepted(cast: Cast) -> None:
    answered(cast.here)
    request = asked(cast.here, slug=next_round(cast.here, 1).slug)
    with cast.here.as_("coordinator") as by:
        again = submit_unchanged(by=by, request=request)
    assert (again.channel, again.state, again.is_unchanged) == ("behalf", "accepted", True)


def drafted(world: World, words: str, version: int) -> Update:
    request = asked(world)
    with world.as_("contributor") as by:
        return save_draft(by=by, request=request, answer=Answer("", words), expected_version=version)


def test_a_stale_autosave_never_overwrites(cast: Cast) -> None:
    """Two windows: the second's save from an old page is refused, whatever was stored in between."""
    first = drafted(cast.here, "Eight", 0)
    second = drafted(cast.here, "Eight sessions", first.version)
    for behind in (0, first.version):
        with pytest.raises(Stale) as refused:
            drafted(cast.here, "Nine", behind)
        assert refused.value.current["narrative"] == "Eight sessions"
    assert drafted(cast.here, "Eight sessions were held.", second.version).version == 3


def test_an_autosave_of_what_is_stored_writes_nothing(cast: Cast) -> None:
    first = drafted(cast.here, "Eight", 0)
    again = drafted(cast.here, "Eight ", first.version)
    with cast.here.as_("auditor"):
        assert again.version == first.version == 1
        assert Update.history.model.objects.filter(id=first.pk).count() == 1


def test_an_autosave_is_cheap_and_leaves_the_action_to_others(cast: Cast) -> None:
    draft = drafted(cast.here, "Eight", 0)
    request = asked(cast.here)
    with cast.here.as_("contributor") as by, CaptureQueriesContext(connection) as queries:
        save_draft(by=by, request=request, answer=Answer("", "Eight sessions"), expected_version=draft.version)
    said = [query["sql"] for query in queries]
    assert len(said) <= 9, said
    assert not any(
        "plans_action" in sql and "FOR NO KEY UPDATE" in sql and "plans_updaterequest" not in sql for sql in said
    )
    assert not any("plans_agreedstatus" in sql for sql in said)


def first_opened(world: World) -> dt.datetime | None:
    return asked(world).first_opened_at


def test_when_a_party_first_looked_is_kept_once(cast: Cast) -> None:
    request = asked(cast.here)
    for _ in range(2):
        with cast.here.as_("contributor") as by:
            mark_opened(by=by, request=request)
        assert first_opened(cast.here) is not None
    moment = first_opened(cast.here)
    fresh = asked(cast.here)
    with cast.here.as_("contributor") as by, CaptureQueriesContext(connection) as queries:
        mark_opened(by=by, request=fresh)
    assert all("SAVEPOINT" in query["sql"] for query in queries)
    assert first_opened(cast.here) == moment
    with cast.here.as_("auditor"):
        rows = UpdateRequest.history.model.objects.filter(id=request.pk)
        assert sorted(rows.values_list("history_change_reason", flat=True)) == [
            "Asked for an update",
            "First looked at",
        ]


@pytest.mark.parametrize("who", ["coordinator", "administrator", "auditor", "board_member"])
def test_who_only_chases_or_reads_opens_nothing(cast: Cast, who: str) -> None:
    request = asked(cast.here)
    with cast.here.as_(who) as by:
        mark_opened(by=by, request=request)
    assert first_opened(cast.here) is None


def test_another_agencys_request_is_not_found_and_a_closed_rounds_is_left(cast: Cast) -> None:
    request = asked(cast.here)
    with pytest.raises(NotFound), cast.here.as_("other_contributor") as by:
        mark_opened(by=by, request=request)
    with cast.here.as_("coordinator") as by:
        close_round(by=by, round=cast.here.round)
    with cast.here.as_("contributor") as by:
        mark_opened(by=by, request=request)
    assert first_opened(cast.here) is None


@contextmanager
def by_link(world: World, current: Round, agency: str = "police") -> Iterator[Access]:
    """A session that a single-use link opened, through the database's own door."""
    with world.as_("coordinator") as by:
        link = AnswerLink.objects.within(by).create(
            partnership=by.partnership, round=current, agency=world.agencies[agency], name="Sam Reporter",
            email="sam@partner.example", session_sha256=hashlib.sha256(b"secret").digest(), created_at=clock.now(),
            used_at=clock.now(), expires_at=clock.now() + dt.timedelta(days=9),
        )  # fmt: skip
    with transaction.atomic():
        entered = enter_link(link_id=link.pk, session="secret")
        assert entered is not None
        yield entered


def test_a_link_answers_for_its_agency_in_its_round(cast: Cast) -> None:
    request = asked(cast.here)
    with by_link(cast.here, cast.here.round) as by:
        mark_opened(by=by, request=request)
        assert request_for(by=by, action=cast.here.actions[TRAINING]).pk == request.pk
        draft = save_draft(by=by, request=request, answer=Answer("amber", "Two"), expected_version=0)
        update = submit(by=by, request=request, answer=AMBER, expected_version=draft.version)
    assert (update.channel, update.state) == ("link", "submitted")
    assert first_opened(cast.here) is not None


def test_a_link_of_another_round_or_agency_finds_nothing(cast: Cast) -> None:
    """Another plan's round is open beside the link's own, and its agency is asked there too."""
    here = cast.here
    own, theirs = asked(here), asked(here, SHARED, "health")
    other = _other_round(here)
    with by_link(here, other) as by, pytest.raises(Closed):
        request_for(by=by, action=here.actions[TRAINING])
    for request in (own, theirs):
        for verb in (submit, save_draft):
            with pytest.raises(NotFound), by_link(here, other) as by:
                verb(by=by, request=request, answer=AMBER)
        for press in (submit_unchanged, mark_opened):
            with pytest.raises(NotFound), by_link(here, other) as by:
                press(by=by, request=request)
    with here.as_("auditor") as access:
        assert not Update.objects.within(access).exists()


def _other_round(world: World) -> Round:
    with world.as_("coordinator") as by:
        from_plan = type(world.plan).objects.within(by).get(pk=world.plan.pk)
        from_plan.pk, from_plan.slug = None, "second"
        from_plan.save()
        days: dict[str, Any] = {name: getattr(world.round, name) for name in ("starts_on", "ends_on", "opens_on")}
        row = plan_round(by=by, plan=from_plan, slug="q", label="Q", closes_on=world.round.closes_on, **days)
        return open_round(by=by, round=row)


def test_a_link_reviews_nothing(cast: Cast) -> None:
    update = answered(cast.here)
    with pytest.raises(NotAllowed), by_link(cast.here, cast.here.round) as by:
        accept(by=by, update=update)
    with pytest.raises(NotAllowed), by_link(cast.here, cast.here.round) as by:
        return_update(by=by, update=update, reason="Why?")


def test_a_key_and_a_coordinator_are_told_apart_by_their_channel(cast: Cast) -> None:
    answered(cast.here)
    request = asked(cast.here, slug=next_round(cast.here, 1).slug)
    with transaction.atomic():
        by = enter_key(cast.here.key)
        assert by is not None
        mark_opened(by=by, request=request)
        assert submit_unchanged(by=by, request=request).channel == "api"
    assert asked(cast.here, slug="2017-Q1").first_opened_at is not None
