"""How a partnership asks: its settings of rounds, and the single-use links in its mails."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models

from partners.models import Agency
from prevent_tracker.core.models import TenantModel, history

from .quarter import Round, StatusRule


def two_reminders() -> list[int]:
    return [7, 2]


def one_reminder() -> list[int]:
    return [3]


class RoundSettings(TenantModel):
    """How a partnership runs its rounds; at most one row, and these defaults where there is none.

    Days count from the deadline of the agency written to (its extension's, where it has one); a reminder due on a
    weekend or a bank holiday goes out on the working day before, or after the deadline on the one after.
    """

    status_rule = models.CharField(max_length=20, choices=StatusRule.choices, default=StatusRule.WORST)
    opens_days_after = models.PositiveSmallIntegerField(default=1)  # a round opens so many days after its quarter ends
    closes_days_before = models.PositiveSmallIntegerField(default=10)  # working days before the board's papers are due
    papers_days_before = models.PositiveSmallIntegerField(default=5)  # clear working days before the meeting
    opens_by_itself = models.BooleanField(default=False)
    sends_mail = models.BooleanField(default=True)
    send_at = models.TimeField(default=dt.time(9))
    remind_before = ArrayField(models.PositiveSmallIntegerField(), default=two_reminders, blank=True)
    remind_on_the_day = models.BooleanField(default=True)
    remind_after = ArrayField(models.PositiveSmallIntegerField(), default=one_reminder, blank=True)
    senior_after = models.PositiveSmallIntegerField(null=True, blank=True, default=7)
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        verbose_name_plural = "round settings"
        constraints = [models.UniqueConstraint(fields=["partnership"], name="one_round_settings")]


class AnswerLink(TenantModel):
    """A single-use link: one address answers for one agency in one round, without an account.

    Its token is made as the mail that holds it leaves (`token_sha256` is null until then). Whoever presses "Continue"
    on its page uses it: from then on it works in that browser alone (`session_sha256`), until it ends.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="links")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    token_sha256 = models.BinaryField(null=True)
    session_sha256 = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    history = history()

    class Meta:
        indexes = [
            models.Index(fields=["token_sha256"], name="link_by_token"),
            models.Index(fields=["partnership", "round", "agency"], name="links_of_round"),
        ]
