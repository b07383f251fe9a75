"""The careful readings of five real plans (shared data/truth), brought to one form."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
# Parts of a timescale that were divided by hand are in the table too; these are no kinds of a part.
NO_PART = ("multi-part", "")


@dataclass(frozen=True)
class TrueAction:
    """`leads_cell` and `timescale_cell` as printed, "" where the plan has no such column."""

    text: str
    section: str
    leads_cell: str
    timescale_cell: str
    milestones: tuple[str, ...]
    outcomes: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class TruePhrase:
    """A due-date phrase and how it should be read; days as ISO, "" for none."""

    phrase: str
    kind: str
    starts_on: str
    due_on: str


@dataclass(frozen=True)
class Truth:
    """`lead_names` maps a lead cell's words to the names in it."""

    name: str
    content: bytes
    sections: tuple[str, ...]
    actions: tuple[TrueAction, ...]
    lead_names: dict[str, tuple[str, ...]]
    phrases: tuple[TruePhrase, ...]


def truths() -> Iterator[Truth]:
    """Each seed with its truth, in order; nothing where they are not at hand."""
    for path in sorted((SHARED / "data" / "truth").glob("*.json")):
        stored = json.loads(path.read_text(encoding="utf-8"))
        number = path.name[:3]
        yield Truth(
            name=path.stem,
            content=(SHARED / "seeds" / stored["seed"]).read_bytes(),
            sections=tuple(section["title"] for section in stored["sections"]),
            actions=tuple(_action(each) for each in stored["actions"]),
            lead_names=dict(_lead_names(number)),
            phrases=tuple(_phrases(number)),
        )


def _action(stored: dict[str, Any]) -> TrueAction:
    described = "description" in stored  # an item, with actions as bullets below it
    return TrueAction(
        text=stored["description"] if described else stored["action_text"],
        section=stored["section"] or "",
        leads_cell=stored["leads_raw"] or "",
        timescale_cell=stored["timescale_raw"] or "",
        milestones=tuple(stored["milestones"]),
        outcomes=tuple(stored["outcomes"]),
        steps=tuple(stored["actions"]) if described else (),
    )


def _rows(name: str, number: str) -> Iterator[dict[str, str]]:
    with (SHARED / "data" / name).open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row["source"] == number)


def _lead_names(number: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in _rows("leads.csv", number):
        names = (re.sub(r"\s*\[.*?\]\s*", "", part).split(" = ")[-1].strip() for part in row["parts"].split(";"))
        yield row["expression"], tuple(name for name in names if name)


def _phrases(number: str) -> Iterator[TruePhrase]:
    for row in _rows("timescales.csv", number):
        if row["kind"] not in NO_PART:
            yield TruePhrase(row["phrase"], row["kind"], row["start"], row["due"])
