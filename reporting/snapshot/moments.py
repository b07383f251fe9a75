"""Two moments of a document: that of its words, and that of its figures."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from plans.models import Round


def moment_of(pack_round: Round, now: dt.datetime) -> dt.datetime:
    """The moment of a pack's figures, as it is drawn at `now`: a round that was closed by then is reported as it stood
    when it closed, an open one as it stands. Words, markings and decisions are those of `now`."""
    closed_at = pack_round.closed_at
    return closed_at if closed_at is not None and closed_at <= now else now


def said(moment: dt.datetime) -> str:
    """A moment in a sentence, in the installation's time zone."""
    return f"{timezone.localtime(moment):%-d %B %Y at %H:%M}"
