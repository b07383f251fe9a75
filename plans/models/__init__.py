"""What was promised (plan.py) and what happened (quarter.py)."""

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
    "DeadlineChange",
    "Decision",
    "FrontMatter",
    "GlossaryEntry",
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
