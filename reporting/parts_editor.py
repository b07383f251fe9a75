"""The editor of parts: one for a style and for the contents of one pack.

Every button of its form sends all that was typed, so that it works without JavaScript; nothing is kept in between.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.forms import Difference, show_errors

from .styles import Part
from .styles.editing import moved, settled
from .styles.parts import PARTS, part

F = TypeVar("F", bound=forms.Form)


class PartForm(forms.Form):
    """One part; its prefix is the part's key."""

    on = forms.BooleanField(required=False)
    heading = forms.CharField(label="Heading", required=False)
    group = forms.CharField(
        label="Heading above it", help_text="Of a section that begins with this part.", required=False
    )
    wide = forms.BooleanField(label="On landscape pages of its own", required=False)
    new_page = forms.BooleanField(label="Begins on a new page", required=False)
    keep = forms.BooleanField(label="Printed even when it is empty", required=False)
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = PARTS[str(self.prefix)]
        self.fields["on"].label, self.fields["on"].help_text = facts.heading, facts.about

    @property
    def name(self) -> str:
        return PARTS[str(self.prefix)].heading


@dataclass(frozen=True)
class Row:
    """One line of the editor; `focus` is the button that was pressed, "up" or "down"."""

    form: PartForm
    is_on: bool
    is_first: bool
    is_last: bool
    focus: str = ""


class PartsEditor:
    """The list of all parts, the chosen ones first. `fields` are those of a part that can be changed here."""

    STYLE = ("heading", "group", "wide", "new_page", "keep")
    PACK = ("heading",)

    def __init__(self, fields: Sequence[str], forms_: Mapping[str, PartForm], on: set[str], order: Sequence[str]):
        self.fields, self._forms, self._on, self.order = fields, forms_, on, order
        self.pressed, self.error = ("", ""), ""

    @classmethod
    def of(cls, fields: Sequence[str], parts: Sequence[Part]) -> PartsEditor:
        """As a style or a pack has them."""
        own = {each.key: each for each in parts}
        made = {
            key: PartForm(prefix=key, initial={"on": key in own, **dataclasses.asdict(own.get(key) or part(key))})
            for key in PARTS
        }
        return cls(fields, made, set(own), settled(list(own), own))

    @classmethod
    def typed(cls, fields: Sequence[str], data: QueryDict, *, is_final: bool) -> PartsEditor:
        """As they were typed: to be checked (`is_final`), or only to go on with, a part moved if a button says so."""
        on = {key for key in PARTS if data.get(f"{key}-on")}
        forms_ = {key: PartForm(data, prefix=key) if is_final else as_typed(PartForm, data, key) for key in PARTS}
        way, _, key = data.get("move", "").partition(":")
        made = cls(fields, forms_, on, moved(data.getlist("order"), on, key, up=way == "up"))
        made.pressed = (key, way)
        return made

    @property
    def forms(self) -> list[PartForm]:
        return [self._forms[key] for key in self.order]

    @property
    def rows(self) -> list[Row]:
        return [self._row(place, key) for place, key in enumerate(self.order)]

    def _row(self, place: int, key: str) -> Row:
        is_on, is_first, is_last = key in self._on, place == 0, place == len(self._on) - 1
        focus = self.pressed[1] if self.pressed[0] == key else ""
        if focus and (is_first or is_last):  # the button at the end of its way is gone
            focus = "down" if is_first else "up"
        return Row(self._forms[key], is_on, is_on and is_first, is_on and is_last, focus)

    @property
    def said(self) -> str:
        """Where the part that was moved is now, for who does not see it."""
        key = self.pressed[0]
        return f"{PARTS[key].heading} is now {self.order.index(key) + 1} of {len(self._on)}." if key in self._on else ""

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def parts(self) -> list[dict[str, Any]]:
        """The chosen parts, in order, in the shape of a style's, with the fields that can be changed here."""
        chosen = [self._forms[key] for key in self.order if key in self._on]
        return [{"key": form.prefix, **{name: form.cleaned_data[name] for name in self.fields}} for form in chosen]

    def show_errors(self, error: Invalid) -> Invalid:
        """Put each sentence beside the part it is about; gives back what is about none."""
        rest = {}
        for field, sentences in error.errors.items():
            name, _, key = field.partition("_")
            if key in self._forms and name in self.fields:
                show_errors(self._forms[key], Invalid({name: sentences}))
            elif field == "parts":
                self.error = " ".join(sentences)
                rest[""] = sentences
            else:
                rest[field] = sentences
        return Invalid(rest)


def as_typed(form_class: type[F], data: QueryDict, prefix: str | None = None) -> F:
    """A form with what was typed in it, nothing of it checked yet."""
    form = form_class(prefix=prefix)
    form.initial = {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }
    return form


def parts_difference(stored: Sequence[Part], typed: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """What differs between two lists of parts, as one line for who saved second."""
    theirs, mine = (
        "; ".join(str(heading) for heading in headings)
        for headings in ([each.heading for each in stored], [each["heading"] for each in typed])
    )
    return [Difference("Parts", theirs, mine)] if theirs != mine else []
