"""Which moment of a pack, and which two to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from plans.forms.moments import MomentForm

from ..models import Pack
from ..services.moments import Side, pack_name


class SideForm(MomentForm):
    """One side of a comparison."""

    what = forms.ChoiceField(label="Which pack")
    field_order = ("what", "on", "time")

    def __init__(self, *args: Any, packs: Sequence[Pack], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (
                f"{pack_name(pack)}: {pack.round.plan.title}",
                [
                    *((f"issue:{issue.pk}", f"{pack_name(pack)}, issue {issue.number}") for issue in pack.issues.all()),
                    (f"pack:{pack.pk}", f"{pack_name(pack)}, as it stood on the day below"),
                ],
            )
            for pack in packs
        ]

    def side(self) -> Side:
        """What was chosen, for `services.moments`."""
        kind, _, key = self.cleaned_data["what"].partition(":")
        return Side(issue=key) if kind == "issue" else Side(pack=key, moment=self.moment())
