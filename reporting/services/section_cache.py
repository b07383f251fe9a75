"""Sections of a pack as they were last drawn (reporting/render/cache.py), kept with it in the database."""

from __future__ import annotations

from partners.tenancy import Access

from ..models import DrawnSection, Pack


class StoredSections:
    """What one drawing of a pack finds and leaves. Nothing is written before `keep`, in the caller's transaction."""

    def __init__(self, by: Access, pack: Pack) -> None:
        self._by, self._pack = by, pack
        self._used: set[str] = set()
        self._new: dict[str, bytes] = {}

    def get(self, sha256: str) -> bytes | None:
        if sha256 in self._new:  # two editions share sections
            return self._new[sha256]
        found = DrawnSection.objects.within(self._by).filter(pack=self._pack, sha256=sha256).first()
        if found is None:
            return None
        self._used.add(sha256)
        return bytes(found.pdf)

    def put(self, sha256: str, pdf: bytes) -> None:
        self._new[sha256] = pdf

    def keep(self) -> None:
        """Store what was drawn, and forget what this drawing did not use. The pack is held by the caller."""
        rows = DrawnSection.objects.within(self._by).filter(pack=self._pack)
        rows.exclude(sha256__in=self._used).delete()
        DrawnSection.objects.within(self._by).bulk_create(
            DrawnSection(partnership=self._by.partnership, pack=self._pack, sha256=sha256, pdf=pdf)
            for sha256, pdf in self._new.items()
        )
