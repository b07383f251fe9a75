"""From a plan's record to files that others read: pure functions, one for each format. No Django."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .csv import export_csv
from .docx import export_docx
from .json import export_json
from .record import PlanRecord
from .xlsx import export_xlsx


@dataclass(frozen=True)
class Format:
    """A kind of file: its name for people, its media type, and what writes it."""

    label: str
    media_type: str
    write: Callable[[PlanRecord], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "docx": Format("Word", f"{_OFFICE}.wordprocessingml.document", export_docx),
    "xlsx": Format("Excel", f"{_OFFICE}.spreadsheetml.sheet", export_xlsx),
    "csv": Format("CSV", "text/csv; charset=utf-8", export_csv),
    "json": Format("JSON", "application/json", export_json),
}
