"""What a document says about a quarter: figures as the round closed, words and markings as they stand at the moment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.models import Agency
from partners.services import add_agency, add_meeting
from plans.models import Action, Lead, Milestone, Plan, Update
from plans.rules.requirements import SETS
from plans.services.actions import (
    LeadWords,
    add_action,
    add_milestone,
    change_state,
    remove_milestone,
    reword_action,
    set_leads,
)
from plans.services.decisions import close_decision, record_decision
from plans.services.held_names import release_name
from plans.services.markings import mark
from plans.services.measures import add_measure, record_reading
from plans.services.plans import add_objective, create_plan
from plans.services.requirements import choose_sets, map_requirement, rate_requirement
from plans.services.rounds import close_round, decide_status, open_round, plan_round
from plans.services.saving import save
from plans.services.updates import Answer, request_for, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, NotFound
from reporting.document import ActionFacts, Document, to_json
from reporting.models import Pack
from reporting.services.drafting import draft_pack, write_pack
from reporting.snapshot import snapshot, snapshot_plan
from tests.cast import Cast, World
from tests.test_queries import add_actions

PATH = "Two more courses are booked."


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


def drafted(world: World, board: str = "hpdg") -> Pack:
    with world.as_("coordinator") as by:
        return draft_pack(by=by, board=world.boards[board], round=world.round)


def drawn(world: World, pack: Pack, moment: dt.datetime | None = None) -> Document:
    with world.as_("auditor") as access:
        return snapshot(access, pack, moment=moment or clock.now())


def the_action(document: Document, row: Action) -> ActionFacts:
    return next(each for each in document.actions() if each.key == str(row.pk))


def answer(world: World, index: int, agency: str, said: Answer) -> Update:
    with world.as_("coordinator") as by:
        asked = request_for(by=by, action=world.actions[index], agency_id=world.agencies[agency].pk)
        return submit(by=by, request=asked, answer=said)


def close(world: World) -> None:
    with world.as_("coordinator") as by:
        world.round = close_round(by=by, round=world.round)


def next_round(world: World, number: int) -> None:
    """Close the open round and open another after it."""
    close(world)
    open_another(world, number)


def open_another(world: World, number: int) -> None:
    start = world.round.ends_on + dt.timedelta(days=1)
    with world.as_("coordinator") as by:
        row = plan_round(
            by=by, plan=world.plan, slug=f"r{number}", label=f"R{number}", starts_on=start,
            ends_on=start + dt.timedelta(days=90), opens_on=start, closes_on=start + dt.timedelta(days=100),
        )  # fmt: skip
        world.round = open_round(by=by, round=row, quietly=True)


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


def test_keys_are_the_rows_own_and_an_agencys_leads_and_answers_share_one(here: World) -> None:
    pack = drafted(here)
    answer(here, 1, "police", Answer("green", "All trained."))
    found = the_action(drawn(here, pack), here.actions[1])
    police = str(here.agencies["police"].pk)
    assert ([each.agency_key for each in found.leads], [each.agency_key for each in found.updates]) == (
        [police],
        [police],
    )
    assert drawn(here, pack).objectives[1].key == str(here.objectives[1].pk)


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


def test_contradictions_of_every_kind(here: World) -> None:
    amber = Answer("amber", "Slow.", PATH)
    for number in (1, 2):
        answer(here, 3, "health", amber)
        next_round(here, number)
    pack = drafted(here)
    answer(here, 1, "police", Answer("green", "All trained."))
    answer(here, 2, "police", Answer("green", "Done.", says_complete=True))
    answer(here, 2, "health", Answer("green", "Not yet."))
    answer(here, 3, "health", amber)
    with here.as_("coordinator") as by:
        add_milestone(by=by, action=here.actions[2], text="Book a hall")
        decide_status(by=by, round=here.round, action=here.actions[1], rag="red", reason="It is late.")
    found = drawn(here, pack)
    overdue, disputed, stuck = (the_action(found, here.actions[place]).contradictions for place in (1, 2, 3))
    assert overdue == ("Rated green, but overdue since 1 January 2017.",)
    assert disputed == (
        "Police: said to be complete, but 1 milestone is still open.",
        "Police: said to be complete, but not by Health Trust.",
    )
    assert stuck == ("Amber 3 quarters running without a new path to green.",)
    assert the_action(found, here.actions[3]).last_period == "R1"


def test_a_status_that_was_decided_is_held_against_the_plan_too(here: World) -> None:
    pack = drafted(here)
    with here.as_("coordinator") as by:
        decide_status(by=by, round=here.round, action=here.actions[1], rag="green", reason="I know better.")
    found = the_action(drawn(here, pack), here.actions[1])
    assert found.contradictions == ("Rated green, but overdue since 1 January 2017.",)
    assert (found.status_reason, found.updates, found.asked) == ("I know better.", (), ("Northvale Police",))


def test_measures_have_a_line_and_a_figure_that_comes_late(here: World) -> None:
    with here.as_("coordinator") as by:
        own = add_measure(
            by=by, plan=here.plan, name="People trained", better="up", unit="people", target=Decimal("100.500"),
            baseline=Decimal(0), action=here.actions[1],
        )  # fmt: skip
        add_measure(by=by, plan=here.plan, name="Referrals", better="down")
        mark(by=by, thing=here.actions[1], marking="restricted")
        record_reading(by=by, measure=own, round=here.round, value=Decimal("12.500"))
    first = here.round
    next_round(here, 1)
    pack = drafted(here)
    close(here)
    before = clock.now()
    with here.as_("coordinator") as by:
        record_reading(by=by, measure=own, round=here.round, value=Decimal(1000), note="Counted in May.")
    now, then = drawn(here, pack).measures, drawn(here, pack, before).measures
    assert [(each.name, each.about, each.better, each.unit) for each in now] == [
        ("People trained", here.actions[1].number, "up", "people"),
        ("Referrals", "", "down", ""),
    ]
    assert [each.marking for each in now] == ["restricted", "partnership"]
    assert (now[0].baseline, now[0].target, now[1].target) == ("0", "100.5", "")
    assert [(each.label, each.value, each.note) for each in now[0].readings] == [
        (first.label, "12.5", ""), ("R1", "1000", "Counted in May."),
    ]  # fmt: skip
    assert [each.value for each in then[0].readings] == ["12.5"]


def test_requirements_with_who_serves_them_and_how_they_were_rated(here: World) -> None:
    pack = drafted(here)
    [slug, *_] = SETS
    chosen = SETS[slug]
    code = f"{slug}/{chosen.requirements[1].code}"
    with here.as_("coordinator") as by:
        choose_sets(by=by, plan=here.plan, sets=[slug])
        map_requirement(by=by, plan=here.plan, code=code, actions=[here.actions[0], here.actions[2]])
        rate_requirement(by=by, plan=here.plan, round=here.round, code=code, value=chosen.scale[0], note="Early days.")
    document = drawn(here, pack)
    [found] = document.requirements
    assert (found.slug, found.title, found.scale, len(found.requirements)) == (
        slug, chosen.title, chosen.scale, len(chosen.requirements),
    )  # fmt: skip
    gap, served = found.requirements[:2]
    assert (gap.actions, gap.rating) == ((), "")
    numbers = (here.actions[0].number, here.actions[2].number)
    assert (served.code, served.actions, served.rating, served.note) == (code, numbers, chosen.scale[0], "Early days.")
    assert the_action(document, here.actions[0]).requirements == (code,)


def test_decisions_of_any_board_that_concern_the_plan_or_the_board(here: World) -> None:
    next_round(here, 1)
    pack = drafted(here)
    with here.as_("coordinator") as by:
        other = create_plan(
            by=by, slug="other", title="Other", starts_on=dt.date(2016, 4, 1), ends_on=dt.date(2017, 3, 31),
            period_label="2016/17", year_basis="financial", levels=["Objective", "Action"], columns=[],
        )  # fmt: skip
        objective = add_objective(by=by, plan=other, title="Elsewhere")
        theirs = add_action(by=by, objective=objective, text="Not ours.", timescale_text="")
        hpdg = here.meetings[0]
        csp = add_meeting(by=by, board=here.boards["csp"], held_on=clock.today(), label="January")
        record_decision(by=by, meeting=csp, text="About ours.", action=here.actions[1], owner=here.agencies["police"])
        record_decision(by=by, meeting=csp, text="About another plan.", action=theirs)
        record_decision(by=by, meeting=csp, text="Put to us.", action=theirs, for_board=here.boards["hpdg"])
        record_decision(by=by, meeting=csp, text="Their own business.")
        mine = record_decision(by=by, meeting=hpdg, text="Ours, open still.", due_on=dt.date(2017, 1, 17))
        old = record_decision(by=by, meeting=hpdg, text="Ours, done long ago.")
        close_decision(by=by, decision=old, done_on=dt.date(2016, 12, 1))
        mark(by=by, thing=here.actions[1], marking="restricted", reason="12A-7")
    found = {each.text: each for each in drawn(here, pack).decisions}
    assert list(found) == ["Ours, open still.", "About ours.", "Put to us."]
    ours = found["About ours."]
    assert (ours.board, ours.actions, ours.owner, ours.outcome) == (
        "CSP", (here.actions[1].number,), "Northvale Police", "Northvale Police: open.",
    )  # fmt: skip
    assert (ours.marking, ours.marking_reason[:10]) == ("restricted", "Prevention")
    put = found["Put to us."]
    assert (put.put_to, put.actions, put.marking) == ("HPDG", (), "restricted")
    open_still = found["Ours, open still."]
    assert (open_still.due_on, open_still.done_on, open_still.marking) == (dt.date(2017, 1, 17), None, "partnership")
    with here.as_("coordinator") as by:
        close_decision(by=by, decision=mine, done_on=clock.today())
    done = next(each for each in drawn(here, pack).decisions if each.key == str(mine.pk))
    assert (done.done_on, done.outcome) == (clock.today(), f"done {clock.today():%-d %B %Y}.")


def test_names_are_held_back_under_every_name_they_had_until_they_are_released(here: World) -> None:
    with here.as_("coordinator") as by:
        mosque = add_agency(
            by=by, slug="mosque", name="Bridge Street Mosque", short_name="BSM", kind="faith", aliases=["The Mosque"]
        )
        mosque.name = "Bridge Centre"
        save(mosque, "Renamed")
        set_leads(
            by=by, action=here.actions[0],
            leads=[
                LeadWords("Ms A. Person", nature="person"), LeadWords("Faith Forum", nature="group"),
                LeadWords("HPDG Board", nature="group"), LeadWords("Halls", nature="group"),
                LeadWords("Open Group", nature="group"),
            ],
        )  # fmt: skip
        mark(by=by, thing=Lead.objects.within(by).get(words="Open Group"), marking="public")
    pack = drafted(here)
    close(here)
    held = drawn(here, pack).held_names
    assert [(each.names, each.instead) for each in held] == [
        (("Bridge Centre", "BSM", "The Mosque", "Bridge Street Mosque"), "a community organisation"),
        (("Faith Forum",), "a group"),
        (("Ms A. Person",), "a named person"),
    ]
    with here.as_("coordinator") as by:
        release_name(by=by, agency=Agency.objects.within(by).get(pk=mosque.pk), reason="Agreed with its trustees")
    assert [each.names for each in drawn(here, pack).held_names] == [("Faith Forum",), ("Ms A. Person",)]


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
