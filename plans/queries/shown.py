"""What the pages of an import are drawn from: pieces of a proposal with the printed rows beside them."""

from __future__ import annotations

from dataclasses import dataclass

from plans.importers.proposal import ProposedAction

from .excerpts import ShownRow
from .mends import COLUMNS, PARAGRAPH_ROLES, ROLES, Mend


@dataclass(frozen=True)
class ShownField:
    name: str
    label: str
    lines: tuple[str, ...]
    is_doubtful: bool = False
    note: str = ""


@dataclass(frozen=True)
class Item:
    """A section or an action with everything that is known of it, beside the printed rows it was read from."""

    key: str
    kind: str  # "section" or "action"
    number: str
    number_is_generated: bool
    text: str
    within: str  # title of the section above
    confidence: float
    fields: tuple[ShownField, ...]
    reasons: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    above: ShownRow | None
    mends: tuple[Mend, ...]

    def mend(self, name: str) -> Mend | None:
        return next((mend for mend in self.mends if mend.name == name), None)


@dataclass(frozen=True)
class Doubt:
    """What to look at together: one item, or several actions of one printed row with the same reason to doubt."""

    items: tuple[Item, ...]

    @property
    def first(self) -> Item:
        return self.items[0]

    @property
    def is_group(self) -> bool:
        return len(self.items) > 1


@dataclass(frozen=True)
class ListedAction:
    """An action in the plan's own order: enough to recognise it."""

    key: str
    number: str
    text: str
    leads: str
    timescale: str
    where: str
    is_doubtful: bool


@dataclass(frozen=True)
class ListedSection:
    key: str
    number: str
    title: str
    level: int
    actions: tuple[ListedAction, ...]
    is_doubtful: bool = False


@dataclass(frozen=True)
class ShownColumn:
    """One column of a table: its place from 1, what it was taken for, and some of what stands in it."""

    number: int
    heading: str
    field: str
    is_doubtful: bool
    samples: tuple[str, ...]

    @property
    def label(self) -> str:
        return COLUMNS.get(self.field, self.field)


@dataclass(frozen=True)
class ShownTable:
    """A table of the plan, or several with the same headings and columns: `numbers` are all of them."""

    numbers: tuple[int, ...]
    name: str
    columns: tuple[ShownColumn, ...]

    @property
    def number(self) -> int:
        return self.numbers[0]

    @property
    def words(self) -> str:
        """ "Table 3", or "Tables 1, 2 and 4"."""
        *others, last = map(str, self.numbers)
        return f"Tables {', '.join(others)} and {last}" if others else f"Table {last}"

    @property
    def is_doubtful(self) -> bool:
        return any(column.is_doubtful for column in self.columns)


@dataclass(frozen=True)
class ShownLeftOut:
    """Words of a printed row, or a paragraph, that are left out for one reason. `number` names them in forms."""

    number: int
    texts: tuple[str, ...]
    where: str
    reason: str
    has_words: bool
    is_aside: bool  # no part of the page itself: a header, a comment
    mends: tuple[Mend, ...]
    beside: ProposedAction | None  # read from the same row


@dataclass(frozen=True)
class PrintedRow:
    """A row of a table, or a paragraph (`table` 0), as it stands in the file. `role`: what it was taken for."""

    shown: ShownRow
    table: int = 0
    row: int = 0
    line: int = 0
    role: str = ""

    @property
    def label(self) -> str:
        return (ROLES if self.table else PARAGRAPH_ROLES).get(self.role, "")
