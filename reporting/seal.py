"""The seal of an issue: one digest over everything that must not change about it, and over the seal before it. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Sealed:
    """What a seal covers; digests are SHA-256 in hexadecimal, ids UUIDs as text, "" where there is none."""

    partnership: str
    plan: str
    pack: str
    edition: str
    number: int
    document_sha256: str
    html_sha256: str
    pdf_sha256: str
    as_at: dt.datetime
    issued_at: dt.datetime
    issued_by: str
    reason: str
    previous_seal: str


def seal(sealed: Sealed) -> str:
    """SHA-256, in hexadecimal, of the facts as JSON: keys sorted, no spaces, moments as ISO 8601 in UTC."""
    plain = {name: _plain(value) for name, value in asdict(sealed).items()}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value
