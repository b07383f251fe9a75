"""Colours that a sheet draws by rule, where the rule says so in plain words: "is Red", "contains late". No Django.

Conditional formatting, ECMA-376 part 1, 18.3.1.10. Rules that compute anything else are left alone, with a warning.
"""

from __future__ import annotations

import operator
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace

from openpyxl.utils import column_index_from_string, range_boundaries

from .package import Element, whole
from .sheets import Held, Sheet
from .xlsx_styles import S

Test = Callable[[Held], bool]

_ORDER = {
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
}
_SAME = re.compile(r'(\$?)([A-Z]{1,3})\$?\d+\s*=\s*("[^"]*"|-?[\d.]+)')
_HARMLESS = {"containsBlanks", "notContainsBlanks", "containsErrors", "notContainsErrors"}


def colour_by_rules(sheet: Sheet, formats: list[Element], fills: list[str]) -> list[str]:
    """Gives cells the fill of the first rule that holds for them; returns warnings about rules that are not read."""
    rules = [(each, rule) for each in formats for rule in each.iter(f"{S}cfRule")]
    rules.sort(key=lambda pair: whole(pair[1].get("priority")))
    coloured: set[tuple[int, int]] = set()
    unread: set[str] = set()
    for element, rule in rules:
        number = whole(rule.get("dxfId"), -1)
        fill = fills[number] if 0 <= number < len(fills) else ""
        test, other = _test(rule)
        if test is None:
            unread |= {rule.get("type", "")} if fill or number < 0 else set()
        elif fill:
            _colour(sheet, element.get("sqref", ""), test, other, fill, coloured)
    if unread - _HARMLESS:
        return [
            f"Sheet {sheet.name} colours cells by rules that are not read ({', '.join(sorted(unread - _HARMLESS))})."
        ]
    return []


def _colour(
    sheet: Sheet, ranges: str, test: Test, other: tuple[bool, int] | None, fill: str, coloured: set[tuple[int, int]]
) -> None:
    for row, column, start in _inside(sheet, ranges):
        looked_at = column
        if other:
            is_fixed, at = other
            looked_at = at if is_fixed else at + column - start
        if (row, column) not in coloured and test(sheet.rows[row].get(looked_at, Held())):
            sheet.rows[row][column] = replace(sheet.rows[row].get(column, Held()), fill=fill)
            coloured.add((row, column))


def _inside(sheet: Sheet, ranges: str) -> Iterator[tuple[int, int, int]]:
    """(row, column, first column of the range) of each cell within, in rows and columns that hold something."""
    rows = sorted(sheet.rows)
    widest = max((max(cells) for cells in sheet.rows.values()), default=0)
    for each in ranges.split():
        left, top, right, bottom = range_boundaries(each)
        for row in rows[bisect_left(rows, top or 1) : bisect_right(rows, bottom or rows[-1])] if rows else ():
            for column in range(left or 1, min(right or widest, widest) + 1):
                yield row, column, left or 1


def _test(rule: Element) -> tuple[Test | None, tuple[bool, int] | None]:
    """(test, cell it looks at): the latter as (fixed?, column) where that is not the cell itself."""
    kind, sign, text = rule.get("type", ""), rule.get("operator", ""), rule.get("text", "").casefold()
    given = [each.text or "" for each in rule.findall(f"{S}formula")]
    if kind == "expression" and given and (found := _SAME.fullmatch(given[0].strip())):
        return _compared("equal", [found[3]]), (bool(found[1]), column_index_from_string(found[2]))
    if kind == "cellIs":
        return _compared(sign, given), None
    if kind == "containsText" and text:
        return lambda held: text in held.text.casefold(), None
    if kind == "beginsWith" and text:
        return lambda held: held.text.casefold().startswith(text), None
    if kind == "endsWith" and text:
        return lambda held: held.text.casefold().endswith(text), None
    return None, None


def _compared(sign: str, given: list[str]) -> Test | None:
    """Against quoted words or numbers; None against anything that would have to be computed."""
    if sign == "equal" and (words := re.fullmatch(r'"([^"]*)"', given[0].strip())):
        wanted = words[1].casefold()
        return lambda held: held.text.casefold() == wanted
    if not given or not all(re.fullmatch(r"-?\d+(\.\d+)?", each.strip()) for each in given):
        return None
    numbers = [float(each) for each in given]
    if sign == "equal":
        return lambda held: held.value == numbers[0]
    if sign == "between" and len(numbers) == 2:
        return lambda held: isinstance(held.value, float) and numbers[0] <= held.value <= numbers[1]
    compare = _ORDER.get(sign)
    return (lambda held: isinstance(held.value, float) and compare(held.value, numbers[0])) if compare else None
