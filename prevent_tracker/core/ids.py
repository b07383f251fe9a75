"""Keys."""

from __future__ import annotations

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): unique everywhere and sorted by the time it was made."""
    return uuid.UUID(int=uuid7().int)
