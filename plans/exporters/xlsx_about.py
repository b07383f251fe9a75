"""Excel: the sheet with what stands around a plan's table, and the lists that its cells choose from. No Django."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from . import wording
from .record import PlanRecord

Lists = dict[str, str]  # by field of the table: the formula of its choices
Pair = tuple[str, str]


def write_about(page: Worksheet, record: PlanRecord) -> Lists:
    """Fill the sheet: two columns, what it is and what it says; beside them the lists of choices."""
    for label, text in (*_facts(record), *_front_matter(record), *_glossary(record), *_about(record)):
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
    yield "Title", record.title
    for label, text in (
        ("Reference", record.reference),
        ("Subtitle", record.subtitle),
        ("Table", record.table_title),
        ("Edition", record.edition_words),
        ("Partnership", record.partnership),
        ("Period", wording.period(record)),
        ("Responsible", record.responsible),
        ("Council priorities", "\n".join(f"• {each}" for each in record.council_priorities)),
        ("Indicators", "\n".join(f"• {each}" for each in record.indicators)),
    ):
        if text:
            yield label, text


def _front_matter(record: PlanRecord) -> Iterator[Pair]:
    for section in record.front_matter:
        blocks = [block.text or "\n".join(f"• {item}" for item in block.items) for block in section.blocks]
        yield section.heading, "\n".join(blocks)


def _glossary(record: PlanRecord) -> Iterator[Pair]:
    if record.glossary:
        yield "Glossary", ""
    yield from ((entry.term, entry.meaning) for entry in record.glossary)


def _about(record: PlanRecord) -> Iterator[Pair]:
    yield wording.ABOUT, ""
    yield from (("", text) for text in wording.notes(record))


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
