"""The JSON Schema of an exported plan (docs/plan.schema.json)."""

from __future__ import annotations

import sys

from prevent_tracker.core.json_schema import as_text, schema_of

from .record import FORMAT, VERSION, PlanRecord


def plan_schema_json() -> str:
    """JSON Schema, draft 2020-12, of what `record.to_json` writes, as docs/plan.schema.json holds it."""
    constants = {"format": FORMAT, "version": VERSION}
    return as_text(schema_of(PlanRecord, title=f"{FORMAT}, version {VERSION}", suffix="Record", constants=constants))


if __name__ == "__main__":
    sys.stdout.write(plan_schema_json())
