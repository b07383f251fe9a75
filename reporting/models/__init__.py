"""Packs as they are written (packs.py), issued and published (issues.py), and taken to a meeting (meetings.py)."""

from .issues import Edition, Issue, Publication
from .meetings import AgendaItem, Attendance, Bundle, Paper
from .packs import Draft, DrawnSection, Pack, PackSettings, PackStyle

__all__ = [
    "AgendaItem",
    "Attendance",
    "Bundle",
    "Draft",
    "DrawnSection",
    "Edition",
    "Issue",
    "Pack",
    "PackSettings",
    "PackStyle",
    "Paper",
    "Publication",
]
