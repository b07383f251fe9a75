"""What a right reading of a printed plan finds: made of the plan and its layout, never of what the importer does."""

from __future__ import annotations

from typing import Any

from .layout import Layout
from .model import Row, SamplePlan

Json = dict[str, Any]
# Columns that a plan has no field of its own for: what is said of them is only that no word is lost.
UNSAID = {"starts", "later"}
LISTS = ("milestones", "outcomes", "steps")


def expected(plan: SamplePlan, layout: Layout) -> Json:
    """The plan, sections and actions. A key that is missing is not compared: the document does not say it."""
    sections = _sections(plan, layout)
    actions = [
        _action(row, text, section if sections else None, layout)
        for section, (_, each) in enumerate(plan.walk())
        for row in each.rows
        for text in row.actions
    ]
    numbers = [action.get("number") for action in actions]
    if len(set(numbers)) < len(numbers):  # the tracker's numbers are one action's only: it makes its own of these
        actions = [{name: value for name, value in action.items() if name != "number"} for action in actions]
    return {"plan": _plan(plan, layout), "sections": sections, "actions": actions}


def _plan(plan: SamplePlan, layout: Layout) -> Json:
    found: Json = {}
    if layout.sections not in ("cards", "lists") and not UNSAID & set(layout.fields):
        found["columns"] = {field: heading for field, heading in layout.columns if field != "partners"}
    if layout.title:
        found["title"] = plan.title
        found["period"] = {"starts_on": plan.starts_on.isoformat(), "ends_on": plan.ends_on.isoformat()}
    if layout.glossary:
        found["glossary"] = dict(plan.glossary)
    if layout.front:
        found["front_matter"] = [heading for heading, _ in plan.front]
    return found


def _sections(plan: SamplePlan, layout: Layout) -> list[Json]:
    if layout.sections == "none":
        return []
    found: list[Json] = []
    parents: list[int] = []  # indices of the sections above, outermost first
    for level, section in plan.walk():
        parents = parents[: level - 1]
        found.append(
            {
                "number": section.number,
                "title": section.title,
                "level": level,
                "parent": parents[-1] if parents else None,
                "requirements": list(section.requirements) if layout.sections == "lists" else [],
            }
        )
        parents.append(len(found) - 1)
    return found


def _action(row: Row, text: str, section: int | None, layout: Layout) -> Json:
    found: Json = {"text": text, "section": section, "leads": _printed(row.leads, "leads", layout)}
    if "partners" in layout.fields:
        found["partners"] = list(row.partners)
    if ("number" in layout.fields or layout.number_in_action) and len(row.actions) == 1:
        found["number"] = row.number
    found["timescale"] = _timescale(row, layout)
    found |= {name: _printed(getattr(row, name), name, layout) for name in LISTS}
    found["objectives"] = _printed(row.objectives, "objective", layout)
    prints_progress = "progress" in layout.fields or layout.progress_in_timescale
    if layout.rag != "states" and "later" not in layout.fields:
        found["progress"] = row.progress if prints_progress else ""
    found["rag"] = _rating(row, layout)
    return found


def _rating(row: Row, layout: Layout) -> str | None:
    """A rating that is printed as one; a state is none, save that what is complete is complete."""
    if "rag" not in layout.fields or (layout.rag == "states" and row.rag != "complete"):
        return None
    return row.rag or None


def _printed(values: tuple[str, ...], name: str, layout: Layout) -> list[str]:
    return list(values) if name in layout.fields else []


def _timescale(row: Row, layout: Layout) -> Json:
    if "timescale" not in layout.fields:
        return {"text": "", "due_on": None}
    due = row.due.isoformat() if row.due else None
    if "starts" in layout.fields or (layout.real_dates and row.due):
        return {"due_on": due}
    together = [row.timescale, row.progress] if layout.progress_in_timescale else [row.timescale]
    return {"text": "\n".join(filter(None, together)), "due_on": due}
