"""Packs that boards have had: drafted, written, issued and corrected in the past, as the browser's are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from partners.models import Meeting
from partners.tenancy import Access
from plans.models import Marking
from prevent_tracker.core.rows import get
from reporting.models import Pack
from reporting.queries.packs import next_meeting
from reporting.services.drafting import draft_pack, write_pack
from reporting.services.issuing import issue_pack
from reporting.services.styles import set_pack_style
from reporting.services.word_markings import WORDS, mark_words

from .entries import Entry
from .files import PlanFile
from .world import Event, World

ISSUED = dt.time(16, 45)
_PLACE = ("board", "round")
_TEXTS = ("headline", "narrative", "recommendations")


def pack_events(plan: PlanFile, entry: Entry, rounds: list[str], styles: Collection[str]) -> list[Event]:
    """One issued pack, for the board's next meeting: its words, and who issued it when; then its corrections, each
    with the words that it changes."""
    entry.allow(*_PLACE, "at", "by", *_TEXTS, "markings", "style", "corrections", "note")
    board, slug = pack_of(plan, entry, rounds)
    entry.text("headline", required=True)
    words, markings, style = _words(entry), _markings(entry), entry.one_of_or_none("style", styles, "style")

    def do(by: Access, world: World) -> None:
        reported = world.rounds[slug]
        reported.refresh_from_db()  # it has been opened and closed since it was planned
        meeting = next_meeting(by, world.boards[board], reported)
        pack = draft_pack(by=by, board=world.boards[board], round=reported, meeting=meeting)
        pack = _write(by, pack, {"narrative": "", "recommendations": [], **words}, meeting)
        if markings:
            pack = mark_words(by=by, pack=pack, markings=markings)
        if style:
            pack = set_pack_style(by=by, pack=pack, name=style)
        issue_pack(by=by, pack=pack)

    found = [Event(entry.moment("at", ISSUED), entry.one_of("by", plan.partnership.people, "person"), entry, do)]
    return found + [_correction(plan, each, (board, slug)) for each in entry.entries("corrections")]


def pack_of(plan: PlanFile, entry: Entry, rounds: list[str]) -> tuple[str, str]:
    """Slugs of the board and the round of a pack."""
    return entry.one_of("board", plan.partnership.boards, "board"), entry.one_of("round", rounds, "round")


def the_pack(by: Access, world: World, place: tuple[str, str]) -> Pack:
    """The pack of a board about a round, by their slugs."""
    board, slug = place
    return get(Pack.objects.within(by), "pack", board=world.boards[board], round=world.rounds[slug])


def _correction(plan: PlanFile, entry: Entry, place: tuple[str, str]) -> Event:
    entry.allow("at", "by", "reason", *_TEXTS, "note")
    reason, words = entry.text("reason", required=True), _words(entry)

    def do(by: Access, world: World) -> None:
        pack = the_pack(by, world, place)
        kept = {name: getattr(pack, name) for name in _TEXTS}
        issue_pack(by=by, pack=_write(by, pack, kept | words, pack.meeting), reason=reason)

    return Event(entry.moment("at", ISSUED), entry.one_of("by", plan.partnership.people, "person"), entry, do)


def _words(entry: Entry) -> dict[str, Any]:
    """What the entry says of the coordinator's words."""
    found: dict[str, Any] = {name: entry.text(name) for name in ("headline", "narrative")}
    found["recommendations"] = entry.texts("recommendations")
    return {name: value for name, value in found.items() if name in entry}


def _write(by: Access, pack: Pack, words: dict[str, Any], meeting: Meeting | None) -> Pack:
    return write_pack(by=by, pack=pack, marking=pack.marking, meeting=meeting, cover={}, **words)


def _markings(entry: Entry) -> dict[str, str]:
    """Who may read each of the pack's words, where that is not the partnership."""
    if not entry.get("markings"):
        return {}
    found = entry.entry("markings")
    found.allow(*WORDS)
    return {name: found.one_of(name, Marking.values, "marking") for name in found}
