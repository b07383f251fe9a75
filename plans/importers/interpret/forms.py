"""Labels and what stands beside them: "Responsible officer: ...", and the small tables that head a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.importers.source import Cell, Place, Table

from .debris import clean

_FIELDS = {
    "responsible": r"(?:plan |document |overall )?(?:responsib\w+(?: of| officer| lead| for)?|owner|lead officer"
    r"|plan lead|accountable(?: officer| lead)?|senior responsible (?:officer|owner)|sro|officer responsible)",
    "council_priorities": r"(?:council|corporate|borough|county|community)(?: plan| strategy)?"
    r" (?:priority|priorities|objectives?|aims?)|links? to (?:the )?(?:council|corporate) (?:plan|priorities)",
    "indicators": r"(?:key |relevant |national |local |performance )*(?:indicators?|measures|targets|kpis?)",
}
_LABEL = re.compile(r"^(?P<label>[A-Z][^:\n]{1,60}?)\s*:\s*(?P<aside>\([^()]*\))?\s*(?P<value>\S.*)?$", re.S)
_SEVERAL = re.compile(r"\s*(?:\n|;|[•·▪●])\s*")


@dataclass(frozen=True)
class Labelled:
    """A label with its values. `field` is the plan's, "" where the label is none that the plan has a field for."""

    field: str
    label: str
    values: tuple[str, ...]
    place: Place
    label_place: Place


def field_of(label: str) -> str:
    """The plan's field that a label names, "" for none."""
    bare = re.sub(r"\([^()]*\)", "", label).strip(" :*").casefold()
    for name, pattern in _FIELDS.items():
        if re.fullmatch(pattern, bare):
            return name
    return ""


def labelled_line(text: str, place: Place) -> Labelled | None:
    """A line such as "Lead officer: Head of Service", where the label is one of the plan's fields; else None."""
    found = _LABEL.match(text)
    if not found or not found["value"] or not field_of(found["label"]):
        return None
    name = field_of(found["label"])
    return Labelled(name, found["label"], _values(found["value"], name), place, place)


def labelled_table(table: Table) -> list[Labelled]:
    """What a table of labels says: each beside its value, or above it. Empty where the table is none of labels."""
    rows = [[cell for cell in row if not cell.is_blank] for row in table.rows]
    rows = [row for row in rows if row]
    found: list[Labelled] = []
    at = 0
    while at < len(rows):
        row, below = rows[at], rows[at + 1] if at + 1 < len(rows) else []
        if all(map(_is_label, row)) and len(below) == len(row) and not any(map(_is_label, below)):
            found += [_pair(label, value) for label, value in zip(row, below, strict=True)]
            at += 2
        elif len(row) % 2 == 0 and all(map(_is_label, row[::2])):
            found += [_pair(label, value) for label, value in zip(row[::2], row[1::2], strict=True)]
            at += 1
        elif len(row) == 1 and (inside := _LABEL.match(clean(row[0].text))) and inside["value"]:
            name = field_of(inside["label"])
            found.append(Labelled(name, inside["label"], _values(inside["value"], name), row[0].place, row[0].place))
            at += 1
        else:
            return []
    return found if any(each.field for each in found) else []


def _is_label(cell: Cell) -> bool:
    text = clean(cell.text).replace("\n", " ")
    found = _LABEL.match(text)
    return bool(field_of(text) or (found and not found["value"]))


def _pair(label: Cell, value: Cell) -> Labelled:
    text = clean(label.text).replace("\n", " ")
    name = field_of(text)
    return Labelled(name, text, _values(clean(value.text), name), value.place, label.place)


def _values(text: str, name: str) -> tuple[str, ...]:
    """One value, or for the fields that hold several each of them."""
    parts = _SEVERAL.split(text) if name in ("council_priorities", "indicators") else [text.replace("\n", " ")]
    return tuple(part.strip() for part in parts if part.strip())
