"""The samples: which plan, in which layout, printed to which files, and what each is there to try."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from plans.importers.source import Source

from .changes import as_bullets, converted, lettered, partnered, sharing, tagged, with_outcomes, withheld
from .expected import Json, expected
from .laid_out import lay_out
from .layout import Layout
from .model import SamplePlan, load
from .printers.delimited import print_csv
from .printers.docx import Word, print_docx
from .printers.html import print_html
from .printers.ods import print_ods
from .printers.pdf import print_pdf
from .printers.text import print_text
from .printers.xlsx import print_xlsx

Printer = Callable[[Source], bytes]
EVERY: dict[str, Printer] = {
    ".docx": print_docx,
    ".xlsx": print_xlsx,
    ".ods": print_ods,
    ".csv": print_csv,
    ".txt": print_text,
    ".html": print_html,
    ".pdf": print_pdf,
}


@dataclass(frozen=True)
class Sample:
    """One reading and the files that should all be read so; `tries` is a sentence for fixtures/samples/README.md."""

    name: str
    tries: str
    plan: SamplePlan
    layout: Layout
    printers: Mapping[str, Printer]
    change: Callable[[Source], Source] | None = None

    @property
    def source(self) -> Source:
        source = lay_out(self.plan, self.layout)
        return self.change(source) if self.change else source

    def files(self) -> dict[str, bytes]:
        """The bytes of each file by its name."""
        return {f"{self.name}{suffix}": printer(self.source) for suffix, printer in self.printers.items()}

    def expected(self) -> Json:
        """What every one of the files should be read as."""
        return expected(self.plan, self.layout)


def every(*suffixes: str, **others: Printer) -> dict[str, Printer]:
    """The usual printers of these kinds; `others` are named by what they try ("utf16_csv" prints "-utf16.csv")."""
    named = {"-" + name.replace("_", "-")[::-1].replace("-", ".", 1)[::-1]: each for name, each in others.items()}
    return {f".{suffix}": EVERY[f".{suffix}"] for suffix in suffixes} | named


ALL = ("docx", "xlsx", "ods", "csv", "txt", "html", "pdf")
PAPER = ("docx", "txt", "html", "pdf")
NORTHMERE, KESTREL, SALTINGS = load("northmere"), load("kestrel"), load("saltings")
HARBOURSIDE, WOLDS, FENLAND, ASHCOMBE = load("harbourside"), load("wolds"), load("fenland"), load("ashcombe")

NUMBERED = Layout(
    columns=(
        ("number", "No."),
        ("action", "Activity"),
        ("leads", "Lead / Partners"),
        ("milestones", "Key milestones"),
        ("timescale", "Timescale"),
        ("outcomes", "Impact / Outcomes"),
    )
)
RATED = Layout(
    columns=(
        ("number", "Ref"),
        ("action", "What we will do"),
        ("leads", "Responsible"),
        ("timescale", "By when"),
        ("rag", "RAG status"),
        ("progress", "Progress update"),
    ),
    joiner="\n",
)
MATRIX = Layout(
    columns=(
        ("subject", "Priority"),
        ("objective", "Objectives"),
        ("action", "Actions"),
        ("leads", "Agency/Lead"),
        ("timescale", "Timescales"),
        ("outcomes", "Desired Outcomes"),
    ),
    sections="column",
    joiner=", ",
)
CLIMATE = Layout(
    columns=(
        ("action", "Action"),
        ("leads", "Lead officer"),
        ("timescale", "Due date"),
        ("rag", "RAG"),
        ("progress", "Commentary"),
        ("outcomes", "Expected outcomes"),
    ),
    joiner=", ",
)
STEPS = Layout(
    columns=(
        ("number", ""),
        ("action", "Description"),
        ("steps", "Actions"),
        ("leads", "Partners and Resources"),
        ("milestones", "Milestones"),
        ("timescale", "By not later than"),
    ),
    sections="numbered rows",
    joiner="\n",
    mark="·",
)
SCHOOLS = Layout(
    columns=(
        ("action", "Task"),
        ("leads", "Owner"),
        ("timescale", "Deadline"),
        ("milestones", "Milestones"),
        ("outcomes", "Success criteria"),
    ),
    joiner="; ",
)
TWO_LEVELS = Layout(
    columns=(
        ("number", "Ref."),
        ("action", "Action"),
        ("leads", "Lead"),
        ("timescale", "Target date"),
        ("outcomes", "Outcome"),
    ),
    section_words=("Objective {number}: {title}", "{number} {title}"),
    joiner=", ",
)
FULL = replace(NUMBERED, front=True, glossary=True)

SAMPLES = (
    Sample(
        "section-rows",
        "A row across the table says which section begins; printed numbers; several milestones and outcomes in a cell.",
        NORTHMERE,
        NUMBERED,
        every(
            *ALL,
            unruled_pdf=partial(print_pdf, ruled=False),
            word_html=partial(print_html, style="word"),
            excel_html=partial(print_html, style="excel"),
        ),
    ),
    Sample(
        "numbered-section-rows",
        "A section's number and title stand in columns of their own; ratings in words; leads on lines of their own.",
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
            low_unruled_pdf=partial(print_pdf, height_mm=110, ruled=False),
        ),
    ),
    Sample(
        "tables-under-headings",
        "A heading and a table for each section; front matter before, a glossary after.",
        NORTHMERE,
        replace(FULL, sections="headings"),
        every(*PAPER, "xlsx", "csv"),
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
        "cards",
        "A form for each action, label beside value.",
        NORTHMERE,
        replace(NUMBERED, sections="cards"),
        every("docx", "html", "pdf"),
    ),
    Sample(
        "rag-words",
        "Ratings in words, sections in rows, no printed numbers.",
        SALTINGS,
        CLIMATE,
        every(*ALL, unruled_pdf=partial(print_pdf, ruled=False)),
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
        "sheets",
        "A sheet for each section.",
        SALTINGS,
        replace(CLIMATE, sections="sheets", title=""),
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
        "academic-year",
        "Months without a year follow from the school year.",
        WOLDS,
        SCHOOLS,
        every("docx", "xlsx", "ods", "csv", "txt", "html", "pdf"),
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
        "withheld",
        "A public version: blank leads and dates belong to no row above.",
        withheld(NORTHMERE),
        NUMBERED,
        every(*ALL),
    ),
    Sample(
        "encodings",
        "Text in other encodings, with other delimiters.",
        KESTREL,
        replace(MATRIX, joiner=" & "),
        every(
            semicolon_cp1252_csv=partial(print_csv, delimiter=";", encoding="cp1252"),
            tab_utf16_csv=partial(print_csv, delimiter="\t", encoding="utf-16"),
            pipe_bom_csv=partial(print_csv, delimiter="|", encoding="utf-8-sig", newline="\n"),
        ),
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
        "continued",
        "A section goes on after a page's end, and its name says so.",
        NORTHMERE,
        replace(RATED, break_after=2, continued=True),
        every("docx", "txt", "html", "pdf"),
    ),
    Sample(
        "outcome-rows",
        "A row below each section's name tells what it is for.",
        with_outcomes(NORTHMERE),
        replace(RATED, outcome_rows=True),
        every("docx", "xlsx", "ods", "csv", "txt", "html", "pdf"),
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
        "pipes",
        "A text table drawn with bars.",
        NORTHMERE,
        RATED,
        every(bars_txt=partial(print_text, cells="bars")),
    ),
    Sample(
        "word-quirks",
        "Words in many runs, links and content controls; breaks between a cell's lines; hard blanks, soft hyphens.",
        NORTHMERE,
        NUMBERED,
        every(quirks_docx=partial(print_docx, word=Word(quirks=True))),
    ),
)
