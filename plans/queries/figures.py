"""Counts for screens, from lines already read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from plans.queries.plan import ActionLine, Node
from prevent_tracker.core.charts import VALUES


def counts(lines: Iterable[ActionLine]) -> dict[str, int]:
    """How many actions stand where; only values that occur, in the order of every chart."""
    found = Counter(line.standing.value for line in lines)
    return {value: found[value] for value in VALUES if found[value]}


def by_objective(tree: Sequence[Node]) -> list[tuple[str, dict[str, int]]]:
    """(objective, counts) for each objective of the first level that has actions."""
    return [(str(node.objective), counts(node.all_lines)) for node in tree if node.all_lines]
