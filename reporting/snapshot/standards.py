"""What a plan is held against: its measures with their readings, and its requirement sets with their ratings."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from plans.models import Measure, Reading, RequirementRating
from plans.queries.as_at import as_at
from plans.rules.requirements import RequirementSet, set_named

from .. import document as doc
from ..figures import QUARTERS_SHOWN
from .marks import Mark
from .reading import Known


def measure_facts(known: Known) -> tuple[doc.MeasureFacts, ...]:
    """In the plan's order, with the readings of the last rounds. Two queries.

    Read at the moment of the words: figures often come after a round has closed (plans.services.measures).
    """
    rows = as_at(known.access, Measure, known.moment, plan_id=known.plan.pk)
    rounds = [row for row in (*known.earlier, known.round) if row is not None][-QUARTERS_SHOWN:]
    readings: dict[uuid.UUID, dict[uuid.UUID, Reading]] = defaultdict(dict)
    for reading in as_at(known.access, Reading, known.moment, round_id__in=[row.pk for row in rounds]):
        readings[reading.measure_id][reading.round_id] = reading
    numbers = {row.pk: row.number for row in known.objectives} | {row.pk: row.number for row in known.actions}
    return tuple(
        doc.MeasureFacts(
            key=str(row.pk),
            name=row.name,
            better=row.better,
            unit=row.unit,
            about=numbers.get(row.action_id or row.objective_id or uuid.UUID(int=0), ""),
            baseline=_figure(row.baseline),
            target=_figure(row.target),
            readings=tuple(
                doc.ReadingFacts(each.label, _figure(found.value), found.note)
                for each in rounds
                if (found := readings[row.pk].get(each.pk))
            ),
            **_mark(known, row).below(row).facts,
        )
        for row in sorted(rows, key=lambda row: (row.order, row.pk))
    )


def _mark(known: Known, row: Measure) -> Mark:
    """Of what the measure is about."""
    if row.action_id and known.marks.knows_action(row.action_id):
        return known.marks.of_action(row.action_id)
    return known.marks.of_objective(row.objective_id)


def _figure(value: Decimal | None) -> str:
    """A decimal number as text, without zeros at its end: "12.5", "100", "0"."""
    return "" if value is None else f"{value.normalize() + 0:f}"


def requirement_facts(known: Known) -> tuple[doc.RequirementSetFacts, ...]:
    """The sets that the plan names, each with who serves what and how it was rated in the round. One query.

    Read at the moment of the words: ratings are given, and actions mapped, when a round has closed too.
    """
    served: dict[str, list[str]] = defaultdict(list)
    for action in known.actions:
        for code in action.requirement_codes:
            served[code].append(action.number)
    rounds = [known.round.pk] if known.round else []
    ratings = {row.code: row for row in as_at(known.access, RequirementRating, known.moment, round_id__in=rounds)}
    return tuple(_set(set_named(slug), served, ratings) for slug in known.plan.requirement_sets)


def _set(
    found: RequirementSet, served: Mapping[str, Sequence[str]], ratings: Mapping[str, RequirementRating]
) -> doc.RequirementSetFacts:
    requirements = []
    for each in found.requirements:
        code = f"{found.slug}/{each.code}"
        rating = ratings.get(code)
        requirements.append(
            doc.RequirementFacts(
                code=code,
                title=each.title,
                number=each.number,
                actions=tuple(served.get(code, ())),
                rating=rating.value if rating else "",
                note=rating.note if rating else "",
            )
        )
    return doc.RequirementSetFacts(found.slug, found.title, found.source, found.scale, tuple(requirements))
