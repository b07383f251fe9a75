"""Reads what stands around a plan's tables: titles, labels, headed text, glossary. Each paragraph ends in one place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from plans.importers.proposal import LeftOut, Origin
from plans.importers.source import Paragraph, Place, Table

from .debris import clean, split_page_mark
from .forms import Labelled, labelled_line, labelled_table
from .glossary import Entry, glossary_of, glossary_of_table, is_glossary_heading
from .titles_of_file import edition_of, is_marking, is_prose, read_titles

Section = tuple[str, tuple[Any, ...]]

_INDICATOR = re.compile(r"^(?:NI|LI|KPI|PI|BVPI|PSA|NPI)[ .-]?\d+\b")
_RUN_IN = re.compile(
    r"^((?:[A-Z][\w'’&-]*|of|and|the|for)(?:\s+(?:[A-Z][\w'’&-]*|of|and|the|for)){0,4}):\s+(?=[A-Z][^\n]{60,})"
)
_CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|_{4,}|\t)\s*\d{1,3}\s*$")
_MOST_WORDS, _LONGEST = 10, 90
REPEATED = "A heading that the file repeats, as on each page."
PAGE = "A page number."
CONTENTS = "A line of the list of contents."
LABEL = "The label of what is read beside or below it."
BLANK = "An empty bullet."


@dataclass(frozen=True)
class Front:
    """The plan's own facts. `front_matter` bodies hold texts and {"list": [text]}, in printed order. `origins` are by
    field name; those of front matter and glossary are named "front_matter" and "glossary"."""

    title: str = ""
    reference: str = ""
    subtitle: str = ""
    table_title: str = ""
    edition_words: str = ""
    responsible: str = ""
    council_priorities: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    front_matter: tuple[Section, ...] = ()
    glossary: tuple[Entry, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


class _Reading:
    """What has been read so far. One list a field; `read_front` freezes it."""

    def __init__(self) -> None:
        self.fields: dict[str, list[str]] = {}
        self.places: dict[str, list[Place]] = {}
        self.sections: list[tuple[str, list[Any]]] = []
        self.glossary: list[Entry] = []
        self.left_out: list[LeftOut] = []

    def take(self, name: str, texts: Sequence[str], place: Place) -> None:
        self.fields.setdefault(name, []).extend(texts)
        self.placed(name, place)

    def placed(self, name: str, place: Place) -> None:
        self.places.setdefault(name, []).append(place)

    def leave(self, text: str, place: Place, reason: str) -> None:
        self.left_out.append(LeftOut(text, place, reason))

    def head(self, heading: str, place: Place) -> None:
        self.sections.append((heading, []))
        self.placed("front_matter", place)

    def write(self, text: str, place: Place, *, listed: bool = False) -> None:
        if not self.sections:
            self.sections.append(("", []))
        body = self.sections[-1][1]
        if listed and body and isinstance(body[-1], dict):
            body[-1]["list"].append(text)
        else:
            body.append({"list": [text]} if listed else text)
        self.placed("front_matter", place)

    def labelled(self, found: Labelled) -> None:
        if found.field:
            self.take(found.field, found.values, found.place)
            self.leave(found.label, found.label_place, LABEL)
            return
        self.head(found.label.rstrip(": "), found.label_place)
        for value in found.values:
            self.write(value, found.place)

    def one(self, name: str) -> str:
        return "; ".join(self.fields.get(name, ()))


def read_front(
    paragraphs: Sequence[Paragraph], tables: Sequence[Table] = (), *, above: Paragraph | None = None, name: str = ""
) -> Front:
    """What the paragraphs and tables outside the plan's own tables say of it.

    `above` is the last of the paragraphs before the plan's first table: its title, when it reads like one. `name` is
    the title of the file's properties, used where nothing printed is one.
    """
    reading = _Reading()
    fresh = _without_repeats(paragraphs, reading)
    titles = read_titles(list(takewhile(lambda each: not is_glossary_heading(_text(each)), fresh)))
    used = {id(paragraph) for _, paragraph in titles.used}
    for field_name, paragraph in titles.used:
        reading.placed(field_name, paragraph.place)
    for field_name in ("title", "reference", "subtitle", "edition_words"):
        if text := getattr(titles, field_name):
            reading.fields[field_name] = [text]
    if above is not None and id(above) not in used and _is_table_title(above) and any(above is each for each in fresh):
        reading.take("table_title", [_text(above)], above.place)
        used.add(id(above))
    _read_body([paragraph for paragraph in fresh if id(paragraph) not in used], tables, reading)
    if not reading.fields.get("title") and reading.fields.get("table_title"):  # one line names both
        reading.fields["title"] = reading.fields.pop("table_title")
        reading.places["title"] = reading.places.pop("table_title")
    is_printed = bool(reading.fields.get("title"))
    if not is_printed and name.strip():
        reading.fields["title"] = [name.strip()]
    return _front(reading, is_printed=is_printed)


def _without_repeats(paragraphs: Sequence[Paragraph], reading: _Reading) -> list[Paragraph]:
    """The paragraphs that say something for the first time: page numbers and the repeated heads of pages go."""
    counted = Counter(_text(paragraph) for paragraph in paragraphs if not paragraph.line.bullet)
    seen: set[str] = set()
    fresh = []
    for paragraph in paragraphs:
        text = _text(paragraph)
        if not text:
            if paragraph.line.bullet.strip():
                reading.leave(paragraph.line.bullet, paragraph.place, BLANK)
        elif split_page_mark(text)[1] and not split_page_mark(text)[0]:
            reading.leave(text, paragraph.place, PAGE)
        elif _CONTENTS.search(paragraph.line.text):
            reading.leave(text, paragraph.place, CONTENTS)
        elif counted[text] > 1 and text in seen and not paragraph.line.bullet and not is_prose(text):
            reading.leave(text, paragraph.place, REPEATED)
        else:
            seen.add(text)
            fresh.append(paragraph)
    return fresh


def _text(paragraph: Paragraph) -> str:
    return clean(paragraph.line.text).replace("\n", " ")


def _is_table_title(paragraph: Paragraph) -> bool:
    text = _text(paragraph)
    named = bool(re.search(r"\b(?:plan|actions?|table|programme)\b", text, re.I))
    return named and not paragraph.line.bullet and len(text) <= _LONGEST and not text.endswith((".", ";", ":"))


def _read_body(paragraphs: Sequence[Paragraph], tables: Sequence[Table], reading: _Reading) -> None:
    styled = any(paragraph.heading for paragraph in paragraphs)
    at = 0
    while at < len(paragraphs):
        at += _read_paragraphs(paragraphs[at:], styled, reading)
    under_heading = any(is_glossary_heading(_text(paragraph)) for paragraph in paragraphs)
    for table in tables:
        _read_table(table, under_heading and not reading.glossary, reading)


def _read_paragraphs(paragraphs: Sequence[Paragraph], styled: bool, reading: _Reading) -> int:
    """Reads the first of the paragraphs, with those that belong to it; returns how many were read."""
    first, text = paragraphs[0], _text(paragraphs[0])
    if is_glossary_heading(text):
        entries, taken = glossary_of(paragraphs[1:])
        if entries:
            reading.glossary += entries
            reading.leave(text, first.place, LABEL)
            for paragraph in paragraphs[: taken + 1]:
                reading.placed("glossary", paragraph.place)
            return taken + 1
    if is_marking(text):
        if reading.fields.get("edition_words") or not edition_of(text):
            reading.leave(text, first.place, "A marking of the document.")
        else:
            reading.take("edition_words", [text], first.place)
        return 1
    following = paragraphs[1] if len(paragraphs) > 1 else None
    if _INDICATOR.match(text):
        reading.take("indicators", [text], first.place)
    elif re.search(r"\bindicators?\b", text, re.I) and following and _INDICATOR.match(_text(following)):
        reading.leave(text, first.place, LABEL)
    elif found := labelled_line(text, first.place):
        reading.labelled(found)
    elif _is_heading(first, following, styled):
        reading.head(f"{first.line.bullet} {text}".strip(), first.place)
    else:
        _write(first, text, styled, reading)
    return 1


def _write(paragraph: Paragraph, text: str, styled: bool, reading: _Reading) -> None:
    bullet = paragraph.line.bullet.strip()
    run_in = None if bullet or styled else _RUN_IN.match(text)
    if run_in:
        reading.head(run_in[1], paragraph.place)
        text = text[run_in.end() :]
    shown = f"{bullet} {text}" if re.search(r"\w", bullet) and bullet != "o" else text
    reading.write(shown, paragraph.place, listed=bool(bullet))


def _is_heading(paragraph: Paragraph, following: Paragraph | None, styled: bool) -> bool:
    """Whether a line heads what follows: by its style, or, where a file has none, short, unpunctuated, above a text."""
    text = _text(paragraph)
    if paragraph.heading:
        return True
    if is_prose(text) or text.endswith((",", ";")) or len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    if following is None or paragraph.line.bullet:
        return False
    if styled:
        return paragraph.line.bold
    return text[:1].isupper() and (
        paragraph.line.bold or bool(following.line.bullet) or is_prose(_text(following)) or is_glossary_heading(text)
    )


def _read_table(table: Table, under_heading: bool, reading: _Reading) -> None:
    places = [cell.place for row in table.rows for cell in row if not cell.is_blank]
    if not places:
        return
    if entries := glossary_of_table(table, under_heading=under_heading):
        reading.glossary += entries
        for place in places:
            reading.placed("glossary", place)
        return
    form = labelled_table(table)
    if form:
        for found in form:
            reading.labelled(found)
        return
    if table.name:
        reading.head(table.name, places[0])
    for row in table.rows:
        cells = [clean(cell.text).replace("\n", " ") for cell in row]
        if any(cells):
            first, *others = (cell.place for cell in row if not cell.is_blank)
            reading.write(" – ".join(filter(None, cells)), first, listed=True)
            for place in others:
                reading.placed("front_matter", place)


def _front(reading: _Reading, *, is_printed: bool) -> Front:
    origins = {name: Origin(tuple(places), 0.9) for name, places in reading.places.items()}
    if not is_printed and reading.fields.get("title"):
        origins["title"] = Origin((), 0.6, "No title is printed; this one is kept in the file's properties.")
    return Front(
        title=reading.one("title"),
        reference=reading.one("reference"),
        subtitle=reading.one("subtitle"),
        table_title=reading.one("table_title"),
        edition_words=reading.one("edition_words"),
        responsible=reading.one("responsible"),
        council_priorities=tuple(reading.fields.get("council_priorities", ())),
        indicators=tuple(reading.fields.get("indicators", ())),
        front_matter=tuple((heading, tuple(body)) for heading, body in reading.sections if heading or body),
        glossary=tuple(reading.glossary),
        origins=origins,
        left_out=tuple(reading.left_out),
    )
