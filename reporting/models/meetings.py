"""A board's meeting: its agenda, the papers that go to it, who came, and what was noted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from partners.models import Agency, Meeting
from prevent_tracker.core.models import TenantModel, history

from .packs import Pack


class AgendaItem(TenantModel):
    """One item of an agenda, numbered by its place. `pack`: the pack whose last issue is its paper; `minutes`: what
    was said, in a few sentences; `is_private`: taken in Part B, without the public.

    An item of the last meeting's minutes, or of matters that other boards decided, has its paper drawn for it.
    """

    class Kind(models.TextChoices):
        STANDING = "standing", "Standing item"
        MINUTES = "minutes", "Minutes of the last meeting"
        MATTERS = "matters", "Matters from other boards"
        PACK = "pack", "Board pack"
        ITEM = "item", "Item"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    presenter = models.CharField(max_length=200, blank=True)  # a post, as it is printed
    pack = models.ForeignKey(Pack, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_private = models.BooleanField(default=False)
    minutes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "meeting", "order"],
                deferrable=models.Deferrable.DEFERRED,
                name="agenda_order",
            ),
            models.CheckConstraint(condition=~Q(kind="pack") | Q(pack__isnull=False), name="pack_item_has_pack"),
        ]


class Paper(TenantModel):
    """A file that goes with an item, in Django's storage. Removed ones stay on the record."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    file = models.CharField(max_length=300)  # its name in the storage
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField(default=0)  # of a PDF
    is_tagged = models.BooleanField(default=False)  # a PDF with a structure tree: it can join the one file
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["order", "added_at"]


class Attendance(TenantModel):
    """One line of who came: an agency or a post of the board, never a name of anybody talked about."""

    class Presence(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Not there"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    order = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)  # the seat or the agency, as printed
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=20, choices=Presence.choices)
    note = models.CharField(max_length=200, blank=True)  # "Deputy for the Director"

    history = history()

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "meeting", "order"],
                deferrable=models.Deferrable.DEFERRED,
                name="attendance_order",
            )
        ]


class Bundle(TenantModel):
    """The papers of a meeting as one PDF, as it was last made: made anew at will, so without a history. `is_private`:
    those of Part B, which never join the others."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="bundles")
    is_private = models.BooleanField(default=False)
    pdf = models.BinaryField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    job_id = models.UUIDField(null=True, blank=True)  # the background work that is making it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "meeting", "is_private"], name="one_bundle_a_part")
        ]
