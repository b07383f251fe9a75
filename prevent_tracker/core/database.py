"""Which role the connection has. The application never owns a table; only migrations and the demo's past do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

OWNER = "tracker_owner"
APPLICATION = "tracker_app"
FUNCTIONS = "tracker_fn"  # cannot log in; owns the SECURITY DEFINER functions and nothing else


@contextmanager
def as_owner() -> Iterator[None]:
    """Reconnect the default connection as the owner's role under the maintenance flag, and back afterwards.

    Raises `ImproperlyConfigured` when DATABASE_OWNER_URL is not set. Not inside a transaction.
    """
    if connection.settings_dict["USER"] == OWNER:
        yield
        return
    if not settings.DATABASE_OWNER_URL:
        raise ImproperlyConfigured("Set DATABASE_OWNER_URL: this command works as the database's owner role.")
    address = urlsplit(settings.DATABASE_OWNER_URL)
    before = dict(connection.settings_dict)
    options = before["OPTIONS"].get("options", "").replace("-c statement_timeout=30s", "-c statement_timeout=0")
    connection.close()
    connection.settings_dict.update(
        USER=unquote(address.username or OWNER),
        PASSWORD=unquote(address.password or ""),
        OPTIONS={**before["OPTIONS"], "options": f"{options} -c app.maintenance=on"},
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update({key: before[key] for key in ("USER", "PASSWORD", "OPTIONS")})
