"""The database wrapper that starts the embedded server at the first connection.

Starting as late as this is what makes the rule "a command that needs no data starts no database" true for every
command, without a list of names that has to be kept.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from prevent_tracker import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL at the socket of the embedded server, which runs for as long as somebody uses it."""

    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict["HOST"] = str(embedded.start())
        params: dict[str, Any] = super().get_connection_params()
        return params
