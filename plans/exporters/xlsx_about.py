"""Excel: the sheet with what stands around a plan's table, and the lists that its cells choose from. No Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from . import wording
from .lead_notes import lead_notes
from .record import PlanRecord

Lists = dict[str, str]  # by field of the table: the formula of its choices
Pair = tuple[str, str]
FRONT_MATTER, GLOSSARY = "Front matter", "Glossary"


def write_about(page: Worksheet, record: PlanRecord, columns: Sequence[tuple[str, str, bool]]) -> Lists:
    """Fill the sheet: two columns, what it is and what it says; beside them the lists of choices.

    `columns` of the plan's table: heading, field, and whether the plan itself has no such column.
    """
    about = [(wording.ABOUT, ""), *(("", text) for text in (*wording.notes(record, columns), *lead_notes(record)))]
    for label, text in (*_facts(record), *_front_matter(record), *_glossary(record), *about):
        page.append([label or None, text or None])
    for row in page.iter_rows(max_col=2):
        row[0].font = Font(bold=True)
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 30, 100
    return _choices(page, record)


def _facts(record: PlanRecord) -> Iterator[Pair]:
    heads = (("Title", record.title), ("Reference", record.reference), ("Subtitle", record.subtitle))
    yield from ((label, text) for label, text in (*heads, ("Table", record.table_title)) if text)
    for label, texts in wording.facts(record):
        yield label, texts[0] if len(texts) == 1 else _listed(texts)


def _listed(texts: Iterable[str]) -> str:
    return "\n".join(f"• {text}" for text in texts)


def _front_matter(record: PlanRecord) -> Iterator[Pair]:
    if record.front_matter:
        yield FRONT_MATTER, ""
    for section in record.front_matter:
        yield section.heading, "\n".join(block.text or _listed(block.items) for block in section.blocks)


def _glossary(record: PlanRecord) -> Iterator[Pair]:
    if record.glossary:
        yield GLOSSARY, ""
    yield from ((entry.term, entry.meaning) for entry in record.glossary)


def _choices(page: Worksheet, record: PlanRecord) -> Lists:
    """The lists of choices, in columns of their own."""
    lists = {
        "rag": [wording.status_label(record, value) for value in wording.STATUSES],
        "state": list(wording.STATES.values()),
    }
    found = {}
    for column, (field, choices) in zip("DE", lists.items(), strict=True):
        page[f"{column}1"] = "Ratings" if field == "rag" else "States"
        for row, choice in enumerate(choices, start=2):
            page[f"{column}{row}"] = choice
        page.column_dimensions[column].hidden = True
        found[field] = f"About!${column}$2:${column}${len(choices) + 1}"
    return found
