"""Report from a CSV file: one line for each action that your agency is asked about.

    python report_from_csv.py updates.csv

Columns: plan (its slug), number, rag, narrative, path_to_green, forecast_on (2017-03-31), complete (yes or empty). The
first four are needed. TRACKER and TRACKER_KEY are read from the environment. What is not right is listed by line; run
again with the file put right. The same file is stored once, however often it is sent.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path

from tracker_client import MOST_LINES, Problem, Row, Tracker

NEEDED = ("plan", "number", "rag", "narrative")
Asked = Mapping[tuple[str, str], Row]


def main(arguments: list[str]) -> int:
    """0 when every line was stored, 1 when one was not, 2 when the file or the settings are no good."""
    try:
        content = Path(*arguments[:1]).read_bytes()
        lines = read(content)
        with Tracker.from_environment() as tracker:
            refused = report(tracker, lines, hashlib.sha256(content).hexdigest())
    except (OSError, ValueError, Problem) as error:
        say(str(error))
        return 2
    for place, why in sorted(refused.items()):
        say(f"Line {place}: {why}")
    say(f"{len(lines) - len(refused)} stored, {len(refused)} refused.")
    return 1 if refused else 0


def read(content: bytes) -> list[dict[str, str]]:
    """The lines of a CSV file in UTF-8. Raises `ValueError` naming the columns that it lacks."""
    reader = csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True))
    lacking = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if lacking:
        raise ValueError(f"The file has no column {', '.join(lacking)}.")
    return [{name: (value or "").strip() for name, value in line.items() if name} for line in reader]


def report(tracker: Tracker, lines: list[dict[str, str]], file: str) -> dict[int, str]:
    """Send every line in batches; why a line was refused, by its number. `file` names it: once only."""
    asked, refused, updates = due(tracker), dict[int, str](), list[tuple[int, Row]]()
    for place, line in enumerate(lines, start=2):  # as a spreadsheet counts: the first row is the headings
        found = asked.get((line["plan"], line["number"]))
        if found is None:
            refused[place] = f"your agency is not asked about {line['plan']} {line['number']}."
        else:
            updates.append((place, update_of(tracker, line, found)))
    for start in range(0, len(updates), MOST_LINES):
        part = updates[start : start + MOST_LINES]
        results = tracker.send_batch([update for _, update in part], once=f"{file}-{start}")
        for (place, _), result in zip(part, results, strict=True):
            if "problem" in result:
                refused[place] = str(Problem(result["status"], result["problem"]))
    return refused


def due(tracker: Tracker) -> Asked:
    """What the agency is asked, by the plan's slug and the action's number."""
    slugs = {plan["id"]: plan["slug"] for plan in tracker.rows("plans/")}
    return {(slugs[row["action"]["plan"]], row["action"]["number"]): row for row in tracker.requests_due()}


def update_of(tracker: Tracker, line: Mapping[str, str], asked: Row) -> Row:
    update: Row = {name: line[name] for name in ("rag", "narrative")}
    update["action"] = asked["action"]["id"]
    if line.get("path_to_green"):
        update["path_to_green"] = line["path_to_green"]
    if line.get("forecast_on"):
        update["forecast_on"] = line["forecast_on"]
    if line.get("complete", "").lower() in ("yes", "true", "1"):
        update["says_complete"] = True
    if asked["update"]:  # a draft, or an answer that was returned: say which version this replaces
        update["version"] = tracker.get(f"updates/{asked['update']}/").json["version"]
    return update


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
