"""One example of each thing that packs.py answers."""

from __future__ import annotations

from plans.api.examples import PLAN, ROUND, Example
from plans.api.examples_reads import DECISION

_PACK, _ISSUE = (f"0195a3c0-0000-7000-8000-00000000002{n}" for n in range(2))
_FILES = f"https://tracker.example/api/v1/issues/{_ISSUE}"

ISSUE: Example = {
    "id": _ISSUE,
    "pack": _PACK,
    "number": 1,
    "is_current": True,
    "issued_at": "2017-01-30T15:00:00Z",
    "issued_by": "Ruth Okafor",
    "reason": "",
    "pages": 14,
    "document_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "pdf_sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "seal_sha256": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce",
    "as_at": "2017-01-20T17:00:00Z",
    "document_url": f"{_FILES}/document/",
    "html_url": f"{_FILES}/html/",
    "pdf_url": f"{_FILES}/pdf/",
    "docx_url": f"{_FILES}/docx/",
    "xlsx_url": f"{_FILES}/xlsx/",
}
PACK: Example = {
    "id": _PACK,
    "plan": PLAN["id"],
    "board": DECISION["board"],
    "round": {name: ROUND[name] for name in ("id", "slug", "label")},
    "meeting": DECISION["meeting"],
    "issues": [ISSUE],
}
