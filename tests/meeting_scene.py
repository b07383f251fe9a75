"""A board with a meeting that was held: an agenda with a paper, what another board put to it, and its papers' one file.
The references differ between the two partnerships of a test, so that one's are not found in the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from partners.services import add_board, add_meeting, add_seat
from plans.services.decisions import record_decision
from prevent_tracker.core import clock
from reporting.models import Bundle
from reporting.services.agenda import add_item, change_item, prepare_agenda
from reporting.services.minutes import Present, record_attendance
from reporting.services.papers import add_paper

from .cast import World


def meeting_objects(by: Any, world: World, slug: str, *, is_other: bool) -> dict[str, Any]:
    """By the names that addresses use. Called as a coordinator."""
    board = add_board(by=by, slug=f"{slug}-board", name=f"Ours of {slug}", short_name="OURS", style="plain")
    add_seat(by=by, board=board, words="The chair", agency=world.agencies["police"])
    meeting = add_meeting(by=by, board=board, held_on=dt.date(2016, 11, 16), label="November")
    items = prepare_agenda(by=by, meeting=meeting)
    place = 1 if is_other else 0
    paper = add_paper(by=by, item=items[place], title="Ours shown", name="a.csv", content=b"a,b\n1,2")
    if is_other:
        for item in items:
            change_item(by=by, item=item, title=item.title, presenter="", is_private=True)
    record_attendance(by=by, meeting=meeting, lines=[Present("The chair", "present", world.agencies["police"])])
    Bundle(
        partnership=by.partnership, meeting=meeting, is_private=is_other, pdf=b"%PDF-1.7", pages=1, made_at=clock.now()
    ).save()
    above = add_meeting(by=by, board=world.boards["csp"], held_on=dt.date(2016, 11, 2), label="November")
    record_decision(by=by, meeting=above, text="Ours is asked to report.", for_board=board)
    coming = add_meeting(by=by, board=board, held_on=dt.date(2017, 2, 1), label="February")
    add_item(by=by, meeting=coming, title="Ours to come")
    return {
        "board": board.slug, "meeting_id": meeting.pk, "item_id": items[place].pk, "reference": str(place + 1),
        "part": "b" if is_other else "a", "paper_id": paper.pk, "above_id": world.boards["csp"].pk,
    }  # fmt: skip
