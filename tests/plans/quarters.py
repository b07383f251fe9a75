"""A world with a quarter behind it: what the pages of answering and chasing are tried on."""

from __future__ import annotations

import datetime as dt

from plans.models import Update, UpdateRequest
from plans.services.rounds import close_round, open_round, plan_round
from plans.services.updates import Answer, submit
from tests.cast import World

BEFORE = "Q4 2016/17"  # the label of the quarter behind
SAID = "Eight sessions were held in November."


def next_quarter(world: World, answers: dict[int, Answer], *, agency: str = "contributor") -> None:
    """Answer the cast's open round for one agency, by places of `world.actions`, close it and open the next quarter's
    as `world.round`."""
    with world.as_(agency) as by:
        for index, answer in answers.items():
            asked = UpdateRequest.objects.within(by).get(
                round=world.round, action=world.actions[index], agency=by.agency_id
            )
            submit(by=by, request=asked, answer=answer)
    with world.as_("coordinator") as by:
        close_round(by=by, round=world.round)
        world.round = plan_round(
            by=by, plan=world.plan, slug="2017-Q1", label="Q1 2017/18",
            starts_on=dt.date(2017, 4, 1), ends_on=dt.date(2017, 6, 30),
            opens_on=dt.date(2017, 4, 1), closes_on=dt.date(2017, 7, 14),
        )  # fmt: skip
        world.round = open_round(by=by, round=world.round, quietly=True)


def asked_of(world: World, index: int, agency: str = "police") -> UpdateRequest:
    """The request of the open round to an agency about an action of the cast."""
    with world.as_("auditor") as access:
        rows = UpdateRequest.objects.within(access).select_related("round", "action")
        return rows.get(round=world.round, action=world.actions[index], agency=world.agencies[agency])


def answer_of(world: World, asked: UpdateRequest) -> Update:
    with world.as_("auditor") as access:
        return Update.objects.within(access).get(request=asked)
