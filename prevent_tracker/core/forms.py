"""Forms and services: a service's refusal lands on the field it names, and no typed word is lost."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from .errors import Invalid, Stale
from .personal import HitSentence


@dataclass(frozen=True)
class Difference:
    """One field that two people changed: what is stored, what was typed."""

    label: str
    stored: str
    typed: str


def show_errors(form: forms.Form, error: Invalid) -> None:
    """Put a service's sentences beside the form's own fields; what names no field stands above the form.

    What looks like case data stands beside the box that holds it, since it is answered there (core/hits.py).
    """
    for field, sentences in error.errors.items():
        for sentence in sentences:
            at = field if field in form.fields else None
            if at is None and isinstance(sentence, HitSentence):
                at = _holding(form, sentence.hit.words)
            form.add_error(at, sentence)


def _holding(form: forms.Form, words: str) -> str | None:
    """The field whose box holds these words, else the form's first that is seen."""
    seen = [bound.name for bound in form.visible_fields()]
    typed = {name: str(form.cleaned_data.get(name) or "") for name in seen}
    return next((name for name in seen if words in typed[name]), seen[0] if seen else None)


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
