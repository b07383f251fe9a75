"""The sample plan with something changed."""

from __future__ import annotations

from dataclasses import replace

from plans.exporters.record import ActionRecord, PlanRecord


def with_first(record: PlanRecord, **facts: object) -> PlanRecord:
    """The plan with its first action changed."""
    first, *others = record.objectives
    child, *children = first.children
    action, *actions = child.actions
    changed: ActionRecord = replace(action, **facts)  # type: ignore[arg-type]  # fields of an action
    below = replace(child, actions=(changed, *actions))
    return replace(record, objectives=(replace(first, children=(below, *children)), *others))


def with_text(record: PlanRecord, text: str) -> PlanRecord:
    return with_first(record, text=text)
