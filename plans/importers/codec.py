"""Sources and proposals as JSON and back, exactly: `x_from_json(x_to_json(value)) == value`. No Django.

`proposal_to_json` is the object that `manage.py import_plan --dry-run --json` prints (docs/import.md).
A mapping of another shape raises KeyError, TypeError or ValueError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from plans.rules.timescale import Timescale

from .proposal import (
    Json,
    Layout,
    LeftOut,
    Options,
    Origin,
    Proposal,
    ProposedAction,
    ProposedLead,
    ProposedPlan,
    ProposedSection,
)
from .source import Block, Cell, Line, Paragraph, Place, Source, Table

_PLACE = tuple((each.name, each.default) for each in fields(Place))


def place_to_json(place: Place) -> Json:
    """Only what the format has: {"page": 3, "table": 2, "row": 5, "column": 3}."""
    return {name: value for name, default in _PLACE if (value := getattr(place, name)) != default}


def place_from_json(stored: Json) -> Place:
    return Place(**{name: stored[name] for name, _ in _PLACE if name in stored})


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _to_day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


# A source: what a reader's process hands back.


def source_to_json(source: Source) -> Json:
    return {
        "kind": source.kind,
        "blocks": [_block_to_json(block) for block in source.blocks],
        "asides": [_paragraph_to_json(aside) for aside in source.asides],
        "warnings": list(source.warnings),
        "title": source.title,
        "names": dict(source.names),
    }


def source_from_json(stored: Json) -> Source:
    return Source(
        kind=stored["kind"],
        blocks=tuple(_block_from_json(block) for block in stored["blocks"]),
        asides=tuple(_paragraph_from_json(aside) for aside in stored["asides"]),
        warnings=tuple(stored["warnings"]),
        title=stored["title"],
        names=dict(stored["names"]),
    )


def _block_to_json(block: Block) -> Json:
    return _paragraph_to_json(block) if isinstance(block, Paragraph) else _table_to_json(block)


def _block_from_json(stored: Json) -> Block:
    return _table_from_json(stored) if "rows" in stored else _paragraph_from_json(stored)


def _paragraph_to_json(paragraph: Paragraph) -> Json:
    return {
        "line": _line_to_json(paragraph.line),
        "place": place_to_json(paragraph.place),
        "heading": paragraph.heading,
    }


def _paragraph_from_json(stored: Json) -> Paragraph:
    return Paragraph(_line_from_json(stored["line"]), place_from_json(stored["place"]), stored["heading"])


def _line_to_json(line: Line) -> list[Any]:
    return [line.text, line.bullet, line.level, line.bold]


def _line_from_json(stored: Sequence[Any]) -> Line:
    text, bullet, level, bold = stored
    return Line(text, bullet, level, bold)


def _table_to_json(table: Table) -> Json:
    return {
        "number": table.number,
        "rows": [[_cell_to_json(cell) for cell in row] for row in table.rows],
        "header_rows": table.header_rows,
        "name": table.name,
    }


def _table_from_json(stored: Json) -> Table:
    rows = tuple(tuple(_cell_from_json(cell) for cell in row) for row in stored["rows"])
    return Table(stored["number"], rows, stored["header_rows"], stored["name"])


def _cell_to_json(cell: Cell) -> Json:
    stored: Json = {"place": place_to_json(cell.place), "lines": [_line_to_json(line) for line in cell.lines]}
    if cell.fill:
        stored["fill"] = cell.fill
    if isinstance(cell.value, date):
        stored["day"] = cell.value.isoformat()
    elif cell.value is not None:
        stored["number"] = cell.value
    if (cell.columns, cell.rows) != (1, 1):
        stored["span"] = [cell.columns, cell.rows]
    if cell.anchor:
        stored["anchor"] = list(cell.anchor)
    return stored


def _cell_from_json(stored: Json) -> Cell:
    columns, rows = stored.get("span", (1, 1))
    anchor = stored.get("anchor")
    return Cell(
        place=place_from_json(stored["place"]),
        lines=tuple(_line_from_json(line) for line in stored["lines"]),
        fill=stored.get("fill", ""),
        value=date.fromisoformat(stored["day"]) if "day" in stored else stored.get("number"),
        columns=columns,
        rows=rows,
        anchor=(anchor[0], anchor[1]) if anchor else None,
    )


# A proposal: what the preview shows, and what a batch keeps.


def proposal_to_json(proposal: Proposal) -> Json:
    return {
        "plan": _plan_to_json(proposal.plan),
        "sections": [_section_to_json(section) for section in proposal.sections],
        "actions": [_action_to_json(action) for action in proposal.actions],
        "left_out": [
            {"text": each.text, "place": place_to_json(each.place), "reason": each.reason} for each in proposal.left_out
        ],
        "layouts": [
            {each.name: _plain(getattr(layout, each.name)) for each in fields(layout)} for layout in proposal.layouts
        ],
        "warnings": list(proposal.warnings),
        "format": proposal.format,
    }


def proposal_from_json(stored: Json) -> Proposal:
    return Proposal(
        plan=_plan_from_json(stored["plan"]),
        sections=tuple(_section_from_json(section) for section in stored["sections"]),
        actions=tuple(_action_from_json(action) for action in stored["actions"]),
        left_out=tuple(
            LeftOut(each["text"], place_from_json(each["place"]), each["reason"]) for each in stored["left_out"]
        ),
        layouts=tuple(
            Layout(
                layout["table"],
                *(tuple(layout[name]) for name in ("headings", "fields", "confidences", "roles")),
            )
            for layout in stored["layouts"]
        ),
        warnings=tuple(stored["warnings"]),
        format=stored["format"],
    )


# What was said about a file: what the reading process is told.


def options_to_json(options: Options) -> Json:
    layouts = [[list(headings), list(named)] for headings, named in options.layouts.items()]
    return {"year_basis": options.year_basis, "period": options.period, "layouts": layouts}


def options_from_json(stored: Json) -> Options:
    layouts = {tuple(headings): tuple(named) for headings, named in stored["layouts"]}
    return Options(stored["year_basis"], stored["period"], layouts)


def _plain(value: Any) -> Any:
    """Tuples as lists, all the way down."""
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _tuples(stored: Json, names: Sequence[str]) -> Json:
    return {name: tuple(stored[name]) for name in names}


def _origins_to_json(origins: Mapping[str, Origin]) -> Json:
    return {
        name: {
            "source": [place_to_json(place) for place in origin.places],
            "confidence": origin.confidence,
            "note": origin.note,
        }
        for name, origin in origins.items()
    }


def _origins_from_json(stored: Json) -> dict[str, Origin]:
    return {
        name: Origin(tuple(place_from_json(place) for place in each["source"]), each["confidence"], each["note"])
        for name, each in stored.items()
    }


_PLAN_TEXTS = ("title", "reference", "subtitle", "table_title", "edition_words", "responsible", "year_basis")
_PLAN_LISTS = ("levels", "council_priorities", "indicators")


def _plan_to_json(plan: ProposedPlan) -> Json:
    return {
        **{name: getattr(plan, name) for name in _PLAN_TEXTS},
        **{name: list(getattr(plan, name)) for name in _PLAN_LISTS},
        "period": {"label": plan.period_label, "starts_on": _day(plan.starts_on), "ends_on": _day(plan.ends_on)},
        "columns": dict(plan.columns),
        "front_matter": [{"heading": heading, "body": list(body)} for heading, body in plan.front_matter],
        "glossary": [{"term": term, "meaning": meaning} for term, meaning in plan.glossary],
        "fields": _origins_to_json(plan.origins),
    }


def _plan_from_json(stored: Json) -> ProposedPlan:
    return ProposedPlan(
        **{name: stored[name] for name in _PLAN_TEXTS},
        **_tuples(stored, _PLAN_LISTS),
        period_label=stored["period"]["label"],
        starts_on=_to_day(stored["period"]["starts_on"]),
        ends_on=_to_day(stored["period"]["ends_on"]),
        columns=dict(stored["columns"]),
        front_matter=tuple((each["heading"], tuple(each["body"])) for each in stored["front_matter"]),
        glossary=tuple((each["term"], each["meaning"]) for each in stored["glossary"]),
        origins=_origins_from_json(stored["fields"]),
    )


_SECTION_VALUES = ("key", "title", "number", "number_is_generated", "level", "parent")
_SECTION_LISTS = ("paragraphs", "outcomes", "requirements", "warnings")


def _section_to_json(section: ProposedSection) -> Json:
    return {
        **{name: getattr(section, name) for name in _SECTION_VALUES},
        **{name: list(getattr(section, name)) for name in _SECTION_LISTS},
        "fields": _origins_to_json(section.origins),
    }


def _section_from_json(stored: Json) -> ProposedSection:
    return ProposedSection(
        **{name: stored[name] for name in _SECTION_VALUES},
        **_tuples(stored, _SECTION_LISTS),
        origins=_origins_from_json(stored["fields"]),
    )


_ACTION_VALUES = ("key", "text", "section", "number", "number_is_generated", "row", "leads_text", "rag", "notes")
_ACTION_LISTS = ("objectives", "steps", "milestones", "outcomes", "warnings")


def _action_to_json(action: ProposedAction) -> Json:
    return {
        **{name: getattr(action, name) for name in _ACTION_VALUES},
        **{name: list(getattr(action, name)) for name in _ACTION_LISTS},
        "leads": [{"text": lead.text, "kind": lead.kind, "nature": lead.nature} for lead in action.leads],
        "timescale": action.timescale.to_json(),
        "progress": action.progress or None,
        "source": _first_place(action),
        "confidence": action.confidence,
        "fields": _origins_to_json(action.origins),
    }


def _first_place(action: ProposedAction) -> Json:
    """Where the action's own words start, with that place in words; only `fields` is read back."""
    origin = action.origins.get("action") or next(iter(action.origins.values()), Origin())
    place = origin.places[0] if origin.places else Place()
    return place_to_json(place) | {"words": place.words()}


def _action_from_json(stored: Json) -> ProposedAction:
    return ProposedAction(
        **{name: stored[name] for name in _ACTION_VALUES},
        **_tuples(stored, _ACTION_LISTS),
        leads=tuple(ProposedLead(lead["text"], lead["kind"], lead["nature"]) for lead in stored["leads"]),
        timescale=Timescale.from_json(stored["timescale"]),
        progress=stored["progress"] or "",
        origins=_origins_from_json(stored["fields"]),
    )
