"""Who may read what: marked one by one, by section, inherited, and kept through other changes."""

from __future__ import annotations

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from plans.models import ABOVE_ACTION, Action, FrontMatter, Lead, Marking, Objective, Plan, Update
from plans.queries.api import actions as api_actions
from plans.queries.api import with_facts
from plans.services.actions import LeadWords, add_action, set_leads, split_action
from plans.services.markings import mark, mark_section
from plans.services.plans import add_front_matter, add_objective, set_stage
from plans.services.rounds import close_round
from plans.services.updates import Answer, request_for, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, NotAllowed, NotFound, Stale
from tests.cast import Cast, World


def action(world: World, index: int) -> Action:
    with world.as_("auditor") as access:
        return Action.objects.within(access).select_related(*(n.removeprefix("action__") for n in ABOVE_ACTION)).get(
            pk=world.actions[index].pk
        )  # fmt: skip


def test_a_mark_says_who_may_read_and_why_and_stands_in_history(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        row = mark(by=by, thing=here.actions[0], marking="restricted", reason="12A-7", expected_version=1)
    assert (row.marking, row.marking_reason, row.version) == ("restricted", "12A-7", 2)
    with here.as_("auditor"):
        said = Action.history.model.objects.filter(id=row.pk).order_by("-history_id")[0].history_change_reason
    assert said == (
        "Marked restricted: Prevention, investigation or prosecution of crime (LGA 1972, Schedule 12A, paragraph 7)"
    )
    with here.as_("coordinator") as by:
        row = mark(by=by, thing=row, marking="")
        assert (row.marking, row.marking_reason, row.effective_marking) == ("", "", "partnership")


def test_each_kind_of_thing_is_marked(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        matter = add_front_matter(by=by, plan=here.plan, heading="Context", body=["Words."])
        lead = Lead.objects.within(by).filter(action__plan=here.plan).first()
        assert lead is not None
        for thing in (here.plan, here.objectives[0], here.actions[0], lead, matter):
            assert mark(by=by, thing=thing, marking="public").marking == "public"
    with here.as_("auditor") as access:
        assert FrontMatter.objects.within(access).get(pk=matter.pk).marking == "public"


@pytest.mark.parametrize(
    ("marking", "reason", "field", "says"),
    [
        ("secret", "", "marking", "Choose who may read it."),
        ("restricted", "12A-99", "reason", "Choose one of the reasons, or none."),
        ("public", "12A-7", "reason", "A reason goes with “Partnership” or “Restricted”"),
        ("", "FOI-24", "reason", "A reason goes with “Partnership” or “Restricted”"),
    ],
)
def test_what_is_no_marking_is_refused_with_the_field_named(
    cast: Cast, marking: str, reason: str, field: str, says: str
) -> None:
    with cast.here.as_("coordinator") as by:
        for call in (
            lambda: mark(by=by, thing=cast.here.actions[0], marking=marking, reason=reason),
            lambda: mark_section(by=by, objective=cast.here.objectives[0], marking=marking, reason=reason),
        ):
            with pytest.raises(Invalid) as refused:
                call()
            assert refused.value.errors[field][0].startswith(says)


def test_a_plan_has_a_marking_of_its_own_and_a_closed_one_is_marked_too(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        with pytest.raises(Invalid):
            mark(by=by, thing=here.plan, marking="")
        set_stage(by=by, plan=here.plan, stage="closed", on=clock.today())
        mark(by=by, thing=here.plan, marking="public")
        assert Plan.objects.within(by).get(pk=here.plan.pk).marking == "public"


def test_only_who_edits_plans_marks_and_only_their_own(cast: Cast) -> None:
    for who in ("contributor", "board_member", "secretary", "auditor", "administrator"):
        with cast.here.as_(who) as by, pytest.raises(NotAllowed):
            mark(by=by, thing=cast.here.actions[0], marking="public")
    with cast.here.as_("coordinator") as by:
        with pytest.raises(NotFound):
            mark(by=by, thing=cast.elsewhere.actions[0], marking="public")
        with pytest.raises(NotFound):
            mark_section(by=by, objective=cast.elsewhere.objectives[0], marking="public")
        with pytest.raises(Stale):
            mark(by=by, thing=cast.here.actions[0], marking="public", expected_version=7)


def test_a_section_is_marked_with_everything_below_it(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        child = add_objective(by=by, plan=here.plan, title="Wards", parent=here.objectives[1])
        below = add_action(by=by, objective=child, text="Train the matrons.")
        assert mark_section(by=by, objective=here.objectives[1], marking="public") == 2 + 3
        assert mark_section(by=by, objective=here.objectives[1], marking="public") == 0
        marked = Action.objects.within(by).filter(plan=here.plan, marking="public")
        assert set(marked) == {here.actions[1], here.actions[2], below}
        assert set(Objective.objects.within(by).filter(marking="public")) == {here.objectives[1], child}


@pytest.mark.parametrize(
    ("plan", "objective", "own", "effective"),
    [
        ("public", "", "", "public"),
        ("public", "restricted", "", "restricted"),
        ("public", "restricted", "partnership", "partnership"),
        ("restricted", "", "", "restricted"),
        ("restricted", "public", "", "public"),
    ],
)
def test_an_action_inherits_from_the_nearest_heading_for_the_api_as_for_mails(
    cast: Cast, plan: str, objective: str, own: str, effective: str
) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        mark(by=by, thing=here.plan, marking=plan)
        mark(by=by, thing=Objective.objects.within(by).get(pk=here.actions[0].objective_id), marking=objective)
        mark(by=by, thing=here.actions[0], marking=own)
        rows = with_facts(by, list(api_actions(by).filter(pk=here.actions[0].pk)), today=clock.today())
    assert rows[0]["marking"] == effective
    row = action(here, 0)
    with CaptureQueriesContext(connection) as queries:
        assert (row.effective_marking, row.is_restricted) == (effective, effective == Marking.RESTRICTED)
    assert not queries


def test_a_lead_keeps_its_marking_when_others_come_and_when_it_is_reworded(cast: Cast) -> None:
    here = cast.here

    def leads() -> list[tuple[str, str]]:
        with here.as_("auditor") as access:
            rows = Lead.objects.within(access).filter(action=here.actions[0]).order_by("order")
            return list(rows.values_list("words", "marking"))

    with here.as_("coordinator") as by:
        set_leads(by=by, action=here.actions[0], leads=[LeadWords("A"), LeadWords("Unit 7")])
        mark(by=by, thing=Lead.objects.within(by).get(action=here.actions[0], words="Unit 7"), marking="restricted")
        set_leads(by=by, action=here.actions[0], leads=[LeadWords("Unit 7"), LeadWords("A"), LeadWords("B")])
    assert leads() == [("Unit 7", "restricted"), ("A", ""), ("B", "")]
    with here.as_("coordinator") as by:
        set_leads(by=by, action=here.actions[0], leads=[LeadWords("Unit Seven"), LeadWords("B")])
    assert leads() == [("Unit Seven", "restricted"), ("B", "")]


def test_the_parts_of_a_split_action_and_their_leads_are_as_secret_as_it_was(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        set_leads(by=by, action=here.actions[0], leads=[LeadWords("Unit 7")])
        mark(by=by, thing=here.actions[0], marking="restricted", reason="FOI-24")
        mark(by=by, thing=Lead.objects.within(by).get(action=here.actions[0]), marking="restricted")
        parts = split_action(by=by, action=here.actions[0], texts=["One.", "Two."])
        second = Lead.objects.within(by).get(action=parts[1])
    assert (parts[1].marking, parts[1].marking_reason, second.marking) == ("restricted", "FOI-24", "restricted")


def test_an_answer_is_marked_after_its_round_has_closed_and_says_what_it_said(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        sent = submit(by=by, request=request_for(by=by, action=here.actions[1]), answer=Answer("green", "Done."))
    with here.as_("coordinator") as by:
        close_round(by=by, round=here.round)
        assert mark(by=by, thing=sent, marking="restricted").marking == "restricted"
        row = Update.objects.within(by).get(pk=sent.pk)
        assert (row.marking, row.narrative, row.state) == ("restricted", "Done.", "accepted")
        row.narrative = "Said later."
        with pytest.raises(InternalError, match="the round is closed"), transaction.atomic():
            row.save()
