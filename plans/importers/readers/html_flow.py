"""HTML as people see it: one line after another, with tables in between. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from ..source import Line
from .css import Style, Styles, is_bold, is_hidden
from .html_lists import list_mark, mso_level
from .html_shape import is_layout
from .lines import printed, split_mark

_SKIPPED = {
    "script",
    "style",
    "head",
    "template",
    "xml",
    "select",
    "textarea",
    "svg",
    "iframe",
    "object",
    "audio",
    "video",
}
_ASIDE = {"nav", "footer", "del"}
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html"}
    | {"legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr"}
)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HEADING = re.compile(r"h([1-6])")


@dataclass(frozen=True)
class Words:
    """A line outside tables, and its heading level (0: none)."""

    line: Line
    heading: int = 0


class Flow:
    """What an element shows: `items` are lines and tables in order, `hidden` the lines that a browser would not show or
    that only lead elsewhere. With `flat`, tables are taken apart into lines: for those inside a cell."""

    def __init__(self, styles: Styles, *, flat: bool = False) -> None:
        self.items: list[Words | HtmlElement] = []
        self.hidden: list[Line] = []
        self._styles = styles
        self._flat = flat
        self._parts: list[tuple[str, bool]] = []
        self._bold = False
        self._heading = 0
        self._mark = ""
        self._level = 0
        self._depth = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(item.line for item in self.items if isinstance(item, Words))

    def walk(self, element: HtmlElement) -> None:
        """Take the element in, without the text that follows it."""
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            return
        style = self._styles.of(element)
        if is_hidden(style, element) or element.tag in _ASIDE:
            self._hide(element)
        elif element.tag == "br":
            self._flush()
        elif style.get("mso-list", "").lower() == "ignore":
            self._mark = printed(element.text_content()).strip()
        elif element.tag == "table" and not self._flat and not is_layout(element):
            self._flush()
            self.items.append(element)
        else:
            self._open(element, style)

    def take(self, element: HtmlElement) -> Flow:
        """All of what is in the element, whether the element itself is shown or not."""
        style = self._styles.of(element)
        said = is_bold(style)
        self._bold = element.tag == "th" if said is None else said
        self._children(element)
        self._flush()
        return self

    def _open(self, element: HtmlElement, style: Style) -> None:
        before = self._bold, self._heading, self._depth
        block = element.tag in _BLOCKS
        if block:
            self._flush()
            self._start_block(element, style)
        said = is_bold(style)
        self._bold = (self._bold or element.tag in ("b", "strong", "th")) if said is None else said
        self._children(element)
        if block:
            self._flush()
        self._bold, self._heading, self._depth = before

    def _start_block(self, element: HtmlElement, style: Style) -> None:
        if found := _HEADING.fullmatch(element.tag):
            self._heading = int(found[1])
        if element.tag in ("ul", "ol"):
            self._depth += 1
        if element.tag == "li":
            self._mark, self._level = list_mark(element, style), max(self._depth - 1, 0)
        elif "mso-list" in style:
            self._mark, self._level = "", mso_level(style)

    def _children(self, element: HtmlElement) -> None:
        self._add(element.text)
        for child in element:
            self.walk(child)
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._parts.append((text, self._bold))

    def _flush(self) -> None:
        """End the line, if one has begun. A list's mark waits for words."""
        parts, self._parts = self._parts, []
        text = printed(_BLANKS.sub(" ", "".join(part for part, _ in parts))).strip()
        if not text:
            return
        typed, words = split_mark(text)
        mark = typed or self._mark
        bold = all(bold for part, bold in parts if part.strip())
        line = Line(words if typed else text, mark, self._level if mark else 0, bold)
        self._mark, self._level = "", 0
        self.items.append(Words(line, self._heading))

    def _hide(self, element: HtmlElement) -> None:
        flow = Flow(self._styles, flat=True).take(element)
        self.hidden += [*flow.lines, *flow.hidden]
