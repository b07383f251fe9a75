"""How well and how fast plans are read: five real ones against a careful reading, and how time grows with rows.

Run `make bench-import` (`.venv/bin/python -m benchmarks.bench_import`) with nothing heavy beside it; `--misread` also
lists what was missed or made up. Aims: F1 of actions at least 0.97 (0.85 on seed 001, whose table is badly broken) and
of sections 0.97; no rating made up, no word lost. The exit code is 1 when one is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from .import_quality import Score, misread, score
from .import_speed import DOCX_ACTIONS, docx_times, exponent, growth
from .seed_truth import Truth, truths

SECTIONS = 0.97
ACTIONS = 0.97
ACTIONS_OF_THE_BROKEN = {"001_haringey_2016_17": 0.85}
COLUMNS = (
    "sections",
    "actions",
    "actions_exact",
    "leads_cell",
    "lead_names",
    "timescales",
    "dates",
    "milestones",
    "outcomes",
    "steps",
)


def missed_aims(truth: Truth, found: Score) -> Iterator[str]:
    """Each aim that a reading misses, as a sentence."""
    least = ACTIONS_OF_THE_BROKEN.get(truth.name, ACTIONS)
    if found.actions < least:
        yield f"{truth.name}: F1 of actions is {found.actions:.3f}, the aim is {least}"
    if found.sections < SECTIONS:
        yield f"{truth.name}: F1 of sections is {found.sections:.3f}, the aim is {SECTIONS}"
    if found.invented:
        yield f"{truth.name}: {found.invented} ratings are made up"
    if found.lost:
        yield f"{truth.name}: {len(found.lost)} words are lost: {', '.join(found.lost[:10])}"


def quality(show_misread: bool) -> list[str]:
    """Prints a line for each seed; the aims that are missed."""
    say(f"{'':<22}" + "".join(f"{name.replace('_', ' '):>14}" for name in COLUMNS) + "  invented  lost")
    missed: list[str] = []
    for truth in truths():
        found = score(truth)
        shares = "".join(f"{getattr(found, name):>14.3f}" for name in COLUMNS)
        say(f"{truth.name:<22}{shares}{found.invented:>10}{len(found.lost):>6}")
        missed.extend(missed_aims(truth, found))
        if show_misread:
            for line in misread(truth):
                say(f"    {line}")
    return missed


def speed() -> None:
    """Prints seconds, ratios to the naive reader of the same run, memory and the exponent of growth."""
    ours, naive = docx_times()
    say(f"{DOCX_ACTIONS} actions, .docx to proposal: {ours:.2f} s ({ours / naive:.1f} x opening and listing its cells)")
    found = growth()
    for rows, seconds, baseline, memory in found:
        say(f"{rows:>5} rows, .xlsx: {seconds:.2f} s ({seconds / baseline:.1f} x naive), at most {memory:.0f} MiB")
    for here in (found[0], found[-2]):  # the whole range has the start of the reading process in it, the last step less
        power = exponent((here[0], here[1]), (found[-1][0], found[-1][1]))
        say(f"exponent of growth from {here[0]} to {found[-1][0]} rows: {power:.2f} (1 is in proportion)")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Quality where the truth is at hand, then speed. Exits with 1 when an aim is missed."""
    if any(truths()):
        missed = quality("--misread" in sys.argv)
    else:
        say("The careful readings of real plans (../shared/data/truth) are not here: only speed is measured.")
        missed = []
    speed()
    for sentence in missed:
        say(f"MISSED {sentence}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
