"""The second half of the reading process's work: what a source proposes, as the JSON of its answer. No Django."""

from __future__ import annotations

from .codec import options_from_json, proposal_to_json
from .interpret import interpret
from .progress import Progress
from .proposal import Json
from .source import Source


def understood(source: Source, options: Json, progress: Progress) -> Json:
    """The proposal's JSON; `options` as `codec.options_to_json` writes them."""
    return proposal_to_json(interpret(source, options_from_json(options), progress=progress))
