"""Finds a plan's glossary: lines under its heading, or a table of two columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.importers.source import Paragraph, Table

from .debris import clean

Entry = tuple[str, str]

_HEADING = re.compile(
    r"^(?:\d+[.)]?\s*)?(?:glossary|abbreviations?|acronyms?|definitions|key terms"
    r"|key to (?:abbreviations|acronyms|terms))"
    r"(?: (?:of|and|&|used|terms|acronyms|abbreviations|definitions|glossary|key))*\s*:?$",
    re.I,
)
_ENTRY = re.compile(r"^(?P<term>[^–—=:\t]{1,60}?)(?:\s*[–—=:\t]+\s*|\s+-+\s+)(?P<meaning>\S.*)$", re.S)
_TERM_HEAD = re.compile(r"^(?:terms?|abbreviations?|acronyms?|initials|words?|phrases?)\b", re.I)
_MEANING_HEAD = re.compile(
    r"^(?:meanings?|definitions?|descriptions?|full (?:name|title|term)|stands for|explanation|in full)\b", re.I
)
_MOST_WORDS = 7


def is_glossary_heading(text: str) -> bool:
    return bool(_HEADING.match(clean(text)))


def entry_of(text: str) -> Entry | None:
    """(term, meaning) of "PEO – Prevent Engagement Officer"; None where a line is none. A long term is a sentence."""
    found = _ENTRY.match(clean(text.replace("\t", " – ")))
    if not found or len(found["term"].split()) > _MOST_WORDS:
        return None
    return found["term"].strip(), found["meaning"].strip()


def glossary_of(paragraphs: Sequence[Paragraph]) -> tuple[list[Entry], int]:
    """The entries that stand first among these paragraphs, and how many paragraphs hold them.

    A line in small letters, or one without a term, goes on with the meaning above it."""
    entries: list[Entry] = []
    taken = 0
    for paragraph in paragraphs:
        entry = None if paragraph.heading else entry_of(paragraph.line.text)
        if entry:
            entries.append(entry)
        elif entries and not paragraph.heading and paragraph.line.text[:1].islower():
            term, meaning = entries[-1]
            entries[-1] = (term, f"{meaning} {clean(paragraph.line.text)}")
        elif paragraph.line.text.strip():
            break
        taken += 1
    return entries, taken


def glossary_of_table(table: Table, *, under_heading: bool = False) -> list[Entry]:
    """The entries of a table of two columns with the heads of a glossary, or under its heading."""
    rows = [[clean(cell.text).replace("\n", " ") for cell in row] for row in table.rows]
    rows = [row for row in rows if any(row)]
    if not rows or any(len(row) != 2 for row in rows):
        return []
    headed = bool(_TERM_HEAD.match(rows[0][0]) and _MEANING_HEAD.match(rows[0][1]))
    if not headed and not under_heading:
        return []
    entries = rows[1:] if headed else rows
    if any(not term or len(term.split()) > _MOST_WORDS for term, _ in entries):
        return []
    return [(term, meaning) for term, meaning in entries]
