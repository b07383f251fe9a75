"""The lines at the top of a file that name it: its title, its reference, its edition, and what stands below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.importers.source import Paragraph

from .debris import clean
from .glossary import is_glossary_heading

_REFERENCE = (
    r"(?:appendix|annex|annexe|enclosure|agenda item|item(?: no\.?)?|schedule|attachment)\s+"
    r"(?:[A-Z]{1,3}|\d+)(?:[.-]?\d*[a-z]?)\b"
)
_REFERENCE_FIRST = re.compile(rf"^({_REFERENCE})\s*(?:[:.–—-]+\s*(?P<rest>\S.*))?$", re.I | re.S)
_EDITION = re.compile(
    r"\((?:public|redacted|published|internal|restricted|draft|final)[^()]*\)"
    r"|\b(?:final |working |first |second |revised )?draft(?: (?:version )?v?\d+(?:\.\d+)*)?\b"
    r"|\bv(?:ersion)? ?\d+(?:\.\d+)*\b|\b(?:public|redacted|final) version\b",
    re.I,
)
_MARKING = re.compile(
    r"^\W*(?:official(?:[- ]+sensitive)?|not protectively marked|restricted|confidential|public|unclassified)\W*$", re.I
)
_PLAN_WORDS = re.compile(r"\b(?:plan|strategy|programme|framework|road ?map|priorities|actions?)\b", re.I)
_MOST_LINES, _LONGEST = 6, 160


@dataclass(frozen=True)
class Titles:
    """`places` of each field are those of the paragraph at the same index of `used`."""

    title: str = ""
    reference: str = ""
    subtitle: str = ""
    edition_words: str = ""
    used: tuple[tuple[str, Paragraph], ...] = ()  # field and the paragraph it was read from


def edition_of(text: str) -> str:
    """ "(public version)", "DRAFT", "v0.3": the words that say which edition this is, "" where none do."""
    found = _EDITION.search(text)
    return found[0] if found else ""


def is_marking(text: str) -> bool:
    """Whether a line is only a protective marking, or says only which edition this is."""
    rest = _EDITION.sub("", text).strip(" .:–-")
    return bool(text.strip()) and (not rest or bool(_MARKING.match(text)))


def is_prose(text: str) -> bool:
    return len(text) > _LONGEST or (text.rstrip().endswith((".", ";", ":")) and len(text.split()) > 4)


def read_titles(paragraphs: Sequence[Paragraph]) -> Titles:
    """The titles among the first paragraphs of a file: the title is the first that speaks of a plan, else the first.

    A line just above the text, or one that the file marks as a lower heading, heads that text and is no title."""
    block = _block(paragraphs)
    read: dict[str, tuple[str, Paragraph]] = {}
    names: list[tuple[str, Paragraph]] = []
    for paragraph in block:
        text = clean(paragraph.line.text).replace("\n", " ")
        found = _REFERENCE_FIRST.match(text)
        if found and "reference" not in read:
            read["reference"] = (found[1], paragraph)
            text = found["rest"] or ""
        if text and is_marking(text):
            if edition_of(text):
                read.setdefault("edition_words", (text, paragraph))
        elif text:
            names.append((text, paragraph))
    at = next((index for index, (text, _) in enumerate(names) if _PLAN_WORDS.search(text)), 0)
    if names:
        read["title"] = names[at]
        read["subtitle"] = ("; ".join(text for text, _ in names[:at] + names[at + 1 :]), names[at][1])
        if "edition_words" not in read and edition_of(names[at][0]):
            read["edition_words"] = (edition_of(names[at][0]), names[at][1])
    used = [(name, paragraph) for name, (text, paragraph) in read.items() if text and name != "subtitle"]
    used += [("subtitle", paragraph) for index, (_, paragraph) in enumerate(names) if index != at]
    return Titles(**{name: text for name, (text, _) in read.items()}, used=tuple(used))


def _block(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The first lines up to the first text, list or lower heading, and without the heading of that text."""
    block: list[Paragraph] = []
    highest = min((each.heading for each in paragraphs if each.heading), default=1)
    for paragraph in paragraphs[: _MOST_LINES + 1]:
        text = clean(paragraph.line.text)
        if is_glossary_heading(text):
            break
        listed, labelled = bool(paragraph.line.bullet), bool(block) and bool(re.match(r"[^:]{3,40}:\s*\S", text))
        if listed or labelled or is_prose(text) or paragraph.heading > highest:
            if block and (listed or is_prose(text)) and _heads(block, paragraphs):
                block.pop()
            break
        block.append(paragraph)
    else:
        return block[:1] if len(paragraphs) > _MOST_LINES else block
    return block


def _heads(block: Sequence[Paragraph], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the last line above the text is the text's heading: a title stands above it, and it names no plan."""
    last = clean(block[-1].line.text)
    titled = any(_names_something(paragraph) for paragraph in block[:-1])
    styled = any(paragraph.heading for paragraph in paragraphs)
    return (
        titled
        and not styled
        and not _PLAN_WORDS.search(last)
        and not re.search(r"\d{4}", last)
        and not is_marking(last)
    )


def _names_something(paragraph: Paragraph) -> bool:
    text = clean(paragraph.line.text)
    found = _REFERENCE_FIRST.match(text)
    return bool((found["rest"] if found else text) and not is_marking(text))
