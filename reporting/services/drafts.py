"""Drafts as files: the last one of a pack, as it was drawn."""

from __future__ import annotations

from django.db import transaction

from partners.roles import Permission
from partners.tenancy import Access
from prevent_tracker.core import clock
from prevent_tracker.core.rows import get

from ..document import digest
from ..models import Draft, Pack
from ..snapshot import snapshot
from .freezing import page_count
from .issuing import READING, check_makeable, draw
from .section_cache import StoredSections
from .watching import NOBODY, Steps, Watcher

DRAWING, KEEPING = "Drawing the draft", "Keeping the draft"


@transaction.atomic
def draw_draft(*, by: Access, pack: Pack, watcher: Watcher = NOBODY) -> Draft:
    """Draw the board's edition as it stands now, in place of the draft before; its sections serve the issue. Raises
    `Closed` for a plan without actions, `jobs.Cancelled`, and `RenderError`."""
    by.require(Permission.EDIT_PACK)
    row = get(Pack.objects.within(by).select_related("round__plan", "board", "meeting"), "pack", pk=pack.pk)
    check_makeable(by, row)
    steps, sections = Steps((READING, DRAWING, KEEPING), watcher), StoredSections(by, row)
    steps.begin(READING)
    moment = clock.now()
    document = snapshot(by, row, moment=moment)
    steps.begin(DRAWING)
    pdf = draw(document, sections, steps)
    steps.begin(KEEPING)
    get(Pack.objects.within(by), "pack", lock=True, pk=row.pk)
    facts = {
        "document_sha256": digest(document),
        "pdf": pdf,
        "pages": page_count(pdf),
        "as_at": document.as_at,
        "made_at": moment,
    }
    owner = {"partnership": by.partnership}
    draft, _ = Draft.objects.within(by).update_or_create(pack=row, defaults=facts, create_defaults=facts | owner)
    sections.keep()
    steps.go_on()
    steps.end()
    return draft
