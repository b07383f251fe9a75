"""What comes in, validated; and the shapes that go out, for the OpenAPI document (rows go out plain, see queries.api).

A test holds every real answer against the documented shape.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from partners.models import YearBasis
from plans.models import ActionState, Channel, Lead, Marking, Plan, Rag, UpdateState
from plans.rules.rollup import NOT_REPORTED
from plans.rules.timescale import Kind
from plans.services.updates import NARRATIVE_LENGTH, PATH_LENGTH, Answer

Shape = serializers.Serializer[Any]
_DIRECTIONS = [(word, word) for word in ("improved", "same", "worsened")]
_STATUSES = list({**dict(Rag.choices), **dict(ActionState.choices), NOT_REPORTED: "Not reported"}.items())


class Strict(Shape):
    """A body that refuses members it does not know: a misspelt one must not be lost in silence."""

    default_error_messages = {"invalid": "Send one JSON object, like {{“action”: “…”}}; this is a {datatype}."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [str(name) for name in data if name not in self.fields]
            if unknown:
                known = ", ".join(self.fields)
                raise serializers.ValidationError(
                    {name: [f"There is no such member. Known: {known}."] for name in unknown[:20]}
                )
        return super().to_internal_value(data)


def _text(limit: int, what: str) -> serializers.CharField:
    return serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=limit,
        help_text=what,
        error_messages={
            "max_length": f"Send {limit:,} characters or fewer.",
            "invalid": "Send text in quotation marks.",
        },
    )


class UpdateBody(Strict):
    """An agency's answer about one action in the open round."""

    action = serializers.UUIDField(
        help_text="The action’s id.",
        error_messages={
            "required": "Say which action: its id.",
            "invalid": "Send the action’s id, as /api/v1/actions/ gives it.",
        },
    )
    rag = serializers.ChoiceField(
        choices=Rag.choices,
        help_text="How it goes, by your partnership’s own key.",
        error_messages={"required": "Send green, amber or red.", "invalid_choice": "Send green, amber or red."},
    )
    narrative = _text(NARRATIVE_LENGTH, "What happened since the last update; needed. Nothing about individuals.")
    path_to_green = _text(PATH_LENGTH, "How it gets back to green; needed when red or amber.")
    forecast_on = serializers.DateField(
        required=False,
        allow_null=True,
        input_formats=["%Y-%m-%d"],
        help_text="When you now expect it to be done.",
        error_messages={"invalid": "Send a date like 2017-03-31, or null."},
    )
    says_complete = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Whether your part is complete.",
        error_messages={"invalid": "Send true or false."},
    )
    milestones_done = serializers.ListField(
        child=serializers.UUIDField(error_messages={"invalid": "Send a milestone’s id, as the action gives it."}),
        required=False,
        max_length=100,
        help_text="Ids of the action’s milestones that you have reached.",
        error_messages={"not_a_list": "Send a list of milestones’ ids.", "max_length": "Send 100 ids or fewer."},
    )
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The version of your update that you last read. When somebody has saved since, nothing is stored.",
        error_messages={"invalid": "Send the whole number that you read as “version”."},
    )

    def answer(self) -> Answer:
        """The validated body as the service takes it."""
        given: dict[str, Any] = self.validated_data
        forecast: dt.date | None = given.get("forecast_on")
        return Answer(
            rag=given["rag"],
            narrative=given.get("narrative", ""),
            path_to_green=given.get("path_to_green", ""),
            forecast_on=forecast,
            says_complete=given["says_complete"],
            milestones_done=frozenset(given.get("milestones_done", ())),
        )


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
    due_on = serializers.DateField(help_text="The last day of the round; later answers are marked late.")
    state = serializers.ChoiceField(
        choices=[("not_answered", "Not answered"), ("draft", "Draft"), ("returned", "Returned")]
    )
    update = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]  # a field: the metaclass takes it out of the class
    return_reason = serializers.CharField()


class FieldError(Shape):
    field = serializers.CharField(help_text="The member or parameter; empty for the whole.")
    message = serializers.CharField(help_text="What would be right.")


class ProblemShape(Shape):
    """A problem (RFC 9457)."""

    type = serializers.CharField(help_text="Where this page explains it.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldError(many=True, required=False)  # type: ignore[assignment]  # as above
    current = serializers.DictField(required=False, help_text="After 412: what is stored now.")
