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


def test_a_number_beside_a_merged_recommendation_is_that_ones() -> None:
    rows = [
        ["Rec", "Recommendation", "Action", "Owner", "Deadline"],
        ["R1", "Contact staff are to be trained", "Deliver refreshers", "Contact", "June 2024"],
        ["^", "^", "Audit calls", "PSD", "Monthly"],
        ["R2", "Investigation plans are to improve", "Write a checklist", "Crime", "May 2024"],
        ["^", "^", "Sample ten", "Crime", "Quarterly"],
    ]
    assert outline(read(table(rows))) == [
        "R1 Contact staff are to be trained",
        "  R1.1 Deliver refreshers | Contact | June 2024",
        "  R1.2 Audit calls | PSD | Monthly",
        "R2 Investigation plans are to improve",
        "  R2.1 Write a checklist | Crime | May 2024",
        "  R2.2 Sample ten | Crime | Quarterly",
    ]


def test_numbered_benchmarks_are_sections_even_those_that_need_no_action() -> None:
    rows = [
        ["Benchmark", "Expected standard", "RAG", "Gaps", "Actions", "Lead", "By when"],
        ["1. Group", "A group is in place", "G", "None", "Review its terms", "Council", "May 2024"],
        ["2. Pathway", "A process is agreed", "G", "None", "", "", ""],
    ]
    proposal = read(table(rows))
    assert outline(proposal) == ["1 Group", "  1.1 Review its terms | Council | May 2024", "2 Pathway"]
    assert proposal.actions[0].notes == "Expected standard: A group is in place\nGaps: None"
    assert proposal.sections[1].paragraphs == ("Expected standard: A process is agreed", "RAG: G", "Gaps: None")


def test_the_day_of_a_meeting_is_nobodys_deadline() -> None:
    rows = [
        ["Action no.", "Date of meeting", "Agenda item", "Action agreed", "Owner", "Deadline"],
        ["2024/01", "06/03/2024", "3. Risk", "Refresh the register", "Chair", "05/06/2024"],
    ]
    (action,) = read(table(rows)).actions
    assert action.timescale.text == "05/06/2024"
    assert action.notes == "Date of meeting: 06/03/2024\nAgenda item: 3. Risk"


def test_what_needs_to_improve_is_not_what_will_be_done() -> None:
    rows = [
        ["What needs to improve", "What we will do", "Who will lead", "When", "How will we know", "Impact so far"],
        ["Supervision is rare", "Set a standard", "Director", "May 2024", "95% on time", "82% in March"],
    ]
    (action,) = read("**Area for improvement 1: Supervision**", table(rows)).actions
    assert (action.text, action.objectives) == ("Set a standard", ("Supervision is rare",))
    assert (action.outcomes, action.progress) == (("95% on time",), "82% in March")


def test_lines_that_each_start_an_action_are_several_of_a_numbered_row() -> None:
    rows = [
        ["Item", "Action", "By whom", "By when"],
        ["3", "Publish the policy\nBrief the managers", "KL", "June 2024"],
    ]
    assert outline(read(table(rows))) == [
        "3a Publish the policy | KL | June 2024",
        "3b Brief the managers | KL | June 2024",
    ]


def test_what_is_said_between_a_heading_and_the_heads_is_the_sections() -> None:
    rows = [
        ["Objective 1: Homes"],
        ["Lead: Head of Housing"],
        ["Action", "Owner", "By when"],
        ["Open a hub", "Housing", "May 2024"],
    ]
    (section,) = read(table(rows)).sections
    assert (section.number, section.title, section.paragraphs) == ("1", "Homes", ("Lead: Head of Housing",))


def test_a_title_that_goes_on_in_the_cell_below_is_one() -> None:
    rows = [
        ["Subject", "Action", "Lead", "Due"],
        ["8. Signs are known and staff refer to", "Train staff", "HR", "May 2024"],
        ["the right pathway", "Publish a guide", "Comms", "June 2024"],
        ["9. Funds", "Audit grants", "Finance", "July 2024"],
    ]
    assert [section.title for section in read(table(rows)).sections] == [
        "Signs are known and staff refer to the right pathway",
        "Funds",
    ]


def test_a_comment_beside_a_rating_is_kept_as_progress() -> None:
    rows = [
        ["Action", "Lead", "Progress / RAG"],
        ["Appoint a lead", "Council", "Complete – Cllr appointed"],
        ["Publish", "Comms", "Amber: draft delayed"],
        ["Screen", "Buyers", "Green"],
    ]
    found = [(action.rag, action.progress) for action in read(table(rows)).actions]
    assert found == [("complete", "Complete – Cllr appointed"), ("amber", "Amber: draft delayed"), ("green", "")]


def test_an_arrow_beside_a_rating_is_no_word() -> None:
    rows = [["Action", "Lead", "RAG"], ["Publish", "Comms", "Amber ↑"]]
    assert [(action.rag, action.progress) for action in read(table(rows)).actions] == [("amber", "")]


def test_rows_with_letters_below_a_number_are_actions_of_its_section() -> None:
    rows = [
        ["No", "Action", "Lead", "Date"],
        ["1", "Raise awareness", "", ""],
        ["a", "Run a campaign", "Comms", "May 2024"],
        ["b", "Visit schools", "Police", "June 2024"],
        ["2", "Support victims", "", ""],
        ["a", "Fund advocacy", "Council", "July 2024"],
    ]
    assert outline(read(table(rows))) == [
        "1 Raise awareness",
        "  1.a Run a campaign | Comms | May 2024",
        "  1.b Visit schools | Police | June 2024",
        "2 Support victims",
        "  2.a Fund advocacy | Council | July 2024",
    ]


def test_a_total_is_no_action() -> None:
    rows = [
        ["Project", "Delivered by", "Cost", "Date"],
        ["Plays", "Theatre", "£9,500", "May"],
        ["Total", "", "£9,500", ""],
    ]
    assert [action.text for action in read(table(rows)).actions] == ["Plays"]


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    rows = [
        ["Action", "Lead", "Timescale", "Action", "Lead", "Timescale"],
        ["Grit the roads", "Highways", "May 2024", "Open warm spaces", "Libraries", "June 2024"],
        ["Stock the barns", "Depot", "July 2024", "", "", ""],
    ]
    proposal = read(table(rows))
    assert outline(proposal) == [
        "1 Grit the roads | Highways | May 2024",
        "2 Stock the barns | Depot | July 2024",
        "3 Open warm spaces | Libraries | June 2024",
    ]
    assert proposal.layouts[0].fields == ("action", "leads", "timescale") * 2
    assert proposal.layouts[0].roles == ("heading", "action", "action")
    assert len({action.key for action in proposal.actions}) == 3


def test_a_priority_beside_its_number_is_a_section() -> None:
    rows = [
        ["Priority 1", "Reduce drowning", "", ""],
        ["Action", "Responsible", "Support", "Complete (Y/N)"],
        ["Audit throw lines", "Council", "Fire Service", "Y"],
        ["Priority 2", "Improve response", "", ""],
        ["Action", "Responsible", "Support", "Complete (Y/N)"],
        ["Map access points", "Police", "Ambulance", "N"],
    ]
    proposal = read(table(rows))
    assert [(section.number, section.title) for section in proposal.sections] == [
        ("1", "Reduce drowning"),
        ("2", "Improve response"),
    ]
    assert [(action.text, action.rag) for action in proposal.actions] == [
        ("Audit throw lines", "complete"),
        ("Map access points", None),
    ]


def test_who_sponsors_a_theme_is_no_heading() -> None:
    blocks: list[str | Table] = []
    for number, (name, who) in enumerate([("Stability", "Director"), ("Voice", "Head of Care")], 1):
        rows = [["Action", "Lead", "By when"], ["Review the homes", "Police", "May 2024"]]
        blocks += [f"**Theme {number} – {name}**", f"Sponsor: {who}", table(rows, number)]
    sections = read("# Care Plan 2024/25", *blocks).sections
    assert [section.title for section in sections] == ["Stability", "Voice"]
    assert [section.paragraphs for section in sections] == [("Sponsor: Director",), ("Sponsor: Head of Care",)]
