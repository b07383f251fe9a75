"""Who may read the coordinator's words of a pack: a marking for each, the partnership's unless set."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Marking
from plans.services.saving import check_version, save
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.rows import get

from ..models import Pack

WORDS = {
    "headline": "Headline",
    "narrative": "Narrative",
    "recommendations": "Decisions asked for",
    "cover": "Cover report",
}


@transaction.atomic
def mark_words(*, by: Access, pack: Pack, markings: Mapping[str, str], expected_version: int | None = None) -> Pack:
    """Say who may read each of `WORDS`. It counts for the next issue: what is frozen stays as it is."""
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by), "pack", lock=True, pk=pack.pk)
    check_version(row, expected_version, ("markings",))
    wrong = [name for name, marking in markings.items() if name not in WORDS or marking not in Marking.values]
    if wrong:
        raise Invalid({name: f"{WORDS.get(name, name)}: choose who may read it." for name in wrong})
    row.markings = {**row.markings, **markings}
    row.version += 1
    return save(row, "Words marked")
