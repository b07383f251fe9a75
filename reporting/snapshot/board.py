"""What surrounds the figures: the cover, the boards, the key to the ratings, the logo."""

from __future__ import annotations

import base64
import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from partners.models import Board, BoardSeat
from partners.tenancy import Access
from plans.queries.as_at import as_at
from plans.rules.markings import PARTNERSHIP

from .. import document as doc
from ..figures import LABELS
from ..models import Pack, PackSettings
from .reading import Known

WORDS = ("headline", "narrative", "recommendations", "cover")  # the coordinator's, each with a marking of its own


def cover_facts(pack: Pack) -> doc.CoverFacts:
    cover = pack.cover
    return doc.CoverFacts(
        **{
            name: cover.get(name, "")
            for name in ("decision_maker", "lead_officer", "author", "contact", "classification", "purpose")
        },
        recommendations=tuple(pack.recommendations),
        implications=tuple((heading, text) for heading, text in cover.get("implications", ())),
        background_papers=tuple(cover.get("background_papers", ())),
        appendices=tuple(cover.get("appendices", ())),
    )


def word_markings(pack: Pack) -> tuple[tuple[str, str], ...]:
    """The marking of each of the coordinator's words: the partnership's where none was set."""
    return tuple((name, pack.markings.get(name) or PARTNERSHIP) for name in WORDS)


def rag_key(access: Access) -> tuple[doc.RagKeyEntry, ...]:
    """The partnership's own words. A partnership has no history: no service changes it once it is founded
    (docs/adr/0005-packs.md)."""
    own = access.partnership.rag_key
    return tuple(
        doc.RagKeyEntry(value, own.get(value, {}).get("label", LABELS[value]), own.get(value, {}).get("definition", ""))
        for value in ("complete", "green", "amber", "red")
    )


def governance(known: Known, boards: Mapping[uuid.UUID, Board]) -> tuple[doc.GovernanceFacts, ...]:
    """Each board with its seats, by name. One query."""
    seats: dict[uuid.UUID, list[str]] = defaultdict(list)
    for seat in sorted(as_at(known.access, BoardSeat, known.moment), key=lambda row: (row.order, row.pk)):
        seats[seat.board_id].append(seat.words)
    return tuple(
        doc.GovernanceFacts(
            row.name,
            row.meets,
            row.terms,
            boards[row.reports_to_id].name if row.reports_to_id else "",
            tuple(seats[row.pk]),
        )
        for row in sorted(boards.values(), key=lambda row: (row.name, row.pk))
    )


def logo(known: Known) -> dict[str, Any]:
    """The partnership's logo as a data URI, and what it shows in words; nothing where there is none. One query."""
    rows = [row for row in as_at(known.access, PackSettings, known.moment) if row.logo]
    if not rows:
        return {}
    data = base64.b64encode(bytes(rows[0].logo or b"")).decode()
    return {"logo": f"data:{rows[0].logo_type};base64,{data}", "logo_alt": rows[0].logo_alt}
