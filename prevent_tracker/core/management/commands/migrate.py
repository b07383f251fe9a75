"""`migrate`, as the database's owner: the application's role may not change the schema."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from prevent_tracker.core.database import as_owner


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> str | None:
        with as_owner():
            return super().handle(*args, **options)
