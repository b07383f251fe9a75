"""What can go wrong in words a person understands. No HTTP here: views and the API choose their own codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """The base: `str(error)` is a sentence for the person who asked."""


class NotFound(DomainError):
    """It does not exist, or not for you: the two are never told apart."""


class NotAllowed(DomainError):
    """You see it but may not do this."""


class Closed(DomainError):
    """The round, plan or pack is closed to changes."""


class Stale(DomainError):
    """Somebody saved first. `current` holds what is stored now, by field, so that neither text is lost."""

    def __init__(self, message: str, current: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.current = dict(current)


class Invalid(DomainError):
    """What was sent is not right. `errors` maps a field to its sentences; "" holds those about the whole."""

    def __init__(self, errors: Mapping[str, str | list[str]]) -> None:
        self.errors = {field: [said] if isinstance(said, str) else list(said) for field, said in errors.items()}
        super().__init__(" ".join(sentence for said in self.errors.values() for sentence in said))
