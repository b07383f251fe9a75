"""From the bytes of a file to what it proposes: reading, interpreting, and the tracker's own export beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .interpret import interpret
from .own import proposal_of, read_own
from .progress import Progress
from .proposal import Correction, Options, Proposal
from .reading import read_file, sniff
from .source import Source

OWN = "json"  # the kind of the tracker's own export


@dataclass(frozen=True)
class Reading:
    """A file as read. The tracker's own export has no source: it says outright what others must be asked for."""

    kind: str
    source: Source | None
    proposal: Proposal


def propose(
    content: bytes,
    name: str = "",
    options: Options = Options(),  # noqa: B008  frozen, so safe to share
    corrections: Sequence[Correction] = (),
    progress: Progress | None = None,
) -> Reading:
    """Read a file and interpret it. Raises `Unreadable` with the sentence for whoever brought it."""
    kind = sniff(content, name)
    if kind == OWN:
        return Reading(kind, None, proposal_of(read_own(content)))
    source = read_file(content, name, progress=progress)
    return Reading(source.kind, source, interpret(source, options, corrections, progress))
