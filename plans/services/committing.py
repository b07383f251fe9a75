"""An import becomes a plan: one transaction through the verbs that people use, so nothing of it stands half written."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from django.db import transaction

from partners.models import YearBasis
from partners.tenancy import Access
from plans.importers.interpret.heads import collapsed, headings_of
from plans.importers.own import read_own
from plans.importers.proposal import Layout, Proposal, ProposedAction
from plans.importers.propose import OWN
from plans.importers.source import Table
from plans.models import ColumnLayout, ImportBatch, ImportFile, Objective, Plan
from plans.rules.timescale_reader import Context
from plans.rules.timescale_reader import YearBasis as Basis
from prevent_tracker.core.errors import Invalid

from . import fitting
from .adding import TIMESCALE_LENGTH, NewAction, add_actions
from .batches import close, current_proposal, current_source, for_change
from .parties import Parties
from .people import forget_file_with_people, refuse_people
from .plans import add_front_matter, add_glossary_entry, add_objective, create_plan
from .records import import_record
from .saving import save

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NO_SECTION = "Actions"
NOT_KEPT = "; the file is not kept: it holds what looks as if about a person"


@transaction.atomic
def commit_import(
    *,
    by: Access,
    batch: ImportBatch,
    slug: str,
    title: str,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    year_basis: str,
    expected_version: int | None = None,
    choices: Mapping[str, str] | None = None,
) -> Plan:
    """Make the plan that was previewed, under the title, address and period that the person confirmed.

    `choices`: who leads are, as `set_parties` takes them, before those of the batch. Raises `Invalid` by field; then
    nothing of the plan stands, and the batch is as it was.
    """
    row = for_change(by, batch, expected_version)
    starts_on, ends_on = _period(starts_on, ends_on, year_basis)
    _check_slug(by, slug)
    parties = Parties(by, {**row.parties, **(choices or {})})
    proposal = current_proposal(by, row)
    refuse_people(by, proposal)
    if row.kind == OWN:
        content = ImportFile.objects.within(by).values_list("content", flat=True).get(batch=row)
        record = replace(
            read_own(bytes(content)), title=title, starts_on=starts_on, ends_on=ends_on, year_basis=year_basis
        )
        plan = import_record(by=by, record=record, slug=slug, parties=parties)
    else:
        if row.error:
            raise Invalid({"": row.error})
        plan = _create(by, proposal, slug, title, starts_on, ends_on, year_basis)
        _write(by, plan, proposal, parties)
        remember_layouts(by, row, proposal)
    row.parties = dict(parties.choices)
    kept = not forget_file_with_people(by, row)
    return close(row, plan, f"Imported as {plan.title}{'' if kept else NOT_KEPT}")


def _period(starts_on: dt.date | None, ends_on: dt.date | None, year_basis: str) -> tuple[dt.date, dt.date]:
    errors = {}
    if starts_on is None:
        errors["starts_on"] = "Enter the first day of the plan's period: the file does not say it."
    if ends_on is None:
        errors["ends_on"] = "Enter the last day of the plan's period: the file does not say it."
    if year_basis not in YearBasis.values:
        errors["year_basis"] = "Choose financial, academic or calendar year."
    if errors or starts_on is None or ends_on is None:
        raise Invalid(errors)
    return starts_on, ends_on


def _check_slug(by: Access, slug: str) -> None:
    if not _SLUG.fullmatch(slug) or len(slug) > 50:
        raise Invalid({"slug": "The address must be small letters, digits and single hyphens, at most 50 of them."})
    if Plan.objects.within(by).filter(slug=slug).exists():
        raise Invalid({"slug": f"There is a plan with the address “{slug}” already; choose another."})


def _create(
    by: Access, proposal: Proposal, slug: str, title: str, starts_on: dt.date, ends_on: dt.date, year_basis: str
) -> Plan:
    proposed = proposal.plan
    same_period = (proposed.starts_on, proposed.ends_on) == (starts_on, ends_on)
    label = proposed.period_label if same_period else ""
    return create_plan(
        by=by,
        slug=slug,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        year_basis=year_basis,
        period_label=fitting.short(label, fitting.PERIOD_LENGTH) or period_label(starts_on, ends_on),
        **fitting.plan_facts(proposed),
    )


def period_label(starts_on: dt.date, ends_on: dt.date) -> str:
    """ "2016/17", or "2016" for a period within one year."""
    return str(starts_on.year) if starts_on.year == ends_on.year else f"{starts_on.year}/{ends_on.year % 100:02}"


def _write(by: Access, plan: Plan, proposal: Proposal, parties: Parties) -> None:
    for heading, body in fitting.front_matter(proposal.plan):
        add_front_matter(by=by, plan=plan, heading=heading, body=body)
    for term, meaning in fitting.glossary(proposal.plan).items():
        add_glossary_entry(by=by, plan=plan, term=term, meaning=meaning)
    nodes = _tree(by, plan, proposal)
    plain = plain_context(proposal)
    numbered = zip(proposal.actions, fitting.numbers(proposal.actions), strict=True)
    entries = [
        new_action(action, nodes[action.section, action.objectives], parties, plain, number, generated)
        for action, (number, generated) in numbered
    ]
    try:
        add_actions(by=by, plan_id=plan.pk, entries=entries)
    except Invalid as error:
        raise Invalid({"": [f"{said} {_MEND}" for said in error.errors.get("text", [str(error)])]}) from error


_MEND = "Look at the actions that were read, mend the one meant, and import again."


def plain_context(proposal: Proposal) -> Context:
    """What a timescale was read with when the file was interpreted."""
    proposed = proposal.plan
    return Context(proposed.starts_on, proposed.ends_on, cast(Basis, proposed.year_basis or "financial"))


def new_action(
    action: ProposedAction, objective: Objective, parties: Parties, plain: Context, number: str, generated: bool
) -> NewAction:
    """A proposed action as the verb takes it; `plain` is what its timescale was read with."""
    facts = fitting.action_facts(action, number)
    return NewAction(
        objective=objective,
        text=action.text,
        number=number,
        timescale_text=fitting.short(action.timescale.text, TIMESCALE_LENGTH),
        timescale=fitting.beyond_words(action.timescale, plain),
        leads=[parties.lead(lead) for lead in action.leads if lead.text.strip()],
        milestones=[fitting.milestone(text, plain) for text in action.milestones if text.strip()],
        facts=facts | {"number_is_generated": generated},
    )


Nodes = dict[tuple[int | None, tuple[str, ...]], Objective]


def _tree(by: Access, plan: Plan, proposal: Proposal) -> Nodes:
    """The node of every section, and of each distinct objectives text below it, in printed order.

    Where a file is deeper than a plan's tree, what is too deep stands beside its parent.
    """
    titles: dict[int | None, list[tuple[str, ...]]] = defaultdict(list)
    for place, objectives in fitting.objective_titles(proposal):
        titles[place].append(objectives)
    nodes: Nodes = {}
    if any(action.section is None for action in proposal.actions):
        nodes[None, ()] = add_objective(by=by, plan=plan, title=no_section(proposal))
        _objectives(by, plan, nodes, None, titles[None])
    for index, section in enumerate(proposal.sections):
        above = nodes[section.parent, ()] if section.parent is not None else None
        nodes[index, ()] = add_objective(by=by, plan=plan, parent=_room(above), **fitting.section_facts(section))
        _objectives(by, plan, nodes, index, titles[index])
    return nodes


def no_section(proposal: Proposal) -> str:
    """The heading for actions that the file prints below none."""
    return proposal.plan.table_title or NO_SECTION


def _objectives(by: Access, plan: Plan, nodes: Nodes, section: int | None, titles: list[tuple[str, ...]]) -> None:
    above = nodes[section, ()]
    for count, objectives in enumerate(titles):
        whole = "\n".join(objectives)
        title = fitting.short(whole, fitting.TITLE_LENGTH)
        number = f"{above.number}{fitting.letters(count + 1)}" if above.number else ""
        number = "" if len(number) > fitting.NUMBER_LENGTH else number
        nodes[section, objectives] = add_objective(
            by=by,
            plan=plan,
            parent=_room(above),
            title=title,
            number=number,
            number_is_generated=bool(number),
            paragraphs=[whole] if title != whole else [],
        )


def _room(above: Objective | None) -> Objective | None:
    return above.parent if above is not None and above.depth == fitting.DEEPEST else above


def remember_layouts(by: Access, batch: ImportBatch, proposal: Proposal) -> None:
    """Remember how the columns of tables are read that somebody mended: the next file with these heads is read so."""
    mended = {int(each["table"]) for each in batch.corrections if each["op"] == "column"}
    for layout in proposal.layouts:
        headings = _headings(by, batch, layout) if layout.table in mended else []
        if any(headings):
            stored = ColumnLayout.objects.within(by).filter(headings=headings).first()
            row = stored or ColumnLayout(partnership=by.partnership, headings=headings)
            if row.fields != list(layout.fields):
                row.fields = list(layout.fields)
                save(row, f"Mended in {batch.name}")


def _headings(by: Access, batch: ImportBatch, layout: Layout) -> list[str]:
    """A table's heads as layouts are keyed by them. Where none was known, the row that a person called the head."""
    headings: Sequence[str] = layout.headings
    if not any(headings):
        blocks = current_source(by, batch).blocks
        table = next(block for block in blocks if isinstance(block, Table) and block.number == layout.table)
        rows = [row for row, role in zip(table.rows, layout.roles, strict=False) if role == "heading"]
        headings = headings_of(rows) if rows else ()
    return [collapsed(heading) for heading in headings]
