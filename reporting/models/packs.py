"""Packs: a draft for one board about one round, its words, and how it is put together."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from partners.models import Board, Meeting
from plans.models import Round
from prevent_tracker.core.models import TenantModel, history


class PackStyle(TenantModel):
    """A partnership's own style, made of the parts that the built-in ones are made of.

    `layout`: reporting.styles.Style as plain JSON. A board or a pack names it by its slug, as it names a built-in one.
    """

    slug = models.SlugField(max_length=30)
    label = models.CharField(max_length=100)
    layout: models.JSONField[Any, Any] = models.JSONField(default=dict)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        ordering = ["label"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="style_slug")]


class PackSettings(TenantModel):
    """What every pack of a partnership carries: its logo, a PNG or JPEG kept as it was checked."""

    logo = models.BinaryField(null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True)  # "image/png" or "image/jpeg", by content
    logo_alt = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        verbose_name_plural = "pack settings"
        constraints = [models.UniqueConstraint(fields=["partnership"], name="one_pack_settings")]


class Pack(TenantModel):
    """What a coordinator writes around a round's figures for one board.

    `cover`: {field: words} of the cover report. `markings`: {"headline" | "narrative" | "recommendations" | "cover":
    marking} of these words, "partnership" where none is set. `style`: blank for the board's. `contents`:
    [{"key", "heading"}], the parts in order, where this pack's differ from its style's. `compare_to` or
    `compare_moment` fill the part "comparison".
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="packs")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="packs")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="packs")
    headline = models.TextField(blank=True)
    narrative = models.TextField(blank=True)
    recommendations = ArrayField(models.TextField(), default=list, blank=True)
    marking = models.CharField(max_length=60, default="OFFICIAL")
    cover: models.JSONField[Any, Any] = models.JSONField(default=dict)
    markings: models.JSONField[Any, Any] = models.JSONField(default=dict)
    style = models.CharField(max_length=30, blank=True)
    contents: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    compare_to = models.ForeignKey("Issue", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    compare_moment = models.DateTimeField(null=True, blank=True)
    job_id = models.UUIDField(null=True, blank=True)  # the background work that is making its draft or issue
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        ordering = ["-round__starts_on", "board__name"]
        constraints = [models.UniqueConstraint(fields=["partnership", "board", "round"], name="one_pack_a_round")]


class Draft(TenantModel):
    """The last draft of a pack as a file: made anew at will, so without a history."""

    pack = models.OneToOneField(Pack, on_delete=models.CASCADE, related_name="draft")
    document_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pages = models.PositiveSmallIntegerField()
    as_at = models.DateTimeField()
    made_at = models.DateTimeField()


class DrawnSection(TenantModel):
    """A section of a pack as it was last drawn, by the SHA-256 of all that it was drawn from: a cache, no record."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="drawn")
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "pack", "sha256"], name="section_drawn_once")]
