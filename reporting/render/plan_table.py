"""The columns of the tables of actions: which there are, under which headings, and how wide."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.document import PlanFacts

# Shares of the width; what is shown is scaled to the whole, to the next 5 % by a class of the stylesheet.
_PLAN_SHARES = {
    "number": 5,
    "action": 21,
    "steps": 21,
    "leads": 19,
    "timescale": 13,
    "milestones": 18,
    "outcomes": 18,
    "progress": 18,
    "status": 13,
}
_ALWAYS = (("number", "No."), ("action", "Action"))


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
        ColumnView("number", own.get("number", "No."), 5),
        ColumnView("action", own.get("action", "Action"), 22),
        ColumnView("leads", own.get("leads", "Lead"), 15),
        ColumnView("timescale", own.get("timescale", "Due"), 14),
        ColumnView("status", "Status", 12),
        ColumnView("progress", f"Progress, {quarter}", 32),
    )


def plan_columns(plan: PlanFacts, *, with_status: bool = True) -> tuple[ColumnView, ...]:
    """The plan's own columns under its own headings, in its own order, then the rating."""
    own = [(field, heading) for field, heading in plan.columns if field in _PLAN_SHARES]
    fields = {field for field, _ in own}
    status = [("status", "Status")] if with_status else []
    shown = [*(pair for pair in _ALWAYS if pair[0] not in fields), *own, *status]
    total = sum(_PLAN_SHARES[field] for field, _ in shown)
    widths = [max(4, _PLAN_SHARES[field] * 100 // total) for field, _ in shown]
    widths[1] += 100 - sum(widths)
    beside = frozenset(fields)
    return tuple(
        ColumnView(field, heading, width, beside) for (field, heading), width in zip(shown, widths, strict=True)
    )
