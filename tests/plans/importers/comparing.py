"""A proposal beside the reading that a document should have: every difference as a short line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plans.importers.proposal import Proposal, ProposedAction, ProposedSection
from plans.importers.source import Paragraph, Source
from plans.rules.timescale import due_on
from scripts.samples.cells import WORDS

Json = dict[str, Any]
LISTS = ("milestones", "outcomes", "steps", "objectives")
# What has no end of its own in its words: a date found there would be made up.
ENDLESS = ("", "Ongoing", "Monthly", "Quarterly", "Six monthly")
POINTS = ".,:;()[]–-•·"
# Fields whose words are the importer's, not the document's.
OURS = ("key", "row", "kind", "nature", "year_basis", "origins", "warnings", "place", "reason")


def flat(text: str) -> str:
    """Words with single blanks between them: how they were broken into lines says nothing."""
    return " ".join(text.split())


def differences(found: Proposal, expected: Json) -> list[str]:
    """Each difference as "where: found != expected"; empty for the same reading."""
    return [
        *_plan(found, expected["plan"]),
        *_sections(found.sections, expected["sections"]),
        *_actions(found.actions, expected["actions"]),
    ]


def _unequal(where: str, found: object, expected: object) -> Iterator[str]:
    if found != expected:
        yield f"{where}: {found!r} != {expected!r}"


def _plan(found: Proposal, expected: Json) -> Iterator[str]:
    plan = found.plan
    if "title" in expected:
        yield from _unequal("plan title", flat(plan.title), expected["title"])
    if "period" in expected:
        period = {
            "starts_on": plan.starts_on.isoformat() if plan.starts_on else None,
            "ends_on": plan.ends_on.isoformat() if plan.ends_on else None,
        }
        yield from _unequal("plan period", period, expected["period"])
    if "columns" in expected:
        columns = {field: flat(heading) for field, heading in plan.columns.items() if heading}
        yield from _unequal(
            "plan columns", columns, {field: each for field, each in expected["columns"].items() if each}
        )
    if "glossary" in expected:
        yield from _unequal("plan glossary", dict(plan.glossary), expected["glossary"])
    headings = [flat(heading) for heading, _ in plan.front_matter]
    for heading in expected.get("front_matter", ()):
        if heading not in headings:
            yield f"plan front matter: no {heading!r} in {headings}"


def _sections(found: Sequence[ProposedSection], expected: Sequence[Json]) -> Iterator[str]:
    titles = [flat(section.title) for section in found]
    wanted = [section["title"] for section in expected]
    if titles != wanted:
        yield f"section titles: {titles} != {wanted}"
        return
    for at, (section, want) in enumerate(zip(found, expected, strict=True)):
        number = section.number if want["number"] else ""
        yield from _unequal(f"section {at} number", number, want["number"])
        yield from _unequal(f"section {at} level", section.level, want["level"])
        yield from _unequal(f"section {at} parent", section.parent, want["parent"])
        if want["requirements"]:
            yield from _unequal(
                f"section {at} requirements", list(map(flat, section.requirements)), want["requirements"]
            )


def _actions(found: Sequence[ProposedAction], expected: Sequence[Json]) -> Iterator[str]:
    texts, wanted = [flat(action.text) for action in found], [action["text"] for action in expected]
    if texts != wanted:
        yield f"action texts, missing: {[text for text in wanted if text not in texts]}"
        yield f"action texts, more: {[text for text in texts if text not in wanted]}"
    by_text = {flat(action.text): action for action in found}
    for at, want in enumerate(expected):
        if want["text"] in by_text:
            yield from (f"action {at} {line}" for line in _action(by_text[want["text"]], want))


def _action(found: ProposedAction, want: Mapping[str, Any]) -> Iterator[str]:
    yield from _unequal("section", found.section, want["section"])
    if "number" in want:
        yield from _unequal("number", found.number, want["number"])
        yield from _unequal("number is generated", found.number_is_generated, False)
    if "partners" in want:  # of two columns either may be printed first
        by_kind = [[flat(lead.text) for lead in found.leads if lead.kind == kind] for kind in ("lead", "partner")]
        yield from _unequal("leads and partners", by_kind, [want["leads"], want["partners"]])
    else:
        yield from _unequal("leads", [flat(lead.text) for lead in found.leads], want["leads"])
    for name in LISTS:
        yield from _unequal(name, list(map(flat, getattr(found, name))), want[name])
    yield from _unequal("rag", found.rag, want["rag"])
    yield from _timescale(found, want)


def _timescale(found: ProposedAction, want: Mapping[str, Any]) -> Iterator[str]:
    due, text = due_on(found.timescale), want["timescale"].get("text")
    if want["timescale"]["due_on"] or text in ENDLESS:
        yield from _unequal("due", due.isoformat() if due else None, want["timescale"]["due_on"])
    if text is not None:
        yield from _unequal("timescale", flat(found.timescale.text), flat(text))
    if want.get("progress") and text and want["progress"] in text:
        yield from _unequal("progress in it", want["progress"] in flat(found.progress), True)
    elif "progress" in want:
        yield from _unequal("progress", flat(found.progress), want["progress"])


def unseen(printed: Source, found: Proposal) -> list[str]:
    """The words of a printed document that are neither in the plan nor shown as left out, in order.

    It does not trust the importer's own account: it looks for each word of what was printed, blanks and points aside.
    """
    kept = (found.plan, found.sections, found.actions, found.left_out)
    ratings = [words[action.rag] for action in found.actions if action.rag for words in WORDS.values()]
    everything = "".join("".join(_texts((kept, ratings))).split()).casefold()
    return [word for word in _words(printed) if word.strip(POINTS).casefold() not in everything]


def _words(printed: Source) -> Iterator[str]:
    for block in printed.blocks:
        if isinstance(block, Paragraph):
            yield from block.line.text.split()
        else:
            yield from (word for row in block.rows for cell in row for line in cell.lines for word in line.text.split())


def _texts(value: object) -> Iterator[str]:
    """Every text within a value of dataclasses, mappings and sequences."""
    if isinstance(value, str):
        yield value + " "
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _texts(name)
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            if name not in OURS:
                yield from _texts(getattr(value, name))
