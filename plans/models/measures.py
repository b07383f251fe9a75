"""Measures: what is counted to see whether a plan works, and its readings round by round."""

from __future__ import annotations

from django.db import models

from prevent_tracker.core.models import TenantModel, history

from .plan import Action, Marked, Objective, Plan
from .quarter import Round


class Measure(Marked):
    """One figure of a plan, of one of its objectives or of one action; `better` says which direction is good."""

    class Better(models.TextChoices):
        UP = "up", "More is better"
        DOWN = "down", "Less is better"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=40, blank=True)  # "people", "%", ...
    better = models.CharField(max_length=10, choices=Better.choices)
    baseline = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["partnership", "plan", "order"], name="measure_order")]

    def __str__(self) -> str:
        return self.name


class Reading(TenantModel):
    """A measure's figure at the end of a round's quarter."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="readings")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="readings")
    value = models.DecimalField(max_digits=14, decimal_places=3)
    note = models.TextField(blank=True)

    history = history()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "measure", "round"], name="one_reading_a_round")]
