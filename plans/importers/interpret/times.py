"""The times of an action: words, a spreadsheet's days, a start and an end, and what a column of times reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from plans.rules.timescale import Kind, Part, Timescale
from plans.rules.timescale_reader import Context, read

from .entries import Bit, Entry
from .fields import Words

_REPORTS = re.compile(
    r"\b(?:has|have|had) (?:now )?(?:been|taken|agreed|started|begun|met|held)\b|\bwas\b|\bwere\b|\bcompleted\b(?! by)"
    r"|\bwent live\b|\bhas added\b|\bheld\b|\bdidn['’]t\b|\bare (?:tracked|in place)\b|\bunder ?way\b|\bin place\b",
    re.I,
)

_WORDS_OF_A_TIME = 6
_SENTENCES = re.compile(r"(?<=[.;])\s+(?=[A-Z])|\s+[·•–—]\s+|\n")


class Times:
    """Reads the timescales of one plan, whose year is the same for all of them."""

    def __init__(self, words: Words, context: Context) -> None:
        self._words = words
        self._contexts = {latest: replace(context, latest=latest) for latest in (False, True)}
        self._read = lru_cache(maxsize=65536)(lambda text, latest: read(text, self._contexts[latest]))

    def read(self, entry: Entry, index: int) -> Timescale:
        bits = entry.cells[index]
        text = self._words.listed(bits, " ") or _day_words(bits)
        latest = bool(re.search(r"no[t]? later than|latest", entry.heading(index)))
        timescale = self._read(text, latest)
        times = self._times(bits) if "progress" in entry.columns[index].also else []
        if times:
            timescale = Timescale(text, self._read(" ".join(times), latest).parts)
        days = [bit.cell.value for bit in bits if isinstance(bit.cell.value, date)]
        return _dated(timescale, days[0]) if len(days) == 1 and len(bits) == 1 else timescale

    def _times(self, bits: Sequence[Bit]) -> list[str]:
        """The lines of a cell that are times, where others report; [] where they cannot be told apart."""
        lines = [text for bit in bits for line in bit.lines if (text := self._words.as_printed(line.text))]
        times = [line for line in lines if self._is_time(line)]
        return times if len(lines) > 1 and times and lines[0] == times[0] else []

    def _is_time(self, text: str) -> bool:
        parts = [part for part in self._read(text, False).parts if part.kind not in (Kind.NONE, Kind.UNREAD)]
        sentence = text.endswith(".") and not re.match(r"(?:by|before|end|from|until)\b", text, re.I)
        short = len(text.split()) <= _WORDS_OF_A_TIME and not _REPORTS.search(text) and not sentence
        return short and sum(len(part.text) for part in parts) >= 0.6 * len(text)

    def span(self, entry: Entry, start: int, end: int | None) -> Timescale:
        """A start and an end in columns of their own: one stretch of time."""
        begins = self.read(entry, start)
        if end is None:
            parts = tuple(
                replace(part, kind=Kind.START_DATE_ONLY, starts_on=part.starts_on or part.due_on, due_on=None)
                if part.due_on
                else part
                for part in begins.parts
            )
            return Timescale(f"From {begins.text}", parts)
        ends = self.read(entry, end)
        first = next((part.starts_on or part.due_on for part in begins.parts if part.due_on or part.starts_on), None)
        if len(ends.parts) != 1 or not ends.parts[0].due_on or not first:
            text = f"{begins.text} to {ends.text}"
            return Timescale(text, ends.parts) if len(ends.parts) == 1 else self._read(text, False)
        text = f"{begins.text} to {ends.text}"
        return Timescale(text, (Part(Kind.PERIOD, text, starts_on=first, due_on=ends.parts[0].due_on),))

    def reported(self, entry: Entry) -> tuple[str, float] | None:
        """What the cells of times report, where their heading says that they do or the words plainly are a report."""
        bits = entry.bits("timescale")
        mixed = any("progress" in entry.columns[index].also for index in entry.positions("timescale"))
        times = self._times(bits) if mixed else []
        lines = [text for bit in bits for line in bit.lines if (text := self._words.as_printed(line.text))]
        if times and (rest := [line for line in lines if line not in times]):
            return "\n".join(rest), 0.85
        text = _reported(self._words.listed(bits, " "), mixed)
        return (text, 0.7) if text else None


def _day_words(bits: Sequence[Bit]) -> str:
    days = [bit.cell.value for bit in bits if isinstance(bit.cell.value, date)]
    return ", ".join(f"{day.day} {day:%B %Y}" for day in days)


def _dated(timescale: Timescale, day: date) -> Timescale:
    """With the day that the spreadsheet holds, unless the words show a month or a longer stretch that it lies in."""
    if len(timescale.parts) == 1:
        part = timescale.parts[0]
        if part.due_on and (part.starts_on or part.due_on) <= day <= part.due_on and part.kind is not Kind.UNREAD:
            return timescale
    return Timescale(timescale.text, (Part(Kind.BY_DATE, timescale.text, due_on=day),))


def _reported(text: str, mixed: bool) -> str:
    """The sentences that report what was done, where the column says that it reports, or they plainly do."""
    sentences = [each.strip() for each in _SENTENCES.split(text) if each.strip()]
    reports = [each for each in sentences if _REPORTS.search(each)]
    enough = reports and (mixed or len(" ".join(reports).split()) > 3)
    return " ".join(reports) if enough else ""
