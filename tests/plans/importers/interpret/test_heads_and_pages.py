"""What stands above a table's heads, within the table or before it, and rows that a page's end cuts."""

import pytest

from plans.importers.interpret.account import missing
from plans.importers.interpret.titles import split_title
from plans.importers.source import Table

from .building import outline, read, source, table

HEAD = ["Action", "Lead", "By when"]
PAGE = ["Fenland Plan 2024/25: Appendix A", "", ""]
FORM = [
    ["Plan owner:", "Head of Service", ""],
    ["Council priorities:", "A safer fen", ""],
    *[[f"- to do what the strategy's aim number {number} asks of everybody here", "", ""] for number in range(20)],
]
Blocks = list[str | Table]

LAYOUTS: dict[str, tuple[Blocks, list[str]]] = {
    "a head in the middle of a sheet, and a title that each page repeats": (
        [
            "Fenland Plan 2024/25: Appendix A",
            table(
                [
                    *FORM,
                    PAGE,
                    HEAD,
                    ["Objective 1: Homes", "", ""],
                    ["Inspect hostels", "Housing", "May 2024"],
                    PAGE,
                    HEAD,
                    ["Objective 2: Streets", "", ""],
                    ["Light the underpass", "Highways", "June 2024"],
                    ["Glossary", "", ""],
                    ["YJS – Youth Justice Service", "", ""],
                ]
            ),
        ],
        [
            "1 Homes",
            "  1.1 Inspect hostels | Housing | May 2024",
            "2 Streets",
            "  2.1 Light the underpass | Highways | June 2024",
        ],
    ),
    "headings right above the heads, and lines of pages": (
        [
            table(
                [
                    ["OBJECTIVE 1 – RESPOND", "", ""],
                    HEAD,
                    ["Inspect hostels", "Housing", "May 2024"],
                    ["Page 2 of 3", "", ""],
                    ["OBJECTIVE 2 – PROTECT", "", ""],
                    HEAD,
                    ["Light the underpass", "Highways", "June 2024"],
                ]
            )
        ],
        [
            "1 RESPOND",
            "  1.1 Inspect hostels | Housing | May 2024",
            "2 PROTECT",
            "  2.1 Light the underpass | Highways | June 2024",
        ],
    ),
    "bold headings with a sentence below them": (
        [
            "**Northshire Police**",
            "Delivery Plan 2024/25",
            "**Pursue**",
            "To stop attacks at home and overseas.",
            table([["No", *HEAD], ["1", "Hold an exercise", "Police", "Quarterly"]], 1),
            "**Prevent**",
            "To stop people becoming terrorists.",
            table([["No", *HEAD], ["1", "Train officers", "L&D", "Ongoing"]], 2),
        ],
        [
            "1 Pursue",
            "  1.1 Hold an exercise | Police | Quarterly",
            "2 Prevent",
            "  2.1 Train officers | L&D | Ongoing",
        ],
    ),
    "aims above a table that has themes of its own": (
        [
            "# Eastbrook Delivery Plan 2024/25",
            "## 1. Aims",
            "- Tackle the causes of harm",
            table(
                [["Theme", *HEAD], ["Schools", "Run a network", "Education", "Termly"], ["Web", "Write", "Comms", ""]]
            ),
        ],
        ["1 Schools", "  1.1 Run a network | Education | Termly", "2 Web", "  2.1 Write | Comms"],
    ),
    "short cells above a page's end, long ones below it": (
        [
            table([HEAD, ["Review the routes", "Housing", "May 2024"], ["", "HR", "Ongoing"]], 1),
            table([HEAD, ["Train reception staff", "", ""], ["Audit ten cases", "Police", "June 2024"]], 2),
        ],
        [
            "1 Review the routes | Housing | May 2024",
            "2 Train reception staff | HR | Ongoing",
            "3 Audit ten cases | Police | June 2024",
        ],
    ),
    "forms, one to an action, that number it": (
        [
            table(
                [["Action 4", "Visit homes"], ["Lead", "Prevention"], ["Due", "May 2024"], ["Outcome", "Fewer fires"]],
                1,
            ),
            table([["Action 7", "Fit sprinklers"], ["Lead", "Housing"], ["Due", "June 2024"], ["Outcome", "Safe"]], 2),
        ],
        ["4 Visit homes | Prevention | May 2024", "7 Fit sprinklers | Housing | June 2024"],
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_and_nothing_of_it_is_lost(name: str) -> None:
    blocks, expected = LAYOUTS[name]
    proposal = read(*blocks)
    assert outline(proposal) == expected
    assert missing(source(*blocks), proposal) == {}


def test_rows_above_a_head_in_the_middle_are_front_matter() -> None:
    plan = read(*LAYOUTS["a head in the middle of a sheet, and a title that each page repeats"][0]).plan
    assert (plan.title, plan.responsible) == ("Fenland Plan 2024/25: Appendix A", "Head of Service")
    assert plan.council_priorities == ("A safer fen",)
    assert plan.glossary == (("YJS", "Youth Justice Service"),)


def test_a_sentence_between_heading_and_table_is_the_sections() -> None:
    first, second = read(*LAYOUTS["bold headings with a sentence below them"][0]).sections
    assert first.paragraphs == ("To stop attacks at home and overseas.",)
    assert second.paragraphs == ("To stop people becoming terrorists.",)


def test_labels_of_forms_are_left_out_as_labels() -> None:
    left = read(*LAYOUTS["forms, one to an action, that number it"][0]).left_out
    assert {each.text for each in left} == {"Action", "Lead", "Due", "Outcome"}
    assert {each.reason for each in left} == {"The label of what is read beside or below it."}


@pytest.mark.parametrize("text", ["Aims", "Requirements: two of them", "Step a new path"])
def test_the_end_of_a_word_is_no_number(text: str) -> None:
    assert split_title(text) == ("", text)


@pytest.mark.parametrize(
    ("said", "left"), [("Completed", ["Completed"]), ("G", []), ("Green", []), ("B", ["B"]), ("On track", ["On track"])]
)
def test_a_word_for_a_rating_is_left_out_whole_or_not_at_all(said: str, left: list[str]) -> None:
    proposal = read(table([["Action", "Lead", "RAG"], ["Open a hub", "Council", said]]))
    assert proposal.actions[0].rag
    assert [each.text for each in proposal.left_out] == left
