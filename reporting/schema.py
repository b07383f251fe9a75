"""The JSON Schema of a pack's document (docs/pack.schema.json)."""

from __future__ import annotations

import sys

from prevent_tracker.core.json_schema import as_text, schema_of

from .document import SCHEMA_VERSION, Document


def pack_schema_json() -> str:
    """JSON Schema, draft 2020-12, of what `document.to_json` writes, as docs/pack.schema.json holds it."""
    title = f"prevent-tracker-pack, version {SCHEMA_VERSION}"
    return as_text(schema_of(Document, title=title, suffix="Facts", constants={"schema_version": SCHEMA_VERSION}))


if __name__ == "__main__":
    sys.stdout.write(pack_schema_json())
