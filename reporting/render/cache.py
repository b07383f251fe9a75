"""Sections that were drawn before are not drawn again."""

from __future__ import annotations

import hashlib
from typing import Protocol

from weasyprint import __version__ as weasyprint_version

# Raise it when the same HTML and styles are to come out otherwise (tags.py, typesetting.py).
RENDER_VERSION = 1


class SectionCache(Protocol):
    """Keeps drawn sections by a SHA-256 of all that they are drawn from. It may forget any of them."""

    def get(self, sha256: str) -> bytes | None:
        """The section's PDF, if it is still there."""

    def put(self, sha256: str, pdf: bytes) -> None:
        """Keeps a section."""


class NoCache:
    """Remembers nothing."""

    def get(self, sha256: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, sha256: str, pdf: bytes) -> None:
        """Keeps nothing."""


def key_of(html: str, css: str) -> str:
    """What a section is known by: 64 hex digits."""
    return hashlib.sha256("\0".join([str(RENDER_VERSION), weasyprint_version, css, html]).encode()).hexdigest()
