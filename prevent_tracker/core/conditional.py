"""Conditional requests (RFC 9110, section 13): nothing is sent twice, and nobody's words are overwritten unseen.

Tags are strong and stand for the bytes of one answer. A client reads, keeps the `ETag`, and sends it back: in
`If-None-Match` to learn whether anything changed (304), in `If-Match` to write (428 without, 412 when it is stale).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from .errors import Stale
from .problems import BAD_HEADER, NO_MATCH, Refused
from .renderers import Json

ANY = "*"
_TAG = re.compile(r'\s*(W/)?("[\x21\x23-\x7e\x80-\xff]*")\s*')
_LONGEST = 2000


class Mismatch(Stale):
    """What is stored is not what the client last read. `current` is the whole answer, `tag` its entity tag."""

    def __init__(self, current: Mapping[str, Any]) -> None:
        super().__init__(
            "Somebody saved since you read this. Compare with what is stored now, then send again.", current
        )
        self.tag = tag_of_data(current)


def tag_of(content: bytes) -> str:
    """The strong entity tag of an answer's bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def tag_of_data(data: Any) -> str:
    """The tag that an answer with these members has."""
    return tag_of(Json().render(data))


def read_tags(value: str, header: str) -> list[tuple[bool, str]]:
    """The entity tags of a header as (is weak, tag); `*` stands for itself. Raises `Refused` for anything else."""
    if value.strip() == ANY:
        return [(False, ANY)]
    found, at = [], 0
    while at < len(value) <= _LONGEST:
        match = _TAG.match(value, at)
        if match is None or (match.end() < len(value) and value[match.end()] != ","):
            break
        found.append((match[1] is not None, match[2]))
        at = match.end() + 1
    if not found or at <= len(value):
        raise Refused(
            BAD_HEADER, f"{header} holds no entity tag. Send the ETag as you got it, quotation marks included."
        )
    return found


def known_tags(request: Request) -> list[str]:
    """The answers that the client says it has (`If-None-Match`); compared weakly. What is no tag matches none: the
    client then gets the whole answer."""
    try:
        return [tag for _, tag in read_tags(request.headers.get("If-None-Match", ""), "If-None-Match")]
    except Refused:
        return []


def require_match(request: Request, current: Mapping[str, Any] | None) -> None:
    """Before a write: what the client read is what is stored. `current`: the whole answer; None where nothing is.

    Raises `Refused` (428) without `If-Match` where something is stored, `Stale` (412) where the tags differ; weak tags
    never match (strong comparison).
    """
    value = request.headers.get("If-Match")
    if value is None:
        if current is not None:
            raise Refused(NO_MATCH)
        return
    given = read_tags(value, "If-Match")
    if current is None:
        raise Stale("There is nothing here yet that If-Match could name. Leave it out to make it.", {})
    tag = tag_of_data(current)
    if not any(not weak and each in (ANY, tag) for weak, each in given):
        raise Mismatch(current)
