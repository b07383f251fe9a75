"""What the OpenAPI document says of evidence."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse

from prevent_tracker.core import problems

from . import bodies, examples
from . import serializers as shapes
from .documented import Operation, bad_answers, read
from .documented_writes import MATCHED, POSTED, sent, write

EVIDENCE_LIST = read(
    "evidence_list", "List the evidence of an answer",
    "What shows that your agency’s answer to a request is so: links and files, oldest first.",
    shapes.EvidenceShape(many=True), examples.EVIDENCE, problems.NOT_FOUND,
)  # fmt: skip
EVIDENCE = read(
    "evidence", "Read a piece of evidence", "One link or file. Keep its `ETag` to remove it.",
    shapes.EvidenceShape(), examples.EVIDENCE, problems.NOT_FOUND,
)  # fmt: skip
ADD_EVIDENCE = write(
    "add_evidence", "Add evidence",
    "A link (JSON), or a file of at most 10 MB (`multipart/form-data`): PDF, Word, Excel, PowerPoint, OpenDocument, "
    "CSV, text, PNG or JPEG, by what is in it; no macros. Up to 20 pieces for an answer, while its round is open.",
    {"application/json": bodies.LinkBody, "multipart/form-data": bodies.FileBody},
    shapes.EvidenceShape(), {201: "Added"}, *POSTED,
    examples=[
        sent(examples.LINK_BODY),
        OpenApiExample("Answer", value=examples.EVIDENCE, response_only=True, status_codes=["201"]),
    ],
)  # fmt: skip
REMOVE_EVIDENCE: Operation = {
    "operation_id": "remove_evidence",
    "summary": "Remove a piece of evidence",
    "description": "Takes it back, while its round is open. It stays on the record; nobody is shown it any more.",
    "request": None,
    "responses": {
        204: OpenApiResponse(description="Removed"),
        **bad_answers(problems.NOT_FOUND, problems.CLOSED, *MATCHED),
    },
}
EVIDENCE_FILE: Operation = {
    "operation_id": "evidence_file",
    "summary": "Download a file",
    "description": "The bytes as they came, as a download. They never change: `If-None-Match` answers 304.",
    "responses": {
        (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The file"),
        **bad_answers(problems.NOT_FOUND),
    },
}
