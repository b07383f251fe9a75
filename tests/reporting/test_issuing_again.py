"""An issue whose making failed for good can be asked for again; one in the making cannot."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from plans.services.rounds import close_round
from prevent_tracker.core.errors import Closed
from prevent_tracker.core.jobs import MAX_ATTEMPTS, state_of
from prevent_tracker.core.models import Job
from reporting.models import Pack
from reporting.services.drafting import draft_pack, write_pack
from reporting.services.making import ask_for_issue
from tests.cast import Cast, World


@pytest.fixture
def here(live_cast: Cast) -> World:
    """A pack that is being made."""
    here = live_cast.here
    with here.as_("coordinator") as by:
        close_round(by=by, round=here.round)
        here.round.refresh_from_db()
        pack = draft_pack(by=by, board=here.boards["hpdg"], round=here.round)
        pack = write_pack(
            by=by, pack=pack, headline="On track.", narrative="", recommendations=[], marking="OFFICIAL",
            meeting=None, cover={},
        )  # fmt: skip
        ask_for_issue(by=by, pack=pack)
    return here


def at_the_last_attempt(world: World) -> None:
    with world.as_("coordinator"):
        Job.objects.update(attempts=MAX_ATTEMPTS - 1, run_at=timezone.now(), error="the one before failed")


def test_what_is_being_made_is_not_asked_for_twice(here: World) -> None:
    with here.as_("coordinator") as by, pytest.raises(Closed, match="being made already"):
        ask_for_issue(by=by, pack=Pack.objects.within(by).get())


def test_after_a_worker_died_at_its_last_attempt_the_pack_can_be_asked_for_again(here: World) -> None:
    at_the_last_attempt(here)
    worker = connection.copy()
    with worker.cursor() as cursor:
        cursor.execute("SELECT id FROM app.claim_job(%s)", [MAX_ATTEMPTS])
    with here.as_("coordinator") as by:
        pack = Pack.objects.within(by).get()
        assert state_of(Job.objects.get())[0] == "waiting"  # a worker has it, and has told nothing yet
        with pytest.raises(Closed, match="being made already"):
            ask_for_issue(by=by, pack=pack)
    with worker.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    worker.close()
    with here.as_("coordinator") as by:
        assert state_of(Job.objects.get())[0] == "failed"
        again = ask_for_issue(by=by, pack=pack)
        assert again.job_id != pack.job_id
