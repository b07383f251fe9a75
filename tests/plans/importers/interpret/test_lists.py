"""Plans without any table. The texts are made up; the published one is compared where it is at hand."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.interpret.list_details import Details, details_of
from plans.importers.interpret.lists import ListSection, read_lists
from plans.importers.readers.text import read_text
from plans.importers.source import Line, Paragraph, Place

SHARED = Path(__file__).parents[5] / "shared"


def paragraphs(text: str) -> list[Paragraph]:
    """One paragraph to a line; "•" and "-" are bullets, "  -" a deeper one, "#" heads one by style, "1. " a number."""
    made = []
    for number, line in enumerate(text.strip().split("\n"), start=1):
        words, bullet, heading = line.strip(), "", 0
        if words[:1] in ("•", "-"):
            bullet, words = words[0], words[1:].strip()
        elif words[:1] == "#":
            heading = len(words) - len(words.lstrip("#"))
            words = words.lstrip("# ")
        elif words[:1].isdigit() and words[1:2] == ".":
            bullet, words = words[:2], words[2:].strip()
            bullet, words = (f"{bullet}{words[0]}", words[1:].strip()) if words[:1].isdigit() else (bullet, words)
        level = 1 if line.startswith("  ") else 0
        made.append(Paragraph(Line(words, bullet, level), Place(line=number), heading))
    return made


def shape(sections: list[ListSection]) -> list[tuple[str, str, list[str]]]:
    return [(section.number, section.title, [action.text for action in section.actions]) for section in sections]


LABELLED = """
Elmshire plan
What follows:
1. Governance
2. Training of staff
1. Governance
The group meets each quarter.
Requirements:
A group shall exist.
It shall meet.
Key actions
Keep the minutes
Agree a plan. Share it
2. Training of all staff
Actions:
Train everybody
"""


def test_labels_and_a_list_of_contents() -> None:
    sections = read_lists(paragraphs(LABELLED))
    assert shape(sections) == [
        ("1", "Governance", ["Keep the minutes", "Agree a plan. Share it"]),
        ("2", "Training of all staff", ["Train everybody"]),
    ]
    first = sections[0]
    assert first.paragraphs == ("The group meets each quarter.",)
    assert first.requirements == ("A group shall exist.", "It shall meet.")
    assert first.action_heading == "Key actions"
    assert [left.text for left in first.left_out] == ["Requirements:", "Key actions"]
    assert first.places == tuple(Place(line=number) for number in range(5, 13))


HEADINGS = [
    ("styles", "# Plan\n## Aims\nHello.\n## Training\n• Train staff", [("", "Training", ["Train staff"])]),
    (
        "styles, two deep",
        "# Plan\n## Schools\n### Heads\n• Brief them\n## Police\n• Meet",
        [("", "Schools", []), ("", "Heads", ["Brief them"]), ("", "Police", ["Meet"])],
    ),
    (
        "keywords",
        "A plan\nPriority 1: Governance\n• Meet\nPriority 2: Training\n• Train",
        [("1", "Governance", ["Meet"]), ("2", "Training", ["Train"])],
    ),
    (
        "numbers",
        "A plan\n1. Schools\n• Brief them\n2. Police\n• Meet",
        [("1", "Schools", ["Brief them"]), ("2", "Police", ["Meet"])],
    ),
    (
        "look",
        "A plan\nSchools\n• Brief them\nPolice\n• Meet",
        [("", "Schools", ["Brief them"]), ("", "Police", ["Meet"])],
    ),
    (
        "capitals",
        "A plan\nSCHOOLS\nBrief the heads\nPOLICE\nMeet them",
        [("", "SCHOOLS", ["Brief the heads"]), ("", "POLICE", ["Meet them"])],
    ),
    (
        "a glossary ends it",
        "A plan\n1. Schools\n• Brief\n2. Police\n• Meet\nGlossary\n• X – y",
        [("1", "Schools", ["Brief"]), ("2", "Police", ["Meet"])],
    ),
    ("no activities", "A plan\nThis is a report.\nIt has no list.", []),
    ("nothing", "", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in HEADINGS], ids=[case[0] for case in HEADINGS])
def test_headings(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert shape(read_lists(paragraphs(text))) == expected


def test_levels_count_from_one() -> None:
    sections = read_lists(paragraphs("# Plan\n## Schools\n### Heads\n• Brief them"))
    assert [section.level for section in sections] == [1, 2]


def test_lines_below_an_activity_say_who_and_when() -> None:
    text = "A plan\nPolice\n• Meet them\nLead: Housing\nBy: March 2025\nOutcome: Trust\nProgress: met once\n• Write"
    [section] = read_lists(paragraphs(text))
    meet, write = section.actions
    assert (meet.leads_text, meet.timescale_text, meet.outcomes, meet.progress) == (
        "Housing",
        "March 2025",
        ("Trust",),
        "met once",
    )
    assert meet.places == tuple(Place(line=number) for number in range(3, 8))
    assert (write.text, write.leads_text) == ("Write", "")


def test_a_line_above_its_lead_is_an_activity_whatever_it_starts_with() -> None:
    sections = read_lists(paragraphs(CODED))
    assert shape(sections) == [("A", "Homes", ["Warm homes for 40 tenants"]), ("B", "Travel", ["Forty cycle stands"])]
    assert [action.number for section in sections for action in section.actions] == ["A1", "B1"]
    assert [action.leads_text for section in sections for action in section.actions] == ["Housing", "Highways"]


CODED = """
Elmshire climate plan
Theme A: Homes
A1. Warm homes for 40 tenants
Lead: Housing
Theme B: Travel
B1. Forty cycle stands
Lead: Highways
"""


def test_numbers_and_the_steps_below_them() -> None:
    text = "A plan\n1. Schools\n1.1 Brief the heads\n- by letter\n- by telephone\n1.2 Meet\n2. Police\n2.1 Ask"
    sections = read_lists(paragraphs(text))
    assert [(action.number, action.text, action.steps) for action in sections[0].actions] == [
        ("1.1", "Brief the heads", ("by letter", "by telephone")),
        ("1.2", "Meet", ()),
    ]


DETAILS = [
    ("Meet them (Housing, March 2025)", Details("Meet them", "Housing", "March 2025")),
    ("Meet them (by end of June 2025)", Details("Meet them", "", "by end of June 2025")),
    ("Meet them [Police and Housing – Q2]", Details("Meet them", "Police and Housing", "Q2")),
    ("Meet them (Housing; ongoing).", Details("Meet them", "Housing", "ongoing")),
    ("Meet them. Lead: HR; Due: Ongoing", Details("Meet them.", "HR", "Ongoing")),
    ("Lead: HR", Details("", "HR")),
    ("Meet them (new staff/ staff changes)", Details("Meet them (new staff/ staff changes)")),
    ("Review the Act (2015)", Details("Review the Act", "", "2015")),
    ("(March 2025)", Details("(March 2025)")),
    ("", Details("")),
]


@pytest.mark.parametrize(("text", "expected"), DETAILS)
def test_details(text: str, expected: Details) -> None:
    assert details_of(text) == expected


def test_the_published_plan_without_a_table() -> None:
    seed, truth = SHARED / "seeds" / "004_02a6dcf8efd0d1cf.txt", SHARED / "data" / "truth" / "004_bromley_2016_17.json"
    if not seed.exists() or not truth.exists():
        pytest.skip("the published plan is not here")
    read = json.loads(truth.read_text())
    said = [block for block in read_text(seed.read_bytes()).blocks if isinstance(block, Paragraph)]
    sections = read_lists(said)
    assert [section.title for section in sections] == [each["title"] for each in read["sections"]]
    assert [list(section.requirements) for section in sections] == [each["requirements"] for each in read["sections"]]
    assert [list(section.paragraphs) for section in sections] == [each["intro"] for each in read["sections"]]
    texts = [action.text for section in sections for action in section.actions]
    assert texts == [each["action_text"] for each in read["actions"]]


@given(
    st.lists(
        st.sampled_from(
            ["# A", "## B", "1. C", "2. D", "• Meet", "  - by", "Lead: X", "Requirements:", "Actions", "Words.", ""]
        )
    )
)
def test_every_paragraph_is_read_once_at_most(lines: list[str]) -> None:
    said = paragraphs("\n".join(["A plan", *lines]))
    places = [place for section in read_lists(said) for place in section.places]
    assert len(places) == len(set(places))
    assert set(places) <= {paragraph.place for paragraph in said}
