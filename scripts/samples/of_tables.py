"""Samples of where sections, rows and cells stand in a table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from .changes import as_bullets, lettered, restarted, sharing, with_outcomes
from .documents import in_a_workbook, with_blank_rows, with_note
from .layouts import (
    CLIMATE,
    FULL,
    HARBOURSIDE,
    KESTREL,
    MARLOW,
    MATRIX,
    NORTHMERE,
    NUMBERED,
    QUESTIONS,
    RATED,
    SALTINGS,
    SCHOOLS,
    TWO_LEVELS,
    WOLDS,
)
from .printers.docx import Word, print_docx
from .printers.html import print_html
from .printers.ods import print_ods
from .printers.pdf import print_pdf
from .printers.xlsx import print_xlsx
from .sample import ALL, PAPER, Sample, every

OF_TABLES = (
    Sample(
        "section-rows",
        "A row across the table says which section begins; printed numbers; several milestones and outcomes in a cell.",
        NORTHMERE,
        NUMBERED,
        every(
            *ALL,
            unruled_pdf=partial(print_pdf, rules="none"),
            rows_pdf=partial(print_pdf, rules="rows"),
            word_html=partial(print_html, style="word"),
            excel_html=partial(print_html, style="excel"),
        ),
    ),
    Sample(
        "numbered-section-rows",
        "A section's number and title stand in columns of their own; ratings in words.",
        NORTHMERE,
        replace(RATED, sections="numbered rows"),
        every(*ALL),
    ),
    Sample(
        "subject-column",
        "The theme stands beside each row.",
        NORTHMERE,
        replace(RATED, columns=(("subject", "Theme"), *RATED.columns), sections="column"),
        every("docx", "xlsx", "ods", "csv", "html", "pdf"),
    ),
    Sample(
        "merged-subject",
        "The subject is one cell down the rows of its section; several actions in a cell share the row's other cells.",
        KESTREL,
        replace(MATRIX, merge_equal=("subject",)),
        every("docx", "xlsx", "ods", "csv", "txt", "html", "pdf", word_html=partial(print_html, style="word")),
    ),
    Sample(
        "shared-cells",
        "One lead cell and one date for several rows, merged down.",
        sharing(NORTHMERE),
        replace(NUMBERED, merge_equal=("leads", "timescale")),
        every("docx", "xlsx", "ods", "html", "pdf"),
    ),
    Sample(
        "one-row-per-theme",
        "Every theme has one row, its actions bullets of one cell, one lead cell and one date for all.",
        as_bullets(WOLDS),
        replace(SCHOOLS, columns=(("subject", "Theme"), *SCHOOLS.columns), sections="column"),
        every("docx", "xlsx", "ods", "html", "pdf", word_lists_docx=partial(print_docx, word=Word(own_lists=True))),
    ),
    Sample(
        "tables-under-headings",
        "A heading and a table for each section; front matter before, a glossary after.",
        NORTHMERE,
        replace(FULL, sections="headings"),
        every(*PAPER, "xlsx", "csv"),
    ),
    Sample(
        "two-levels",
        "Section rows of two levels, a calendar year.",
        HARBOURSIDE,
        TWO_LEVELS,
        every(*ALL),
    ),
    Sample(
        "two-levels-headings",
        "Headings of two levels, a table under each lower one.",
        HARBOURSIDE,
        replace(TWO_LEVELS, sections="headings"),
        every(*PAPER),
    ),
    Sample(
        "title-row",
        "The plan's title is the table's first row.",
        NORTHMERE,
        replace(RATED, title="row"),
        every("docx", "xlsx", "ods", "csv", "html", "pdf"),
    ),
    Sample(
        "grouped-heads",
        "Two rows of heads, the upper over several columns.",
        NORTHMERE,
        replace(NUMBERED, grouped_heads=(("What", 2), ("Who", 1), ("Delivery", 3))),
        every("docx", "xlsx", "ods", "html", "pdf"),
    ),
    Sample(
        "no-sections",
        "One list of actions, no sections.",
        NORTHMERE,
        replace(RATED, sections="none", title=""),
        every("csv", "xlsx", "txt"),
    ),
    Sample(
        "sheets",
        "A sheet for each section.",
        SALTINGS,
        replace(CLIMATE, sections="sheets", title=""),
        every("xlsx", "ods"),
    ),
    Sample(
        "cards",
        "A form for each action, label beside value.",
        NORTHMERE,
        replace(NUMBERED, sections="cards"),
        every("docx", "html", "pdf"),
    ),
    Sample(
        "forms",
        "A form above each table says which objective it is for.",
        KESTREL,
        replace(MATRIX, columns=MATRIX.columns[2:], sections="forms"),
        every("docx", "html", "pdf"),
    ),
    Sample(
        "banner",
        "Rows above the heads: the council, the title, when it was last changed.",
        SALTINGS,
        replace(
            CLIMATE,
            title="row",
            banner=("Saltings Council, Place Directorate", "Last updated 3 December 2025"),
        ),
        every("xlsx", "ods", "csv"),
    ),
    Sample(
        "outcome-rows",
        "A row below each section's name tells what it is for.",
        with_outcomes(NORTHMERE),
        replace(RATED, outcome_rows=True),
        every("docx", "xlsx", "ods", "csv", "txt", "html", "pdf"),
    ),
    Sample(
        "number-in-action",
        "The number stands before the action's words, in the same cell.",
        NORTHMERE,
        replace(NUMBERED, columns=NUMBERED.columns[1:], number_in_action=True),
        every("docx", "xlsx", "csv", "txt", "html", "pdf"),
    ),
    Sample(
        "letters",
        "Sections are lettered, actions numbered A1, A2, and ratings are one letter.",
        lettered(NORTHMERE),
        replace(RATED, rag="letters"),
        every(*ALL),
    ),
    Sample(
        "item-rows-merged",
        "Each milestone has a row; the action and its other cells are merged beside them.",
        NORTHMERE,
        replace(NUMBERED, item_rows="milestones", item_rows_merged=True, mark=""),
        every("docx", "xlsx", "ods", "html", "pdf"),
    ),
    Sample(
        "item-rows",
        "Each milestone has a row; the action stands beside the first, the rows below are blank but for milestones.",
        NORTHMERE,
        replace(NUMBERED, item_rows="milestones", mark=""),
        every("docx", "xlsx", "ods", "csv", "html"),
    ),
    Sample(
        "numbers-restart",
        "Actions are numbered from 1 in each section.",
        restarted(NORTHMERE),
        replace(NUMBERED, section_words=("Outcome {number}: {title}",)),
        every(*ALL),
    ),
    Sample(
        "workbook",
        "A workbook: cover, plan from the fourth row and second column, lists for menus, a log of changes.",
        NORTHMERE,
        RATED,
        every(book_xlsx=partial(print_xlsx, origin=(4, 2)), book_ods=print_ods),
        change=in_a_workbook,
    ),
    Sample(
        "blank-rows",
        "Rows at the end wait for actions: a number alone, or nothing.",
        NORTHMERE,
        RATED,
        every("docx", "xlsx", "ods", "csv", "html", "pdf"),
        change=with_blank_rows,
    ),
    Sample(
        "note-row",
        "A row across the table's end explains something and is no section.",
        NORTHMERE,
        RATED,
        every("docx", "xlsx", "html", "pdf"),
        change=with_note,
    ),
    Sample(
        "questions",
        "Columns headed by questions; an aim beside several actions; leads and partners apart.",
        MARLOW,
        QUESTIONS,
        every("docx", "xlsx", "ods", "csv", "html", "pdf", rows_pdf=partial(print_pdf, rules="rows")),
    ),
)
