"""The columns of the tables of actions: which there are, under which headings, and how wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.document import ActionFacts, PlanFacts

# Shares of the width beside the number; what is shown is scaled to the whole.
_PLAN_SHARES = {
    "action": 21,
    "steps": 21,
    "leads": 19,
    "timescale": 13,
    "milestones": 22,
    "outcomes": 18,
    "progress": 18,
    "status": 13,
}
_NAMES = {
    "number": "No.",
    "action": "Action",
    "steps": "Steps",
    "leads": "Lead",
    "timescale": "Due",
    "milestones": "Milestones",
    "outcomes": "Outcomes",
    "progress": "Progress",
}
# Columns that are empty throughout in some plans.
_MAYBE_EMPTY = ("steps", "milestones", "outcomes")
_ALWAYS = (("number", "No."), ("action", "Action"))
_NUMBER = 6  # per cent; a number of three levels ("10.2.4") fits on both kinds of page


@dataclass(frozen=True)
class ColumnView:
    """One column: the field whose cell it holds, its heading as printed, its width in whole per cent."""

    field: str
    heading: str
    width: int
    beside: frozenset[str] = frozenset()  # all fields of the table: an action's cell holds what has no column

    @property
    def template(self) -> str:
        return f"reporting/pack/cell/{self.field}.html"


def progress_columns(plan: PlanFacts, quarter: str) -> tuple[ColumnView, ...]:
    """A progress report's: the plan's own headings for what is the plan's, then the rating and what was said."""
    own = dict(plan.columns)
    return (
        ColumnView("number", own.get("number") or "No.", 5),
        ColumnView("action", own.get("action") or "Action", 22),
        ColumnView("leads", own.get("leads") or "Lead", 15),
        ColumnView("timescale", own.get("timescale") or "Due", 14),
        ColumnView("status", "Status", 12),
        ColumnView("progress", f"Progress, {quarter}", 32),
    )


def plan_columns(
    plan: PlanFacts, actions: Sequence[ActionFacts], *, with_status: bool = True
) -> tuple[ColumnView, ...]:
    """The plan's own columns under its own headings, in its own order, then the rating.

    A heading that the plan leaves blank is named, since a column without one cannot be followed by ear. A column that
    is empty for every action is left out: what it heads stands with the objectives.
    """
    own = [
        (field, heading or _NAMES[field])
        for field, heading in plan.columns
        if field in _NAMES and _is_used(field, actions)
    ]
    fields = {field for field, _ in own}
    status = [("status", "Status")] if with_status else []
    shown = [*(pair for pair in _ALWAYS if pair[0] not in fields), *own, *status]
    beside = frozenset(fields)
    widths = _widths([field for field, _ in shown])
    return tuple(
        ColumnView(field, heading, width, beside) for (field, heading), width in zip(shown, widths, strict=True)
    )


def _is_used(field: str, actions: Sequence[ActionFacts]) -> bool:
    if not actions or field not in _MAYBE_EMPTY:
        return True
    return any(getattr(action, field) for action in actions)


def _widths(fields: Sequence[str]) -> list[int]:
    """Whole per cent, 100 in all: the number's column is as narrow as it can be, the others have their shares."""
    rest = 100 - _NUMBER
    total = sum(_PLAN_SHARES[field] for field in fields if field != "number")
    widths = [_NUMBER if field == "number" else _PLAN_SHARES[field] * rest // total for field in fields]
    widths[fields.index("action")] += 100 - sum(widths)
    return widths
