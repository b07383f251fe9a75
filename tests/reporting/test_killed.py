"""The worker is killed (-9) at every stage of an issue, or called off: nothing is half issued, and the next worker
makes exactly one. Real processes on a real database."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from plans.services.rounds import close_round
from prevent_tracker.core import jobs
from prevent_tracker.core.models import Job
from reporting.models import DrawnSection, Issue, Pack
from reporting.queries.making import Making, making
from reporting.services import issuing
from reporting.services.drafting import draft_pack, write_pack
from reporting.services.freezing import freeze
from reporting.services.making import ask_for_issue, cancel_making
from tests.cast import Cast, World
from tests.live.conftest import environment

FORK = multiprocessing.get_context("fork")
STAGES = ("Reading the quarter", ", 1 of ", "Joining the sections", "Freezing the issue")
# A worker whose packs are large, drawn by two processes beside it, and which dies as the second section begins.
SIDE_BY_SIDE = """
import multiprocessing, os, signal, django
django.setup()
from django.core.management import call_command
from prevent_tracker.core import jobs
from reporting.render import sections
sections.LARGE = sections.HANDFUL = 1
report = jobs.report_progress
def dying(doing, *more):
    report(doing, *more)
    if ", 2 of " in doing:
        os.kill(os.getpid(), signal.SIGKILL if len(multiprocessing.active_children()) == 2 else signal.SIGTERM)
jobs.report_progress = dying
call_command("worker", "--once")
"""


@pytest.fixture
def here(live_cast: Cast) -> World:
    """With a pack that waits for the worker."""
    return waiting(live_cast.here, "csp")


def waiting(here: World, board: str) -> World:
    with here.as_("coordinator") as by:
        close_round(by=by, round=here.round)
        here.round.refresh_from_db()
        pack = draft_pack(by=by, board=here.boards[board], round=here.round)
        pack = write_pack(
            by=by, pack=pack, headline="On track.", narrative="", recommendations=[], marking="OFFICIAL",
            meeting=None, cover={},
        )  # fmt: skip
        ask_for_issue(by=by, pack=pack)
    return here


def worker(before: Callable[[], None]) -> ForkProcess:
    """A worker in a process of its own, which does one job after `before`."""

    def work() -> None:
        kept = connections["default"]  # the parent's: it must not be closed from here
        connections["default"] = kept.copy()
        before()
        jobs.work_once()
        os._exit(0)

    found = FORK.Process(target=work)
    found.start()
    return found


def ended(process: ForkProcess) -> int | None:
    process.join(60)
    return process.exitcode


def at(stage: str, do: Callable[[], Any]) -> Callable[[], None]:
    """For `worker`: do something as soon as a stage has been told."""
    report = jobs.report_progress

    def told(doing: str, *more: Any) -> None:
        report(doing, *more)
        if stage in doing:
            do()

    def before() -> None:
        jobs.report_progress = told  # type: ignore[assignment]  # in a process that ends with the job

    return before


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def between_editions() -> None:
    """For `worker`: die when the board's edition is frozen and the partners' is not."""

    def frozen(*given: Any, **more: Any) -> Issue:
        if more["edition"] == "partner":
            die()
        return freeze(*given, **more)

    setattr(issuing, "freeze", frozen)  # noqa: B010  in a process that ends with the job


def shown(world: World) -> Making:
    with world.as_("coordinator") as access:
        found = making(access, Pack.objects.within(access).get())
    assert found is not None
    return found


def issued(world: World) -> list[tuple[str, int]]:
    with world.as_("auditor") as access:
        return list(Issue.objects.within(access).order_by("edition").values_list("edition", "number"))


def left_behind(world: World) -> bool:
    with world.as_("coordinator") as access:
        return DrawnSection.objects.within(access).exists()


def free_again() -> None:
    """The dead process's lock is free when the server notices its socket: in milliseconds."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone()[0] == 0:
                return
    pytest.fail("the killed worker still holds its job")


def test_a_worker_killed_at_any_stage_leaves_nothing_and_the_next_makes_one(here: World, live_cast: Cast) -> None:
    for attempt, before in enumerate([*(at(stage, die) for stage in STAGES[1:]), between_editions], start=1):
        assert ended(worker(before)) == -signal.SIGKILL
        free_again()
        assert (shown(here).state, shown(here).attempts) == ("waiting", attempt)
        assert (issued(here), left_behind(here)) == ([], False)
    assert jobs.work_once()
    assert (issued(here), shown(here).state) == ([("board", 1), ("partner", 1)], "done")
    assert issued(live_cast.elsewhere) == []
    assert not jobs.work_once()


def test_a_worker_killed_as_it_begins_is_followed_by_the_next(here: World) -> None:
    assert ended(worker(at(STAGES[0], die))) == -signal.SIGKILL
    free_again()
    together = [worker(lambda: None) for _ in range(2)]
    assert [ended(process) for process in together] == [0, 0]
    assert issued(here) == [("board", 1), ("partner", 1)]


def test_no_process_outlives_a_killed_worker(live_cast: Cast) -> None:
    here = waiting(live_cast.here, "hpdg")
    command = [sys.executable, "-c", SIDE_BY_SIDE]
    values = {**environment(), "PACK_PROCESSES": "2", "DJANGO_SETTINGS_MODULE": "prevent_tracker.settings"}
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=values, start_new_session=True)
    assert process.wait(60) == -signal.SIGKILL
    end = time.monotonic() + 10
    while (found := in_session(process.pid)) and time.monotonic() < end:
        time.sleep(0.05)
    assert found == []
    assert (issued(here), shown(here).attempts) == ([], 1)


def in_session(leader: int) -> list[int]:
    """Processes that run in a session (proc(5): the sixth field of `stat`), by their ids."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def test_what_is_cancelled_while_it_is_drawn_ends_and_can_be_asked_for_again(here: World) -> None:
    begun, cancelled = FORK.Event(), FORK.Event()

    def wait() -> None:
        begun.set()
        cancelled.wait(30)

    process = worker(at(STAGES[1], wait))
    assert begun.wait(30)
    assert [step.state for step in shown(here).steps] == ["done", "doing", "waiting", "waiting"]
    with here.as_("coordinator") as by:
        pack = cancel_making(by=by, pack=Pack.objects.within(by).get())
    cancelled.set()
    assert ended(process) == 0
    assert (shown(here).state, issued(here), left_behind(here)) == ("cancelled", [], False)
    with here.as_("coordinator") as by:
        again = ask_for_issue(by=by, pack=pack, expected=1)
        assert again.job_id != pack.job_id
        cancel_making(by=by, pack=again)
    assert not jobs.work_once()


def test_after_five_attempts_the_page_says_what_to_do(here: World) -> None:
    with here.as_("coordinator"):
        Job.objects.update(attempts=jobs.MAX_ATTEMPTS, run_at=timezone.now(), error="killed")
        pack_id = Job.objects.get().args["pack_id"]
    page = here.client("coordinator").get(f"/p/northvale/packs/{pack_id}/").content.decode()
    assert "The issue could not be made." in page
    assert "It was tried 5 times; nothing was issued, and nothing is lost. Try it once more." in page
    assert "Issue the pack" in page
