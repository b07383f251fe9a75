"""Secrets of API keys. Apart from api_keys.py, so that services need nothing of the REST framework."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> tuple[str, str, bytes]:
    """(prefix, token to show once, SHA-256 of the secret): 256 random bits need no slow hash."""
    prefix, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    return prefix, f"{prefix}.{secret}", hashlib.sha256(secret.encode()).digest()
