"""A newer version of a plan: what is chosen of its differences is applied by the verbs that people use."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from partners.tenancy import Access
from plans.importers.proposal import Proposal
from plans.models import Action, ActionState, ImportBatch, Lead, Milestone, Objective, Plan
from plans.queries.versions import Added, Altered, differences, milestone_words, section_path
from prevent_tracker.core.errors import Invalid, NotFound

from . import fitting
from .actions import (
    add_milestone,
    change_deadline,
    change_state,
    move_action,
    remove_milestone,
    reword_action,
    set_cells,
    set_leads,
)
from .adding import TIMESCALE_LENGTH, add_actions
from .batches import close, current_proposal, for_change
from .committing import NOT_KEPT, new_action, no_section, plain_context, remember_layouts
from .parties import Parties
from .people import forget_file_with_people, refuse_people
from .plans import add_objective
from .saving import plan_for_change
from .telling import told_once

CELLS = ("steps", "outcomes", "progress_text")


@transaction.atomic
def apply_reimport(
    *, by: Access, batch: ImportBatch, plan: Plan, chosen: Collection[str], expected_version: int | None = None
) -> Plan:
    """Apply the chosen differences (keys of `plans.queries.versions.Differences`) to the plan, all or none.

    What is not chosen stays as it is. Each change says in its history which file it came from; a timescale's stands in
    the slippage ledger; what is gone is cancelled, never deleted. Raises `Invalid` where nothing was chosen or a choice
    is no difference any more.
    """
    row = for_change(by, batch, expected_version)
    if row.into_id != plan.pk:
        raise NotFound("This file was not brought as a newer version of that plan.")
    plan = plan_for_change(by, plan.pk)
    proposal = current_proposal(by, row)
    refuse_people(by, proposal)
    found = differences(by, plan, proposal)
    _check(chosen, found.keys)
    renewal = _Renewal(by, plan, proposal, row)
    with told_once(by):
        for gone in found.gone:
            if gone.key in chosen:
                change_state(by=by, action=gone.action, state=ActionState.CANCELLED, reason=renewal.reason)
        for altered in found.altered:
            if altered.key in chosen:
                renewal.alter(altered)
        renewal.add([each for each in found.added if each.key in chosen])
    remember_layouts(by, row, proposal)
    kept = not forget_file_with_people(by, row)
    said = f"Applied to {plan.title}: {len(set(chosen))} of {len(found.keys)} differences"
    return close(row, plan, said if kept else said + NOT_KEPT)


def _check(chosen: Collection[str], keys: Collection[str]) -> None:
    if not chosen:
        raise Invalid({"": "Choose at least one difference to apply, or discard the import."})
    if set(chosen) - set(keys):
        raise Invalid({"": "The plan has changed since you looked. Look at the differences again."})


class _Renewal:
    """One newer version on its way into a plan."""

    def __init__(self, by: Access, plan: Plan, proposal: Proposal, batch: ImportBatch) -> None:
        self.by, self.plan, self.proposal = by, plan, proposal
        self.reason = f"New version of the plan imported: {batch.name}"
        self.parties = Parties(by, {**_decided(by, plan), **batch.parties})
        rows = list(Objective.objects.within(by).filter(plan=plan).select_related("parent").order_by("order"))
        self.nodes = {_path(row): row for row in reversed(rows)}  # of two that are called the same, the first

    def alter(self, altered: Altered) -> None:
        """Each difference by the verb that looks after it."""
        action, proposed = altered.action, altered.proposed
        fields = {change.field: change.new for change in altered.changes}
        if "text" in fields:
            reword_action(by=self.by, action=action, text=proposed.text, reason=self.reason)
        cells = {name: _cell(fields[name]) for name in CELLS if name in fields}
        if cells:
            set_cells(by=self.by, action=action, reason=self.reason, **cells)
        if "leads_text" in fields:
            leads = [self.parties.lead(lead) for lead in proposed.leads]
            set_leads(by=self.by, action=action, leads=leads, leads_text=proposed.leads_text)
        if "milestones" in fields:
            self._milestones(action, proposed.milestones)
        if "section" in fields:
            objective = self._node(section_path(self.proposal, proposed))
            place = Action.objects.within(self.by).filter(objective=objective).count()
            move_action(by=self.by, action=action, objective=objective, place=place)
        if "timescale_text" in fields:
            words = fitting.short(proposed.timescale.text, TIMESCALE_LENGTH)
            change_deadline(
                by=self.by, action=action, timescale_text=words, reason=self.reason, agreed_by=self.by.actor_name
            )

    def add(self, added: list[Added]) -> None:
        proposed = [each.proposed for each in added]
        standing = Action.objects.within(self.by).filter(plan=self.plan).values_list("number", flat=True)
        numbered = zip(proposed, fitting.numbers(proposed, list(standing)), strict=True)
        plain = plain_context(self.proposal)
        entries = [
            new_action(
                action,
                self._node(section_path(self.proposal, action)),
                self.parties,
                plain,
                "" if action.number_is_generated else number,
                generated,
            )
            for action, (number, generated) in numbered
        ]
        if entries:
            add_actions(by=self.by, plan_id=self.plan.pk, entries=entries)

    def _milestones(self, action: Action, texts: tuple[str, ...]) -> None:
        """Milestones that are printed as before stay, with the day they were reached; the others go or come."""
        wanted = list(texts)
        for row in Milestone.objects.within(self.by).filter(action=action).order_by("order"):
            if milestone_words(row) in wanted:
                wanted.remove(milestone_words(row))
            else:
                remove_milestone(by=self.by, milestone=Milestone.objects.within(self.by).get(pk=row.pk))
        for text in wanted:
            add_milestone(by=self.by, action=action, text=text)

    def _node(self, path: tuple[str, ...]) -> Objective:
        """The objective of that path of titles; what is missing of it is added at the end of the tree."""
        titles = path or (no_section(self.proposal),)
        parent: Objective | None = None
        for depth in range(1, len(titles) + 1):
            known = self.nodes.get(titles[:depth])
            if known is None:
                above = parent.parent if parent and parent.depth == fitting.DEEPEST else parent
                title = fitting.short(titles[depth - 1], fitting.TITLE_LENGTH)
                known = self.nodes[titles[:depth]] = add_objective(
                    by=self.by, plan=self.plan, title=title, parent=above
                )
            parent = known
        assert parent is not None
        return parent


def _cell(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _path(objective: Objective) -> tuple[str, ...]:
    return (*(_path(objective.parent) if objective.parent else ()), objective.title)


def _decided(by: Access, plan: Plan) -> dict[str, str]:
    """Who the plan's own leads are, as people decided it: the newer version's names mean the same."""
    leads = Lead.objects.within(by).filter(action__plan=plan).select_related("agency", "post")
    found: dict[str, str] = {}
    for lead in leads:
        if lead.post:
            found[lead.words] = f"post:{lead.post.slug}"
        elif lead.agency:
            found[lead.words] = f"agency:{lead.agency.slug}"
    return found
