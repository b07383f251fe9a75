"""Samples of what cells hold: ratings, dates, steps, what is withheld."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from .changes import costed, partnered, started, told_quarterly, withheld
from .documents import with_key
from .layouts import ASHCOMBE, CLIMATE, NORTHMERE, NUMBERED, RATED, SALTINGS, SCHOOLS, STEPS, WOLDS
from .printers.docx import Word, print_docx
from .printers.pdf import print_pdf
from .printers.text import print_text
from .printers.xlsx import print_xlsx
from .sample import ALL, Sample, every

OF_CELLS = (
    Sample(
        "rag-words",
        "Ratings in words, sections in rows, no printed numbers.",
        SALTINGS,
        CLIMATE,
        every(*ALL, unruled_pdf=partial(print_pdf, rules="none")),
    ),
    Sample(
        "rag-colours",
        "Ratings are the cell's colour alone; what is complete is blue and says so.",
        SALTINGS,
        replace(CLIMATE, rag="colour"),
        every("docx", "xlsx", "ods", "html", "pdf", theme_xlsx=partial(print_xlsx, theme=True)),
    ),
    Sample(
        "real-dates",
        "Dates are the spreadsheet's own.",
        SALTINGS,
        replace(CLIMATE, real_dates=True),
        every("xlsx", "ods"),
    ),
    Sample(
        "progress-in-timescale",
        "What happened is told in the date's column.",
        SALTINGS,
        replace(
            CLIMATE,
            columns=tuple(
                (name, "Timescale & Update" if name == "timescale" else heading)
                for name, heading in CLIMATE.columns
                if name not in ("rag", "progress")
            ),
            progress_in_timescale=True,
        ),
        every("docx", "xlsx", "html", "pdf"),
    ),
    Sample(
        "academic-year",
        "Months without a year follow from the school year.",
        WOLDS,
        SCHOOLS,
        every("docx", "xlsx", "ods", "csv", "txt", "html", "pdf"),
    ),
    Sample(
        "steps",
        "A described item with steps below it; the number's column has no heading; Word's own lists.",
        ASHCOMBE,
        STEPS,
        every("docx", "txt", "html", "pdf", "xlsx", word_lists_docx=partial(print_docx, word=Word(own_lists=True))),
    ),
    Sample(
        "cell-per-line",
        "A text with each cell on a line of its own.",
        ASHCOMBE,
        STEPS,
        every(lines_txt=partial(print_text, cells="lines")),
    ),
    Sample(
        "withheld",
        "A public version: blank leads and dates belong to no row above.",
        withheld(NORTHMERE),
        NUMBERED,
        every(*ALL),
    ),
    Sample(
        "partners-beside-leads",
        "A column for the lead and one for partners.",
        partnered(NORTHMERE),
        replace(
            RATED,
            columns=(
                ("number", "Action number"),
                ("action", "Action"),
                ("leads", "Lead agency"),
                ("partners", "Supporting partners"),
                ("timescale", "Target date"),
                ("progress", "Latest position"),
            ),
            joiner=", ",
        ),
        every("docx", "xlsx", "csv", "html", "pdf"),
    ),
    Sample(
        "start-and-end",
        "One column says when an action starts, another when it ends.",
        started(SALTINGS),
        replace(
            CLIMATE,
            columns=(("action", "Action"), ("leads", "Owner"), ("starts", "Start date"), ("timescale", "End date")),
        ),
        every("xlsx", "csv", "docx", "html", "pdf"),
    ),
    Sample(
        "states",
        "The status column says what state an action is in, which is no rating.",
        SALTINGS,
        replace(
            CLIMATE,
            columns=(("action", "Action"), ("leads", "Owner"), ("timescale", "Deadline"), ("rag", "Status")),
            rag="states",
        ),
        every("xlsx", "csv", "docx", "html", "pdf"),
    ),
    Sample(
        "quarters",
        "A column for each quarter's progress.",
        told_quarterly(SALTINGS),
        replace(
            CLIMATE,
            columns=(
                ("action", "Key activity"),
                ("leads", "Lead"),
                ("timescale", "Completion date"),
                ("progress", "Q1 progress"),
                ("later", "Q2 progress"),
            ),
        ),
        every("xlsx", "csv", "docx", "html", "pdf"),
    ),
    Sample(
        "leads-on-lines",
        "Each lead stands on a line of its own, without a mark.",
        NORTHMERE,
        replace(RATED, joiner="\n"),
        every("docx", "xlsx", "ods", "csv", "html", "pdf"),
    ),
    Sample(
        "costs-and-risks",
        "Columns that a plan has no field for: costs, risks.",
        costed(NORTHMERE),
        replace(
            RATED,
            columns=(
                ("number", "No"),
                ("action", "Action"),
                ("leads", "Lead"),
                ("notes", "Cost (£)"),
                ("later", "Risks"),
                ("timescale", "When"),
            ),
        ),
        every("docx", "xlsx", "csv", "html", "pdf"),
    ),
    Sample(
        "rag-key",
        "A coloured key above a plan whose ratings are colours: the key rates nothing.",
        SALTINGS,
        replace(CLIMATE, rag="colour"),
        every("docx", "xlsx", "ods", "html", "pdf"),
        change=with_key,
    ),
)
