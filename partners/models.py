"""Who: people, the partnership (the tenant), its agencies, posts, boards, members and keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from prevent_tracker.core.ids import new_id
from prevent_tracker.core.models import TenantModel, history

from .roles import ROLES, Role


class YearBasis(models.TextChoices):
    FINANCIAL = "financial", "Financial year, April to March"
    ACADEMIC = "academic", "Academic year, September to August"
    CALENDAR = "calendar", "Calendar year, January to December"


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, name: str, password: str | None = None) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. It belongs to no partnership: a person may be a member of several, with a role in each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Nobody is: there is no back door beside the roles."""
        return False


class Partnership(models.Model):
    """The tenant. `rag_key`: {value: {"label", "definition"}}, the partnership's own words, printed in every pack."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    year_basis = models.CharField(max_length=20, choices=YearBasis.choices, default=YearBasis.FINANCIAL)
    accent = models.CharField(max_length=7, default="#00566b")
    rag_key: models.JSONField[Any, Any] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name

    @property
    def partnership_id(self) -> Any:
        """A partnership is its own scope."""
        return self.pk


class Agency(TenantModel):
    """An organisation, or a service of one, that leads on actions and answers for them."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        COUNCIL_SERVICE = "council_service", "Council service"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        PROBATION = "probation", "Probation"
        FIRE = "fire", "Fire"
        EDUCATION = "education", "Education"
        HOUSING = "housing", "Housing"
        VOLUNTARY = "voluntary", "Voluntary and community"
        FAITH = "faith", "Faith"
        OTHER = "other", "Other"

    slug = models.SlugField()
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    is_coordinating = models.BooleanField(default=False)  # asked where a plan names no lead

    history = history()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="agency_slug"),
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(is_coordinating=True), name="one_coordinating_agency"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(TenantModel):
    """A post that leads on actions; it answers through its agency, whoever holds it."""

    slug = models.SlugField()
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    history = history()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="post_slug")]

    def __str__(self) -> str:
        return self.name


class Board(TenantModel):
    """A group that reads packs and takes decisions: a delivery group, or the strategic board that it reports to."""

    slug = models.SlugField()
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    style = models.CharField(max_length=30)  # of its packs; the names are those of reporting.styles
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    meets = models.TextField(blank=True)
    terms = models.TextField(blank=True)

    history = history()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="board_slug")]

    def __str__(self) -> str:
        return self.name


class BoardSeat(TenantModel):
    """One line of a board's membership, in the words of its terms of reference."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="seats")
    order = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    history = history()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["partnership", "board", "order"], name="seat_order")]


class Meeting(TenantModel):
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    label = models.CharField(max_length=100)
    note = models.CharField(max_length=200, blank=True)

    history = history()

    class Meta:
        ordering = ["held_on"]
        constraints = [models.UniqueConstraint(fields=["partnership", "board", "held_on"], name="one_meeting_a_day")]

    def __str__(self) -> str:
        return f"{self.board.short_name}, {self.held_on:%-d %B %Y}"


class Membership(TenantModel):
    """A person's one role in one partnership; a contributor's is for one agency."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, ROLES[role].label) for role in Role])
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    is_secretary = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "user"], name="one_membership"),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(role=Role.CONTRIBUTOR), name="contributor_has_agency"
            ),
            models.CheckConstraint(
                condition=Q(is_secretary=False) | Q(role=Role.BOARD_MEMBER), name="secretary_is_board_member"
            ),
        ]


class ApiKey(TenantModel):
    """A partner's system: one agency of one partnership. The secret is stored hashed (SHA-256 of 256 random bits)."""

    name = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="keys")
    prefix = models.CharField(max_length=12, unique=True)
    secret_sha256 = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="key_expires_later")]
