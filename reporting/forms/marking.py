"""Who may read the coordinator's words of a pack."""

from __future__ import annotations

from typing import Any

from django import forms

from plans.models import Marking

from ..models import Pack
from ..services.word_markings import WORDS


class WordMarkingsForm(forms.Form):
    """A choice for each of the words."""

    headline, narrative, recommendations, cover = (
        forms.ChoiceField(label=label, choices=Marking.choices, widget=forms.RadioSelect) for label in WORDS.values()
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_from(pack: Pack) -> dict[str, Any]:
        return {name: pack.markings.get(name) or Marking.PARTNERSHIP for name in WORDS} | {"version": pack.version}
