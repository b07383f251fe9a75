"""The plan as printed and as understood: its own headings, numbers and words beside what rules can know of them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from partners.models import Agency, Board, Post, YearBasis
from plans.rules.exemptions import EXEMPTIONS
from plans.rules.lifecycle import ActionState as States
from plans.rules.timescale import Timescale
from prevent_tracker.core.models import TenantModel, history


class ActionState(models.TextChoices):
    NOT_STARTED = States.NOT_STARTED, "Not started"
    IN_PROGRESS = States.IN_PROGRESS, "In progress"
    COMPLETE = States.COMPLETE, "Complete"
    PAUSED = States.PAUSED, "Paused"
    CANCELLED = States.CANCELLED, "Cancelled"
    SUPERSEDED = States.SUPERSEDED, "Superseded"


class Marking(models.TextChoices):
    PUBLIC = "public", "Public"
    PARTNERSHIP = "partnership", "Partnership"
    RESTRICTED = "restricted", "Restricted"


class Marked(TenantModel):
    """Who may read it: blank inherits from what it belongs to. `marking_reason` is a key of `rules.exemptions`: why it
    is left out of the editions that it is not marked for."""

    marking = models.CharField(max_length=20, choices=Marking.choices, blank=True)
    marking_reason = models.CharField(max_length=20, choices=EXEMPTIONS.items(), blank=True)

    class Meta:
        abstract = True


class Plan(Marked):
    """A delivery plan. `columns`: [{"field", "heading"}] in printed order; `levels`: what each level is called."""

    class Stage(models.TextChoices):
        DRAFT = "draft", "Draft"
        ENDORSED = "endorsed", "Endorsed"
        PUBLISHED = "published", "Published"
        CLOSED = "closed", "Closed"

    slug = models.SlugField()
    title = models.CharField(max_length=300)
    reference = models.CharField(max_length=100, blank=True)
    subtitle = models.CharField(max_length=300, blank=True)
    table_title = models.CharField(max_length=300, blank=True)
    edition_words = models.CharField(max_length=100, blank=True)
    period_label = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    year_basis = models.CharField(max_length=20, choices=YearBasis.choices)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    stage_on = models.DateField(null=True, blank=True)
    marking = models.CharField(max_length=20, choices=Marking.choices, default=Marking.PARTNERSHIP)
    responsible = models.CharField(max_length=200, blank=True)
    council_priorities = ArrayField(models.TextField(), default=list, blank=True)
    indicators = ArrayField(models.TextField(), default=list, blank=True)
    requirement_sets = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # of rules.requirements
    levels = ArrayField(models.CharField(max_length=60), default=list)
    columns: models.JSONField[Any, Any] = models.JSONField(default=list)
    note = models.TextField(blank=True)

    history = history()

    class Meta:
        ordering = ["-starts_on", "title"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="plan_slug"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title


class FrontMatter(Marked):
    """A headed section before the table. `body`: paragraphs (text) and lists ({"list": [text]}) in order."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="front_matter")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    body: models.JSONField[Any, Any] = models.JSONField(default=list)

    history = history()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["partnership", "plan", "order"], name="front_matter_order")]


class GlossaryEntry(TenantModel):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="glossary")
    order = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=100)
    meaning = models.TextField()

    history = history()

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "glossary entries"
        constraints = [models.UniqueConstraint(fields=["partnership", "plan", "term"], name="glossary_term")]


class Objective(Marked):
    """A node of the plan's tree, at most three deep: a subject, section, objective or project, as the plan calls it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    depth = models.PositiveSmallIntegerField()
    order = models.PositiveIntegerField()  # in the whole plan, depth first
    number = models.CharField(max_length=20, blank=True)
    number_is_generated = models.BooleanField(default=False)
    title = models.TextField()
    paragraphs = ArrayField(models.TextField(), default=list, blank=True)
    outcomes = ArrayField(models.TextField(), default=list, blank=True)
    requirements = ArrayField(models.TextField(), default=list, blank=True)

    history = history()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "plan", "order"], name="objective_order", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(depth__lte=2), name="objective_at_most_three_deep"),
            models.CheckConstraint(
                condition=Q(depth=0, parent__isnull=True) | Q(depth__gt=0, parent__isnull=False),
                name="objective_root_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Action(Marked):
    """Something promised. The printed cells (`leads_text`, `timescale_text`, `progress_text`) are kept as printed.

    `row` names the printed row where several actions share cells. `timescale` is `Timescale.to_json()` of
    `timescale_text`; `due_on` is derived from it by one rule and stored so that lists can filter. `version` counts
    writes: forms and the API carry it so that nobody overwrites what they have not seen.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="actions")
    order = models.PositiveIntegerField()  # within the objective
    number = models.CharField(max_length=20)
    number_is_generated = models.BooleanField(default=False)
    row = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    steps = ArrayField(models.TextField(), default=list, blank=True)
    outcomes = ArrayField(models.TextField(), default=list, blank=True)
    leads_text = models.TextField(blank=True)
    timescale_text = models.TextField(blank=True)
    timescale: models.JSONField[Any, Any] = models.JSONField(default=dict)
    due_on = models.DateField(null=True, blank=True)
    progress_text = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=ActionState.choices, default=ActionState.IN_PROGRESS)
    requirement_codes = ArrayField(models.CharField(max_length=80), default=list, blank=True)  # "set/code", see rules
    note = models.TextField(blank=True)
    came_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="became")
    version = models.PositiveIntegerField(default=1)

    history = history()

    class Meta:
        ordering = ["objective__order", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "plan", "number"], name="action_number", deferrable=models.Deferrable.DEFERRED
            ),
        ]
        indexes = [models.Index(fields=["partnership", "plan", "due_on"], name="action_due")]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"

    @property
    def is_restricted(self) -> bool:
        """Whether its words stay inside the tracker: no mail and no webhook carries them. Reads `ABOVE_ACTION`."""
        return self.effective_marking == Marking.RESTRICTED

    @property
    def effective_marking(self) -> str:
        """Its own marking, else that of the nearest objective above it that has one, else the plan's."""
        if self.marking:
            return self.marking
        above: Objective | None = self.objective
        while above is not None and not above.marking:
            above = above.parent
        return above.marking if above else self.plan.marking

    @property
    def read_timescale(self) -> Timescale:
        """The timescale as understood."""
        return Timescale.from_json(self.timescale)


# What an action's marking is inherited from, for `select_related` where actions come with other rows.
ABOVE_ACTION = ("action__plan", "action__objective__parent__parent")


class Lead(Marked):
    """One name in an action's lead cell, in the words as printed: an agency, a post, or words that are neither yet."""

    class Kind(models.TextChoices):
        LEAD = "lead", "Lead"
        PARTNER = "partner", "Partner"
        RESOURCE = "resource", "Resource"

    class Nature(models.TextChoices):
        AGENCY = "agency", "Agency"
        POST = "post", "Post"
        GROUP = "group", "Group"
        COLLECTIVE = "collective", "Collective"
        PERSON = "person", "Person"
        PROJECT = "project", "Project"
        SECTOR = "sector", "Sector"
        PLACEHOLDER = "placeholder", "Placeholder"
        REFERENCE = "reference", "Reference"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="leads")
    order = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.LEAD)
    nature = models.CharField(max_length=20, choices=Nature.choices)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")

    history = history()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["partnership", "action", "order"], name="lead_order")]

    def __str__(self) -> str:
        return self.words


class Milestone(TenantModel):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    due_text = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["partnership", "action", "order"], name="milestone_order")]


class DeadlineChange(TenantModel):
    """One line of the slippage ledger: what the timescale was, what it became, why, and who agreed."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="deadline_changes")
    changed_on = models.DateField()
    old_text = models.TextField(blank=True)
    new_text = models.TextField(blank=True)
    old_due_on = models.DateField(null=True, blank=True)
    new_due_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    agreed_by = models.CharField(max_length=200)
    board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    history = history()

    class Meta:
        ordering = ["changed_on", "id"]
