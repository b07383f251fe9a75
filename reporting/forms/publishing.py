"""What a reviewer decides about a public page."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from prevent_tracker.core.govuk import Look

from ..models import Publication

_LISTED = [("no", "No: only those who have its address find it"), ("yes", "Yes")]


class IndexingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    is_indexable = forms.ChoiceField(
        label="May search engines list the page?",
        choices=_LISTED,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether search engines may list the page."},
    )

    def __init__(self, data: QueryDict | None = None, *, publication: Publication | None) -> None:
        now = {"is_indexable": "yes" if publication and publication.is_indexable else "no"}
        super().__init__(data, initial=now | ({"version": publication.version} if publication else {}))

    def wants_indexing(self) -> bool | None:
        """None where it was not asked."""
        chosen = self.cleaned_data.get("is_indexable")
        return None if chosen is None else bool(chosen == "yes")


class ReleaseForm(IndexingForm):
    """`sha256` and `moment` are those of the document that stands in the same page. Why there is a new issue is asked
    where there was one; about search engines the first time, later by a form of its own."""

    sha256 = forms.CharField(max_length=64)
    moment = forms.DateTimeField(required=False)
    reason = forms.CharField(
        label="Why is there a new issue?",
        help_text="Public readers see this.",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
    )
    mark_optional = False  # the reason is asked only where an issue is superseded, and needed there

    looks = {"reason": Look(rows=2), "is_indexable": Look(label_size="s")}

    def __init__(self, data: QueryDict | None = None, *, publication: Publication | None, supersedes: bool) -> None:
        super().__init__(data, publication=publication)
        if publication is not None:
            del self.fields["is_indexable"]
        if not supersedes:
            del self.fields["reason"]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="For the record of the partnership. Readers are only told that there is no such page.",
        max_length=1000,
        widget=forms.Textarea,
    )

    looks = {"reason": Look(rows=2)}
