"""Plans as lists show them: every figure a rule can give, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from partners.models import Agency
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, AgreedStatus, Lead, Milestone, Objective, Plan, Round, Update
from plans.models.quarter import ANSWERED
from plans.rules.lifecycle import is_live
from plans.rules.rag import contradictions
from plans.rules.rollup import Agreed, Standing, standing
from plans.rules.timescale import Timescale, overdue_since, resolve, why
from prevent_tracker.core.rows import get


@dataclass(frozen=True)
class ActionLine:
    """An action as a list shows it, on one day."""

    action: Action
    leads: tuple[Lead, ...]
    milestones: tuple[Milestone, ...]
    standing: Standing
    history: tuple[Agreed, ...]
    overdue_since: dt.date | None
    why: str
    contradiction: str

    @property
    def is_overdue(self) -> bool:
        return self.overdue_since is not None


@dataclass(frozen=True)
class Node:
    """An objective with what stands below it."""

    objective: Objective
    lines: tuple[ActionLine, ...]
    children: tuple[Node, ...] = field(default_factory=tuple)

    @property
    def all_lines(self) -> list[ActionLine]:
        return [*self.lines, *(line for child in self.children for line in child.all_lines)]


def plans(access: Access) -> QuerySet[Plan]:
    """The partnership's plans, newest first, each with `action_count`."""
    access.require(Permission.VIEW_PLAN)
    return Plan.objects.within(access).annotate(action_count=Count("actions")).order_by("-starts_on", "title")


def plan(access: Access, slug: str) -> Plan:
    access.require(Permission.VIEW_PLAN)
    return get(Plan.objects.within(access), "plan", slug=slug)


def action(access: Access, number: str, plan: Plan) -> Action:
    access.require(Permission.VIEW_PLAN)
    return get(
        Action.objects.within(access).select_related("objective__parent__parent", "plan", "came_from"),
        "action",
        plan=plan,
        number=number,
    )


def lines(access: Access, plan: Plan, *, today: dt.date, only: Iterable[uuid.UUID] | None = None) -> list[ActionLine]:
    """Every action of a plan (or only some), in printed order, in six queries whatever the plan's size."""
    access.require(Permission.VIEW_PLAN)
    rows = (
        Action.objects.within(access)
        .filter(plan=plan)
        .select_related("objective")
        .order_by("objective__order", "order")
    )
    every = list(rows)
    targets = {row.number: row.read_timescale for row in every}
    wanted = None if only is None else set(only)
    actions = [row for row in every if wanted is None or row.pk in wanted]
    leads = _by_action(
        Lead.objects.within(access).filter(action__plan=plan).select_related("agency", "post__agency").order_by("order")
    )
    milestones = _by_action(Milestone.objects.within(access).filter(action__plan=plan).order_by("order"))
    agreed = _agreed(access, plan)
    complete = _said_complete(access, plan)
    return [
        _line(
            row,
            targets,
            tuple(leads[row.pk]),
            tuple(milestones[row.pk]),
            tuple(agreed[row.pk]),
            row.pk in complete,
            today,
        )
        for row in actions
    ]


def _by_action(rows: QuerySet[Lead] | QuerySet[Milestone]) -> dict[uuid.UUID, list]:  # type: ignore[type-arg]  # either kind
    found = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found


def _agreed(access: Access, plan: Plan) -> dict[uuid.UUID, list[Agreed]]:
    rows = (
        AgreedStatus.objects.within(access)
        .filter(round__plan=plan)
        .order_by("round__starts_on")
        .values_list("action_id", "round__label", "round__closed_at", "rag", "is_complete")
    )
    found: dict[uuid.UUID, list[Agreed]] = defaultdict(list)
    for action_id, label, closed_at, rag, is_complete in rows:
        found[action_id].append(Agreed(label, closed_at is not None, rag, is_complete))
    return found


def _said_complete(access: Access, plan: Plan) -> set[uuid.UUID]:
    current = Round.objects.within(access).filter(plan=plan, opened_at__isnull=False).order_by("starts_on").last()
    rows = (
        AgreedStatus.objects.within(access).filter(round=current, is_complete=True)
        if current
        else AgreedStatus.objects.within(access).none()
    )
    return set(rows.values_list("action_id", flat=True))


def _line(
    row: Action,
    targets: dict[str, Timescale],
    leads: tuple[Lead, ...],
    milestones: tuple[Milestone, ...],
    agreed: tuple[Agreed, ...],
    says_complete: bool,
    today: dt.date,
) -> ActionLine:
    timescale = resolve(targets[row.number], targets)
    since = overdue_since(timescale, today) if is_live(row.state) else None
    stands = standing(row.state, agreed)
    said = contradictions(
        stands.value,
        overdue_since=since,
        says_complete=says_complete,
        open_milestones=sum(1 for milestone in milestones if milestone.done_on is None),
    )
    return ActionLine(row, leads, milestones, stands, agreed, since, why(timescale, today), " ".join(said))


def answers(access: Access, action: Action) -> QuerySet[Update]:
    """What the parties said in the latest round that was opened: what stands. A draft is its writer's own, and so is
    what was returned while it is being written again."""
    current = (
        Round.objects.within(access)
        .filter(plan_id=action.plan_id, opened_at__isnull=False)
        .order_by("starts_on")
        .last()
    )
    return (
        Update.objects.within(access)
        .filter(action=action, round=current, state__in=ANSWERED)
        .select_related("agency", "round")
        .order_by("agency__name")
    )


def tree(access: Access, plan: Plan, shown: Iterable[ActionLine]) -> list[Node]:
    """The plan's objectives with the given lines below them; branches left empty by a filter are dropped only where
    the plan has others to show."""
    by_objective: dict[uuid.UUID, list[ActionLine]] = defaultdict(list)
    for line in shown:
        by_objective[line.action.objective_id].append(line)
    objectives = list(Objective.objects.within(access).filter(plan=plan).order_by("order"))
    children: dict[uuid.UUID | None, list[Objective]] = defaultdict(list)
    for objective in objectives:
        children[objective.parent_id].append(objective)

    def node(objective: Objective) -> Node:
        return Node(
            objective,
            tuple(by_objective[objective.pk]),
            tuple(node(child) for child in children[objective.pk]),
        )

    return [node(objective) for objective in children[None]]


def agencies(access: Access, plan: Plan) -> QuerySet[Agency]:
    """Agencies that lead or help on the plan's actions, by themselves or through a post."""
    named = Q(leads__action__plan=plan) | Q(posts__leads__action__plan=plan)
    return Agency.objects.within(access).filter(named).distinct().order_by("name")
