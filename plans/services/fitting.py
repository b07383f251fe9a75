"""A proposal's words made to fit the plan's columns. Nothing is cut away: what is too long or already taken goes on,
whole, where there is room."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from plans.importers.proposal import Proposal, ProposedAction, ProposedPlan, ProposedSection
from plans.models import ActionState
from plans.rules.timescale import Kind, Timescale
from plans.rules.timescale_reader import Context, read

from .adding import TIMESCALE_LENGTH, WORDS_LENGTH

NUMBER_LENGTH = 20
TITLE_LENGTH = 4000
HEADING_LENGTH = 300
TERM_LENGTH = 100
LEVEL_LENGTH = 60
PERIOD_LENGTH = 40
DEEPEST = 2  # depth of the lowest objective, from 0
FACT_LENGTHS = {
    "title": 300,
    "reference": 100,
    "subtitle": 300,
    "table_title": 300,
    "edition_words": 100,
    "responsible": 200,
}

FrontMatter = tuple[str, list[Any]]


def short(text: str, length: int) -> str:
    """The beginning of what is too long, marked as such."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def plan_facts(plan: ProposedPlan) -> dict[str, Any]:
    """Columns of `plans.models.Plan` besides its title and period, which a person confirms."""
    facts: dict[str, Any] = {
        name: short(getattr(plan, name), length) for name, length in FACT_LENGTHS.items() if name != "title"
    }
    lists = {name: list(getattr(plan, name)) for name in ("council_priorities", "indicators")}
    columns = [{"field": field, "heading": heading} for field, heading in plan.columns.items()]
    return facts | lists | {"columns": columns, "levels": [short(level, LEVEL_LENGTH) for level in plan.levels]}


def front_matter(plan: ProposedPlan) -> list[FrontMatter]:
    """Headed sections before the table. Facts that are longer than their columns stand there whole."""
    whole = [getattr(plan, name) for name, length in FACT_LENGTHS.items() if len(getattr(plan, name)) > length]
    whole += [level for level in plan.levels if len(level) > LEVEL_LENGTH]
    whole += [plan.period_label] if len(plan.period_label) > PERIOD_LENGTH else []
    found: list[FrontMatter] = [("", whole)] if whole else []
    for heading, body in plan.front_matter:
        long = [heading] if len(heading) > HEADING_LENGTH else []
        found.append((short(heading, HEADING_LENGTH), [*long, *body]))
    return found


def glossary(plan: ProposedPlan) -> dict[str, str]:
    """Terms with their meanings; a term that is explained twice keeps both."""
    found: dict[str, str] = {}
    for term, meaning in plan.glossary:
        whole = f"{term}: {meaning}" if len(term) > TERM_LENGTH else meaning
        term = short(term, TERM_LENGTH)
        if whole not in found.get(term, "").split("; "):
            found[term] = f"{found[term]}; {whole}" if term in found else whole
    return found


def section_facts(section: ProposedSection) -> dict[str, Any]:
    """Arguments of `add_objective`. A number that is too long for one stands before the title."""
    number, title = section.number, section.title
    if len(number) > NUMBER_LENGTH:
        number, title = "", f"{number} {title}"
    long = [title] if len(title) > TITLE_LENGTH else []
    return {
        "title": short(title, TITLE_LENGTH) or number or "Untitled",
        "number": number,
        "number_is_generated": section.number_is_generated,
        "paragraphs": [*long, *section.paragraphs],
        "outcomes": list(section.outcomes),
        "requirements": list(section.requirements),
    }


def numbers(actions: Sequence[ProposedAction], standing: Collection[str] = ()) -> list[tuple[str, bool]]:
    """Each action's number in the plan, and whether it is generated. A number that stands already gets a letter; one
    that is too long or missing is generated when the action is added ("" here)."""
    taken = set(standing)
    found = []
    for action in actions:
        number = action.number if len(action.number) <= NUMBER_LENGTH - len("zzz") else ""
        free, count = number, 0
        while free and free in taken:
            count += 1
            free = f"{number}{letters(count)}"
        taken.add(free)
        found.append((free, not free or action.number_is_generated or free != action.number))
    return found


def letters(count: int) -> str:
    """1 is a, 26 is z, 27 is aa: as columns of a spreadsheet are named."""
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def action_facts(action: ProposedAction, number: str) -> dict[str, Any]:
    """The printed cells of `plans.models.Action`. A rating that the file prints is nobody's report in any round: it
    stands in the note, and only "complete" says something about the action itself."""
    notes = [action.notes] if action.notes else []
    if action.number and number != action.number:
        notes.append(f"Number as printed: {action.number}")
    if action.rag:
        notes.append(f"{PRINTED_RAG}{action.rag.capitalize()}")
    if len(action.timescale.text) > TIMESCALE_LENGTH:
        notes.append(f"Timescale as printed: {action.timescale.text}")
    cut = [lead.text for lead in action.leads if len(lead.text) > WORDS_LENGTH and lead.text not in action.leads_text]
    notes += [f"Lead as printed: {text}" for text in cut]
    return {
        "row": action.row[:NUMBER_LENGTH],
        "steps": list(action.steps),
        "outcomes": list(action.outcomes),
        "leads_text": action.leads_text,
        "progress_text": action.progress,
        "note": "\n".join(notes),
        "state": ActionState.COMPLETE if action.rag == "complete" else ActionState.IN_PROGRESS,
    }


def milestone(text: str, plain: Context) -> tuple[str, str]:
    """(words, due words): what stands in brackets at the end is when it is due, where it can be read as a time."""
    found = _DUE.fullmatch(text)
    if (
        found is None
        or len(found[2]) > WORDS_LENGTH
        or any(part.kind in (Kind.UNREAD, Kind.NONE) for part in read(found[2], plain).parts)
    ):
        return text, ""
    return found[1], found[2]


_DUE = re.compile(r"(.+) \(([^()]+)\)", re.S)
PRINTED_RAG = "RAG as printed: "


def beyond_words(timescale: Timescale, plain: Context) -> Timescale | None:
    """The proposed timescale where it knows more than its words say, as a spreadsheet's date does; else None, and the
    words are read again beside the partnership's meetings."""
    return None if timescale.text == "" or read(timescale.text, plain).parts == timescale.parts else timescale


def objective_titles(proposal: Proposal) -> Mapping[tuple[int | None, tuple[str, ...]], str]:
    """The title of the node below each section for each of its actions' distinct objectives."""
    return {
        (action.section, action.objectives): "\n".join(action.objectives)
        for action in proposal.actions
        if action.objectives
    }
