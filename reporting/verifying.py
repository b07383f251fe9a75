"""Whether a file is an issue of a pack, and which: from digests alone, so without asking anybody. Pure.

A register is what was issued, a line each; what the tracker holds of it is enough, and so is a copy of it on a stick.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from prevent_tracker.core import codec

from .document import IDENTIFIED, Document, DocumentError, digest, from_json
from .seal import Sealed, seal

REGISTER_FORMAT = "prevent-tracker register of issues"
_NAMED = re.compile(rb"%b([0-9a-f]{64})" % IDENTIFIED.encode())


@dataclass(frozen=True)
class Entry:
    """One issue in the register. Digests are SHA-256 in hexadecimal; `superseded_by` is 0 for the current one."""

    issue: str
    sealed: Sealed
    seal: str
    partnership_name: str
    plan_title: str
    board: str
    period: str
    period_slug: str
    pages: int
    superseded_by: int = 0

    @property
    def name(self) -> str:
        """In a sentence: "issue 2 (board edition) of HPDG's pack for Q2 2016/17"."""
        of = f"the pack for {self.board}, {self.period}" if self.board else f"“{self.plan_title}”"
        return f"issue {self.sealed.number} ({self.sealed.edition} edition) of {of}, {self.partnership_name}"


@dataclass(frozen=True)
class Clue:
    """What a file says of itself: its kind and digest; the digest of the document that it holds or says it was drawn
    from; and what a document in it says it is: (partnership's name, board, round, edition, version)."""

    kind: str
    sha256: str
    document_sha256: str = ""
    says: tuple[str, str, str, str, str] | None = None


@dataclass(frozen=True)
class Verdict:
    """`kind`: "issued" (byte for byte), "same content" (saved anew), "altered", "draft" or "unknown"."""

    kind: str
    entry: Entry | None = None

    @property
    def is_good(self) -> bool:
        """Whether what the file says is what was issued."""
        return self.kind in ("issued", "same content")

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to tell a person, the answer first."""
        if self.entry is None:
            return _WITHOUT_ENTRY[self.kind]
        found = self.entry
        who = "" if found.sealed.edition == "public" else f" by {found.sealed.issued_by}"  # a public page names nobody
        when = f"{found.sealed.issued_at:%-d %B %Y}{who}"
        said = [_WITH_ENTRY[self.kind].format(name=found.name, when=when)]
        if found.superseded_by:
            said.append(f"It is no longer the current one: issue {found.superseded_by} superseded it.")
        return tuple(said)


_WITH_ENTRY = {
    "issued": "Yes. This is {name}, exactly as it was issued on {when}.",
    "same content": "Yes, in substance. It says what {name} says, issued on {when}; the file was saved anew since.",
    "altered": "No. This file says that it is {name}, but it is not the file issued on {when}: it was changed.",
}
_WITHOUT_ENTRY = {
    "draft": (
        "No. This file was drawn by this program, but it is not among what was issued here.",
        "It may be a draft, an edition that is not published, or another installation’s.",
    ),
    "unknown": ("No. Nothing like this file was issued here.",),
}


def read_clue(content: bytes) -> Clue:
    """What a file says of itself. Any bytes may be given: nothing in them is run, followed or believed."""
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith(b"%PDF-"):
        return Clue("PDF", sha256, _digest_in(content))
    document = _document_in(content)
    if document is None:
        return Clue("file", sha256)
    says = (document.partnership, document.board, document.period.slug, document.edition, document.version)
    return Clue("JSON", sha256, _digest_as_read(content, document), says)


def _digest_in(pdf: bytes) -> str:
    """The document that a PDF says it was drawn from; of several, as tools that append to a file leave, the last.

    Metadata is stored as it is (ISO 32000-1, 14.3.2), so nothing has to be unpacked: what anybody sends may be small
    and unpack to a machine's memory.
    """
    named = _NAMED.findall(pdf)
    return str(named[-1], "ascii") if named else ""


def _document_in(content: bytes) -> Document | None:
    try:
        return from_json(content.decode("utf-8-sig").strip())
    except (UnicodeDecodeError, DocumentError):
        return None


def _digest_as_read(content: bytes, document: Document) -> str:
    """The digest of a document that was saved with other spaces or another order of its members; that of one written by
    an older version is of its own members, not of those that it has been given since."""
    plain = json.loads(content.decode("utf-8-sig"))
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    as_written = hashlib.sha256(text.encode()).hexdigest()
    return as_written if plain.get("schema_version") != document.schema_version else digest(document)


def verdict(clue: Clue, register: Iterable[Entry]) -> Verdict:
    """What the file is, held against the register."""
    entries = list(register)
    for entry in entries:
        if clue.sha256 in (entry.sealed.pdf_sha256, entry.sealed.document_sha256, entry.sealed.html_sha256):
            return Verdict("issued", entry)
    for entry in entries:
        if clue.document_sha256 and clue.document_sha256 == entry.sealed.document_sha256:
            return Verdict("altered" if clue.kind == "PDF" else "same content", entry)
    if clue.says is not None:
        named = next((entry for entry in entries if _says(entry) == clue.says), None)
        return Verdict("altered", named) if named else Verdict("draft")
    return Verdict("draft") if clue.document_sha256 else Verdict("unknown")


def _says(entry: Entry) -> tuple[str, str, str, str, str]:
    return (
        entry.partnership_name,
        entry.board,
        entry.period_slug,
        entry.sealed.edition,
        f"Issue {entry.sealed.number}",
    )


def broken_seals(register: Sequence[Entry]) -> list[str]:
    """A sentence for each issue whose seal is not that of its facts, or that does not follow on the one before."""
    found = [
        f"The seal of {entry.name} is not that of its facts." for entry in register if entry.seal != seal(entry.sealed)
    ]
    chains: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in register:
        chains.setdefault((entry.sealed.plan, entry.sealed.pack, entry.sealed.edition), []).append(entry)
    for chain in chains.values():
        before = ""
        for entry in sorted(chain, key=lambda each: each.sealed.number):
            if entry.sealed.previous_seal != before:
                found.append(f"The one before {entry.name} is missing or was exchanged.")
            before = entry.seal
    return found


@dataclass(frozen=True)
class Register:
    """A register as a file: who wrote it when, and its entries."""

    written_at: dt.datetime
    entries: tuple[Entry, ...]
    format: str = REGISTER_FORMAT


class RegisterError(ValueError):
    """A file that is no register; the message says what is wrong."""


def register_to_json(register: Register) -> str:
    """A register as text, canonical as documents are."""
    return codec.encode(register)


def register_from_json(text: str) -> Register:
    """The inverse. Raises `RegisterError`."""
    try:
        register = codec.decode(Register, text)
    except codec.CodecError as error:
        raise RegisterError(f"This is no register of issues: {error}") from error
    if register.format != REGISTER_FORMAT:
        raise RegisterError(f"This is no register of issues: its format is “{register.format}”.")
    return register


def entry_of(issue: Any, *, superseded_by: int) -> Entry:
    """The line of an issue (reporting.models.Issue), named as its own document names it, whatever version that is of.

    A document that somebody damaged names nothing; its seal tells.
    """
    try:
        plain = json.loads(issue.document)
        plan, period = plain["plan"]["title"], plain["period"]
        names = (plain["partnership"], plan, plain["board"], period["label"], period["slug"])
    except (ValueError, KeyError, TypeError):
        names = ("", "", "", "", "")
    partnership, plan, board, label, slug = map(str, names)
    return Entry(
        issue=str(issue.pk),
        sealed=issue.sealed,
        seal=issue.seal_sha256,
        partnership_name=partnership,
        plan_title=plan,
        board=board,
        period=label,
        period_slug=slug,
        pages=issue.pages,
        superseded_by=superseded_by,
    )
