"""Counts for screens, from lines already read."""

from __future__ import annotations

import uuid
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


def by_agency(lines: Iterable[ActionLine]) -> list[tuple[str, dict[str, int]]]:
    """(agency, counts) of the actions each leads, most first; an action with two lead agencies counts for both."""
    found: dict[uuid.UUID, tuple[str, list[ActionLine]]] = {}
    for line in lines:
        for agency in {
            a.pk: a
            for lead in line.leads
            if lead.kind == "lead" and (a := lead.agency or (lead.post and lead.post.agency))
        }.values():
            found.setdefault(agency.pk, (agency.name, []))[1].append(line)
    ordered = sorted(found.values(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(name, counts(own)) for name, own in ordered]
