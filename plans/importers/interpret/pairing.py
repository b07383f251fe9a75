"""Cells that number their parts: "1.1 Review ... / 1.2 Publish ..." beside "1.1 May / 1.2 July".

Position is not pairing, but numbers and letters that a row prints twice are: only by those is a cell divided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..source import Line
from .entries import Bit, Entry
from .joins import starts_small

_DOTTED = re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,3})+[a-z]?|[A-Z]{1,2}\d{1,2})[.):]?\s*(?:[-–—:]\s+)?(?=\S)")
_COUNTED = re.compile(r"\(?(?P<label>\d{1,2}|[a-z]|[ivx]{1,4})(?:[.)]|:(?=\s))\s*(?=\S)")
_AGAIN = re.compile(r"(?<=[.;,])\s+(?=\d{1,2}(?:\.\d{1,3})+[a-z]?[.):]?\s+[A-Z])")
_KEPT = frozenset({"number", "subject", "objective", "action"})
NOTE = "Divided by the numbers or letters that the row prints."
Labelled = dict[str, list[Bit]]


def divided(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, those whose cell of actions numbers several of them divided, other cells by the same numbers."""
    return [part for entry in entries for part in _parts(entry)]


def _parts(entry: Entry) -> list[Entry]:
    positions = [index for index in entry.positions("action") if entry.cells.get(index)]
    found = _labelled(entry.cells[positions[0]], goes_on=True) if len(positions) == 1 else {}
    if len(found) < 2 or entry.number:
        return [entry]
    cells = {
        index: parts
        for index, bits in entry.cells.items()
        if index not in positions
        and entry.columns[index].field not in _KEPT
        and (parts := _labelled(bits))
        and (set(parts) <= set(found) if _is_printed(found) else set(parts) == set(found))
    }
    if not cells and not _is_printed(found):
        return [entry]
    made = []
    for at, (label, bits) in enumerate(found.items(), 1):
        own = {
            index: ([*cells[index].get(label, [])] if index in cells else given) for index, given in entry.cells.items()
        }
        own[positions[0]] = bits
        number = label if _is_printed(found) and not entry.bits("number") else ""
        made.append(
            replace(entry, cells=own, number=number, part=at, paired=frozenset(cells), notes=[*entry.notes, NOTE])
        )
    return made


def _is_printed(labels: Labelled) -> bool:
    """Whether the labels are the plan's own numbers ("1.1", "A2") and not those that any list counts by."""
    return all(len(label) > 1 and any(each.isdigit() for each in label) and not label.isdigit() for label in labels)


def _labelled(bits: Sequence[Bit], goes_on: bool = False) -> Labelled:
    """The words of a cell by their numbers or letters; {} unless every part has one of its own.

    `goes_on`: a line without one goes on with the part above, whatever it starts with."""
    parts: Labelled = {}
    label = ""
    for bit in bits:
        for line in (piece for each in bit.lines for piece in _pieces(each)):
            if not line.text.strip():
                continue
            name, rest = _label(line)
            if name:
                if name in parts:
                    return {}
                label = name
            elif not label or line.bullet or not (goes_on or starts_small(line.text)):
                return {}
            shown = replace(line, text=rest, bullet="") if name else line
            parts.setdefault(label, []).append(Bit(bit.cell, (shown,)))
    return parts if len({_kind(name) for name in parts}) == 1 else {}


def _pieces(line: Line) -> list[Line]:
    """The line, cut where a second number follows a sentence's end."""
    return [replace(line, text=text) for text in _AGAIN.split(line.text)]


def _label(line: Line) -> tuple[str, str]:
    """The number or letter that a line starts with, and its words without it; ("", words) for none."""
    if line.bullet:
        found = _COUNTED.match(f"{line.bullet} x") or _DOTTED.match(f"{line.bullet} x")
        return (found["label"], line.text) if found else ("", line.text)
    found = _DOTTED.match(line.text) or _COUNTED.match(line.text)
    return (found["label"], line.text[found.end() :]) if found else ("", line.text)


def _kind(label: str) -> str:
    return "dotted" if "." in label else "digits" if label.isdigit() else "letters"
