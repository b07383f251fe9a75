"""How long a board's pack takes, and how it grows: ours against the same words set in the naive way, in the same run.

Run `make bench-packs` (`.venv/bin/python -m benchmarks.bench_packs`) with nothing heavy beside it; `--quick` draws the
two smallest plans only. Ways are interleaved; printed are medians of seconds of the processor (all processes), of
seconds by the clock, and of the peak of memory. Aims (docs/adr/0005-packs.md): CPU at least 1.6 times less than naive
from 58 actions on; by the clock 2.5 times less side by side at 300; one theme changed 2.5 times less than all; an
exponent of growth of at most 1.15. The exit code is 1 when one is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from .process_tree import Watched

SIZES = (15, 58, 300, 1500)
WAYS = ("naive", "one process", "side by side", "nothing changed", "one theme changed")
ROUNDS = {15: 5, 58: 5, 300: 3, 1500: 1}
AIMS = (
    # size, baseline, way, measure, least ratio
    (58, "naive", "one process", "cpu", 1.6),
    (300, "naive", "one process", "cpu", 1.6),
    (300, "naive", "side by side", "clock", 2.5),
    (300, "one process", "one theme changed", "cpu", 2.5),
)
GROWTH = 1.15


@dataclass(frozen=True)
class Run:
    pages: int
    cpu: float
    clock: float
    peak: float  # MiB


def run(way: str, actions: int) -> Run:
    """One drawing, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pack_drawing", way, str(actions)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as drawing:  # noqa: S603  our own module
        assert drawing.stdout is not None
        watched = Watched(drawing.pid)
        for line in drawing.stdout:
            if line == "begin\n":
                watched.begin()
                break
        line = drawing.stdout.readline()
        cpu = watched.stop()
        drawing.communicate("\n")
    found = json.loads(line)
    return Run(found["pages"], cpu, found["seconds"], watched.peak / 2**20)


def middle(runs: list[Run]) -> Run:
    """The median of each figure."""
    return Run(
        runs[0].pages,
        statistics.median(run.cpu for run in runs),
        statistics.median(run.clock for run in runs),
        statistics.median(run.peak for run in runs),
    )


def measure(size: int, rounds: int) -> dict[str, Run]:
    """Each way's medians over interleaved rounds."""
    runs: dict[str, list[Run]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            runs[way].append(run(way, size))
    return {way: middle(found) for way, found in runs.items()}


def report(size: int, found: dict[str, Run]) -> None:
    """A line for each way, with ratios to the naive one."""
    naive = found["naive"]
    for way, own in found.items():
        say(
            f"{size:>5} actions {way:<18}{own.pages:>4} pages"
            f"{own.cpu:>8.2f} s CPU{own.clock:>8.2f} s{own.peak:>7.0f} MiB"
            f"{naive.cpu / own.cpu:>8.2f} x CPU{naive.clock / own.clock:>7.2f} x clock"
        )


def missed(all_found: dict[int, dict[str, Run]]) -> Iterator[str]:
    """Each aim that is missed, as a sentence."""
    for size, base, way, figure, least in AIMS:
        if size in all_found:
            ratio = getattr(all_found[size][base], figure) / getattr(all_found[size][way], figure)
            if ratio < least:
                yield f"{size} actions, {way}: {ratio:.2f} times less {figure} than {base}; the aim is {least}"
    sizes = sorted(size for size in all_found if size >= 58)
    if len(sizes) > 1:
        for way in ("naive", "one process"):
            first, last = all_found[sizes[0]][way].cpu, all_found[sizes[-1]][way].cpu
            exponent = math.log(last / first) / math.log(sizes[-1] / sizes[0])
            say(f"exponent of growth from {sizes[0]} to {sizes[-1]} actions, {way}: {exponent:.2f}")
        if exponent > GROWTH:
            yield f"the exponent of growth is {exponent:.2f}; the aim is {GROWTH}"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Measures, prints, and says which aims were missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="plans of 15 and 58 actions only")
    parser.add_argument("--sizes", type=int, nargs="*", choices=SIZES, help="these plans only")
    parser.add_argument("--rounds", type=int, help="of each way, instead of 5 for the smallest to 1 for the largest")
    chosen = parser.parse_args()
    all_found = {}
    for size in chosen.sizes or (SIZES[:2] if chosen.quick else SIZES):
        all_found[size] = measure(size, chosen.rounds or ROUNDS[size])
        report(size, all_found[size])
    sentences = list(missed(all_found))
    for sentence in sentences:
        say(f"Missed: {sentence}")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
