"""A small plan with something of everything an exporter must print."""

from __future__ import annotations

import datetime as dt

from plans.exporters.record import (
    ActionRecord,
    BlockRecord,
    ColumnRecord,
    FrontMatterRecord,
    LeadRecord,
    LeftOutRecord,
    MilestoneRecord,
    ObjectiveRecord,
    PlanRecord,
    RagKeyRecord,
    ReportRecord,
    StatusRecord,
    TermRecord,
)
from plans.rules.timescale import Kind, Part, Timescale

JULY = Timescale(
    "July 2016", (Part(Kind.MONTH, "July 2016", starts_on=dt.date(2016, 7, 1), due_on=dt.date(2016, 7, 31)),)
)
ONGOING = Timescale("Ongoing", (Part(Kind.ONGOING, "Ongoing"),))
POLICE = LeadRecord("Police", agency="police", agency_name="Northvale Police")
COORDINATOR = LeadRecord("Prevent Coordinator", nature="post", post="coordinator", post_name="Prevent Coordinator")


def sample() -> PlanRecord:
    return PlanRecord(
        title="Northvale Prevent delivery plan 2016/17",
        partnership="Northvale Prevent Partnership",
        reference="Appendix 2",
        subtitle="Safer Northvale, outcome 4",
        table_title="The plan in full",
        period_label="2016/17",
        starts_on=dt.date(2016, 4, 1),
        ends_on=dt.date(2017, 3, 31),
        year_basis="financial",
        as_at=dt.datetime(2017, 1, 18, 9, 30, tzinfo=dt.UTC),
        stage="endorsed",
        stage_on=dt.date(2016, 5, 19),
        levels=("Theme", "Objective", "Action"),
        columns=(
            ColumnRecord("number", "Ref"),
            ColumnRecord("objective", "Objectives"),
            ColumnRecord("action", "What we will do"),
            ColumnRecord("leads", "Owner"),
            ColumnRecord("timescale", "By when"),
            ColumnRecord("milestones", "Milestones"),
            ColumnRecord("outcomes", "What will be different"),
        ),
        front_matter=(
            FrontMatterRecord(
                "Governance",
                (BlockRecord("The board meets four times a year."), BlockRecord(items=("Council", "Police"))),
            ),
        ),
        objectives=(_partnership(), _training()),
        glossary=(TermRecord("WRAP", "Workshop to Raise Awareness of Prevent"),),
        rag_key=(RagKeyRecord("green", "Green", "On track"), RagKeyRecord("red", "Red", "Late or in doubt")),
        left_out=(LeftOutRecord("actions", 1, "marked restricted"),),
    )


def _partnership() -> ObjectiveRecord:
    shared = {"leads_text": "Police; Prevent Coordinator", "leads": (POLICE, COORDINATOR), "row": "1a"}
    return ObjectiveRecord(
        "1",
        "Working together",
        requirements=("A group of several agencies must agree the risk.",),
        children=(
            ObjectiveRecord(
                "1a",
                "One group that all agencies answer to",
                number_is_generated=True,
                paragraphs=("Agencies know what the strategy asks.",),
                outcomes=("The group takes the decisions.", "Everybody knows who is accountable."),
                actions=(
                    ActionRecord(
                        "1.1",
                        "Agree the terms of reference.",
                        timescale=JULY,
                        due_on=dt.date(2016, 7, 31),
                        milestones=(
                            MilestoneRecord("A draft goes round.", "June 2016", dt.date(2016, 6, 30)),
                            MilestoneRecord("The board signs it.", done_on=dt.date(2016, 7, 12)),
                        ),
                        outcomes=("Fewer meetings.",),
                        state="complete",
                        status=StatusRecord("complete", last_value="green", last_round="Q2 2016/17"),
                        **shared,  # type: ignore[arg-type]  # the row's shared cells
                    ),
                    ActionRecord(
                        "1.2",
                        "=cmd|' /C calc'!A0",
                        timescale=ONGOING,
                        status=_reported(),
                        **shared,  # type: ignore[arg-type]  # as above
                    ),
                ),
            ),
        ),
    )


def _reported() -> StatusRecord:
    report = ReportRecord(
        "Northvale Police", "Q3 2016/17", "amber", False, "Two of three visits are made.", "The third is booked."
    )
    return StatusRecord("amber", "Q3 2016/17", "green", "Q2 2016/17", (report,))


def _training() -> ObjectiveRecord:
    return ObjectiveRecord(
        "2",
        "Training",
        actions=(
            ActionRecord(
                "2.1",
                "Train every school.",
                number_is_generated=True,
                steps=("Heads first.", "Then governors."),
                leads_text="Police",
                leads=(POLICE,),
                progress_text="Twelve schools so far.",
                state="not_started",
                note="Whose schools is not printed.",
                status=StatusRecord("not_reported", "Q3 2016/17", "red", "Q2 2016/17"),
            ),
        ),
    )
