"""Files in Django's storage, kept in step with the database.

A file is written before the row that names it is committed, and deleted again when that transaction does not commit:
a row without its file would lose what somebody gave; a file without a row is named by nothing and served to nobody.
Only a machine that stops between the two leaves one behind.
"""

from __future__ import annotations

import logging
import weakref

from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]  # boto ships no types
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from .errors import Closed, NotFound

FAULTS = (OSError, BotoCoreError, ClientError)  # of a folder, and of an S3-compatible service
logger = logging.getLogger(__name__)


class _Written:
    """A file whose fate is the transaction's: Django forgets what waits for a commit when it rolls back."""

    def __init__(self, name: str) -> None:
        self._undo = weakref.finalize(self, _delete, name)

    def stays(self) -> None:
        self._undo.detach()


def write(name: str, content: bytes) -> str:
    """Store bytes under a name and return the name they have; gone again if the transaction open now rolls back.

    Raises `Closed`, in words, when the storage takes nothing at this moment.
    """
    try:
        stored = default_storage.save(name, ContentFile(content))
    except FAULTS as error:
        logger.exception("a file could not be stored")
        raise Closed("The file could not be stored just now. Nothing was changed: please try again later.") from error
    transaction.on_commit(_Written(stored).stays)
    return stored


def read(name: str) -> bytes:
    """The bytes of a stored file. Raises `NotFound` when the storage has none, or does not answer."""
    try:
        with default_storage.open(name) as file:
            content: bytes = file.read()
            return content
    except FAULTS as error:
        logger.exception("a file could not be read")
        raise NotFound(
            "This file cannot be had just now. Tell your partnership’s coordinator if it stays so."
        ) from error


def _delete(name: str) -> None:
    """Runs outside any request: a storage that does not answer keeps a file that nothing names."""
    try:
        default_storage.delete(name)
    except FAULTS:
        logger.exception("a file of a transaction that was rolled back could not be deleted")
