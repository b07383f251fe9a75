"""A file to be held against what was issued."""

from __future__ import annotations

from django import forms


class FileToCheckForm(forms.Form):
    file = forms.FileField(
        label="The file",
        help_text="The PDF, HTML or JSON of a pack, as you received it, up to 10 MB. It is looked at and not kept.",
        allow_empty_file=True,  # an empty file is no issue either, and is told so
        error_messages={"required": "Choose the file to check"},
    )
    mark_optional = False
