"""Strategies: plans of people's words, and layouts in which such plans are printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from hypothesis import strategies as st

from scripts.samples.layout import NUMBERED, Layout
from scripts.samples.model import Row, SamplePlan, Section
from scripts.samples.printers.delimited import print_csv
from scripts.samples.printers.docx import Word, print_docx
from scripts.samples.printers.html import print_html
from scripts.samples.printers.ods import print_ods
from scripts.samples.printers.pdf import print_pdf
from scripts.samples.printers.text import print_text
from scripts.samples.printers.xlsx import print_xlsx
from scripts.samples.sample import Printer

TITLES = (
    "Governance and partnership",
    "Raising awareness",
    "Training and briefings",
    "Schools and colleges",
    "Health and wellbeing",
    "Safer neighbourhoods",
    "Housing and homelessness",
    "Use of public venues",
)
VERBS = (
    "Agree",
    "Brief",
    "Commission",
    "Deliver",
    "Develop",
    "Ensure",
    "Identify",
    "Monitor",
    "Publish",
    "Review",
    "Train",
)
OBJECTS = (
    "a shared protocol with the hospital trust",
    "front-line staff on the new referral form",
    "the information sharing agreement",
    "all designated leads in secondary schools",
    "a communications plan for parents (in three languages)",
    "the risk register's mitigations",
    "governors, trustees and volunteers",
    "what residents' associations reported last winter",
    "an audit of venues, including halls & libraries",
)
ENDINGS = (
    "",
    " before the next inspection",
    " and report what was learned to the board",
    " so that no one has to ask twice",
)
LEADS = (
    "Community Safety Team",
    "Police",
    "Head of Housing",
    "Public Health",
    "Youth Justice Service",
    "Probation Service",
    "Adult Social Care",
    "Fire and Rescue Service",
    "Prevent Coordinator",
    "Borough Council",
)
ITEMS = (
    "Draft shared with partners",
    "Sixty staff trained",
    "More referrals are appropriate",
    "Fewer repeat incidents in the town centre.",
    "Agreement signed by every partner.",
    "Residents say they feel safer",
    "Terms of reference agreed by the board",
)
AIMS = ("Fewer people are harmed.", "Every agency knows its part and plays it.")
PROGRESS = ("", "First draft has gone to partners", "Two sessions were held in spring", "Delayed by a vacancy")
# What columns are called; each tuple is one field's.
HEADINGS = {
    "number": ("No.", "No", "Ref", "Ref.", "#", "Action no.", "Action ref", "ID"),
    "subject": ("Theme", "Priority", "Subject", "Workstream", "Strand", "Priority area", "Area of work"),
    "action": (
        "Action",
        "Actions",
        "Activity",
        "What we will do",
        "Task",
        "Key actions",
        "Action required",
        "Action to be taken",
        "What will we do?",
        "Key activities",
    ),
    "leads": (
        "Lead",
        "Lead officer",
        "Who",
        "Responsible",
        "Owner",
        "Lead agency",
        "Lead / Partners",
        "By whom",
        "Responsible officer",
        "Lead organisation",
        "Action owner",
        "Accountable",
    ),
    "partners": ("Partners", "Supporting partners", "Key partners", "Partner agencies"),
    "timescale": (
        "Timescale",
        "By when",
        "Due date",
        "Deadline",
        "Target date",
        "Timescales",
        "When",
        "Completion date",
        "Target completion date",
        "Timeframe",
    ),
    "milestones": ("Milestones", "Key milestones"),
    "outcomes": (
        "Outcomes",
        "Expected outcomes",
        "Desired outcome",
        "Impact / Outcomes",
        "Intended outcome",
        "Success measures",
        "How will we know it has worked?",
        "Expected impact",
    ),
    "progress": (
        "Progress",
        "Progress update",
        "Update",
        "Comments",
        "Progress to date",
        "Latest update",
        "Commentary",
    ),
    "rag": ("RAG", "RAG status", "RAG rating", "Current RAG", "BRAG"),
}


@dataclass(frozen=True)
class Format:
    """A printer, the name of its files, whether the lines of a cell stay lines in them, and whether they have
    pages, and colours."""

    name: str
    printer: Printer
    keeps_lines: bool = True
    is_paper: bool = False
    has_colours: bool = False


SECTION_WORDS = (
    NUMBERED,
    "{number} {title}",
    "Objective {number}: {title}",
    "Priority {number} – {title}",
    "Theme {number}: {title}",
    "Outcome {number} {title}",
)
FORMATS = (
    Format("plan.docx", print_docx, has_colours=True),
    Format("plan.docx", partial(print_docx, word=Word(own_lists=True))),
    Format("plan.xlsx", print_xlsx, has_colours=True),
    Format("plan.ods", print_ods, has_colours=True),
    Format("plan.csv", print_csv),
    Format("plan.csv", partial(print_csv, delimiter=";", encoding="cp1252")),
    Format("plan.csv", partial(print_csv, delimiter="\t", encoding="utf-16")),
    Format("plan.txt", print_text, keeps_lines=False),
    Format("plan.html", print_html),
    Format("plan.html", partial(print_html, style="word")),
    Format("plan.html", partial(print_html, style="excel"), has_colours=True),
    Format("plan.pdf", print_pdf, keeps_lines=False, is_paper=True),
)


@dataclass(frozen=True)
class Printed:
    """A plan, its layout and the format it is printed in."""

    plan: SamplePlan
    layout: Layout
    format: Format


def timescales(year: int) -> st.SearchStrategy[tuple[str, date | None]]:
    """Words that tell a date within the plan's financial year, and the day they mean."""
    return st.sampled_from(
        [
            (f"30 September {year}", date(year, 9, 30)),
            (f"By 31 January {year + 1}", date(year + 1, 1, 31)),
            (f"December {year}", date(year, 12, 31)),
            (f"Q2 {year}/{(year + 1) % 100:02}", date(year, 9, 30)),
            (f"15/10/{year}", date(year, 10, 15)),
            ("Ongoing", None),
            ("Quarterly", None),
        ]
    )


def _some(pool: tuple[str, ...], least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(pool), min_size=least, max_size=most, unique=True).map(tuple)


TEXTS = st.tuples(*map(st.sampled_from, (VERBS, OBJECTS, ENDINGS))).map(
    lambda words: f"{words[0]} {words[1]}{words[2]}"
)


@st.composite
def rows(draw: st.DrawFn, year: int, texts: tuple[str, ...], number: str) -> Row:
    timescale, due = draw(timescales(year))
    leads = draw(_some(LEADS, 1, 3))
    return Row(
        actions=texts,
        number=number,
        leads=leads,
        partners=tuple(name for name in draw(_some(LEADS, 0, 2)) if name not in leads),
        timescale=timescale,
        due=due,
        milestones=draw(_some(ITEMS, 0, 3)),
        outcomes=draw(_some(ITEMS, 0, 2)),
        progress=draw(st.sampled_from(PROGRESS)),
        rag=draw(st.sampled_from(("", "red", "amber", "green", "complete"))),
    )


@st.composite
def plans(draw: st.DrawFn, several: bool) -> SamplePlan:
    """A plan of one to three sections; all numbered or none. `several`: a row may hold more than one action."""
    year = draw(st.integers(2012, 2029))
    numbered = not several and draw(st.booleans())
    titles = draw(_some(TITLES, 1, 3))
    texts = iter(draw(st.lists(TEXTS, min_size=24, max_size=24, unique=True)))
    sections = []
    for at, title in enumerate(titles, 1):
        made = []
        for row in range(1, draw(st.integers(1, 4)) + 1):
            count = draw(st.integers(1, 2)) if several else 1
            own = tuple(next(texts) for _ in range(count))
            made.append(draw(rows(year, own, f"{at}.{row}" if numbered else "")))
        aim = draw(st.sampled_from(AIMS))
        sections.append(Section(title, str(at) if numbered else "", tuple(made), outcomes=(aim,)))
    label = f"{year}/{(year + 1) % 100:02}"
    title = f"Borough Partnership Delivery Plan {label}"
    return SamplePlan(
        title=title,
        label=label,
        starts_on=date(year, 4, 1),
        ends_on=date(year + 1, 3, 31),
        year_basis="financial",
        sections=tuple(sections),
        front=(("Introduction", ("Partners agreed this plan together.", "It is looked at afresh each winter.")),),
        glossary=(("CSP", "Community Safety Partnership"), ("ASB", "Antisocial behaviour")),
    )


@st.composite
def columns(draw: st.DrawFn, sections: str, numbered: bool) -> tuple[tuple[str, str], ...]:
    """Columns under any of their names, in any order, the subject and the number first."""
    more = draw(_some(("milestones", "outcomes", "progress", "rag", "partners"), 0, 3))
    others = draw(st.permutations(["leads", "timescale", *more]))
    first = (["subject"] if sections == "column" else []) + (["number"] if numbered else [])
    # A section's title stands in the column after its number's, which is where people type it.
    at = 0 if sections == "numbered rows" else draw(st.integers(0, 1))
    fields = [*first, *others[:at], "action", *others[at:]]
    return tuple((field, draw(st.sampled_from(HEADINGS[field]))) for field in fields)


@st.composite
def layouts(draw: st.DrawFn, plan: SamplePlan, form: Format, several: bool) -> Layout:
    """Columns, sections, pages and marks in any way."""
    numbered = bool(plan.sections[0].number)
    count = sum(len(section.rows) for section in plan.sections)
    ways = ["rows", "column", "headings", "none", *(["numbered rows"] if numbered else [])]
    sections = draw(st.sampled_from(ways))
    # What a single action begins with may be a measure.
    number_in_action = numbered and count > 1 and sections == "rows" and draw(st.booleans())
    page = draw(st.sampled_from(("table", "heads", "")))
    title = draw(st.sampled_from(("paragraph", "row"))) if sections in ("rows", "none") else "paragraph"
    return Layout(
        columns=draw(columns(sections, numbered and not number_in_action)),
        sections=sections,
        title=title,
        banner=("Borough Council, Place Directorate",) if title == "row" and draw(st.booleans()) else (),
        outcome_rows=sections == "rows" and numbered and draw(st.booleans()),
        rag="colour" if form.has_colours and draw(st.booleans()) else "words",
        section_words=(draw(st.sampled_from(SECTION_WORDS)),),
        break_after=0 if form.is_paper else draw(st.integers(0, 3)),  # paper breaks by itself
        page=page,
        cut=not several and draw(st.booleans()),
        merge_equal=("subject",) if sections == "column" and draw(st.booleans()) else (),
        joiner=draw(st.sampled_from((" / ", ", ", "; ", *(("\n",) if form.keeps_lines else ())))),
        mark=draw(st.sampled_from(("•", "-", "·", *(("",) if form.keeps_lines and not several else ())))),
        number_in_action=number_in_action,
        continued=sections == "rows" and page == "table" and draw(st.booleans()),
        front=title == "paragraph" and draw(st.booleans()),
        glossary=draw(st.booleans()),
    )


@st.composite
def printed(draw: st.DrawFn) -> Printed:
    form = draw(st.sampled_from(FORMATS))
    several = draw(st.booleans())
    plan = draw(plans(several))
    return Printed(plan, draw(layouts(plan, form, several)), form)
