"""The tracker's own Word, Excel and CSV exports, read by the headings they were written under rather than by guessing.

What an export prints besides the plan (ratings, states, reports, the section "About this copy") is left out: the plan
is taken back, not what was said of it. Rows that people have added since are read like the others. No Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from plans.exporters import wording
from plans.exporters.layout import LEVELS
from plans.exporters.lead_notes import LEADS_AS
from plans.exporters.sheet import INFORMATION, SECTION_TEXT
from plans.rules.timescale_reader import Context, YearBasis

from .own_facts import read_about
from .own_rows import Heading, Rows
from .proposal import LeftOut, Proposal, ProposedAction, ProposedLead
from .source import Paragraph, Source, Table

_COLUMN = re.compile(r"“([^”]*)” (\w+)(, added)?")
_DECIDED = re.compile(rf"{LEADS_AS} (.+?): (.*)\.", re.S)
_NAME = re.compile(r"“([^”]*)” (\w+) (\w+)")
_USUAL = {"partners": "leads", "resources": "notes"}  # as the plan's model names what a layout tells apart
_NEVER_OWN = {("subject", "Section"), ("rag", "RAG")}  # what a CSV cannot say is added
_INFORMATION = {*INFORMATION, "rag"} - {"row", "note"}
_OWN_LISTS = "Hidden in sheet About"  # what the sheet's cells choose from
_KNOWN = "The tracker's own knowledge of the action: the plan itself does not print it."


def own_document(source: Source, proposal: Proposal, context: Context) -> Proposal | None:
    """The plan that an export holds; None for any other file. `proposal` is how a stranger would read it."""
    headings = _headings(source, proposal)
    if not {"number", "action"} <= {heading.field for heading in headings}:
        return None
    plan = read_about(source) or proposal.plan
    if plan.starts_on:
        basis = cast(YearBasis, plan.year_basis)
        context = replace(context, plan_start=plan.starts_on, plan_end=plan.ends_on, year_basis=basis)
    rows = Rows(headings, context, dict(plan.glossary), _kind(headings, proposal))
    rows.read(source)
    if not rows.actions:
        return None
    columns = {heading.field: heading.text for heading in headings if not heading.is_added}
    if source.kind == "csv" and all(action.number_is_generated for action in rows.actions):
        columns.pop("number", None)
    levels = tuple(_levels(source, headings))
    return replace(
        proposal,
        plan=replace(plan, columns=columns, levels=levels),
        sections=rows.sections(),
        actions=tuple(_with_leads(rows.actions, _texts(source))),
        left_out=tuple(_left_out(source, headings)),
        warnings=tuple(each for each in source.warnings if not each.startswith(_OWN_LISTS)),
    )


def _levels(source: Source, headings: Sequence[Heading]) -> Sequence[str]:
    """What the plan's levels are called; in a CSV as its columns are."""
    if source.kind == "csv":
        return [heading.text for heading in headings if heading.field in (*LEVELS, "action")]
    said = next((text for text in _texts(source) if text.startswith(wording.LEVELS_AS)), "")
    return re.findall(r"“([^”]*)”", said)


def _with_leads(actions: Sequence[ProposedAction], texts: Sequence[str]) -> Iterator[ProposedAction]:
    """The actions with their leads as people had decided, where the export says so and the cell is as it was."""
    decided = {found[1]: _NAME.findall(found[2]) for text in texts if (found := _DECIDED.fullmatch(text))}
    for action in actions:
        names = decided.get(action.number)
        if names is not None and (not names or any(words in action.leads_text for words, _, _ in names)):
            action = replace(action, leads=tuple(ProposedLead(*name) for name in names))
        yield action


def _left_out(source: Source, headings: Sequence[Heading]) -> Iterator[LeftOut]:
    texts = [heading.text for heading in headings]
    for table in source.blocks:
        if isinstance(table, Table) and [cell.text for cell in table.rows[0]] == texts:
            for row in table.rows[1:]:
                for heading, cell in zip(headings, row, strict=True):
                    if heading.field in _INFORMATION and not cell.is_blank:
                        yield LeftOut(cell.text, cell.place, _KNOWN)


def _kind(headings: Sequence[Heading], proposal: Proposal) -> str:
    """Whether a stranger would take the names in the column of leads for partners."""
    leads = {heading.text for heading in headings if heading.field == "leads"}
    read = {pair for layout in proposal.layouts for pair in zip(layout.headings, layout.fields, strict=True)}
    return "partner" if any((text, "partners") in read for text in leads) else "lead"


def _headings(source: Source, proposal: Proposal) -> tuple[Heading, ...]:
    """The columns of an export's table, () for any other file."""
    texts = _texts(source)
    said = next((text for text in texts if text.startswith(wording.READ_AS)), "")
    if wording.MADE in texts and said:
        return tuple(Heading(text, name, bool(added)) for text, name, added in _COLUMN.findall(said))
    tables = [block for block in source.blocks if isinstance(block, Table)]
    return _of_csv(tables[0], proposal) if source.kind == "csv" and len(tables) == 1 else ()


def _texts(source: Source) -> list[str]:
    """What stands outside the plan's table: the paragraphs of a document, the sheet "About" of a workbook."""
    texts = [block.line.text for block in source.blocks if isinstance(block, Paragraph)]
    for table in source.blocks:
        if isinstance(table, Table) and table.name == "About":
            texts += [line.text for row in table.rows for cell in row for line in cell.lines]
    return texts


def _of_csv(table: Table, proposal: Proposal) -> tuple[Heading, ...]:
    """A CSV is nothing but its table: known by the headings of what the tracker adds; the others by their meaning."""
    texts = [cell.text for cell in table.rows[0]]
    added = {heading: name for name, heading in INFORMATION.items() if name != "row"}
    layout = next((each for each in proposal.layouts if each.table == table.number), None)
    if layout is None or len(added.keys() & set(texts)) < len(added) - 1:
        return ()
    known = {**added, INFORMATION["row"]: "row", SECTION_TEXT: "section_text"}
    found = []
    for text, name in zip(texts, layout.fields, strict=True):
        name = known.get(text, _USUAL.get(name, name))
        found.append(Heading(text, name, text in known or (name, text) in _NEVER_OWN))
    return tuple(found)
