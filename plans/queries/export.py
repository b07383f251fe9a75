"""A plan as a record, as it stood at a moment: what every export is drawn from."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils import timezone

from partners.models import Agency, Board, Post
from partners.roles import Permission
from partners.tenancy import Access
from plans.exporters import editions
from plans.exporters import record as rec
from plans.models import (
    Action,
    AgreedStatus,
    FrontMatter,
    GlossaryEntry,
    Lead,
    Milestone,
    Objective,
    Plan,
    Rag,
    Round,
    Update,
)
from plans.models.quarter import ANSWERED
from plans.rules.rollup import Agreed, standing
from plans.rules.timescale import due_on, resolve
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Invalid, NotFound
from prevent_tracker.core.models import TenantModel

from .as_at import as_at
from .held_names import held_names

T = TypeVar("T", bound=TenantModel)
_LISTS = ("council_priorities", "indicators", "requirement_sets", "levels")
_PRINTED = (
    "title", "reference", "subtitle", "table_title", "edition_words", "period_label", "starts_on", "ends_on",
    "year_basis", "stage", "stage_on", "marking", "marking_reason", "responsible", "note",
)  # fmt: skip


@dataclass(frozen=True)
class _Tables:
    """Everything of a plan at a moment, each table read once, by the keys that the record needs."""

    plan: Plan
    agencies: dict[uuid.UUID, Agency]
    posts: dict[uuid.UUID, Post]
    rounds: dict[uuid.UUID, Round]
    objectives: dict[uuid.UUID | None, list[Objective]]  # by parent
    actions: dict[uuid.UUID, list[Action]]  # by objective
    leads: dict[uuid.UUID, list[Lead]]
    milestones: dict[uuid.UUID, list[Milestone]]
    agreed: dict[uuid.UUID, list[AgreedStatus]]
    updates: dict[uuid.UUID, list[Update]]


def plan_record(
    access: Access, plan: Plan, *, moment: dt.datetime | None = None, edition: str = "board"
) -> rec.PlanRecord:
    """A plan in one edition (board, partner, public) as it stood at `moment`, which is now unless said.

    Read from history: what was deleted since is there, what was corrected since is not. A constant number of queries.
    Raises `NotFound` where the plan did not exist yet, `Invalid` where there is no such edition.
    """
    access.require(Permission.VIEW_PLAN)
    moment = moment or clock.now()
    tables = _read(access, plan, moment)
    whole = _record(access, tables, moment)
    held = _held(access, tables, whole, moment) if edition == "public" else []
    try:
        return editions.edition(whole, edition, held=held)
    except ValueError as error:
        raise Invalid({"edition": str(error)}) from error


def _held(access: Access, tables: _Tables, record: rec.PlanRecord, moment: dt.datetime) -> editions.Held:
    """The names that the public edition holds back. Two queries."""
    return held_names(
        access,
        moment,
        agencies=tables.agencies.values(),
        boards=as_at(access, Board, moment),
        leads=[lead for leads in tables.leads.values() for lead in leads],
        texts=[text for row in record.actions for text in (row.text, *row.steps, *row.outcomes)],
    )


def _read(access: Access, plan: Plan, moment: dt.datetime) -> _Tables:
    found = as_at(access, Plan, moment, id=plan.pk)
    if not found:
        raise NotFound(f"This plan was not there yet on {timezone.localtime(moment):%-d %B %Y at %H:%M}.")
    rounds = {row.pk: row for row in as_at(access, Round, moment, plan_id=plan.pk) if row.opened_at}
    actions = as_at(access, Action, moment, plan_id=plan.pk)
    ids = [row.pk for row in actions]
    updates = as_at(access, Update, moment, round_id__in=list(rounds))
    return _Tables(
        plan=found[0],
        agencies={row.pk: row for row in as_at(access, Agency, moment)},
        posts={row.pk: row for row in as_at(access, Post, moment)},
        rounds=rounds,
        objectives=_grouped(as_at(access, Objective, moment, plan_id=plan.pk), "parent_id"),
        actions=_grouped(actions, "objective_id"),
        leads=_grouped(as_at(access, Lead, moment, action_id__in=ids), "action_id"),
        milestones=_grouped(as_at(access, Milestone, moment, action_id__in=ids), "action_id"),
        agreed=_grouped(as_at(access, AgreedStatus, moment, round_id__in=list(rounds)), "action_id"),
        updates=_grouped((row for row in updates if row.state in ANSWERED), "action_id"),
    )


def _grouped(rows: Iterable[T], key: str) -> dict[Any, list[T]]:
    found = defaultdict(list)
    for row in sorted(rows, key=lambda row: (getattr(row, "order", 0), row.pk)):
        found[getattr(row, key)].append(row)
    return found


def _record(access: Access, tables: _Tables, moment: dt.datetime) -> rec.PlanRecord:
    plan = tables.plan
    matter = sorted(as_at(access, FrontMatter, moment, plan_id=plan.pk), key=lambda row: row.order)
    glossary = sorted(as_at(access, GlossaryEntry, moment, plan_id=plan.pk), key=lambda row: row.order)
    facts: dict[str, Any] = {name: getattr(plan, name) for name in _PRINTED}
    facts |= {name: tuple(getattr(plan, name)) for name in _LISTS}
    return rec.PlanRecord(
        **facts,
        partnership=access.partnership.name,
        as_at=timezone.localtime(moment),
        columns=tuple(rec.ColumnRecord(column["field"], column["heading"]) for column in plan.columns),
        front_matter=tuple(
            rec.FrontMatterRecord(row.heading, tuple(map(_block, row.body)), row.marking, row.marking_reason)
            for row in matter
        ),
        objectives=_Tree(tables).below(None),
        glossary=tuple(rec.TermRecord(row.term, row.meaning) for row in glossary),
        rag_key=_rag_key(access),
    )


def _block(part: str | dict[str, list[str]]) -> rec.BlockRecord:
    return rec.BlockRecord(text=part) if isinstance(part, str) else rec.BlockRecord(items=tuple(part["list"]))


def _rag_key(access: Access) -> tuple[rec.RagKeyRecord, ...]:
    own = access.partnership.rag_key
    named = [("complete", "Complete"), *Rag.choices]
    return tuple(
        rec.RagKeyRecord(value, own.get(value, {}).get("label", str(label)), own.get(value, {}).get("definition", ""))
        for value, label in named
    )


class _Tree:
    """The plan's objectives with their actions, as records."""

    def __init__(self, tables: _Tables) -> None:
        self.tables = tables
        self.targets = {row.number: row.read_timescale for rows in tables.actions.values() for row in rows}

    def below(self, parent: uuid.UUID | None) -> tuple[rec.ObjectiveRecord, ...]:
        return tuple(self._objective(row) for row in self.tables.objectives.get(parent, []))

    def _objective(self, row: Objective) -> rec.ObjectiveRecord:
        return rec.ObjectiveRecord(
            number=row.number,
            title=row.title,
            number_is_generated=row.number_is_generated,
            paragraphs=tuple(row.paragraphs),
            outcomes=tuple(row.outcomes),
            requirements=tuple(row.requirements),
            actions=tuple(self._action(action) for action in self.tables.actions.get(row.pk, [])),
            children=self.below(row.pk),
            marking=row.marking,
            marking_reason=row.marking_reason,
        )

    def _action(self, row: Action) -> rec.ActionRecord:
        tables = self.tables
        return rec.ActionRecord(
            number=row.number,
            text=row.text,
            number_is_generated=row.number_is_generated,
            row=row.row,
            steps=tuple(row.steps),
            outcomes=tuple(row.outcomes),
            leads_text=row.leads_text,
            leads=tuple(self._lead(lead) for lead in tables.leads.get(row.pk, [])),
            timescale=row.read_timescale,
            due_on=due_on(resolve(row.read_timescale, self.targets)),
            milestones=tuple(
                rec.MilestoneRecord(each.text, each.due_text, each.due_on, each.done_on)
                for each in tables.milestones.get(row.pk, [])
            ),
            progress_text=row.progress_text,
            state=row.state,
            marking=row.marking,
            marking_reason=row.marking_reason,
            requirement_codes=tuple(row.requirement_codes),
            note=row.note,
            status=self._status(row),
        )

    def _lead(self, row: Lead) -> rec.LeadRecord:
        agency = self.tables.agencies[row.agency_id] if row.agency_id else None
        post = self.tables.posts[row.post_id] if row.post_id else None
        return rec.LeadRecord(
            words=row.words,
            kind=row.kind,
            nature=row.nature,
            agency=agency.slug if agency else "",
            agency_name=agency.name if agency else "",
            post=post.slug if post else "",
            post_name=post.name if post else "",
            marking=row.marking,
            marking_reason=row.marking_reason,
        )

    def _status(self, row: Action) -> rec.StatusRecord:
        rounds = self.tables.rounds
        rows = sorted(self.tables.agreed.get(row.pk, []), key=lambda each: rounds[each.round_id].starts_on)
        stands = standing(row.state, [_agreed(rounds[each.round_id], each) for each in rows])
        return rec.StatusRecord(stands.value, stands.as_of, stands.last_value, stands.last_as_of, self._reports(row))

    def _reports(self, row: Action) -> tuple[rec.ReportRecord, ...]:
        """The answers of the latest round in which anybody answered, by agency."""
        rounds, updates = self.tables.rounds, self.tables.updates.get(row.pk, [])
        if not updates:
            return ()
        latest = max((rounds[each.round_id] for each in updates), key=lambda each: each.starts_on)
        return tuple(
            sorted(
                (self._report(each, latest) for each in updates if each.round_id == latest.pk),
                key=lambda each: each.agency,
            )
        )

    def _report(self, row: Update, reported: Round) -> rec.ReportRecord:
        return rec.ReportRecord(
            agency=self.tables.agencies[row.agency_id].name,
            round=reported.label,
            rag=row.rag,
            says_complete=row.says_complete,
            narrative=row.narrative,
            path_to_green=row.path_to_green,
            forecast_on=row.forecast_on,
            marking=row.marking,
            marking_reason=row.marking_reason,
        )


def _agreed(agreed_in: Round, row: AgreedStatus) -> Agreed:
    return Agreed(agreed_in.label, agreed_in.closed_at is not None, row.rag, row.is_complete)
