"""Packs: a draft for one board about one round, and what was issued of it, frozen."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from partners.models import Board, Meeting
from plans.models import Round
from prevent_tracker.core.models import TenantModel, history


class Pack(TenantModel):
    """What a coordinator writes around a round's figures for one board. `cover`: {field: words} of the cover report."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="packs")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="packs")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="packs")
    headline = models.TextField(blank=True)
    narrative = models.TextField(blank=True)
    recommendations = ArrayField(models.TextField(), default=list, blank=True)
    marking = models.CharField(max_length=60, default="OFFICIAL")
    cover: models.JSONField[Any, Any] = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True, blank=True)  # the background work that is making its issue
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        ordering = ["-round__starts_on", "board__name"]
        constraints = [models.UniqueConstraint(fields=["partnership", "board", "round"], name="one_pack_a_round")]


class Issue(TenantModel):
    """A pack as it was issued: never changed, only superseded by the next number, which says why.

    `document` is the JSON of reporting.document; `document_sha256` its digest, `pdf_sha256` that of the file.
    """

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField()
    document = models.TextField()
    document_sha256 = models.CharField(max_length=64)
    html = models.TextField()
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "pack", "number"], name="issue_number"),
            models.CheckConstraint(condition=models.Q(number=1) | ~models.Q(reason=""), name="superseding_has_reason"),
        ]
