#!/usr/bin/env python
"""Django's command line. A command that connects starts the embedded PostgreSQL when DATABASE_URL is not set."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from prevent_tracker.embedded import ServerError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prevent_tracker.settings")
    try:
        execute_from_command_line(sys.argv)
    except ServerError as error:
        sys.exit(str(error))  # one line, and an exit code of 1
