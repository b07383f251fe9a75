"""A service's refusal lands on the field it names, and no typed word is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from prevent_tracker.core.errors import Invalid, Stale
from prevent_tracker.core.forms import show_errors, show_stale


class Answer(forms.Form):
    text = forms.CharField(label="What happened")
    rag = forms.ChoiceField(label="Rating", choices=[("green", "Green"), ("red", "Red")])
    done = forms.BooleanField(label="Done", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def filled(**more: Any) -> Answer:
    data = QueryDict(mutable=True)
    data.update({"text": "Mine", "rag": "red", "version": "1", **more})
    form = Answer(data)
    assert form.is_valid()
    return form


def test_sentences_stand_at_their_fields_and_the_others_above() -> None:
    form = filled()
    show_errors(form, Invalid({"text": ["Too short.", "Too dull."], "": "No.", "elsewhere": "Nor that."}))
    assert form.errors == {"text": ["Too short.", "Too dull."], "__all__": ["No.", "Nor that."]}
    assert form.data["text"] == "Mine"


def test_who_saves_second_sees_both_texts_and_saves_knowingly() -> None:
    form = filled(done="on")
    stale = Stale(
        "Somebody saved first.", {"text": "Theirs", "rag": "green", "done": False, "version": 4, "other": "x"}
    )
    show_stale(form, stale)
    shown = [(line.label, line.stored, line.typed) for line in form.differences]  # type: ignore[attr-defined]  # set by show_stale
    assert shown == [("What happened", "Theirs", "Mine"), ("Rating", "Green", "Red"), ("Done", "No", "Yes")]
    assert (form.data["version"], form.data["text"]) == ("4", "Mine")
    assert form.non_field_errors() == ["Somebody saved first."]


def test_what_both_wrote_alike_is_no_difference() -> None:
    form = filled()
    show_stale(form, Stale("Somebody saved first.", {"text": "Mine", "rag": "red", "done": False, "version": 2}))
    assert form.differences == []  # type: ignore[attr-defined]  # set by show_stale
