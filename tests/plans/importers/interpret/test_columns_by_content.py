"""What the cells of a column say of it, beside its heading."""

from plans.importers.source import Table

from .building import outline, read, table


def fields(*rows: list[str]) -> dict[str, str]:
    (layout,) = read(table(rows)).layouts
    return dict(zip(layout.headings, layout.fields, strict=True))


def test_a_column_that_counts_up_numbers_the_rows() -> None:
    found = fields(
        ["Toolkit area", "Action", "Lead", "Due"],
        ["1", "Widen membership", "Council", "May 2024"],
        ["2", "Appoint a deputy", "Police", "June 2024"],
    )
    assert found["Toolkit area"] == "number"


def test_grades_are_no_numbers() -> None:
    found = fields(
        ["Priority", "Action", "Lead", "Due"],
        ["2", "Widen membership", "Council", "May 2024"],
        ["1", "Appoint a deputy", "Police", "June 2024"],
    )
    assert found["Priority"] == "notes"


def test_those_who_support_a_lead_are_partners() -> None:
    rows = [["Action", "Responsibility Lead", "Responsibility Support", "Due"], ["Mow less", "Parks", "Police", "May"]]
    (action,) = read(table(rows)).actions
    assert [(lead.text, lead.kind) for lead in action.leads] == [("Parks", "lead"), ("Police", "partner")]


def test_a_detail_beside_a_short_action_is_how_it_is_done() -> None:
    rows = [["Action", "Detail", "Lead", "Due"], ["Online", "Brief parents on safety at home", "Schools", "May 2024"]]
    (action,) = read(table(rows)).actions
    assert (action.text, action.steps) == ("Online", ("Brief parents on safety at home",))


def outcomes_first() -> Table:
    return table(
        [
            ["Outcome we want", "What will we do?", "Measure of success", "Baseline", "Target", "Lead"],
            ["Fewer entrants", "Expand the panel", "Number of referrals", "24", "40", "YJS"],
            ["Fewer entrants", "Offer a mentor", "% offered one", "60%", "95%", "YJS"],
            ["Safer returns", "Agree a protocol", "Protocol signed", "No", "Yes", "Probation"],
        ]
    )


def test_outcomes_that_stand_beside_several_rows_are_sections() -> None:
    assert outline(read(outcomes_first())) == [
        "1 Fewer entrants",
        "  1.1 Expand the panel | YJS",
        "  1.2 Offer a mentor | YJS",
        "2 Safer returns",
        "  2.1 Agree a protocol | Probation",
    ]


def test_amounts_and_yes_or_no_are_no_milestones() -> None:
    action = read(outcomes_first()).actions[0]
    assert (action.outcomes, action.milestones) == (("Number of referrals",), ())
    assert action.notes == "Baseline: 24\nTarget: 40"
