"""The shapes that go out, for the OpenAPI document (rows go out plain, see queries.api). What comes in: bodies.py.

A test holds every real answer against the documented shape.
"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from partners.models import YearBasis
from plans.models import ActionState, Channel, Lead, Marking, Plan, Rag, UpdateState
from plans.rules.rollup import NOT_REPORTED
from plans.rules.timescale import Kind
from prevent_tracker.core.personal import KINDS

Shape = serializers.Serializer[Any]
_DIRECTIONS = [(word, word) for word in ("improved", "same", "worsened")]
_STATUSES = list({**dict(Rag.choices), **dict(ActionState.choices), NOT_REPORTED: "Not reported"}.items())


class Texts(serializers.ListField):
    child = serializers.CharField()


class RoundBrief(Shape):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field: the metaclass takes it out of the class
    closes_on = serializers.DateField()
    is_open = serializers.BooleanField()


class RoundShape(Shape):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field: the metaclass takes it out of the class
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class ColumnShape(Shape):
    field = serializers.CharField()
    heading = serializers.CharField()


class PlanShape(Shape):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    title = serializers.CharField()
    reference = serializers.CharField()
    period_label = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    year_basis = serializers.ChoiceField(choices=YearBasis.choices)
    stage = serializers.ChoiceField(choices=Plan.Stage.choices)
    stage_on = serializers.DateField(allow_null=True)
    marking = serializers.ChoiceField(choices=Marking.choices)
    levels = Texts(help_text="What the plan calls each of its levels, top down.")
    columns = ColumnShape(many=True, help_text="The plan’s own headings, in printed order.")
    rounds = RoundShape(many=True, help_text="Rounds that have opened, oldest first.")


class SectionShape(Shape):
    heading = serializers.CharField()
    body = serializers.ListField(help_text='Paragraphs (text) and lists ({"list": [text]}), in order.')


class TermShape(Shape):
    term = serializers.CharField()
    meaning = serializers.CharField()


class PlanWithText(PlanShape):
    front_matter = SectionShape(many=True)
    glossary = TermShape(many=True)


class ObjectiveShape(Shape):
    id = serializers.UUIDField()
    plan = serializers.UUIDField()
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]  # a field: the metaclass takes it out of the class
    depth = serializers.IntegerField(help_text="0 at the top, at most 2.")
    order = serializers.IntegerField(help_text="In the whole plan, depth first.")
    number = serializers.CharField()
    number_is_generated = serializers.BooleanField()
    title = serializers.CharField()
    paragraphs = Texts()
    outcomes = Texts()
    requirements = Texts()


class AgencyShape(Shape):
    id = serializers.UUIDField()
    name = serializers.CharField()


class LeadShape(Shape):
    words = serializers.CharField(help_text="As printed.")
    kind = serializers.ChoiceField(choices=Lead.Kind.choices)
    nature = serializers.ChoiceField(choices=Lead.Nature.choices)
    agency = AgencyShape(allow_null=True, help_text="Who that is, or whose post it is; null while nobody has said.")
    post = serializers.CharField(allow_null=True)


class PartShape(Shape):
    kind = serializers.ChoiceField(choices=[(kind.value, kind.value) for kind in Kind])
    text = serializers.CharField()
    scope = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    recurrence = serializers.CharField(help_text="An RRULE of RFC 5545, or empty.")
    condition = serializers.CharField()
    refers_to = serializers.CharField(help_text="The number of the action that it follows, or empty.")
    met = serializers.BooleanField()
    note = serializers.CharField()


class TimescaleShape(Shape):
    text = serializers.CharField(help_text="As printed.")
    parts = PartShape(many=True)


class MilestoneShape(Shape):
    id = serializers.UUIDField()
    text = serializers.CharField()
    due_text = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)


class StatusShape(Shape):
    """Where an action stands. Silence is `not_reported`, never green; `last_value` is then what was known."""

    value = serializers.ChoiceField(choices=_STATUSES)
    as_of = serializers.CharField(allow_null=True, help_text="The round that it is from, such as Q3 2016/17.")
    last_value = serializers.ChoiceField(choices=Rag.choices, allow_null=True)
    last_as_of = serializers.CharField(allow_null=True)
    direction = serializers.ChoiceField(choices=_DIRECTIONS, allow_null=True, help_text="Against `last_value`.")


class ActionShape(Shape):
    id = serializers.UUIDField()
    plan = serializers.UUIDField()
    objective = serializers.UUIDField()
    order = serializers.IntegerField(help_text="Within its objective.")
    number = serializers.CharField()
    number_is_generated = serializers.BooleanField(help_text="False when the number stands in the printed plan.")
    text = serializers.CharField()
    steps = Texts()
    outcomes = Texts()
    leads_text = serializers.CharField(help_text="The whole cell as printed.")
    leads = LeadShape(many=True)
    timescale = TimescaleShape(help_text="The words as printed and the parts read from them; references are followed.")
    due_on = serializers.DateField(allow_null=True, help_text="The earliest deadline not met.")
    next_due_on = serializers.DateField(
        allow_null=True, help_text="The next day something is expected, recurrences included."
    )
    is_overdue = serializers.BooleanField(help_text="Whether it is live and a deadline has passed.")
    why = serializers.CharField(help_text="What is due or awaited, in a sentence.")
    milestones = MilestoneShape(many=True)
    state = serializers.ChoiceField(choices=ActionState.choices)
    status = StatusShape()
    marking = serializers.ChoiceField(choices=Marking.choices)
    version = serializers.IntegerField()


class ActionBrief(Shape):
    id = serializers.UUIDField()
    number = serializers.CharField()
    plan = serializers.UUIDField()


class UpdateShape(Shape):
    id = serializers.UUIDField()
    request = serializers.UUIDField(help_text="What it answers; evidence is added there.")
    agency = AgencyShape()
    action = ActionBrief()
    round = RoundBrief()
    rag = serializers.ChoiceField(choices=Rag.choices, allow_blank=True, help_text="Empty only in a draft.")
    narrative = serializers.CharField()
    path_to_green = serializers.CharField()
    forecast_on = serializers.DateField(allow_null=True)
    says_complete = serializers.BooleanField()
    is_unchanged = serializers.BooleanField(help_text="Whether it says “no change since” an earlier round.")
    state = serializers.ChoiceField(choices=UpdateState.choices)
    channel = serializers.ChoiceField(choices=Channel.choices)
    submitted_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()
    return_reason = serializers.CharField(help_text="Why the coordinator returned it; empty otherwise.")
    version = serializers.IntegerField()


class AskedAction(ActionBrief):
    text = serializers.CharField()


class RequestShape(Shape):
    id = serializers.UUIDField()
    agency = AgencyShape()
    action = AskedAction()
    round = RoundBrief()
    due_on = serializers.DateField(help_text="The last day for this agency; later answers are marked late.")
    state = serializers.ChoiceField(
        choices=[("not_answered", "Not answered"), ("draft", "Draft"), ("returned", "Returned")]
    )
    update = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]  # a field: the metaclass takes it out of the class
    return_reason = serializers.CharField()


class StoredFile(Shape):
    content_type = serializers.CharField(help_text="By what is in it, not as it was sent.")
    size = serializers.IntegerField(help_text="In bytes.")
    sha256 = serializers.CharField()


class EvidenceShape(Shape):
    id = serializers.UUIDField()
    request = serializers.UUIDField(help_text="What was asked.")
    action = serializers.UUIDField()
    agency = serializers.UUIDField()
    title = serializers.CharField()
    url = serializers.URLField(help_text="The link; of a file, where to download it.")
    file = StoredFile(allow_null=True, help_text="Null for a link.")
    added_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class FieldError(Shape):
    field = serializers.CharField(help_text="The member or parameter; empty for the whole.")
    message = serializers.CharField(help_text="What would be right.")


class HitShape(Shape):
    """Words that look like case data."""

    field = serializers.CharField(help_text="The member that holds them.")
    kind = serializers.ChoiceField(choices=list(KINDS.items()))
    words = serializers.CharField()
    start = serializers.IntegerField(help_text="Where they begin, in characters of the text, from 0.")
    end = serializers.IntegerField(help_text="Behind their last character.")
    confirm = serializers.CharField(help_text="To send in `not_about_a_person` where they are not about a person.")


class ProblemShape(Shape):
    """A problem (RFC 9457)."""

    type = serializers.CharField(help_text="Where this page explains it.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldError(many=True, required=False)  # type: ignore[assignment]  # as above
    hits = HitShape(many=True, required=False)
    current = serializers.DictField(required=False, help_text="After 412: what is stored now.")
    lines = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="Of a batch that was refused: each bad line’s result."
    )


class LineShape(Shape):
    """What became of one line of a batch."""

    line = serializers.IntegerField(help_text="Its place in the batch, from 1.")
    status = serializers.IntegerField(help_text="As if it had been sent alone: 201, 200, or the problem’s.")
    update = UpdateShape(required=False)  # type: ignore[assignment]  # as above
    problem = ProblemShape(required=False)


class BatchShape(Shape):
    stored = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = LineShape(many=True, help_text="In the order of the lines.")
