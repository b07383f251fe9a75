"""What the columns of a plan's table are for, by the meaning of their headings.

A heading is cut at "/", "&" and "and"; the last word of each piece tells most ("action owner" is an owner), so the
rules below stand in the order in which they win. What the heading leaves open ("Status", "Priority", "Item", a blank
one) the column's content decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .content import Profile

_SHORT = 45  # characters of a name; longer cells say more than who
KNOWN = 0.75  # from here a heading counts as recognised
LONGEST = 110  # characters of a heading; longer ones are prose or the label of a form


@dataclass(frozen=True)
class Column:
    """A column: its heading as printed, its field (names as in `proposal.Layout`), and what else its heading names."""

    heading: str
    field: str
    confidence: float
    also: frozenset[str] = frozenset()


# (field, confidence, pattern) in the order in which they win; patterns are searched in a casefolded piece of a heading.
_RULES = tuple(
    (field, confidence, re.compile(pattern))
    for field, confidence, pattern in (
        (
            "number",
            0.97,
            r"^(?:#|n|no|nos|nr|num|number|refs?|reference|id|item (?:no|number|ref)|s ?no|sr no|sl no|serial)$",
        ),
        ("number", 0.9, r"^(?:\w+ )?(?:ref|serial|unique|line|row)? ?(?:no|number|ref|reference|id|identifier)$"),
        ("number", 0.6, r"^(?:item|line|row)$"),
        ("number", 0.9, r"^recs?(?: (?:no|number|ref))?$"),
        (
            "objective",
            0.85,
            r"what (?:needs|has) to (?:improve|change|be better)|(?:areas?|need) for improvement"
            r"|what (?:do )?we (?:want|aim|need|would like|are trying) to (?:achieve|see|do)|what are we trying"
            r"|outcomes? (?:sought|required)|where do we want",
        ),
        (
            "outcomes",
            0.9,
            r"how (?:will|do|would) (?:we|you|it|this).*(?:know|measure|monitor|evidence|tell)|what (?:will|does) "
            r"(?:success|good)|success (?:criteria|factor|looks|indicator|measure)|measures? of success|what difference"
            r"|difference (?:will|made)|measured\b|evidence of (?:success|impact|completion)",
        ),
        (
            "milestones",
            0.9,
            r"milestone(?!s? (?:date|rag|status|owner|lead))|key (?:stages|deliverables)",
        ),
        ("progress", 0.9, r"\bb?rag\b.*(?:progress|update|comment|narrative)|(?:progress|update|comment).*\bb?rag\b"),
        ("rag", 0.95, r"\bb?rag[bgy]?\b|traffic light"),
        (
            "notes",
            0.8,
            r"date (?:of |last )?(?:the )?(?:update|added|raised|agreed|opened|created|review|meeting|entry|logged)"
            r"|meeting dates?$|last (?:updated|reviewed)",
        ),
        ("timescale", 0.85, r"\b(?:update|report|progress)s? due\b"),
        (
            "progress",
            0.92,
            r"\bprogress\b(?! (?:status|rating))|updates?\b|comment|narrative|position\b|achieve(?:d|ments?)\b|latest"
            r"|what (?:has been|have we) (?:done|achieved)|so far$|to date$|^q(?:tr|uarter)? ?[1-4]\b"
            r"|actual (?:completion|outcome|delivery)|date (?:completed|closed)|completed on|feedback",
        ),
        ("rag", 0.85, r"\bstatus$|^status\b|\brating$|on track|delivery confidence|^colour$|^complete(?:d)?(?: y n)?$"),
        (
            "timescale",
            0.95,
            r"time ?(?:scale|frame|line|table|span)|deadline|\bdue\b|by when|target date|completion date|delivery date"
            r"|(?:start|end|finish|begin|commencement|review|expected|planned|target|milestone|key) dates?"
            r"|no(?:t)? later than|complet(?:e|ed|ion) by|^target (?:completion|quarter|year|month)|^when\b|^dates?\b"
            r"|\bdates?$|^timing|^schedule|^duration|^period$|(?:to be|expected|planned) completion",
        ),
        (
            "timescale",
            0.8,
            r"^(?:start|from|end|finish|to|by|completion|year|quarter|month|time|frequency|delivery by)$",
        ),
        (
            "partners",
            0.88,
            r"\bsupport(?:ing|ed by)?$|^support(?:ing)? (?:lead|officer|agenc|partner|organi|service|team)",
        ),
        ("leads", 0.9, r"\b(?:lead|owner|sponsor|sro|champion)s?$|\bled by|delivered by|assigned|allocated to|by whom"),
        (
            "leads",
            0.9,
            r"\bleads?\b|\bowner|responsib|accountab|^who\b(?! else)|^officers?|\bofficers?$|named (?:person|contact)",
        ),
        (
            "partners",
            0.88,
            r"\bpartners?\b|\bsupport(?:ing|ed)?\b|stakeholder|contribut|who else|others? (?:involved|agencies)"
            r"|working with|consult(?:ed|ees)",
        ),
        (
            "leads",
            0.78,
            r"\bagenc(?:y|ies)\b|organisations?$|organizations?$|^department|directorate|^teams?$|^services?$|^contact",
        ),
        (
            "outcomes",
            0.9,
            r"outcome|\bimpacts?\b|benefit|\bresults?\b|\bkpis?\b|performance|indicator|monitoring|evaluation",
        ),
        ("resources", 0.85, r"resourc|budget|\bcosts?\b|funding|financ|£"),
        ("milestones", 0.8, r"^(?:key |smart |annual |our )?targets?\b|\btargets?$|\boutputs?\b"),
        (
            "notes",
            0.8,
            r"\brisks?\b|rationale|^why\b|dependenc|\bnotes?\b|remark|evidence|\blinks?\b|cross ref|source|carbon",
        ),
        ("steps", 0.85, r"^(?:key |next |implementation |detailed )?steps?\b|sub ?(?:action|task)"),
        (
            "action",
            0.95,
            r"\bactions?\b|\bactivit(?:y|ies)\b|what (?:we|will|needs|is to|must|should|are we|do we)|^what$"
            r"|\bwe will\b|\btasks?$|^tasks?\b|to be (?:done|undertaken)|work (?:required|plan)",
        ),
        (
            "action",
            0.85,
            r"deliverable|initiative|intervention|^how\b|description|\bprojects?\b|\bto do\b|^proposals?|^response",
        ),
        (
            "subject",
            0.88,
            r"theme|priorit|\bsections?\b|\bareas?\b|work ?streams?|work ?strands?|\bstrands?\b|categor|pillar",
        ),
        (
            "objective",
            0.92,
            r"objective|\baims?\b|\bgoals?\b|requirement|ambition|commitment|recommendation|\bdut(?:y|ies)\b",
        ),
        ("objective", 0.78, r"\bneeds?\b|\bissues?\b|benchmark|purpose|\bgaps?\b|finding|standard|vision|intent"),
        ("subject", 0.85, r"topic|subject|domain|\bfocus\b|programme|sector|chapter|heading|sub ?theme|\bgroup$"),
        ("action", 0.78, r"\bdetails?\b|\bmeasures?\b|delivery|^item|\bmethod"),
    )
)
_CUTS = re.compile(r"\s*(?:/|&|\+|,|\band\b|\bor\b|\n)\s*")
_DESCRIBES = re.compile(r"description|detail", re.I)


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """Casefolded, without marks or what stands in brackets, blanks collapsed: what headings are compared by."""
    bare = re.sub(r"\([^)]*\)?", " ", text.casefold()) if not re.fullmatch(r"\W*\(.*\)\W*", text) else text.casefold()
    return " ".join(re.sub(r"[^\w£#&/,+\n]+", " ", bare.replace("_", " ")).split(" ")).strip()


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Column:
    """The field that a heading names; `notes` with a low confidence where it names none we know."""
    words = simplified(text)
    pieces = [found for piece in [words, *_pieces(words)] if (found := _piece(" ".join(piece.split())))]
    if len(text) > LONGEST or not pieces:
        return Column(text, "notes" if words else "", 0.4 if words else 0.0)
    parts = [found for piece in _pieces(words) if (found := _piece(piece))] or pieces
    field, confidence = parts[0]
    if words.count(" ") > 9:
        confidence -= 0.2
    also = frozenset(other for other, _ in parts) - {field}
    if field == "progress" and re.search(r"\bb?rag\b", words):
        also |= {"rag"}
    return Column(text, field, confidence, also)


def _pieces(words: str) -> list[str]:
    return [" ".join(piece.split()) for piece in _CUTS.split(words) if piece.strip()]


def _piece(words: str) -> tuple[str, float] | None:
    return next(((field, confidence) for field, confidence, rule in _RULES if rule.search(words)), None)


def is_heading(column: Column) -> bool:
    return column.confidence >= KNOWN


def assign(
    headings: Sequence[str], profiles: Sequence[Profile], remembered: Mapping[int, str], has_section_rows: bool = False
) -> tuple[Column, ...]:
    """The columns of a table whose headings are known: what each is for beside the others.

    `remembered` holds fields that a person has given, by the column's index: they win. `has_section_rows`: rows of one
    cell head the others, so that objectives beside them are none of the plan's sections.
    """
    columns = [
        _by_content(read_heading(heading), profile, index)
        for index, (heading, profile) in enumerate(zip(headings, profiles, strict=True))
    ]
    for index, field in remembered.items():
        if index < len(columns):
            columns[index] = replace(columns[index], field=field, confidence=1.0)
    given = frozenset(remembered)
    settling = [_one_number, _grouping_outcomes, _some_action, _some_leads, _one_action, _targets]
    for settle in [*settling, _one_objective] if has_section_rows else [*settling, _objectives, _one_objective]:
        settle(columns, profiles, given)
    return tuple(columns)


def _by_content(column: Column, profile: Profile, index: int) -> Column:
    """Settles what the heading alone leaves open."""
    if not column.field:
        field, confidence = profile.guess(index)
        return replace(column, field=field, confidence=confidence)
    if profile.filled == 0:
        return column
    if column.field in ("subject", "notes", "objective") and profile.counts and index < 2:
        return replace(column, field="number", confidence=0.8)
    if column.field == "number" and profile.length > 30:
        return replace(column, field="action", confidence=0.7)
    if column.field == "rag" and profile.length > 40:
        return replace(column, field="progress", confidence=0.8, also=column.also | {"rag"})
    if column.field == "subject" and profile.grades > 0.7:
        return replace(column, field="notes", confidence=0.8)
    if column.field == "milestones" and profile.values > 0.6:
        return replace(column, field="notes", confidence=0.8)
    if column.field == "milestones" and profile.dates > 0.6 and profile.length < 30:
        return replace(column, field="timescale", confidence=0.8)
    if column.field == "timescale" and profile.length > 90 and profile.dates < 0.2:
        return replace(column, field="progress", confidence=0.6)
    return column


def _positions(columns: Sequence[Column], field: str, given: frozenset[int] = frozenset()) -> list[int]:
    return [index for index, column in enumerate(columns) if column.field == field and index not in given]


def _one_number(columns: list[Column], profiles: Sequence[Profile], given: frozenset[int]) -> None:
    """Rows are numbered once. Of two columns of numbers the one beside the action is the row's; one beside a theme or
    an objective numbers that; any other is a note."""
    chosen = _positions(columns, "number")
    actions = _positions(columns, "action")
    if len(chosen) < 2 and not any(_numbers_group(columns, profiles, index) for index in chosen):
        return
    main = (
        -1
        if len(chosen) < 2
        else max((index for index in chosen if not actions or index < actions[0]), default=chosen[0])
    )
    for index in chosen:
        if index == main or index in given:
            continue
        beside = columns[index + 1].field if index + 1 < len(columns) else ""
        numbers = beside in ("subject", "objective") and profiles[index].groups
        if numbers:
            columns[index + 1] = replace(columns[index + 1], field="subject")
        field = "subject" if numbers else "notes"
        columns[index] = replace(columns[index], field=field, confidence=min(columns[index].confidence, KNOWN))


def _numbers_group(columns: Sequence[Column], profiles: Sequence[Profile], index: int) -> bool:
    """Whether the only numbers stand beside what several rows have in common, and wherever that stands."""
    beside = columns[index + 1 : index + 2]
    named = bool(beside) and beside[0].field in ("subject", "objective")
    if not named or not profiles[index].groups or not profiles[index + 1].groups:
        return False
    return profiles[index].filled >= 0.8 * profiles[index + 1].filled


def _some_action(columns: list[Column], profiles: Sequence[Profile], given: frozenset[int]) -> None:
    """Where no column is headed as an action, the one nearest in meaning holds what is to be done."""
    if _positions(columns, "action"):
        return
    for field in ("steps", "objective", "milestones", "subject", "outcomes"):
        found = [index for index in _positions(columns, field, given) if is_heading(columns[index])]
        if found:
            index = max(found, key=lambda each: (profiles[each].filled, each))
            columns[index] = replace(columns[index], field="action", confidence=0.8)
            return
    plain = [index for index, column in enumerate(columns) if not column.heading.strip() and index not in given]
    if plain and not any(column.heading.strip() for column in columns):
        index = max(plain, key=lambda each: profiles[each].length)
        columns[index] = replace(columns[index], field="action", confidence=0.5)


def _some_leads(columns: list[Column], profiles: Sequence[Profile], given: frozenset[int]) -> None:
    """In a table without headings, the first column of short texts that are nothing else names who."""
    if any(column.heading.strip() for column in columns) or _positions(columns, "leads"):
        return
    short = [each for each in _positions(columns, "notes", given) if profiles[each].length < _SHORT]
    if short:
        columns[short[0]] = replace(columns[short[0]], field="leads", confidence=0.5)


def _one_action(columns: list[Column], profiles: Sequence[Profile], given: frozenset[int]) -> None:
    """Of two columns of actions the left one says what, the right one how: its steps. A project over several rows of
    actions is their subject; a description to the right of an action that is no mere name is a note."""
    found = _positions(columns, "action")
    if len(found) < 2:
        return
    first, second, *others = found
    for index in others:
        if index not in given:
            columns[index] = replace(columns[index], field="notes", confidence=0.7)
    if profiles[first].groups and first not in given and not profiles[second].groups:
        columns[first] = replace(columns[first], field="subject", confidence=0.78)
    elif second not in given:
        tells = profiles[first].length < _SHORT and profiles[second].length > profiles[first].length
        field = "notes" if _DESCRIBES.search(columns[second].heading) and not tells else "steps"
        columns[second] = replace(columns[second], field=field, confidence=min(columns[second].confidence, 0.85))


def _targets(columns: list[Column], profiles: Sequence[Profile], given: frozenset[int]) -> None:
    """Steps need an action beside them; "measures" beside an action measure success."""
    for index in _positions(columns, "steps", given):
        if re.search(r"measures?$", simplified(columns[index].heading)):
            columns[index] = replace(columns[index], field="outcomes", confidence=0.8)


def _grouping_outcomes(columns: list[Column], profiles: Sequence[Profile], given: frozenset[int]) -> None:
    """Outcomes to the left of all else, each beside several rows, are what the plan is divided by."""
    if _positions(columns, "subject") or _positions(columns, "objective"):
        return
    first = next((index for index, column in enumerate(columns) if column.field != "number"), 0)
    if columns and columns[first].field == "outcomes" and profiles[first].groups and first not in given:
        columns[first] = replace(columns[first], field="subject", confidence=0.8)


def _objectives(columns: list[Column], profiles: Sequence[Profile], given: frozenset[int]) -> None:
    """Objectives that stand beside several rows each are the plan's sections, where no other column heads them."""
    if _positions(columns, "subject"):
        return
    for index in _positions(columns, "objective", given)[:1]:
        if profiles[index].groups or (profiles[index].titled and index == 0):
            columns[index] = replace(columns[index], field="subject")


def _one_objective(columns: list[Column], profiles: Sequence[Profile], given: frozenset[int]) -> None:
    """Beside a section or an objective, what only may be one ("Expected standard", "Gaps") is a note."""
    for index in _positions(columns, "objective", given):
        before = any(column.field in ("subject", "objective") for column in columns[:index])
        if before and columns[index].confidence < 0.8:
            columns[index] = replace(columns[index], field="notes")
