"""From a Django form to the HTML of GOV.UK Frontend, by way of the macros in govuk-frontend-jinja.

Set `FORM_RENDERER = "prevent_tracker.core.govuk.GovukRenderer"`; then `{{ form }}` and `{{ form.name.as_field_group }}`
are GOV.UK components, third-party forms included. How a field looks is said beside the form's fields:

    class UpdateForm(forms.Form):
        looks = {"rag": Look(label_size="m", item_hints={"amber": "Late, with a plan"})}
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget, Input
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeData, SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

from prevent_tracker.core import hits
from prevent_tracker.core.date_field import PARTS, DateField, DateWidget
from prevent_tracker.core.personal import HitSentence
from prevent_tracker.core.screening import NOT_ABOUT_A_PERSON

__all__ = ["DateField", "DateWidget", "FilterForm", "GovukRenderer", "Look", "component", "error_summary"]

NO_CHOICE = "---------"  # Django's label of the empty choice
# Left to the server's validation and its own words: the browser's are not the design system's.
DROPPED_ATTRIBUTES = {
    "class",
    "maxlength",
    "minlength",
    "required",
    "min",
    "max",
    "step",
    "rows",
    "cols",
    "placeholder",
}

# Django's words for these name no field and speak to programmers.
PLAIN_WORDS = {
    "max_length": "{label} must be {limit:,} characters or fewer; this has {given:,}",
    "min_value": "{label} must be {limit} or more",
    "max_value": "{label} must be {limit} or less",
    "null_characters_not_allowed": "{label} contains a NUL character, which cannot be stored: remove it",
}

Params = dict[str, Any]


@functools.cache
def environment() -> Environment:
    """The one Jinja environment: making it costs about 400 times what a field does."""
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=loader, autoescape=True, auto_reload=False, trim_blocks=True, lstrip_blocks=True)


@functools.cache
def _macro(name: str) -> Callable[[Params], str]:
    template = environment().get_template(f"govuk_frontend_jinja/components/{name}/macro.html")
    macro: Callable[[Params], str] = getattr(template.module, "govuk" + name.title().replace("-", ""))
    return macro


def component(name: str, /, **params: Any) -> SafeString:
    """A component by its name in the design system ("warning-text"), with its Nunjucks options as `params`.

    `text` options are escaped, `html` options are trusted. An unknown name raises `jinja2.TemplateNotFound`.
    """
    return mark_safe(str(_macro(name)(params)).strip())  # noqa: S308 - the macro escaped every text


@dataclass(frozen=True)
class Look:
    """How one field is drawn; every part has a default, so that most fields need none.

    `label_size` is s, m, l or xl; `show_when` is (field, values): the field shows only while the radios or select
    before it in the same form have one of the values. GOV.UK's own conditional radios tie a field to one item, and
    the path to green belongs to two; the style sheet does it, so it works without JavaScript too.
    """

    label_size: str = "s"
    classes: str = ""
    item_hints: Mapping[str, str] = field(default_factory=dict)
    show_when: tuple[str, Sequence[str]] | None = None
    rows: int = 5
    prefix: str = ""
    suffix: str = ""
    is_page_heading: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


class FilterForm(forms.Form):
    """A form whose fields narrow a list: all are optional, so none says so."""

    mark_optional = False


class GovukBoundField(BoundField):
    """A field of a form that draws itself as a GOV.UK form group, label, hint and error included."""

    @property
    def look(self) -> Look:
        looks: Mapping[str, Look] = getattr(self.form, "looks", {})
        return looks.get(self.name, Look())

    @property
    def messages(self) -> list[str]:
        """What is wrong, in words that name the field; Django's "This field is required" does not."""
        return [self._message(error) for error in self.errors.as_data()]

    @property
    def target(self) -> str:
        """The id that an error links to: the first box at fault of a date, else the first control."""
        if isinstance(self.field.widget, DateWidget):
            return f"{self.auto_id}_{(self._bad_parts() or PARTS)[0]}"
        return self.auto_id

    def as_field_group(self) -> SafeString:
        if self.is_hidden:
            return SafeString(self.as_widget())
        html = format_html("{}{}", self._draw(), self._hits())
        if self.look.show_when is None:
            return html
        return format_html('<div class="app-reveal">{}</div>', html)

    def _hits(self) -> SafeString:
        """Boxes for what looks like case data in this field (core/hits.py)."""
        given = set(_posted(self.form, NOT_ABOUT_A_PERSON))
        sentences = self.messages
        if not given and not any(isinstance(said, HitSentence) for said in sentences):
            return SafeString("")
        value = self.value()
        found = hits.asked(sentences, value if isinstance(value, str) else "", given)
        return component("checkboxes", **hits.boxes(found, given, self.auto_id)) if found else SafeString("")

    def _draw(self) -> SafeString:
        widget = self.field.widget
        for kind, draw in DRAWERS:
            if isinstance(widget, kind):
                return draw(self)
        raise TypeError(f"No GOV.UK component for {type(widget).__name__} of {self.name}")

    def _message(self, error: ValidationError) -> str:
        if isinstance(error.message, HitSentence):
            return error.message
        message = str(error.messages[0])
        if error.code in PLAIN_WORDS:
            params = error.params or {}
            limit, given = params.get("limit_value", 0), params.get("show_value", 0)
            return PLAIN_WORDS[error.code].format(label=self.label, limit=limit, given=given)
        if error.code != "required" or message != str(forms.Field.default_error_messages["required"]):
            return message
        label = str(self.label)
        if isinstance(self.field.widget, forms.CheckboxInput):
            return f"Tick “{label}”"
        if label.endswith("?"):
            return f"Answer “{label}”"
        chosen = isinstance(self.field.widget, ChoiceWidget | forms.FileInput)
        return f"{'Select' if chosen else 'Enter'} {label if label[:2].isupper() else label[:1].lower() + label[1:]}"

    def _bad_parts(self) -> tuple[str, ...]:
        for error in self.errors.as_data():
            return tuple((error.params or {}).get("parts", PARTS))
        return ()

    @property
    def caption(self) -> str:
        marked = getattr(self.form, "mark_optional", True) and self.look.show_when is None
        return f"{self.label} (optional)" if marked and not self.field.required else str(self.label)

    def common(self) -> Params:
        """The options that every component takes."""
        params: Params = {"attributes": self._attributes(), "classes": self.look.classes}
        if self.help_text:
            params["hint"] = text_or_html(self.help_text)
        messages = self.messages
        if any(isinstance(said, HitSentence) for said in messages):
            params["errorMessage"] = {"html": hits.together(messages)}
        elif messages:
            params["errorMessage"] = {"text": messages[0]}
        return params

    def _attributes(self) -> Params:
        kept = {name: str(v) for name, v in self.field.widget.attrs.items() if name not in DROPPED_ATTRIBUTES}
        kept |= self.look.attributes
        if self.field.disabled:
            kept["disabled"] = "disabled"
        return kept

    def named(self) -> Params:
        """The options of a component with one control and a label."""
        label: Params = {"classes": f"govuk-label--{self.look.label_size}", "isPageHeading": self.look.is_page_heading}
        return self.common() | {"id": self.auto_id, "name": self.html_name, "label": {"text": self.caption} | label}

    def grouped(self) -> Params:
        """The options of a component with several controls and a legend."""
        legend: Params = {"text": self.caption, "classes": f"govuk-fieldset__legend--{self.look.label_size}"}
        legend |= {"isPageHeading": self.look.is_page_heading}
        return self.common() | {"name": self.html_name, "idPrefix": self.auto_id, "fieldset": {"legend": legend}}

    def reveals(self, value: str) -> Params:
        """Marks a choice that another field waits for."""
        looks: Mapping[str, Look] = getattr(self.form, "looks", {})
        waits = (look.show_when for look in looks.values() if look.show_when)
        return {"attributes": {"data-reveals": ""}} if (self.name, True) in ((n, value in v) for n, v in waits) else {}

    def text_value(self) -> str:
        value = self.field.widget.format_value(self.value())
        return "" if value is None else str(value)

    def chosen(self) -> set[str]:
        value = self.value()
        values = value if isinstance(value, list | tuple | set) else [value]
        return {"" if v is None else str(v) for v in values}


def text_or_html(words: object) -> Params:
    return {"html": words} if isinstance(words, SafeData) else {"text": str(words)}


def _choices(choices: Any) -> Iterator[tuple[str, Any]]:
    """The choices as (value, words), the named groups of a select taken apart."""
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from _choices(words)
        else:
            yield "" if value is None else str(value), words


def _items(bound: GovukBoundField) -> list[Params]:
    chosen, hints = bound.chosen(), bound.look.item_hints
    items = []
    for value, words in _choices(bound.field.widget.choices):
        if value or words != NO_CHOICE:
            item = text_or_html(words) | {"value": value, "checked": value in chosen} | bound.reveals(value)
            items.append(item | ({"hint": {"text": hints[value]}} if value in hints else {}))
    return items


def _radios(bound: GovukBoundField) -> SafeString:
    return component("radios", **bound.grouped(), items=_items(bound))


def _checkboxes(bound: GovukBoundField) -> SafeString:
    return component("checkboxes", **bound.grouped(), items=_items(bound))


def _checkbox(bound: GovukBoundField) -> SafeString:
    """One box: its label is the question, so it needs no legend. The hint goes with the box."""
    params = bound.common()
    hint = {"hint": params.pop("hint")} if "hint" in params else {}
    item = text_or_html(bound.label) | {"value": "on", "checked": bool(bound.value())} | hint
    return component("checkboxes", **params, name=bound.html_name, idPrefix=bound.auto_id, items=[item])


def _select(bound: GovukBoundField) -> SafeString:
    chosen = bound.chosen()
    items = [
        {"value": value, "text": "Select" if words == NO_CHOICE else str(words), "selected": value in chosen}
        | bound.reveals(value)
        for value, words in _choices(bound.field.widget.choices)
    ]
    return component("select", **bound.named(), items=items)


def _date(bound: GovukBoundField) -> SafeString:
    value, bad = bound.value(), bound._bad_parts()
    texts = value if isinstance(value, list) else DateWidget().decompress(value)
    items = [
        {
            "id": f"{bound.auto_id}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": part.capitalize(),
            "value": "" if text is None else str(text),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}" + " govuk-input--error" * (part in bad),
        }
        for part, text in zip(PARTS, texts, strict=True)
    ]
    params = bound.grouped()
    return component("date-input", **params, id=bound.auto_id, items=items)


def _file(bound: GovukBoundField) -> SafeString:
    # The enhanced file input fails axe's label-content-name-mismatch: the plain one.
    return component(
        "file-upload", **bound.named(), multiple=bool(getattr(bound.field.widget, "allow_multiple_selected", False))
    )


def _textarea(bound: GovukBoundField) -> SafeString:
    params = bound.named() | {"value": bound.text_value(), "rows": bound.look.rows}
    limit = getattr(bound.field, "max_length", None)
    return component("character-count", **params, maxlength=limit) if limit else component("textarea", **params)


def _password(bound: GovukBoundField) -> SafeString:
    params = bound.named()
    autocomplete = params["attributes"].pop("autocomplete", "current-password")
    return component("password-input", **params, autocomplete=autocomplete)


def _number(bound: GovukBoundField) -> SafeString:
    """A text box with a number pad: a number input changes its value when it is scrolled over."""
    whole = isinstance(bound.field, forms.IntegerField) and not isinstance(bound.field, forms.FloatField)
    return _input(bound, type="text", inputmode="numeric" if whole else "decimal", spellcheck=False)


def _email(bound: GovukBoundField) -> SafeString:
    return _input(bound, type="email", spellcheck=False)


def _input(bound: GovukBoundField, **options: Any) -> SafeString:
    params = bound.named() | {"value": bound.text_value(), "type": bound.field.widget.input_type} | options
    for side, words in (("prefix", bound.look.prefix), ("suffix", bound.look.suffix)):
        if words:
            params[side] = {"text": words}
    return component("input", **params)


# The first kind that a widget is an instance of draws it: the special before the general.
DRAWERS: tuple[tuple[type[forms.Widget], Callable[[GovukBoundField], SafeString]], ...] = (
    (DateWidget, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.SelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.Select, _select),
    (forms.CheckboxInput, _checkbox),
    (forms.FileInput, _file),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.NumberInput, _number),
    (forms.EmailInput, _email),
    (Input, _input),
)


def _said(message: str) -> Params:
    return {"html": hits.marked(message)} if isinstance(message, HitSentence) else {"text": message}


def _posted(form: forms.BaseForm, name: str) -> list[str]:
    """What was ticked of a name that is no field of the form's own."""
    return form.data.getlist(name) if isinstance(form.data, MultiValueDict) else []


class GovukRenderer(TemplatesSetting):
    """Django's renderer with our form template and our bound field."""

    form_template_name = "components/form.html"
    bound_field_class = GovukBoundField


def error_summary(forms_: Sequence[forms.BaseForm]) -> SafeString:
    """What is wrong with the forms, each line linking to its field; nothing when nothing is wrong."""
    lines: list[Params] = []
    for form in forms_:
        lines += [{"text": str(message)} for message in form.non_field_errors()]
        for bound in form:
            if isinstance(bound, GovukBoundField):
                lines += [_said(message) | {"href": f"#{bound.target}"} for message in bound.messages]
    return component("error-summary", titleText="There is a problem", errorList=lines) if lines else SafeString("")
