"""How well a plan meets what a requirement set asks, round by round."""

from __future__ import annotations

from django.db import models

from prevent_tracker.core.models import TenantModel, history

from .plan import Plan
from .quarter import Round


class RequirementRating(TenantModel):
    """A requirement's rating in a round, on its set's own scale. `code` is "set/code" (rules.requirements)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="requirement_ratings")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requirement_ratings")
    code = models.CharField(max_length=80)
    value = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "round", "code"], name="one_rating_a_round"),
        ]
