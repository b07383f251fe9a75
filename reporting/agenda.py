"""What stands on an agenda, and in what order, before anybody changes it. Pure: no Django.

The order is that of committee services: apologies, declarations and the last minutes first, the business of the day,
then any other business and the next date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Of a board that has set none of its own.
USUAL = (
    "Welcome and apologies for absence",
    "Declarations of interest",
    "Minutes of the last meeting",
    "Any other business",
    "Date of the next meeting",
)
_LAST = ("any other business", "aob", "date of", "date and time of", "next meeting", "dates of", "close")
_MINUTES = ("minutes", "notes of the last", "notes of the previous")


@dataclass(frozen=True)
class Line:
    """An item to be; `kind` is a value of AgendaItem.Kind, `pack` the place of its pack among those given."""

    kind: str
    title: str
    pack: int | None = None


def lines(standing: Sequence[str], packs: Sequence[str], others: Sequence[str]) -> list[Line]:
    """The items of a meeting. `standing`: the board's own, in order ("" for the usual ones); `packs`: titles of the
    packs for it; `others`: short names of boards that put decisions to this one.

    What other boards decided comes before the packs, since these answer it; what closes a meeting stays last.
    """
    given = [title for title in (standing or USUAL) if title.strip()]
    opening = [title for title in given if not closes(title)]
    matters = [Line("matters", f"Matters from {_listed(others)}")] if others else []
    return [
        *(Line(_kind(title), title) for title in opening),
        *matters,
        *(Line("pack", title, place) for place, title in enumerate(packs)),
        *(Line("standing", title) for title in given if closes(title)),
    ]


def closes(title: str) -> bool:
    """Whether an item stays at the end: any other business, the next date."""
    return title.strip().lower().startswith(_LAST)


def _kind(title: str) -> str:
    return "minutes" if title.strip().lower().startswith(_MINUTES) else "standing"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
