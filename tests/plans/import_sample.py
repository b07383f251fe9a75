"""A small file as it was read, and what it may propose: for pages and queries of the import."""

from __future__ import annotations

import datetime as dt

from plans.importers.proposal import (
    Layout,
    LeftOut,
    Origin,
    Proposal,
    ProposedAction,
    ProposedLead,
    ProposedPlan,
    ProposedSection,
)
from plans.importers.source import Cell, Line, Paragraph, Place, Source, Table
from plans.rules.timescale import Kind, Part, Timescale

HEADINGS = ("No.", "Activity", "Lead", "Timescale")
ROWS = (
    HEADINGS,
    ("1. Leadership", "", "", ""),
    ("1.1", "Meet as a board every quarter and", "Council", "Quarterly"),
    ("", "report to the partnership", "", ""),
    ("1.2", "Name a lead officer in each agency", "Police / NHS Health Trust", "By June 2016"),
    ("2. Training", "", "", ""),
    ("2.1", "Train front line staff; offer a workshop to every school", "Northvale Police", "March 2017"),
    ("", "Page 2", "", ""),
)
TITLE = "Northvale Prevent action plan 2016/17"


def place(row: int, column: int, table: int = 1) -> Place:
    return Place(table=table, row=row, column=column)


def source(table: int = 1) -> Source:
    """A title, a table of eight rows (by this number) and words at the foot."""
    rows = tuple(
        tuple(
            Cell(place(number, column, table), (Line(text),) if text else ())
            for column, text in enumerate(texts, start=1)
        )
        for number, texts in enumerate(ROWS, start=1)
    )
    title = Paragraph(Line(TITLE, bold=True), Place(line=1), heading=1)
    foot = Paragraph(Line("Draft for comment"), Place(part="footer"))
    return Source("docx", (title, Table(table, rows)), (foot,), title=TITLE)


def proposal() -> Proposal:
    """Two sections and four actions: one may go on with the row above, one may be two."""
    plan = ProposedPlan(
        title=TITLE,
        period_label="2016/17",
        starts_on=dt.date(2016, 4, 1),
        ends_on=dt.date(2017, 3, 31),
        columns={"number": "No.", "action": "Activity", "leads": "Lead", "timescale": "Timescale"},
        origins={"title": Origin((Place(line=1),)), "period": Origin((Place(line=1),), 0.9, "Read from the title.")},
    )
    sections = tuple(
        ProposedSection(f"t1r{row}", title, number, origins={"title": Origin((place(row, 1),))})
        for row, number, title in ((2, "1", "Leadership"), (6, "2", "Training"))
    )
    return Proposal(
        plan, sections, tuple(_actions()), (LeftOut("Page 2", place(8, 2), "A page number."), _FOOT), (_LAYOUT,),
        ("Only one table was found.",), "docx",
    )  # fmt: skip


_FOOT = LeftOut("Draft for comment", Place(part="footer"), "It stands in the footer.")
_LAYOUT = Layout(
    1, HEADINGS, ("number", "action", "leads", "timescale"), (1.0, 1.0, 0.6, 1.0),
    ("heading", "section", "action", "action", "action", "section", "action", "left_out"),
)  # fmt: skip


def _actions() -> list[ProposedAction]:
    return [
        _action(3, 0, "1.1", ROWS[2][1], ("Council",), "Quarterly", Kind.RECURRING),
        _action(4, 0, "", ROWS[3][1], (), "", Kind.NONE, note="It has no number: it may go on with the row above."),
        _action(5, 0, "1.2", ROWS[4][1], ("Police", "NHS Health Trust"), "By June 2016", Kind.BY_DATE),
        _action(7, 1, "2.1", ROWS[6][1], ("Northvale Police",), "March 2017", Kind.MONTH, note="May be two actions."),
    ]


def _action(
    row: int, section: int, number: str, text: str, leads: tuple[str, ...], timescale: str, kind: Kind, note: str = ""
) -> ProposedAction:
    origins = {
        "text": Origin((place(row, 2),), 0.5 if note else 1.0, note),
        "number": Origin((place(row, 1),)),
        "leads": Origin((place(row, 3),), 0.9),
        "timescale": Origin((place(row, 4),), 0.9),
    }
    return ProposedAction(
        key=f"t1r{row}", text=text, section=section, number=number or "1.1a", number_is_generated=not number,
        row=f"t1r{row}", leads_text=" / ".join(leads), leads=tuple(ProposedLead(name) for name in leads),
        timescale=Timescale(timescale, (Part(kind, timescale),) if timescale else ()), origins=origins,
    )  # fmt: skip
