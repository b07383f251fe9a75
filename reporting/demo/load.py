"""Load what is missing of the demonstration; what is there stays as people left it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from django.db import transaction

from partners.models import Partnership
from plans.models import Plan
from prevent_tracker.core.database import as_owner
from prevent_tracker.core.models import DemoClock
from reporting.styles import STYLES

from .changes import change_event, decision_events
from .entries import LONDON
from .files import FOLDER, PlanFile, read_files
from .looks import logo_event, style_event, style_slug
from .markings import marking_event, release_event
from .measures import measure_events
from .meetings import meeting_events
from .packs import pack_events
from .partnerships import create_keys, ensure_partnership
from .people import passwords
from .plans import plan_events
from .publishing import publication_event
from .requirements import requirement_events
from .rounds import round_events
from .world import Event, play

Show = Callable[[PlanFile, int], Callable[[], object]]
Keys = Callable[[PlanFile, dict[str, str]], object]


def events(plan: PlanFile, today: dt.date) -> list[Event]:
    """Everything that happened to a plan until the demonstration's day. Raises `FileError`, for a later event too."""
    found = plan_events(plan)
    decisions = []
    for file in plan.quarters:
        file.allow(
            "plan",
            "partnership",
            "rounds",
            "measures",
            "changes",
            "decisions",
            "packs",
            "meetings",
            "requirements",
            "markings",
            "names",
            "styles",
            "logos",
            "publications",
            "invented",
            "note",
        )
        for entry in file.entries("rounds"):
            found += round_events(plan, entry, today)
        found += [change_event(plan, entry) for entry in file.entries("changes")]
        decisions += file.entries("decisions")
        rounds = [entry.text("slug") for entry in file.entries("rounds")]
        for entry in file.entries("measures"):
            found += measure_events(plan, entry, rounds)
        for entry in file.entries("requirements"):
            found += requirement_events(plan, entry, rounds)
        found += [marking_event(plan, entry) for entry in file.entries("markings")]
        found += [release_event(plan, entry) for entry in file.entries("names")]
        found += [style_event(plan, entry) for entry in file.entries("styles")]
        found += [logo_event(plan, entry) for entry in file.entries("logos")]
        styles = {*STYLES, *(style_slug(entry) for entry in file.entries("styles"))}
        for entry in file.entries("packs"):
            found += pack_events(plan, entry, rounds, styles)
        found += [publication_event(plan, entry, rounds) for entry in file.entries("publications")]
        for entry in file.entries("meetings"):
            found += meeting_events(plan, entry)
    found += decision_events(plan, decisions)
    for event in found:
        if event.moment.date() >= today:
            raise event.entry.error(
                f"{event.moment:%-d %B %Y} is not before the demonstration's day, {today:%-d %B %Y}."
            )
    return found


def load(today: dt.date, show: Show, keep: Keys, folder: Path = FOLDER) -> list[PlanFile]:
    """Load the plans that are not there yet as they stand on the demonstration's day, and return them.

    `show(plan, steps)` is told of each plan and returns what to call after each step; `keep(plan, tokens)` is given the
    new partnership's keys, after they are stored. One transaction a partnership. Works as the owner's role.
    Raises `FileError` before anything is written, or with nothing of its partnership written.
    """
    files = read_files(folder)
    known = {plan.slug: events(plan, today) for plan in files}
    secrets = passwords({plan.partnership.slug: plan.partnership for plan in files}.values())
    with as_owner():
        _stand_still(today)
        missing = [plan for plan in files if not _is_there(plan)]
        for _, plans in groupby(missing, key=lambda plan: plan.partnership.slug):
            _load_partnership(list(plans), known, secrets, show, keep)
    return missing


def _stand_still(today: dt.date) -> None:
    if not DemoClock.objects.filter(today=today).exists():
        DemoClock.objects.update_or_create(id=True, defaults={"today": today})


def _is_there(plan: PlanFile) -> bool:
    partnership = Partnership.objects.filter(slug=plan.partnership.slug).first()
    return partnership is not None and Plan.objects.within(partnership).filter(slug=plan.slug).exists()


def _load_partnership(
    plans: list[PlanFile], known: dict[str, list[Event]], secrets: dict[str, str], show: Show, keep: Keys
) -> None:
    file = plans[0].partnership
    is_new = not Partnership.objects.filter(slug=file.slug).exists()
    founded = min(plan.created_on for plan in plans) - dt.timedelta(days=1)
    with transaction.atomic():
        world = ensure_partnership(file, secrets, dt.datetime.combine(founded, dt.time(9), tzinfo=LONDON))
        for plan in plans:
            play(known[plan.slug], world, show(plan, len(known[plan.slug])))
        tokens = create_keys(file, world) if is_new else {}
    if tokens:
        keep(plans[0], tokens)
