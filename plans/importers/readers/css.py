"""As much of CSS as a pasted table needs: which declarations hold for an element. No Django.

Selectors are read where they are a tag, a class or both ("td", ".xl65", "td.xl65"): all that Word, Excel and
LibreOffice write. Others are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

Style = dict[str, str]

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}@;]{1,500})\{([^{}]*)\}")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
# CSS Color Module level 4, section 6.1: those that people pick for a rating, and their shades.
_NAMED = {
    "red": "FF0000", "crimson": "DC143C", "darkred": "8B0000", "firebrick": "B22222", "tomato": "FF6347",
    "orangered": "FF4500", "orange": "FFA500", "darkorange": "FF8C00", "gold": "FFD700", "yellow": "FFFF00",
    "green": "008000", "lime": "00FF00", "limegreen": "32CD32", "lightgreen": "90EE90", "darkgreen": "006400",
    "forestgreen": "228B22", "seagreen": "2E8B57", "olive": "808000", "blue": "0000FF", "navy": "000080",
    "lightblue": "ADD8E6", "skyblue": "87CEEB", "royalblue": "4169E1", "teal": "008080", "aqua": "00FFFF",
    "cyan": "00FFFF", "purple": "800080", "fuchsia": "FF00FF", "maroon": "800000", "pink": "FFC0CB",
    "grey": "808080", "gray": "808080", "silver": "C0C0C0", "lightgrey": "D3D3D3", "lightgray": "D3D3D3",
    "black": "000000",
}  # fmt: skip


def declarations(text: str) -> Style:
    """The declarations of a style attribute, names in lower case: "Color: Red" as {"color": "Red"}."""
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {name.strip().lower(): value.strip() for name, value in pairs}


class Styles:
    """The rules of a page's style elements, and what they come to for one element."""

    def __init__(self, sheets: str) -> None:
        self._rules: dict[tuple[str, str], Style] = {}
        self._known: dict[tuple[str, str, str], Style] = {}  # thousands of cells are dressed alike
        for found in _RULE.finditer(_COMMENT.sub("", sheets)):
            for selector in found[1].split(","):
                if (named := _SELECTOR.fullmatch(selector.strip())) and named[0]:
                    key = ((named[1] or "").lower(), named[2] or "")
                    self._rules.setdefault(key, {}).update(declarations(found[2]))

    def of(self, element: HtmlElement) -> Style:
        """Weakest first: tag, class, tag with class, the element's own attribute."""
        said = (str(element.tag).lower(), element.get("class") or "", element.get("style") or "")
        if said not in self._known:
            self._known[said] = self._of(*said)
        return self._known[said]

    def _of(self, tag: str, names: str, own: str) -> Style:
        classes = names.split()
        keys = [(tag, ""), *(("", name) for name in classes), *((tag, name) for name in classes)]
        style: Style = {}
        for key in keys:
            style |= self._rules.get(key, {})
        return style | declarations(own)


def is_hidden(style: Mapping[str, str], element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or style.get("display", "").lower().startswith("none")
        or style.get("visibility", "").lower() in ("hidden", "collapse")
        or style.get("mso-hide", "").lower() == "all"
    )


def is_bold(style: Mapping[str, str]) -> bool | None:
    """None where the style does not say."""
    weight = style.get("font-weight", "").lower()
    return weight in ("bold", "bolder", "600", "700", "800", "900") if weight else None


def fill(style: Mapping[str, str], bgcolor: str = "") -> str:
    """The background as "#RRGGBB"; "" for none, for white and for what is not known."""
    for value in (style.get("background-color", ""), style.get("background", ""), bgcolor):
        if value and (colour := _colour(value.lower())):
            return "" if colour == "#FFFFFF" else colour
    return ""


def _colour(value: str) -> str:
    if found := _HEX.search(value):
        digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
        return f"#{digits.upper()}"
    if found := _RGB.search(value):
        return "#" + "".join(f"{min(int(part), 255):02X}" for part in found.groups())
    named = next((_NAMED[word] for word in re.findall("[a-z]+", value) if word in _NAMED), "")
    return f"#{named}" if named else ""
