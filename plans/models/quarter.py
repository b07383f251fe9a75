"""A quarter: the round, what each party was asked and said, what was agreed, what boards decided."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from partners.models import Agency, Board, Meeting
from plans.rules import rag
from prevent_tracker.core.models import TenantModel, history

from .plan import Action, Marked, Plan


class Rag(models.TextChoices):
    GREEN = rag.Rag.GREEN, "Green"
    AMBER = rag.Rag.AMBER, "Amber"
    RED = rag.Rag.RED, "Red"


class Round(TenantModel):
    """One reporting round of a plan ("Q2 2016/17"). `closed_at` is the database's own moment."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    slug = models.SlugField()
    label = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "plan", "slug"], name="round_slug"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="round_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False), name="round_closed_was_open"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class UpdateRequest(TenantModel):
    """One agency is asked about one action in one round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requests")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    first_opened_at = models.DateTimeField(null=True, blank=True)  # when its party first looked at it

    history = history()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "round", "action", "agency"], name="asked_once"),
        ]


class UpdateState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"


ANSWERED = (UpdateState.SUBMITTED, UpdateState.ACCEPTED)  # an answer that stands
DRAFTED = "Draft saved"  # the reason in history of what is its writer's own, whatever its state


class Channel(models.TextChoices):
    BROWSER = "browser", "In the browser"
    API = "api", "Through the API"
    LINK = "link", "By single-use link"
    BEHALF = "behalf", "By the coordinator on the agency's behalf"
    DEMONSTRATION = "demonstration", "Invented for this demonstration"


class Update(Marked):
    """A party's answer to its request; at most one, whose changes are its history. Its words are the partnership's own,
    never public unless it is marked so itself."""

    request = models.OneToOneField(UpdateRequest, on_delete=models.PROTECT, related_name="update")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="updates")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="updates")
    rag = models.CharField(max_length=10, choices=Rag.choices, blank=True)
    says_complete = models.BooleanField(default=False)
    is_unchanged = models.BooleanField(default=False)  # "No change since ...", in one press
    narrative = models.TextField(blank=True)
    path_to_green = models.TextField(blank=True)
    forecast_on = models.DateField(null=True, blank=True)
    milestones_ticked = ArrayField(models.UUIDField(), default=list, blank=True)  # in a draft: reached once it is sent
    state = models.CharField(max_length=20, choices=UpdateState.choices)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    submitted_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    return_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=UpdateState.DRAFT) | (Q(submitted_at__isnull=False) & ~Q(rag="") & ~Q(narrative="")),
                name="sent_update_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=UpdateState.DRAFT) | Q(rag=Rag.GREEN) | ~Q(path_to_green=""),
                name="red_or_amber_has_path_to_green",
            ),
            models.CheckConstraint(
                condition=~Q(state=UpdateState.RETURNED) | ~Q(return_reason=""), name="returned_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "action", "id"], name="update_of_action")]


class StatusRule(models.TextChoices):
    """How several parties' answers become one status."""

    WORST = rag.Rule.WORST, "The worst of the answers"
    LEAD = rag.Rule.LEAD, "The first lead’s answer"
    MAJORITY = rag.Rule.MAJORITY, "What most answered; the worse where even"


class AgreedStatus(TenantModel):
    """The status of an action in a round: rolled up by the partnership's rule, or decided by the coordinator with a
    reason.

    `rag` is "" where nobody reported. Written as answers are accepted; final when the round closes.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="statuses")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="statuses")
    rag = models.CharField(max_length=10, choices=Rag.choices, blank=True)
    is_complete = models.BooleanField(default=False)
    rule = models.CharField(max_length=20, choices=[*StatusRule.choices, ("decided", "Decided")])
    reason = models.TextField(blank=True)

    history = history()

    class Meta:
        verbose_name_plural = "agreed statuses"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "round", "action"], name="one_agreed_status"),
            models.CheckConstraint(condition=~Q(rule="decided") | ~Q(reason=""), name="decided_has_reason"),
        ]


class Extension(TenantModel):
    """One agency may answer in a round until a later day than the others."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extensions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.TextField()

    history = history()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "round", "agency"], name="one_extension")]


class Evidence(TenantModel):
    """What shows that an answer is so: a link, or a file in Django's storage. Removed ones stay on the record."""

    request = models.ForeignKey(UpdateRequest, on_delete=models.PROTECT, related_name="evidence")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    file = models.CharField(max_length=300, blank=True)  # its name in the storage
    content_type = models.CharField(max_length=100, blank=True)  # by content, not as sent
    size = models.PositiveIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        ordering = ["added_at"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(condition=Q(url="") ^ Q(file=""), name="evidence_is_link_or_file"),
        ]

    @property
    def kind(self) -> str:
        """What a file was found to be ("PDF"); "" for a link."""
        return self.file.rpartition(".")[2].upper()


class Decision(Marked):
    """What a board decided, about which action, and which other board it is put to (`for_board`)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    owner = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    for_board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["meeting__held_on", "number"]
        constraints = [models.UniqueConstraint(fields=["partnership", "meeting", "number"], name="decision_number")]
