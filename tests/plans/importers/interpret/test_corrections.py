"""What a person mends: the reading is steered, or what was read is changed; nothing is lost by it, nothing raises."""

from datetime import date
from typing import Any

import pytest

from plans.importers.interpret import interpret
from plans.importers.interpret.account import missing
from plans.importers.proposal import Correction, Options, Proposal
from plans.importers.source import Source

from .building import outline, source, table

HEAD = ["Ref", "Action", "Lead", "Due"]
PLAN = source(
    "# Harbour Plan 2024/25",
    table(
        [
            HEAD,
            ["Streets"],
            ["1", "Light the underpass", "Highways", "May 2024"],
            ["2", "Mend the gates", "Trust", "June 2024"],
            ["3", "Nights", "", ""],
            ["4", "Scan tickets", "Licensing", "July 2024"],
        ]
    ),
)
UNDERPASS, GATES, NIGHTS, TICKETS = "t1r3", "t1r4", "t1r5", "t1r6"


def mended(*corrections: dict[str, Any], of: Source = PLAN) -> Proposal:
    proposal = interpret(of, Options(), [Correction.from_json(each) for each in corrections])
    assert missing(of, proposal) == {}
    return proposal


def only(proposal: Proposal, key: str) -> Any:
    (action,) = [action for action in proposal.actions if action.key == key]
    return action


def test_keys_name_where_an_action_stood() -> None:
    assert [action.key for action in mended().actions] == [UNDERPASS, GATES, NIGHTS, TICKETS]


def test_a_column_is_what_a_person_says() -> None:
    proposal = mended({"op": "column", "table": 1, "column": 3, "field": "notes"})
    assert (proposal.actions[0].leads, proposal.actions[0].notes) == ((), "Lead: Highways")


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("section", ["1 Streets", "  1 Light the underpass", "  2 Mend the gates", "3 Nights", "  4 Scan tickets"]),
        ("join", ["1 Streets", "  1 Light the underpass", "  2 Mend the gates Nights", "  4 Scan tickets"]),
        ("left_out", ["1 Streets", "  1 Light the underpass", "  2 Mend the gates", "  4 Scan tickets"]),
    ],
)
def test_a_row_is_what_a_person_says(role: str, expected: list[str]) -> None:
    proposal = mended({"op": "row", "table": 1, "row": 5, "role": role})
    assert [line.split(" | ")[0] for line in outline(proposal)] == expected


def test_a_table_can_be_left_out() -> None:
    assert mended({"op": "table", "table": 1, "role": "left_out"}).actions == ()


def test_a_paragraph_can_be_a_section() -> None:
    plan = source(
        "Harbour Plan", "Yearly report", table([HEAD, ["1", "Light the steps", "Harbour master", "May 2024"]])
    )
    assert mended(of=plan).sections == ()
    proposal = mended({"op": "paragraph", "line": 2, "role": "section"}, of=plan)
    assert [each.title for each in proposal.sections] == ["Yearly report"]


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("text", "Light every step", "Light every step"),
        ("milestones", ["Lamps bought", "Lamps lit"], ("Lamps bought", "Lamps lit")),
        ("progress", "Half is lit", "Half is lit"),
        ("rag", "amber", "amber"),
        ("rag", None, None),
    ],
)
def test_a_field_is_set(field: str, value: object, kept: object) -> None:
    action = only(mended({"op": "set", "key": UNDERPASS, "field": field, "value": value}), UNDERPASS)
    assert getattr(action, field) == kept
    assert action.origins["action" if field == "text" else field].confidence == 1.0


def test_leads_and_times_that_are_set_are_read() -> None:
    action = only(
        mended(
            {"op": "set", "key": GATES, "field": "timescale", "value": "By 30 May 2024"},
            {
                "op": "set",
                "key": GATES,
                "field": "leads",
                "value": [{"text": "Port", "kind": "lead", "nature": "agency"}],
            },
        ),
        GATES,
    )
    assert action.timescale.parts[0].due_on == date(2024, 5, 30)
    assert [lead.text for lead in action.leads] == ["Port"]


def test_a_number_that_is_set_is_printed() -> None:
    action = only(mended({"op": "set", "key": GATES, "field": "number", "value": "2b"}), GATES)
    assert (action.number, action.number_is_generated) == ("2b", False)


def test_an_action_is_split_and_its_parts_share_the_rest() -> None:
    proposal = mended({"op": "split", "key": GATES, "texts": ["Mend the upper gate", "Mend the lower gate"]})
    upper, lower = (only(proposal, f"{GATES}/{at}") for at in (1, 2))
    assert (upper.text, lower.text) == ("Mend the upper gate", "Mend the lower gate")
    assert upper.leads == lower.leads
    assert upper.row == lower.row != ""
    assert upper.number != lower.number


def test_an_action_is_joined_to_the_one_before_it() -> None:
    action = only(mended({"op": "join", "key": GATES}), UNDERPASS)
    assert action.text == "Light the underpass Mend the gates"
    assert [lead.text for lead in action.leads] == ["Highways", "Trust"]
    assert action.timescale.text == "May 2024 June 2024"


def test_an_action_becomes_a_heading_and_those_below_are_its_own() -> None:
    assert outline(mended({"op": "section", "key": NIGHTS})) == [
        "1 Streets",
        "  1 Light the underpass | Highways | May 2024",
        "  2 Mend the gates | Trust | June 2024",
        "3 Nights",
        "  4 Scan tickets | Licensing | July 2024",
    ]


def test_what_is_removed_is_left_out() -> None:
    proposal = mended({"op": "remove", "key": GATES})
    assert GATES not in [action.key for action in proposal.actions]
    assert "Mend the gates" in [each.text for each in proposal.left_out]


def test_the_actions_of_a_removed_section_stay() -> None:
    proposal = mended({"op": "remove", "key": "t1r2"})
    assert proposal.sections == ()
    assert {action.section for action in proposal.actions} == {None}


def test_the_plans_own_facts_are_set() -> None:
    plan = mended(
        {"op": "set_plan", "field": "title", "value": "Quay Plan"},
        {"op": "set_plan", "field": "indicators", "value": ["Fewer falls"]},
    ).plan
    assert (plan.title, plan.indicators) == ("Quay Plan", ("Fewer falls",))


@pytest.mark.parametrize(
    "correction",
    [
        {"op": "set", "key": "t9r9", "field": "text", "value": "x"},
        {"op": "set", "key": UNDERPASS, "field": "colour", "value": "x"},
        {"op": "set", "key": UNDERPASS, "field": "rag", "value": "pink"},
        {"op": "set", "key": UNDERPASS, "field": "section", "value": 99},
        {"op": "set"},
        {"op": "split", "key": UNDERPASS, "texts": ["one"]},
        {"op": "join", "key": UNDERPASS},
        {"op": "remove", "key": "nobody"},
        {"op": "set_plan", "field": "slug", "value": "x"},
        {"op": "column", "table": "first"},
        {"op": "dance"},
    ],
)
def test_what_no_longer_fits_is_a_warning(correction: dict[str, Any]) -> None:
    proposal = mended(correction)
    assert outline(proposal) == outline(mended())
    assert [each for each in proposal.warnings if "no longer fits" in each]


def test_corrections_build_on_each_other() -> None:
    proposal = mended(
        {"op": "split", "key": GATES, "texts": ["Mend the upper gate", "Mend the lower gate"]},
        {"op": "set", "key": f"{GATES}/2", "field": "text", "value": "Paint the lower gate"},
        {"op": "remove", "key": f"{GATES}/1"},
    )
    assert [action.text for action in proposal.actions][1] == "Paint the lower gate"


def test_a_remembered_layout_names_the_columns() -> None:
    rows = table([["Wharf", "Thing", "Body"], ["North", "Light the steps", "Port"], ["South", "Mend the rail", "Port"]])
    remembered: dict[tuple[str, ...], tuple[str, ...]] = {("wharf", "thing", "body"): ("subject", "action", "leads")}
    proposal = interpret(source(rows), Options(layouts=remembered))
    assert outline(proposal) == ["1 North", "  1.1 Light the steps | Port", "2 South", "  2.1 Mend the rail | Port"]
