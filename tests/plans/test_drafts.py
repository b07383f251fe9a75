"""A draft is its writer's own: on no page, in no history, nor the "before" of a change."""

from __future__ import annotations

from plans.models import Update, UpdateRequest
from plans.queries import history
from plans.queries.plan import answers
from plans.services.reviewing import return_update
from plans.services.updates import Answer, save_draft, submit
from tests.cast import Cast

SECRET = "Between ourselves: nobody came."
SENT = Answer("green", "Eight sessions were held.")


def test_words_of_a_draft_are_in_nobodys_history(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        request = UpdateRequest.objects.within(by).get(action=here.actions[1], agency=by.agency_id)
        save_draft(by=by, request=request, answer=Answer(narrative=SECRET))
        submit(by=by, request=request, answer=SENT)
    with here.as_("other_contributor") as access:
        events = history.of_action(access, here.actions[1])
    assert any(SENT.narrative in event.text for event in events)
    assert SECRET not in repr(events)


def test_a_draft_is_not_there_to_be_returned(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        request = UpdateRequest.objects.within(by).get(action=here.actions[1], agency=by.agency_id)
        draft = save_draft(by=by, request=request, answer=Answer(narrative=SECRET))
    page = here.client("coordinator").get(f"/p/{here.partnership.slug}/review/{draft.pk}/return/")
    assert page.status_code == 404


def test_a_draft_over_a_returned_answer_is_seen_by_nobody_else(cast: Cast) -> None:
    here = cast.here
    with here.as_("contributor") as by:
        request = UpdateRequest.objects.within(by).get(action=here.actions[1], agency=by.agency_id)
        submit(by=by, request=request, answer=SENT)
    with here.as_("coordinator") as by:
        return_update(by=by, update=Update.objects.within(by).get(), reason="Say how many came.")
    with here.as_("contributor") as by:
        save_draft(by=by, request=request, answer=Answer("green", SECRET))
    with here.as_("other_contributor") as access:
        events = history.of_action(access, here.actions[1])
        assert list(answers(access, here.actions[1])) == []
    assert [event.title for event in events if "returned" in event.title] == [
        f"Update from {here.agencies['police'].name} returned"
    ]
    assert SECRET not in repr(events)
