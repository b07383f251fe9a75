"""What every app's tables stand on, and the tables that know ids but no domain."""

from __future__ import annotations

import uuid
from typing import Any, Protocol, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from simple_history.models import HistoricalRecords

from .ids import new_id

M = TypeVar("M", bound=models.Model)


class Scope(Protocol):
    """Whoever carries a tenant: `partners.tenancy.Access`, or a `TenantModel` row."""

    @property
    def partnership_id(self) -> uuid.UUID: ...


class UnscopedQuery(RuntimeError):
    """A query on tenant rows that named no tenant."""


class TenantManager(models.Manager[M]):
    """Rows of one partnership: `objects.within(access)`. Without a scope it raises: a forgotten filter is an error.

    Row-level security stands behind it. Managers of relations (`plan.actions`) are scoped by their instance.
    """

    def within(self, scope: Scope) -> models.QuerySet[M]:
        return super().get_queryset().filter(partnership_id=scope.partnership_id)

    def get_queryset(self) -> models.QuerySet[M]:
        if not hasattr(self, "instance"):
            raise UnscopedQuery(f"{self.model.__name__}.objects needs .within(access)")
        return super().get_queryset()


class HistoryRow(models.Model):
    """Columns of a history row that the database fills itself (core/rls.py, `app.history_stamp`)."""

    history_actor = models.TextField(null=True, editable=False)  # noqa: DJ001  null: not yet stamped
    history_txid = models.BigIntegerField(null=True, editable=False)

    class Meta:
        abstract = True


def nobody(**_: Any) -> None:
    """simple-history asks Python who it was; the database knows and stamps it."""


def history() -> HistoricalRecords:
    """The history of one model: 64-bit ids, reasons of any length, actor and time stamped by the database."""
    return HistoricalRecords(
        bases=[HistoryRow],
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
        user_db_constraint=False,
        get_user=nobody,
    )


class TenantModel(models.Model):
    """A row that belongs to one partnership."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey("partners.Partnership", on_delete=models.PROTECT, related_name="+")

    objects = TenantManager()

    class Meta:
        abstract = True


class DemoClock(models.Model):
    """At most one row: the day a demonstration stands still on. Written by the owner's role only."""

    id = models.BooleanField(primary_key=True, default=True)
    today = models.DateField()


class Job(models.Model):
    """A piece of background work (core/jobs.py). Effect and `done_at` are committed together; one with `cancelled_at`
    is never done. `refusal`: a sentence for who asked, why it was done without effect; `error`: for the operator."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership_id = models.UUIDField()
    user_id = models.UUIDField(null=True)
    task = models.CharField(max_length=200)
    args = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    run_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    refusal = models.TextField(blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["run_at"], condition=models.Q(done_at=None, cancelled_at=None), name="job_waiting")
        ]


class JobProgress(models.Model):
    """How far a job is: written outside the job's own transaction, so that a page can show it meanwhile. `steps`: the
    names of all its steps in order, where it knows them, each an equal share of `total`."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True)
    partnership_id = models.UUIDField()
    done = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    doing = models.CharField(max_length=200, blank=True)
    steps = ArrayField(models.TextField(), default=list)


class Confirmation(models.Model):
    """Somebody's word that a text which looks like case data is not about a person (core/personal.py).

    `digest` is the SHA-256 of the words found, lower case and without spaces; `shown` those words with all but a few
    characters masked. Append-only: what was confirmed stays on the record.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership_id = models.UUIDField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    label = models.CharField(max_length=100)  # of the field it stood in
    shown = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["partnership_id", "at"], name="confirmation_when")]


class IdempotentCall(models.Model):
    """A POST of the API that was answered: the same key and body get the same answer, once only
    (draft-ietf-httpapi-idempotency-key-header). Written in the work's own transaction; kept for a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership_id = models.UUIDField()
    caller = models.CharField(max_length=100)  # the actor, as history names it: "key:<prefix>"
    key = models.CharField(max_length=255)
    request_sha256 = models.CharField(max_length=64)  # of method, path and body
    status = models.PositiveSmallIntegerField(null=True)
    headers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership_id", "caller", "key"], name="answered_once")]


class Change(models.Model):
    """One line of the feed of changes, written by the database beside each history row (core/rls.py, `FeedTable`).

    Read in the order (epoch, txid, seq), up to the oldest transaction still running: `seq` alone is given out before
    commit, so a slow writer's row would appear behind a reader's cursor. `epoch` counts restores of the database,
    after which transaction ids begin anew (`manage.py restored`).
    """

    seq = models.BigAutoField(primary_key=True)
    partnership_id = models.UUIDField()
    epoch = models.IntegerField()
    txid = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)  # "action", "update", ...
    row_id = models.UUIDField()
    agency_id = models.UUIDField(null=True)  # whose it is alone; null: everybody's in the partnership
    change = models.CharField(max_length=1)  # + made, ~ changed, - deleted

    class Meta:
        indexes = [models.Index(fields=["partnership_id", "epoch", "txid", "seq"], name="feed_order")]
