"""Forms and services: a service's `Invalid` lands on the field it names."""

from __future__ import annotations

from django import forms

from .errors import Invalid


def show_errors(form: forms.Form, error: Invalid) -> None:
    """Put a service's sentences beside the form's own fields; what names no field stands above the form."""
    for field, sentences in error.errors.items():
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)
