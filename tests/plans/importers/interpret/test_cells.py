"""How a cell divides into items: the tables are the specification. The sentences are made up."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.interpret.cells import items
from plans.importers.source import Line

TRUTH = Path(__file__).parents[5] / "shared" / "data" / "truth"
ONE_LINE = [
    # bullets and numbers inside a line
    ("outcomes", "• fewer gaps • more trust", 1.0, ["fewer gaps", "more trust"]),
    ("steps", "· Write to owners · Report back", 1.0, ["Write to owners", "Report back"]),
    ("action", "- Map the halls - Write to owners", 1.0, ["Map the halls", "Write to owners"]),
    ("action", "– Map the halls", 1.0, ["Map the halls"]),
    ("action", "1) Recruit an officer 2) Induct them", 1.0, ["Recruit an officer", "Induct them"]),
    ("outcomes", "a. Better trust b. Fewer gaps", 1.0, ["a. Better trust", "b. Fewer gaps"]),
    ("action", "Set up a group – led by Housing – to plan", 1.0, ["Set up a group – led by Housing – to plan"]),
    ("action", "Form a multi-agency group by 2. April", 1.0, ["Form a multi-agency group by 2. April"]),
    ("action", "•", 1.0, []),
    # sentences
    ("action", "Map the halls. Write to owners.", 0.8, ["Map the halls.", "Write to owners."]),
    ("action", "Map the halls. The Board to agree them.", 1.0, ["Map the halls. The Board to agree them."]),
    ("action", "Map the halls. Board to agree a list.", 0.8, ["Map the halls.", "Board to agree a list."]),
    ("action", "Map the halls. This includes schools.", 1.0, ["Map the halls. This includes schools."]),
    ("action", "Map halls. Police will still lead on risk.", 1.0, ["Map halls. Police will still lead on risk."]),
    ("action", "Ask partners e.g. JOG. Report in May.", 0.8, ["Ask partners e.g. JOG.", "Report in May."]),
    (
        "action",
        "Visit S. Tottenham and St. Ann's by 1 Nov. 2024",
        1.0,
        ["Visit S. Tottenham and St. Ann's by 1 Nov. 2024"],
    ),
    ("milestones", "Plan agreed. All staff briefed.", 0.8, ["Plan agreed.", "All staff briefed."]),
    ("milestones", "Plan agreed. This needs the Board.", 1.0, ["Plan agreed. This needs the Board."]),
    ("outcomes", "Fear is lower. Trust is higher.", 1.0, ["Fear is lower. Trust is higher."]),
    ("steps", "Map the halls. Write to owners.", 1.0, ["Map the halls. Write to owners."]),
    # semicolons
    ("action", "Keep notes; Gather news; and Act on both", 0.8, ["Keep notes;", "Gather news; and", "Act on both"]),
    ("action", "Tell partners: Housing; Schools; Police", 1.0, ["Tell partners: Housing; Schools; Police"]),
    # neither bullet nor full stop
    ("action", "Map the halls in use Write to owners", 0.6, ["Map the halls in use", "Write to owners"]),
    ("action", "Map the halls in use To agree a list", 0.6, ["Map the halls in use", "To agree a list"]),
    ("action", "Map halls for 2024 Provider to send a list", 0.6, ["Map halls for 2024", "Provider to send a list"]),
    (
        "action",
        "Map halls this month Use of the list by staff",
        0.6,
        ["Map halls this month", "Use of the list by staff"],
    ),
    ("action", "Agree dates in 2024 Meetings minuted", 0.6, ["Agree dates in 2024", "Meetings minuted"]),
    ("outcomes", "Trust is higher All schools take part", 0.6, ["Trust is higher", "All schools take part"]),
    ("outcomes", '<ul type="a"> Weekly checks Lessons learned', 0.6, ["Weekly checks", "Lessons learned"]),
    # names that look like verbs stay whole
    ("action", "Publish the Safer Schools Officer Review", 1.0, ["Publish the Safer Schools Officer Review"]),
    ("action", "Apply the Independent Review of Elm", 1.0, ["Apply the Independent Review of Elm"]),
    ("action", "Ask the Community Support Team to help", 1.0, ["Ask the Community Support Team to help"]),
    ("action", "Work with local Prevent staff to agree it", 1.0, ["Work with local Prevent staff to agree it"]),
]


@pytest.mark.parametrize(("field", "text", "confidence", "expected"), ONE_LINE)
def test_one_line(field: str, text: str, confidence: float, expected: list[str]) -> None:
    divided = items([Line(text)], field)
    assert list(divided.texts) == expected
    assert divided.confidence == confidence
    assert bool(divided.note) == (confidence < 1.0)


B = "•"
LINES: list[tuple[str, list[Line], list[str]]] = [
    ("a bullet each", [Line("Map", B), Line("Write", B)], ["Map", "Write"]),
    ("an empty bullet", [Line("Map", B), Line("", B)], ["Map"]),
    (
        "a line in small letters goes on",
        [Line("Map the", B), Line("halls", ""), Line("Write", B)],
        ["Map the halls", "Write"],
    ),
    ("a line after an open end goes on", [Line("Work with", B), Line("Housing")], ["Work with Housing"]),
    ("a line after a full stop stands alone", [Line("Map.", B), Line("Write")], ["Map.", "Write"]),
    ("deeper bullets stay", [Line("Map", B), Line("halls", "-", 1), Line("Write", B)], ["Map\n- halls", "Write"]),
    (
        "bullets under a lead-in stay",
        [Line("Train:"), Line("staff", B), Line("heads", B)],
        ["Train:\n• staff\n• heads"],
    ),
    ("lines stand alone", [Line("Map the halls"), Line("Write to owners")], ["Map the halls", "Write to owners"]),
    ("explanations go on", [Line("Map halls."), Line("This helps us.")], ["Map halls. This helps us."]),
    ("tags", [Line("<p>Map halls.</p> <p>Write to owners.</p>")], ["Map halls.", "Write to owners."]),
    (
        "a narrow column",
        [
            Line("Map the halls and other"),
            Line("places in use by the"),
            Line("Council and partners"),
            Line("Write to owners"),
        ],
        ["Map the halls and other places in use by the Council and partners", "Write to owners"],
    ),
    ("nothing", [], []),
]


@pytest.mark.parametrize(("lines", "expected"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_lines(lines: list[Line], expected: list[str]) -> None:
    assert list(items(lines, "action").texts) == expected


def _letters(texts: Sequence[str]) -> str:
    return re.sub(r"[\W\d_]", "", "".join(texts))


@given(
    st.lists(
        st.builds(
            Line,
            st.text(alphabet="qT•.;:,() -–", max_size=40),
            st.sampled_from(["", "•", "1."]),
            st.integers(min_value=0, max_value=2),
        ),
        max_size=5,
    ),
    st.sampled_from(["action", "milestones", "outcomes", "steps"]),
)
def test_only_marks_are_lost(lines: list[Line], field: str) -> None:
    divided = items(lines, field)
    assert _letters(divided.texts) == _letters([line.text for line in lines])
    assert all(text.strip() for text in divided.texts)
    assert 0.5 <= divided.confidence <= 1.0


def _share(field: str, truth: list[tuple[str, list[str]]]) -> float:
    right = sum(
        len(
            {"".join(text.split()) for text in items([Line(cell)], field).texts}
            & {"".join(item.split()) for item in expected}
        )
        for cell, expected in truth
    )
    return right / sum(len(expected) for _, expected in truth)


@pytest.mark.parametrize(
    ("file", "nodes", "key", "field", "least"),
    [
        ("001_haringey_2016_17", "rows", "actions", "action", 0.95),
        ("001_haringey_2016_17", "rows", "desired_outcomes", "outcomes", 0.95),
        ("002_tamworth_2015", "actions", "milestones", "milestones", 0.85),
        ("002_tamworth_2015", "actions", "outcomes", "outcomes", 0.8),
    ],
)
def test_cells_of_published_plans(file: str, nodes: str, key: str, field: str, least: float) -> None:
    path = TRUTH / f"{file}.json"
    if not path.exists():
        pytest.skip("the careful readings of published plans are not here")
    read = json.loads(path.read_text())
    truth = [(" ".join(node[key]), node[key]) for node in read[nodes] if node[key]]
    assert _share(field, truth) >= least
