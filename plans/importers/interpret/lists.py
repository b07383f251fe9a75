"""Reads plans that have no table: headings, the texts below them, and one activity to a line or bullet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from plans.importers.proposal import LeftOut, Origin
from plans.importers.source import Paragraph, Place

from .debris import clean
from .glossary import is_glossary_heading
from .list_details import Details, details_of, is_detail
from .list_headings import Heading, headings_of
from .list_labels import label_of
from .verbs import ALL_VERBS

# "1.1", "A1.", "B2)", "2a"
_DOTTED = re.compile(r"\s*((?:\d{1,2}(?:\.\d{1,2}){1,3}|[A-Z]{1,2}\d{1,2}(?:\.\d{1,2})?|\d{1,2}[a-z])[.):]?)\s+(?=\S)")
LABEL = "The label of what stands below it."


@dataclass(frozen=True)
class ListAction:
    """One activity. `number` is "" where none is printed. `steps` are the bullets below it."""

    text: str
    number: str = ""
    leads_text: str = ""
    timescale_text: str = ""
    outcomes: tuple[str, ...] = ()
    progress: str = ""
    steps: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class ListSection:
    """A heading with what stands below it. `level` counts from 1. `places` are those of every paragraph that was read
    into the section; `left_out` are labels, of which `action_heading` is the one above the activities."""

    title: str
    number: str = ""
    level: int = 1
    paragraphs: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    actions: tuple[ListAction, ...] = ()
    action_heading: str = ""
    places: tuple[Place, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)


def read_lists(paragraphs: Sequence[Paragraph]) -> list[ListSection]:
    """The sections of a plan without any table, in printed order; empty where no heading stands above activities.

    What belongs to no section (titles, an introduction, a list of contents, a glossary) is in none of their `places`.
    """
    said = [_numbered(paragraph) for paragraph in paragraphs if clean(paragraph.line.text)]
    headings = headings_of(said)
    if not headings:
        return []
    labelled = any(label_of(paragraph) == "actions" for paragraph in said)
    ends = [heading.at for heading in headings[1:]] + [len(said)]
    sections = [
        _Section(heading, labelled).read(said[heading.at], _before_glossary(said[heading.at + 1 : end]))
        for heading, end in zip(headings, ends, strict=True)
        if not is_glossary_heading(heading.title)
    ]
    return _levelled([section for at, section in enumerate(sections) if _belongs(sections, at)])


def _before_glossary(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    ends = (at for at, paragraph in enumerate(paragraphs) if is_glossary_heading(paragraph.line.text))
    return paragraphs[: next(ends, len(paragraphs))]


def _numbered(paragraph: Paragraph) -> Paragraph:
    """The same with "1.1" as its mark, where a reader left the number in the text."""
    found = _DOTTED.match(paragraph.line.text)
    if paragraph.line.bullet or paragraph.heading or not found:
        return paragraph
    line = replace(paragraph.line, bullet=found[1], text=paragraph.line.text[found.end() :])
    return replace(paragraph, line=line)


def _belongs(sections: Sequence[ListSection], at: int) -> bool:
    """Whether a heading is one of the plan's: it has activities, or a deeper heading below it has."""
    section = sections[at]
    if section.actions or section.requirements:
        return True
    for below in sections[at + 1 :]:
        if below.level <= section.level:
            return False
        if below.actions:
            return True
    return False


def _levelled(sections: list[ListSection]) -> list[ListSection]:
    """The same with levels that count from 1 without gaps."""
    levels = sorted({section.level for section in sections})
    return [replace(section, level=levels.index(section.level) + 1) for section in sections]


class _Section:
    """Reads the paragraphs below one heading."""

    def __init__(self, heading: Heading, labelled: bool) -> None:
        self.heading = heading
        self.labelled = labelled  # the file labels its activities: what stands above such a label is none
        self.texts: dict[str, list[str]] = {"paragraphs": [], "requirements": [], "outcomes": []}
        self.places: dict[str, list[Place]] = {}
        self.actions: list[ListAction] = []
        self.left_out: list[LeftOut] = []
        self.action_heading = ""
        self._depth = 0

    def read(self, first: Paragraph, below: Sequence[Paragraph]) -> ListSection:
        self.places["title"] = [first.place]
        mode = "paragraphs"
        bulleted = any(paragraph.line.bullet for paragraph in below)
        for at, paragraph in enumerate(below):
            detailed = at + 1 < len(below) and is_detail(clean(below[at + 1].line.text))
            if label := label_of(paragraph):
                mode = label
                self._leave(paragraph, label)
            elif self.actions and is_detail(clean(paragraph.line.text)):
                self._detail(paragraph)
            elif mode == "actions" or (mode == "paragraphs" and (detailed or self._is_action(paragraph, bulleted))):
                self._action(paragraph)
            else:
                self._text(mode, paragraph)
        return self._made()

    def _leave(self, paragraph: Paragraph, label: str) -> None:
        text = clean(paragraph.line.text)
        self.left_out.append(LeftOut(text, paragraph.place, LABEL))
        if label == "actions" and not self.action_heading:
            self.action_heading = text.rstrip(": ")

    def _is_action(self, paragraph: Paragraph, bulleted: bool) -> bool:
        """Without a label, bullets are activities; so are lines that start with a verb where nothing has a bullet."""
        if self.labelled:
            return False
        if paragraph.line.bullet:
            return True
        words = clean(paragraph.line.text).split()
        if bulleted or not words or paragraph.heading:
            return False
        first = words[1] if words[0] == "To" and len(words) > 1 else words[0]
        return first.casefold().strip(",") in ALL_VERBS

    def _action(self, paragraph: Paragraph) -> None:
        line = paragraph.line
        text = clean(line.text).replace("\n", " ")
        if line.bullet and self.actions and self._is_deeper(paragraph):
            self._change(steps=(*self.actions[-1].steps, text), place=paragraph.place)
            return
        self._depth = line.level
        number = line.bullet.strip(" .):(") if re.search(r"\d", line.bullet) else ""
        details = details_of(text)
        self.actions.append(_with(ListAction(details.text, number, places=(paragraph.place,)), details))

    def _is_deeper(self, paragraph: Paragraph) -> bool:
        """Bullets of a deeper level, and those without a number below an activity that has one."""
        numbered = bool(self.actions[-1].number)
        return paragraph.line.level > self._depth or (numbered and not re.search(r"\d", paragraph.line.bullet))

    def _detail(self, paragraph: Paragraph) -> None:
        details = details_of(clean(paragraph.line.text).replace("\n", " "))
        self.actions[-1] = _with(self.actions[-1], details)
        self._change(place=paragraph.place)

    def _change(self, *, place: Place, steps: tuple[str, ...] | None = None) -> None:
        last = self.actions[-1]
        kept = last.steps if steps is None else steps
        self.actions[-1] = replace(last, steps=kept, places=(*last.places, place))

    def _text(self, mode: str, paragraph: Paragraph) -> None:
        bullet = paragraph.line.bullet
        text = clean(paragraph.line.text).replace("\n", " ")
        self.texts[mode].append(f"{bullet} {text}" if re.search(r"\w", bullet) and bullet != "o" else text)
        self.places.setdefault(mode, []).append(paragraph.place)

    def _made(self) -> ListSection:
        inside = [place for places in self.places.values() for place in places]
        inside += [place for action in self.actions for place in action.places]
        inside += [left.place for left in self.left_out]
        return ListSection(
            self.heading.title,
            self.heading.number,
            self.heading.level,
            tuple(self.texts["paragraphs"]),
            tuple(self.texts["requirements"]),
            tuple(self.texts["outcomes"]),
            tuple(self.actions),
            self.action_heading,
            tuple(sorted(inside)),
            tuple(self.left_out),
            {name: Origin(tuple(places), 0.9) for name, places in self.places.items()},
        )


def _with(action: ListAction, details: Details) -> ListAction:
    """The action with what its details add to it."""
    return replace(
        action,
        leads_text="; ".join(filter(None, (action.leads_text, details.leads))),
        timescale_text="; ".join(filter(None, (action.timescale_text, details.timescale))),
        outcomes=(*action.outcomes, *details.outcomes),
        progress=" ".join(filter(None, (action.progress, details.progress))),
    )
