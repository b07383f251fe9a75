"""Everything that a file holds, unpacked, for tests that look for words which must not be in it."""

from __future__ import annotations

import io
import zipfile

import pikepdf


def every_byte(content: bytes) -> bytes:
    """The file; of a package (Word, Excel) each of its parts too, and of a PDF each of its objects, unpacked."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return content + b"".join(package.read(name) for name in package.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return content + b"\n".join(part for found in pdf.objects for part in _parts(found))
    return content


def _parts(found: pikepdf.Object) -> list[bytes]:
    """An object as it is written down, strings in UTF-8, and what its stream holds."""
    if isinstance(found, pikepdf.Stream):
        return [*_texts(found), found.read_bytes()]
    return _texts(found)


def _texts(found: object) -> list[bytes]:
    if isinstance(found, pikepdf.String):
        return [str(found).encode(), bytes(found)]
    if isinstance(found, pikepdf.Name):
        return [str(found).encode()]
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        inner = found.stream_dict if isinstance(found, pikepdf.Stream) else found
        return [
            text for key, value in inner.items() if not _is_shared(value) for text in (key.encode(), *_texts(value))
        ]
    if isinstance(found, pikepdf.Array):
        return [text for value in found if not _is_shared(value) for text in _texts(value)]
    return []


def _is_shared(value: object) -> bool:
    """An object of its own, which is looked at by itself."""
    return isinstance(value, pikepdf.Object) and value.is_indirect
