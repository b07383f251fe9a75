"""A plan's record: everything it prints, as at any moment, in a constant number of queries, in three editions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.exporters.record import PlanRecord, from_json, to_json
from plans.models import Action, UpdateRequest
from plans.queries.export import plan_record
from plans.services.actions import LeadWords, add_action, reword_action
from plans.services.plans import add_front_matter, add_glossary_entry
from plans.services.reviewing import accept
from plans.services.updates import Answer, save_draft, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, NotFound
from tests.cast import Cast, World
from tests.test_queries import add_actions


def drawn(world: World, who: str = "auditor", **how: Any) -> PlanRecord:
    with world.as_(who) as access:
        return plan_record(access, world.plan, **how)


def answer(world: World, place: int, said: Answer) -> None:
    with world.as_("contributor") as by:
        request = UpdateRequest.objects.within(by).get(action=world.actions[place], agency=by.agency_id)
        update = submit(by=by, request=request, answer=said)
    with world.as_("coordinator") as by:
        accept(by=by, update=update)


def mark(world: World, **markings: str) -> None:
    """Mark actions by number, `_1_1="public"`, as an editor would."""
    with world.as_("coordinator") as by:
        for number, marking in markings.items():
            row = Action.objects.within(by).get(plan=world.plan, number=number.strip("_").replace("_", "."))
            row.marking = marking
            row.save()


def test_everything_printed_is_in_it(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        add_front_matter(by=by, plan=here.plan, heading="Governance", body=["Four meetings.", {"list": ["Council"]}])
        add_glossary_entry(by=by, plan=here.plan, term="WRAP", meaning="A workshop")
        add_action(
            by=by,
            objective=here.objectives[2],
            text="Visit every hall.",
            timescale_text="By July 2016",
            leads=[LeadWords("Police", agency=here.agencies["police"])],
            milestones=[("A list of halls", "May 2016")],
            steps=["Write", "Call"],
            outcomes=["Halls are let with care."],
            leads_text="Police",
            progress_text="Six so far.",
            note="Which halls is not printed.",
        )
    found = drawn(here)
    action = found.actions[-1]
    assert (found.title, found.period_label, found.columns[1].heading) == (
        here.plan.title, "2016/17", "Activity",
    )  # fmt: skip
    assert found.front_matter[0].blocks[1].items == ("Council",)
    assert found.glossary[0].meaning == "A workshop"
    assert [row.title for row in found.objectives] == ["Partnership", "Training", "Venues"]
    assert (action.number, action.number_is_generated) == ("3.2", True)
    assert action.due_on == dt.date(2016, 7, 31)
    assert action.timescale.parts[0].due_on == dt.date(2016, 7, 31)
    assert (action.steps, action.outcomes, action.progress_text) == (
        ("Write", "Call"), ("Halls are let with care.",), "Six so far.",
    )  # fmt: skip
    assert (action.leads[0].agency, action.leads[0].agency_name) == ("police", here.agencies["police"].name)
    assert action.milestones[0].due_text == "May 2016"
    assert from_json(to_json(found)) == found


def test_what_was_reported_is_in_it_and_drafts_are_not(cast: Cast) -> None:
    here = cast.here
    answer(here, 1, Answer("amber", "Two of three.", "The third is booked.", dt.date(2017, 3, 1)))
    with here.as_("other_contributor") as by:
        request = UpdateRequest.objects.within(by).get(action=here.actions[3], agency=by.agency_id)
        save_draft(by=by, request=request, answer=Answer(narrative="Between ourselves."))
    found = drawn(here)
    status = found.actions[1].status
    assert (status.value, status.round) == ("amber", "Q4 2016/17")
    assert (status.reports[0].narrative, status.reports[0].path_to_green) == ("Two of three.", "The third is booked.")
    assert found.actions[3].status.reports == ()
    assert "Between ourselves" not in to_json(found)


def test_as_at_a_moment_later_corrections_are_excluded_and_deleted_rows_included(cast: Cast) -> None:
    here = cast.here
    then = clock.now()
    before = drawn(here, moment=then)
    with here.as_("coordinator") as by:
        reword_action(by=by, action=here.actions[0], text="Meet six times a year.")
        here.actions[1].leads.all().delete()
        Action.objects.within(by).get(pk=here.actions[1].pk).requests.all().delete()
    assert drawn(here, moment=then) == before
    now = drawn(here)
    assert now.actions[0].text == "Meet six times a year."
    assert (before.actions[1].leads[0].words, now.actions[1].leads) == ("Police", ())


def test_before_there_was_a_plan(cast: Cast) -> None:
    with pytest.raises(NotFound, match="not there yet on 1 January 2001"):
        drawn(cast.here, moment=dt.datetime(2001, 1, 1, tzinfo=dt.UTC))


def test_queries_do_not_grow_with_the_plan(cast: Cast) -> None:
    add_actions(cast.here, 1, 5)
    few = count(cast.here)
    add_actions(cast.here, 6, 60)
    assert count(cast.here) == few <= 13


def count(world: World) -> int:
    with world.as_("auditor") as access, CaptureQueriesContext(connection) as queries:
        plan_record(access, world.plan)
    return len(queries)


def test_another_partnership_has_no_such_plan(cast: Cast) -> None:
    with cast.elsewhere.as_("coordinator") as access, pytest.raises(NotFound):
        plan_record(access, cast.here.plan)


def test_editions_follow_the_markings(cast: Cast) -> None:
    mark(cast.here, _1_1="restricted", _2_1="public")
    every, partner, public = (drawn(cast.here, edition=name) for name in ("board", "partner", "public"))
    assert [each.number for each in every.actions] == ["1.1", "2.1", "2.2", "3.1"]
    assert [each.number for each in partner.actions] == ["2.1", "2.2", "3.1"]
    assert [(each.what, each.number, each.reason) for each in partner.left_out] == [("actions", 1, "marked restricted")]
    assert [each.number for each in public.actions] == ["2.1"]
    assert [(row.number, row.title) for row in public.objectives] == [("2", "Heading left out")]
    assert {(each.what, each.number) for each in public.left_out} == {("actions", 2), ("actions", 1), ("objectives", 3)}


def test_the_public_reads_ratings_and_no_reports(cast: Cast) -> None:
    mark(cast.here, _2_1="public")
    answer(cast.here, 1, Answer("green", "Secret of the police."))
    public = drawn(cast.here, edition="public")
    assert public.actions[0].status.value == "green"
    assert "Secret of" not in to_json(public)
    assert ("reports", 1) in {(each.what, each.number) for each in public.left_out}


def test_an_edition_of_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Nothing in this plan is marked for the public edition"):
        drawn(cast.here, edition="public")
    with pytest.raises(Invalid, match="choose board, partner or public"):
        drawn(cast.here, edition="press")
