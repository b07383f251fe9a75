"""A plan as CSV (RFC 4180): UTF-8 with a byte order mark, so that Excel reads it, an action to a row. No Django."""

from __future__ import annotations

import csv
import datetime as dt
import io

from .record import PlanRecord
from .sheet import FORMULAS, Value, sheet


def export_csv(record: PlanRecord) -> bytes:
    """A .csv file under the plan's own headings. What could be taken for a formula stands behind an apostrophe, which
    an import takes away again."""
    table = sheet(record)
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading in table.headings])
    for row in table.rows:
        writer.writerow([guarded(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def guarded(value: Value) -> str:
    """A value as inert text; dates as ISO 8601."""
    text = value.isoformat() if isinstance(value, dt.date) else value or ""
    return f"'{text}" if text.startswith(FORMULAS) else text
