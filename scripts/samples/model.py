"""A plan before it is printed: what a right reading of any of its documents gives back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent / "plans"


@dataclass(frozen=True)
class Row:
    """A printed row: one action, or several that share the row's other cells. `due` is what the timescale's words mean:
    the last day of the interval, None where they name none."""

    actions: tuple[str, ...]
    number: str = ""
    objectives: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    starts: str = ""
    timescale: str = ""
    due: date | None = None
    milestones: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    progress: str = ""
    later: str = ""  # what the next quarter's column says
    rag: str = ""  # red, amber, green, complete
    notes: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    number: str = ""
    rows: tuple[Row, ...] = ()
    sections: tuple[Section, ...] = ()
    requirements: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()

    def walk(self, level: int = 1) -> Iterator[tuple[int, Section]]:
        """This section and those below it, parents first, each with its level from 1."""
        yield level, self
        for child in self.sections:
            yield from child.walk(level + 1)


@dataclass(frozen=True)
class SamplePlan:
    title: str
    label: str
    starts_on: date
    ends_on: date
    year_basis: str
    sections: tuple[Section, ...]
    front: tuple[tuple[str, tuple[str, ...]], ...] = ()
    glossary: tuple[tuple[str, str], ...] = ()

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Every section in printed order, with its level from 1."""
        for section in self.sections:
            yield from section.walk()


def _row(stored: dict[str, Any]) -> Row:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    return Row(**fields)


def _section(stored: dict[str, Any]) -> Section:
    rest = {
        name: value for name, value in stored.items() if name not in ("rows", "sections", "requirements", "outcomes")
    }
    return Section(
        **rest,
        rows=tuple(_row(each) for each in stored.get("rows", ())),
        sections=tuple(_section(each) for each in stored.get("sections", ())),
        requirements=tuple(stored.get("requirements", ())),
        outcomes=tuple(stored.get("outcomes", ())),
    )


def load(name: str) -> SamplePlan:
    """The plan of `plans/<name>.yaml`. Raises FileNotFoundError, KeyError, or TypeError for a field unknown here."""
    stored = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return SamplePlan(
        title=stored["title"],
        sections=tuple(_section(each) for each in stored["sections"]),
        front=tuple((part["heading"], tuple(part["body"])) for part in stored.get("front", ())),
        glossary=tuple(stored.get("glossary", {}).items()),
        **stored["period"],
    )
