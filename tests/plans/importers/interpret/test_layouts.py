"""Plans as councils lay them out, and what they are read as."""

from datetime import date

import pytest

from plans.importers.interpret.account import missing
from plans.importers.source import Table

from .building import outline, read, source, table

HEAD = ["Action", "Lead", "By when"]
Blocks = list[str | Table]

LAYOUTS: dict[str, tuple[str, Blocks, list[str]]] = {
    "rows that head sections": (
        "docx",
        [
            table(
                [
                    ["Ref", "Measure", "Responsible service", "Finish"],
                    ["**Theme A: Our buildings**"],
                    ["A1", "Fit solar panels on the depot", "Estates", "March 2024"],
                    ["**Theme B: Travel**"],
                    ["B1", "Install charge points", "Highways", "Ongoing"],
                ]
            )
        ],
        [
            "A Our buildings",
            "  A1 Fit solar panels on the depot | Estates | March 2024",
            "B Travel",
            "  B1 Install charge points | Highways | Ongoing",
        ],
    ),
    "plain rows that head sections in a file without styles": (
        "csv",
        [
            table(
                [
                    ["Action", "Lead", "By when", "RAG"],
                    ["Governance", "", "", ""],
                    ["Agree terms of reference", "Chair", "May 2024", "Green"],
                    ["Training", "", "", ""],
                    ["Train ward staff", "NHS", "June 2024", "Red"],
                ]
            )
        ],
        [
            "1 Governance",
            "  1.1 Agree terms of reference | Chair | May 2024",
            "2 Training",
            "  2.1 Train ward staff | NHS | June 2024",
        ],
    ),
    "a number and a title in cells of their own": (
        "docx",
        [
            table(
                [
                    ["No.", "Activity", "Lead", "When"],
                    ["1.", "Homes", "", ""],
                    ["1.1", "Inspect hostels", "Housing", "May 2024"],
                    ["2.", "Streets", "", ""],
                    ["2.1", "Light the underpass", "Highways", "June 2024"],
                ]
            )
        ],
        [
            "1 Homes",
            "  1.1 Inspect hostels | Housing | May 2024",
            "2 Streets",
            "  2.1 Light the underpass | Highways | June 2024",
        ],
    ),
    "two levels of heading rows": (
        "docx",
        [
            table(
                [
                    HEAD,
                    [("Priority 1: Nuisance", "grey")],
                    ["**1.1 Town centre**"],
                    ["Appoint wardens", "Council", "May 2024"],
                    ["**1.2 Estates**"],
                    ["Offer mediation", "Housing", "June 2024"],
                    [("Priority 2: Violence", "grey")],
                    ["**2.1 Nights**"],
                    ["Scan tickets at doors", "Licensing", "July 2024"],
                ]
            )
        ],
        [
            "1 Nuisance",
            "  1.1 Town centre",
            "    1.1.1 Appoint wardens | Council | May 2024",
            "  1.2 Estates",
            "    1.2.1 Offer mediation | Housing | June 2024",
            "2 Violence",
            "  2.1 Nights",
            "    2.1.1 Scan tickets at doors | Licensing | July 2024",
        ],
    ),
    "a merged column of themes": (
        "docx",
        [
            table(
                [
                    ["Theme", *HEAD],
                    ["1. Home", "Write a protocol", "Housing", "June 2024"],
                    ["^", "Hold a landlord forum", "^", "May 2024"],
                    ["2. Supply", "Build sixty flats", "Developer", "2025"],
                ]
            )
        ],
        [
            "1 Home",
            "  1.1 Write a protocol | Housing | June 2024",
            "  1.2 Hold a landlord forum | Housing | May 2024",
            "2 Supply",
            "  2.1 Build sixty flats | Developer | 2025",
        ],
    ),
    "a theme in every row": (
        "csv",
        [
            table(
                [
                    ["Theme", "Ref", "Action", "Owner", "Deadline"],
                    ["Violence", "V1", "Install knife arches", "Police", "01/09/2024"],
                    ["Hate crime", "H1", "Open reporting centres", "Council", "01/10/2024"],
                    ["Violence", "V2", "Commission mentors", "YJS", "01/12/2024"],
                ]
            )
        ],
        [
            "1 Violence",
            "  V1 Install knife arches | Police | 01/09/2024",
            "  V2 Commission mentors | YJS | 01/12/2024",
            "2 Hate crime",
            "  H1 Open reporting centres | Council | 01/10/2024",
        ],
    ),
    "a heading above each table": (
        "docx",
        [
            "# Safe Homes Plan 2024/25",
            "## Priority 1: Early help",
            "Harm is to be prevented before it starts, by everybody who works with families.",
            table([HEAD, ["Train surgeries", "ICB", "May 2024"]], 1),
            "## Priority 2: Refuge",
            table([HEAD, ["Commission flats", "Housing", "June 2024"]], 2),
        ],
        [
            "1 Early help",
            "  1.1 Train surgeries | ICB | May 2024",
            "2 Refuge",
            "  2.1 Commission flats | Housing | June 2024",
        ],
    ),
    "a sheet for each theme": (
        "xlsx",
        [
            table([HEAD, ["Recruit cadets", "Police", "May 2024"]], 1, name="People"),
            table([HEAD, ["Close alleys", "Council", "June 2024"]], 2, name="Places"),
        ],
        [
            "1 People",
            "  1.1 Recruit cadets | Police | May 2024",
            "2 Places",
            "  2.1 Close alleys | Council | June 2024",
        ],
    ),
    "a head that is printed again on each page": (
        "pdf",
        [
            "Safer Wharves Plan 2024/25",
            table([HEAD, ["Patrol the quay", "Police", "Ongoing"]], 1),
            "Page 2 of 2",
            table([HEAD, ["Mend the gates", "Harbour Trust", "May 2024"]], 2),
        ],
        ["1 Patrol the quay | Police | Ongoing", "2 Mend the gates | Harbour Trust | May 2024"],
    ),
    "a table that goes on without a head": (
        "docx",
        [
            table([HEAD, ["Patrol the quay", "Police", "Ongoing"]], 1),
            table([["Mend the gates", "Trust", "May 2024"]], 2),
        ],
        ["1 Patrol the quay | Police | Ongoing", "2 Mend the gates | Trust | May 2024"],
    ),
    "a table without any head": (
        "docx",
        [
            table(
                [
                    ["Write a protocol for sharing data between hostels and wardens", "Safety Manager", "March 2024"],
                    ["Run two weeks of awareness in the colleges of the borough", "College Head", "Ongoing"],
                ]
            )
        ],
        [
            "1 Write a protocol for sharing data between hostels and wardens | Safety Manager | March 2024",
            "2 Run two weeks of awareness in the colleges of the borough | College Head | Ongoing",
        ],
    ),
    "labels in the first column": (
        "docx",
        [
            table(
                [
                    ["Action", "Open a safe hub", "Light Mill Lane"],
                    ["Lead", "Police", "Highways"],
                    ["Deadline", "May 2024", "July 2024"],
                ]
            )
        ],
        ["1 Open a safe hub | Police | May 2024", "2 Light Mill Lane | Highways | July 2024"],
    ),
    "a card for each action, cut by a page": (
        "docx",
        [
            table(
                [
                    ["Action:", "Open a safe hub"],
                    ["Lead:", "Police"],
                    ["Deadline:", "May 2024"],
                    ["Action:", "Light Mill Lane"],
                ],
                1,
            ),
            table([["Lead:", "Highways"], ["Deadline:", "July 2024"]], 2),
        ],
        ["1 Open a safe hub | Police | May 2024", "2 Light Mill Lane | Highways | July 2024"],
    ),
    "a row that a page break cut": (
        "pdf",
        [
            table(
                [
                    ["Ref", "Action", "Lead", "Due"],
                    ["1", "Install ten cameras in the", "ASB team", "May 2024"],
                    ["", "subway and the station", "", ""],
                    ["2", "Review licences of late bars, and", "Licensing", "June 2024"],
                    ["", "report to committee", "", ""],
                ]
            )
        ],
        [
            "1 Install ten cameras in the subway and the station | ASB team | May 2024",
            "2 Review licences of late bars, and report to committee | Licensing | June 2024",
        ],
    ),
    "cells that go on below a repeated head": (
        "text",
        [
            table([HEAD, ["Agree shared work with the", "Head of Homes /", "May 2024"]], 1),
            table([HEAD, ["hospital and its wards", "Hospital Trust", ""], ["Open a hub", "Police", "June 2024"]], 2),
        ],
        [
            "1 Agree shared work with the hospital and its wards | Head of Homes / Hospital Trust | May 2024",
            "2 Open a hub | Police | June 2024",
        ],
    ),
    "a start and an end": (
        "docx",
        [table([["Action", "Lead", "Start", "Finish"], ["Plant hedges", "Parks", "April 2024", "March 2025"]])],
        ["1 Plant hedges | Parks | April 2024 to March 2025"],
    ),
    "numbers inside the actions": (
        "docx",
        [table([HEAD, ["1.1 Plant hedges", "Parks", "May 2024"], ["1.2 Mow less", "Parks", "Ongoing"]])],
        ["1.1 Plant hedges | Parks | May 2024", "1.2 Mow less | Parks | Ongoing"],
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_and_nothing_of_it_is_lost(name: str) -> None:
    kind, blocks, expected = LAYOUTS[name]
    proposal = read(*blocks, kind=kind)
    assert outline(proposal) == expected
    assert missing(source(*blocks, kind=kind), proposal) == {}


def test_text_below_a_heading_is_the_sections() -> None:
    _, blocks, _ = LAYOUTS["a heading above each table"]
    section = read(*blocks).sections[0]
    assert section.paragraphs == ("Harm is to be prevented before it starts, by everybody who works with families.",)


def test_several_actions_of_a_cell_share_its_row_and_its_times() -> None:
    row = ["• Open a hub\n• Hire two workers", "Council", "Hub by May 2024. Workers by June 2024."]
    hub, workers = read(table([HEAD, row])).actions
    assert (hub.text, workers.text) == ("Open a hub", "Hire two workers")
    assert (hub.row, workers.row) == ("a", "a")
    assert hub.timescale == workers.timescale
    assert hub.timescale.is_shared
    assert hub.leads_text == "Council"
    assert hub.origins["timescale"].confidence < 0.75


def test_a_described_item_has_steps() -> None:
    rows = [
        ["Description", "Actions", "Partners", "By"],
        ["A safer harbour", "• Light the quay\n• Lock the gates", "• Police", "May 2024"],
    ]
    (action,) = read(table(rows)).actions
    assert (action.text, action.steps) == ("A safer harbour", ("Light the quay", "Lock the gates"))
    assert [(lead.text, lead.kind) for lead in action.leads] == [("Police", "partner")]


def test_rows_beside_a_merged_action_are_its_milestones() -> None:
    rows = [
        ["Action", "Milestone", "Lead"],
        ["Build the hub", "Site found", "Estates"],
        ["^", "Planning consent", "Planning"],
    ]
    (action,) = read(table(rows)).actions
    assert (action.milestones, action.leads_text) == (("Site found", "Planning consent"), "Estates · Planning")


def test_a_spreadsheets_date_keeps_its_day() -> None:
    (action,) = read(table([HEAD, ["Open a hub", "Council", date(2024, 5, 3)]], name="Plan"), kind="xlsx").actions
    assert action.timescale.parts[0].due_on == date(2024, 5, 3)


@pytest.mark.parametrize(
    ("said", "rag", "progress"),
    [
        ("Green", "green", ""),
        ("In progress", None, "In progress"),
        ("", None, ""),
        (("", "red"), "red", ""),
        (("", "grey"), None, ""),
    ],
)
def test_only_a_column_of_ratings_rates(said: str | tuple[str, str], rag: str | None, progress: str) -> None:
    (action,) = read(table([["Action", "Lead", "RAG"], [("Open a hub", "green"), "Council", said]])).actions
    assert (action.rag, action.progress) == (rag, progress)
    assert not rag or isinstance(said, str) or "colour" in action.origins["rag"].note


def test_progress_beside_a_time_is_told_apart() -> None:
    rows = [
        ["Action", "Lead", "Timescale & Update"],
        ["Open a hub", "Council", "31/05/2024\nThe lease was signed in spring."],
    ]
    (action,) = read(table(rows)).actions
    assert action.timescale.text == "31/05/2024 The lease was signed in spring."
    assert [part.due_on for part in action.timescale.parts] == [date(2024, 5, 31)]
    assert action.progress == "The lease was signed in spring."


def test_a_number_printed_twice_is_kept_once() -> None:
    rows = [
        ["No", *HEAD],
        ["1", "Open a hub", "Council", "May 2024"],
        ["2", "Light Mill Lane", "Council", "May"],
        ["1", "Mow", "Parks", ""],
    ]
    actions = read(table(rows)).actions
    assert len({action.number for action in actions}) == 3
    assert any("more than once" in warning for action in actions for warning in action.warnings)


def test_columns_keep_their_headings_in_printed_order() -> None:
    rows = [["What we will do", "Who", "Cost (£)", "By when"], ["Open a hub", "Council", "4,000", "May 2024"]]
    proposal = read(table(rows))
    assert list(proposal.plan.columns.items()) == [
        ("action", "What we will do"),
        ("leads", "Who"),
        ("notes", "Cost (£)"),
        ("timescale", "By when"),
    ]
    assert proposal.actions[0].notes == "Cost (£): 4,000"


def test_a_file_without_any_plan_says_so() -> None:
    proposal = read(
        "# Minutes of the parish council", "The meeting opened at seven and the chair spoke of the weather."
    )
    assert proposal.actions == ()
    assert any(warning.startswith("No actions were found") for warning in proposal.warnings)


def test_two_plans_in_a_file_are_told_of_with_both_places() -> None:
    first = table([["No", "Action", "Lead", "Due"], ["1", "Open a hub", "Council", "May 2024"]], 1)
    second = table([["Ref", "Task", "Owner", "Outcome", "RAG"], ["1", "Mow less", "Parks", "Bees", "Green"]], 2)
    (warning,) = [each for each in read(first, second).warnings if "Two plans" in each]
    assert "table 1" in warning
    assert "table 2" in warning
