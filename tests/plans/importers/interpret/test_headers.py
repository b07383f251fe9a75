"""What a heading is for, whatever words a council has for it."""

import pytest

from plans.importers.interpret.headers import is_heading, read_heading

HEADINGS = {
    "number": ["No.", "Ref", "#", "Action ref", "ID", "Reference number", "No"],
    "subject": ["Theme", "Priority area", "Workstream", "Strand", "Section", "Subject", "Category"],
    "objective": [
        "Objective",
        "Strategic aim",
        "Goal",
        "Outcome sought",
        "Recommendation",
        "What do we want to achieve?",
        "Requirement",
    ],
    "action": [
        "Action",
        "Activity to be undertaken:",
        "What we will do",
        "Task",
        "Deliverable",
        "Description",
        "How will we do it?",
    ],
    "steps": ["Next steps", "Key steps", "Sub-actions"],
    "leads": [
        "Lead",
        "Owner",
        "By whom",
        "Who",
        "Responsible officer",
        "Agency/Lead",
        "Action owner",
        "Accountable",
        "Lead / Partners",
    ],
    "partners": ["Partners", "Supporting agencies", "Partners and Resources", "Key stakeholders"],
    "milestones": ["Milestones", "Key milestones", "Targets", "Milestones/Outcomes"],
    "outcomes": [
        "Outcomes",
        "Impact",
        "Expected Outcomes / Monitoring",
        "Success criteria",
        "Success measures",
        "KPIs",
        "How will we know it worked?",
        "Measure of success",
        "How will success be measured?",
    ],
    "timescale": [
        "Timescale",
        "Due",
        "Deadline",
        "By when",
        "Target date",
        "Completion date",
        "Start date",
        "By not later than",
        "When",
        "Timescales & Update",
        "Timeline",
    ],
    "progress": [
        "Progress",
        "Update",
        "Comments",
        "Status update",
        "Current position",
        "Q1 update",
        "RAG Progress",
        "Narrative",
    ],
    "rag": ["RAG", "BRAG", "RAG status", "Status", "Risk rating"],
    "notes": ["Notes", "Carbon saving", "Dependencies", "Date raised"],
    "resources": ["Cost (£)", "Resources required", "Budget"],
}


@pytest.mark.parametrize(("heading", "field"), [(each, field) for field, every in HEADINGS.items() for each in every])
def test_a_heading_names_its_field(heading: str, field: str) -> None:
    column = read_heading(heading)
    assert column.field == field
    assert is_heading(column)


@pytest.mark.parametrize(
    ("heading", "also"),
    [("Timescales & Update", "progress"), ("RAG Progress", "rag"), ("Milestones/Outcomes", "outcomes")],
)
def test_a_heading_can_name_more_than_one_field(heading: str, also: str) -> None:
    assert also in read_heading(heading).also


@pytest.mark.parametrize("words", ["Lantern parade", "", "Tell the crew of every boat in the harbour"])
def test_other_words_are_no_heading(words: str) -> None:
    assert not is_heading(read_heading(words))
