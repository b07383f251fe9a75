"""GOV.UK components in Django templates: `{% govuk %}`, `{% error_summary %}`, `{% error_prefix %}`."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.utils.safestring import SafeString

from prevent_tracker.core import govuk as bridge

register = template.Library()


@register.simple_tag(name="govuk")
def govuk_component(name: str, **params: Any) -> SafeString:
    """Any component, by its name and options in the design system: `{% govuk "tag" text="Draft" %}`."""
    return bridge.component(name, **params)


@register.simple_tag
def error_summary(*forms_: Any) -> SafeString:
    """The box at the top of a page with errors, for one form, several, formsets or lists; empty when all is well."""
    return bridge.error_summary(_flat(forms_))


@register.simple_tag
def error_prefix(*forms_: Any) -> str:
    """ "Error: " for the page's title when a form has errors, as GOV.UK's error summary asks."""
    return "Error: " if any(form.is_bound and form.errors for form in _flat(forms_)) else ""


def _flat(forms_: tuple[Any, ...]) -> list[forms.BaseForm]:
    flat: list[forms.BaseForm] = []
    for form in forms_:
        if isinstance(form, forms.BaseFormSet):
            flat.extend(form.forms)
        elif isinstance(form, forms.BaseForm):
            flat.append(form)
        elif isinstance(form, list):
            flat.extend(_flat(tuple(form)))
    return flat
