"""Editions of a plan: the board reads all, partners what is marked for them or for the public, the public the rest.

A marking is inherited downward unless set (design.md, "Editions"). What is left out is counted, with its reason.
No Django.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from .record import ActionRecord, LeftOutRecord, ObjectiveRecord, PlanRecord

EDITIONS = ("board", "partner", "public")
_SHOWN = {
    "board": frozenset({"public", "partnership", "restricted"}),
    "partner": frozenset({"public", "partnership"}),
    "public": frozenset({"public"}),
}
_REPORTED = "what agencies report is for the partnership"
_NOTED = "notes are for the partnership"


def edition(record: PlanRecord, name: str) -> PlanRecord:
    """The plan as one edition prints it, made from the board's.

    Raises ValueError for an unknown edition, and where nothing of the plan is marked for this one.
    """
    if name not in _SHOWN:
        raise ValueError(f"There is no “{name}” edition: choose {', '.join(EDITIONS[:-1])} or {EDITIONS[-1]}.")
    shown = _SHOWN[name]
    left_out = Counter(f"marked {_marking(record, each)}" for each in record.actions if not _is_in(record, each, shown))
    is_whole = record.marking in shown
    if not is_whole and left_out.total() == len(record.actions):
        raise ValueError(f"Nothing in this plan is marked for the {name} edition, so there is none.")
    found = replace(
        record,
        edition=name,
        objectives=tuple(_kept(record, record.objectives, shown, is_whole)),
        left_out=tuple(LeftOutRecord("actions", number, reason) for reason, number in sorted(left_out.items())),
    )
    if not is_whole:
        found = _bare(found, record)
    return _for_the_public(found) if name == "public" else found


def _marking(record: PlanRecord, action: ActionRecord) -> str:
    return action.marking or record.marking


def _is_in(record: PlanRecord, action: ActionRecord, shown: frozenset[str]) -> bool:
    return _marking(record, action) in shown


def _kept(
    record: PlanRecord, objectives: Iterable[ObjectiveRecord], shown: frozenset[str], is_whole: bool
) -> Iterable[ObjectiveRecord]:
    for row in objectives:
        actions = tuple(action for action in row.actions if _is_in(record, action, shown))
        children = tuple(_kept(record, row.children, shown, is_whole))
        if is_whole:
            yield replace(row, actions=actions, children=children)
        elif actions or children:  # a heading is printed where something below it is
            yield replace(row, actions=actions, children=children, paragraphs=(), outcomes=(), requirements=())


def _bare(found: PlanRecord, record: PlanRecord) -> PlanRecord:
    """Without what has the plan's own marking: its front matter, glossary and facts beside its heads."""
    counts = {
        "front matter sections": len(record.front_matter),
        "glossary entries": len(record.glossary),
        "objectives": _nodes(record.objectives) - _nodes(found.objectives),
    }
    reason = f"marked {record.marking}"
    left_out = (LeftOutRecord(what, number, reason) for what, number in counts.items() if number)
    return replace(
        found,
        subtitle="",
        responsible="",
        council_priorities=(),
        indicators=(),
        note="",
        front_matter=(),
        glossary=(),
        left_out=(*found.left_out, *left_out),
    )


def _nodes(objectives: Iterable[ObjectiveRecord]) -> int:
    return sum(1 + _nodes(row.children) for row in objectives)


def _for_the_public(record: PlanRecord) -> PlanRecord:
    """Agreed ratings stay; what agencies wrote about them, and editors' notes, do not."""
    reports = sum(len(action.status.reports) for action in record.actions)
    notes = sum(1 for text in (record.note, *(action.note for action in record.actions)) if text)
    counted = (LeftOutRecord("reports", reports, _REPORTED), LeftOutRecord("notes", notes, _NOTED))
    return replace(
        record,
        note="",
        objectives=tuple(map(_silent, record.objectives)),
        left_out=(*record.left_out, *(each for each in counted if each.number)),
    )


def _silent(row: ObjectiveRecord) -> ObjectiveRecord:
    actions = (replace(each, note="", status=replace(each.status, reports=())) for each in row.actions)
    return replace(row, actions=tuple(actions), children=tuple(map(_silent, row.children)))
