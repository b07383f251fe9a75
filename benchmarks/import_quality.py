"""What of a real plan is read right: F1 of sections and actions, shares of their fields, what is lost or made up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from plans.importers.interpret import interpret
from plans.importers.proposal import Proposal, ProposedAction
from plans.importers.reading import read_file

from .likeness import bare, f1, pairs, share
from .seed_truth import TrueAction, TruePhrase, Truth


@dataclass(frozen=True)
class Score:
    """Shares and F1 from 0 to 1 (1 where the plan prints no such thing); ratings that nobody printed; words lost."""

    sections: float
    actions: float
    actions_exact: float
    leads_cell: float
    lead_names: float
    timescales: float
    dates: float
    milestones: float
    outcomes: float
    steps: float
    invented: int
    lost: tuple[str, ...]


def score(truth: Truth) -> Score:
    """Reads the seed as a stranger's file and compares."""
    found = interpret(read_file(truth.content, "plan.txt"))
    texts, true_texts = [action.text for action in found.actions], [action.text for action in truth.actions]
    matched = pairs(texts, true_texts)
    both = [(found.actions[at], truth.actions[to]) for at, to, _ in matched]
    exact = sum(1 for _, _, likeness in matched if likeness == 1.0)
    titles = [section.title for section in found.sections if section.level == 1]
    return Score(
        sections=f1(len(pairs(titles, truth.sections)), len(titles), len(truth.sections)),
        actions=f1(len(matched), len(texts), len(true_texts)),
        actions_exact=f1(exact, len(texts), len(true_texts)),
        leads_cell=_same_cells((mine.leads_text, true.leads_cell) for mine, true in both),
        lead_names=_lead_names(both, truth),
        timescales=_same_cells((mine.timescale.text, true.timescale_cell) for mine, true in both),
        dates=_dates(found, truth.phrases),
        milestones=_items((mine.milestones, true.milestones) for mine, true in both),
        outcomes=_items((mine.outcomes, true.outcomes) for mine, true in both),
        steps=_items((mine.steps, true.steps) for mine, true in both),
        invented=sum(1 for action in found.actions if action.rag),
        lost=tuple(_lost(truth.content, found)),
    )


Both = Sequence[tuple[ProposedAction, TrueAction]]


def _same_cells(cells: Iterator[tuple[str, str]]) -> float:
    """The share of cells with the same words; marks of lists are no words."""
    same = [bare(re.sub("[•·]", "", mine)) == bare(re.sub("[•·]", "", true)) for mine, true in cells]
    return share(sum(same), len(same))


def _lead_names(both: Both, truth: Truth) -> float:
    """F1 of the names in the lead cells that leads.csv reads."""
    by_cell = {bare(cell): names for cell, names in truth.lead_names.items()}
    right = found = true = 0
    for mine, printed in both:
        names = by_cell.get(bare(printed.leads_cell))
        if names is not None:
            found, true = found + len(mine.leads), true + len(names)
            right += _named([lead.text for lead in mine.leads], names)
    return f1(right, found, true)


def _named(mine: Sequence[str], names: Sequence[str]) -> int:
    """How many names are there, one to one. A name of the table may leave out a word that says whose it is ("LA")."""
    left = [set(re.findall(r"\w+", text.casefold())) for text in mine]
    count = 0
    for name in names:
        words = set(re.findall(r"\w+", name.casefold()))
        match = next((each for each in left if words <= each or len(words & each) / len(words | each) >= 0.6), None)
        if match is not None:
            left.remove(match)
            count += 1
    return count


def _dates(found: Proposal, phrases: Sequence[TruePhrase]) -> float:
    """The share of the parts whose words are a phrase of timescales.csv that have its kind and days."""
    by_words = {bare(each.phrase): each for each in phrases}
    right = of = 0
    for action in found.actions:
        for part in action.timescale.parts:
            true = by_words.get(bare(part.text))
            if true:
                days = (str(part.starts_on or ""), str(part.due_on or ""))
                of += 1
                # The end counts. A deadline's start may be left out, or be the day itself.
                right += part.kind == true.kind and days[1] == true.due_on and days[0] in (true.starts_on, "", days[1])
    return share(right, of)


def _items(lists: Iterator[tuple[Sequence[str], Sequence[str]]]) -> float:
    """F1 of the items of all cells together, each cell's own compared with its own."""
    right = found = true = 0
    for mine, printed in lists:
        right += len(pairs(mine, printed, least=0.95))
        found, true = found + len(mine), true + len(printed)
    return f1(right, found, true)


def _lost(content: bytes, found: Proposal) -> Iterator[str]:
    """The words of the file that are neither in the plan nor shown as left out."""
    text = unescape(re.sub(r"<[^>]*>", " ", content.decode("utf-8")))
    everything = "".join("".join(_shown(found)).split()).casefold()
    for word in text.split():
        core = re.sub(r"^[\W_]+|[\W_]+$", "", word).casefold()
        if core and core not in everything:
            yield word


def _shown(found: Proposal) -> Iterator[str]:
    """Every text of the plan, its sections and actions, and of what was left out."""
    plan = found.plan
    yield from (plan.title, plan.reference, plan.subtitle, plan.table_title, plan.edition_words, plan.responsible)
    yield from (plan.period_label, *plan.columns.values(), *plan.council_priorities, *plan.indicators)
    yield from (f"{heading} {body}" for heading, body in plan.front_matter)
    yield from (f"{term} {meaning}" for term, meaning in plan.glossary)
    for section in found.sections:
        yield from (section.number, section.title, *section.paragraphs, *section.outcomes, *section.requirements)
    for action in found.actions:
        yield from (action.number, action.text, action.leads_text, action.timescale.text, action.progress, action.notes)
        yield from (*action.objectives, *action.steps, *action.milestones, *action.outcomes)
    yield from (left.text for left in found.left_out)


def misread(truth: Truth) -> Iterator[str]:
    """Sections and actions that were not found, and those that nobody printed: for whoever mends the reading."""
    found = interpret(read_file(truth.content, "plan.txt"))
    for kind, mine, true in (
        ("section", [section.title for section in found.sections if section.level == 1], list(truth.sections)),
        ("action", [action.text for action in found.actions], [action.text for action in truth.actions]),
    ):
        matched = pairs(mine, true)
        yield from (f"{kind} missed: {text}" for at, text in enumerate(true) if at not in {to for _, to, _ in matched})
        yield from (f"{kind} made up: {text}" for at, text in enumerate(mine) if at not in {me for me, _, _ in matched})
