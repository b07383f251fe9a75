"""From the database to a document: what one board sees about one round, as it stood at a moment."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from partners.models import Agency, Board, BoardSeat, Meeting
from partners.tenancy import Access
from plans.models import (
    Action,
    AgreedStatus,
    DeadlineChange,
    Decision,
    FrontMatter,
    GlossaryEntry,
    Lead,
    Milestone,
    Objective,
    Plan,
    Round,
    Update,
    UpdateRequest,
)
from plans.models.quarter import ANSWERED
from plans.queries.as_at import as_at
from plans.rules.lifecycle import is_live
from plans.rules.rag import contradictions
from plans.rules.rollup import Agreed, shown_in
from plans.rules.timescale import Kind, Timescale, due_on, overdue_since, resolve, why

from . import document as doc
from .figures import LABELS, STATUSES
from .models import Pack
from .styles import style_named

_EXPLAINED = (Kind.CONDITIONAL, Kind.CROSS_REFERENCE)


@dataclass
class _Quarter:
    """A plan and one of its rounds at a moment, every table read once, by the keys that the facts need."""

    plan: Plan
    round: Round
    moment: dt.datetime
    today: dt.date
    earlier: list[Round]
    agencies: dict[uuid.UUID, str]
    actions: list[Action]
    agreed: dict[tuple[uuid.UUID, uuid.UUID], AgreedStatus]
    leads: dict[uuid.UUID, list[Lead]] = field(default_factory=dict)
    milestones: dict[uuid.UUID, list[Milestone]] = field(default_factory=dict)
    requests: dict[uuid.UUID, list[UpdateRequest]] = field(default_factory=dict)
    updates: dict[uuid.UUID, list[Update]] = field(default_factory=dict)
    deadline_changes: dict[uuid.UUID, list[DeadlineChange]] = field(default_factory=dict)
    states_before: dict[uuid.UUID, dict[uuid.UUID, str]] = field(default_factory=dict)

    @property
    def before(self) -> Round | None:
        return self.earlier[-1] if self.earlier else None

    @property
    def since(self) -> dt.date:
        """The day after which things are new: the close of the round before, else the start of the plan."""
        return (
            timezone.localdate(self.before.closed_at) if self.before and self.before.closed_at else self.plan.starts_on
        )

    def shown_in(self, past: Round, action_id: uuid.UUID) -> str:
        """What an action was shown as in an earlier round, a value of figures.STATUSES; "" where it was not in it."""
        status = self.agreed.get((past.pk, action_id))
        agreed = Agreed(past.label, True, status.rag, status.is_complete) if status else None
        return shown_in(self.states_before[past.pk].get(action_id, ""), agreed)


def moment_of(pack_round: Round, now: dt.datetime) -> dt.datetime:
    """A closed round is reported as it stood when it closed; an open one as it stands."""
    return pack_round.closed_at or now


def snapshot(access: Access, pack: Pack, *, moment: dt.datetime, version: str = "Draft") -> doc.Document:
    """The document of a pack, as at `moment`. A constant number of queries, plus two for each earlier round."""
    quarter = _read(access, pack.round, moment)
    board = pack.board
    return doc.Document(
        layout=style_named(board.style),
        title=f"{quarter.plan.title}: progress report, {quarter.round.label}",
        marking=pack.marking,
        partnership=access.partnership.name,
        partnership_short=access.partnership.short_name,
        board=board.name,
        board_short=board.short_name,
        period=_period(quarter),
        as_at=moment,
        plan=_plan(access, quarter),
        objectives=_objectives(access, quarter),
        version=version,
        meeting=doc.MeetingFacts(pack.meeting.label, pack.meeting.held_on) if pack.meeting else None,
        cover=_cover(pack),
        headline=pack.headline,
        narrative=pack.narrative,
        history=tuple(_counts(quarter, past) for past in quarter.earlier),
        decisions=_decisions(access, quarter),
        rag_key=_rag_key(access),
        governance=_governance(access, quarter),
    )


def _read(access: Access, reported: Round, moment: dt.datetime) -> _Quarter:
    plan = reported.plan
    rounds = [row for row in as_at(access, Round, moment, plan_id=plan.pk) if row.opened_at]
    rounds.sort(key=lambda row: row.starts_on)
    earlier = [row for row in rounds if row.starts_on < reported.starts_on and row.closed_at]
    actions = sorted(as_at(access, Action, moment, plan_id=plan.pk), key=lambda row: row.order)
    ids = [row.pk for row in actions]
    quarter = _Quarter(
        plan=next(iter(as_at(access, Plan, moment, id=plan.pk)), plan),
        round=reported,
        moment=moment,
        today=timezone.localdate(moment),
        earlier=earlier,
        agencies={row.pk: row.name for row in as_at(access, Agency, moment)},
        actions=actions,
        agreed={
            (row.round_id, row.action_id): row
            for row in as_at(access, AgreedStatus, moment, round_id__in=[row.pk for row in [*earlier, reported]])
        },
    )
    quarter.leads = _by_action(as_at(access, Lead, moment, action_id__in=ids))
    quarter.milestones = _by_action(as_at(access, Milestone, moment, action_id__in=ids))
    quarter.requests = _by_action(as_at(access, UpdateRequest, moment, round_id=reported.pk))
    quarter.updates = _by_action(as_at(access, Update, moment, round_id=reported.pk))
    quarter.deadline_changes = _by_action(as_at(access, DeadlineChange, moment, action_id__in=ids))
    for past in earlier:
        assert past.closed_at is not None
        rows = as_at(access, Action, past.closed_at, plan_id=plan.pk)
        quarter.states_before[past.pk] = {row.pk: row.state for row in rows}
    return quarter


def _by_action(rows: Iterable[Lead | Milestone | UpdateRequest | Update | DeadlineChange]) -> dict[uuid.UUID, list]:  # type: ignore[type-arg]  # one kind a call
    found = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    for own in found.values():
        own.sort(key=lambda row: (getattr(row, "order", 0), row.pk))
    return found


def _period(quarter: _Quarter) -> doc.PeriodFacts:
    row, before = quarter.round, quarter.before
    return doc.PeriodFacts(
        row.label, row.slug, row.starts_on, row.ends_on, row.label.split()[0], before.label if before else ""
    )


def _plan(access: Access, quarter: _Quarter) -> doc.PlanFacts:
    plan, moment = quarter.plan, quarter.moment
    matter = sorted(as_at(access, FrontMatter, moment, plan_id=plan.pk), key=lambda row: row.order)
    glossary = sorted(as_at(access, GlossaryEntry, moment, plan_id=plan.pk), key=lambda row: row.order)
    return doc.PlanFacts(
        title=plan.title,
        period=plan.period_label,
        reference=plan.reference,
        subtitle=plan.subtitle,
        table_title=plan.table_title,
        edition_words=plan.edition_words,
        responsible=plan.responsible,
        priorities=tuple(plan.council_priorities),
        levels=tuple(plan.levels),
        columns=tuple((column["field"], column["heading"]) for column in plan.columns),
        front_matter=tuple(doc.FrontMatterFacts(row.heading, tuple(map(_block, row.body))) for row in matter),
        glossary=tuple((row.term, row.meaning) for row in glossary),
    )


def _block(part: str | dict[str, list[str]]) -> doc.Block:
    return doc.Block(text=part) if isinstance(part, str) else doc.Block(items=tuple(part["list"]))


def _objectives(access: Access, quarter: _Quarter) -> tuple[doc.ObjectiveFacts, ...]:
    rows = sorted(as_at(access, Objective, quarter.moment, plan_id=quarter.plan.pk), key=lambda row: row.order)
    children: dict[uuid.UUID | None, list[Objective]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    actions: dict[uuid.UUID, list[Action]] = defaultdict(list)
    for action in quarter.actions:
        actions[action.objective_id].append(action)
    targets = {action.number: action.read_timescale for action in quarter.actions}

    def node(row: Objective) -> doc.ObjectiveFacts:
        return doc.ObjectiveFacts(
            number=row.number,
            title=row.title,
            level=quarter.plan.levels[row.depth] if row.depth < len(quarter.plan.levels) else "",
            number_is_generated=row.number_is_generated,
            paragraphs=tuple(row.paragraphs),
            outcomes=tuple(row.outcomes),
            requirements=tuple(row.requirements),
            actions=tuple(_action(quarter, action, targets) for action in actions[row.pk]),
            children=tuple(node(child) for child in children[row.pk]),
        )

    return tuple(node(row) for row in children[None])


def _action(quarter: _Quarter, row: Action, targets: dict[str, Timescale]) -> doc.ActionFacts:
    timescale = resolve(targets[row.number], targets)
    since = overdue_since(timescale, quarter.today) if is_live(row.state) else None
    explained = since is not None or any(part.kind in _EXPLAINED for part in timescale.parts)
    status = quarter.agreed.get((quarter.round.pk, row.pk))
    milestones = quarter.milestones.get(row.pk, [])
    last = _last_known(quarter, row.pk)
    said = contradictions(
        status.rag if status else "",
        overdue_since=since,
        says_complete=bool(status and status.is_complete),
        open_milestones=sum(1 for milestone in milestones if milestone.done_on is None),
    )
    return doc.ActionFacts(
        number=row.number,
        text=row.text,
        state=row.state,
        rag=status.rag if status else "",
        number_is_generated=row.number_is_generated,
        row=row.row,
        steps=tuple(row.steps),
        outcomes=tuple(row.outcomes),
        leads_text=row.leads_text,
        leads=tuple(doc.LeadFacts(lead.words, lead.kind) for lead in quarter.leads.get(row.pk, [])),
        timescale_text=row.timescale_text,
        timescale_notes=(why(timescale, quarter.today),) if explained and is_live(row.state) else (),
        due_on=due_on(timescale),
        overdue=since is not None,
        milestones=tuple(doc.MilestoneFacts(m.text, m.due_text, m.due_on, m.done_on) for m in milestones),
        progress_text=row.progress_text,
        status_reason=status.reason if status and status.rule == "decided" else "",
        previous_status=quarter.shown_in(quarter.before, row.pk) if quarter.before else "",
        last_rag=last.rag if last else "",
        last_period=_label(quarter, last) if last else "",
        asked=_asked(quarter, row.pk),
        updates=_updates(quarter, row.pk),
        contradictions=tuple(said),
        deadline_changes=_changes(quarter, row.pk),
    )


def _last_known(quarter: _Quarter, action_id: uuid.UUID) -> AgreedStatus | None:
    found = (quarter.agreed.get((past.pk, action_id)) for past in reversed(quarter.earlier))
    return next((status for status in found if status is not None and status.rag), None)


def _label(quarter: _Quarter, status: AgreedStatus) -> str:
    return next(past.label for past in quarter.earlier if past.pk == status.round_id)


def _asked(quarter: _Quarter, action_id: uuid.UUID) -> tuple[str, ...]:
    rows = quarter.requests.get(action_id, [])
    return tuple(sorted(quarter.agencies[row.agency_id] for row in rows if row.withdrawn_at is None))


def _updates(quarter: _Quarter, action_id: uuid.UUID) -> tuple[doc.UpdateFacts, ...]:
    rows: Sequence[Update] = quarter.updates.get(action_id, [])
    facts = [
        doc.UpdateFacts(
            agency=quarter.agencies[row.agency_id],
            rag=row.rag,
            narrative=row.narrative,
            path_to_green=row.path_to_green,
            forecast_on=row.forecast_on,
            says_complete=row.says_complete,
            on_behalf=row.channel == "behalf",
            late=row.is_late,
        )
        for row in rows
        if row.state in ANSWERED
    ]
    return tuple(sorted(facts, key=lambda fact: fact.agency))


def _changes(quarter: _Quarter, action_id: uuid.UUID) -> tuple[doc.DeadlineChangeFacts, ...]:
    return tuple(
        doc.DeadlineChangeFacts(row.changed_on, row.old_text, row.new_text, row.reason, row.agreed_by)
        for row in quarter.deadline_changes.get(action_id, [])
        if quarter.since < row.changed_on <= quarter.today
    )


def _cover(pack: Pack) -> doc.CoverFacts:
    cover = pack.cover
    return doc.CoverFacts(
        **{
            name: cover.get(name, "")
            for name in ("decision_maker", "lead_officer", "author", "contact", "classification", "purpose")
        },
        recommendations=tuple(pack.recommendations),
        implications=tuple((heading, text) for heading, text in cover.get("implications", ())),
        background_papers=tuple(cover.get("background_papers", ())),
        appendices=tuple(cover.get("appendices", ())),
    )


def _counts(quarter: _Quarter, past: Round) -> doc.QuarterFacts:
    shown = [quarter.shown_in(past, action_id) for action_id in quarter.states_before[past.pk]]
    return doc.QuarterFacts(past.label, tuple((value, shown.count(value)) for value in STATUSES if value in shown))


def _decisions(access: Access, quarter: _Quarter) -> tuple[doc.DecisionFacts, ...]:
    boards = {row.pk: row.short_name for row in as_at(access, Board, quarter.moment)}
    meetings = {row.pk: row for row in as_at(access, Meeting, quarter.moment)}
    numbers = {row.pk: row.number for row in quarter.actions}
    found = []
    for row in as_at(access, Decision, quarter.moment):
        meeting = meetings[row.meeting_id]
        about = numbers.get(row.action_id) if row.action_id else ""
        if about is None or not quarter.since < meeting.held_on <= quarter.today:
            continue
        board = boards[meeting.board_id]
        found.append(
            doc.DecisionFacts(
                reference=f"decision {row.number}",
                decided_on=meeting.held_on,
                board=board,
                text=row.text,
                actions=(about,) if about else (),
                outcome=_came_of_it(quarter, row),
            )
        )
    return tuple(sorted(found, key=lambda fact: (fact.decided_on, fact.board, fact.reference)))


def _came_of_it(quarter: _Quarter, row: Decision) -> str:
    who = f"{quarter.agencies[row.owner_id]}: " if row.owner_id else ""
    if row.done_on:
        return f"{who}done {row.done_on:%-d %B %Y}."
    return f"{who}open, due {row.due_on:%-d %B %Y}." if row.due_on else f"{who}open."


def _rag_key(access: Access) -> tuple[doc.RagKeyEntry, ...]:
    own = access.partnership.rag_key
    return tuple(
        doc.RagKeyEntry(value, own.get(value, {}).get("label", LABELS[value]), own.get(value, {}).get("definition", ""))
        for value in ("complete", "green", "amber", "red")
    )


def _governance(access: Access, quarter: _Quarter) -> tuple[doc.GovernanceFacts, ...]:
    boards = sorted(as_at(access, Board, quarter.moment), key=lambda row: row.name)
    names = {row.pk: row.name for row in boards}
    seats: dict[uuid.UUID, list[str]] = defaultdict(list)
    for seat in sorted(as_at(access, BoardSeat, quarter.moment), key=lambda row: row.order):
        seats[seat.board_id].append(seat.words)
    return tuple(
        doc.GovernanceFacts(
            row.name, row.meets, row.terms, names[row.reports_to_id] if row.reports_to_id else "", tuple(seats[row.pk])
        )
        for row in boards
    )
