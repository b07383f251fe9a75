"""A file on its way to a plan: brought, read by the worker, mended, discarded."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from partners.models import Membership
from partners.tenancy import Access
from plans.importers.errors import Unreadable
from plans.importers.proposal import Correction
from plans.models import Action, ColumnLayout, ImportBatch, ImportFile, Plan
from plans.services import imports
from plans.services.batches import current_proposal, options_of
from plans.services.imports import (
    commit_import,
    discard_import,
    keep_reading,
    mend,
    set_options,
    set_parties,
    start_import,
    undo_mend,
)
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from prevent_tracker.core.jobs import state_of, work_once
from prevent_tracker.core.models import Job
from tests.cast import Cast, World

from .proposals import ENDS_ON, PROPOSAL, STARTS_ON, reading

CSV = b"""No.,Activity,Who does it,By when
1.1,Meet four times a year with every agency at the table,Police,March 2018
1.2,Train every ward manager in each of the hospitals,Health Trust,December 2017
1.3,Review how the halls of the borough are let,Council,Ongoing
"""
ODD = b"""Foo,Bar,Baz
Alpha,Meet,Left
Beta,Train,Right
Gamma,Review,Left
"""
ACTIVITY = Correction("column", {"table": 1, "column": 2, "field": "action"})
HEADS = Correction("row", {"table": 1, "row": 1, "role": "heading"})
PERIOD = {"period": "2017/18"}
AGREED: dict[str, Any] = {
    "slug": "plan-2017-18", "title": "Prevent plan 2017/18", "starts_on": STARTS_ON, "ends_on": ENDS_ON,
    "year_basis": "financial",
}  # fmt: skip


def start(world: World, content: bytes = CSV, name: str = "plan.csv") -> ImportBatch:
    with world.as_("coordinator") as by:
        return start_import(by=by, name=name, content=content, options=PERIOD)


def read(world: World, content: bytes = CSV, name: str = "plan.csv") -> ImportBatch:
    """Bring a file and let the worker do what is waiting."""
    batch = start(world, content, name)
    while work_once():
        pass
    return stored(world, batch)


def stored(world: World, batch: ImportBatch) -> ImportBatch:
    with world.as_("auditor") as access:
        return ImportBatch.objects.within(access).get(pk=batch.pk)


def files(world: World) -> int:
    with world.as_("auditor") as access:
        return ImportFile.objects.within(access).count()


def job_of(world: World, batch: ImportBatch) -> Job:
    with world.as_("auditor"):
        return Job.objects.get(pk=str(batch.job_id))


def test_a_file_is_kept_until_the_worker_reads_it(cast: Cast) -> None:
    batch = stored(cast.here, start(cast.here))
    assert (batch.state, batch.kind, batch.size, batch.name) == ("waiting", "csv", len(CSV), "plan.csv")
    assert batch.sha256 == hashlib.sha256(CSV).hexdigest()
    assert batch.started_by == cast.here.people["coordinator"].name
    assert batch.started_at.date() == clock.today()
    assert batch.options == PERIOD
    assert job_of(cast.here, batch).task == "plans.services.imports.read_import"


def test_the_worker_reads_it_and_says_how_far(live_cast: Cast) -> None:
    here = live_cast.here
    batch = read(here)
    assert (batch.state, batch.error) == ("read", "")
    with here.as_("coordinator") as by:
        proposal = current_proposal(by, batch)
        state, progress = state_of(Job.objects.get(pk=str(batch.job_id)))
    assert [action.number for action in proposal.actions] == ["1.1", "1.2", "1.3"]
    assert state == "done"
    assert progress is not None


def test_a_file_that_cannot_be_read_is_news_not_a_failure(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*args: Any, **given: Any) -> None:
        raise Unreadable("This file is damaged. Save it again.")

    monkeypatch.setattr(imports, "propose", unreadable)
    batch = read(cast.here)
    assert (batch.state, batch.error) == ("failed", "This file is damaged. Save it again.")
    assert job_of(cast.here, batch).done_at is not None
    assert files(cast.here) == 0


def test_a_crash_is_tried_again(live_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: Any, **given: Any) -> None:
        raise ConnectionError("gone")

    here = live_cast.here
    with monkeypatch.context() as patch:
        patch.setattr(imports, "propose", crash)
        batch = read(here)
    assert (batch.state, job_of(here, batch).attempts) == ("waiting", 1)
    with here.as_("coordinator"):
        Job.objects.update(run_at=timezone.now() - dt.timedelta(seconds=1))
    assert work_once()
    assert stored(here, batch).state == "read"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"   \n", "no words"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 64, "a picture"),
        (b'{"a": 1}', "not a plan exported from here"),
        (b"x" * (30 * 2**20 + 1), "30 MB"),
        (b"PK\x03\x04 not a zip at all", "."),
    ],
)
def test_what_is_no_plan_at_first_sight_is_not_kept(cast: Cast, content: bytes, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        start(cast.here, content)
    assert words in refused.value.errors["file"][0]
    with cast.here.as_("auditor") as access:
        assert not ImportBatch.objects.within(access).exists()
        assert not Job.objects.exists()
    assert files(cast.here) == 0


def test_a_file_without_a_plan_fails_and_leaves_only_the_sentence(cast: Cast) -> None:
    batch = read(cast.here, b"Dear colleagues,\n\nthank you all for coming on Tuesday.\n\nYours, the chair\n", "a.txt")
    assert batch.state == "failed"
    assert "No actions were found" in batch.error
    assert files(cast.here) == 0


def test_an_unknown_table_waits_to_be_mended(cast: Cast) -> None:
    batch = read(cast.here, ODD)
    assert (batch.state, bool(batch.error)) == ("read", True)
    with cast.here.as_("coordinator") as by, pytest.raises(Invalid, match="No actions"):
        commit_import(by=by, batch=batch, **AGREED)
    with cast.here.as_("coordinator") as by:
        batch = mend(by=by, batch=batch, corrections=[HEADS, ACTIVITY], expected_version=batch.version)
        assert batch.error == ""
        assert len(current_proposal(by, batch).actions) == 3


def test_a_mend_is_kept_and_taken_back(cast: Cast) -> None:
    batch = read(cast.here)
    with cast.here.as_("coordinator") as by:
        before = current_proposal(by, batch)
        key = before.actions[1].key
        corrections = [
            Correction("set", {"key": key, "field": "text", "value": "Train all managers."}),
            Correction("remove", {"key": before.actions[2].key}),
        ]
        batch = mend(by=by, batch=batch, corrections=corrections, expected_version=batch.version)
        after = current_proposal(by, batch)
        assert [action.text for action in after.actions[1:]] == ["Train all managers."]
        assert [each["op"] for each in batch.corrections] == ["set", "remove"]
        batch = mend(by=by, batch=batch, corrections=[Correction("remove", {"key": key})])
        batch = undo_mend(by=by, batch=batch)
        assert current_proposal(by, batch) == after
        batch = undo_mend(by=by, batch=batch)  # both of the press
        assert current_proposal(by, batch) == before
        assert ImportFile.objects.within(by).get(batch=batch).mended == ""
        with pytest.raises(Invalid, match="no mend to take back"):
            undo_mend(by=by, batch=batch)
    reasons = [row.history_change_reason for row in batch.history.order_by("history_id")]
    assert reasons[-4:] == ["Mended: set, remove", "Mended: remove", "Mend taken back", "Mend taken back"]


def test_a_period_that_is_said_late_is_read_by(cast: Cast) -> None:
    batch = read(cast.here)
    with cast.here.as_("coordinator") as by:
        before, said = current_proposal(by, batch), batch.options["period"]
        batch = mend(by=by, batch=batch, corrections=[Correction("remove", {"key": before.actions[2].key})])
        batch = set_options(
            by=by, batch=batch, options={"period": "2024/25", "year_basis": ""}, expected_version=batch.version
        )
        after = current_proposal(by, batch)
        assert (after.plan.period_label, len(after.actions)) == ("2024/25", len(before.actions) - 1)
        batch = undo_mend(by=by, batch=batch)
        assert current_proposal(by, batch).plan.period_label == "2024/25"
        batch = set_options(by=by, batch=batch, options={"period": said})
        assert current_proposal(by, batch) == before


@pytest.mark.parametrize(
    "correction",
    [
        Correction("set", {"key": "nothing", "field": "text", "value": "X"}),
        Correction("join", {"key": "nothing"}),
        Correction("column", {"table": "first"}),
        Correction("dance", {}),
    ],
)
def test_a_mend_that_fits_nothing_changes_nothing(cast: Cast, correction: Correction) -> None:
    batch = read(cast.here)
    with pytest.raises(Invalid), cast.here.as_("coordinator") as by:
        mend(by=by, batch=batch, corrections=[correction])
    after = stored(cast.here, batch)
    assert (after.corrections, after.version) == ([], batch.version)


def test_whoever_mends_has_seen_the_last_mend(cast: Cast) -> None:
    batch = read(cast.here)
    with cast.here.as_("coordinator") as by:
        mend(by=by, batch=batch, corrections=[ACTIVITY], expected_version=batch.version)
        with pytest.raises(Stale):
            mend(by=by, batch=batch, corrections=[ACTIVITY], expected_version=batch.version)
        with pytest.raises(Stale):
            undo_mend(by=by, batch=batch, expected_version=batch.version)
        with pytest.raises(Stale):
            set_parties(by=by, batch=batch, choices={}, expected_version=batch.version)


def test_a_mended_layout_is_remembered_by_its_partnership(cast: Cast) -> None:
    batch = read(cast.here, ODD)
    with cast.here.as_("coordinator") as by:
        batch = mend(by=by, batch=batch, corrections=[HEADS, ACTIVITY])
        assert not ColumnLayout.objects.within(by).exists()  # not before somebody agreed to it
        commit_import(by=by, batch=batch, **AGREED)
        (layout,) = ColumnLayout.objects.within(by)
        assert layout.headings == ["foo", "bar", "baz"]
        assert layout.fields[1] == "action"
    again = read(cast.here, ODD.replace(b"Alpha", b"Omega"))
    assert (again.state, again.error) == ("read", "")
    with cast.elsewhere.as_("coordinator") as by:
        assert options_of(by, again).layouts == {}


def test_a_layout_that_nobody_mended_is_not_remembered(cast: Cast) -> None:
    batch = read(cast.here)
    with cast.here.as_("coordinator") as by:
        commit_import(by=by, batch=batch, **AGREED)
        assert not ColumnLayout.objects.within(by).exists()


def test_the_same_file_again_is_allowed(cast: Cast) -> None:
    one, two = read(cast.here), read(cast.here)
    assert one.sha256 == two.sha256
    with cast.here.as_("coordinator") as by:
        plan = commit_import(by=by, batch=one, **AGREED)
        copy = commit_import(by=by, batch=two, **(AGREED | {"slug": "copy"}))
        assert Action.objects.within(by).filter(plan__in=[plan, copy]).count() == 6


def test_a_discarded_import_leaves_nothing_but_that_it_was(cast: Cast) -> None:
    batch = read(cast.here)
    with cast.here.as_("coordinator") as by:
        discard_import(by=by, batch=batch)
        assert discard_import(by=by, batch=batch).state == "discarded"
        with pytest.raises(Closed, match="was discarded"):
            mend(by=by, batch=batch, corrections=[ACTIVITY])
        assert not Plan.objects.within(by).filter(slug=AGREED["slug"]).exists()
    assert files(cast.here) == 0


def test_what_was_discarded_while_it_waited_is_not_read(cast: Cast) -> None:
    batch = start(cast.here)
    with cast.here.as_("coordinator") as by:
        discard_import(by=by, batch=batch)
    assert work_once()
    assert stored(cast.here, batch).state == "discarded"


def test_the_bytes_of_a_plan_stay(cast: Cast) -> None:
    batch = read(cast.here)
    with cast.here.as_("coordinator") as by:
        commit_import(by=by, batch=batch, **AGREED)
        with pytest.raises(Closed, match="is a plan already"):
            discard_import(by=by, batch=batch)
    with pytest.raises(DatabaseError, match="stay as they came"), cast.here.as_("coordinator") as by:
        ImportFile.objects.within(by).filter(batch=batch).delete()
    with pytest.raises(DatabaseError, match="stay as they came"), cast.here.as_("coordinator") as by:
        ImportFile.objects.within(by).filter(batch=batch).update(content=b"Another")


def test_choices_are_kept_and_forgotten(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        batch = keep_reading(by=by, name="p.docx", content=b"1", options={}, reading=reading())
        batch = set_parties(by=by, batch=batch, choices={"Police": "agency:police", "Heath Trust": "words"})
        batch = set_parties(by=by, batch=batch, choices={"Police": ""})
        assert batch.parties == {"Heath Trust": "words"}
        for wrong in (
            "agency:nobody",
            "post:nobody",
            "somebody",
            "new_agency:health: ",
            "new_agency:health:" + "x" * 201,
        ):
            with pytest.raises(Invalid) as refused:
                set_parties(by=by, batch=batch, choices={"Police": wrong})
            assert list(refused.value.errors) == ["Police"]


def test_columns_keep_their_printed_order(cast: Cast) -> None:
    """The database's own JSON would sort them by length."""
    with cast.here.as_("coordinator") as by:
        batch = keep_reading(by=by, name="p.docx", content=b"1", options={}, reading=reading())
        assert current_proposal(by, batch) == PROPOSAL
        assert list(current_proposal(by, batch).plan.columns) == list(PROPOSAL.plan.columns)
        assert json.loads(ImportFile.objects.within(by).get(batch=batch).source)["kind"] == "docx"


Verb = Callable[[Access, ImportBatch], object]
VERBS: dict[str, Verb] = {
    "start": lambda by, batch: start_import(by=by, name="p.csv", content=CSV, options={}),
    "mend": lambda by, batch: mend(by=by, batch=batch, corrections=[ACTIVITY]),
    "undo": lambda by, batch: undo_mend(by=by, batch=batch),
    "parties": lambda by, batch: set_parties(by=by, batch=batch, choices={}),
    "discard": lambda by, batch: discard_import(by=by, batch=batch),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["administrator", "contributor", "board_member", "secretary", "auditor"])
def test_only_who_edits_plans_may(cast: Cast, who: str, verb: str) -> None:
    with cast.here.as_("coordinator") as by:
        batch = keep_reading(by=by, name="p.docx", content=b"1", options={}, reading=reading())
    with pytest.raises(NotAllowed), cast.here.as_(who) as by:
        VERBS[verb](by, batch)
    assert stored(cast.here, batch).version == batch.version


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "start"])
def test_another_partnerships_import_is_not_found(cast: Cast, verb: str) -> None:
    with cast.elsewhere.as_("coordinator") as by:
        batch = keep_reading(by=by, name="p.docx", content=b"1", options={}, reading=reading())
    with pytest.raises(NotFound), cast.here.as_("coordinator") as by:
        VERBS[verb](by, batch)


def test_a_newer_version_is_of_a_plan_of_ones_own(cast: Cast) -> None:
    with pytest.raises(NotFound), cast.here.as_("coordinator") as by:
        start_import(by=by, name="p.csv", content=CSV, options={}, into=cast.elsewhere.plan)


def test_a_reader_whose_rights_ended_reads_nothing(live_cast: Cast) -> None:
    here = live_cast.here
    batch = start(here)
    with here.as_("administrator") as by:
        Membership.objects.within(by).filter(user=here.people["coordinator"]).update(ended_at=timezone.now())
    assert work_once()
    assert stored(here, batch).state == "waiting"
