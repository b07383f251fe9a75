"""What comes in: the bodies of writes, validated. What a rule says of them is said by the services."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from plans.models import Rag
from plans.services.evidence import TITLE_LENGTH, URL_LENGTH
from plans.services.updates import NARRATIVE_LENGTH, PATH_LENGTH, Answer

MOST_LINES = 500


class Strict(serializers.Serializer[Any]):
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


class StrictBoolean(serializers.BooleanField):
    """true or false: the framework's own also takes "yes", 1 and the like, which JSON has no need of."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class StrictText(serializers.CharField):
    """Text; the framework's own also takes numbers."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


def text(limit: int, what: str, **options: Any) -> serializers.CharField:
    """A text of at most so many characters; the services clean it."""
    return StrictText(
        max_length=limit,
        help_text=what,
        trim_whitespace=False,
        error_messages={
            "max_length": f"Send {limit:,} characters or fewer.",
            "invalid": "Send text in quotation marks.",
        },
        **{"required": False, "allow_blank": True, **options},
    )


class Confirming(Strict):
    """A body whose texts are screened for case data."""

    not_about_a_person = serializers.ListField(
        child=serializers.RegexField(
            r"\A[0-9a-f]{64}\Z", error_messages={"invalid": "Send a hit’s “confirm” as you got it."}
        ),
        required=False,
        max_length=100,
        help_text="The `confirm` of each hit that a problem “case-data” named and that is not about a person.",
        error_messages={"not_a_list": "Send a list of hits’ “confirm”.", "max_length": "Send 100 or fewer."},
    )

    @property
    def confirmed(self) -> list[str]:
        found: list[str] = self.validated_data.get("not_about_a_person", [])
        return found


class AnswerMembers(Strict):
    """What an agency says about one action."""

    rag = serializers.ChoiceField(
        choices=Rag.choices,
        help_text="How it goes, by your partnership’s own key.",
        error_messages={"required": "Send green, amber or red.", "invalid_choice": "Send green, amber or red."},
    )
    narrative = text(NARRATIVE_LENGTH, "What happened since the last update; needed. Nothing about individuals.")
    path_to_green = text(PATH_LENGTH, "How it gets back to green; needed when red or amber.")
    forecast_on = serializers.DateField(
        required=False,
        allow_null=True,
        input_formats=["%Y-%m-%d"],
        help_text="When you now expect it to be done.",
        error_messages={"invalid": "Send a date like 2017-03-31, or null.", "datetime": "Send a date without a time."},
    )
    says_complete = StrictBoolean(
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

    def answer(self) -> Answer:
        """The validated body as the service takes it."""
        return answer_of(self.validated_data)


def answer_of(given: Mapping[str, Any]) -> Answer:
    forecast: dt.date | None = given.get("forecast_on")
    return Answer(
        rag=given["rag"],
        narrative=given.get("narrative", ""),
        path_to_green=given.get("path_to_green", ""),
        forecast_on=forecast,
        says_complete=given["says_complete"],
        milestones_done=frozenset(given.get("milestones_done", ())),
    )


class _AboutAction(Strict):
    action = serializers.UUIDField(
        help_text="The action’s id.",
        error_messages={
            "required": "Say which action: its id.",
            "invalid": "Send the action’s id, as /api/v1/actions/ gives it.",
        },
    )

    @property
    def action_pk(self) -> uuid.UUID:
        found: uuid.UUID = self.validated_data["action"]
        return found


class UpdateBody(_AboutAction, AnswerMembers, Confirming):
    """An agency's answer about one action in the open round."""


class ReplacingBody(AnswerMembers, Confirming):
    """An agency's answer, to stand instead of the one at this address."""


class BatchLine(_AboutAction, AnswerMembers):
    """One answer of a batch."""

    version = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="The `version` of your update that you last read; needed where one exists. When somebody has saved "
        "since, this line is refused with 412.",
        error_messages={"invalid": "Send the whole number that you read as “version”."},
    )


class LinkBody(Confirming):
    """A link that shows an answer is so."""

    title = text(TITLE_LENGTH, "What it is called; its address unless told.")
    url = text(URL_LENGTH, "A web address.", required=True, allow_blank=False)


class FileBody(Confirming):
    """A file that shows an answer is so."""

    title = text(TITLE_LENGTH, "What it is called; the file’s name unless told.")
    file = serializers.FileField(
        allow_empty_file=True,
        help_text="At most 10 MB.",
        error_messages={"required": "Send a file.", "invalid": "Send a file.", "no_name": "Give the file a name."},
    )


class _Lines(serializers.ListField):
    """Lines as they came: each is validated alone, so that one bad line is answered for itself."""

    def run_child_validation(self, data: Any) -> Any:
        return data


class BatchBody(Confirming):
    """Up to 500 answers at once."""

    all_or_nothing = StrictBoolean(
        required=False,
        default=False,
        help_text="Whether one bad line refuses all of them: then nothing is stored and the answer is 422.",
        error_messages={"invalid": "Send true or false."},
    )
    updates = _Lines(
        child=BatchLine(),
        min_length=1,
        max_length=MOST_LINES,
        help_text=f"1 to {MOST_LINES} answers, each like the body of a single one; answered in their order.",
        error_messages={
            "required": f"Send a list of 1 to {MOST_LINES} answers.",
            "not_a_list": f"Send a list of 1 to {MOST_LINES} answers.",
            "min_length": "Send at least one answer.",
            "max_length": f"Send {MOST_LINES} answers or fewer at once; more in another batch.",
        },
    )
