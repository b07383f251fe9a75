"""A pack is drafted for a board about a round, and its words written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from partners.models import Board, Meeting
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Round
from plans.services.saving import check_version, same_partnership, save
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_cells, clean_text

from ..document import Document
from ..models import Pack
from ..snapshot import snapshot

HEADLINE_LENGTH = 500
NARRATIVE_LENGTH = 6000
CONTACT_FIELDS = ("author", "contact", "lead_officer")  # officers whom the board may ask: printed on every paper
COVER_FIELDS = ("decision_maker", "lead_officer", "author", "contact", "classification", "purpose")


@transaction.atomic
def draft_pack(*, by: Access, board: Board, round: Round, meeting: Meeting | None = None) -> Pack:  # noqa: A002  the domain's word
    """The pack of a board about a round; the one that is there already, if any."""
    by.require(Permission.EDIT_PACK)
    same_partnership(by, board=board, round=round, meeting=meeting)
    if round.opened_at is None:
        raise Closed(f"{round.label} has not been opened yet: there is nothing to report.")
    stored = Pack.objects.within(by).filter(board=board, round=round).first()
    if stored is not None:
        return stored
    cover = {
        "decision_maker": board.name,
        "classification": "OFFICIAL",
        "purpose": "For discussion",
        "author": by.actor_name if by.user_id else "",  # a scheduled draft has none yet
    }
    pack = Pack(partnership=by.partnership, board=board, round=round, meeting=meeting, cover=cover)
    return save(pack, "Pack drafted")


@transaction.atomic
def write_pack(
    *,
    by: Access,
    pack: Pack,
    headline: str,
    narrative: str,
    recommendations: Sequence[str],
    marking: str,
    meeting: Meeting | None,
    cover: Mapping[str, Any],
    expected_version: int | None = None,
) -> Pack:
    """The words around the figures: headline, narrative, numbered recommendations, cover report fields."""
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by), "pack", lock=True, pk=pack.pk)
    check_version(row, expected_version, ("headline", "narrative"))
    same_partnership(by, meeting=meeting)
    row.headline = clean_text(headline, "headline", label="Headline", max_length=HEADLINE_LENGTH)
    row.narrative = clean_text(narrative, "narrative", label="Narrative", max_length=NARRATIVE_LENGTH)
    row.recommendations = [
        clean_text(text, "recommendations", label="Recommendation", max_length=1000)
        for text in recommendations
        if text.strip()
    ]
    row.marking = clean_text(marking, "marking", label="Marking", max_length=60, required=True)
    row.meeting = meeting
    words = {name: value for name, value in cover.items() if name not in CONTACT_FIELDS}
    row.cover = {**row.cover, **cover, **clean_cells(words)}
    row.version += 1
    return save(row, "Pack written")


def draft_document(access: Access, pack: Pack) -> Document:
    """The pack as it would be issued now, for preview."""
    access.require(Permission.VIEW_PACK)
    return snapshot(access, pack, moment=clock.now())
