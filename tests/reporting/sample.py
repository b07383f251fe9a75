"""A realistic document of any size, all of it invented: the same for the same arguments."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from reporting import figures
from reporting.document import (
    ActionFacts,
    Block,
    CoverFacts,
    DeadlineChangeFacts,
    DecisionFacts,
    Document,
    FrontMatterFacts,
    GovernanceFacts,
    LeadFacts,
    MeasureFacts,
    MeetingFacts,
    MilestoneFacts,
    ObjectiveFacts,
    PeriodFacts,
    PlanFacts,
    QuarterFacts,
    RagKeyEntry,
    ReadingFacts,
    RemovedFacts,
    RequirementFacts,
    RequirementSetFacts,
    UpdateFacts,
)
from reporting.styles import style_named

SUBJECTS = (
    "Prevent is part of everyday work in every partner organisation",
    "A partnership that knows its risks and meets to act on them",
    "Information is shared lawfully and in time",
    "People at risk get help early",
    "No platform for those who would divide us",
    "Contracts and venues carry the same safeguards",
    "Residents and professionals know what Prevent is and is not",
    "Front-line staff notice, check and share",
    "Giving is safe",
    "Projects",
)
AGENCIES = (
    "Community Safety Service",
    "Metropolitan Police, borough command",
    "Children and Young People's Service",
    "Mental Health Trust",
    "Homes for the Borough",
    "Probation Service",
    "Further Education College",
)
TEXTS = (
    "Agree a yearly risk assessment with every specified authority and give each its own summary.",
    "Bring the training record of front-line teams up to date and plan sessions where it shows gaps.",
    "Review how rooms are let in public buildings and publish a short guide for those who take bookings.",
    "Meet community organisations each term, note what they raise, and report back what was done about it.",
    "Put the referral pathway on one page, have it checked by safeguarding leads, and replace older copies.",
    "Add the duty to the terms of new contracts and to the yearly review of those that run on.",
)
SAID = (
    "The sessions for housing officers took place in July and August; 84 people came, and the form for feedback shows "
    "that nine in ten know whom to ring. Two teams could not send anybody and have been offered September.",
    "A draft went round in August and five of the seven partners have answered. The remaining two asked for more time "
    "because their leads changed over the summer.",
    "Work has stopped while the post is vacant. An interim officer starts on 3 October and takes this up first.",
    "The guide is out, and every centre manager has signed for it.",
)
PATH = (
    "The interim officer finishes the draft by the end of October, the group agrees it by e-mail in the week after, "
    "and it is published before the November meeting."
)
WHEN = ("Quarterly, to the group's meetings", "By end of September 2016", "December 2016", "Ongoing", "March 2017", "")
DUE = (None, dt.date(2016, 9, 30), dt.date(2016, 12, 31), None, dt.date(2017, 3, 31), None)
RATINGS = ("green", "amber", "green", "", "red", "green", "green", "", "amber", "complete")
BEFORE = ("amber", "green", "green", "green", "amber", "not_reported", "green", "not_reported", "amber", "green")


def action(index: int, number: str) -> ActionFacts:
    """The index-th action; every rating, silence, lateness and change occurs within each ten."""
    rating, before = RATINGS[index % 10], BEFORE[index % 10]
    first, second = AGENCIES[index % 7], AGENCIES[(index + 2) % 7]
    asked = (first, second) if index % 3 == 0 else (first,)
    late = index % 6 == 1 and rating in ("amber", "red", "")
    return ActionFacts(
        number=number,
        number_is_generated=True,
        text=TEXTS[index % 6],
        state="complete" if rating == "complete" else "in_progress",
        rag="" if rating == "complete" else rating,
        outcomes=("Every specified authority can show how it meets the duty.",) if index % 4 == 0 else (),
        leads_text="; ".join(asked),
        leads=tuple(LeadFacts(agency) for agency in asked),
        timescale_text=WHEN[index % 6],
        timescale_notes=("Overdue since 1 October 2016",) if late else (),
        due_on=DUE[index % 6],
        overdue=late,
        milestones=(MilestoneFacts("Draft agreed", "November 2016", dt.date(2016, 11, 30)),) if index % 5 == 0 else (),
        previous_status=before,
        last_rag=before if before in ("green", "amber", "red") else "",
        last_period="Q1 2016/17",
        asked=asked,
        updates=_updates(index, rating, asked),
        contradictions=("Rated green, but 1 milestone is overdue.",) if index % 14 == 2 else (),
        deadline_changes=_moved() if index % 12 == 4 else (),
    )


def _updates(index: int, rating: str, asked: tuple[str, ...]) -> tuple[UpdateFacts, ...]:
    if not rating:
        return ()
    answering = asked if index % 2 else asked[:1]
    shown = "green" if rating == "complete" else rating
    path = PATH if shown != "green" else ""
    return tuple(
        UpdateFacts(agency, shown, SAID[index % 4], path, dt.date(2016, 11, 30) if path else None, rating == "complete")
        for agency in answering
    )


def _moved() -> tuple[DeadlineChangeFacts, ...]:
    reason = "The officer's post was vacant from June."
    return (
        DeadlineChangeFacts(
            dt.date(2016, 9, 8), "By end of September 2016", "March 2017", reason, "Chair of the group"
        ),
    )


def objectives(actions: int) -> tuple[ObjectiveFacts, ...]:
    """Ten subjects, the fourth with children; the actions dealt out evenly."""
    found = []
    for index, title in enumerate(SUBJECTS):
        share = range(index * actions // 10, (index + 1) * actions // 10)
        made = tuple(action(place, f"{index + 1}.{place - share.start + 1}") for place in share)
        half = len(made) // 2
        outcomes = ("Partners can show that they meet the duty, and where they do not yet.",)
        children = (
            (ObjectiveFacts("4a", "Referrals are handled alike everywhere", actions=made[half:]),) if index == 3 else ()
        )
        own = made[:half] if children else made
        found.append(
            ObjectiveFacts(str(index + 1), title, "Subject", outcomes=outcomes, actions=own, children=children)
        )
    return tuple(found)


PLAN = PlanFacts(
    title="Wrenbridge Prevent delivery plan 2016/17",
    period="2016/17",
    levels=("Subject", "Objective", "Action"),
    columns=(
        ("subject", "Subject"),
        ("outcomes", "Desired Outcomes"),
        ("action", "Actions"),
        ("leads", "Agency/Lead"),
        ("timescale", "Timescales & Update"),
    ),
    responsible="Assistant Director, Stronger Communities",
    front_matter=(
        FrontMatterFacts(
            "Introduction", (Block("The plan answers the Prevent duty and what the CTLP says of the borough's risks."),)
        ),
        FrontMatterFacts(
            "National context",
            (
                Block("The priorities for the year are"),
                Block(items=("safeguarding in education;", "resilience online;", "work with families.")),
            ),
        ),
    ),
    glossary=(
        ("CSP", "Community Safety Partnership"),
        ("CTLP", "Counter Terrorism Local Profile"),
        ("WRAP", "Workshop to Raise Awareness of Prevent"),
    ),
)
COVER = CoverFacts(
    decision_maker="Wrenbridge Prevent Delivery Group",
    lead_officer="Head of Community Safety",
    author="Prevent Coordinator",
    contact="prevent@wrenbridge.example",
    purpose="For decision",
    recommendations=(
        "Note the progress of the plan in the second quarter.",
        "Agree that the review of room lettings is finished by March 2017 instead of September 2016.",
        "Ask the two partners who did not report to do so in writing before the next meeting.",
    ),
    implications=(
        ("Financial", "None beyond the budget agreed for the year."),
        ("Legal", "The plan serves the duty in section 26 of the Counter-Terrorism and Security Act 2015."),
        ("Equalities", "The assessment made with the plan still holds."),
        ("Risk", "Silence of partners is the main risk; it is followed up each week."),
    ),
    background_papers=("Minutes of the meeting of 12 May 2016",),
    appendices=("Appendix: the plan with this quarter's ratings",),
)
KEY = (
    RagKeyEntry("complete", "Complete", "The work is done, and the group has agreed that it is."),
    RagKeyEntry("green", "Green", "On course: the outcome will be reached by the date in the plan."),
    RagKeyEntry("amber", "Amber", "At risk: issues are known, and there is a way back to green."),
    RagKeyEntry("red", "Red", "Off course: the outcome or its date will be missed unless the group acts."),
    RagKeyEntry("not_reported", "Not reported", "No update was received this quarter."),
)
NARRATIVE = (
    "Training and the guide for lettings are ahead of plan. Two areas need the group's attention: information sharing, "
    "where the agreement waits for a signature, and the projects, where a post has been vacant since June.\n\n"
    "Seven requests for an update went unanswered. Each has been followed up."
)
MEASURES = (
    MeasureFacts(
        key="m1",
        name="Front-line staff who attended a WRAP session",
        better="up",
        unit="people",
        about="8",
        baseline="310",
        target="1200",
        readings=(
            ReadingFacts("Q3 2015/16", "420"),
            ReadingFacts("Q4 2015/16", "615", "Two large sessions for schools."),
            ReadingFacts("Q1 2016/17", "780"),
            ReadingFacts("Q2 2016/17", "1041"),
        ),
    ),
    MeasureFacts(
        key="m2",
        name="Days from a referral to its first decision, on average",
        better="down",
        unit="days",
        baseline="12",
        target="7",
        readings=(ReadingFacts("Q1 2016/17", "9.5"), ReadingFacts("Q2 2016/17", "6.5")),
    ),
)
REQUIREMENTS = RequirementSetFacts(
    slug="duty",
    title="The Prevent duty, for local authorities",
    source="Revised Prevent duty guidance for England and Wales, 2015",
    scale=("Not met", "Partly met", "Met"),
    requirements=(
        RequirementFacts("duty/1", "A local group of several agencies agrees the risk", "1", ("1.1", "2.1"), "Met"),
        RequirementFacts("duty/2", "A plan answers the risks that were found", "2", ("2.2",), "Partly met", "In hand."),
        RequirementFacts("duty/3", "Venues and resources are not misused", "3", rating="Not met"),
    ),
)
REMOVED = (RemovedFacts("gone", "9.9", "Print a leaflet on giving safely.", dt.date(2016, 8, 3)),)


def document(style: str = "hpdg", actions: int = 58) -> Document:
    """A document of the second quarter of 2016/17 with that many actions."""
    return Document(
        layout=style_named(style),
        title="Prevent delivery plan: progress report",
        marking="OFFICIAL",
        partnership="Wrenbridge Community Safety Partnership",
        partnership_short="Wrenbridge",
        board="Wrenbridge Prevent Delivery Group",
        board_short="Prevent Delivery Group",
        period=PeriodFacts("Q2 2016/17", "2016-Q2", dt.date(2016, 7, 1), dt.date(2016, 9, 30), "Q2", "Q1 2016/17"),
        as_at=dt.datetime(2016, 10, 14, 17, 0, tzinfo=dt.UTC),
        meeting=MeetingFacts("Quarterly meeting", dt.date(2016, 11, 3)),
        cover=COVER,
        headline="Most of the plan is on course. Five actions are red, all for want of people rather than of will.",
        narrative=NARRATIVE,
        plan=PLAN,
        objectives=objectives(actions),
        history=_history(actions),
        decisions=(
            DecisionFacts(
                "D3",
                dt.date(2016, 7, 21),
                "Prevent Delivery Group",
                "Move two training days to the autumn.",
                ("1.2",),
                "Done: 14 and 21 September.",
            ),
            DecisionFacts(
                "D4",
                dt.date(2016, 7, 21),
                "Prevent Delivery Group",
                "Ask the Trust to name a lead for referrals.",
                ("4.1", "4.2"),
            ),
            DecisionFacts(
                "D9",
                dt.date(2016, 9, 8),
                "Community Safety Partnership",
                "Report on giving at the winter meeting.",
                owner="Community Safety Service",
                due_on=dt.date(2016, 12, 1),
                put_to="Prevent Delivery Group",
            ),
        ),
        rag_key=KEY,
        measures=MEASURES,
        requirements=(REQUIREMENTS,),
        removed=REMOVED,
        governance=(
            GovernanceFacts(
                "Wrenbridge Prevent Delivery Group",
                "Four times a year",
                "Oversees the plan.",
                "Community Safety Partnership",
                AGENCIES,
            ),
        ),
    )


def _history(actions: int) -> tuple[QuarterFacts, ...]:
    shares = (("Q3 2015/16", (1, 5, 2, 1)), ("Q4 2015/16", (2, 5, 2, 0)), ("Q1 2016/17", (0, 5, 2, 0)))
    return tuple(QuarterFacts(label, _spread(actions, tenths)) for label, tenths in shares)


def _spread(actions: int, tenths: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    known = [(value, actions * tenth // 10) for value, tenth in zip(figures.STATUSES, tenths, strict=False)]
    return (*known, ("not_reported", actions - sum(count for _, count in known)))


def worst(style: str, length: int = 2000) -> Document:
    """Every text at that many characters and every list long: what a pack's limits must hold."""
    long = "Considerable deliberation notwithstanding, implementation continues. " * (length // 69)
    base = document(style, actions=300)

    def stretched(objective: ObjectiveFacts) -> ObjectiveFacts:
        actions = tuple(
            replace(
                found,
                text=long,
                leads_text=long,
                state="in_progress",
                rag="red",
                overdue=True,
                due_on=dt.date(2016, 12, 1),
                timescale_notes=("Overdue since 1 October 2016, three months after its first date",),
                updates=tuple(UpdateFacts(agency, "red", long, long, dt.date(2017, 1, 1)) for agency in AGENCIES),
                asked=(*AGENCIES, *(f"Another agency with a long name, number {index}" for index in range(9))),
                contradictions=("Said to be complete, but 3 milestones are still open.",),
            )
            for found in objective.actions
        )
        children = tuple(stretched(child) for child in objective.children)
        return replace(objective, title=long, actions=actions, children=children)

    return replace(
        base,
        headline=long,
        narrative=long,
        objectives=tuple(stretched(objective) for objective in (*base.objectives, *base.objectives)),
        cover=replace(base.cover, recommendations=(long,) * 20),
        decisions=tuple(replace(base.decisions[0], text=long, outcome=long) for _ in range(20)),
        rag_key=tuple(replace(entry, definition=long) for entry in base.rag_key),
        history=base.history * 3,
    )
