"""Lines of the log, without the secrets that stand in addresses."""

from __future__ import annotations

import logging
import re

# Of single-use links and of calendars; whoever reads a log must not get in.
_SECRET = re.compile(r"(/(?:link|calendar)/)[^/\s?\"'<>]+")


class SafeFormatter(logging.Formatter):
    """Blanks secrets wherever they stand: in Django's "Not Found: /link/…/" as in a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1[hidden]", super().format(record))
