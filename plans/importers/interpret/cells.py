"""Divides a cell into its items: by bullets and numbers, by lines, and where a cell lost both, by sense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plans.importers.source import Line

from .clauses import fragments, parallel, promises, results, sentences
from .debris import clean
from .verbs import CONTINUES


@dataclass(frozen=True)
class Items:
    """The items of a cell in printed order. `note` says what was assumed, "" where nothing was."""

    texts: tuple[str, ...]
    confidence: float = 1.0
    note: str = ""


BULLETS, LINES, SENTENCES, CLAUSES = 1.0, 0.9, 0.8, 0.6
EAGER = frozenset({"action", "objective"})

_MARK = re.compile(r"(?:(?<=\s)|^)[•·▪●◦‣∙■□➢➔►✓✔\uf0b7\uf0a7\uf0d8o](?:\s+|$)|[•▪●‣■➢\uf0b7\uf0a7\uf0d8]\s*")
_DASH = re.compile(r"(?:(?<=\s)|^)[-–—*](?=\s|$)\s*")
_LABEL = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")
_OPEN_END = re.compile(r"(?:[,(&/+:–-]|\b(?:and|or|of|the|to|for|with|in|by|a|an|on|at|from|their|its))$", re.I)
_CLOSED_END = re.compile(r"[.!?;][\"'’”)]*$")
_LIST_TAG = re.compile(r"<(?:ul|ol|li)\b", re.I)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_NARROW = 60


def items(lines: Sequence[Line], field: str) -> Items:
    """The items of a cell's lines. `field` is the column's: "action" and "objective" are divided most readily,
    "milestones" by sentences, "outcomes" seldom, every other by bullets and lines alone."""
    lost_list = any(_LIST_TAG.search(line.text) for line in lines)
    pieces = [piece for line in lines for piece in _pieces(line)]
    if not pieces:
        return Items(())
    if any(piece.bullet for piece in pieces):
        return _bulleted(pieces)
    texts = _paragraphs([piece.text for piece in pieces])
    if len(texts) > 1:
        return Items(tuple(texts), LINES, "Each line is taken for one.")
    return _divided(texts[0], field, lost_list)


def _pieces(line: Line) -> list[Line]:
    """The line, cleaned and divided at line ends and bullets that its text still holds. Empty bullets are dropped."""
    found = [each for text in clean(line.text).split("\n") for each in _marked(text)]
    if found and line.bullet:
        found[0] = replace(found[0], bullet=line.bullet)
    return [replace(each, level=line.level, bold=line.bold) for each in found if each.text]


def _marked(text: str) -> list[Line]:
    marks = list(_MARK.finditer(text)) if re.search(r"[^\w\s]", text) else []
    marks = [mark for mark in marks if mark[0].strip() != "o" or mark.start() == 0]
    if not marks:
        marks = list(_DASH.finditer(text))
        marks = marks if text[:1] in "-–—*" and (len(marks) > 1 or text[1:2] == " ") else []
        marks = [mark for mark in marks if mark[0].strip() == text[:1]]
    if not marks:
        return _numbered(text)
    edges = [*(mark.start() for mark in marks), len(text)]
    parts = [Line(text[: edges[0]].strip())]
    for mark, end in zip(marks, edges[1:], strict=True):
        parts.append(Line(text[mark.end() : end].strip(), bullet=mark[0].strip()))
    return [part for part in parts if part.text]


def _numbered(text: str) -> list[Line]:
    """Cut at 1), 2), 3) or a., b., c. where they count on from the first, which starts the text or follows a colon.

    Letters stay with their items, as other cells refer to them; numbers become the mark."""
    run = _count_on(list(_LABEL.finditer(text)))
    if len(run) < 2 or text[: run[0].start()].strip()[-1:] not in ("", ":"):
        return [Line(text)]
    edges = [*(label.start() for label in run), len(text)]
    parts = [Line(text[: edges[0]].strip())]
    for label, end in zip(run, edges[1:], strict=True):
        start = label.end() if label[1].isdigit() else label.start()
        parts.append(Line(text[start:end].strip(), bullet=label[0].strip()))
    return [part for part in parts if part.text]


def _count_on(labels: list[re.Match[str]]) -> list[re.Match[str]]:
    """The longest run of labels that counts from the first of its kind."""
    runs = []
    for counting in ([str(number) for number in range(1, 30)], list("abcdefghijklmnop"), list(_ROMAN)):
        run: list[re.Match[str]] = []
        for label in labels:
            if len(run) < len(counting) and label[1] == counting[len(run)]:
                run.append(label)
        runs.append(run)
    return max(runs, key=len)


def _bulleted(pieces: list[Line]) -> Items:
    """One item to a bullet. Lines without one go on with the bullet above, or stand alone; deeper ones stay with it."""
    base = min(piece.level for piece in pieces if piece.bullet)
    texts: list[str] = []
    guessed = leads_in = False
    for piece in pieces:
        before = texts[-1] if texts else ""
        if before and piece.bullet and (piece.level > base or leads_in):
            texts[-1] = f"{before}\n{piece.bullet} {piece.text}"
        elif before and not piece.bullet and _goes_on(before, piece.text) and not leads_in:
            texts[-1] = f"{before} {piece.text}"
        else:
            guessed = guessed or not piece.bullet
            texts.append(piece.text)
            leads_in = not piece.bullet and piece.text.endswith(":")
    if guessed:
        return Items(tuple(texts), LINES, "A line without a bullet is taken for one of its own.")
    return Items(tuple(texts))


def _goes_on(before: str, text: str) -> bool:
    """Whether a line goes on with the one before it: a small letter, or an end that cannot be one."""
    first = text.lstrip("\"'“‘(")[:1]
    if _CLOSED_END.search(before) and not first.islower():
        return False
    return first.islower() or bool(_OPEN_END.search(before)) or before.count("(") > before.count(")")


def _paragraphs(texts: list[str]) -> list[str]:
    """The paragraphs of lines without bullets: lines that a narrow column wrapped are joined again."""
    wrapped = _is_wrapped(texts)
    width = max(len(text) for text in texts)
    joined: list[str] = []
    for at, text in enumerate(texts):
        if joined and (
            _goes_on(joined[-1], text) or _explains(text) or (wrapped and _is_full(texts[at - 1], text, width))
        ):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return joined


def _explains(text: str) -> bool:
    words = text.split()
    return len(words) > 2 and words[0].casefold().strip(",:") in CONTINUES - {"all", "the", "each", "both"}


def _is_wrapped(texts: list[str]) -> bool:
    """Whether the lines are those of a narrow column, not paragraphs: some go on in small letters, none is long."""
    if len(texts) < 3 or max(len(text) for text in texts) > _NARROW:
        return False
    return any(not _CLOSED_END.search(before) and text[:1].islower() for before, text in pairwise(texts))


def _is_full(before: str, text: str, width: int) -> bool:
    """Whether the next word would not have fitted on the line above, which ends no sentence."""
    return not _CLOSED_END.search(before) and len(before) + 1 + len(text.split()[0]) > width


def _divided(text: str, field: str, lost_list: bool) -> Items:
    """One paragraph, divided by sense as readily as the field allows."""
    if lost_list and field in EAGER | {"milestones", "outcomes"}:
        return _told(fragments(text), CLAUSES, "The file says that this is a list, but its bullets are lost.")
    if field in EAGER:
        parts, loose = promises(text)
        if loose:
            return _told(parts, CLAUSES, "Divided where a new promise seems to start; no full stop says so.")
        return _told(parts, SENTENCES, "Each sentence that makes a promise is taken for one.")
    if field == "milestones":
        return _told(_milestones(text), SENTENCES, "Each sentence is taken for one.")
    if field == "outcomes":
        return _told(results(text), CLAUSES, "Divided where a new outcome seems to start; no full stop says so.")
    return Items((text,))


def _milestones(text: str) -> list[str]:
    """The sentences, those that only explain joined to the one before; or the clauses between semicolons."""
    clauses = [part for part in re.split(r"(?<=;)\s+", text) if part]
    if len(clauses) > 1 and (parallel(clauses) or len(clauses) > 2) and len(sentences(text)) == 1:
        return clauses
    joined: list[str] = []
    for sentence in sentences(text):
        if joined and _explains(sentence):
            joined[-1] = f"{joined[-1]} {sentence}"
        else:
            joined.append(sentence)
    return joined


def _told(parts: list[str], confidence: float, note: str) -> Items:
    return Items(tuple(parts), confidence, note) if len(parts) > 1 else Items(tuple(parts))
