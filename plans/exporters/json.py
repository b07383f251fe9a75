"""A plan as JSON: its record, whole. No Django."""

from __future__ import annotations

from .record import PlanRecord, to_json


def export_json(record: PlanRecord) -> bytes:
    """A .json file as docs/export.md describes it; `record.from_json` reads it back without loss."""
    return to_json(record).encode()
