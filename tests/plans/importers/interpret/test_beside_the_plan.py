"""What stands beside actions: other tables, keys, objectives printed once, quarters, statuses, forms."""

from datetime import date

import pytest

from plans.importers.interpret import interpret
from plans.importers.interpret.account import missing
from plans.importers.source import Source, Table

from .building import outline, read, source, table


def test_tables_of_risks_and_indicators_hold_no_actions() -> None:
    plan = table([["Action", "Lead", "Deadline", "RAG"], ["Set up a hub", "Council", "May 2024", "Green"]], 1)
    kpis = table([["KPI", "Baseline", "Target", "Owner"], ["Burglaries", "120", "100", "Police"]], 2)
    risks = table(
        [["Risk", "Likelihood", "Impact", "Mitigating action", "Owner"], ["No money", "High", "High", "Bid", "CSP"]], 3
    )
    blocks: list[str | Table] = ["# Safer Plan 2024", plan, "Performance", kpis, "Risks", risks]
    proposal = read(*blocks)
    assert [action.text for action in proposal.actions] == ["Set up a hub"]
    assert missing(source(*blocks), proposal) == {}


def test_the_number_beside_an_objective_is_the_objectives() -> None:
    rows = [
        ["No", "Objective", "Ref", "Action", "Lead"],
        ["1", "Reduce fires", "1a", "Visit homes", "Fire Service"],
        ["^", "^", "1b", "Fit alarms", "Fire Service"],
        ["2", "Cut arson", "2a", "Clear fly tips", "Council"],
    ]
    assert outline(read(table(rows))) == [
        "1 Reduce fires",
        "  1a Visit homes | Fire Service",
        "  1b Fit alarms | Fire Service",
        "2 Cut arson",
        "  2a Clear fly tips | Council",
    ]


def test_an_objective_printed_once_stands_for_the_rows_below() -> None:
    rows = [
        ["Aim", "Objective", "Action", "Lead"],
        ["Protect", "Find victims sooner", "Train officers", "Police"],
        ["", "", "Publish a leaflet", "Council"],
        ["", "Help victims recover", "Fund counselling", "PCC"],
        ["Pursue", "Disrupt gangs", "Hold days of action", "Police"],
    ]
    proposal = read(table(rows), kind="csv")
    assert [action.objectives for action in proposal.actions] == [
        ("Find victims sooner",),
        ("Find victims sooner",),
        ("Help victims recover",),
        ("Disrupt gangs",),
    ]


def test_a_key_below_the_table_is_left_out() -> None:
    rows = [["Action", "Owner", "RAG"], ["Open a hub", "Council", "Amber"], ["Key: Amber = at risk", "", ""]]
    proposal = read(table(rows), kind="xlsx")
    assert len(proposal.actions) == 1
    assert "Key: Amber = at risk" in [each.text for each in proposal.left_out]


def test_quarters_are_told_apart_and_the_last_rating_counts() -> None:
    rows = [
        ["Action", "Q1 update", "Q2 update", "RAG Q1", "RAG Q2", "Lead"],
        ["Open a hub", "Let", "Open", "Amber", "Green", "Council"],
    ]
    (action,) = read(table(rows)).actions
    assert action.progress == "Q1 update: Let\nQ2 update: Open"
    assert (action.rag, action.notes) == ("green", "RAG Q1: Amber")


def test_a_form_can_print_label_and_value_in_one_cell() -> None:
    forms = [
        table([["Action 1: Open a hub", ""], ["Lead", "Council"], ["Timescale", "May 2024"]], 1),
        table([["Action 2: Fit lights", ""], ["Lead", "Highways"], ["Timescale", "June 2024"]], 2),
    ]
    assert outline(read(*forms)) == ["1 Open a hub | Council | May 2024", "2 Fit lights | Highways | June 2024"]


@pytest.mark.parametrize(
    ("rows", "progress"),
    [
        (["Patrol the quay", "Ongoing", "Delayed", "Two boats are out."], "Status: Delayed\nTwo boats are out."),
        (["Patrol the quay", "Ongoing", "Not started", ""], "Not started"),
    ],
)
def test_a_status_that_is_no_rating_is_progress(rows: list[str], progress: str) -> None:
    (action,) = read(table([["Action", "When", "Status", "Update"], rows])).actions
    assert (action.rag, action.progress) == (None, progress)


def test_an_outcome_below_a_heading_is_the_sections() -> None:
    rows = [
        ["Action", "Lead", "When"],
        ["**1. Streets**"],
        ["Outcome: People feel safe."],
        ["Light the quay", "Port", "May"],
    ]
    proposal = read(table(rows))
    assert [(each.title, each.outcomes) for each in proposal.sections] == [("Streets", ("People feel safe.",))]


def test_the_year_of_the_plan_completes_its_dates() -> None:
    (action,) = read(table([["Action", "When"], ["Light the quay", "End of October"]]), period="2024/25").actions
    assert action.timescale.parts[0].due_on == date(2024, 10, 31)


def test_a_long_table_is_read_in_proportion() -> None:
    rows = [
        ["Ref", "Action", "Lead", "Due"],
        *([str(at), f"Visit harbour {at}", "Port", "May 2024"] for at in range(1, 600)),
    ]
    assert len(read(table(rows), kind="xlsx").actions) == 599


def test_an_empty_file_has_no_plan() -> None:
    assert interpret(Source("text", ())).actions == ()
