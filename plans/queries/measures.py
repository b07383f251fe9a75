"""A plan's measures with their readings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Measure, Plan, Reading, Round
from prevent_tracker.core.lines import Line, line
from prevent_tracker.core.rows import get


@dataclass(frozen=True)
class ShownReading:
    round: Round
    reading: Reading | None


@dataclass(frozen=True)
class ShownMeasure:
    """A measure, its figure of each opened round in order, and a picture once there are two."""

    measure: Measure
    readings: tuple[ShownReading, ...]
    picture: Line | None
    direction: str  # "better", "worse", "same", or "" with fewer than two figures

    @property
    def latest(self) -> ShownReading | None:
        return next((shown for shown in reversed(self.readings) if shown.reading is not None), None)

    @property
    def is_reached(self) -> bool:
        """Whether the latest figure is at the target or beyond it."""
        target, latest = self.measure.target, self.latest
        if target is None or latest is None or latest.reading is None:
            return False
        value = latest.reading.value
        return value >= target if self.measure.better == Measure.Better.UP else value <= target


def measures(access: Access, plan: Plan) -> list[ShownMeasure]:
    """Every measure of a plan in order, in three queries."""
    access.require(Permission.VIEW_PLAN)
    readings = Reading.objects.within(access).filter(measure__plan=plan)
    rows = Measure.objects.within(access).filter(plan=plan).select_related("objective", "action")
    rounds = list(opened_rounds(access, plan))
    return [_shown(row, rounds) for row in rows.prefetch_related(Prefetch("readings", readings)).order_by("order")]


def measure(access: Access, plan: Plan, pk: str) -> Measure:
    access.require(Permission.VIEW_PLAN)
    return get(Measure.objects.within(access).filter(plan=plan), "measure", pk=pk)


def opened_rounds(access: Access, plan: Plan) -> list[Round]:
    """The rounds that take readings, oldest first."""
    rows = Round.objects.within(access).filter(plan=plan, opened_at__isnull=False)
    return list(rows.order_by("starts_on"))


def _shown(measure: Measure, rounds: list[Round]) -> ShownMeasure:
    found = {reading.round_id: reading for reading in measure.readings.all()}
    shown = tuple(ShownReading(row, found.get(row.pk)) for row in rounds)
    figures = [(each.round.label, each.reading.value) for each in shown if each.reading is not None]
    values = [value for _, value in figures]
    picture = line([(label, float(value)) for label, value in figures], target=_float(measure.target))
    return ShownMeasure(measure, shown, picture, _direction(measure, values))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _direction(measure: Measure, values: list[Decimal]) -> str:
    """How the latest figure compares with the one before it."""
    if len(values) < 2:
        return ""
    before, now = values[-2:]
    if now == before:
        return "same"
    return "better" if (now > before) == (measure.better == Measure.Better.UP) else "worse"
