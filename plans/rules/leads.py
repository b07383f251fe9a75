"""Reads the cell that says who leads: its names in their own words, what each is, and in what part."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from plans.rules.lead_reader import cues
from plans.rules.lead_reader.cutting import cut, tidy
from plans.rules.lead_reader.joining import Known, is_whole
from plans.rules.lead_reader.natures import nature_of
from plans.rules.matching import key


@dataclass(frozen=True)
class LeadName:
    """One name of a lead cell. `kind`: "lead", "partner" or "resource"; `nature` as in `plans.models.Lead`."""

    words: str
    kind: str = "lead"
    nature: str = "agency"


_LABELS = {
    "lead": r"(?:joint |overall |co-?)?leads?(?: (?:agency|agencies|officers?|partners?|organisations?|body))?|led by"
    r"|owners?|responsible(?: (?:officer|agency))?|accountable(?: (?:officer|agency))?",
    "partner": r"(?:key |other |delivery )?partners?(?: (?:agency|agencies))?"
    r"|support(?:ing|ed by)?(?: (?:agency|agencies|officers?))?|consulted|informed|with support from"
    r"|in partnership with|working with|assisted by|jointly with",
    "resource": r"resources?|funding|budget|funded by",
    "": r"membership|members",
}
_WITHOUT_COLON = r"led by|supported by|with support from|in partnership with|working with|assisted by|jointly with"
_LABEL = re.compile(
    r"(?:^|(?<=[\s;,.(/]))(?:"
    + "|".join(rf"(?P<{kind or 'none'}>{pattern})" for kind, pattern in _LABELS.items())
    + r")\s*(?::|(?<=[a-z])\s+[-–]\s)",
    re.I,
)
_PHRASE = re.compile(rf"(?:^|(?<=[\s;,.(]))(?:{_WITHOUT_COLON})\s+", re.I)
_MARKED_LEAD = re.compile(
    r"\s*\(\s*(?:overall |joint )?lead(?: (?:agency|officer|partner))?\s*\)|\s+[-–]\s+lead$", re.I
)
_MARKED_PARTNER = re.compile(r"\s*\(\s*(?:support(?:ing)?|partner)\s*\)|\s+[-–]\s+support$", re.I)
_UNDER = re.compile(r"^\s*(?:LA|Local Authority|Council|Health|NHS|Police|VCS|[A-Z]{2,5})\s*:\s*(?=[^,]+,)")
_BULLET = re.compile(r"(?:^|(?<=\s))[•·▪●◦‣∙\uf0b7*](?=\s|$)|^\s*[-–]\s+", re.M)
_LONGEST = 300  # characters; so long a line was not cut by a narrow column
_OPEN_END = re.compile(r"(?:[,&/(+]|\b(?:and|of|for|the|with|to))$", re.I)
_SPACED_HYPHEN = re.compile(r"(?<=[A-Za-z])-\s+(?=[a-z])(?!and\b|or\b)")


def read_leads(
    cell: str | Sequence[str],
    *,
    known: Collection[str] = (),
    glossary: Mapping[str, str] | None = None,
    kind: str = "lead",
) -> tuple[LeadName, ...]:
    """The names of a cell, in printed order, each once.

    `cell` is its text, or its lines (an item each, as bullets are). `known` are names that the partnership uses,
    `glossary` the plan's own terms: either is never cut. `kind` is what the column's heading says. Labels ("Lead:"),
    delimiters and joining words are not kept.
    """
    whole = Known(frozenset(key(name) for name in (*known, *(glossary or {}))))
    lines = _lines(cell, whole)
    names: list[LeadName] = []
    for line in lines:
        for text, part in _labelled(line, kind):
            names += _names(text, part, whole, len(lines) > 1)
    return _each_once(_with_marked_lead(names))


def _lines(cell: str | Sequence[str], known: Known) -> list[str]:
    """The cell's lines and bullets; a line that a narrow column cut is joined to the one above."""
    text = cell if isinstance(cell, str) else "\n".join(cell)
    text = _SPACED_HYPHEN.sub("-", re.sub(r"[^\S\n]+", " ", text))
    joined: list[str] = []
    for line in (each.strip() for each in _BULLET.sub("\n", text).split("\n")):
        if joined and line and _goes_on(joined[-1], line, known):
            joined[-1] = f"{joined[-1]} {line}"
        elif line:
            joined.append(line)
    return joined


def _goes_on(before: str, line: str, known: Known) -> bool:
    if len(before) > _LONGEST:
        return False
    if known.holds(f"{before} {line}") or before.count("(") > before.count(")"):
        return True
    if line[:1] in "&/)" or line.split()[0] in ("and", "of", "for") or cues.is_noun_alone(line):
        return True
    if cues.subject_goes_on(before) and not any(is_whole(name) for name in re.split(r"[/,;&]", line)):
        return True
    return bool(_OPEN_END.search(before)) or (line[:1].islower() and not cues.is_collective(line))


def _labelled(line: str, kind: str) -> list[tuple[str, str]]:
    """The stretches of a line with the kind that the label before each says."""
    labels = [mark for mark in _LABEL.finditer(line) if _is_label(line, mark)]
    marks = sorted((*labels, *_PHRASE.finditer(line)), key=lambda found: found.start())
    stretches, start, current = [], 0, kind
    for mark in marks:
        if mark.start() < start:
            continue
        stretches.append((line[start : mark.start()], current))
        start, current = mark.end(), _kind_of(mark, current)
    stretches.append((line[start:], current))
    return [(text, part) for text, part in stretches if text.strip()]


def _is_label(line: str, mark: re.Match[str]) -> bool:
    """In "Prevent Lead: AB" and "Head of Support - Elm" the word ends a post: a label follows a delimiter."""
    before = line[: mark.start()].rstrip()
    if not before or before[-1] in ";,.(|/":
        return True
    return mark[0].rstrip().endswith(":") and not re.match(r"(?:joint |overall )?leads?\b|owners?\b", mark[0], re.I)


def _kind_of(mark: re.Match[str], current: str) -> str:
    label = mark[0].strip(" :-–").casefold()
    for kind, pattern in _LABELS.items():
        if re.fullmatch(pattern, label):
            return kind or current
    return current


def _names(text: str, kind: str, known: Known, bulleted: bool) -> list[LeadName]:
    found: list[LeadName] = []
    for stretch in re.split(r"\s*;\s*", text):
        for name in cut(_UNDER.sub("", stretch), known, bulleted):
            found.append(_named(name, kind, known))
    return [each for each in found if re.search(r"\w", each.words) or each.words == "?"]


def _named(name: str, kind: str, known: Known) -> LeadName:
    for pattern, said in ((_MARKED_LEAD, "marked lead"), (_MARKED_PARTNER, "partner")):
        if pattern.search(name) and pattern.sub("", name).strip():
            name, kind = tidy(pattern.sub("", name)), said
    return LeadName(name, kind, nature_of(name, is_known=known.holds(name)))


def _with_marked_lead(names: list[LeadName]) -> list[LeadName]:
    """Where one name is marked as the lead, the others of its cell are partners."""
    if not any(name.kind == "marked lead" for name in names):
        return names
    kinds = {"marked lead": "lead", "lead": "partner"}
    return [replace(name, kind=kinds.get(name.kind, name.kind)) for name in names]


def _each_once(names: list[LeadName]) -> tuple[LeadName, ...]:
    seen: dict[str, LeadName] = {}
    for name in names:
        seen.setdefault(key(name.words), name)
    return tuple(seen.values())
