"""Office files are zips; these are the same bytes each time they are made."""

from __future__ import annotations

import io
import re
import zipfile

WRITTEN = (2025, 4, 1, 9, 0, 0)
STAMP = b"2025-04-01T09:00:00Z"


def settled(content: bytes) -> bytes:
    """The same zip with fixed dates, inside and out, in the order of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            part = given.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + STAMP, part)
            kept.writestr(_entry(name), part)
    return out.getvalue()


def packed(parts: dict[str, str]) -> bytes:
    """A zip of these parts; one named mimetype is stored, as OpenDocument asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as kept:
        for name, text in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            kept.writestr(_entry(name), text.encode(), compress_type=kind)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, WRITTEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
