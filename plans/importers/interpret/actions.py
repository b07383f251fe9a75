"""One entry into its actions: what is to be done, and beside it leads, times, milestones, progress and ratings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from plans.rules.leads import read_leads
from plans.rules.timescale import Kind, Timescale
from plans.rules.timescale_reader import Context

from ..proposal import Origin, ProposedAction, ProposedLead
from ..source import Line
from .debris import split_page_mark
from .entries import Bit, Entry
from .fields import Words, places
from .rag import is_bare_rating, rag_of_fill, rag_of_words
from .row_view import starts_action
from .times import Times
from .titles import NUMBER_ALONE

USUAL = 0.9
BY_LINES = 0.9  # the confidence of items that bullets or lines divide; below it sentences or their sense do
_SAMPLE = 200  # entries that tell
_OFTEN = 0.4  # of the cells of actions; from here a plan puts several actions into one cell

_COMPLETE = re.compile(r"\W*(?:action )?complete", re.I)
_YES = re.compile(r"y|yes|[✓✔☑]", re.I)  # in a column that asks whether the action is complete


@dataclass
class Draft:
    """An entry's fields while they are read: values by name, with where each was read."""

    values: dict[str, object] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def put(self, name: str, value: object, bits: Sequence[Bit], confidence: float = 1.0, note: str = "") -> None:
        self.values[name] = value
        self.origins[name] = Origin(places(bits), round(confidence, 2), note)


def divides(entries: Sequence[Entry], words: Words) -> bool:
    """Whether the plan puts several actions into one cell as a rule, so that sentences may be actions of their own.

    Where nearly each cell holds one action, a cell of two sentences says more of the same one."""
    cells = [bits for entry in entries[:_SAMPLE] if (bits := entry.bits("action"))]
    several = sum(len(words.items(bits, "action").texts) > 1 for bits in cells)
    return several >= _OFTEN * len(cells)


class ActionReader:
    """Reads the entries of one plan: its glossary, its year and its words are the same for all of them."""

    def __init__(self, words: Words, context: Context, glossary: Mapping[str, str], divides: bool = True) -> None:
        self._words = words
        self._divides = divides
        self._glossary = dict(glossary)
        self._times = Times(words, context)
        self._leads = lru_cache(maxsize=65536)(self._read_leads)

    def actions(self, entry: Entry, key: str) -> list[ProposedAction]:
        """The actions of an entry, all with its shared cells whole; numbers and sections are still as printed."""
        draft = Draft()
        for reads in (self._number, self._lists, self._people, self._time, self._progress, self._rag, self._notes):
            reads(entry, draft)
        texts, steps, origin = self._texts(entry, bool(draft.values.get("number")))
        if steps:
            draft.values["steps"] = (*steps, *draft.values.get("steps", ()))  # type: ignore[misc]  # tuples of str
            draft.origins.setdefault("steps", origin)
        doubt = 1.0 if entry.confidence >= 1 else entry.confidence
        note = " ".join(filter(None, (origin.note, *dict.fromkeys(entry.notes))))
        origin = Origin(origin.places, round(min(origin.confidence, doubt), 2), note)
        if len(texts) > 1 or (entry.part and not entry.paired & set(entry.positions("timescale"))):
            _share(draft)
        return [
            ProposedAction(
                key=key if len(texts) == 1 else f"{key}{'.' if '#' in key else '#'}{at}",
                text=text,
                section=entry.section,
                origins={"action": origin, **draft.origins},
                warnings=tuple(draft.warnings),
                **draft.values,  # type: ignore[arg-type]  # names and values of the action's own fields
            )
            for at, text in enumerate(texts, 1)
        ]

    def _texts(self, entry: Entry, numbered: bool) -> tuple[list[str], tuple[str, ...], Origin]:
        """The actions' texts, the steps that their cell holds, and where they were read."""
        positions = entry.positions("action")
        confidence = min((entry.columns[index].confidence for index in positions), default=0.6)
        bits = entry.bits("action")
        if not bits or not self._words.whole(bits):
            bits, confidence = entry.bits("steps") or entry.bits("objective", "milestones"), 0.6
        lines = self._words.lines(bits)
        intro = [line for line in lines if not line.bullet]
        listed = [line for line in lines if line.bullet]
        if listed and intro and lines[0] is intro[0] and len(intro) == _leading(lines):
            return [self._joined(intro)], tuple(self._each(listed)), Origin(places(bits), min(confidence, USUAL))
        several = len(lines) > 1 and all(starts_action(line.text) for line in lines)
        if entry.bits("steps") or (numbered and not listed and not several):
            return [self._joined(lines)], (), Origin(places(bits), _usual(confidence))
        found = self._words.items(bits, "action")
        if found.confidence < BY_LINES and not self._divides:
            return [self._joined(lines)], (), Origin(places(bits), _usual(confidence))
        texts = list(found.texts) or [self._joined(lines)]
        return texts, (), Origin(places(bits), min(_usual(confidence), found.confidence), found.note)

    def _joined(self, lines: Sequence[Line]) -> str:
        return " ".join(filter(None, (self._words.text(line.text) for line in lines)))

    def _each(self, lines: Sequence[Line]) -> list[str]:
        return [text for line in lines if (text := self._words.text(line.text))]

    def _number(self, entry: Entry, draft: Draft) -> None:
        bits = [bit for bit in entry.bits("number") if bit.text.strip()]
        if entry.number:
            draft.put("number", entry.number[:20], entry.bits("action")[:1])
        if not bits:
            return
        number, mark = split_page_mark(self._words.text(bits[0].text))
        number = number.strip().rstrip(".:)").lstrip("(") if NUMBER_ALONE.fullmatch(number.strip()) else number.strip()
        if not number:
            return
        note = f"Read beside “{mark}”, which is a page's number." if mark else ""
        draft.put("number", number[:20], bits, 0.9 if mark or len(number) > 20 else 1.0, note)

    def _lists(self, entry: Entry, draft: Draft) -> None:
        """Objectives, steps, milestones and outcomes."""
        for name, kept in (
            ("objective", "objectives"),
            ("steps", "steps"),
            ("milestones", "milestones"),
            ("outcomes",) * 2,
        ):
            bits = entry.bits(name)
            found = self._words.items(bits, name)
            if found.texts:
                sure = min(entry.columns[index].confidence for index in entry.positions(name))
                draft.put(kept, found.texts, bits, min(_usual(sure), found.confidence), found.note)

    def _people(self, entry: Entry, draft: Draft) -> None:
        bits = entry.bits("leads", "partners")
        text = self._words.listed(bits)
        if not text:
            return
        named: dict[tuple[str, str], ProposedLead] = {}
        for index in entry.positions("leads", "partners"):
            kind = "partner" if entry.columns[index].field == "partners" else "lead"
            for lead in self._leads(self._names(entry.cells.get(index, [])), kind):
                named.setdefault((lead.text.casefold(), lead.kind), lead)
        sure = min(entry.columns[index].confidence for index in entry.positions("leads", "partners"))
        draft.put("leads_text", text, bits, _usual(sure))
        draft.values["leads"] = tuple(named.values())
        draft.origins["leads"] = draft.origins.pop("leads_text")

    def _names(self, bits: Sequence[Bit]) -> tuple[str, ...]:
        return tuple(line.text for line in self._words.lines(bits, few=0))

    def leads(self, lines: tuple[str, ...]) -> tuple[ProposedLead, ...]:
        """The leads that lines of text name."""
        return self._leads(lines, "lead")

    def _read_leads(self, lines: tuple[str, ...], kind: str) -> tuple[ProposedLead, ...]:
        found = read_leads(lines, glossary=self._glossary, kind=kind)
        return tuple(ProposedLead(lead.words, lead.kind, lead.nature) for lead in found)

    # Times and reports.

    def _time(self, entry: Entry, draft: Draft) -> None:
        positions = [index for index in entry.positions("timescale") if _said(entry.cells.get(index, []))]
        if not positions:
            return
        starts = [index for index in positions if re.search(r"\bstart|\bbegin|\bfrom\b|commence", entry.heading(index))]
        ends = [index for index in positions if index not in starts]
        bits = [bit for index in (*starts[:1], *ends[:1]) for bit in entry.cells[index]]
        if starts and len(entry.positions("timescale")) > 1:
            timescale = self._times.span(entry, starts[0], ends[0] if ends else None)
        else:
            timescale = self._times.read(entry, positions[0])
            bits = entry.cells[positions[0]]
            ends = positions
        for index in ends[1:]:
            self._note(entry, index, draft)
        column = entry.columns[positions[0]]
        unread = any(part.kind is Kind.UNREAD for part in timescale.parts)
        note = "Part of it could not be read as a time." if unread else ""
        draft.put("timescale", timescale, bits, min(_usual(column.confidence), 0.7 if unread else 1.0), note)

    def _progress(self, entry: Entry, draft: Draft) -> None:
        positions = [index for index in entry.positions("progress") if _said(entry.cells.get(index, []))]
        texts = []
        for index in positions:
            text = self._words.listed(entry.cells[index])
            several = len(entry.positions("progress")) > 1
            texts.append(f"{self._words.text(entry.columns[index].heading)}: {text}" if several else text)
        bits = [bit for index in positions for bit in entry.cells[index]]
        if texts:
            sure = min(entry.columns[index].confidence for index in positions)
            draft.put("progress", "\n".join(texts), bits, _usual(sure))
            return
        if isinstance(draft.values.get("timescale"), Timescale) and (found := self._times.reported(entry)):
            reported, confidence = found
            note = "Read from the column of timescales, which reports progress, too."
            draft.put("progress", reported, entry.bits("timescale"), confidence, note)

    def _rag(self, entry: Entry, draft: Draft) -> None:
        """Only what a column of ratings says, in words or by its colour: the last of several, as of quarters."""
        rated = [
            index
            for index, column in enumerate(entry.columns)
            if (column.field == "rag" or "rag" in column.also) and _rates(entry.cells.get(index, []))
        ]
        for index in rated[:-1]:
            if entry.columns[index].field == "rag" and _said(entry.cells[index]):
                self._note(entry, index, draft)
        if rated:
            self._rating(entry, rated[-1], draft)

    def _rating(self, entry: Entry, index: int, draft: Draft) -> None:
        column, bits = entry.columns[index], entry.cells[index]
        text = self._words.whole(bits)
        said = rag_of_words(text) if text else None
        if _YES.fullmatch(text) and _COMPLETE.match(column.heading):
            said = "complete"
        fill = next((found for bit in bits if (found := rag_of_fill(bit.cell.fill))), None)
        if said:
            draft.put("rag", said, bits, _usual(column.confidence))
            if not is_bare_rating(text) and not _YES.fullmatch(text):
                self._comment(entry, index, text, draft)
            elif column.field == "progress" and draft.values.get("progress") == text:
                del draft.values["progress"], draft.origins["progress"]
        elif text and column.field == "rag":
            self._report(entry, index, text, draft)
        if fill and not said:
            draft.put("rag", fill, bits, 0.85, "Read from the cell's colour.")
        elif fill and fill != said:
            draft.warnings.append(f"The rating says “{text}”, and its cell has the colour of {fill}.")

    def _comment(self, entry: Entry, index: int, text: str, draft: Draft) -> None:
        """What stands beside a rating in its own cell is progress, too."""
        if entry.columns[index].field == "rag":
            self._report(entry, index, text, draft)

    def _report(self, entry: Entry, index: int, text: str, draft: Draft) -> None:
        """Words of a status that are no rating ("In progress") are progress."""
        before = draft.values.get("progress", "")
        heading = self._words.text(entry.columns[index].heading)
        bits = [*entry.bits("progress"), *entry.cells[index]]
        draft.put("progress", f"{heading}: {text}\n{before}" if before else text, bits, 0.8)

    def _notes(self, entry: Entry, draft: Draft) -> None:
        for index in entry.positions("notes", "resources"):
            if _said(entry.cells.get(index, [])):
                self._note(entry, index, draft)

    def _note(self, entry: Entry, index: int, draft: Draft) -> None:
        """Words of a column that is none of the plan's fields, under its heading."""
        bits, heading = entry.cells[index], self._words.text(entry.columns[index].heading)
        text = self._words.listed(bits, numbers=True)
        before = draft.values.get("notes", "")
        known = draft.origins.get("notes", Origin())
        text = f"{heading}: {text}" if heading else text
        draft.values["notes"] = f"{before}\n{text}".strip()
        draft.origins["notes"] = Origin((*known.places, *places(bits)), min(known.confidence, USUAL), known.note)


def _said(bits: Sequence[Bit]) -> bool:
    return any(bit.text.strip() or isinstance(bit.cell.value, date) for bit in bits)


def _rates(bits: Sequence[Bit]) -> bool:
    """Whether a cell of ratings says anything, in words or by a colour that is one."""
    return _said(bits) or any(rag_of_fill(bit.cell.fill) for bit in bits)


def _usual(confidence: float) -> float:
    """A heading that is plain leaves no doubt about its cells."""
    return 1.0 if confidence >= USUAL else confidence


def _leading(lines: Sequence[Line]) -> int:
    """How many lines stand before the first bullet."""
    return next((at for at, line in enumerate(lines) if line.bullet), len(lines))


def _share(draft: Draft) -> None:
    """Marks what several actions of a row share: position is not pairing, so each has the cells whole."""
    timescale = draft.values.get("timescale")
    if isinstance(timescale, Timescale) and len(timescale.parts) > 1:
        draft.values["timescale"] = replace(timescale, is_shared=True)
        note = "Several actions share this cell, and it does not say which date is whose."
        origin = draft.origins["timescale"]
        draft.origins["timescale"] = Origin(origin.places, min(origin.confidence, 0.7), note)
