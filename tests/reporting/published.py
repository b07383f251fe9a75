"""A pack and a plan that may be made public, for tests: everything marked public but one action, a mosque among the
leads, and a board's issue that nobody had to draw."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import pikepdf

from partners.models import Agency
from partners.services import add_agency
from partners.tenancy import Access
from plans.models import Plan
from plans.services.actions import LeadWords, add_action
from plans.services.plans import set_stage
from plans.services.rounds import close_round
from plans.services.saving import save
from prevent_tracker.core import clock
from reporting.models import Issue, Pack
from reporting.services.drafting import draft_pack, write_pack
from reporting.services.freezing import freeze
from reporting.services.proposing import Proposed, proposed
from reporting.services.publishing import publish_plan, release
from reporting.snapshot import snapshot
from tests.cast import World

MOSQUE = "Masjid al-Amal"
SECRET = "Watch the back door of the hall"


@dataclass
class Ready:
    """What can be released."""

    world: World
    plan: Plan
    pack: Pack
    mosque: Agency

    def proposed(self, by: Access, *, plan: bool = False) -> Proposed:
        return proposed(by, Plan.objects.within(by).get(pk=self.plan.pk), None if plan else self.pack)

    def release(self, by: Access, **more: Any) -> Issue:
        return release(by=by, pack=self.pack, reviewed_sha256=self.proposed(by).sha256, **more)

    def publish(self, by: Access, **more: Any) -> Issue:
        seen = self.proposed(by, plan=True)
        return publish_plan(by=by, plan=self.plan, moment=seen.moment, reviewed_sha256=seen.sha256, **more)


def ready(world: World) -> Ready:
    with world.as_("administrator") as by:
        mosque = add_agency(by=by, slug="masjid", name=MOSQUE, short_name="Masjid", kind="faith")
    with world.as_("coordinator") as by:
        plan = world.plan
        plan.marking = "public"
        save(plan, "Marked public")
        lead = [LeadWords(MOSQUE, agency=mosque)]
        add_action(by=by, objective=world.objectives[0], text=f"Visit {MOSQUE} with its imam.", leads=lead)
        secret = add_action(by=by, objective=world.objectives[2], text=SECRET)
        secret.marking = "restricted"
        save(secret, "Marked restricted")
        set_stage(by=by, plan=plan, stage="endorsed", on=dt.date(2016, 4, 1))
        close_round(by=by, round=world.round)
        world.round.refresh_from_db()
        pack = draft_pack(by=by, board=world.boards["hpdg"], round=world.round)
        words: Any = {"narrative": "", "recommendations": [], "marking": "OFFICIAL", "meeting": None, "cover": {}}
        pack = write_pack(by=by, pack=pack, headline="On track.", **words)
        issue_to_board(by, pack, 1)
    return Ready(world, plan, pack, mosque)


def issue_to_board(by: Access, pack: Pack, number: int) -> Issue:
    """The board's edition as it stands, without drawing its PDF."""
    document = snapshot(by, pack, moment=clock.now(), version=f"Issue {number}")
    reason = "Corrected." if number > 1 else ""
    return freeze(
        by, document, blank_pdf(), pages=1, plan=pack.round.plan, pack=pack, edition="board", number=number,
        reason=reason,
    )  # fmt: skip


def blank_pdf(*_: object, **__: object) -> bytes:
    """In the place of render_pdf, where it does not matter what is drawn."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()
