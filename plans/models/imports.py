"""Bringing a plan in: the file as it came, what was read from it, what people mended, and the plan it became."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from prevent_tracker.core.models import TenantModel, history

from .plan import Plan


class ImportBatch(TenantModel):
    """One file that somebody brought, from upload to plan. Its bytes and what was read stand in `ImportFile`.

    `options`: what the person said about the file ({"year_basis", "period"}; blank: read it from the file).
    `corrections`: `plans.importers.proposal.Correction.to_json()` each, in the order they were made. `parties`: words
    of a lead to the choice of who that is ("agency:<slug>", "post:<slug>", "new_agency:<kind>:<name>",
    "new_post:<agency's slug>:<name>", "words"). `error` is the sentence that says why the file cannot be read, or why
    what was read cannot be committed yet. `into` is the plan that a newer version is compared with; `plan` the one that
    the batch became. `version` counts writes, as an action's does.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Being read"
        READ = "read", "Read"
        FAILED = "failed", "Could not be read"
        COMMITTED = "committed", "Imported"
        DISCARDED = "discarded", "Discarded"

    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10)  # docx, xlsx, ods, csv, pdf, text, html or json: by content, not by name
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    options: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    corrections: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    parties: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    error = models.TextField(blank=True)
    started_by = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    job_id = models.UUIDField(null=True, blank=True)  # the background work that reads it
    into = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="newer_versions")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="imports")
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        ordering = ["-started_at"]
        verbose_name_plural = "import batches"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="committed", plan__isnull=False) | (~Q(state="committed") & Q(plan=None)),
                name="import_committed_has_plan",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="import_failed_says_why"),
        ]
        indexes = [models.Index(fields=["partnership", "sha256"], name="import_same_bytes")]

    def __str__(self) -> str:
        return self.name


class ImportFile(TenantModel):
    """What is large about a batch. The bytes stay as they came, after the commit too; they go when the file could not
    be read or the batch is discarded.

    `source`, `proposal` (as read, before corrections) and `mended` (after them; blank without any) are JSON of
    plans.importers.codec. They are text, since the database's own JSON forgets the order of the columns. No history:
    the batch's history has the bytes' hash and every correction, and the rest is derived from those.
    """

    batch = models.OneToOneField(ImportBatch, on_delete=models.PROTECT, related_name="file")
    content = models.BinaryField()
    source = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    mended = models.TextField(blank=True)


class ColumnLayout(TenantModel):
    """How this partnership's columns are to be read: remembered when a mended import is committed.

    `headings` are casefolded with blanks collapsed, in printed order; `fields` those of
    `plans.importers.proposal.Layout`.
    """

    headings = ArrayField(models.TextField())
    fields = ArrayField(models.CharField(max_length=20))

    history = history()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "headings"], name="one_layout_for_headings"),
            models.CheckConstraint(condition=Q(headings__len=models.F("fields__len")), name="layout_names_each_column"),
        ]
