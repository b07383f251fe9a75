"""Changing a plan."""

from __future__ import annotations

from typing import Any

from django import forms

from partners.models import Agency, Board, Post
from partners.tenancy import Access
from plans.models import Action, ActionState, Lead, Objective, Plan
from plans.rules.lifecycle import may_follow
from plans.services.actions import LeadWords
from plans.services.adding import TEXT_LENGTH
from prevent_tracker.core.date_field import DateField
from prevent_tracker.core.govuk import FilterForm, Look


class VersionedForm(forms.Form):
    """Carries the version that the writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ActionForm(forms.Form):
    """A new action."""

    objective: forms.ModelChoiceField[Objective] = forms.ModelChoiceField(
        queryset=None, label="Where in the plan", empty_label=None
    )
    text = forms.CharField(label="Action", widget=forms.Textarea, max_length=TEXT_LENGTH)
    timescale_text = forms.CharField(
        label="Timescale", help_text="In your own words: “by June 2017”, “Q2”, “quarterly”, “ongoing”.", required=False
    )
    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        queryset=None, label="Lead agency", required=False, empty_label="None named"
    )
    looks = {"text": Look(rows=3)}

    def __init__(self, *args: Any, access: Access, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "objective", Objective.objects.within(access).filter(plan=plan).order_by("order"))
        _choose(self, "agency", Agency.objects.within(access).order_by("name"))


class RewordForm(VersionedForm):
    text = forms.CharField(label="Action", widget=forms.Textarea, max_length=TEXT_LENGTH)
    looks = {"text": Look(rows=4)}


class MoveForm(VersionedForm):
    objective: forms.ModelChoiceField[Objective] = forms.ModelChoiceField(
        queryset=None, label="Objective", empty_label=None
    )
    place = forms.IntegerField(label="Place below it", help_text="1 is first.", min_value=1, max_value=999)

    def __init__(self, *args: Any, access: Access, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "objective", Objective.objects.within(access).filter(plan=plan).order_by("order"))


class SplitForm(VersionedForm):
    texts = forms.CharField(
        label="The parts, one a line",
        help_text="The first stays with this action; each further line becomes an action of its own.",
        widget=forms.Textarea,
        max_length=TEXT_LENGTH,
    )


class StateForm(VersionedForm):
    state = forms.ChoiceField(label="New state", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        help_text="Needed to pause, cancel or reopen.",
        widget=forms.Textarea,
        max_length=1000,
        required=False,
    )
    looks = {"reason": Look(rows=3)}

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (value, label)
            for value, label in ActionState.choices
            if may_follow(action.state, value) and value != ActionState.SUPERSEDED
        ]


class DeadlineForm(VersionedForm):
    timescale_text = forms.CharField(
        label="New timescale", help_text="In your own words: “by June 2017”, “Q2”, “quarterly”, “ongoing”."
    )
    reason = forms.CharField(label="Why it changes", widget=forms.Textarea, max_length=1000)
    agreed_by = forms.CharField(label="Who agreed", max_length=200)
    board: forms.ModelChoiceField[Board] = forms.ModelChoiceField(
        queryset=None, label="At which board", required=False, empty_label="None"
    )
    looks = {"reason": Look(rows=3)}

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "board", Board.objects.within(access).order_by("name"))


class LeadForm(forms.Form):
    """One line of an action's leads: an agency or a post, or words alone."""

    words = forms.CharField(label="As printed", required=False, max_length=300)
    kind = forms.ChoiceField(label="Part played", choices=Lead.Kind.choices, initial=Lead.Kind.LEAD)
    party = forms.ChoiceField(label="Who this is", required=False)

    def __init__(self, *args: Any, parties: dict[str, Agency | Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Words only"), *((key, str(party)) for key, party in parties.items())]

    def lead(self) -> LeadWords | None:
        """The line for the service; None for an empty one."""
        given = self.cleaned_data  # nothing at all when a spare line was left as it was
        party = self.parties.get(given.get("party", ""))
        words = given.get("words") or (party.name if party else "")
        if not words:
            return None
        agency, post = (party if isinstance(party, Agency) else None), (party if isinstance(party, Post) else None)
        nature = Lead.Nature.POST if post else Lead.Nature.AGENCY if agency else Lead.Nature.PLACEHOLDER
        return LeadWords(words, given["kind"], nature, agency, post)


def parties(access: Access) -> dict[str, Agency | Post]:
    """Everybody who can lead, by a key that says which table it is."""
    found: dict[str, Agency | Post] = {
        f"agency:{row.pk}": row for row in Agency.objects.within(access).order_by("name")
    }
    return found | {f"post:{row.pk}": row for row in Post.objects.within(access).order_by("name")}


class MilestoneForm(forms.Form):
    text = forms.CharField(label="Milestone", max_length=TEXT_LENGTH)
    due_text = forms.CharField(label="Due", help_text="In your own words, or blank.", required=False, max_length=300)


class ReachedForm(forms.Form):
    done_on = DateField(label="Reached on", required=False, help_text="Leave blank if it is open after all.")


class ActionFilterForm(FilterForm):
    words = forms.CharField(label="Words", required=False, max_length=100)
    agency = forms.ChoiceField(label="Agency", required=False)
    status = forms.MultipleChoiceField(label="Status", required=False, widget=forms.CheckboxSelectMultiple)
    overdue = forms.BooleanField(label="Only overdue", required=False)

    looks = {
        "status": Look(classes="govuk-checkboxes--small govuk-checkboxes--inline"),
        "overdue": Look(classes="govuk-checkboxes--small"),
    }

    def __init__(self, *args: Any, agencies: Any, statuses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency, status = self.fields["agency"], self.fields["status"]
        assert isinstance(agency, forms.ChoiceField)
        assert isinstance(status, forms.MultipleChoiceField)
        agency.choices = [("", "All agencies"), *((row.slug, row.name) for row in agencies)]
        status.choices = statuses


def _choose(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
