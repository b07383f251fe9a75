"""Giving evidence: a file, or the address of something."""

from __future__ import annotations

from django import forms

from plans.importers.evidence import FILE_LIMIT
from plans.importers.gate import MEBIBYTE
from plans.services.evidence import TITLE_LENGTH, URL_LENGTH


class FileForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="PDF, Word, Excel, PowerPoint, OpenDocument, CSV or plain text, or a PNG or JPEG picture;"
        f" up to {FILE_LIMIT // MEBIBYTE} MB. Nothing about a person who was referred.",
        allow_empty_file=True,  # the service's own sentence about an empty file is kinder
        error_messages={"required": "Choose a file"},
    )
    title = forms.CharField(
        label="What it shows (optional)",
        help_text="Without it, the file’s own name stands there.",
        max_length=TITLE_LENGTH,
        required=False,
    )
    mark_optional = False

    def upload(self) -> tuple[str, bytes]:
        """(name, bytes) of what was chosen."""
        given = self.cleaned_data["file"]
        return given.name or "", given.read()


class LinkForm(forms.Form):
    url = forms.CharField(
        label="Web address", help_text="Such as https://example.org/minutes", max_length=URL_LENGTH, required=False
    )
    title = forms.CharField(label="What it shows (optional)", max_length=TITLE_LENGTH, required=False)
    mark_optional = False


class RemoveForm(forms.Form):
    """Which piece, as its writer saw it."""

    remove = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
