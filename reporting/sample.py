"""A small invented document with something for every part: what a style is looked at with before there is a pack."""

from __future__ import annotations

import datetime as dt
from typing import Any

from .document import (
    ActionFacts,
    Block,
    ComparedFacts,
    ComparisonFacts,
    CoverFacts,
    DeadlineChangeFacts,
    DecisionFacts,
    Document,
    FrontMatterFacts,
    GovernanceFacts,
    LeadFacts,
    MeasureFacts,
    MeetingFacts,
    ObjectiveFacts,
    PeriodFacts,
    PlanFacts,
    QuarterFacts,
    RagKeyEntry,
    ReadingFacts,
    RedactionFacts,
    RemovedFacts,
    RequirementFacts,
    RequirementSetFacts,
    UpdateFacts,
)
from .styles import Style

_QUARTER = PeriodFacts("Q2 2016/17", "2016-Q2", dt.date(2016, 7, 1), dt.date(2016, 9, 30), "Q2", "Q1 2016/17")
_SLIPPED = DeadlineChangeFacts(
    dt.date(2016, 9, 1), "September 2016", "December 2016", "The trainer left in July.", "The group’s chair"
)


def sample_document(style: Style, *, logo: str = "", logo_alt: str = "") -> Document:
    """The sample, put together in `style`. All of it is invented, and says so."""
    return Document(
        layout=style,
        title="Sample plan: progress report, Q2 2016/17",
        marking="OFFICIAL",
        partnership="A sample, all of it invented",
        partnership_short="Sample",
        board="Sample Delivery Group",
        board_short="SDG",
        period=_QUARTER,
        as_at=dt.datetime(2016, 10, 14, 16, 0, tzinfo=dt.UTC),
        plan=_plan(),
        objectives=_objectives(),
        version="Sample",
        meeting=MeetingFacts("November 2016", dt.date(2016, 11, 9)),
        headline="Half of the plan is on course; training is late and needs a decision.",
        narrative="Training stopped when the trainer left. The other agencies reported in time.",
        history=(
            QuarterFacts("Q4 2015/16", (("green", 1), ("amber", 2), ("not_reported", 2))),
            QuarterFacts("Q1 2016/17", (("green", 3), ("amber", 1), ("not_reported", 1))),
        ),
        logo=logo,
        logo_alt=logo_alt,
        **_around(),
    )


def _plan() -> PlanFacts:
    columns = (("number", "No."), ("action", "Action"), ("leads", "Lead"), ("timescale", "By when"))
    return PlanFacts(
        title="Sample plan 2016/17",
        period="2016/17",
        priorities=("Safer streets", "Stronger communities"),
        levels=("Objective", "Action"),
        columns=(*columns, ("outcomes", "Desired outcomes")),
        front_matter=(
            FrontMatterFacts("Why there is a plan", (Block("The Act asks for one."), Block(items=("SDG",)))),
        ),
        glossary=(("SDG", "Sample Delivery Group"),),
    )


def _objectives() -> tuple[ObjectiveFacts, ...]:
    council, police, college = "Sample Council", "Sample Police", "Sample College"
    training = ActionFacts(
        "1.1", "Train front-line staff.", "in_progress", "red", leads_text=council, leads=(LeadFacts(council),),
        timescale_text="December 2016", due_on=dt.date(2016, 12, 31), previous_status="green", asked=(council, police),
        updates=(UpdateFacts(council, "red", "No sessions took place.", "A new trainer starts in November."),),
        deadline_changes=(_SLIPPED,), contradictions=("The police have not reported for two quarters.",), key="a",
        requirements=("3",),
    )  # fmt: skip
    pathway = ActionFacts(
        "1.2", "Put the referral pathway on one page.", "in_progress", "green", leads_text=police,
        leads=(LeadFacts(police),), timescale_text="March 2017", due_on=dt.date(2017, 3, 31), previous_status="amber",
        asked=(police,), updates=(UpdateFacts(police, "green", "A draft is with the group."),), key="b",
        outcomes=("Staff know whom to ring.",), requirements=("5",),
    )  # fmt: skip
    venues = ActionFacts(
        "2.1", "Review how rooms are let.", "in_progress", "", leads_text=college, leads=(LeadFacts(college),),
        timescale_text="Ongoing", previous_status="amber", last_rag="amber", last_period="Q1 2016/17",
        asked=(college,), key="c",
    )  # fmt: skip
    guide = ActionFacts(
        "2.2", "Publish a guide to bookings.", "complete", leads_text=council, leads=(LeadFacts(council),),
        timescale_text="July 2016", due_on=dt.date(2016, 7, 31), previous_status="green", key="d",
    )  # fmt: skip
    return (
        ObjectiveFacts("1", "Staff notice, check and share", "Objective", actions=(training, pathway)),
        ObjectiveFacts("2", "No platform in public buildings", "Objective", actions=(venues, guide)),
    )


def _around() -> dict[str, Any]:
    """What stands round the plan's own tree."""
    return {
        "cover": CoverFacts(
            decision_maker="Sample Delivery Group",
            lead_officer="A sample officer",
            purpose="For decision",
            recommendations=("Agree a second trainer.", "Note the position on venues."),
            implications=(("Financial", "One trainer for a year."), ("Equalities", "None.")),
            background_papers=("Sample plan 2016/17",),
            appendices=("Sample plan in full",),
        ),
        "decisions": (
            DecisionFacts(
                "SDG 2016/4", dt.date(2016, 8, 10), "Sample Delivery Group", "Write to the college.", ("2.1",)
            ),
        ),
        "rag_key": (
            RagKeyEntry("complete", "Complete", "Done, and shown to be done."),
            RagKeyEntry("green", "Green", "On course for its date."),
            RagKeyEntry("amber", "Amber", "Late, with a way back."),
            RagKeyEntry("red", "Red", "Late, without one."),
            RagKeyEntry("not_reported", "Not reported", "Nobody said."),
        ),
        "governance": (
            GovernanceFacts("Sample Delivery Group", "Quarterly", "Delivers the plan.", "", ("The council (chair)",)),
        ),
        "measures": (
            MeasureFacts(
                "m",
                "Staff trained",
                "up",
                "people",
                "1.1",
                "100",
                "400",
                (ReadingFacts("Q1 2016/17", "180"), ReadingFacts("Q2 2016/17", "184")),
            ),
        ),
        "requirements": (
            RequirementSetFacts(
                "sample",
                "Sample requirements",
                "An invented guidance",
                ("Not met", "Partly met", "Met"),
                (
                    RequirementFacts("3", "Training", "3", ("1.1",), "Partly met"),
                    RequirementFacts("7", "Venues", "7", (), "Not met", "No action serves it."),
                ),
            ),
        ),
        "removed": (RemovedFacts("e", "2.3", "Hold a conference.", dt.date(2016, 8, 10)),),
        "comparison": ComparisonFacts(
            "Q1 2016/17", "Q2 2016/17", (ComparedFacts("worsened", "1.1", "Train front-line staff.", "Green", "Red"),)
        ),
        "redactions": (
            RedactionFacts("Actions", "Financial or business affairs (LGA 1972, Schedule 12A, paragraph 3)"),
        ),
    }
