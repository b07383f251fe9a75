"""What is drawn of a meeting, as plain facts: agenda, minutes, matters from other boards. Pure: no Django.

Pages on the screen and in a PDF are drawn from these and from nothing else. All texts are plain text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Occasion:
    """Which board met, or will, when and where; `starts_at` is in words ("2pm"), "" where nobody said."""

    partnership: str
    board: str
    short_name: str
    held_on: dt.date
    starts_at: str = ""
    place: str = ""


@dataclass(frozen=True)
class PaperLine:
    """A paper as an agenda lists it. `page` is where it begins in the one file, 0 where it is not in it, and `separate`
    the name of its own file then."""

    reference: str
    title: str
    page: int = 0
    separate: str = ""


@dataclass(frozen=True)
class ItemLine:
    """One item of an agenda; `lacks` says which paper is still to come, `text` what was noted."""

    number: int
    title: str
    presenter: str = ""
    is_private: bool = False
    papers: tuple[PaperLine, ...] = ()
    lacks: str = ""
    text: str = ""

    @property
    def own(self) -> PaperLine | None:
        """The paper that is called as the item is: it needs no line of its own."""
        first = self.papers[0] if self.papers else None
        return first if first and first.title == self.title else None

    @property
    def others(self) -> tuple[PaperLine, ...]:
        return self.papers[1:] if self.own else self.papers


@dataclass(frozen=True)
class Agenda:
    """`part` is "" for the whole agenda, "B" for the sheet of the private part's papers."""

    occasion: Occasion
    items: tuple[ItemLine, ...]
    part: str = ""


@dataclass(frozen=True)
class Person:
    """A line of attendance: a seat or an agency as printed, never a person's name."""

    words: str
    note: str = ""


@dataclass(frozen=True)
class DecisionLine:
    """A decision; `action` is the number of the action it is about, `put_to` the board that it is put to."""

    reference: str
    text: str
    action: str = ""
    owner: str = ""
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    put_to: str = ""
    board: str = ""
    decided_on: dt.date | None = None


@dataclass(frozen=True)
class Minutes:
    """What came of a meeting. `agreed_on` None: a draft until the board agrees it."""

    occasion: Occasion
    present: tuple[Person, ...] = ()
    apologies: tuple[Person, ...] = ()
    absent: tuple[Person, ...] = ()
    items: tuple[ItemLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    agreed_on: dt.date | None = None

    @property
    def by_presence(self) -> tuple[tuple[str, tuple[Person, ...]], ...]:
        """(heading, people) in the order of minutes."""
        return (("Present", self.present), ("Apologies", self.apologies), ("Not there", self.absent))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on record yet."""
        noted = any(item.text for item in self.items)
        return not (noted or self.present or self.apologies or self.absent or self.decisions)


@dataclass(frozen=True)
class Matters:
    """What other boards decided and put to this one."""

    occasion: Occasion
    title: str
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True)
class Notice:
    """A page in the place of a paper that cannot be part of the one file: which it is, and what its file is called."""

    occasion: Occasion
    number: int
    item: str
    paper: str
    reference: str
    name: str
    why: str
