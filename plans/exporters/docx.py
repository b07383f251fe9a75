"""A plan as a Word document under its own headings, on landscape A4, in Word's own structure. No Django.

Read again by `plans.importers`, it gives the same plan: lists are bulleted, shared cells merged, generated numbers in
square brackets.
"""

from __future__ import annotations

import datetime as dt
import io
from itertools import groupby

import docx
from docx.document import Document

from . import wording
from .docx_page import set_up
from .docx_table import add_actions, add_row, add_table
from .layout import Layout, Line, layout, node_lines
from .lead_notes import lead_notes
from .package import fixed
from .record import BlockRecord, ObjectiveRecord, PlanRecord


def export_docx(record: PlanRecord) -> bytes:
    """A .docx file; the same record gives the same bytes."""
    record = wording.printable(record)
    document = docx.Document()
    set_up(document, record)
    _title(document, record)
    for section in record.front_matter:
        if section.heading:
            document.add_heading(section.heading, 1)
        for block in section.blocks:
            _block(document, block)
    document.add_heading(record.table_title or wording.TABLE, 1)
    table = layout(record, sheet=False)
    _actions(document, record, table)
    _glossary(document, record)
    document.add_heading(wording.ABOUT, 1)
    notes = wording.notes(record, [(each.heading, each.field, each.is_added) for each in table.columns])
    for text in (*notes, *lead_notes(record)):
        document.add_paragraph(text, style="List Bullet")
    target = io.BytesIO()
    document.save(target)
    return fixed(target.getvalue(), modified=f"{record.as_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}")


def _title(document: Document, record: PlanRecord) -> None:
    if record.reference:
        document.add_paragraph(record.reference)
    document.add_paragraph(record.title, style="Title")
    if record.subtitle:
        document.add_paragraph(record.subtitle, style="Subtitle")
    for label, texts in wording.facts(record):
        document.add_paragraph(f"{label}: {texts[0]}" if len(texts) == 1 else f"{label}:")
        if len(texts) > 1:
            _block(document, BlockRecord(items=texts))


def _block(document: Document, block: BlockRecord) -> None:
    if block.text:
        document.add_paragraph(block.text)
    for item in block.items:
        document.add_paragraph(item, style="List Bullet")


def _actions(document: Document, record: PlanRecord, table: Layout) -> None:
    """A table below each heading; one for the whole plan where it has columns for all its levels."""
    shown: tuple[ObjectiveRecord, ...] = ()
    for headings, group in groupby(table.rows, key=lambda row: row.headings):
        for depth, node in enumerate(headings):
            if headings[: depth + 1] != shown[: depth + 1]:
                _heading(document, node, depth)
        shown = headings
        rows = [row for row in group if row.action is not None or any(row.levels)]
        if rows:
            add_actions(document, record, table, rows, headings[-1].title if headings else record.title)


def _heading(document: Document, node: ObjectiveRecord, depth: int) -> None:
    first, *others = node_lines(node, with_outcomes=True)
    document.add_heading(first.text, 2 + depth)
    for line in others:
        _line(document, line)


def _line(document: Document, line: Line) -> None:
    document.add_paragraph(line.text, style="List Bullet" if line.bullet else None)


def _glossary(document: Document, record: PlanRecord) -> None:
    if record.glossary:
        document.add_heading("Glossary", 1)
        table = add_table(document, ("Term", "Meaning"), (1, 3), "Glossary")
        for entry in record.glossary:
            add_row(table, ((Line(entry.term),), (Line(entry.meaning),)))
