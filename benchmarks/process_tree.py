"""What a process and all below it use: seconds of the processor and memory, read from /proc (Linux)."""

from __future__ import annotations

import os
import threading
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
INTERVAL = 0.05  # seconds between two looks


class Watched:
    """Looks at a process tree until `stop`; what has ended keeps its last reading."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.peak = 0  # bytes, of all processes together
        self._cpu: dict[int, float] = {}
        self._begun: dict[int, float] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._look()
        self._thread.start()

    def begin(self) -> None:
        """What was used until now does not count."""
        self._look()
        self._begun, self.peak = dict(self._cpu), 0

    def stop(self) -> float:
        """Seconds of the processor since `begin`."""
        self._done.set()
        self._thread.join()
        self._look()
        return sum(used - self._begun.get(pid, 0.0) for pid, used in self._cpu.items())

    def _watch(self) -> None:
        while not self._done.wait(INTERVAL):
            self._look()

    def _look(self) -> None:
        resident = 0
        for pid in _tree(self.pid):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                shared = int(Path(f"/proc/{pid}/statm").read_text().split()[2])
            except OSError:
                continue  # it has just ended
            self._cpu[pid] = (int(fields[11]) + int(fields[12])) / TICK
            resident += (int(fields[21]) - (shared if pid != self.pid else 0)) * PAGE
        self.peak = max(self.peak, resident)


def _tree(pid: int) -> list[int]:
    """The process and all that descend from it."""
    found = [pid]
    for process in found:
        for thread in _threads(process):
            try:
                found += [int(child) for child in (thread / "children").read_text().split()]
            except OSError:
                continue
    return found


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []  # it has ended
