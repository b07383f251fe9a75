"""The shapes of packs in the API's answers."""

from __future__ import annotations

from rest_framework import serializers

from plans.api.read_shapes import BoardName, MeetingShape, RoundName
from plans.api.serializers import Shape


class IssueShape(Shape):
    """A pack as it was issued: frozen, and corrected only by the next number."""

    id = serializers.UUIDField()
    pack = serializers.UUIDField()
    number = serializers.IntegerField()
    is_current = serializers.BooleanField(help_text="False once another has replaced it.")
    issued_at = serializers.DateTimeField()
    issued_by = serializers.CharField()
    reason = serializers.CharField(help_text="Why it replaces the one before; empty in the first.")
    pages = serializers.IntegerField(help_text="Of the PDF.")
    document_sha256 = serializers.CharField(help_text="SHA-256 of the document as it is downloaded, in hexadecimal.")
    pdf_sha256 = serializers.CharField(help_text="The same of the PDF.")
    seal_sha256 = serializers.CharField(help_text="Over all of it and the seal of the issue before: a chain.")
    as_at = serializers.DateTimeField(help_text="The moment of its figures.")
    document_url = serializers.URLField(help_text="Everything the pack says, as JSON.")
    html_url = serializers.URLField()
    pdf_url = serializers.URLField()
    docx_url = serializers.URLField()
    xlsx_url = serializers.URLField()


class PackShape(Shape):
    id = serializers.UUIDField()
    plan = serializers.UUIDField()
    board = BoardName()
    round = RoundName()
    meeting = MeetingShape(allow_null=True, help_text="The meeting that it goes to.")
    issues = IssueShape(many=True, help_text="Newest first: the first is current.")
