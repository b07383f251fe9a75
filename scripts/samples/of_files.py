"""Samples of what pages, programs and conversions do to a plan."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from .documents import converted, in_a_report, tagged
from .layout import Layout
from .layouts import FENLAND, FULL, KESTREL, MATRIX, NORTHMERE, NUMBERED, RATED
from .printers.delimited import print_csv
from .printers.docx import Word, print_docx
from .printers.pdf import print_pdf
from .printers.text import print_text
from .printers.xlsx import print_xlsx
from .sample import PAPER, Sample, every

OF_FILES = (
    Sample(
        "broken-rows",
        "Pages end within rows: the rest stands in a new table under the same heads, its lead and date blank.",
        NORTHMERE,
        replace(NUMBERED, break_after=2, cut=True),
        every("docx", "txt", "html", "pdf"),
    ),
    Sample(
        "repeated-heads",
        "The heads come again within the table, between the two parts of a row that a page's end cut.",
        NORTHMERE,
        replace(NUMBERED, break_after=3, cut=True, page="heads"),
        every("docx", "xlsx", "ods", "csv", "txt"),
    ),
    Sample(
        "cut-rows",
        "A row is cut in two with nothing between the parts.",
        NORTHMERE,
        replace(NUMBERED, break_after=3, cut=True, page=""),
        every("docx", "xlsx", "csv", "txt"),
    ),
    Sample(
        "low-pages",
        "Rows really break over a PDF's pages, under repeated heads, between running headers and footers.",
        NORTHMERE,
        FULL,
        every(
            low_pdf=partial(print_pdf, height_mm=110),
            low_open_pdf=partial(print_pdf, height_mm=110, rules="open"),
            low_unruled_pdf=partial(print_pdf, height_mm=110, rules="none"),
        ),
    ),
    Sample(
        "continued",
        "A section goes on after a page's end, and its name says so.",
        NORTHMERE,
        replace(RATED, break_after=2, continued=True),
        every("docx", "txt", "html", "pdf"),
    ),
    Sample(
        "front-matter",
        "Introduction and glossary around one table; header and footer.",
        NORTHMERE,
        FULL,
        every(
            "txt", "html", "pdf", headed_docx=partial(print_docx, word=Word(header="OFFICIAL", footer="Page 1 of 3"))
        ),
    ),
    Sample(
        "long-report",
        "The plan in the middle of a report: versions, contents and members are tables and lists that are no actions.",
        NORTHMERE,
        replace(FULL, sections="headings"),
        every("docx", "html", "pdf", "txt"),
        change=in_a_report,
    ),
    Sample(
        "lists",
        "No table at all: headings, statutory paragraphs, activities with bullets.",
        FENLAND,
        Layout(columns=(("action", "Activities:"),), sections="lists", front=True),
        every(*PAPER, word_lists_docx=partial(print_docx, word=Word(own_lists=True))),
    ),
    Sample(
        "lists-without-marks",
        "No table, no bullets: activities are lines, headings are numbered lines without a style.",
        FENLAND,
        Layout(columns=(("action", "Project activities"),), sections="lists", mark="", headed=False),
        every("txt", "docx"),
    ),
    Sample(
        "numbers-by-word",
        "Word counts sections and actions: the numbers are in no text.",
        NORTHMERE,
        replace(NUMBERED, sections="numbered rows"),
        every(counted_docx=partial(print_docx, word=Word(own_numbers=True))),
    ),
    Sample(
        "tracked-changes",
        "What a tracked change takes out is not read, what it puts in is.",
        NORTHMERE,
        NUMBERED,
        every(tracked_docx=partial(print_docx, word=Word(deleted="Never mind this wording. "))),
    ),
    Sample(
        "word-quirks",
        "Words in many runs, links and content controls; breaks between a cell's lines; hard blanks, soft hyphens.",
        NORTHMERE,
        NUMBERED,
        every(quirks_docx=partial(print_docx, word=Word(quirks=True))),
    ),
    Sample(
        "messy-sheet",
        "Hidden rows, a formula below the table, a second sheet of notes.",
        NORTHMERE,
        NUMBERED,
        every(
            messy_xlsx=partial(
                print_xlsx,
                hidden=("Last year's row, kept for reference",),
                notes=("Colours follow the board's key.", "Ask the coordinator before changing columns."),
                formulas=True,
            )
        ),
    ),
    Sample(
        "encodings",
        "Text in other encodings, with other delimiters.",
        KESTREL,
        replace(MATRIX, joiner="; "),
        every(
            semicolon_cp1252_csv=partial(print_csv, delimiter=";", encoding="cp1252"),
            tab_utf16_csv=partial(print_csv, delimiter="\t", encoding="utf-16"),
            pipe_bom_csv=partial(print_csv, delimiter="|", encoding="utf-8-sig", newline="\n"),
        ),
    ),
    Sample(
        "pipes",
        "A text table drawn with bars.",
        NORTHMERE,
        RATED,
        every(bars_txt=partial(print_text, cells="bars")),
    ),
    Sample(
        "debris",
        "A page number beside a number, words broken by narrow columns, entities.",
        NORTHMERE,
        NUMBERED,
        every("docx", "txt", "csv"),
        change=converted,
    ),
    Sample(
        "tags",
        "Lists as tags and marks within one line, an empty bullet at the end.",
        NORTHMERE,
        NUMBERED,
        every("txt", "csv"),
        change=tagged,
    ),
)
