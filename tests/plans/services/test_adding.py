"""Actions added in a set: the rows, the history and the requests that one by one would give, in few statements."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners.tenancy import Access
from plans.models import Action, Lead, Milestone, Objective, UpdateRequest
from plans.services.adding import LeadWords, NewAction, add_action, add_actions
from plans.services.plans import add_objective, create_plan, set_stage
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound
from tests.cast import Cast, World


def entries(world: World, objective: Objective) -> list[NewAction]:
    police, health = (LeadWords(name.title(), agency=world.agencies[name]) for name in ("police", "health"))
    facts = {"row": "r1", "steps": ["Book"], "outcomes": ["Known"], "leads_text": "Police", "note": "A note"}
    return [
        NewAction(objective, "Meet.", timescale_text="March 2017", leads=[police], milestones=[("Hall", "May 2016")]),
        NewAction(objective, "Train.", "7", timescale_text="See 1", leads=[police, health], facts=facts),
        NewAction(objective, "Review.", timescale_text="quarterly"),
    ]  # fmt: skip


def objective(world: World, by: Access, slug: str) -> Objective:
    plan = create_plan(
        by=by, slug=slug, title="Another", starts_on=world.plan.starts_on, ends_on=world.plan.ends_on,
        period_label="2016/17", year_basis="financial",
    )  # fmt: skip
    return add_objective(by=by, plan=plan, title="Everything")


def left(below: Objective) -> dict[str, list[str]]:
    """What stands and what history says of it, but for keys and moments."""
    actions = Action.history.model.objects.filter(plan_id=below.plan_id)
    mine = set(actions.values_list("id", flat=True))
    found: dict[str, list[str]] = {}
    for model, rows in (
        (Action, actions),
        (Lead, Lead.history.model.objects.filter(action_id__in=mine)),
        (Milestone, Milestone.history.model.objects.filter(action_id__in=mine)),
    ):
        skipped = {"id", "plan", "objective", "action", "came_from"}
        names = [field.attname for field in model._meta.concrete_fields if field.name not in skipped]
        found[model.__name__] = sorted(
            map(repr, rows.values_list("history_type", "history_change_reason", "history_actor", *names))
        )
    return found


def test_a_set_leaves_what_single_ones_leave(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        one, other = objective(here, by, "one"), objective(here, by, "other")
        for entry in entries(here, one):
            add_action(
                by=by, objective=one, text=entry.text, number=entry.number, timescale_text=entry.timescale_text,
                leads=entry.leads, milestones=entry.milestones, **entry.facts,
            )  # fmt: skip
        add_actions(by=by, plan_id=other.plan_id, entries=entries(here, other))
    with here.as_("auditor"):
        singly, at_once = left(one), left(other)
    assert singly == at_once
    assert [len(rows) for rows in at_once.values()] == [4, 3, 1]  # one action's date was read again beside another's


def test_an_open_round_asks_about_them(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        rows = add_actions(by=by, plan_id=here.plan.pk, entries=entries(here, here.objectives[0]))
        asked = UpdateRequest.objects.within(by).filter(action__in=rows).values_list("action__text", "agency__slug")
        assert sorted(asked) == [
            ("Meet.", "police"), ("Review.", "council"), ("Train.", "health"), ("Train.", "police"),
        ]  # fmt: skip
        assert [row.number for row in rows] == ["1.2", "7", "1.3"]


def test_statements_do_not_grow_with_the_set(cast: Cast) -> None:
    here = cast.here

    def statements(count: int, slug: str) -> int:
        with here.as_("coordinator") as by:
            below = objective(here, by, slug)
            many = [NewAction(below, f"Do {n}.", leads=[LeadWords("Police")]) for n in range(count)]
            with CaptureQueriesContext(
                connection,
            ) as captured:
                add_actions(by=by, plan_id=below.plan_id, entries=many)
            return len(captured)

    assert statements(3, "few") == statements(60, "many")


@pytest.mark.parametrize(
    ("numbers", "words"), [(["1.1"], "an action 1.1 already"), (["9", "9"], "an action 9 already")]
)
def test_one_that_cannot_stand_keeps_all_out(cast: Cast, numbers: Sequence[str], words: str) -> None:
    here = cast.here
    new = [NewAction(here.objectives[0], "Meet.", number) for number in ("8", *numbers)]
    with pytest.raises(Invalid, match=words), here.as_("coordinator") as by:
        add_actions(by=by, plan_id=here.plan.pk, entries=new)
    with here.as_("auditor") as access:
        assert Action.objects.within(access).filter(plan=here.plan).count() == len(here.actions)


def test_refusals(cast: Cast) -> None:
    here, there = cast.here, cast.elsewhere
    mine, theirs = NewAction(here.objectives[0], "Meet."), NewAction(there.objectives[0], "Meet.")
    with pytest.raises(NotAllowed), here.as_("contributor") as by:
        add_actions(by=by, plan_id=here.plan.pk, entries=[mine])
    for plan, entry in ((here.plan, theirs), (there.plan, theirs), (there.plan, mine)):
        with pytest.raises(NotFound), here.as_("coordinator") as by:
            add_actions(by=by, plan_id=plan.pk, entries=[entry])
    with here.as_("coordinator") as by:
        set_stage(by=by, plan=here.plan, stage="closed", on=here.plan.ends_on)
    with pytest.raises(Closed), here.as_("coordinator") as by:
        add_actions(by=by, plan_id=here.plan.pk, entries=[mine])
