"""The contributor's pages: what is due, the last words beside the boxes, drafts, "No change", on to the next."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from plans.models import Milestone, Update, UpdateRequest
from plans.services.actions import add_milestone, change_state
from plans.services.decisions import record_decision
from plans.services.extensions import extend
from plans.services.reviewing import return_update
from plans.services.rounds import close_round
from plans.services.updates import Answer, submit
from tests.cast import Cast, World

from .quarters import BEFORE, SAID, answer_of, asked_of, next_quarter

GREEN = Answer("green", SAID)
AMBER = Answer("amber", SAID, path_to_green="Two more sessions in March.")


def url(name: str, world: World, asked: UpdateRequest | None = None) -> str:
    return reverse(name, args=[world.partnership.slug, *([asked.pk] if asked else [])])


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def typed(**more: Any) -> dict[str, Any]:
    return {"rag": "green", "narrative": "Nine more were held.", "path_to_green": "", "version": "0"} | more


def test_what_is_due_starts_with_what_was_returned_and_says_what_is_next(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    second = asked_of(here, 2)
    with here.as_("contributor") as by:
        submit(by=by, request=second, answer=GREEN)
    with here.as_("coordinator") as by:
        return_update(by=by, update=Update.objects.within(by).get(), reason="How many came?")
    page = words(client.get(url("your_updates", here)))
    assert page.index("Train every ward manager.") < page.index("Train every front-line officer.")
    assert "0 of 2</strong> sent" in page
    assert page.index("app-next") < page.index(url("answer", here, second)) < page.index("<table")


def test_an_extension_is_the_agencys_own_deadline(cast: Cast) -> None:
    here = cast.here
    with here.as_("coordinator") as by:
        extend(by=by, round=here.round, agency=here.agencies["police"], until=dt.date(2017, 4, 28), reason="Sick leave")
    assert '<strong class="app-nowrap">28 April 2017</strong>' in words(
        here.client("contributor").get(url("your_updates", here))
    )
    assert "extended" not in words(here.client("other_contributor").get(url("your_updates", here)))


def test_all_sent_says_thank_you(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        for asked in UpdateRequest.objects.within(by).filter(agency=by.agency_id):
            submit(by=by, request=asked, answer=GREEN)
    page = words(here.client("contributor").get(url("your_updates", here)))
    assert "All sent. Thank you." in page
    assert "app-next" not in page


def test_the_first_look_is_remembered_once(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    asked = asked_of(here, 1)
    assert asked.first_opened_at is None
    client.get(url("answer", here, asked))
    first = asked_of(here, 1).first_opened_at
    assert first is not None
    client.get(url("answer", here, asked))
    assert asked_of(here, 1).first_opened_at == first


def test_last_quarters_words_and_the_boards_questions_stand_beside_the_boxes(cast: Cast) -> None:
    here = cast.here
    next_quarter(here, {1: AMBER})
    with here.as_("coordinator") as by:
        record_decision(
            by=by, meeting=here.meetings[0], text="Bring the number of officers trained.", action=here.actions[1],
            owner=here.agencies["police"], due_on=dt.date(2017, 1, 10),
        )  # fmt: skip
    page = words(here.client("contributor").get(url("answer", here, asked_of(here, 1))))
    assert f"said in {BEFORE}" in page
    assert SAID in page
    assert "Two more sessions in March." in page
    assert "Bring the number of officers trained." in page
    assert "HPDG, 9 November 2016. Northvale Police" in page
    assert "Was due 10 Jan 2017" in page


def test_previous_and_next_say_where_one_is(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    first, second = asked_of(here, 1), asked_of(here, 2)
    page = words(client.get(url("answer", here, first)))
    assert "1 of 2" in page
    assert 'rel="prev"' not in page
    assert f'rel="next" href="{url("answer", here, second)}"' in page
    page = words(client.get(url("answer", here, second)))
    assert "2 of 2" in page
    assert f'rel="prev" href="{url("answer", here, first)}"' in page


def test_no_change_is_one_press_marked_as_such(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    next_quarter(here, {1: AMBER})
    asked = asked_of(here, 1)
    assert f"No change since {BEFORE}</button>" in words(client.get(url("answer", here, asked)))
    answer = client.post(url("answer_unchanged", here, asked), {"version": "0"})
    assert answer.headers["Location"] == url("answer", here, asked_of(here, 2))
    update = answer_of(here, asked)
    assert (update.rag, update.is_unchanged, update.path_to_green) == ("amber", True, AMBER.path_to_green)
    for page in (
        client.get(url("your_updates", here)),
        client.get(url("answer", here, asked)),
        here.client("coordinator").get(reverse("round", args=["northvale", here.plan.slug, here.round.slug])),
        here.client("auditor").get(reverse("action", args=["northvale", here.plan.slug, "2.1"])),
    ):
        assert ">No change</strong>" in words(page)


@pytest.mark.parametrize("answers", [{}, {1: Answer("green", SAID, says_complete=True)}])
def test_no_change_is_not_offered_where_there_is_nothing_to_repeat(cast: Cast, answers: dict[int, Answer]) -> None:
    here, client = cast.here, cast.here.client("contributor")
    next_quarter(here, answers) if answers else None
    asked = asked_of(here, 2 if answers else 1)
    assert "No change since" not in words(client.get(url("answer", here, asked)))
    answer = client.post(url("answer_unchanged", here, asked), {"version": "0"}, follow=True)
    assert "There is no earlier answer to repeat" in words(answer)


def test_no_change_never_pushes_a_draft_aside_unseen(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    next_quarter(here, {1: GREEN})
    asked = asked_of(here, 1)
    client.post(url("answer_draft", here, asked), typed())
    answer = client.post(url("answer_unchanged", here, asked), {"version": "0"}, follow=True)
    assert "Nine more were held." in words(answer)
    assert answer_of(here, asked).state == "draft"
    client.post(url("answer_unchanged", here, asked), {"version": "1"})
    assert answer_of(here, asked).is_unchanged


def test_a_draft_keeps_itself_and_brings_the_version_to_go_on_from(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    asked = asked_of(here, 1)
    first = client.post(url("answer_draft", here, asked), typed(narrative="Nine"))
    assert first.status_code == 200
    assert words(first).startswith("Draft saved ")
    assert 'name="version" value="1"' in words(first)
    second = client.post(url("answer_draft", here, asked), typed(version="1"))
    assert 'name="version" value="2"' in words(second)
    assert answer_of(here, asked).narrative == "Nine more were held."


def test_a_draft_written_elsewhere_meanwhile_is_not_overwritten(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    asked = asked_of(here, 1)
    client.post(url("answer_draft", here, asked), typed(narrative="Theirs."))
    refused = client.post(url("answer_draft", here, asked), typed(narrative="Ours."))
    assert refused.status_code == 409
    assert "Your words are still here." in words(refused)
    assert answer_of(here, asked).narrative == "Theirs."
    compared = client.post(url("answer", here, asked), typed(narrative="Ours.", draft="1"))
    assert compared.status_code == 422
    assert "Theirs." in words(compared)
    assert "Ours." in words(compared)


def test_a_draft_that_cannot_be_kept_says_why(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    asked = asked_of(here, 1)
    refused = client.post(url("answer_draft", here, asked), typed(narrative="x" * 5000))
    assert refused.status_code == 422
    assert "Not saved yet." in words(refused)
    with here.as_("contributor") as by:
        submit(by=by, request=asked, answer=GREEN)
    sent = client.post(url("answer_draft", here, asked), typed(version="1"))
    assert sent.status_code == 409
    assert answer_of(here, asked).narrative == SAID


def test_what_was_sent_and_contradicts_itself_says_so_to_its_agency(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    asked = asked_of(here, 1)
    client.post(url("answer", here, asked), typed())
    page = words(client.get(url("answer", here, asked)))
    assert "Rated green, but overdue since 1 January 2017." in page
    assert "data-autosave" not in page  # what is sent is changed by sending again


@pytest.mark.parametrize("why", ["closed", "withdrawn"])
def test_what_is_typed_when_the_round_closes_is_refused_and_stays_on_the_page(cast: Cast, why: str) -> None:
    here, client = cast.here, cast.here.client("contributor")
    asked = asked_of(here, 1)
    assert client.get(url("answer", here, asked)).status_code == 200
    with here.as_("coordinator") as by:
        if why == "closed":
            close_round(by=by, round=here.round)
        else:
            change_state(by=by, action=here.actions[1], state="cancelled", reason="Not needed")
    sent = client.post(url("answer", here, asked), typed(narrative="Nine more officers."))
    assert sent.status_code == 422
    assert "Nine more officers." in words(sent)
    assert ("Q4 2016/17 has closed" if why == "closed" else "no longer asked") in words(sent)
    kept = client.post(url("answer_draft", here, asked), typed())
    assert kept.status_code == 409
    assert ("has closed" if why == "closed" else "no longer asked") in words(kept)
    assert client.get(url("answer", here, asked)).status_code == 404
    with here.as_("auditor") as access:
        assert not Update.objects.within(access).exists()


def test_another_agencys_request_is_not_found(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("other_contributor")
    asked = asked_of(here, 1)
    for name in ("answer", "answer_draft", "answer_unchanged"):
        assert client.post(url(name, here, asked), typed()).status_code == 404


def test_milestones_ticked_in_a_draft_stay_ticked_and_are_reached_once_it_is_sent(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("contributor")
    asked = asked_of(here, 1)
    with here.as_("coordinator") as by:
        first, second = (add_milestone(by=by, action=here.actions[1], text=text) for text in ("Half", "All"))
    client.post(url("answer_draft", here, asked), typed(milestones_done=[str(first.pk)]))
    page = client.get(url("answer", here, asked)).content.decode()
    ticked = [box for box in page.split("<input")[1:] if 'name="milestones_done"' in box.split(">")[0]]
    assert [str(pk) in box for box, pk in zip(ticked, (first.pk, second.pk), strict=True)] == [True, True]
    assert [" checked" in box.split(">")[0] for box in ticked] == [True, False]
    with here.as_("auditor") as access:
        assert not Milestone.objects.within(access).filter(done_on__isnull=False).exists()
    client.post(url("answer", here, asked), typed(version="1", milestones_done=[str(first.pk)]))
    with here.as_("auditor") as access:
        reached = Milestone.objects.within(access).filter(done_on__isnull=False)
        assert [row.pk for row in reached] == [first.pk]
    assert answer_of(here, asked).milestones_ticked == []
