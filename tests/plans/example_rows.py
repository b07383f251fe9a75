"""Rows that the documented examples can be sent about: each example's id, and the id of something real."""

from __future__ import annotations

import datetime as dt

from partners.services import create_key
from plans.api import examples
from plans.api.examples_reads import IDS
from plans.models import UpdateRequest
from plans.services.actions import add_milestone
from plans.services.decisions import record_decision
from plans.services.evidence import add_file
from plans.services.measures import add_measure
from plans.services.updates import Answer, submit
from prevent_tracker.core import clock
from reporting.services.drafting import draft_pack
from tests.addresses import issue_of
from tests.cast import World


def all_scopes(world: World) -> str:
    """A key of the police that may do whatever a key may."""
    with world.as_("administrator") as by:
        expires = clock.now() + dt.timedelta(days=30)
        scopes = ("read", "answer", "history", "packs")
        return create_key(by=by, agency=world.agencies["police"], name="Examples", scopes=scopes, expires_at=expires)[1]


def rows(world: World, text: str) -> dict[str, str]:
    """Ids of examples and of real rows. What the police answered is there only where `text` speaks of it: the example
    of a first answer is one."""
    found = {
        IDS["partnerships"]: world.partnership.pk,
        IDS["agencies"]: world.agencies["police"].pk,
        IDS["plans"]: world.plan.pk,
        IDS["objectives"]: world.objectives[1].pk,
        IDS["actions"]: world.actions[1].pk,
        IDS["rounds"]: world.round.pk,
    }
    with world.as_("coordinator") as by:
        action = world.actions[1]
        found[examples.ACTION["milestones"][0]["id"]] = add_milestone(by=by, action=action, text="Course written").pk
        found[IDS["measures"]] = add_measure(by=by, plan=world.plan, name="Officers", better="up").pk
        found[IDS["decisions"]] = record_decision(by=by, meeting=world.meetings[0], text="Write.", action=action).pk
        pack = draft_pack(by=by, board=world.boards["csp"], round=world.round)
        found |= {IDS["packs"]: pack.pk, IDS["issues"]: issue_of(by, pack).pk}
    with world.as_("contributor") as by:
        asked = UpdateRequest.objects.within(by).get(action=action, agency=by.agency_id)
        found[IDS["requests"]] = asked.pk
        if IDS["updates"] in text:
            found[IDS["updates"]] = submit(by=by, request=asked, answer=Answer("green", "All on course.")).pk
        if IDS["evidence"] in text:
            evidence = add_file(by=by, request=asked, title="Minutes", name="minutes.txt", content=b"Agreed.\n")
            found[IDS["evidence"]] = evidence.pk
    return {example: str(real) for example, real in found.items()}
