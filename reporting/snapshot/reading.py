"""A plan, and one of its rounds, at a moment: every table read once, by the keys that the facts need."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils import timezone

from partners.models import Agency, Post
from partners.tenancy import Access
from plans.models import (
    Action,
    AgreedStatus,
    DeadlineChange,
    Lead,
    Milestone,
    Objective,
    Plan,
    Round,
    Update,
    UpdateRequest,
)
from plans.queries.as_at import Version, as_at, overlay, states, versions
from plans.rules.rollup import Agreed, shown_in
from prevent_tracker.core.errors import NotFound
from prevent_tracker.core.models import TenantModel

from .marks import MARKING, Marks
from .moments import moment_of, said

Row = TypeVar("Row", bound=TenantModel)


@dataclass
class Known:
    """What the facts are made of. `as_at` is the moment of the figures, `moment` that of words and markings.

    Rows are in a total order. `removed`: actions that stood in the plan when the round before closed and do not at
    `as_at`, as they last were. `deadline_changes`: those since then. `states_before`: by earlier round, the state of
    each action at its close.
    """

    access: Access
    moment: dt.datetime
    as_at: dt.datetime
    plan: Plan
    agencies: Mapping[uuid.UUID, Agency]  # as they were called at `as_at`
    agencies_now: Mapping[uuid.UUID, Agency]  # and at `moment`
    posts: Mapping[uuid.UUID, Post]
    objectives: list[Objective]
    actions: list[Action]
    marks: Marks
    leads: Mapping[uuid.UUID, list[Lead]]
    milestones: Mapping[uuid.UUID, list[Milestone]]
    round: Round | None = None
    earlier: list[Round] = field(default_factory=list)
    agreed: Mapping[tuple[uuid.UUID, uuid.UUID], AgreedStatus] = field(default_factory=dict)
    requests: Mapping[uuid.UUID, list[UpdateRequest]] = field(default_factory=dict)
    updates: Mapping[uuid.UUID, list[Update]] = field(default_factory=dict)
    deadline_changes: Mapping[uuid.UUID, list[DeadlineChange]] = field(default_factory=dict)
    states_before: Mapping[uuid.UUID, Mapping[uuid.UUID, str]] = field(default_factory=dict)
    removed: list[Version[Action]] = field(default_factory=list)

    @property
    def today(self) -> dt.date:
        """The day of the figures: what is overdue was so on it."""
        return timezone.localdate(self.as_at)

    @property
    def before(self) -> Round | None:
        """The round before, closed."""
        return self.earlier[-1] if self.earlier else None

    @property
    def since(self) -> dt.datetime | None:
        """The close of the round before: what was written after it is new; None where everything is."""
        return self.before.closed_at if self.before else None

    def shown_in(self, past: Round, action_id: uuid.UUID) -> str:
        """What an action was shown as in an earlier round, a value of figures.STATUSES; "" where it was not in it."""
        status = self.agreed.get((past.pk, action_id))
        agreed = Agreed(past.label, True, status.rag, status.is_complete) if status else None
        return shown_in(self.states_before[past.pk].get(action_id, ""), agreed)


def read(access: Access, plan_id: uuid.UUID, reported: Round | None, moment: dt.datetime) -> Known:
    """A plan at a moment, with what was reported in a round of it. Constant in queries."""
    when = (moment_of(reported, moment) if reported else moment).astimezone(dt.UTC)
    plan = _plan(access, plan_id, when, moment)
    objectives = versions(access, Objective, when, plan_id=plan_id)
    actions = versions(access, Action, when, plan_id=plan_id)
    overlay(access, [found.row for found in objectives], moment, MARKING)
    overlay(access, [found.row for found in actions], moment, (*MARKING, "requirement_codes"))
    standing = _in_order(found.row for found in actions if not found.is_deleted)
    ids = [row.pk for row in standing]
    leads = as_at(access, Lead, when, action_id__in=ids)
    overlay(access, leads, moment, (*MARKING, "nature", "agency_id", "post_id"))
    known = Known(
        access,
        moment,
        when,
        plan,
        agencies=_by_key(as_at(access, Agency, when)),
        agencies_now=_by_key(as_at(access, Agency, moment)),
        posts=_by_key(as_at(access, Post, when)),
        objectives=_in_order(found.row for found in objectives if not found.is_deleted),
        actions=standing,
        marks=Marks(plan, [found.row for found in objectives], [found.row for found in actions]),
        leads=_by_action(leads),
        milestones=_by_action(as_at(access, Milestone, when, action_id__in=ids)),
    )
    if reported is not None:
        _read_round(known, reported, [found for found in actions if found.is_deleted])
    return known


def _plan(access: Access, plan_id: uuid.UUID, when: dt.datetime, moment: dt.datetime) -> Plan:
    found = as_at(access, Plan, when, id=plan_id)
    if not found:
        raise NotFound(f"This plan did not exist yet on {said(when)}.")
    overlay(access, found, moment, (*MARKING, "requirement_sets"))
    return found[0]


def _read_round(known: Known, reported: Round, deleted: Sequence[Version[Action]]) -> None:
    access, when, plan_id = known.access, known.as_at, known.plan.pk
    rounds = [row for row in as_at(access, Round, when, plan_id=plan_id) if row.opened_at and row.closed_at]
    rounds.sort(key=lambda row: (row.starts_on, row.pk))
    known.round = reported
    known.earlier = [row for row in rounds if row.starts_on < reported.starts_on]
    ids = [row.pk for row in (*known.earlier, reported)]
    agreed = as_at(access, AgreedStatus, when, round_id__in=ids)
    known.agreed = {(row.round_id, row.action_id): row for row in agreed}
    known.requests = _by_action(as_at(access, UpdateRequest, when, round_id=reported.pk))
    updates = as_at(access, Update, when, round_id=reported.pk)
    overlay(access, updates, known.moment, MARKING)
    known.updates = _by_action(updates)
    changes = versions(access, DeadlineChange, when, action_id__in=[row.pk for row in known.actions])
    known.deadline_changes = _by_action(
        found.row for found in changes if not found.is_deleted and (known.since is None or found.at > known.since)
    )
    closes = {row.pk: row.closed_at for row in known.earlier if row.closed_at}
    known.states_before = states(access, Action, "state", closes, plan_id=plan_id)
    there = known.states_before[known.before.pk] if known.before else {}
    known.removed = sorted(
        (found for found in deleted if found.row.pk in there), key=lambda found: (found.at, found.row.pk)
    )


def _by_key(rows: Iterable[Row]) -> dict[uuid.UUID, Row]:
    return {row.pk: row for row in rows}


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """By place, then by key: two writes of one instant may leave two rows in one place."""
    return sorted(rows, key=lambda row: (getattr(row, "order", 0), row.pk))


def _by_action(rows: Iterable[Any]) -> Mapping[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in _in_order(rows):
        found[row.action_id].append(row)
    return found
