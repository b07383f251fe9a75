"""What a paragraph or run of a .docx takes from its styles: heading level, bold, hidden, list. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .package import Element, whole
from .words_xml import child, flag, value, w


@dataclass
class Styles:
    by_id: dict[str, Element] = field(default_factory=dict)
    usual: str = ""  # of paragraphs that name none
    defaults: Element | None = None
    switches: dict[tuple[str, str, str], bool] = field(default_factory=dict)  # what styles say, once looked up

    @classmethod
    def read(cls, root: Element | None) -> Styles:
        styles = cls()
        if root is None:
            return styles
        for each in root.findall(w("style")):
            name = each.get(w("styleId"), "")
            styles.by_id[name] = each
            if each.get(w("type")) == "paragraph" and each.get(w("default")) in ("1", "true", "on"):
                styles.usual = name
        styles.defaults = child(root, "docDefaults", "rPrDefault", "rPr")
        return styles

    def chain(self, name: str) -> Iterator[Element]:
        """The style, then what it is based on."""
        seen: set[str] = set()
        while name in self.by_id and name not in seen:
            seen.add(name)
            yield self.by_id[name]
            name = value(self.by_id[name], "basedOn")

    def of(self, paragraph: Element) -> str:
        return value(paragraph, "pPr", "pStyle") or self.usual

    def name(self, paragraph: Element) -> str:
        style = self.by_id.get(self.of(paragraph))
        return value(style, "name").casefold() if style is not None else ""

    def heading(self, paragraph: Element) -> int:
        """1 to 9, 0 for body text. A title counts as 1."""
        levels = [value(paragraph, "pPr", "outlineLvl")]
        for style in self.chain(self.of(paragraph)):
            name = value(style, "name").casefold()
            if found := re.fullmatch(r"heading ([1-9])", name):
                levels.append(str(int(found[1]) - 1))
            elif name == "title":
                levels.append("0")
            levels.append(value(style, "pPr", "outlineLvl"))
        level = next((int(each) for each in levels if each.isdigit()), 9)
        return level + 1 if level < 9 else 0

    def switch(self, name: str, run: Element, paragraph: Element) -> bool:
        """Whether "b" or "vanish" is on: by the run itself, else by its styles, else by default."""
        own = flag(run, "rPr", name)
        if own is not None:
            return own
        key = (name, value(run, "rPr", "rStyle"), self.of(paragraph))
        if key not in self.switches:
            self.switches[key] = self._styled(*key)
        return self.switches[key]

    def _styled(self, name: str, *styles: str) -> bool:
        for style in (each for first in styles for each in self.chain(first)):
            found = flag(style, "rPr", name)
            if found is not None:
                return found
        return bool(self.defaults is not None and flag(self.defaults, name))

    def list_of(self, paragraph: Element) -> tuple[str, int | None, str]:
        """(list, level, style): the list that numbers it, "" for none. No level: only the style tells."""
        own = value(paragraph, "pPr", "numPr", "numId")
        level = value(paragraph, "pPr", "numPr", "ilvl")
        if own:
            return ("", None, "") if own == "0" else (own, whole(level), "")
        for style in self.chain(self.of(paragraph)):
            if found := value(style, "pPr", "numPr", "numId"):
                level = level or value(style, "pPr", "numPr", "ilvl")
                return ("" if found == "0" else found, whole(level) if level else None, style.get(w("styleId"), ""))
        return "", None, ""

    def lists(self) -> dict[str, str]:
        """The list of each numbering style, by style."""
        return {name: value(style, "pPr", "numPr", "numId") for name, style in self.by_id.items()}
