"""The number of queries of the rounds' pages does not grow with what is asked and answered."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from plans.models import Update
from tests.cast import Cast
from tests.test_queries import add_actions, count

from .quarters import asked_of


def test_pages_of_a_round_take_the_same_queries_for_ten_times_the_actions(cast: Cast, record_property: Any) -> None:
    here = cast.here
    where = [here.partnership.slug, here.plan.slug, here.round.slug]
    add_actions(here, 1, 10)
    with here.as_("coordinator") as access:
        update = Update.objects.within(access).filter(state="submitted").first()
    assert update is not None
    # Address, who asks, and how many queries it may take at most (measured, with a little room).
    pages = {
        "round": (reverse("round", args=where), "coordinator", 28),
        "round for a board": (reverse("round", args=where), "board_member", 16),
        "agency": (reverse("round_agency", args=[*where, here.agencies["police"].pk]), "coordinator", 24),
        "chase": (reverse("chase_round", args=where), "coordinator", 16),
        "accept all": (reverse("accept_all", args=where), "coordinator", 16),
        "decide": (reverse("decide", args=[*where, "B1"]), "coordinator", 22),
        "return": (reverse("return_update", args=[here.partnership.slug, update.pk]), "coordinator", 16),
        "plan rounds": (reverse("plan_rounds", args=where[:2]), "coordinator", 12),
        "answer": (reverse("answer", args=[where[0], asked_of(here, 1).pk]), "contributor", 18),
        "your updates": (reverse("your_updates", args=where[:1]), "contributor", 9),
    }
    few = {name: count(here.client(who), url) for name, (url, who, _) in pages.items()}
    add_actions(here, 11, 90)
    many = {name: count(here.client(who), url) for name, (url, who, _) in pages.items()}
    record_property("queries", many)
    assert many == few
    assert {name: number for name, number in many.items() if number > pages[name][2]} == {}
