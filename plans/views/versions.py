"""The version of what somebody looked at, carried by a button's own form."""

from __future__ import annotations

from django.http import HttpRequest

from plans.forms.editing import VersionedForm


def posted_version(request: HttpRequest) -> int | None:
    """The `version` that was sent; None where there is none that is a number."""
    form = VersionedForm(request.POST)
    version: int | None = form.cleaned_data["version"] if form.is_valid() else None
    return version
