"""Names that public editions hold back, as a document carries them."""

from __future__ import annotations

from collections.abc import Iterable

from partners.models import Board
from plans.queries import held_names as queries

from .. import document as doc
from .reading import Known


def held_names(known: Known, boards: Iterable[Board]) -> tuple[doc.HeldName, ...]:
    """As decided at the moment of the words: a body released after a round closed is named in its pack."""
    agencies = {**known.agencies, **known.agencies_now}.values()
    leads = [lead for found in known.leads.values() for lead in found]
    texts = [
        *(cell for row in known.actions for cell in (row.text, *row.steps, *row.outcomes)),
        *(cell for row in known.objectives for cell in (row.title, *row.paragraphs, *row.outcomes)),
    ]
    found = queries.held_names(known.access, known.moment, agencies=agencies, boards=boards, leads=leads, texts=texts)
    return tuple(doc.HeldName(names, instead) for names, instead in found)
