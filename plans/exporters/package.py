"""Zip packages whose bytes follow from their content alone: the same plan gives the same file. No Django."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

_NEVER = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file knows
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def fixed(content: bytes, *, modified: str) -> bytes:
    """The package without the moment of writing: members undated, `modified` (ISO 8601, UTC) in its properties."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    core = members.get("docProps/core.xml", b"")
    members["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + modified.encode(), core)
    return packed(members)


def packed(members: Mapping[str, bytes]) -> bytes:
    """A package of members in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, member in members.items():
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, member)
    return target.getvalue()
