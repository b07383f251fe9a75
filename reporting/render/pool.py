"""Sections drawn side by side, in processes of their own that end with this one."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for

from .errors import RenderCancelled, RenderError
from .typesetting import typeset

Cancelled = Callable[[], bool]
PATIENCE = 0.5  # seconds between two looks at whether to stop


def draw(sections: Mapping[int, str], css: str, *, processes: int, cancelled: Cancelled) -> Iterator[tuple[int, bytes]]:
    """Each section's place and PDF, as they get ready. Raises `RenderError` and `RenderCancelled`."""
    if processes > 1 and len(sections) > 1:
        yield from _side_by_side(sections, css, min(processes, len(sections)), cancelled)
        return
    for place, html in sections.items():
        stop_if(cancelled)
        yield place, typeset(html, css)


def _side_by_side(
    sections: Mapping[int, str], css: str, processes: int, cancelled: Cancelled
) -> Iterator[tuple[int, bytes]]:
    others = multiprocessing.active_children()
    executor = ProcessPoolExecutor(processes, _context(), _end_with_parent)
    try:
        longest_first = sorted(sections, key=lambda place: len(sections[place]), reverse=True)
        waiting = {executor.submit(typeset, sections[place], css): place for place in longest_first}
        while waiting:
            stop_if(cancelled)
            for future in wait(waiting, PATIENCE, FIRST_COMPLETED).done:
                yield waiting.pop(future), _result(future)
    except BaseException:
        for process in multiprocessing.active_children():
            if process not in others:
                process.terminate()  # it draws for nobody
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _result(future: Future[bytes]) -> bytes:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise RenderError("A process that drew the pack ended early; it may have run out of memory.") from error


def stop_if(cancelled: Cancelled) -> None:
    """Raises `RenderCancelled` where the pack is no longer wanted."""
    if cancelled():
        raise RenderCancelled


def _context() -> multiprocessing.context.BaseContext:
    """One server reads the libraries once and forks clean children: not from this process, whose connections and
    threads are not theirs."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([typeset.__module__])
    return context


def _end_with_parent() -> None:
    """In a child: ends as soon as the process that wanted its work is gone, whatever ended it."""
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
