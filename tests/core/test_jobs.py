"""Background work: effect and "done" together, a dead worker's job free at once, a hopeless job parked."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection
from django.utils import timezone
from django_tasks import task

from partners.models import Agency, Membership, User
from partners.tenancy import enter_user
from prevent_tracker.core.jobs import (
    MAX_ATTEMPTS,
    Refused,
    cancel,
    committed_now,
    enqueue_ticks,
    is_cancelled,
    report_progress,
    state_of,
    work_once,
)
from prevent_tracker.core.models import Job, JobProgress
from tests.cast import Cast, World

KILLED = 9


@task()
def rename(*, partnership_id: str, user_id: str, name: str, fails: bool = False) -> None:
    access = enter_user(User.objects.get(pk=user_id), "northvale")
    Agency.objects.within(access).filter(slug="police").update(name=name)
    report_progress("Renaming", 1, 2)
    if fails:
        raise ValueError("nothing doing")


@task()
def die_once(*, partnership_id: str, user_id: str, marker: str) -> None:
    """The first worker is gone in the middle, as after kill -9; the second finishes."""
    access = enter_user(User.objects.get(pk=user_id), "northvale")
    Agency.objects.within(access).filter(slug="police").update(name=f"Renamed by {os.getpid()}")
    if not Path(marker).exists():
        Path(marker).touch()
        os._exit(KILLED)


@task()
def note_and_fail(*, partnership_id: str, user_id: str) -> None:
    """What stands in `committed_now` stays, what the job wrote before and after it goes."""
    access = enter_user(User.objects.get(pk=user_id), "northvale")
    Agency.objects.within(access).filter(slug="council").update(short_name="Gone")
    with committed_now():
        Agency.objects.within(access).filter(slug="police").update(name="Noted")
    Agency.objects.within(access).filter(slug="health").update(short_name="Gone")
    raise ValueError("nothing doing")


@pytest.fixture
def here(live_cast: Cast) -> World:
    return live_cast.here


def enqueue(world: World, work: Any, who: str = "coordinator", **kwargs: Any) -> str:
    with world.as_(who) as by:
        found = work.enqueue(partnership_id=str(by.partnership_id), user_id=str(by.user_id), **kwargs)
    return str(found.id)


def job(world: World) -> Job:
    with world.as_("auditor"):
        return Job.objects.get()


def name(world: World) -> str:
    with world.as_("auditor") as access:
        return Agency.objects.within(access).get(slug="police").name


def make_due(world: World) -> None:
    """Let the pause before the next attempt be over."""
    with world.as_("coordinator"):
        Job.objects.update(run_at=timezone.now() - dt.timedelta(seconds=1))


def test_effect_and_done_come_together(here: World) -> None:
    enqueue(here, rename, name="Constabulary")
    assert work_once()
    assert (name(here), job(here).attempts, job(here).error) == ("Constabulary", 1, "")
    with here.as_("auditor"):
        state, progress = state_of(Job.objects.get())
    assert progress is not None
    assert (state, progress.done, progress.total, progress.doing) == ("done", 1, 2, "Renaming")
    assert not work_once()


def test_a_failure_leaves_no_effect_and_waits(here: World) -> None:
    enqueue(here, rename, name="Constabulary", fails=True)
    assert work_once()
    found = job(here)
    assert (name(here), found.done_at, found.attempts) == ("Northvale Police", None, 1)
    assert "ValueError: nothing doing" in found.error
    assert found.run_at > timezone.now()
    assert not work_once()
    with here.as_("auditor"):
        assert JobProgress.objects.get().doing == "Renaming"  # told outside the work's own transaction


def test_what_is_committed_now_outlives_a_failure(here: World) -> None:
    enqueue(here, note_and_fail)
    assert work_once()
    with here.as_("auditor") as access:
        names = dict(Agency.objects.within(access).values_list("slug", "name"))
        assert not Agency.objects.within(access).filter(short_name="Gone").exists()
    assert names["police"] == "Noted"


def test_only_a_job_commits_before_it_ends(here: World) -> None:
    with pytest.raises(RuntimeError), here.as_("coordinator"), committed_now():
        pass


def test_a_hopeless_job_is_parked_after_five_attempts(here: World) -> None:
    enqueue(here, rename, name="Constabulary", fails=True)
    for _ in range(MAX_ATTEMPTS):
        make_due(here)
        assert work_once()
    make_due(here)
    assert not work_once()
    with here.as_("auditor"):
        found = Job.objects.get()
        assert (found.attempts, state_of(found)[0], name(here)) == (5, "failed", "Northvale Police")


def test_a_killed_workers_job_is_free_at_once(here: World, tmp_path: Path) -> None:
    enqueue(here, die_once, marker=str(tmp_path / "died"))
    assert _another_worker() == KILLED
    assert (job(here).attempts, job(here).done_at, name(here)) == (1, None, "Northvale Police")
    assert _work_within(seconds=5)
    assert (job(here).attempts, name(here)) == (2, f"Renamed by {os.getpid()}")
    assert job(here).done_at is not None


def _another_worker() -> int:
    """The worker's own command, once, in a process of its own on the test's database; its exit code."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    environment = {**os.environ, "DATABASE_URL": address.geturl()}
    command = [sys.executable, "manage.py", "worker", "--once"]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, timeout=60, check=False).returncode


def _work_within(seconds: float) -> bool:
    """The dead process's session ends when the server notices its socket, in milliseconds, not in a timeout."""
    end = timezone.now() + dt.timedelta(seconds=seconds)
    while timezone.now() < end:
        if work_once():
            return True
    return False


def test_a_job_in_hand_is_nobody_elses_until_its_connection_ends(here: World) -> None:
    job_id = enqueue(here, rename, name="Constabulary")
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT id FROM app.claim_job(%s)", [MAX_ATTEMPTS])
        assert str(cursor.fetchone()[0]) == job_id
    assert not work_once()
    other.close()
    assert _work_within(seconds=5)
    assert name(here) == "Constabulary"


def test_work_is_done_with_the_rights_of_the_moment(here: World) -> None:
    enqueue(here, rename, name="Constabulary")
    with here.as_("administrator") as by:
        Membership.objects.within(by).filter(user=here.people["coordinator"]).update(ended_at=timezone.now())
    assert work_once()
    with here.as_("auditor"):
        assert "no member any more" in Job.objects.get().error
    assert name(here) == "Northvale Police"


def test_a_reader_starts_no_work_and_nobody_starts_it_elsewhere(here: World, live_cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        enqueue(here, rename, "auditor", name="X")
    elsewhere = str(live_cast.elsewhere.partnership.pk)
    with pytest.raises(ProgrammingError, match="row-level security"), here.as_("coordinator") as by:
        rename.enqueue(partnership_id=elsewhere, user_id=str(by.user_id), name="X")


TICK = "plans.services.tick.tick"


def test_work_that_nobody_asks_for_is_put_once_a_while(here: World) -> None:
    assert enqueue_ticks({TICK: 300}) == 2  # one for each partnership
    assert enqueue_ticks({TICK: 300}) == 0
    while work_once():
        pass
    with here.as_("auditor"):
        assert Job.objects.get(task=TICK).done_at is not None
    assert enqueue_ticks({TICK: 300}) == 0  # done, and not long ago
    assert enqueue_ticks({TICK: 0}) == 2
    assert enqueue_ticks({"tests.core.test_jobs.another": 300}) == 2


def test_the_worker_looks_by_itself(here: World) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    environment = {**os.environ, "DATABASE_URL": address.geturl(), "EMAIL_URL": "dummy:"}
    command = [sys.executable, "manage.py", "worker", "--pause=0.05"]
    worker = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        end = timezone.now() + dt.timedelta(seconds=30)
        done = False
        while not done and timezone.now() < end and worker.poll() is None:
            with here.as_("auditor"):
                done = Job.objects.filter(task=TICK, done_at__isnull=False).exists()
    finally:
        worker.terminate()
    assert (done, worker.wait(timeout=10)) == (True, 0)


@task()
def rename_and_cancel(*, partnership_id: str, user_id: str, name: str) -> None:
    """Somebody calls it off while it is being done."""
    rename.func(partnership_id=partnership_id, user_id=user_id, name=name)
    assert not is_cancelled()
    with committed_now():
        assert cancel(Job.objects.get())
    assert is_cancelled()


def test_what_is_cancelled_while_it_waits_is_not_begun(here: World) -> None:
    enqueue(here, rename, name="Constabulary")
    with here.as_("coordinator"):
        assert cancel(Job.objects.get())
        assert not cancel(Job.objects.get())
    assert not work_once()
    with here.as_("auditor"):
        assert (job(here).attempts, state_of(Job.objects.get())[0]) == (0, "cancelled")


def test_what_is_cancelled_while_it_is_done_leaves_nothing(here: World) -> None:
    enqueue(here, rename_and_cancel, name="Constabulary")
    assert work_once()
    found = job(here)
    assert (name(here), found.done_at, found.error) == ("Northvale Police", None, "")
    with here.as_("auditor"):
        assert state_of(found)[0] == "cancelled"
    assert not work_once()


def test_what_is_done_is_not_cancelled_any_more(here: World) -> None:
    enqueue(here, rename, name="Constabulary")
    assert work_once()
    with here.as_("coordinator"):
        assert not cancel(Job.objects.get())
    assert (name(here), job(here).cancelled_at) == ("Constabulary", None)


def test_a_job_tells_its_steps_once(here: World) -> None:
    enqueue(here, walk)
    assert work_once()
    with here.as_("auditor"):
        found = JobProgress.objects.get()
    assert (found.steps, found.done, found.doing) == (["Reading", "Drawing"], 1, "Drawing, 3 of 4")


@task()
def walk(*, partnership_id: str, user_id: str) -> None:
    report_progress("Reading", 0, 2, ["Reading", "Drawing"])
    report_progress("Drawing, 3 of 4", 1, 2)


def test_what_is_refused_is_not_tried_again_and_says_why(here: World) -> None:
    enqueue(here, rename_and_refuse)
    assert work_once()
    with here.as_("auditor"):
        found = Job.objects.get()
        assert (state_of(found)[0], found.refusal, found.attempts) == ("refused", "There is nobody to rename.", 1)
    assert name(here) == "Northvale Police"
    assert not work_once()


@task()
def rename_and_refuse(*, partnership_id: str, user_id: str) -> None:
    rename.func(partnership_id=partnership_id, user_id=user_id, name="Constabulary")
    raise Refused("There is nobody to rename.")
