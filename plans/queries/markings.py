"""Who may read what of a plan: everything with its own and its effective marking. A constant number of queries."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Action, Decision, FrontMatter, Lead, Marked, Marking, Measure, Objective, Plan, Update
from plans.models.quarter import ANSWERED
from plans.rules.exemptions import EXEMPTIONS
from plans.rules.markings import PARTNERSHIP, inherit, inherit_words
from prevent_tracker.core.errors import NotFound

# By the kind as it stands in addresses: the model, and what people call it.
KINDS: Mapping[str, tuple[type[Marked], str]] = {
    "plan": (Plan, "Plan"),
    "section": (FrontMatter, "Introduction"),
    "heading": (Objective, "Heading"),
    "action": (Action, "Action"),
    "lead": (Lead, "Lead"),
    "update": (Update, "Update"),
    "measure": (Measure, "Measure"),
    "decision": (Decision, "Decision"),
}
_KIND_OF = {model: kind for kind, (model, _) in KINDS.items()}
Markings = Mapping[uuid.UUID, str]


@dataclass(frozen=True)
class MarkedLine:
    """One thing of a plan. `above` is what it inherits where it has no marking of its own."""

    thing: Marked
    words: str
    above: str
    number: str = ""
    action: Action | None = None  # whose page shows it

    @property
    def kind(self) -> str:
        return _KIND_OF[type(self.thing)]

    @property
    def name(self) -> str:
        return KINDS[self.kind][1]

    @property
    def marking(self) -> str:
        """The effective one."""
        return self.thing.marking or self.above

    @property
    def label(self) -> str:
        return str(Marking(self.marking).label)

    @property
    def reason(self) -> str:
        return EXEMPTIONS.get(self.thing.marking_reason, "")


def of_plan(access: Access, plan: Plan) -> list[MarkedLine]:
    """The plan, its introduction, headings, actions, measures and the decisions about its actions; and those leads and
    updates that have a marking of their own. In printed order; eight queries."""
    access.require(Permission.VIEW_PLAN)
    headings = list(Objective.objects.within(access).filter(plan=plan).order_by("order"))
    actions = list(Action.objects.within(access).filter(plan=plan).order_by("objective__order", "order"))
    top = inherit(plan.marking, "")
    known = effective(top, headings, actions)
    matter = FrontMatter.objects.within(access).filter(plan=plan).order_by("order")
    measures = Measure.objects.within(access).filter(plan=plan).order_by("order")
    decisions = _decisions(access, plan)
    return [
        MarkedLine(plan, plan.title, PARTNERSHIP),
        *(MarkedLine(row, row.heading or "Before the first heading", top) for row in matter),
        *_tree(headings, actions, known, top, _own_words(access, plan, known)),
        *(_measure(row, known, top) for row in measures),
        *(_decision(row, known) for row in decisions),
    ]


def one(access: Access, plan: Plan, kind: str, pk: str) -> MarkedLine:
    """One thing of this plan; what is none of it is not found."""
    access.require(Permission.VIEW_PLAN)
    said = _words(access, plan)
    lines: Iterable[MarkedLine] = of_plan(access, plan)
    if kind in said:
        known = {line.thing.pk: line.marking for line in lines if line.kind == "action"}
        lines = [_said(row, known) for row in said[kind]]
    found = next((line for line in lines if line.kind == kind and str(line.thing.pk) == str(pk)), None)
    if found is None:
        raise NotFound("There is no such thing in this plan.")
    return found


def effective(top: str, headings: Sequence[Objective], actions: Iterable[Action]) -> Markings:
    """The effective marking of each heading and action; headings come parents first."""
    known: dict[uuid.UUID, str] = {}
    for heading in headings:
        known[heading.pk] = inherit(heading.marking, known[heading.parent_id] if heading.parent_id else top)
    return known | {action.pk: inherit(action.marking, known[action.objective_id]) for action in actions}


def _words(access: Access, plan: Plan) -> dict[str, QuerySet[Lead] | QuerySet[Update]]:
    updates = Update.objects.within(access).filter(action__plan=plan, state__in=ANSWERED)
    leads = Lead.objects.within(access).filter(action__plan=plan)
    return {
        "lead": leads.select_related("action").order_by("order"),
        "update": updates.select_related("action", "agency", "round").order_by("-round__starts_on", "agency__name"),
    }


def _own_words(access: Access, plan: Plan, known: Markings) -> Mapping[uuid.UUID, list[MarkedLine]]:
    """By action: its leads and updates that have a marking of their own."""
    found: dict[uuid.UUID, list[MarkedLine]] = defaultdict(list)
    for rows in _words(access, plan).values():
        for row in rows.exclude(marking=""):
            found[row.action_id].append(_said(row, known))
    return found


def _said(row: Lead | Update, known: Markings) -> MarkedLine:
    above = known[row.action_id]
    if isinstance(row, Lead):
        return MarkedLine(row, row.words, above, row.action.number, row.action)
    words = f"{row.agency.name}, {row.round.label}"
    return MarkedLine(row, words, inherit_words("", above), row.action.number, row.action)


def _tree(
    headings: Sequence[Objective],
    actions: Iterable[Action],
    known: Markings,
    top: str,
    words: Mapping[uuid.UUID, list[MarkedLine]],
) -> Iterable[MarkedLine]:
    below: dict[uuid.UUID, list[Action]] = defaultdict(list)
    for action in actions:
        below[action.objective_id].append(action)
    for heading in headings:
        above = known[heading.parent_id] if heading.parent_id else top
        yield MarkedLine(heading, heading.title, above, heading.number)
        for action in below[heading.pk]:
            yield MarkedLine(action, action.text, known[heading.pk], action.number, action)
            yield from words.get(action.pk, ())


def _measure(row: Measure, known: Markings, top: str) -> MarkedLine:
    about = row.action_id or row.objective_id
    return MarkedLine(row, row.name, known[about] if about else top)


def _decisions(access: Access, plan: Plan) -> QuerySet[Decision]:
    rows = Decision.objects.within(access).filter(action__plan=plan)
    return rows.select_related("meeting__board", "action").order_by("meeting__held_on", "number")


def _decision(row: Decision, known: Markings) -> MarkedLine:
    assert row.action is not None
    meeting = row.meeting
    words = f"{meeting.board.short_name}, {meeting.held_on:%-d %B %Y}: {row.text}"
    return MarkedLine(row, words, inherit_words("", known[row.action.pk]), row.action.number, row.action)
