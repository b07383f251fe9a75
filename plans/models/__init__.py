"""What was promised (plan.py), what happened (quarter.py), and files that become plans (imports.py)."""

from .imports import ColumnLayout, ImportBatch, ImportFile
from .plan import (
    Action,
    ActionState,
    DeadlineChange,
    FrontMatter,
    GlossaryEntry,
    Lead,
    Marking,
    Milestone,
    Objective,
    Plan,
)
from .quarter import AgreedStatus, Channel, Decision, Rag, Round, Update, UpdateRequest, UpdateState

__all__ = [
    "Action",
    "ActionState",
    "AgreedStatus",
    "Channel",
    "ColumnLayout",
    "DeadlineChange",
    "Decision",
    "FrontMatter",
    "GlossaryEntry",
    "ImportBatch",
    "ImportFile",
    "Lead",
    "Marking",
    "Milestone",
    "Objective",
    "Plan",
    "Rag",
    "Round",
    "Update",
    "UpdateRequest",
    "UpdateState",
]
