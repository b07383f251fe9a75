"""Hits of an import: said to be about no person, by name and for the record; until then nothing is committed."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import transaction

from partners.tenancy import Access
from plans.importers.codec import source_from_json
from plans.importers.people import hits_of_source
from plans.importers.proposal import Proposal
from plans.models import ImportBatch, ImportFile
from plans.queries.people import open_people, sentences
from prevent_tracker.core.errors import Invalid
from prevent_tracker.core.screening import confirm, unconfirmed

from .batches import current_proposal, for_change

MOST_LISTED = 20


@transaction.atomic
def confirm_people(
    *, by: Access, batch: ImportBatch, digests: Collection[str], expected_version: int | None = None
) -> int:
    """Say that these hits (by their digests) of what was read are about no person. How many distinct words that were:
    what is confirmed already, or does not stand in the import now, is passed over."""
    row = for_change(by, batch, expected_version)
    found = {each.hit.digest: each.hit for each in open_people(by, current_proposal(by, row))}
    meant = [hit for digest, hit in found.items() if digest in digests]
    confirm(by, meant, f"Import of {row.name}")
    return len(meant)


def refuse_people(by: Access, proposal: Proposal) -> None:
    """Raise `Invalid` with every place that looks as if it were about a person and that nobody has confirmed."""
    found = [each for each in open_people(by, proposal) if each.is_written]
    if not found:
        return
    places = sentences(found, proposal)
    more = [f"And {len(places) - MOST_LISTED} more."] if len(places) > MOST_LISTED else []
    count = "One place looks" if len(places) == 1 else f"{len(places)} places look"
    raise Invalid(
        {
            "": [
                f"{count} as if about a person. Take the words out, or say that they are about no person; then make"
                " the plan.",
                *places[:MOST_LISTED],
                *more,
            ]
        }
    )


def forget_file_with_people(by: Access, batch: ImportBatch) -> bool:
    """Do not keep a file that holds what looks as if about a person and nobody has confirmed: left out, or mended away.

    Called as the batch becomes a plan, which its bytes would outlive. True when the file is gone.
    """
    file = ImportFile.objects.within(by).defer("content").get(batch=batch)
    hits = hits_of_source(source_from_json(json.loads(file.source))) if file.source else []
    if not hits or not unconfirmed(by, hits):
        return False
    file.delete()
    return True
