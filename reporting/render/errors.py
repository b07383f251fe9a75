"""Why a pack does not come out as PDF."""

from __future__ import annotations


class RenderError(RuntimeError):
    """The pack could not be drawn, or came out longer than its board allows."""


class RenderCancelled(Exception):
    """Whoever asked for the pack no longer wants it."""
