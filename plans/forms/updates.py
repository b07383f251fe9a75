"""Answering about an action."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from partners.models import Agency
from plans.models import Milestone, Rag, Update, UpdateRequest
from plans.services.updates import NARRATIVE_LENGTH, PATH_LENGTH, Answer
from prevent_tracker.core.date_field import DateField
from prevent_tracker.core.govuk import Look


class AnswerForm(forms.Form):
    """RAG, what happened, the path to green where one is needed; every field that a party answers in a round."""

    rag = forms.ChoiceField(label="How is it going?", widget=forms.RadioSelect, required=False)
    path_to_green = forms.CharField(
        label="Path to green",
        help_text="What will be done, by whom and when, to get back on track.",
        widget=forms.Textarea,
        max_length=PATH_LENGTH,
        required=False,
    )
    narrative = forms.CharField(
        label="What happened since the last update?",
        help_text="About the work, never about a person who was referred.",
        widget=forms.Textarea,
        max_length=NARRATIVE_LENGTH,
        required=False,
    )
    forecast_on = DateField(label="New expected date", required=False)
    says_complete = forms.BooleanField(label="This action is complete", required=False)
    milestones_done = forms.MultipleChoiceField(
        label="Milestones reached",
        help_text="They count as reached when you send.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    looks = {
        "rag": Look(classes="govuk-radios--inline"),
        "path_to_green": Look(rows=3, show_when=("rag", (Rag.AMBER, Rag.RED))),
        "narrative": Look(rows=4),
        "milestones_done": Look(classes="govuk-checkboxes--small"),
        "says_complete": Look(classes="govuk-checkboxes--small"),
    }
    mark_optional = False

    def __init__(self, *args: Any, rag_key: dict[str, Any], milestones: Iterable[Milestone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label_rag(self, rag_key)
        hints = {
            value: rag_key[value]["definition"] for value in Rag.values if rag_key.get(value, {}).get("definition")
        }
        self.looks = {**self.looks, "rag": Look(item_hints=hints)}
        open_ones = [(str(row.pk), _milestone(row)) for row in milestones if row.done_on is None]
        if open_ones:
            milestone_field = self.fields["milestones_done"]
            assert isinstance(milestone_field, forms.MultipleChoiceField)
            milestone_field.choices = open_ones
        else:
            del self.fields["milestones_done"]

    def answer(self) -> Answer:
        """What was typed, for the service."""
        given = self.cleaned_data
        return Answer(
            rag=given["rag"],
            narrative=given["narrative"],
            path_to_green=given["path_to_green"],
            forecast_on=given["forecast_on"],
            says_complete=given["says_complete"],
            milestones_done=frozenset(uuid.UUID(pk) for pk in given.get("milestones_done", ())),
        )

    @staticmethod
    def initial_from(update: Update | None) -> dict[str, Any]:
        """What is stored already: a draft, or an answer that is changed."""
        if update is None:
            return {"version": 0}
        names = ("rag", "narrative", "path_to_green", "forecast_on", "says_complete", "version")
        ticked = [str(pk) for pk in update.milestones_ticked]
        return {name: getattr(update, name) for name in names} | {"milestones_done": ticked}


class ForWhomForm(forms.Form):
    """Which of several agencies a coordinator answers for."""

    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        queryset=None, label="On behalf of", empty_label=None, to_field_name="slug"
    )

    def __init__(self, *args: Any, requests: Iterable[UpdateRequest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [request.agency for request in requests]
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agency.objects.within(asked[0]).filter(pk__in=[agency.pk for agency in asked])


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="What is missing?", help_text="The agency sees these words.", widget=forms.Textarea, max_length=1000
    )
    looks = {"reason": Look(rows=3)}


class DecideForm(forms.Form):
    """The coordinator's own status for an action."""

    rag = forms.ChoiceField(label="Agreed status", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        help_text="Why this differs from what the agencies said.",
        widget=forms.Textarea,
        max_length=1000,
    )
    looks = {"rag": Look(classes="govuk-radios--inline"), "reason": Look(rows=3)}

    def __init__(self, *args: Any, rag_key: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label_rag(self, rag_key)


def rag_label(value: str, rag_key: dict[str, Any]) -> str:
    """What a partnership calls a rating: its own key's label, else the colour; nothing for none."""
    return str(rag_key.get(value, {}).get("label") or dict(Rag.choices).get(value, ""))


def _milestone(row: Milestone) -> str:
    return f"{row.text} (due {row.due_text})" if row.due_text else row.text


def _label_rag(form: forms.Form, rag_key: dict[str, Any]) -> None:
    field = form.fields["rag"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(value, rag_label(value, rag_key)) for value in Rag.values]
