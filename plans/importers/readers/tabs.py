"""Tables whose cells are divided by tabs, a row a line: what Word and Excel leave when saved or pasted as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .lines import split_mark
from .printed import Found, Printed, row_of

_QUOTED = re.compile(r'(?:(?<=\t)|^)"((?:[^"\t]|"")*)"(?=\t|$)', re.MULTILINE)
_NUMBERED = re.compile(r"\s*\d+(?:\.\d+)*[.)]?\t")  # the number of a row
_INNER = "\v"  # a line break inside a cell
_SECTION = re.compile(
    r"(?:objective|section|priority|theme|outcome|aim|strand|part|goal|subject|area|workstream)\b|\d+[.):]?\d*\s|[A-Z][.)]\s",
    re.IGNORECASE,
)


def unquoted(text: str) -> str:
    """Excel puts a cell in quotes when it holds a line break or a quote, and doubles the quotes in it: such cells come
    back as they were, on one line, their breaks as vertical tabs (which keeps the other lines apart)."""

    def inner(found: re.Match[str]) -> str:
        cell = found[1]
        return cell.replace('""', '"').replace("\n", _INNER) if "\n" in cell or '""' in cell else found[0]

    return _QUOTED.sub(inner, text) if "\t" in text else text


def is_row(text: str) -> bool:
    """True when a tab stands between or after words, or leaves the first cell blank. A tab that only indents a line, or
    that follows the mark of a list, makes no row."""
    if "\t" not in text.strip("\r\n ") or not text.strip():
        return False
    words = [cell for cell in text.split("\t") if cell.strip()]
    if len(words) == 1:
        return "\t" in text.lstrip("\t").rstrip(" ") or text.startswith("\t\t")
    return not (len(words) == 2 and split_mark(f"{words[0].strip()} {words[1]}")[0] == words[0].strip())


def find(lines: Sequence[Printed], start: int) -> Found | None:
    """The table that starts at this line: the lines up to the next blank one, or past it where rows as wide follow
    that do not repeat the head (a head repeated starts a table of its own)."""
    if not is_row(lines[start].text):
        return None
    end = _run_end(lines, start)
    width = max(line.text.count("\t") for line in lines[start:end])
    while end < len(lines) and (following := _follows(lines, start, end, width)):
        end = _run_end(lines, following)
    rows = _joined([line for line in lines[start:end] if not line.is_blank], width + 1)
    if len(rows) == 1 and width < 2:
        return None
    return Found(tuple(row_of(line.text.split("\t"), line) for line in rows), end)


def _run_end(lines: Sequence[Printed], start: int) -> int:
    """The first blank line; lines without a tab at the end of the run, unless they go on with its last cell."""
    end = start
    while end < len(lines) and not lines[end].is_blank:
        end += 1
    last = end
    while last > start + 1 and not is_row(lines[last - 1].text):
        last -= 1
    goes_on = last < end and _goes_on(lines[last - 1].text, lines[last].text)
    return end if goes_on else last


def _goes_on(above: str, below: str) -> bool:
    """Whether a line without tabs is more of the cell above it."""
    below = below.strip()
    if not above.rsplit("\t", 1)[-1].strip():
        return False
    return bool(split_mark(below)[0]) or below[:1].islower()


def _follows(lines: Sequence[Printed], start: int, end: int, width: int) -> int:
    """The index of a line after blank ones that goes on with the table; 0 if none does."""
    at = end
    while at < len(lines) and lines[at].is_blank:
        at += 1
    if at in (end, len(lines)) or lines[at].page != lines[start].page:
        return 0
    run = lines[at : _run_end(lines, at)]
    same = is_row(lines[at].text) and max(line.text.count("\t") for line in run) == width
    head = lines[start].text.split()
    return at if same and all(line.text.split() != head for line in run[:3]) else 0


def _joined(lines: Sequence[Printed], width: int) -> list[Printed]:
    """The lines that are rows, each with what follows it in the same cell. A row cut by line breaks inside its cells is
    spread over lines that make one whole row together."""
    rows: list[Printed] = []
    at = 0
    while at < len(lines):
        size = _pieces(lines, at, width)
        text = _INNER.join(line.text for line in lines[at : at + size])
        if len(rows) > 1 and size == 1 and "\t" not in text and not _is_section(rows[-1].text, text, width):
            rows[-1] = replace(rows[-1], text=rows[-1].text + _INNER + text)
        else:
            rows.append(replace(lines[at], text=text))
        at += size
    return rows


def _pieces(lines: Sequence[Printed], at: int, width: int) -> int:
    """How many lines from here make one row of `width` cells; 1 when the line is a row by itself."""
    tabs = lines[at].text.count("\t")
    if not tabs and at + 1 < len(lines) and lines[at + 1].text[:1].islower():
        return 2 if lines[at + 1].text.count("\t") == width - 1 else 1
    if tabs in (0, width - 1):
        return 1
    for size in range(2, min(width * 8, len(lines) - at) + 1):
        text = lines[at + size - 1].text
        more = text.count("\t")
        tabs += more
        if more == width - 1 or tabs > width - 1 or _NUMBERED.match(text):
            return 1
        if tabs == width - 1:
            return size
    return 1


def _is_section(above: str, below: str, width: int) -> bool:
    """Whether a line without tabs among rows is a row of one cell, its trailing tabs lost, and not more of a cell."""
    if _goes_on(above, below):
        return bool(_SECTION.match(below.strip())) and len(below) < 120
    last = above.rsplit("\t", 1)[-1].strip()
    return not last or above.count("\t") < width - 1 or below.isupper() or bool(_SECTION.match(below.strip()))
