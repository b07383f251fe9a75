"""What a document says beside the plan itself: contradictions, measures, requirements, decisions, held names."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from partners.models import Agency
from partners.services import add_agency, add_meeting
from plans.models import Lead
from plans.rules.requirements import SETS
from plans.services.actions import (
    LeadWords,
    add_action,
    add_milestone,
    set_leads,
)
from plans.services.decisions import close_decision, record_decision
from plans.services.held_names import release_name
from plans.services.markings import mark
from plans.services.measures import add_measure, record_reading
from plans.services.plans import add_objective, create_plan
from plans.services.requirements import choose_sets, map_requirement, rate_requirement
from plans.services.rounds import decide_status
from plans.services.saving import save
from plans.services.updates import Answer
from prevent_tracker.core import clock
from tests.cast import Cast, World

from .drawn import answer, close, drafted, drawn, next_round, the_action

PATH = "Two more courses are booked."


@pytest.fixture
def here(cast: Cast) -> World:
    return cast.here


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
