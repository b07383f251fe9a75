"""Evidence of an answer: links and files, added and removed while its round is open."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.importers.errors import Unreadable
from plans.importers.evidence import CONTENT_TYPES, kind_of
from plans.models import Evidence, UpdateRequest
from plans.queries import evidence as queries
from prevent_tracker.core import clock, files
from prevent_tracker.core.errors import Closed, Invalid, NotFound
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from .saving import check_version, hold_open, save

MOST = 20  # pieces of one answer
TITLE_LENGTH = 200
URL_LENGTH = 500
_is_web_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_link(*, by: Access, request: UpdateRequest, title: str, url: str) -> Evidence:
    """The address of something that shows the answer is so; without a title it is called by its address.

    Raises `Invalid`, `Closed` (the round has closed, or 20 are there) or `NotFound`.
    """
    row = _new(by, request)
    row.url = clean_text(url, "url", label="A web address", max_length=URL_LENGTH, required=True)
    try:
        _is_web_address(row.url)
    except ValidationError:
        raise Invalid(
            {"url": "Enter a web address that begins with https:// or http://, such as https://example.org/minutes."}
        ) from None
    if "@" in row.url.split("/")[2]:
        raise Invalid({"url": "Leave names and passwords out of the web address."})
    row.title = _title(title, row.url)
    return save(row, "Evidence added")


@transaction.atomic
def add_file(*, by: Access, request: UpdateRequest, title: str, name: str, content: bytes) -> Evidence:
    """A file of at most 10 MB, of a kind that `plans.importers.evidence` knows by its content; without a title it is
    called by its own name. The file is stored before the row is committed, and deleted if it is not.

    Nothing is held while the storage is spoken to: one that is slow would keep the round from closing. Raises `Invalid`
    naming "file" or "title", `Closed` or `NotFound`.
    """
    _asked(by, request)
    try:
        kind = kind_of(content, name)
    except Unreadable as error:
        raise Invalid({"file": str(error)}) from None
    shown = _title(title, clean_name(name))
    stored = files.write(f"{by.partnership_id}/{secrets.token_hex(16)}.{kind}", content)
    row = _new(by, request)
    row.title, row.file = shown, stored
    row.content_type, row.size = CONTENT_TYPES[kind], len(content)
    row.sha256 = hashlib.sha256(content).hexdigest()
    return save(row, "Evidence added")


@transaction.atomic
def remove(*, by: Access, evidence: Evidence, expected_version: int | None) -> Evidence:
    """Take a piece back, while the round is open. It stays on the record, and its file in the storage."""
    found = get(Evidence.objects.within(by), "evidence", pk=evidence.pk)
    _asked(by, found.request, hold=True)
    row = get(Evidence.objects.within(by), "evidence", lock=True, pk=evidence.pk)
    if row.removed_at is not None:
        raise Closed("This evidence was removed already.")
    check_version(row, expected_version, ("title",))
    row.removed_at = clock.now()
    row.version += 1
    return save(row, "Evidence removed")


def content(access: Access, evidence: Evidence) -> bytes:
    """The bytes of a file that the actor may see; `NotFound` otherwise, and for a link."""
    row = queries.one(access, evidence.pk)
    if not row.file:
        raise NotFound("There is no such file.")
    return files.read(row.file)


def clean_name(name: str) -> str:
    """A file's name without folders and without characters that cannot be seen or turn the direction of writing."""
    last = re.split(r"[\\/]", name)[-1]
    seen = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    return " ".join(seen.split())[:TITLE_LENGTH] or "Unnamed file"


def _title(title: str, otherwise: str) -> str:
    given = title if title.strip() else otherwise[:TITLE_LENGTH]
    return clean_text(given, "title", label="Title", max_length=TITLE_LENGTH, required=True)


def _new(by: Access, request: UpdateRequest) -> Evidence:
    held = _asked(by, request, hold=True)
    if Evidence.objects.within(by).filter(request=held, removed_at=None).count() >= MOST:
        raise Closed(f"This answer has {MOST} pieces of evidence already: remove one, or put several into one file.")
    return Evidence(
        partnership=by.partnership,
        request=held,
        action_id=held.action_id,
        agency_id=held.agency_id,
        added_at=clock.now(),
    )


def _asked(by: Access, request: UpdateRequest, *, hold: bool = False) -> UpdateRequest:
    """The request whose answer the actor may give evidence for now. `hold`: until the transaction ends."""
    by.require(Permission.ANSWER if by.agency_id else Permission.ANSWER_ANY)
    if hold:
        hold_open(request.round_id)
    rows = UpdateRequest.objects.within(by).select_related("round")
    row = get(rows, "update request", lock=hold, pk=request.pk)
    if by.agency_id not in (None, row.agency_id) or by.round_id not in (None, row.round_id):
        raise NotFound("There is no such update request.")
    if not row.round.is_open:
        raise Closed(f"{row.round.label} has closed; its evidence no longer changes.")
    if row.withdrawn_at is not None:
        raise Closed("Your agency is no longer asked about this action.")
    return row
