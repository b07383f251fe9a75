"""What was issued, as a register to hold files against."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partners.roles import Permission
from partners.tenancy import Access
from reporting.models import Issue
from reporting.verifying import Clue, Entry, Verdict, entry_of, verdict


def whole_register() -> list[Entry]:
    """Every issue of every partnership, for the installation's operator (core.database.as_owner)."""
    return list(_entries(Issue._base_manager.all()))


def check_file(access: Access, clue: Clue) -> Verdict:
    """What a file is, held against all that the partnership issued."""
    access.require(Permission.VIEW_PACK)
    return verdict(clue, _entries(_candidates(Issue.objects.within(access), clue)))


def check_public_file(clue: Clue) -> Verdict:
    """What a file is, held against what is published: for a visitor's session, which reads nothing else."""
    return verdict(clue, _entries(_candidates(Issue._base_manager.filter(edition="public"), clue)))


def altered() -> list[str]:
    """A sentence for each issue whose stored files are not those that were sealed. As `whole_register`."""
    found = []
    for row in Issue._base_manager.order_by("issued_at").iterator(chunk_size=5):
        stored = {"document": row.document.encode(), "HTML": row.html.encode(), "PDF": bytes(row.pdf)}
        kept = {"document": row.document_sha256, "HTML": row.html_sha256, "PDF": row.pdf_sha256}
        found += [
            f"The {kind} of issue {row.number} ({row.edition} edition), id {row.pk}, is not the one that was sealed."
            for kind, content in stored.items()
            if hashlib.sha256(content).hexdigest() != kept[kind]
        ]
    return found


def _candidates(rows: QuerySet[Issue], clue: Clue) -> QuerySet[Issue]:
    """The few issues that a file could be, by digest or by what it says of itself."""
    own = Q(pdf_sha256=clue.sha256) | Q(document_sha256=clue.sha256) | Q(html_sha256=clue.sha256)
    if clue.document_sha256:
        own |= Q(document_sha256=clue.document_sha256)
    if clue.says is not None:
        _, board, period, edition, version = clue.says
        number = version.removeprefix("Issue ")
        if number.isdigit():
            named = Q(pack__board__name=board, pack__round__slug=period) if board else Q(pack=None)
            own |= Q(edition=edition, number=min(int(number), 32767)) & named
    return rows.filter(own)


def _entries(rows: QuerySet[Issue]) -> Iterator[Entry]:
    newer = Issue._base_manager.annotate(subject=Coalesce("pack_id", "plan_id")).filter(
        subject=Coalesce(OuterRef("pack_id"), OuterRef("plan_id")),
        edition=OuterRef("edition"),
        number__gt=OuterRef("number"),
    )
    last = newer.order_by().values("subject").annotate(last=Max("number")).values("last")
    heavy = rows.defer("html", "pdf").annotate(superseded=Coalesce(Subquery(last), 0)).order_by("issued_at", "number")
    for row in heavy.iterator(chunk_size=50):
        yield entry_of(row, superseded_by=row.superseded)
