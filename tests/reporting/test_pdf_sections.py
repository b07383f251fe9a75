"""A pack cut into sections, drawn in any way, joined again."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

import pytest

from reporting.document import Document
from reporting.render import RenderCancelled, RenderError, pool, render_pdf
from reporting.render.pool import draw
from reporting.render.sections import cut
from reporting.render.view import PackView

from .pdf_read import LARGE, cut_as_large, drawn, pack
from .sample import document


class Memory(dict[str, bytes]):
    """A cache that says what it was asked to keep."""

    kept: int = 0

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, int, int]] = []

    def put(self, sha256: str, pdf: bytes) -> None:
        self[sha256] = pdf
        self.kept += 1


@pytest.fixture(scope="module")
def memory() -> Memory:
    """The sections of the large pack, drawn side by side."""
    memory = Memory()
    with cut_as_large():
        memory["whole"] = render_pdf(pack(LARGE), lambda *told: memory.told.append(told), cache=memory, processes=2)
    return memory


def _sections(made: Document) -> list[str]:
    with cut_as_large():
        return [section.heading for section in cut(PackView(made))]


def test_a_small_pack_is_cut_where_its_style_ends_a_page() -> None:
    headings = [section.heading for section in cut(PackView(document("hpdg", 30)))]
    assert headings == ["What the group is asked to do", "Progress on every action", "The plan’s context"]
    assert [section.heading for section in cut(PackView(document("csp", 300)))] == ["Decisions asked for"]


def test_a_large_pack_is_cut_before_its_lists_and_its_objectives() -> None:
    headings = [section.heading for section in cut(PackView(document("hpdg", 100)))]
    assert "Exceptions and the path to green" in headings
    assert sum(heading.startswith("Progress on every action: ") for heading in headings) == 10


def test_objectives_of_few_actions_share_a_section() -> None:
    headings = _sections(pack(LARGE))  # two actions each
    shared = [heading for heading in headings if heading.startswith("Progress")]
    assert [heading.partition(": ")[2][:2] for heading in shared] == ["1 ", "5 ", "9 "]


def test_no_section_holds_the_version_or_a_page() -> None:
    issue, draft = (dataclasses.replace(pack(LARGE), version=version) for version in ("Issue 7", "Draft"))
    with cut_as_large():
        assert cut(PackView(issue)) == cut(PackView(draft))


def test_the_same_bytes_side_by_side_alone_and_from_what_was_drawn(memory: Memory) -> None:
    assert memory["whole"] == drawn(LARGE)
    before = memory.kept
    with cut_as_large():
        assert render_pdf(pack(LARGE), cache=memory) == drawn(LARGE)
    assert memory.kept == before


def test_only_what_changed_is_drawn(memory: Memory) -> None:
    """A word in an action that is in no list: the section of its objective, of all."""
    made = pack(LARGE)
    first, *others = made.objectives
    green = next(place for place, action in enumerate(first.actions) if action.rag == "green")
    action = dataclasses.replace(first.actions[green], outcomes=("Another outcome.",))
    actions = (*first.actions[:green], action, *first.actions[green + 1 :])
    changed = dataclasses.replace(made, objectives=(dataclasses.replace(first, actions=actions), *others))
    before = memory.kept
    with cut_as_large():
        assert render_pdf(changed, cache=memory) != drawn(LARGE)
    assert memory.kept == before + 1


def test_progress_names_each_section(memory: Memory) -> None:
    assert [done for _, done, _ in memory.told] == sorted(done for _, done, _ in memory.told)
    assert {steps for *_, steps in memory.told} == {memory.told[-1][1]}
    words = [words for words, *_ in memory.told]
    assert set(_sections(pack(LARGE))) < set(words)
    assert words[-3:] == ["Cover and contents", "Joining the sections", "Done"]


def test_a_pack_no_longer_wanted_is_not_drawn_on() -> None:
    answers: Iterator[bool] = iter([False] + [True] * 10)
    with cut_as_large(), pytest.raises(RenderCancelled):
        render_pdf(pack(LARGE), cancelled=lambda: next(answers))


def test_processes_that_draw_for_nobody_are_ended() -> None:
    """Two sections that would take minutes each."""
    pages = {place: "<p>word " * 100_000 + str(place) for place in range(2)}
    answers: Iterator[bool] = iter([False, False] + [True] * 10)
    with pytest.raises(RenderCancelled):
        list(draw(pages, "", processes=2, cancelled=lambda: next(answers)))
    assert not multiprocessing.active_children()


def test_what_goes_wrong_in_a_process_is_told() -> None:
    pages = {0: "<p>a</p>", 1: '<img alt="x" src="file:///etc/passwd">'}
    with pytest.raises(RenderError, match="refused"):
        list(draw(pages, "", processes=2, cancelled=lambda: False))


def test_a_process_that_dies_is_told() -> None:
    broken: Future[bytes] = Future()
    broken.set_exception(BrokenProcessPool())
    with pytest.raises(RenderError, match="out of memory"):
        pool._result(broken)


ENDLESS = """
from reporting.render.pool import draw
page = "<html lang='en'><title>x</title>" + "<p>word " * 60_000
if __name__ == "__main__":
    print("ready", flush=True)
    list(draw({0: page, 1: page + "x"}, "", processes=2, cancelled=lambda: False))
"""


def _descendants(pid: int) -> set[int]:
    found: set[int] = set()
    with suppress(FileNotFoundError, ProcessLookupError):  # it may end while it is looked at
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            found |= {int(child) for child in path.read_text().split()}
    return found.union(*(_descendants(child) for child in found))


def _wait_for(true: object) -> None:
    deadline = time.monotonic() + 20
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads processes from /proc")
def test_no_process_outlives_the_worker(tmp_path: Path) -> None:
    """The worker is killed while two children draw: they end too."""
    script = tmp_path / "worker.py"
    script.write_text(ENDLESS)
    worker = subprocess.Popen([sys.executable, str(script)], env={**os.environ, "PYTHONPATH": os.getcwd()})
    try:
        _wait_for(lambda: len(_descendants(worker.pid)) >= 4)  # the tracker of resources, the server, two children
        children = _descendants(worker.pid)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    _wait_for(lambda: not any(Path(f"/proc/{child}").exists() for child in children))
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
