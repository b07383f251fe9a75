"""What a coordinator writes around a pack's figures."""

from __future__ import annotations

from typing import Any

from django import forms

from partners.models import Meeting
from partners.tenancy import Access
from prevent_tracker.core.govuk import Look

from ..models import Pack
from ..services.drafting import COVER_FIELDS, HEADLINE_LENGTH, NARRATIVE_LENGTH


class PackForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    headline = forms.CharField(
        label="Headline",
        help_text="One or two sentences: the first thing the board reads.",
        widget=forms.Textarea,
        max_length=HEADLINE_LENGTH,
        required=False,
    )
    narrative = forms.CharField(label="Narrative", widget=forms.Textarea, max_length=NARRATIVE_LENGTH, required=False)
    recommendations = forms.CharField(
        label="Recommendations",
        help_text="One a line; they are numbered. Start each with a verb: note, agree, ask.",
        widget=forms.Textarea,
        required=False,
    )
    meeting: forms.ModelChoiceField[Meeting] = forms.ModelChoiceField(
        queryset=None, label="Meeting", required=False, empty_label="Not decided"
    )
    marking = forms.ChoiceField(
        label="Marking", choices=[("OFFICIAL", "OFFICIAL"), ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE")]
    )
    decision_maker = forms.CharField(label="Decision maker", required=False, max_length=200)
    lead_officer = forms.CharField(label="Lead officer", required=False, max_length=200)
    author = forms.CharField(label="Author", required=False, max_length=200)
    contact = forms.CharField(label="Contact", required=False, max_length=200)
    classification = forms.CharField(label="Classification", required=False, max_length=200)
    purpose = forms.ChoiceField(
        label="Purpose", choices=[(words, words) for words in ("For decision", "For discussion", "For noting")]
    )
    implications = forms.CharField(
        label="Implications",
        help_text="One a line, heading first: “Financial: none beyond existing budgets”.",
        widget=forms.Textarea,
        required=False,
    )
    background_papers = forms.CharField(
        label="Background papers", help_text="One a line.", widget=forms.Textarea, required=False
    )
    appendices = forms.CharField(label="Appendices", help_text="One a line.", widget=forms.Textarea, required=False)

    looks = {
        "headline": Look(rows=2),
        "narrative": Look(rows=8),
        "recommendations": Look(rows=4),
        "implications": Look(rows=3),
        "background_papers": Look(rows=2),
        "appendices": Look(rows=2),
    }

    def __init__(self, *args: Any, access: Access, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (
            Meeting.objects.within(access).filter(board=pack.board).select_related("board").order_by("-held_on")
        )

    @staticmethod
    def initial_from(pack: Pack) -> dict[str, Any]:
        """What is stored, lists as lines."""
        cover = pack.cover
        return {
            "version": pack.version,
            "headline": pack.headline,
            "narrative": pack.narrative,
            "recommendations": "\n".join(pack.recommendations),
            "meeting": pack.meeting_id,
            "marking": pack.marking,
            "implications": "\n".join(f"{heading}: {text}" for heading, text in cover.get("implications", ())),
            "background_papers": "\n".join(cover.get("background_papers", ())),
            "appendices": "\n".join(cover.get("appendices", ())),
            **{name: cover.get(name, "") for name in COVER_FIELDS},
        }

    def words(self) -> dict[str, Any]:
        """What was typed, for `services.write_pack`."""
        given = self.cleaned_data
        cover: dict[str, Any] = {name: given[name] for name in COVER_FIELDS}
        cover["implications"] = [
            [part.strip() for part in line.split(":", 1)] for line in _lines(given["implications"]) if ":" in line
        ]
        cover["background_papers"] = _lines(given["background_papers"])
        cover["appendices"] = _lines(given["appendices"])
        plain = {name: given[name] for name in ("headline", "narrative", "marking", "meeting")}
        return {**plain, "recommendations": _lines(given["recommendations"]), "cover": cover}

    def clean_implications(self) -> str:
        text: str = self.cleaned_data["implications"]
        if any(":" not in line for line in _lines(text)):
            raise forms.ValidationError("Start each line with a heading and a colon: “Legal: none”.")
        return text


class IssueForm(forms.Form):
    reason = forms.CharField(
        label="What does this issue correct?", help_text="Printed on the new issue.", required=False, max_length=1000
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)  # which issue whoever asks has in mind
    mark_optional = False  # asked only of a correction, and needed there


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
