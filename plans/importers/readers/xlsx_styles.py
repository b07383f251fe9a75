"""The looks of an .xlsx that mean something: number form, colour, bold. No Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from openpyxl.styles.numbers import BUILTIN_FORMATS

from .colours import Theme, hex_colour, indexed
from .package import Element, Package, whole

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


T = TypeVar("T")


@dataclass(frozen=True)
class Look:
    form: str = "General"
    fill: str = ""
    bold: bool = False


@dataclass
class Looks:
    """By the style number of a cell; `rules` holds the fill of each differential format."""

    cells: list[Look] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, package: Package, main: str) -> Looks:
        part = package.first(main, "styles")
        if not part:
            return cls()
        root, theme = package.xml(part), Theme(package, main)
        forms = {each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter(f"{S}numFmt")}
        fills = [_fill(each, theme, "fgColor") for each in root.findall(f"{S}fills/{S}fill")]
        bolds = [_is_bold(each) for each in root.findall(f"{S}fonts/{S}font")]
        looks = cls()
        for each in root.findall(f"{S}cellXfs/{S}xf"):
            number = each.get("numFmtId", "0")
            form = forms.get(number) or BUILTIN_FORMATS.get(whole(number), "General")
            looks.cells.append(Look(form, _at(fills, each.get("fillId"), ""), _at(bolds, each.get("fontId"), False)))
        for each in root.findall(f"{S}dxfs/{S}dxf"):
            fill = each.find(f"{S}fill")
            looks.rules.append(_fill(fill, theme, "bgColor", "fgColor") if fill is not None else "")
        return looks

    def of(self, cell: Element) -> Look:
        return _at(self.cells, cell.get("s"), Look())


def _at(items: Sequence[T], index: str | None, default: T) -> T:
    at = whole(index)
    return items[at] if 0 <= at < len(items) else default


def _is_bold(font: Element) -> bool:
    bold = font.find(f"{S}b")
    return bold is not None and bold.get("val", "1") not in ("0", "false")


def _fill(fill: Element, theme: Theme, *where: str) -> str:
    """The colour of a solid fill: its foreground. A rule says it as background and may leave out "solid" (18.8.32)."""
    pattern = fill.find(f"{S}patternFill")
    if pattern is None or (pattern.get("patternType") != "solid" and "bgColor" not in where):
        return ""
    colours = (pattern.find(f"{S}{name}") for name in where)
    return next((found for each in colours if each is not None and (found := _colour(each, theme))), "")


def _colour(colour: Element, theme: Theme) -> str:
    if rgb := colour.get("rgb"):
        return hex_colour(rgb)
    if number := colour.get("theme"):
        return theme.numbered(whole(number, -1), _tint(colour))
    return indexed(whole(colour.get("indexed"), 64))


def _tint(colour: Element) -> float:
    """From -1 to 1; 0 where that is not what is written."""
    try:
        return max(-1.0, min(1.0, float(colour.get("tint", "0"))))
    except ValueError:
        return 0.0
