"""The marks that a browser, or Word, puts before the items of a list. No Django."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from .css import Style, declarations
from .numbering import numeral

_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}


def list_mark(item: HtmlElement, style: Style) -> str:
    """ "•" in a bulleted list, "3." or "c." in a numbered one, "" where the list shows no marks."""
    parent = item.getparent()
    if parent is None:
        return "•"
    kind = style.get("list-style-type", declarations(parent.get("style") or "").get("list-style-type", "")).lower()
    if kind == "none":
        return ""
    if parent.tag != "ol":
        return "•"
    form = _FORMS.get(kind or parent.get("type") or "1", "decimal")
    return f"{numeral(_count(item, parent), form)}."


def _count(item: HtmlElement, parent: HtmlElement) -> int:
    """The number of an item: the list's start, or the last value given, and the items since."""
    number = _integer(parent.get("start"), 1) - 1
    for each in parent.iterchildren("li"):
        number = _integer(each.get("value"), number + 1)
        if each is item:
            break
    return number


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else default


def mso_level(style: Style) -> int:
    """Word writes "mso-list: l0 level2 lfo1": a depth from 0."""
    found = re.search(r"level(\d)", style.get("mso-list", ""))
    return int(found[1]) - 1 if found else 0
