"""What stands around the table of an exported plan: its title, facts, front matter and glossary."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from plans.exporters import wording
from plans.exporters.xlsx_about import FRONT_MATTER, GLOSSARY

from .proposal import Origin, ProposedPlan
from .source import Line, Paragraph, Place, Source, Table

_LABELS = ("Period", "Edition as printed", "Responsible", "Council priorities", "Indicators")
_FACT = re.compile(rf"({'|'.join(_LABELS)}):(?: (.*))?", re.S)
_PERIOD = re.compile(
    r"(?P<label>.*?) ?\((?P<first>\d+ \w+ \d{4}) to (?P<last>\d+ \w+ \d{4}),"
    r" (?P<basis>financial|academic|calendar) year\)"
)
_HEADS = {"Title": "title", "Reference": "reference", "Subtitle": "subtitle", "Table": "table_title"}


@dataclass
class About:
    """Facts by label with their lines, headed sections, and terms; `places` by field of the plan."""

    facts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sections: list[tuple[str, list[Line]]] = field(default_factory=list)
    terms: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def plan(self) -> ProposedPlan:
        label, first, last, basis = _period("".join(self.facts["Period"]))
        heads = {name: "\n".join(self.facts[label]) for label, name in _HEADS.items()}
        return ProposedPlan(
            title=heads["title"],
            reference=heads["reference"],
            subtitle=heads["subtitle"],
            table_title=heads["table_title"],
            edition_words=" ".join(self.facts["Edition as printed"]),
            responsible=" ".join(self.facts["Responsible"]),
            period_label=label,
            starts_on=first,
            ends_on=last,
            year_basis=basis,
            council_priorities=tuple(self.facts["Council priorities"]),
            indicators=tuple(self.facts["Indicators"]),
            front_matter=tuple((heading, tuple(_body(lines))) for heading, lines in self.sections),
            glossary=tuple(self.terms),
            origins={name: Origin(tuple(found)) for name, found in self.places.items()},
        )


def _period(text: str) -> tuple[str, date | None, date | None, str]:
    """(label, first day, last day, year basis); the words alone where people have written something else there."""
    found = _PERIOD.fullmatch(text)
    first, last = (_day(found["first"]), _day(found["last"])) if found else (None, None)
    if found is None or first is None or last is None or first > last:
        return text[:40], None, None, "financial"
    return found["label"], first, last, found["basis"]


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d %B %Y").date()  # noqa: DTZ007  a day has no time zone
    except ValueError:
        return None


def _body(lines: Iterable[Line]) -> Iterable[Any]:
    """Paragraphs, and lists of the bulleted lines between them, as `plans.models.FrontMatter` holds them."""
    items: list[str] = []
    for line in lines:
        if line.bullet:
            items.append(line.text)
            continue
        if items:
            yield {"list": items}
            items = []
        yield line.text
    if items:
        yield {"list": items}


def read_about(source: Source) -> ProposedPlan | None:
    """The facts of a plan in a Word or Excel export; None where the file holds none."""
    sheet = next((each for each in source.blocks if isinstance(each, Table) and each.name == "About"), None)
    about = _of_sheet(sheet) if sheet else _of_document(source)
    return about.plan() if about else None


def _of_sheet(table: Table) -> About:
    about = About()
    part = ""
    for row in table.rows if len(table.rows[0]) > 1 else ():
        label, cell = row[0].text, row[1]
        if label in (FRONT_MATTER, GLOSSARY, wording.ABOUT) and cell.is_blank:
            part = label
        elif part == FRONT_MATTER:
            about.sections.append((label, list(cell.lines)))
            about.places["front_matter"] += [row[0].place, cell.place]
        elif part == GLOSSARY:
            about.terms.append((label, cell.text))
            about.places["glossary"] += [row[0].place, cell.place]
        elif not part:
            about.facts[label] += [line.text for line in cell.lines]
            about.places[_HEADS.get(label, label.casefold().replace(" ", "_"))].append(cell.place)
    return about


def _of_document(source: Source) -> About | None:
    """Word: what stands before the title is the reference; what follows are facts, then sections under their headings.
    The last heading before the table is the table's own."""
    blocks = list(source.blocks)
    title = next((at for at, each in enumerate(blocks) if _is_title(each, source.title)), None)
    if title is None:
        return None
    about = About()
    _heads(about, [each for each in blocks[: title + 1] if isinstance(each, Paragraph)])
    end = next((at for at, each in enumerate(blocks) if isinstance(each, Table) or each.heading > 1), len(blocks))
    _between(about, [each for each in blocks[title + 1 : end] if isinstance(each, Paragraph)])
    for table in blocks:
        if isinstance(table, Table) and table.name == GLOSSARY:
            about.terms += [(row[0].text, row[1].text) for row in table.rows[1:]]
            about.places["glossary"] += [cell.place for row in table.rows[1:] for cell in row]
    return about


def _is_title(block: Paragraph | Table, title: str) -> bool:
    return isinstance(block, Paragraph) and block.heading == 1 and block.line.text == " ".join(title.split())


def _heads(about: About, paragraphs: Sequence[Paragraph]) -> None:
    *above, title = paragraphs
    about.facts["Title"], about.places["title"] = [title.line.text], [title.place]
    about.facts["Reference"] = [each.line.text for each in above]
    about.places["reference"] = [each.place for each in above]


def _between(about: About, paragraphs: Sequence[Paragraph]) -> None:
    """From the title to the table."""
    label = ""
    for paragraph in paragraphs:
        line, fact = paragraph.line, _FACT.fullmatch(paragraph.line.text)
        if paragraph.heading:
            about.sections.append((line.text, []))
        elif about.sections:
            about.sections[-1][1].append(line)
        elif fact and not line.bullet:
            label = fact[1]
            about.facts[label] += [fact[2]] if fact[2] else []
        elif label and line.bullet:
            about.facts[label].append(line.text)
        elif not label:
            about.facts["Subtitle"].append(line.text)
        else:
            about.sections.append(("", [line]))
        about.places["front_matter" if about.sections else _field(label)].append(paragraph.place)
    if about.sections:
        heading, lines = about.sections.pop()
        about.facts["Table"] = [heading] if heading != wording.TABLE else []
        about.sections += [(heading, lines)] if lines else []


def _field(label: str) -> str:
    return {"": "subtitle", "Edition as printed": "edition_words"}.get(label, label.casefold().replace(" ", "_"))
