"""What in a proposal looks as if it were about a person: every text that a plan would be written from is searched.

Pure, as core/personal.py is; whether somebody has confirmed a hit is the database's to know (plans/queries/people.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from prevent_tracker.core.personal import Hit, find

from .proposal import Proposal, ProposedAction, ProposedPlan, ProposedSection
from .source import Source, Table

# Not written as words of the plan: where a text was read, what was doubted, what names it.
_ASIDE = {"origins", "warnings", "key", "row", "kind", "nature"}


@dataclass(frozen=True)
class Person:
    """A hit in the text of one field. `key` names the section or action; "" is the plan itself. `number`: its own.

    `is_written`: the text would become part of the plan; else it stands in the file alone.
    """

    key: str
    number: str
    field: str
    text: str
    hit: Hit
    is_written: bool = True


LEFT_OUT = "left_out"


def people(proposal: Proposal) -> list[Person]:
    """Every hit in what a proposal would write, in printed order; then those in what it leaves out of the plan."""
    parts: list[tuple[str, str, ProposedPlan | ProposedSection | ProposedAction]] = [("", "", proposal.plan)]
    parts += [(section.key, section.number, section) for section in proposal.sections]
    parts += [(action.key, action.number, action) for action in proposal.actions]
    left_out = [
        Person("", "", LEFT_OUT, each.text, hit, False) for each in proposal.left_out for hit in find(each.text)
    ]
    written = [
        Person(key, number, field.name, text, hit)
        for key, number, part in parts
        for field in fields(part)
        if field.name not in _ASIDE
        for text in texts(getattr(part, field.name))
        for hit in find(text)
    ]
    return written + left_out


def hits_of_source(source: Source) -> list[Hit]:
    """Every hit in a file as it was read, whatever became of the words."""
    cells = [cell.text for block in source.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    lines = [block.line.text for block in (*source.blocks, *source.asides) if not isinstance(block, Table)]
    return [hit for text in (*cells, *lines) for hit in find(text)]


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from texts(name)
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _ASIDE:
                yield from texts(getattr(value, field.name))
