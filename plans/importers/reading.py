"""The one door through which files come in: what is it (`sniff`), and what does it say (`read_file`). No Django.

Files come from strangers, and parsers have bugs, so reading and interpreting happen in a process of their own (`child`)
with limits on memory and time, no way to the network, none of this process's environment, and an answer in JSON.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryFile
from threading import Event, Timer
from typing import IO, Any

from .codec import options_to_json, proposal_from_json, source_from_json
from .errors import Unreadable
from .progress import Progress, silent
from .proposal import Json, Options, Proposal
from .sniffing import MEBIBYTE, sniff
from .source import OWN, Source

__all__ = ["Progress", "read_and_interpret", "read_file", "sniff"]

SECONDS = 16  # of the clock: with what stands before and after, whoever brought the file has an answer within 20
_ANSWER_LIMIT = 256 * MEBIBYTE
_CHILD = "plans.importers.child"
_ROOT = Path(__file__).resolve().parents[2]
_log = logging.getLogger(__name__)

_OWN_PAGES = "Save the plan's own pages as a file of their own, and import that."
_SAVE_AGAIN = "Open it in the program it was made with, save it again, and import the new copy."
_TOO_LONG = f"This file takes too long to read. {_OWN_PAGES}"
_TOO_MUCH = f"This file needs more memory to read than a plan should. {_OWN_PAGES}"
_FAILED = {
    "read": f"This file could not be read: it is damaged, or unlike others of its kind. {_SAVE_AGAIN}",
    "interpret": f"This file was read, but what it says could not be understood as a plan. {_OWN_PAGES}",
}


def read_file(content: bytes, name: str = "", *, progress: Progress | None = None) -> Source:
    """What the file says, read in a child process that may use 1 GiB of memory and `SECONDS`. `progress` is called in
    this process. Raises `Unreadable`, always with one kind sentence or two.

    The child cannot reach the network: Python's audit hooks refuse every socket and every program it would start, and
    where Linux lets an ordinary user have a network namespace, the child sits in an empty one. Where it doesn't (many
    containers), the audit hooks and the parsers' own settings are what holds.
    """
    kind = sniff(content, name)
    if kind == OWN:
        raise Unreadable("This file is a plan exported from here as JSON: it is imported as it is, not read.")
    return source_from_json(_ask(kind, content, None, progress)["source"])


def read_and_interpret(
    kind: str, content: bytes, options: Options, *, progress: Progress | None = None
) -> tuple[Source | None, Proposal]:
    """What the file says and what it proposes, both found out in one such process; `kind` is what `sniff` said. There
    is no source of the tracker's own export. Raises `Unreadable`."""
    answer = _ask(kind, content, options_to_json(options), progress)
    source = source_from_json(answer["source"]) if answer["source"] else None
    return source, proposal_from_json(answer["proposal"])


def _ask(kind: str, content: bytes, options: Json | None, progress: Progress | None) -> Json:
    expired = Event()
    with TemporaryFile() as file:
        file.write(json.dumps({"options": options}).encode() + b"\n")
        file.write(content)
        file.seek(0)
        with _child(kind, file, SECONDS, expired) as process:
            answer = _answer(process, progress or silent)
            process.wait()
    if answer is None:
        raise Unreadable(_TOO_LONG if expired.is_set() else _died(process.returncode))
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    if "failed" in answer:
        _log.error("A %s file failed to %s: %s\n%s", kind, answer["stage"], answer["failed"], answer["trace"])
        raise Unreadable(_TOO_MUCH if answer["failed"] == "MemoryError" else _FAILED[answer["stage"]])
    return answer


@contextmanager
def _child(kind: str, file: IO[bytes], seconds: float, expired: Event) -> Iterator[Popen[bytes]]:
    """The process that reads, dead and waited for at the end, whatever happens."""
    command = [sys.executable, "-B", "-E", "-m", _CHILD, kind, str(int(seconds) + 1)]
    # The words are this program's own. No environment: it holds the application's secrets.
    process = Popen(command, stdin=file, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env={"LC_ALL": "C.UTF-8"})  # noqa: S603

    def expire() -> None:
        expired.set()
        process.kill()

    timer = Timer(seconds, expire)
    timer.start()
    try:
        yield process
    finally:
        timer.cancel()
        process.kill()
        process.communicate()


def _answer(process: Popen[bytes], progress: Progress) -> dict[str, Any] | None:
    """The last line the child writes, once its progress has been passed on; None if it died before."""
    assert process.stdout
    while line := process.stdout.readline(_ANSWER_LIMIT):
        if not line.endswith(b"\n"):
            return None
        said: dict[str, Any] = json.loads(line)
        if "progress" not in said:
            return said
        progress(*said["progress"])
    return None


def _died(returncode: int) -> str:
    if returncode == -signal.SIGXCPU:
        return _TOO_LONG
    _log.warning("The process that reads files ended with %s", returncode)
    return f"This file could not be read: it breaks the program that reads it. {_SAVE_AGAIN}"
