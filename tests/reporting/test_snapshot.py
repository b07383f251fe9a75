"""What a document says about a quarter: figures as the round closed, words and markings as they stand at the moment."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Action, Lead, Milestone, Plan
from plans.services.actions import (
    add_action,
    add_milestone,
    change_state,
    remove_milestone,
    reword_action,
    set_leads,
)
from plans.services.markings import mark
from plans.services.rounds import close_round, plan_round
from plans.services.saving import save
from plans.services.updates import Answer
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, NotFound
from reporting.document import to_json
from reporting.models import Pack
from reporting.services.drafting import draft_pack, write_pack
from reporting.snapshot import snapshot, snapshot_plan
from tests.cast import Cast, World
from tests.test_queries import add_actions

from .drawn import answer, close, drafted, drawn, next_round, open_another, the_action

PATH = "Two more courses are booked."


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


def test_markings_are_inherited_with_their_reasons_and_words_are_never_public_by_inheritance(here: World) -> None:
    pack = drafted(here)
    answer(here, 1, "police", Answer("green", "All trained."))
    answer(here, 3, "health", Answer("green", "Reviewed."))
    with here.as_("coordinator") as by:
        mark(by=by, thing=here.plan, marking="public")
        mark(by=by, thing=here.objectives[1], marking="restricted", reason="12A-7")
        mark(by=by, thing=here.actions[2], marking="partnership", reason="FOI-36")
        lead = Lead.objects.within(by).get(action=here.actions[1])
        mark(by=by, thing=lead, marking="public")
    found = drawn(here, pack)
    crime = "Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)"
    conduct = "Conduct of public affairs (FOIA 2000, section 36)"
    first, second, third = (the_action(found, here.actions[place]) for place in (1, 2, 3))
    assert (found.plan.marking, found.objectives[0].marking) == ("public", "public")
    assert (found.objectives[1].marking, found.objectives[1].marking_reason) == ("restricted", crime)
    assert (first.marking, first.marking_reason) == ("restricted", crime)
    assert [(each.marking, each.marking_reason) for each in first.leads] == [("public", "")]
    assert [(each.marking, each.marking_reason) for each in first.updates] == [("restricted", crime)]
    assert (second.marking, second.marking_reason, second.leads[0].marking) == ("partnership", conduct, "partnership")
    assert (third.marking, [each.marking for each in third.updates]) == ("public", ["partnership"])
    assert dict(found.word_markings) == dict.fromkeys(
        ("headline", "narrative", "recommendations", "cover"), "partnership"
    )


def test_after_the_close_figures_stand_still_and_words_and_markings_go_on(here: World) -> None:
    pack = drafted(here)
    answer(here, 1, "police", Answer("green", "All trained."))
    close(here)
    before = clock.now()
    with here.as_("coordinator") as by:
        reword_action(by=by, action=here.actions[1], text="A later correction.")
        mark(by=by, thing=here.actions[1], marking="restricted")
        write_pack(
            by=by, pack=pack, headline="On track.", narrative="", recommendations=[], marking="OFFICIAL",
            meeting=here.meetings[1], cover={},
        )  # fmt: skip
    now, then = drawn(here, pack), drawn(here, pack, before)
    assert now.as_at == then.as_at == here.round.closed_at
    assert [the_action(each, here.actions[1]).text for each in (now, then)] == ["Train every front-line officer."] * 2
    assert [the_action(each, here.actions[1]).marking for each in (now, then)] == ["restricted", "partnership"]
    assert (now.headline, then.headline) == ("On track.", "")
    assert now.meeting is not None
    assert (now.meeting.label, then.meeting) == ("February 2017", None)


def test_what_was_deleted_is_there_while_it_was(here: World) -> None:
    pack = drafted(here)
    with here.as_("coordinator") as by:
        step = add_milestone(by=by, action=here.actions[1], text="Book a hall")
    before = clock.now()
    with here.as_("coordinator") as by:
        remove_milestone(by=by, milestone=Milestone.objects.within(by).get(pk=step.pk))
        set_leads(by=by, action=here.actions[1], leads=[])
    then, now = (the_action(drawn(here, pack, moment), here.actions[1]) for moment in (before, None))
    assert ([each.text for each in then.milestones], [each.words for each in then.leads]) == (
        ["Book a hall"],
        ["Police"],
    )
    assert (now.milestones, now.leads) == ((), ())


def test_before_there_was_a_pack_or_a_round_there_is_a_sentence(here: World) -> None:
    before = clock.now()
    pack = drafted(here)
    with pytest.raises(NotFound, match=r"^This pack did not exist yet on \d+ \w+ \d{4} at \d\d:\d\d\.$"):
        drawn(here, pack, before)
    with here.as_("coordinator") as by:
        later = plan_round(
            by=by, plan=here.plan, slug="later", label="Q1 2017/18", starts_on=dt.date(2017, 4, 1),
            ends_on=dt.date(2017, 6, 30), opens_on=dt.date(2017, 4, 1), closes_on=dt.date(2017, 7, 14),
        )  # fmt: skip
        early = save(Pack(partnership=by.partnership, board=here.boards["csp"], round=later), "By hand")
    with pytest.raises(Closed, match="Q1 2017/18 had not been opened yet on"):
        drawn(here, early)
    with here.as_("auditor") as access, pytest.raises(NotFound, match="This plan did not exist yet on 1 May 2010"):
        snapshot_plan(access, here.plan, moment=dt.datetime(2010, 5, 1, tzinfo=dt.UTC))


def test_an_action_that_went_since_the_last_round_is_named_with_its_last_words_and_mark(here: World) -> None:
    with here.as_("coordinator") as by:
        mark(by=by, thing=here.objectives[2], marking="restricted", reason="12A-3")
    next_round(here, 1)
    with here.as_("coordinator") as by:
        here.round = close_round(by=by, round=here.round)
        extra = add_action(by=by, objective=here.objectives[2], text="Print a leaflet.", timescale_text="")
        change_state(by=by, action=extra, state="paused", reason="No money.")
    open_another(here, 2)
    next_round(here, 3)
    pack = drafted(here)
    assert drawn(here, pack).removed == ()
    with here.as_("coordinator") as by:
        Action.objects.within(by).get(pk=extra.pk).delete()
    [gone] = drawn(here, pack).removed
    assert (gone.key, gone.number, gone.text) == (str(extra.pk), extra.number, "Print a leaflet.")
    assert (gone.removed_on, gone.marking) == (clock.today(), "restricted")
    assert gone.marking_reason.startswith("Financial or business affairs")


def test_a_pack_is_compared_with_another_moment(here: World) -> None:
    pack = drafted(here)
    moment = clock.now()
    answer(here, 1, "police", Answer("amber", "Slow.", PATH))
    with here.as_("coordinator"):
        pack.compare_moment = moment
        save(pack, "Compared")
    found = drawn(here, pack).comparison
    assert found is not None
    assert [(each.kind, each.number, each.before, each.after) for each in found.lines] == [
        ("started", here.actions[1].number, "Not reported", "Amber")
    ]
    assert (found.before[-5:], found.after) == (f"{moment:%H:%M}", "Q4 2016/17, draft")


def test_before_any_round_a_pack_is_compared_with_the_plan_by_itself(here: World) -> None:
    with here.as_("coordinator") as by:
        born = Plan.history.filter(id=here.plan.pk).earliest("history_id").history_date
        pack = draft_pack(by=by, board=here.boards["hpdg"], round=here.round)
        pack.compare_moment = born
        save(pack, "Compared")
    found = drawn(here, pack).comparison
    assert found is not None
    assert {each.kind for each in found.lines} == {"new", "objectives"}


def test_a_plan_by_itself_has_no_board_no_round_and_no_ratings(here: World) -> None:
    answer(here, 1, "police", Answer("green", "All trained."))
    with here.as_("auditor") as access:
        found = snapshot_plan(access, here.plan, moment=clock.now(), version="Issue 1")
    assert (found.board, found.period.slug, found.period.label, found.version) == ("", "", "2016/17", "Issue 1")
    assert [each.text for each in found.actions()] == [each.text for each in here.actions]
    assert {(each.rag, each.updates, each.asked) for each in found.actions()} == {("", (), ())}
    assert [board.board for board in found.governance] == sorted(board.name for board in here.boards.values())


def test_the_moment_says_the_same_in_any_time_zone(here: World) -> None:
    pack = drafted(here)
    moment = clock.now()
    zone = dt.timezone(dt.timedelta(hours=5))
    assert to_json(drawn(here, pack, moment)) == to_json(drawn(here, pack, moment.astimezone(zone)))


def test_the_number_of_queries_does_not_grow(here: World) -> None:
    pack = drafted(here)
    answer(here, 3, "health", Answer("amber", "Slow.", PATH))
    next_round(here, 1)
    answer(here, 3, "health", Answer("amber", "Slow.", PATH))
    pack = drafted(here)
    with here.as_("auditor") as access:
        pack = Pack.objects.within(access).select_related("round").get(pk=pack.pk)
        with CaptureQueriesContext(connection) as few:
            snapshot(access, pack, moment=clock.now())
    with here.as_("coordinator"):
        add_actions(here, 0, 30)
    next_round(here, 2)
    with here.as_("coordinator") as by:
        other = draft_pack(by=by, board=here.boards["hpdg"], round=here.round)
    answer(here, 3, "health", Answer("amber", "Slow.", PATH))
    with here.as_("auditor") as access:
        other = Pack.objects.within(access).select_related("round").get(pk=other.pk)
        with CaptureQueriesContext(connection) as many:
            assert len(list(snapshot(access, other, moment=clock.now()).actions())) == 34
    assert len(many) == len(few) <= 40
