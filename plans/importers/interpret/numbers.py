"""Numbers that a plan prints in the cell of the action itself: "1.1 Map the hot spots"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..source import Line
from .entries import Bit, Entry

_ENOUGH = 0.7  # of the entries; fewer are lists that some cells hold
_NUMBER = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,3})+[a-z]?|[A-Z]{1,2}\d{1,2}(?:\.\d{1,2})?|\d{1,2}(?=[.)]))[.):]?\s+(?P<rest>\S.*)",
    re.S,
)
_MARK = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,3})*|[A-Z]\d{1,2})[.):]?")


def lift_numbers(entries: Sequence[Entry]) -> None:
    """Takes the numbers off the actions' texts where nearly all of them start with one and no column numbers them."""
    if any(bit.text.strip() for entry in entries for bit in entry.bits("number")):
        return
    found = [(entry, None if entry.number else _lifted(entry)) for entry in entries]
    if sum(lifted is not None or bool(entry.number) for entry, lifted in found) < max(2, _ENOUGH * len(entries)):
        return
    for entry, lifted in found:
        if lifted:
            index, number, bit = lifted
            entry.number = number
            entry.cells[index] = [bit, *entry.cells[index][1:]]


def _lifted(entry: Entry) -> tuple[int, str, Bit] | None:
    """The column, the number and the bit without it, of an action that starts with one number and holds no other."""
    for index in entry.positions("action"):
        bits = entry.cells.get(index, [])
        if not bits or not bits[0].lines:
            continue
        first, *others = bits[0].lines
        if any(_MARK.fullmatch(line.bullet) for line in others if line.bullet):
            return None
        if first.bullet and _MARK.fullmatch(first.bullet):
            return index, _bare(first.bullet), _without(bits[0], first.text)
        if not first.bullet and (found := _NUMBER.fullmatch(first.text)):
            return index, found["number"], _without(bits[0], found["rest"])
    return None


def _bare(mark: str) -> str:
    return mark.strip("().: ")


def _without(bit: Bit, text: str) -> Bit:
    first: Line = replace(bit.lines[0], text=text, bullet="")
    return Bit(bit.cell, (first, *bit.lines[1:]))
