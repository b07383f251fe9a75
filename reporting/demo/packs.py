"""Packs that boards have had: drafted, written and issued in the past, as the browser's are."""

from __future__ import annotations

import datetime as dt

from partners.tenancy import Access
from plans.models import Marking
from reporting.queries.packs import next_meeting
from reporting.services.drafting import draft_pack, write_pack
from reporting.services.issuing import issue_pack
from reporting.services.word_markings import WORDS, mark_words

from .entries import Entry
from .files import PlanFile
from .world import Event, World

ISSUED = dt.time(16, 45)


def pack_event(plan: PlanFile, entry: Entry, rounds: list[str]) -> Event:
    """One issued pack, for the board's next meeting: its words, and who issued it when."""
    entry.allow("board", "round", "at", "by", "headline", "narrative", "recommendations", "markings", "note")
    board = entry.one_of("board", plan.partnership.boards, "board")
    slug = entry.one_of("round", rounds, "round")
    headline, narrative = entry.text("headline", required=True), entry.text("narrative")
    recommendations = entry.texts("recommendations")
    markings = _markings(entry)

    def do(by: Access, world: World) -> None:
        reported = world.rounds[slug]
        reported.refresh_from_db()  # it has been opened and closed since it was planned
        meeting = next_meeting(by, world.boards[board], reported)
        pack = draft_pack(by=by, board=world.boards[board], round=reported, meeting=meeting)
        pack = write_pack(
            by=by,
            pack=pack,
            headline=headline,
            narrative=narrative,
            recommendations=recommendations,
            marking=pack.marking,
            meeting=meeting,
            cover={},
        )
        if markings:
            pack = mark_words(by=by, pack=pack, markings=markings)
        issue_pack(by=by, pack=pack)

    return Event(entry.moment("at", ISSUED), entry.one_of("by", plan.partnership.people, "person"), entry, do)


def _markings(entry: Entry) -> dict[str, str]:
    """Who may read each of the pack's words, where that is not the partnership."""
    if not entry.get("markings"):
        return {}
    found = entry.entry("markings")
    found.allow(*WORDS)
    return {name: found.one_of(name, Marking.values, "marking") for name in found}
