"""Colours of Office files as "#RRGGBB": of a theme, tinted, indexed, named. "" is none or white. No Django."""

from __future__ import annotations

import colorsys
import re

from openpyxl.styles.colors import COLOR_INDEX

from .package import Package

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Spreadsheets number the theme's colours with light and dark swapped (18.8.3, as Excel does it).
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_WORD_NAMES = {
    "background1": "lt1",
    "text1": "dk1",
    "background2": "lt2",
    "text2": "dk2",
    "light1": "lt1",
    "dark1": "dk1",
    "light2": "lt2",
    "dark2": "dk2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
HIGHLIGHTS = {
    "red": "#FF0000",
    "yellow": "#FFFF00",
    "green": "#00FF00",
    "darkRed": "#800000",
    "darkYellow": "#808000",
    "darkGreen": "#008000",
    "blue": "#0000FF",
    "darkBlue": "#000080",
    "cyan": "#00FFFF",
    "darkCyan": "#008080",
    "magenta": "#FF00FF",
    "darkMagenta": "#800080",
    "lightGray": "#C0C0C0",
    "darkGray": "#808080",
    "black": "#000000",
}


def hex_colour(text: str) -> str:
    """ "#00B050" of "00B050", "FF00B050" (with opacity) or "#00b050"; "" of anything else, and of white."""
    digits = text.strip().lstrip("#").upper()
    if re.fullmatch(r"[0-9A-F]{8}", digits):
        digits = "" if digits == "00000000" else digits[2:]  # all zeros: no colour, where a program must write one
    return f"#{digits}" if re.fullmatch(r"[0-9A-F]{6}", digits) and digits != "FFFFFF" else ""


class Theme:
    """The twelve colours of a file's theme; without one nothing resolves."""

    def __init__(self, package: Package, main: str) -> None:
        self.colours: dict[str, str] = {}
        part = package.first(main, "theme")
        scheme = package.xml(part).find(f".//{A}clrScheme") if part else None
        for each in scheme if scheme is not None else ():
            for colour in each:
                self.colours[str(each.tag).removeprefix(A)] = str(colour.get("lastClr") or colour.get("val") or "")

    def named(self, name: str) -> str:
        """Of a Word document: "accent2", "background1"."""
        return hex_colour(self.colours.get(_WORD_NAMES.get(name, name), ""))

    def numbered(self, index: int, tint: float = 0.0) -> str:
        """Of a spreadsheet; `tint` from -1 (black) to 1 (white) (18.3.1.15)."""
        name = _THEME_ORDER[index] if 0 <= index < len(_THEME_ORDER) else ""
        return tinted(self.colours.get(name, ""), tint)


def tinted(colour: str, tint: float) -> str:
    """The colour with its lightness moved towards black (tint below 0) or white (above)."""
    full = re.fullmatch(r"#?(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})", colour)
    if not full:
        return ""
    red, green, blue = (int(full[1][at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return hex_colour("".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, strength)))


def indexed(index: int) -> str:
    """Of the old palette of 64 (18.8.27)."""
    return hex_colour(str(COLOR_INDEX[index])) if 0 <= index < 64 else ""
