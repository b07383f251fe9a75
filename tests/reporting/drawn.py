"""A world's quarters moved on, and what is drawn of them."""

from __future__ import annotations

import datetime as dt

from plans.models import Action, Update
from plans.services.rounds import close_round, open_round, plan_round
from plans.services.updates import Answer, request_for, submit
from prevent_tracker.core import clock
from reporting.document import ActionFacts, Document
from reporting.models import Pack
from reporting.services.drafting import draft_pack
from reporting.snapshot import snapshot
from tests.cast import World


def drafted(world: World, board: str = "hpdg") -> Pack:
    with world.as_("coordinator") as by:
        return draft_pack(by=by, board=world.boards[board], round=world.round)


def drawn(world: World, pack: Pack, moment: dt.datetime | None = None) -> Document:
    with world.as_("auditor") as access:
        return snapshot(access, pack, moment=moment or clock.now())


def the_action(document: Document, row: Action) -> ActionFacts:
    return next(each for each in document.actions() if each.key == str(row.pk))


def answer(world: World, index: int, agency: str, said: Answer) -> Update:
    with world.as_("coordinator") as by:
        asked = request_for(by=by, action=world.actions[index], agency_id=world.agencies[agency].pk)
        return submit(by=by, request=asked, answer=said)


def close(world: World) -> None:
    with world.as_("coordinator") as by:
        world.round = close_round(by=by, round=world.round)


def next_round(world: World, number: int) -> None:
    """Close the open round and open another after it."""
    close(world)
    open_another(world, number)


def open_another(world: World, number: int) -> None:
    start = world.round.ends_on + dt.timedelta(days=1)
    with world.as_("coordinator") as by:
        row = plan_round(
            by=by, plan=world.plan, slug=f"r{number}", label=f"R{number}", starts_on=start,
            ends_on=start + dt.timedelta(days=90), opens_on=start, closes_on=start + dt.timedelta(days=100),
        )  # fmt: skip
        world.round = open_round(by=by, round=row, quietly=True)
