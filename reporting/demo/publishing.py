"""What is public of the demonstration: packs and plans, released as a reviewer releases them."""

from __future__ import annotations

import datetime as dt

from partners.tenancy import Access
from reporting.services.proposing import proposed
from reporting.services.publishing import publish_plan, release

from .entries import Entry
from .files import PlanFile
from .packs import pack_of, the_pack
from .world import Event, World

RELEASED = dt.time(17, 0)


def publication_event(plan: PlanFile, entry: Entry, rounds: list[str]) -> Event:
    """The public edition of the plan by itself (`plan`: true), or of the latest issue of a pack (`board`, `round`).
    `reason`: why it supersedes the public issue before; `indexable`: whether search engines may list the page, at the
    first."""
    entry.allow("plan", "board", "round", "indexable", "reason", "at", "by", "note")
    place = None if entry.flag("plan") else pack_of(plan, entry, rounds)
    reason = entry.text("reason")
    is_indexable = entry.flag("indexable") if "indexable" in entry else None

    def do(by: Access, world: World) -> None:
        pack = the_pack(by, world, place) if place else None
        world.plan.refresh_from_db()  # its stage and marking have changed since it was written
        seen = proposed(by, world.plan, pack)
        if pack is None:
            publish_plan(
                by=by,
                plan=world.plan,
                moment=seen.moment,
                reviewed_sha256=seen.sha256,
                reason=reason,
                is_indexable=is_indexable,
            )
        else:
            release(by=by, pack=pack, reviewed_sha256=seen.sha256, reason=reason, is_indexable=is_indexable)

    return Event(entry.moment("at", RELEASED), entry.one_of("by", plan.partnership.people, "person"), entry, do)
