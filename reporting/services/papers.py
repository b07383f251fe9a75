"""Papers of an agenda's items: files, checked by what is in them, kept in Django's storage."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.db.models import Sum

from partners.roles import Permission
from partners.tenancy import Access
from plans.importers.errors import Unreadable
from plans.importers.evidence import CONTENT_TYPES, kind_of
from plans.services.evidence import clean_name
from plans.services.saving import save
from prevent_tracker.core import clock, files
from prevent_tracker.core.errors import Closed, Invalid
from prevent_tracker.core.rows import get
from prevent_tracker.core.text import clean_text

from ..models import AgendaItem, Paper
from ..paper_file import BadPaper, PdfFacts, pdf_facts
from ..queries import meetings
from .agenda import held_item

MOST = 20  # of one item
MOST_BYTES = 100 * 2**20  # of one meeting, so that its one file can be put together and sent
TITLE_LENGTH = 200


@transaction.atomic
def add_paper(*, by: Access, item: AgendaItem, title: str, name: str, content: bytes) -> Paper:
    """A file of at most 10 MB that goes with an item, after those that are there; without a title it is called by its
    own name. The file is stored before the row is committed, and deleted if it is not.

    Raises `Invalid` naming "file" or "title", or `Closed`.
    """
    by.require(Permission.RECORD_DECISION)
    kind, facts = _checked(content, name)
    shown = clean_text(
        title if title.strip() else _stem(name), "title", label="Title", max_length=TITLE_LENGTH, required=True
    )
    stored = files.write(f"{by.partnership_id}/{secrets.token_hex(16)}.{kind}", content)
    row = held_item(by, item)
    _check_room(by, row, len(content))
    paper = Paper(
        partnership=by.partnership,
        item=row,
        order=Paper.objects.within(by).filter(item=row).count(),
        title=shown,
        file=stored,
        content_type=CONTENT_TYPES[kind],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        pages=facts.pages,
        is_tagged=facts.is_tagged,
        added_at=clock.now(),
    )
    return save(paper, "Paper added")


def _checked(content: bytes, name: str) -> tuple[str, PdfFacts]:
    try:
        kind = kind_of(content, name)
        return kind, pdf_facts(content) if kind == "pdf" else PdfFacts(0, is_tagged=False)
    except (Unreadable, BadPaper) as error:
        raise Invalid({"file": str(error)}) from None


def _stem(name: str) -> str:
    """A file's name without its ending, underscores as spaces."""
    return clean_name(name).rsplit(".", 1)[0].replace("_", " ") or "Paper"


def _check_room(by: Access, item: AgendaItem, size: int) -> None:
    kept = Paper.objects.within(by).filter(item__meeting=item.meeting, removed_at=None)
    if kept.filter(item=item).count() >= MOST:
        raise Closed(f"This item has {MOST} papers already: remove one, or put several into one file.")
    if (kept.aggregate(size=Sum("size"))["size"] or 0) + size > MOST_BYTES:
        raise Closed(f"The papers of this meeting have {MOST_BYTES // 2**20} MB together: make one of them smaller.")


@transaction.atomic
def remove_paper(*, by: Access, paper: Paper) -> Paper:
    """Take a paper off its item. It stays on the record, and its file in the storage."""
    by.require(Permission.RECORD_DECISION)
    found = get(Paper.objects.within(by).select_related("item"), "paper", pk=paper.pk)
    held_item(by, found.item)
    row = get(Paper.objects.within(by), "paper", lock=True, pk=paper.pk)
    if row.removed_at is not None:
        raise Closed("This paper was removed already.")
    row.removed_at = clock.now()
    return save(row, "Paper removed")


def content(access: Access, paper: Paper) -> bytes:
    """The bytes of a paper that the actor may see."""
    return files.read(meetings.paper(access, str(paper.pk)).file)
