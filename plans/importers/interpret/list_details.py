"""What an activity on a line says of its lead, its date and its progress: "Lead: Housing", "(Housing, March 2025)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LABELS = {
    "leads": r"leads?(?: (?:officer|agency|partner|organisation))?|owners?|led by|responsible(?: officer)?"
    r"|responsibility|who|partners?|agency|agencies",
    "timescale": r"by(?: when)?|due(?: date| by)?|deadline|timescales?|time ?frame|target(?: date)?"
    r"|completion(?: date)?|when|date",
    "outcomes": r"(?:expected |desired )?outcomes?|impact|success measures?|measures?",
    "progress": r"progress|status|update|position|comments?|rag",
}
_LABEL = re.compile(
    r"(?:^|(?<=[\s.;,(|]))(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()) + r")\s*:\s*",
    re.I,
)
_WHEN = (
    r"(?:(?:by|from|until|before|due|end of|mid|early|late)\s+)*(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s*\d{2,4})?|q[1-4](?:\s*\d{2,4}(?:/\d{2,4})?)?"
    r"|(?:spring|summer|autumn|winter)(?: term)?(?:\s*\d{4})?|20\d\d(?:\s*[/-]\s*\d{2,4})?|\d{1,2}/\d{1,2}/\d{2,4}"
    r"|on-?going|annual(?:ly)?|quarterly|monthly|termly|weekly|complete[d]?|immediate(?:ly)?|tbc)"
)
_BRACKET = re.compile(
    rf"\s*[(\[]\s*(?:(?P<leads>[^()\[\]]*?)\s*[,;:–—-]\s*)?(?P<timescale>{_WHEN})\s*[)\]]\s*\.?\s*$", re.I
)
_MARKS = " ;,|.–—-()"


@dataclass(frozen=True)
class Details:
    """`text` is what is left once the details are taken out."""

    text: str
    leads: str = ""
    timescale: str = ""
    outcomes: tuple[str, ...] = ()
    progress: str = ""


def is_detail(text: str) -> bool:
    """Whether a line only adds to the activity above it."""
    found = _LABEL.match(text)
    return bool(found) and bool(text[found.end() :].strip() if found else "")


def details_of(text: str) -> Details:
    """The activity in a line, and what its labels or the bracket at its end say. A bracket without a date stays."""
    marks = list(_LABEL.finditer(text))
    if marks:
        return _labelled(text, marks)
    found = _BRACKET.search(text)
    if not found or not text[: found.start()].strip():
        return Details(text)
    return Details(text[: found.start()].strip(), (found["leads"] or "").strip(), found["timescale"].strip())


def _labelled(text: str, marks: list[re.Match[str]]) -> Details:
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    found: dict[str, list[str]] = {name: [] for name in _LABELS}
    for mark, end in zip(marks, ends, strict=True):
        value = text[mark.end() : end].strip(_MARKS)
        if value:
            found[str(mark.lastgroup)].append(value)
    head = text[: marks[0].start()].rstrip(" ;,|–—-([")
    return Details(
        head.strip(),
        "; ".join(found["leads"]),
        "; ".join(found["timescale"]),
        tuple(found["outcomes"]),
        " ".join(found["progress"]),
    )
