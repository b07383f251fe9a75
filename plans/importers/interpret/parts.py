"""A stretch of a table that is read under one head, and what a person has said about the reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..source import Paragraph, Table
from .heads import Head


@dataclass(frozen=True)
class Part:
    """Rows of one table that are read under one head: `first` to `last` (not included), as indices.

    `path`: the headings above it, outermost first. `goes_on`: it continues the part before it, in another table.
    """

    table: Table
    head: Head
    first: int
    last: int
    path: tuple[Paragraph, ...] = ()
    sheet: str = ""
    goes_on: bool = False
    is_flat: bool = False  # its heading is one of the rows' own level
    block: int = 0  # which of the tables that stand side by side in one grid, from 0
    paragraphs: tuple[Paragraph, ...] = ()  # between the last heading and the table


@dataclass(frozen=True)
class Steering:
    """What a person has said about the reading: by table number and column or row index, and by a paragraph's line."""

    columns: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    rows: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    tables: Mapping[int, str] = field(default_factory=dict)
    paragraphs: Mapping[int, str] = field(default_factory=dict)
