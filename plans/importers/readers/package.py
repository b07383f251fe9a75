"""Parts of an Office Open XML file and their relationships (ECMA-376 part 2), read straight off the archive.

python-docx and openpyxl are not used for this: the one drops tracked insertions, content controls and text boxes, and
fails on a relationship to nothing; the other keeps an object for each of a million empty cells. No Django.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from ..errors import Unreadable

Element = etree._Element

_DC = "{http://purl.org/dc/elements/1.1/}"
# The strict form of ECMA-376 has other names for the same things.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)


TREE_LIMIT = 60 * 2**20  # bytes of XML held as a tree, which takes some six times the room


def whole(text: str | None, default: int = 0) -> int:
    """An attribute that ought to be a whole number: a fraction is rounded, and what is none counts as not written."""
    try:
        return round(float(text)) if text else default
    except (ValueError, OverflowError):
        return default


@dataclass(frozen=True)
class Related:
    """One relationship of a part: `kind` is the last word of its type ("header", "styles", "worksheet")."""

    id: str
    kind: str
    target: str


@dataclass
class Package:
    archive: zipfile.ZipFile
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, content: bytes) -> Package:
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except zipfile.BadZipFile as error:
            raise Unreadable("The file is damaged or was cut short: save it again and try that copy.") from error
        # Part names are compared without regard to case (part 2, 6.2.2.3).
        return cls(archive, {name.casefold(): name for name in archive.namelist()})

    def has(self, part: str) -> bool:
        return part.casefold() in self.names

    def stream(self, part: str) -> IO[bytes]:
        return self.archive.open(self.names[part.casefold()])

    def xml(self, part: str) -> Element:
        """The root of a part. Raises Unreadable where it is missing or no XML."""
        if not self.has(part):
            raise Unreadable(f"The file is damaged: its part {part} is missing. Save it again and try that copy.")
        name = self.names[part.casefold()]
        if self.archive.getinfo(name).file_size > TREE_LIMIT:
            raise Unreadable("The file holds far more text than a plan: keep only the plan, and try again.")
        raw = self.archive.read(name)
        for strict, usual in _STRICT if b"purl.oclc.org" in raw else ():
            raw = raw.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(raw, parser)
        except etree.XMLSyntaxError as error:
            raise Unreadable(f"The file is damaged in its part {part}: save it again and try that copy.") from error

    def related(self, part: str = "") -> list[Related]:
        """What a part (or the package) points to inside the file, in written order."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            return []
        return list(self._related(rels, folder))

    def _related(self, rels: str, folder: str) -> Iterator[Related]:
        for each in self.xml(rels):
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
                yield Related(each.get("Id", ""), each.get("Type", "").rsplit("/", 1)[-1], target)

    def first(self, part: str, kind: str) -> str:
        """The part of that kind that `part` points to, "" where there is none."""
        return next((each.target for each in self.related(part) if each.kind == kind and self.has(each.target)), "")

    def title(self) -> str:
        """Of the file's core properties."""
        part = self.first("", "core-properties")
        return (self.xml(part).findtext(f"{_DC}title") or "").strip() if part else ""
