"""What an administrator types about keys and webhooks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from prevent_tracker.core import clock
from prevent_tracker.core.govuk import Look

from .models import Agency, Webhook
from .queries import agencies
from .roles import SCOPES, Scope
from .tenancy import Access
from .webhooks import CHOICES

LASTS = {"30": "30 days", "90": "90 days", "180": "Half a year", "365": "A year"}
_SCOPE_HINTS = {
    Scope.READ.value: "Almost every system needs this.",
    Scope.ANSWER.value: "Only for a key of one agency. Without it the key can write nothing.",
    Scope.HISTORY.value: "With the names of the people who did.",
    Scope.PACKS.value: "As issued, with what the board alone is shown.",
}


class _ForAgency(forms.Form):
    """A form with a choice of agencies, the whole partnership first."""

    agency = forms.ModelChoiceField(queryset=Agency._base_manager.none(), required=False)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies(access)


class KeyForm(_ForAgency):
    """A new key: for whom, for what, for how long."""

    name = forms.CharField(
        label="What is it for?",
        help_text="Name the system, such as “Police records system”. It stands beside everything the key does.",
        max_length=100,
    )
    agency = forms.ModelChoiceField(
        label="Whose key is it?",
        help_text="A key of an agency answers for that agency alone.",
        queryset=Agency._base_manager.none(),
        required=False,
        empty_label="No agency’s: it reads the partnership",
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        choices=[(scope.value, SCOPES[scope][0]) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ.value],
        error_messages={"required": "Select what the key may do"},
    )
    lasts = forms.ChoiceField(
        label="How long does it work?",
        help_text="A year at most. Make a new key before it ends, then revoke the old one.",
        choices=list(LASTS.items()),
        widget=forms.RadioSelect,
        initial="90",
        error_messages={"required": "Select how long it works"},
    )
    looks = {"scopes": Look(item_hints=_SCOPE_HINTS)}
    field_order = ["name", "agency", "scopes", "lasts"]

    def expires_at(self) -> dt.datetime:
        return clock.now() + dt.timedelta(days=int(self.cleaned_data["lasts"]))


class WebhookForm(_ForAgency):
    """A new webhook: where to, about what, for whom."""

    url = forms.CharField(
        label="Address",
        help_text="Begins with https:// and is reachable from the public internet.",
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label="What is it told?",
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what this address is to be told"},
    )
    agency = forms.ModelChoiceField(
        label="About whom?",
        help_text="An agency’s system is told of its own updates and of the actions it leads. Packs go to a "
        "partnership’s webhook only.",
        queryset=Agency._base_manager.none(),
        required=False,
        empty_label="The whole partnership",
    )
    looks = {"events": Look(item_hints={Webhook.Event.ACTION_CHANGED.value: "Ids and versions, not the text."})}
    field_order = ["url", "events", "agency"]
