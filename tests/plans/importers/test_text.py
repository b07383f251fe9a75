"""Plain text: tables divided by tabs, bars, blanks, or a cell to a line; paragraphs and headings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.errors import Unreadable
from plans.importers.readers.text import read_text
from plans.importers.source import Paragraph
from tests.plans.importers.shown import grids, prose, tables

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
HEAD = ["Action", "Lead", "When"]

STACKED = """
\t
\tDescription
\tActions
\tWho
\tWhen

\t
\tGovernance
\t

\t1
\tSet up a group
\t· Invite partners

· Agree its terms
\tCouncil
\tMay 2017

\t2
\tReview the plan

\t· Meet
\tCouncil
Police
\tOngoing

\t3
\tTrain staff
\t
\tNHS
\tSee 2 above
"""

CASES = {
    "tabs": (
        "Action\tLead\tWhen\nTrain\tNHS\tMay\nMeet\t\tJune\n",
        [[HEAD, ["Train", "NHS", "May"], ["Meet", "", "June"]]],
    ),
    "fewer tabs than the head": (
        "Action\tLead\tWhen\nTrain\tNHS\nMeet\nPlan\tNHS\tMay\n",
        [[HEAD, ["Train", "NHS", ""], ["Meet", "", ""], ["Plan", "NHS", "May"]]],
    ),
    "a section's row": (
        "Action\tLead\tWhen\nObjective 1: to know\t\t\nTrain\tNHS\tMay\n",
        [[HEAD, ["Objective 1: to know", "", ""], ["Train", "NHS", "May"]]],
    ),
    "a section's row that lost its tabs": (
        "Action\tLead\tWhen\nMeet\tPolice\tJune\nObjective 2: to act\nTrain\tNHS\tMay\n",
        [[HEAD, ["Meet", "Police", "June"], ["Objective 2: to act", "", ""], ["Train", "NHS", "May"]]],
    ),
    "the head again on a new page": (
        "Action\tLead\tWhen\nTrain\tNHS\tMay\n\nAction\tLead\tWhen\nstaff\t\t\n",
        [[HEAD, ["Train", "NHS", "May"]], [HEAD, ["staff", "", ""]]],
    ),
    "blank lines between rows": (
        "Action\tLead\tWhen\n\nTrain\tNHS\tMay\n\nMeet\tPolice\tJune\n",
        [[HEAD, ["Train", "NHS", "May"], ["Meet", "Police", "June"]]],
    ),
    "line breaks in the last cell": (
        "Action\tLead\tWhen\nTrain\tNHS\tMay\nMeet\tPolice\t• June\n• July\nPlan\tNHS\tMay\n",
        [[HEAD, ["Train", "NHS", "May"], ["Meet", "Police", "• June\n• July"], ["Plan", "NHS", "May"]]],
    ),
    "line breaks in a cell before": (
        "Action\tLead\tWhen\nTrain\tNHS\nPolice\tMay\nMeet\tPolice\tJune\n",
        [[HEAD, ["Train", "NHS\nPolice", "May"], ["Meet", "Police", "June"]]],
    ),
    "line breaks in quotes, as Excel writes them": (
        'Action\tLead\tWhen\n"Train\n""all"" staff"\tNHS\t"May\nJune"\n"Safer" places\tNHS\tMay\n',
        [[HEAD, ['Train\n"all" staff', "NHS", "May\nJune"], ['"Safer" places', "NHS", "May"]]],
    ),
    "tags of a converter": (
        "Action\tLead\tWhen\n<p>Train</p> <p>Meet</p>\t<i>NHS</i>\t<ul><li>May</li><li>June</li></ul>\n",
        [[HEAD, ["<p>Train</p>\n<p>Meet</p>", "<i>NHS</i>", "<ul>\n• <li>May</li>\n• <li>June</li>\n</ul>"]]],
    ),
    "bullets in one line": (
        "Action\tLead\tWhen\nTrain\tNHS\t• May • June\n", [[HEAD, ["Train", "NHS", "• May\n• June"]]],
    ),
    "a cell to a line": (
        STACKED,
        [
            [
                ["", "Description", "Actions", "Who", "When"],
                ["", "Governance", "", "", ""],
                ["1", "Set up a group", "· Invite partners\n· Agree its terms", "Council", "May 2017"],
                ["2", "Review the plan", "· Meet", "Council\nPolice", "Ongoing"],
                ["3", "Train staff", "", "NHS", "See 2 above"],
            ]
        ],
    ),
    "bars": (
        "| Action | Lead | When |\n|---|:-:|---|\n| Train \\| coach | NHS | May |\n| Meet | | June |\n",
        [[HEAD, ["Train | coach", "NHS", "May"], ["Meet", "", "June"]]],
    ),
    "a drawn grid": (
        "+-------------+------+------+\n| Action      | Lead | When |\n+=============+======+======+\n"
        "| Train all   | NHS  | - May|\n| the staff   |      | - Jun|\n+-------------+------+------+\n",
        [[HEAD, ["Train all the staff", "NHS", "- May\n- Jun"]]],
    ),
    "a box drawn with lines": (
        "┌────────┬──────┬──────┐\n│ Action │ Lead │ When │\n├────────┼──────┼──────┤\n│ Train  │ NHS  │ May  │\n"
        "└────────┴──────┴──────┘\n",
        [[HEAD, ["Train", "NHS", "May"]]],
    ),
    "blanks, no cell going on": (
        "Action               Lead      When\nTrain everybody now  NHS       May\nMeet                 Police\n"
        "Plan                 Council   June\n",
        [[HEAD, ["Train everybody now", "NHS", "May"], ["Meet", "Police", ""], ["Plan", "Council", "June"]]],
    ),
    "blanks, cells going on without numbers": (
        "Action               Lead      When\nTrain everybody now  NHS and   May\nand again            Police\n"
        "Plan for the year    Council   June\n",
        [[HEAD, ["Train everybody now and again", "NHS and Police", "May"], ["Plan for the year", "Council", "June"]]],
    ),
    "blanks": (
        "No   Action                   Lead      When\n"
        "1    Train all of the front   NHS and   May 2017\n     line staff               Police\n"
        "2    Meet                     Council   June 2017\n"
        "Objective 2 runs over the columns of the table\n"
        "3    Review the plan          Council   July 2017\n",
        [
            [
                ["No", "Action", "Lead", "When"],
                ["1", "Train all of the front line staff", "NHS and Police", "May 2017"],
                ["2", "Meet", "Council", "June 2017"],
                ["Objective 2 runs over the columns of the table", "", "", ""],
                ["3", "Review the plan", "Council", "July 2017"],
            ]
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_tables(name: str) -> None:
    text, expected = CASES[name]
    assert tables(read_text(text.encode())) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One paragraph\n\nAnother\n", ["One paragraph", "Another"]),
        ("• first\n• second\n\n- third\n", ["• first", "• second", "- third"]),
        ("1. Governance\n(a) Meet\n", ["1. Governance", "(a) Meet"]),
        ("Prevent plan\n============\n\nPart one\n--------\n\ntext\n", ["# Prevent plan", "## Part one", "text"]),
        ("# Prevent plan\n### Part one ###\n", ["# Prevent plan", "### Part one"]),
        ("\tindented by a tab\n", ["indented by a tab"]),
        ("•\tmarked by a tab\n•\tand another\n", ["• marked by a tab", "• and another"]),
        ("Two sentences.  Two blanks.\nMore of them.  Two blanks.\nA third.  As before.\nA fourth.  Too.\n",
         ["Two sentences.  Two blanks.", "More of them.  Two blanks.", "A third.  As before.", "A fourth.  Too."]),
        ("Date:\t12 March 2017\n", ["Date: 12 March 2017"]),
        ("one <br> two\n", ["one <br>", "two"]),
    ],
)  # fmt: skip
def test_prose(text: str, expected: list[str]) -> None:
    source = read_text(text.encode())
    assert prose(source) == expected
    assert not grids(source)


def test_paragraphs_broken_at_a_margin_are_put_together() -> None:
    text = (
        "This paragraph was broken into lines by a program that\n"
        "never lets a line become longer than sixty characters, so\n"
        "that each of its lines ends where the next word had no\n"
        "more room.\n"
        "A list does not go on:\n"
        "- one thing\n"
        "- another thing that is long enough to need a second line\n"
        "  of its own\n"
    )
    found = prose(read_text(text.encode()))
    assert len(found) == 4
    assert found[0].endswith("the next word had no more room.")
    assert found[3].endswith("a second line of its own")


def test_pages_and_lines_are_kept() -> None:
    source = read_text(b"One\n\fTwo\nAction\tLead\tWhen\nTrain\tNHS\tMay\n")
    places = [block.place for block in source.blocks if isinstance(block, Paragraph)]
    assert [(place.page, place.line) for place in places] == [(1, 1), (2, 2)]
    cell = grids(source)[0].rows[1][2]
    assert (cell.place.page, cell.place.line, cell.place.row, cell.place.column) == (2, 4, 2, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    source = read_text("Children’s plan – “draft” • £5\r\n".encode(encoding))
    assert prose(source) == ["Children’s plan – “draft”", "• £5"]
    assert source.names["encoding"] == encoding


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(Unreadable, match="more than 20,000 lines"):
        read_text(b"x\n" * 20_001)


CELLS = st.text(st.sampled_from("abcDEF 12,’"), max_size=15).map(lambda text: f"x{text}".strip())


@given(
    st.integers(2, 6).flatmap(
        lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=2, max_size=8)
    )
)
def test_any_grid_of_tabs_reads_back(rows: list[list[str]]) -> None:
    rows = [[f"Head {at}" for at, _ in enumerate(rows[0])], *rows]
    text = "Before\n\n" + "\n".join("\t".join(row) for row in rows) + "\n\nAfter\n"
    source = read_text(text.encode())
    assert tables(source) == [rows]
    assert prose(source) == ["Before", "After"]


@given(st.text(st.sampled_from("ab •-|\t\n1.<>p/+=\"'\f"), max_size=200))
def test_no_character_is_lost_whatever_the_layout(text: str) -> None:
    """But for tags that end lines, rules and hashes, every character comes out, each as often as it went in."""
    kept = [char for char in text if char in "ab1"]
    found = [char for _, piece in read_text(text.encode()).pieces() for char in piece if char in "ab1"]
    assert sorted(found) == sorted(kept)


@pytest.mark.parametrize(
    ("seed", "rows"),
    [("000", [3, 10, 9, 5]), ("002", [5, 7, 5, 8, 5, 3]), ("003", [26]), ("004", [])],
)
def test_seeds(seed: str, rows: list[int]) -> None:
    found = next(SEEDS.glob(f"{seed}*.txt"), None)
    if not found:
        pytest.skip("the seeds are not beside this checkout")
    assert [len(table) for table in tables(read_text(found.read_bytes()))] == rows
