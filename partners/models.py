"""Who: people, the partnership (the tenant), its agencies, posts, boards, members and keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from prevent_tracker.core.ids import new_id
from prevent_tracker.core.models import TenantManager, TenantModel, history

from .roles import ROLES, Role, Scope


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
    released_on = models.DateField(null=True, blank=True)  # a community body: named in public editions from this day

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

    @property
    def is_community_body(self) -> bool:
        """Whether it is a charity, mosque, synagogue, ...: named to the public only once that was agreed with it."""
        return self.kind in (self.Kind.VOLUNTARY, self.Kind.FAITH)

    @property
    def is_held(self) -> bool:
        """Whether its name is still held back from public editions (domain.md, "Blanks and sensitivity")."""
        return self.is_community_body and self.released_on is None


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
    papers_clear_days = models.PositiveSmallIntegerField(default=5)  # five in England, three in Wales
    drafts_days_before = models.PositiveSmallIntegerField(null=True, blank=True)  # working days before papers are due
    standing_items = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # of each agenda, in order

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
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    minutes_agreed_on = models.DateField(null=True, blank=True)  # by the board, at a later meeting
    version = models.PositiveIntegerField(default=1)

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
    """A partner's system: for one agency of one partnership, or (`agency` None) to read the partnership only.

    The secret is stored hashed (SHA-256 of 256 random bits). When it was last used is in its log (`ApiCall`).
    """

    name = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="keys")
    scopes = ArrayField(models.CharField(max_length=20, choices=[(scope.value, scope.value) for scope in Scope]))
    created_by = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=12, unique=True)
    secret_sha256 = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="key_expires_later"),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(scopes__contains=[Scope.ANSWER.value]),
                name="key_that_writes_has_agency",
            ),
        ]


class ApiCall(models.Model):
    """What a key did: one line a call, refused ones included. Written by the database's `app.log_call` alone."""

    id = models.BigAutoField(primary_key=True)
    partnership_id = models.UUIDField()
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="calls", db_constraint=False)
    at = models.DateTimeField()
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()
    milliseconds = models.PositiveIntegerField()

    objects = TenantManager()

    class Meta:
        indexes = [models.Index(fields=["partnership_id", "key", "-id"], name="calls_of_key")]


class AgencyContact(TenantModel):
    """Somebody at an agency who is written to: who reports for it without an account, or its named senior."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    email = models.EmailField("e-mail address")
    is_senior = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "agency", "email", "is_senior"],
                condition=Q(ended_at=None),
                name="one_contact_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.agency.short_name})"


class Message(TenantModel):
    """One e-mail to one person. `key` says what it is and for which day, so that nothing is written twice.

    `about`: [{"round": id, "agency": id}], what it asks for. `text` and `html` hold `{link:<id of an AnswerLink>}`
    where a single-use address goes: it is made as the mail leaves, and stored nowhere. An attempt is committed before
    the mail server is spoken to; one that ended without an answer leaves the message "uncertain", and only a person
    sends it again.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", "Request for updates"
        BEFORE = "before", "Reminder before the deadline"
        ON = "on", "Reminder on the day"
        AFTER = "after", "Reminder after the deadline"
        SENIOR = "senior", "To the agency’s named senior"
        CHASE = "chase", "Chased by the coordinator"
        RETURNED = "returned", "Update returned"
        LINK = "link", "New link"
        DRAFTS = "drafts", "Drafts of packs"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not delivered"
        UNCERTAIN = "uncertain", "May not have arrived"

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    about: models.JSONField[Any, Any] = models.JSONField(default=list)
    to_name = models.CharField(max_length=200)
    to_email = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    calendar = models.TextField(blank=True)  # an iCalendar attachment
    message_id = models.CharField(max_length=100, unique=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)  # the mail server's own words
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["partnership", "key"], name="written_once")]
        indexes = [GinIndex(fields=["about"], name="message_about", opclasses=["jsonb_path_ops"])]


class CalendarAddress(TenantModel):
    """A person's secret address of their due dates and boards as iCalendar; a new one replaces it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token_sha256 = models.BinaryField()
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "user"], condition=Q(revoked_at=None), name="one_calendar_address"
            )
        ]


class Webhook(TenantModel):
    """An address of a partner's system that is told what happens; `agency` None: everything in the partnership.

    The secret that signs is not stored: it follows from the installation's SECRET_KEY and `salt`.
    """

    class Event(models.TextChoices):
        ROUND_OPENED = "round.opened", "A round opened"
        UPDATE_RETURNED = "update.returned", "An update was returned"
        UPDATE_ACCEPTED = "update.accepted", "An update was accepted"
        ACTION_CHANGED = "action.changed", "An action changed"
        PACK_ISSUED = "pack.issued", "A pack was issued"
        TEST = "webhook.test", "A test"  # sent by hand, whatever the webhook asks for

    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="webhooks")
    url = models.URLField(max_length=500)
    events = ArrayField(models.CharField(max_length=30, choices=Event.choices))
    salt = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    history = history()


class Delivery(TenantModel):
    """One event on its way to one webhook. `tries`: what came of each attempt, the oldest first,
    [{"at": ISO 8601, "status": int or null, "said": words, "milliseconds": int}].

    `next_at` and `tried_at` are the queue's, real time (a demonstration's too); the other moments are the clock's.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Given up"

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=30, choices=Webhook.Event.choices)
    body = models.TextField()  # JSON, byte for byte as it is signed
    created_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)  # of the last answer
    said = models.CharField(max_length=500, blank=True)  # the start of the last answer, or why there was none
    next_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    tries: models.JSONField[Any, Any] = models.JSONField(default=list)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["partnership", "webhook", "-id"], name="deliveries_of_webhook"),
            models.Index(fields=["partnership", "webhook"], condition=Q(state="waiting"), name="deliveries_waiting"),
        ]
