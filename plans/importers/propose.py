"""From the bytes of a file to what it proposes: reading, interpreting, and the tracker's own export beside them."""

from __future__ import annotations

from dataclasses import dataclass

from .progress import Progress
from .proposal import Options, Proposal
from .reading import read_and_interpret, sniff
from .source import OWN, Source

__all__ = ["OWN", "Reading", "propose"]


@dataclass(frozen=True)
class Reading:
    """A file as read. The tracker's own export (`OWN`) has no source: it says outright what others are asked for."""

    kind: str
    source: Source | None
    proposal: Proposal


def propose(
    content: bytes,
    name: str = "",
    options: Options = Options(),  # noqa: B008  frozen, so safe to share
    progress: Progress | None = None,
) -> Reading:
    """Read a file and interpret it. Raises `Unreadable` with the sentence for whoever brought it."""
    kind = sniff(content, name)
    return Reading(kind, *read_and_interpret(kind, content, options, progress=progress))
