"""Background work: Django's task API in front, one table behind (docs/adr/0003-jobs.md).

A job belongs to a partnership and is done in the name of the person who asked, with their rights at that moment.
A claim is a session advisory lock, free at once when its worker dies; the attempt is committed before the work, the
effect and "done" together after it. Failed work is tried again later, at most MAX_ATTEMPTS times, then parked. Work
that is cancelled, waiting or half done, leaves nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import connection, connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from .models import Job, JobProgress

MAX_ATTEMPTS = 5
Progress = Callable[[str, int, int], None]
P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)
_current: ContextVar[uuid.UUID | None] = ContextVar("current_job", default=None)


class Cancelled(Exception):
    """The work was called off while it was being done: nothing of it is kept."""


class Refused(Exception):
    """The work cannot be done, however often it is tried: `str(error)` is a sentence for who asked. Nothing of it is
    kept."""


class DatabaseBackend(BaseTaskBackend):
    """Puts a job on the table in the caller's own transaction. Tasks take keyword arguments that JSON can hold,
    among them `partnership_id` and `user_id` (None: the installation's own work, see app.enqueue_ticks)."""

    supports_defer = True

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        self.validate_task(task)
        moment = timezone.now()  # the queue runs on real time, a demonstration's too
        job = Job.objects.create(
            partnership_id=kwargs["partnership_id"],
            user_id=kwargs["user_id"],
            task=task.module_path,
            args=kwargs,
            created_at=moment,
            run_at=task.run_after or moment,
        )
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=moment,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=[],
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def enqueue_ticks(ticks: Mapping[str, int]) -> int:
    """Put the installation's own work on the table: {path of a task: seconds between its runs}, a job for each
    partnership, however many workers ask. Returns how many jobs were put."""
    made = 0
    for path, seconds in ticks.items():
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.enqueue_ticks(%s, make_interval(secs => %s))", [path, seconds])
            made += int(cursor.fetchone()[0])
    return made


def work_once() -> bool:
    """Claim one waiting job and do it. True when there was one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, task, attempts FROM app.claim_job(%s)", [MAX_ATTEMPTS])
        row = cursor.fetchone()
    if row is None:
        return False
    job_id, path, attempts = row
    token = _current.set(job_id)
    try:
        with transaction.atomic():
            job = _enter(job_id)
            import_string(path).func(**job.args)
            if not Job.objects.filter(pk=job_id, cancelled_at=None).update(done_at=timezone.now(), error=""):
                raise Cancelled
    except Cancelled:
        logger.info("job %s (%s) was cancelled", job_id, path)
    except Refused as error:
        logger.info("job %s (%s) was refused: %s", job_id, path, error)
        _refuse(job_id, str(error))
    except Exception:
        logger.exception("job %s (%s) failed at attempt %s", job_id, path, attempts)
        again = timezone.now() + dt.timedelta(seconds=min(3600, 2**attempts))
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.job_failed(%s, %s, %s)", [job_id, traceback.format_exc()[-4000:], again])
    finally:
        _current.reset(token)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('job:' || %s, 0))", [str(job_id)])
    return True


def _enter(job_id: uuid.UUID) -> Job:
    """Open the job's partnership in the name of the person who asked for it, or of the installation.

    Drawing a pack may leave the transaction idle for longer than a page ever should.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '15min'")
        cursor.execute("SELECT app.enter_job(%s)", [job_id])
    return Job.objects.get(pk=job_id)


def _refuse(job_id: uuid.UUID, said: str) -> None:
    with transaction.atomic():
        _enter(job_id)
        open_one = Job.objects.filter(pk=job_id, cancelled_at=None)
        open_one.update(done_at=timezone.now(), refusal=said, error="")


@contextmanager
def committed_now() -> Iterator[None]:
    """Inside a job: what is written in this block is committed when the block ends, though the job's own transaction
    goes on. For what must be on record before the job talks to the outside world.

    It runs on a second connection with the job's partnership open; the job must hold no lock that it needs.
    """
    job_id = _current.get()
    if job_id is None:
        raise RuntimeError("Only a job commits before it ends.")
    own = connections["default"]
    other = own.copy()
    connections["default"] = other
    try:
        with transaction.atomic():
            _enter(job_id)
            yield
    finally:
        connections["default"] = own
        other.close()


def cancel(job: Job) -> bool:
    """Call a job off: it is not begun, or comes to nothing. False where it is done or was called off already."""
    open_one = Job.objects.filter(pk=job.pk, done_at=None, cancelled_at=None)
    return open_one.update(cancelled_at=timezone.now()) == 1


def is_cancelled() -> bool:
    """Whether the current job was called off meanwhile. What is done outside jobs never is."""
    job_id = _current.get()
    return job_id is not None and Job.objects.filter(pk=job_id, cancelled_at__isnull=False).exists()


def report_progress(doing: str, done: int, total: int, steps: Sequence[str] = ()) -> None:
    """Say how far the current job is; seen at once, before the job's own transaction ends. `steps`: the names of all,
    each an equal share of `total`; once given they are kept."""
    job_id = _current.get()
    if job_id is None:
        return
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT app.job_progress(%s, %s, %s, %s, %s)", [job_id, done, total, doing[:200], list(steps)]
            )
    finally:
        other.close()


def state_of(job: Job) -> tuple[str, JobProgress | None]:
    """("waiting" | "running" | "done" | "refused" | "cancelled" | "failed", progress if any). "waiting" is also what a
    worker left when it died, or failed at, and will be taken up again."""
    progress = JobProgress.objects.filter(job=job).first()
    if job.done_at is not None:
        return ("refused" if job.refusal else "done"), progress
    if job.cancelled_at is not None:
        return "cancelled", progress
    is_claimed = _is_claimed(job)
    if job.attempts >= MAX_ATTEMPTS and not is_claimed:
        return "failed", progress
    return ("running" if progress and is_claimed else "waiting"), progress


def _is_claimed(job: Job) -> bool:
    """Whether a worker holds the job's lock. Looked up, not tried: a lock taken here would turn a worker away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks, hashtextextended('job:' || %s, 0) AS key"
            " WHERE locktype = 'advisory' AND granted AND objsubid = 1"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid::bigint = (key >> 32) & 4294967295 AND objid::bigint = key & 4294967295)",
            [str(job.pk)],
        )
        return bool(cursor.fetchone()[0])
