"""When what was read is no plan that could be kept: one kind sentence, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from plans.importers.proposal import Proposal
from plans.importers.source import Paragraph, Source, Table

from .reading import NO_ACTIONS

_PERIOD = re.compile(r"\b(20\d\d)(?:\s*[/–—-]\s*(?:20)?\d\d)?\b")
_PLAN = re.compile(r"\bplan\b", re.IGNORECASE)
_LONGEST = 15  # words of a title
_GUESSED = 0.55  # how sure a column is at most that is known by its content alone
_SENTENCE = 4  # words; what is shorter is a name or a number
_ROWS = 6  # of a sheet, in which its title may stand


def refusal(proposal: Proposal, source: Source | None = None) -> str | None:
    """Why this proposal must not become a plan as it is; None where it may. `source` is what it was read from, where
    that is at hand: two plans in one file show in its titles."""
    if not proposal.actions or _is_guesswork(proposal):
        return NO_ACTIONS + " Bring the file that holds the plan's own table."
    return _two_plans(proposal, source) if source else None


def _is_guesswork(proposal: Proposal) -> bool:
    """Whether no heading names the actions, nobody said where they are, and what stands there promises nothing: the
    numbers of a budget, the names of a contact list."""
    columns = [
        sure
        for layout in proposal.layouts
        for field, sure in zip(layout.fields, layout.confidences, strict=True)
        if field == "action"
    ]
    sentences = sum(len(action.text.split()) >= _SENTENCE for action in proposal.actions)
    return bool(columns) and max(columns) <= _GUESSED and 2 * sentences < len(proposal.actions)


@dataclass(frozen=True)
class _Titled:
    """A table of the plan below a title that says "plan": where, which year, its other words, its first number."""

    where: str
    title: str
    first: str

    @property
    def year(self) -> str:
        found = _PERIOD.search(self.title)
        return found[1] if found else ""

    @property
    def name(self) -> frozenset[str]:
        """The words that tell one plan's name from another's: no years, numbers or stages."""
        return frozenset(re.findall(r"[a-z]+", self.title.casefold())) - {"draft", "final", "continued", "the", "of"}


def _two_plans(proposal: Proposal, source: Source) -> str | None:
    titled = list(_titled(proposal, source))
    for one, other in pairwise(titled):
        years = one.year and other.year
        if years and (one.year != other.year or (one.name != other.name and one.first == other.first != "")):
            return (
                f"Two plans are in this file: “{one.title}” ({one.where}) and “{other.title}” ({other.where})."
                " Save each as a file of its own, and import one at a time."
            )
    return None


def _titled(proposal: Proposal, source: Source) -> Iterator[_Titled]:
    """Tables that hold actions, each with the nearest title above it; a title counts for the first table below it."""
    read = {layout.table: layout.fields for layout in proposal.layouts if "action" in layout.fields}
    title = ""
    for block in source.blocks:
        if isinstance(block, Paragraph):
            title = block.line.text if _is_title(block.line.text) else title
        elif block.number in read:
            title = title or _sheets_title(block)
            if title:
                cell = block.rows[0][0] if block.rows and block.rows[0] else None
                where = f"sheet {block.name}" if source.kind in ("xlsx", "ods") else cell.place.words() if cell else ""
                yield _Titled(where, " ".join(title.split()), _first_number(block, read[block.number]))
            title = ""


def _is_title(text: str) -> bool:
    return bool(_PLAN.search(text)) and len(text.split()) <= _LONGEST and not text.rstrip().endswith((".", ";", ","))


def _sheets_title(table: Table) -> str:
    """The title that a sheet prints above its heads, or its own name."""
    for row in table.rows[:_ROWS]:
        said = [cell.text for cell in row if not cell.is_blank]
        if len(said) == 1 and _is_title(said[0]):
            return said[0]
    return table.name if _is_title(table.name) else ""


def _first_number(table: Table, fields: tuple[str, ...]) -> str:
    """The first number that a table prints in its column of numbers."""
    if "number" not in fields:
        return ""
    column = fields.index("number")
    said = (row[column].text.strip() for row in table.rows if len(row) > column)
    return next((text for text in said if re.match(r"\d", text)), "")
