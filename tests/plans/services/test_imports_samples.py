"""Sample files all the way: read, committed, and compared with what they became."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from plans.importers.propose import propose
from plans.queries.versions import differences
from plans.services.imports import commit_import, keep_reading
from tests.cast import Cast

SAMPLES = settings.BASE_DIR / "fixtures" / "samples"
SEEDS = settings.BASE_DIR.parent / "shared" / "seeds"
FILES = [
    SAMPLES / "merged-subject.docx",
    SAMPLES / "progress-in-timescale.docx",
    SAMPLES / "rag-colours.xlsx",
    SAMPLES / "real-dates.xlsx",
    SAMPLES / "two-levels-headings.html",
    SAMPLES / "lists.docx",
    *(sorted(SEEDS.glob("*.txt"))),
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_plan_says_what_its_file_says(cast: Cast, file: Path) -> None:
    """The file brought again as a newer version of the plan that it became differs in nothing."""
    content = file.read_bytes()
    reading = propose(content, file.name)
    proposed = reading.proposal.plan
    with cast.here.as_("coordinator") as by:
        batch = keep_reading(by=by, name=file.name, content=content, options={}, reading=reading)
        plan = commit_import(
            by=by, batch=batch, slug="from-a-file", title=proposed.title, starts_on=proposed.starts_on,
            ends_on=proposed.ends_on, year_basis=proposed.year_basis,
        )  # fmt: skip
        assert plan.actions.count() == len(reading.proposal.actions)
        assert differences(by, plan, reading.proposal).keys == ()
