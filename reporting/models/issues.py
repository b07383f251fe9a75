"""What was issued, frozen; and what of it anybody may read."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from plans.models import Plan
from prevent_tracker.core.models import M, TenantManager, TenantModel, history

from ..seal import Sealed
from .packs import Pack

_SEALED = (
    "number", "document_sha256", "html_sha256", "pdf_sha256", "as_at", "issued_at", "issued_by", "reason",
    "previous_seal",
)  # fmt: skip


class PublicManager(TenantManager[M]):
    """Rows of which some may be read by anybody: the database decides which (app.enter_visitor)."""

    def for_visitors(self) -> models.QuerySet[M]:
        return models.Manager.get_queryset(self)


class Edition(models.TextChoices):
    BOARD = "board", "Board"
    PARTNER = "partner", "Partner"
    PUBLIC = "public", "Public"


class Issue(TenantModel):
    """One edition of a pack, or of a plan by itself (`pack` None, public only), as it was issued: never changed, only
    superseded by the next number, which says why.

    `document` is the JSON of reporting.document; `document_sha256`, `html_sha256` and `pdf_sha256` are digests of the
    three texts as they are downloaded. `seal_sha256` (reporting/seal.py) covers them, who and when, and
    `previous_seal`, the seal of the number before in the same edition: a chain. `as_at` is the moment of its data.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="issues")
    pack = models.ForeignKey(Pack, null=True, blank=True, on_delete=models.PROTECT, related_name="issues")
    edition = models.CharField(max_length=20, choices=Edition.choices, default=Edition.BOARD)
    number = models.PositiveSmallIntegerField()
    document = models.TextField()
    document_sha256 = models.CharField(max_length=64)
    html = models.TextField()
    html_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    as_at = models.DateTimeField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    made_with = models.CharField(max_length=200, blank=True)  # this program and WeasyPrint, with their versions
    previous_seal = models.CharField(max_length=64, blank=True)
    seal_sha256 = models.CharField(max_length=64)

    objects: ClassVar[PublicManager[Self]] = PublicManager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "plan", "pack", "edition", "number"], nulls_distinct=False, name="issue_number"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="superseding_has_reason"),
            models.CheckConstraint(
                condition=Q(pack__isnull=False) | Q(edition=Edition.PUBLIC), name="plan_alone_is_public"
            ),
        ]

    @property
    def sealed(self) -> Sealed:
        """What its seal covers, as it stands in the database."""
        return Sealed(
            partnership=str(self.partnership_id),
            plan=str(self.plan_id),
            pack=str(self.pack_id or ""),
            edition=str(self.edition),
            **{name: getattr(self, name) for name in _SEALED},
        )


class Publication(TenantModel):
    """A plan's page, or that of a pack, which anybody may read without signing in, while `withdrawn_at` is empty.

    It shows the public editions issued since `published_at`: a page that was withdrawn and is released anew starts
    again, so that what was withdrawn stays so. `address` is the path below /public/ ("haringey/prevent-2016-17"), its
    own for ever; names are kept here because a visitor's session reads no other table.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publications")
    pack = models.OneToOneField(Pack, null=True, blank=True, on_delete=models.PROTECT, related_name="publication")
    address = models.CharField(max_length=200, unique=True)
    partnership_name = models.CharField(max_length=200)
    title = models.CharField(max_length=400)
    is_indexable = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[PublicManager[Self]] = PublicManager()
    history = history()

    class Meta:
        ordering = ["address"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "plan"], condition=Q(pack=None), name="one_publication_a_plan"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="withdrawn_has_reason"
            ),
        ]
