"""What was promised (plan.py), what happened (quarter.py), and files that become plans (imports.py)."""

from .asking import AnswerLink, RoundSettings
from .imports import ColumnLayout, ImportBatch, ImportFile
from .measures import Measure, Reading
from .plan import (
    ABOVE_ACTION,
    Action,
    ActionState,
    DeadlineChange,
    FrontMatter,
    GlossaryEntry,
    Lead,
    Marked,
    Marking,
    Milestone,
    Objective,
    Plan,
)
from .quarter import (
    AgreedStatus,
    Channel,
    Decision,
    Evidence,
    Extension,
    Rag,
    Round,
    StatusRule,
    Update,
    UpdateRequest,
    UpdateState,
)
from .requirements import RequirementRating

__all__ = [
    "ABOVE_ACTION",
    "Action",
    "ActionState",
    "AgreedStatus",
    "AnswerLink",
    "Channel",
    "ColumnLayout",
    "DeadlineChange",
    "Decision",
    "Evidence",
    "Extension",
    "FrontMatter",
    "GlossaryEntry",
    "ImportBatch",
    "ImportFile",
    "Lead",
    "Marked",
    "Marking",
    "Measure",
    "Milestone",
    "Objective",
    "Plan",
    "Rag",
    "Reading",
    "RequirementRating",
    "Round",
    "RoundSettings",
    "StatusRule",
    "Update",
    "UpdateRequest",
    "UpdateState",
]
