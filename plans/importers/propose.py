"""From the bytes of a file to what it proposes: reading, interpreting, and the tracker's own export beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .codec import source_from_json, source_to_json
from .interpret import interpret
from .own import proposal_of, read_own
from .progress import Progress
from .proposal import Correction, Options, Proposal
from .reading import read_file, sniff
from .source import Source

# What nobody can print: control characters, and halves of characters, which no database stores.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
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
    source = printable(read_file(content, name, progress=progress))
    return Reading(source.kind, source, interpret(source, options, corrections, progress))


def printable(source: Source) -> Source:
    """The source with a blank for each character that cannot be printed; itself where there is none."""
    if not any(_UNPRINTABLE.search(text) for _, text in source.pieces()):
        return source
    return source_from_json(_printable(source_to_json(source)))


def _printable(plain: Any) -> Any:
    if isinstance(plain, str):
        return _UNPRINTABLE.sub(" ", plain)
    if isinstance(plain, dict):
        return {name: _printable(value) for name, value in plain.items()}
    return [_printable(each) for each in plain] if isinstance(plain, list) else plain
