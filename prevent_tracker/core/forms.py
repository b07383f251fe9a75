"""Forms and services: a service's refusal lands on the field it names, and no typed word is lost."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from .errors import Invalid, Stale


@dataclass(frozen=True)
class Difference:
    """One field that two people changed: what is stored, what was typed."""

    label: str
    stored: str
    typed: str


def show_errors(form: forms.Form, error: Invalid) -> None:
    """Put a service's sentences beside the form's own fields; what names no field stands above the form."""
    for field, sentences in error.errors.items():
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)


def show_stale(form: forms.Form, error: Stale) -> None:
    """Somebody saved first: show both texts (`form.differences`), keep what was typed, and carry the version that the
    writer now sees, so that saving again is a choice made knowingly."""
    typed = dict(form.cleaned_data)
    form.differences = [  # type: ignore[attr-defined]  # read by components/differences.html
        Difference(str(form.fields[name].label), _words(form, name, stored), _words(form, name, typed.get(name)))
        for name, stored in error.current.items()
        if name in form.fields
        and name != "version"
        and _words(form, name, stored) != _words(form, name, typed.get(name))
    ]
    data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    data[form.add_prefix("version")] = str(error.current["version"])
    form.data = data
    form.add_error(None, str(error))


def _words(form: forms.Form, name: str, value: object) -> str:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]  # flat choices
    if value in (None, "", False):
        return "No" if isinstance(field, forms.BooleanField) else ""
    return "Yes" if value is True else str(value)
