"""From bytes to a proposal; and when what was read is no plan."""

from __future__ import annotations

import pytest

from plans.importers.errors import Unreadable
from plans.importers.interpret.refuse import refusal
from plans.importers.printable import printable
from plans.importers.proposal import Layout, Proposal, ProposedAction, ProposedPlan
from plans.importers.propose import propose
from plans.importers.source import Cell, Line, Paragraph, Place, Source, Table

CSV = b"No.,Activity,Lead,By when\n1.1,Meet four times a year with every agency,Police,March 2018\n"


def paragraph(text: str) -> Paragraph:
    return Paragraph(Line(text), Place(line=1))


def table(number: int, first: str = "1", name: str = "") -> Table:
    def row(at: int, *texts: str) -> tuple[Cell, ...]:
        return tuple(
            Cell(Place(table=number, row=at, column=column), (Line(text),) if text else ())
            for column, text in enumerate(texts, start=1)
        )

    return Table(number, (row(1, "No.", "Activity"), row(2, first, "Train every ward manager.")), name=name)


def proposed(tables: int) -> Proposal:
    """As interpreted: every table holds actions."""
    layouts = (Layout(n, ("No.", "Activity"), ("number", "action"), (1, 1), ()) for n in range(1, tables + 1))
    return Proposal(ProposedPlan(), (), (ProposedAction("a", "Train."),), layouts=tuple(layouts))


def test_a_file_is_read_and_interpreted() -> None:
    found = propose(CSV, "plan.csv")
    assert (found.kind, found.proposal.actions[0].number) == ("csv", "1.1")
    assert found.source is not None
    assert refusal(found.proposal, found.source) is None


def test_what_cannot_be_printed_is_a_blank() -> None:
    found = printable(Source("text", (paragraph("Meet\x00 every\x0b \ud800month"),)))
    assert isinstance(found.blocks[0], Paragraph)
    assert found.blocks[0].line.text == "Meet  every   month"
    whole = Source("text", (paragraph("Meet every month"),))
    assert printable(whole) is whole


def test_what_is_no_plan_at_first_sight_says_so() -> None:
    with pytest.raises(Unreadable, match="empty"):
        propose(b"", "plan.docx")


def test_no_actions_is_no_plan() -> None:
    said = refusal(Proposal(ProposedPlan(), (), ()))
    assert said is not None
    assert said.startswith("No actions were found")


@pytest.mark.parametrize(
    ("text", "sure", "is_refused"),
    [("417", 0.5, True), ("Train every ward manager.", 0.5, False), ("417", 1.0, False), ("Train staff", 0.8, False)],
)
def test_a_table_of_numbers_without_a_heading_is_no_plan(text: str, sure: float, is_refused: bool) -> None:
    """Until somebody says that these are the actions."""
    layout = Layout(1, ("", ""), ("notes", "action"), (0.4, sure), ())
    proposal = Proposal(ProposedPlan(), (), (ProposedAction("a", text),), layouts=(layout,))
    assert (refusal(proposal) is not None) == is_refused


@pytest.mark.parametrize(
    ("one", "other", "firsts"),
    [
        ("Northvale Prevent Delivery Plan 2015/16", "Northvale Prevent Delivery Plan 2016/17", ("1", "7")),
        ("Northvale Prevent Plan 2016/17", "Southmere Prevent Action Plan 2016-17", ("1", "1")),
    ],
)
def test_two_plans_in_one_file_are_refused_with_their_names(one: str, other: str, firsts: tuple[str, str]) -> None:
    blocks = (paragraph(one), table(1, firsts[0]), paragraph(other), table(2, firsts[1]))
    said = refusal(proposed(2), Source("docx", blocks))
    assert said is not None
    assert one in said
    assert other in said


def test_two_sheets_of_two_years_are_two_plans() -> None:
    blocks = (table(1, name="Action plan 2015-16"), table(2, name="Action plan 2016-17"))
    assert "sheet Action plan 2016-17" in (refusal(proposed(2), Source("xlsx", blocks)) or "")


@pytest.mark.parametrize(
    "titles",
    [
        ("Prevent Delivery Plan 2016/17", "Objective 2: training"),
        ("Prevent Delivery Plan 2016/17", "Prevent Delivery Plan 2016/17 (continued)"),
        ("Leadership action plan", "Training action plan"),
        (
            "Prevent Delivery Plan 2016/17",
            "The plan of 2015/16 was reviewed by the board in May, and found to be good.",
        ),
        ("Prevent Delivery Plan 2016/17", ""),
    ],
)
def test_one_plan_in_several_tables_is_one_plan(titles: tuple[str, str]) -> None:
    blocks = (paragraph(titles[0]), table(1), paragraph(titles[1]), table(2))
    assert refusal(proposed(2), Source("docx", blocks)) is None


def test_a_table_that_a_person_left_out_is_no_second_plan() -> None:
    blocks = (paragraph("Prevent Plan 2015/16"), table(1), paragraph("Prevent Plan 2016/17"), table(2))
    assert refusal(proposed(1), Source("docx", blocks)) is None
