"""The words of a .docx paragraph as Word shows them. No Django.

Runs, tabs and breaks, symbols, results of fields, controls, drawings: ECMA-376 part 1, 17.3 and 17.16.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..source import Line
from .colours import HIGHLIGHTS, A, hex_colour
from .docx_styles import Styles
from .lines import printed, split_mark
from .numbering import SYMBOLS, Numbering
from .package import Element, whole
from .words_xml import child, content, flag, value, w

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_VML = "{urn:schemas-microsoft-com:vml}"
_INSIDE = {w(name) for name in ("hyperlink", "fldSimple", "rubyBase")}


@dataclass(frozen=True)
class Run:
    """`ink` is the colour that stands behind the words or, for a mark such as ■, the mark's own."""

    text: str
    bold: bool = False
    ink: str = ""


@dataclass
class Said:
    """What one paragraph says, and what hangs on it."""

    runs: list[Run] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)  # colours of drawn shapes


@dataclass
class Reader:
    """Reads paragraphs in document order: fields may run over several, and lists count."""

    styles: Styles
    numbering: Numbering
    fields: list[str] = field(default_factory=list)  # of each open field: "code" or "result"
    controls: list[Element] = field(default_factory=list)

    def say(self, paragraphs: Iterable[Element]) -> Said:
        """One paragraph; several where tracked changes have taken away the marks between them."""
        said = Said()
        for each in paragraphs:
            self._walk(each, each, said)
        return said

    def lines(self, paragraphs: list[Element], said: Said) -> list[Line]:
        """The lines of a paragraph: a break makes a new one. Its list's mark stands on the first."""
        mark, level = self._mark(paragraphs[-1])
        lines: list[Line] = []
        for runs in _broken(said.runs):
            text = printed("".join(run.text for run in runs)).strip()
            bold = bool(text) and all(run.bold for run in runs if run.text.strip())
            if not text:
                continue
            if mark and not lines:
                lines.append(Line(text, mark, level, bold))
            else:
                typed, words = split_mark(text)
                lines.append(Line(words, typed, 0, bold))
        return lines or ([Line("", mark, level)] if mark else [])

    def _mark(self, paragraph: Element) -> tuple[str, int]:
        list_id, level, style = self.styles.list_of(paragraph)
        if not list_id:
            return "", 0
        if level is None:
            level = self.numbering.level_of_style(list_id, style)
        return self.numbering.next(list_id, level), level

    def _walk(self, element: Element, paragraph: Element, said: Said) -> None:
        for each in content(element):
            if each.tag == w("r"):
                self._run(each, paragraph, said)
            elif each.tag in _INSIDE:
                self._walk(each, paragraph, said)
            elif each.tag == w("sdt"):
                said.prompts.append("".join(text.text or "" for text in each.iter(w("t"))))
            elif str(each.tag).startswith(_MATH):
                said.runs.append(Run("".join(text.text or "" for text in each.iter(f"{_MATH}t"))))

    def _run(self, run: Element, paragraph: Element, said: Said) -> None:
        text = "".join(self._piece(each, paragraph, said) for each in content(run))
        if not text:
            return
        if self.styles.switch("vanish", run, paragraph):
            said.hidden.append(text)
        else:
            said.runs.append(Run(text, self.styles.switch("b", run, paragraph), _ink(run, text)))

    def _piece(self, element: Element, paragraph: Element, said: Said) -> str:
        """The characters of one child of a run, "" for what is no text or belongs to a field's instruction."""
        name = str(element.tag)
        if name == w("fldChar"):
            return self._field(element)
        if name in (w("drawing"), w("pict"), w("object")):
            said.boxes.extend(_boxes(element))
            said.shapes.extend(_shape_colours(element))
        if name == w("ruby"):
            self._walk(element, paragraph, said)
        if "code" in self.fields:
            return ""
        if name == w("t"):
            return element.text or ""
        if name == w("sym"):
            return _symbol(element.get(w("char"), ""))
        return {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}.get(name, "")

    def _field(self, element: Element) -> str:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            shown = "" if "code" in self.fields else _form_field(element)
            self.fields.append("code")
            return shown
        if kind == "separate" and self.fields:
            self.fields[-1] = "result"
        elif kind == "end" and self.fields:
            self.fields.pop()
        return ""


def _symbol(code: str) -> str:
    """A character of a symbol font by its four hexadecimal digits, as near as plain text has one."""
    character = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
    return SYMBOLS.get(character, character)


def _form_field(begin: Element) -> str:
    """What a form field of the old kind shows by itself: a box, or the chosen entry of a list."""
    box = child(begin, "ffData", "checkBox")
    if box is not None:
        checked = flag(box, "checked")
        return "☒" if (flag(box, "default") if checked is None else checked) else "☐"
    choices = child(begin, "ffData", "ddList")
    if choices is None:
        return ""
    entries = [each.get(w("val"), "") for each in choices.findall(w("listEntry"))]
    chosen = whole(value(choices, "result") or value(choices, "default"))
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _broken(runs: list[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        line.append(Run(first, run.bold, run.ink))
        for text in rest:
            yield line
            line = [Run(text, run.bold, run.ink)]
    yield line


def _boxes(drawing: Element) -> Iterator[Element]:
    """Text boxes in it, each once (a drawing may hold a second copy for older programs)."""
    for each in content(drawing):
        if each.tag == w("txbxContent"):
            yield each
        else:
            yield from _boxes(each)


def _shape_colours(drawing: Element) -> Iterator[str]:
    for each in content(drawing):
        if each.tag == f"{_WPS}spPr":
            colour = each.find(f"{A}solidFill/{A}srgbClr")
            if colour is not None:
                yield hex_colour(colour.get("val", ""))
        elif str(each.tag).startswith(_VML) and each.get("fillcolor"):
            yield hex_colour(each.get("fillcolor", "").split(" ")[0])
        else:
            yield from _shape_colours(each)


def _ink(run: Element, text: str) -> str:
    if child(run, "rPr") is None:
        return ""
    highlight = HIGHLIGHTS.get(value(run, "rPr", "highlight"), "")
    shading = child(run, "rPr", "shd")
    behind = highlight or (hex_colour(shading.get(w("fill"), "")) if shading is not None else "")
    if behind or any(character.isalnum() for character in text):
        return behind
    return hex_colour(value(run, "rPr", "color"))
