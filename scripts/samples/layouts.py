"""The invented plans, and the layouts that most samples are printed in."""

from __future__ import annotations

from dataclasses import replace

from .layout import Layout
from .model import load

NORTHMERE, KESTREL, SALTINGS = load("northmere"), load("kestrel"), load("saltings")
HARBOURSIDE, WOLDS, FENLAND, ASHCOMBE = load("harbourside"), load("wolds"), load("fenland"), load("ashcombe")

NUMBERED = Layout(
    columns=(
        ("number", "No."),
        ("action", "Activity"),
        ("leads", "Lead / Partners"),
        ("milestones", "Key milestones"),
        ("timescale", "Timescale"),
        ("outcomes", "Impact / Outcomes"),
    )
)
RATED = Layout(
    columns=(
        ("number", "Ref"),
        ("action", "What we will do"),
        ("leads", "Responsible"),
        ("timescale", "By when"),
        ("rag", "RAG status"),
        ("progress", "Progress update"),
    ),
    joiner="; ",
)
MATRIX = Layout(
    columns=(
        ("subject", "Priority"),
        ("objective", "Objectives"),
        ("action", "Actions"),
        ("leads", "Agency/Lead"),
        ("timescale", "Timescales"),
        ("outcomes", "Desired Outcomes"),
    ),
    sections="column",
    joiner=", ",
)
CLIMATE = Layout(
    columns=(
        ("action", "Action"),
        ("leads", "Lead officer"),
        ("timescale", "Due date"),
        ("rag", "RAG"),
        ("progress", "Commentary"),
        ("outcomes", "Expected outcomes"),
    ),
    joiner=", ",
)
STEPS = Layout(
    columns=(
        ("number", ""),
        ("action", "Description"),
        ("steps", "Actions"),
        ("leads", "Partners and Resources"),
        ("milestones", "Milestones"),
        ("timescale", "By not later than"),
    ),
    sections="numbered rows",
    joiner="·",
    mark="·",
)
SCHOOLS = Layout(
    columns=(
        ("action", "Task"),
        ("leads", "Owner"),
        ("timescale", "Deadline"),
        ("milestones", "Milestones"),
        ("outcomes", "Success criteria"),
    ),
    joiner="; ",
)
TWO_LEVELS = Layout(
    columns=(
        ("number", "Ref."),
        ("action", "Action"),
        ("leads", "Lead"),
        ("timescale", "Target date"),
        ("outcomes", "Outcome"),
    ),
    section_words=("Objective {number}: {title}", "{number} {title}"),
    joiner=", ",
)
FULL = replace(NUMBERED, front=True, glossary=True)
QUESTIONS = Layout(
    columns=(
        ("number", "Ref"),
        ("objective", "What do we want to achieve?"),
        ("action", "What will we do?"),
        ("leads", "Who will lead?"),
        ("partners", "Who else is involved?"),
        ("timescale", "By when?"),
        ("outcomes", "How will we know it has worked?"),
        ("progress", "Progress to date"),
        ("rag", "RAG"),
    ),
    section_words=("Priority {number}: {title}",),
    joiner=", ",
    mark="•",
)
MARLOW = load("marlow")
