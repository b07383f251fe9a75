"""The demonstration's five plans as records, read straight from their files: no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

from plans.exporters.record import (
    ActionRecord,
    BlockRecord,
    ColumnRecord,
    FrontMatterRecord,
    LeadRecord,
    MilestoneRecord,
    ObjectiveRecord,
    PlanRecord,
    TermRecord,
)
from plans.rules.timescale_reader import Context, YearBasis, read

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "plans"
SLUGS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
Data = dict[str, Any]


@cache
def fixture_plan(slug: str) -> PlanRecord:
    data: Data = yaml.safe_load((FOLDER / f"{slug}.yaml").read_text(encoding="utf-8"))
    period = data["period"]
    latest = any("later than" in column["heading"] for column in data["columns"])
    basis = cast(YearBasis, period["year_basis"])
    context = Context(period["starts_on"], period["ends_on"], basis, latest=latest)
    texts = (
        "title",
        "reference",
        "subtitle",
        "table_title",
        "edition_words",
        "responsible",
        "stage",
        "marking",
        "note",
    )
    facts: Data = {name: data[name] for name in texts}
    facts |= {name: tuple(data[name]) for name in ("council_priorities", "indicators", "levels")}
    return PlanRecord(
        **facts,
        partnership=data["partnership"].title(),
        period_label=period["label"],
        starts_on=period["starts_on"],
        ends_on=period["ends_on"],
        year_basis=period["year_basis"],
        as_at=dt.datetime(2017, 1, 18, 9, 30, tzinfo=dt.UTC),
        columns=tuple(ColumnRecord(column["field"], column["heading"]) for column in data["columns"]),
        front_matter=tuple(
            FrontMatterRecord(part["heading"], tuple(map(_block, part["body"]))) for part in data["front_matter"]
        ),
        objectives=tuple(_objective(node, context) for node in data["objectives"]),
        glossary=tuple(TermRecord(each["term"], each["meaning"]) for each in data["glossary"]),
    )


def _block(part: str | Data) -> BlockRecord:
    return BlockRecord(part) if isinstance(part, str) else BlockRecord(items=tuple(part["list"]))


def _objective(node: Data, context: Context) -> ObjectiveRecord:
    return ObjectiveRecord(
        node["number"],
        node["title"],
        node["number_is_generated"],
        tuple(node["paragraphs"]),
        tuple(node["outcomes"]),
        tuple(node["requirements"]),
        tuple(_action(action, context) for action in node["actions"]),
        tuple(_objective(child, context) for child in node["objectives"]),
    )


def _action(action: Data, context: Context) -> ActionRecord:
    return ActionRecord(
        number=action["number"],
        text=action["text"],
        number_is_generated=action["number_is_generated"],
        row=action["row"],
        steps=tuple(action["steps"]),
        outcomes=tuple(action["outcomes"]),
        leads_text=action["leads_as_printed"],
        leads=tuple(LeadRecord(lead["words"], lead["kind"], lead["is"]) for lead in action["leads"]),
        timescale=read(action["timescale"], context),
        milestones=tuple(MilestoneRecord(each["text"], each["due"]) for each in action["milestones"]),
        progress_text=action["progress"],
        state=action["state"],
    )


def nodes(objectives: tuple[ObjectiveRecord, ...], level: int = 1) -> Iterator[tuple[int, ObjectiveRecord]]:
    """Every objective with its level from 1, in printed order."""
    for objective in objectives:
        yield level, objective
        yield from nodes(objective.children, level + 1)
