"""What stands in a file and in no field of the plan, row by row, with the ways to take it in. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from plans.importers.proposal import LeftOut, Proposal, ProposedAction

from .excerpts import where
from .mends import Mend, read_as_plan, take_in_mends
from .shown import ShownLeftOut

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
Row = tuple[int, int]  # the numbers of a table and of its row


def letters(text: str) -> str:
    """The letters and digits of a text; tags that a conversion left behind are none."""
    return "".join(letter for letter in _TAG.sub("", text) if letter.isalnum())


def shown_left_out(proposal: Proposal) -> list[ShownLeftOut]:
    """What is left out of each row for each reason: rare reasons first, mere marks (bullets, full stops, tags) last."""
    rows: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, left in enumerate(proposal.left_out):
        row = (left.place.table, left.place.row) if left.place.row else number
        rows[row, left.reason, bool(letters(left.text))].append(number)
    beside, roles = _actions_of_rows(proposal.actions), _roles(proposal)
    shown = [_shown(proposal.left_out, numbers, beside, roles) for numbers in rows.values()]
    reasons = Counter(row.reason for row in shown)
    return sorted(shown, key=lambda row: (not row.has_words, reasons[row.reason]))


def _shown(
    left_out: Sequence[LeftOut],
    numbers: Sequence[int],
    beside: Mapping[Row, ProposedAction],
    roles: Mapping[int, Sequence[str]],
) -> ShownLeftOut:
    left = left_out[numbers[0]]
    return ShownLeftOut(
        number=numbers[0],
        texts=tuple(left_out[number].text for number in numbers),
        where=where(left.place) if len(numbers) > 1 else left.place.words(),
        reason=left.reason,
        has_words=bool(letters(left.text)),
        is_aside=bool(left.place.part),
        mends=_mends(left, roles),
        beside=beside.get((left.place.table, left.place.row)),
    )


def _mends(left: LeftOut, roles: Mapping[int, Sequence[str]]) -> tuple[Mend, ...]:
    """How left-out words can be taken in; none for a cell whose row is in the plan already."""
    place = left.place
    if place.table and place.table not in roles:
        return (read_as_plan(place.table),)
    role = roles[place.table][place.row - 1 : place.row] if place.table else ()
    return () if set(role) & {"action", "section", "join"} else take_in_mends(place)


def _roles(proposal: Proposal) -> dict[int, Sequence[str]]:
    """What each row of the plan's tables was taken for, by the table's number."""
    return {layout.table: layout.roles for layout in proposal.layouts}


def _actions_of_rows(actions: Sequence[ProposedAction]) -> dict[Row, ProposedAction]:
    """The last action that was read from each row: what is left out of the row may belong to it."""
    return {
        (place.table, place.row): action
        for action in actions
        for origin in action.origins.values()
        for place in origin.places
        if place.row
    }
