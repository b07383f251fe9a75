"""The columns of the tables of actions: which there are, under which headings, and how wide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
_PROGRESS_SHARES = {"action": 23, "leads": 16, "timescale": 14, "status": 13, "progress": 34}
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
# What some columns hold; one that is empty for every action is left out.
_HELD: Mapping[str, Callable[[ActionFacts], object]] = {
    "steps": lambda action: action.steps,
    "leads": lambda action: action.leads_text or action.leads,
    "milestones": lambda action: action.milestones,
    "outcomes": lambda action: action.outcomes,
    "progress": lambda action: (
        action.progress_text or action.updates or action.asked or action.contradictions or action.status_reason
    ),
}
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


def is_held(field: str, actions: Sequence[ActionFacts]) -> bool:
    """Whether a column has something for any of the actions; where there are none, it may have."""
    return not actions or field not in _HELD or any(_HELD[field](action) for action in actions)


def progress_columns(plan: PlanFacts, quarter: str, actions: Sequence[ActionFacts]) -> tuple[ColumnView, ...]:
    """A progress report's: the plan's own headings for what is the plan's, then the rating and what was said."""
    own = dict(plan.columns)
    named = {field: own.get(field) or _NAMES[field] for field in ("number", "action", "leads", "timescale")}
    named |= {"status": "Status", "progress": f"Progress, {quarter}"}
    shown = [(field, heading) for field, heading in named.items() if is_held(field, actions)]
    return _columns(shown, _PROGRESS_SHARES, frozenset())


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
        if field in _NAMES and is_held(field, actions)
    ]
    fields = frozenset(field for field, _ in own)
    status = [("status", "Status")] if with_status else []
    return _columns([*(pair for pair in _ALWAYS if pair[0] not in fields), *own, *status], _PLAN_SHARES, fields)


def _columns(
    shown: Sequence[tuple[str, str]], shares: Mapping[str, int], beside: frozenset[str]
) -> tuple[ColumnView, ...]:
    widths = _widths([field for field, _ in shown], shares)
    return tuple(
        ColumnView(field, heading, width, beside) for (field, heading), width in zip(shown, widths, strict=True)
    )


def _widths(fields: Sequence[str], shares: Mapping[str, int]) -> list[int]:
    """Whole per cent, 100 in all: the number's column is as narrow as it can be, the others have their shares."""
    rest, total = 100 - _NUMBER, sum(shares[field] for field in fields if field != "number")
    widths = [_NUMBER if field == "number" else shares[field] * rest // total for field in fields]
    widths[fields.index("action")] += 100 - sum(widths)
    return widths
