"""A commit is whole or nothing, wherever it breaks; and of two people who commit one batch at once, one does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from partners.models import Agency, Post
from partners.tenancy import Access
from plans.importers.proposal import Correction
from plans.importers.propose import Reading, propose
from plans.models import (
    Action,
    ColumnLayout,
    FrontMatter,
    GlossaryEntry,
    ImportBatch,
    Lead,
    Milestone,
    Objective,
    Plan,
)
from plans.services import imports
from plans.services.committing import commit_import
from plans.services.imports import keep_reading, mend
from prevent_tracker.core.errors import Closed, Invalid, Stale
from tests.cast import Cast, World
from tests.plans.services.test_races import at_once

from .proposals import ENDS_ON, STARTS_ON, reading

AGREED: dict[str, Any] = {"title": "Plan", "starts_on": STARTS_ON, "ends_on": ENDS_ON, "year_basis": "financial"}
CHOICES = {"Heath Trust": "new_agency:health:Heath Hospital Trust", "All agencies": "new_post:police:Head of all"}
CSV = b"No.,Activity,Lead,By when\n1.1,Meet four times a year with every agency,Police,March 2018\n"
TABLES = (Plan, Objective, Action, Lead, Milestone, FrontMatter, GlossaryEntry, Agency, Post, ColumnLayout)


class Breaks:
    """Lets so many writing statements through, and fails at the next."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if not self.left:
                raise ConnectionError("the cable was pulled")
            self.left -= 1
        return execute(sql, params, many, context)


def standing(world: World, batch: ImportBatch) -> tuple[object, ...]:
    """Everything that a commit writes, its history too, and the batch itself."""
    with world.as_("auditor") as access:
        rows = [(kind.objects.within(access).count(), kind.history.count()) for kind in TABLES]
        now = ImportBatch.objects.within(access).get(pk=batch.pk)
        return (*rows, now.state, now.plan_id, now.version, now.parties)


def brought(by: Access, found: Reading | None = None) -> ImportBatch:
    return keep_reading(by=by, name="plan", content=CSV, options={}, reading=found or reading())


def test_wherever_a_commit_breaks_nothing_of_it_stands(cast: Cast) -> None:
    """Every writing statement in turn fails, until one commit needs no more of them."""
    here = cast.here
    with here.as_("coordinator") as by:
        batch = brought(by)
    before, broken = standing(here, batch), 0
    while _breaks(here, batch, broken):
        assert standing(here, batch) == before
        broken += 1
    assert broken > 15  # rows and their history are one statement
    assert standing(here, batch) != before


def _breaks(world: World, batch: ImportBatch, after: int) -> bool:
    try:
        with world.as_("coordinator") as by, connection.execute_wrapper(Breaks(after)):
            commit_import(by=by, batch=batch, slug="whole", choices=CHOICES, **AGREED)
    except ConnectionError:
        return True
    return False


def test_a_mend_of_what_somebody_else_mended_is_stale(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        batch = brought(by, propose(CSV, "plan.csv"))
        seen, key = batch.version, propose(CSV, "plan.csv").proposal.actions[0].key
        mend(by=by, batch=batch, corrections=[_set(key, "Meet often.")], expected_version=seen)
        with pytest.raises(Stale):
            mend(by=by, batch=batch, corrections=[_set(key, "Never meet.")], expected_version=seen)
        with pytest.raises(Invalid):
            mend(by=by, batch=batch, corrections=[_set("no such action", "Meet.")])
        stored = ImportBatch.objects.within(by).get(pk=batch.pk)
        assert [each["value"] for each in stored.corrections] == ["Meet often."]


def _set(key: str, text: str) -> Any:
    return Correction("set", {"key": key, "field": "text", "value": text})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", range(5))
def test_two_people_who_commit_at_once_make_one_plan(live_cast: Cast, run: int) -> None:
    here = live_cast.here
    with here.as_("coordinator") as by:
        batch = brought(by)

    def committer() -> Callable[[], None]:
        def commit() -> None:
            with here.as_("coordinator") as by:
                commit_import(by=by, batch=batch, slug=f"plan-{uuid.uuid4().hex[:8]}", **AGREED)

        return commit

    assert sorted(at_once(committer(), committer())) == ["closed", "done"]
    with here.as_("auditor") as access:
        assert Plan.objects.within(access).filter(imports__id=batch.pk).count() == 1
        assert Plan.objects.within(access).count() == 2
        with pytest.raises(Closed), here.as_("coordinator") as by:
            commit_import(by=by, batch=batch, slug="third", **AGREED)


def test_a_mend_that_the_interpretation_breaks_at_is_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object) -> None:
        raise KeyError("a bug")

    with cast.here.as_("coordinator") as by:
        batch = brought(by, propose(CSV, "plan.csv"))
        monkeypatch.setattr(imports, "interpret", give_up)
        with pytest.raises(Invalid, match="could not be understood any more"):
            mend(by=by, batch=batch, corrections=[_set("t1r2", "Meet often.")])
        assert ImportBatch.objects.within(by).get(pk=batch.pk).corrections == []
