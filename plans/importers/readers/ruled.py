"""Tables drawn with characters: "| a | b |" (Markdown and its cousins) and grids of +---+. No Django."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from .printed import Found, Printed, rewrapped, row_of

_RULE = re.compile(r"\s*[|+]?(?:\s*(?::?[-=_]{2,}:?|:-+:?|-+:)\s*(?:[|+]|$))+\s*")
_BAR = re.compile(r"(?<!\\)\|")


def is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text)) and bool(re.search(r"[|+]", text))


def find(lines: Sequence[Printed], start: int) -> Found | None:
    """The table that starts here: at least two lines with bars. Where +---+ rules divide it, the lines between two of
    them are one row, its cells of several lines; else each line is a row. Rules are no rows."""
    end = start
    while end < len(lines) and (is_rule(lines[end].text) or _is_row(lines[end].text)):
        end += 1
    found = lines[start:end]
    rows = [line for line in found if not is_rule(line.text)]
    if len(rows) < 2 or (len(rows) == len(found) and not _even(rows)):
        return None
    if sum(line.text.lstrip().startswith("+") for line in found) > 2:
        rows = _between_rules(found)
    return Found(tuple(row_of(_cells(line.text), line) for line in rows), end)


def _is_row(text: str) -> bool:
    bars = len(_BAR.findall(text))
    return bars >= 2 or (bars == 1 and not text.strip().startswith("|"))


def _even(rows: Sequence[Printed]) -> bool:
    counts = [len(_BAR.findall(line.text)) for line in rows]
    return counts.count(max(set(counts), key=counts.count)) >= 0.8 * len(counts)


def _cells(text: str) -> list[str]:
    text = text.strip()
    text = text.removeprefix("|")
    text = text if text.endswith("\\|") else text.removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(text)]


def _between_rules(lines: Sequence[Printed]) -> list[Printed]:
    """One line for each row of a grid, its cells whole again."""
    cut = [(line, [] if is_rule(line.text) else _cells(line.text)) for line in lines]
    widths = [max(map(len, column)) for column in zip_longest(*(cells for _, cells in cut), fillvalue="")]
    rows: list[Printed] = []
    for ruled, group in groupby(cut, key=lambda each: not each[1]):
        if not ruled:
            first, *others = group
            columns = zip_longest(*(cells for _, cells in (first, *others)), fillvalue="")
            cells = [
                rewrapped(column, width).replace("|", "\\|") for column, width in zip(columns, widths, strict=False)
            ]
            rows.append(replace(first[0], text=f"|{'|'.join(cells)}|"))
    return rows
