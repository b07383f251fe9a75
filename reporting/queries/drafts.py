"""The last draft of a pack as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace

from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core import clock
from prevent_tracker.core.rows import get

from ..document import digest
from ..models import Draft, Pack
from ..snapshot import snapshot


@dataclass(frozen=True)
class Drafted:
    """A draft (without its file), and whether the pack would come out otherwise now."""

    draft: Draft
    has_changed: bool


def drafted(access: Access, pack: Pack) -> Drafted | None:
    """Compares what the draft was drawn from with what it would be drawn from now, but for the moment."""
    access.require(Permission.EDIT_PACK)
    stored = Draft.objects.within(access).filter(pack=pack).defer("pdf").first()
    if stored is None:
        return None
    now = replace(snapshot(access, pack, moment=clock.now()), as_at=stored.as_at)
    return Drafted(stored, digest(now) != stored.document_sha256)


def draft(access: Access, pack_id: str) -> Draft:
    """One draft with its file."""
    access.require(Permission.EDIT_PACK)
    rows = Draft.objects.within(access).select_related("pack__board", "pack__round__plan")
    return get(rows, "draft", pack_id=pack_id)
