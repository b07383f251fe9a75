"""Forms that change a plan, as a browser sends them."""

from __future__ import annotations

from plans.models import Lead
from tests.cast import Cast


def test_leads_are_saved_with_spare_lines_left_blank(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    action = here.actions[1]
    url = f"/p/{here.partnership.slug}/plans/{here.plan.slug}/actions/{action.number}/leads/"
    health = here.agencies["health"]
    lines = [
        ("Police", "lead", f"agency:{here.agencies['police'].pk}"),
        ("", "partner", f"agency:{health.pk}"),
        ("", "lead", ""),
    ]
    data: dict[str, str | int] = {"version": action.version, "form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 1}
    for place, (words, kind, party) in enumerate(lines):
        data |= {f"form-{place}-words": words, f"form-{place}-kind": kind, f"form-{place}-party": party}
    assert client.post(url, data).status_code == 302
    with here.as_("coordinator") as access:
        leads = Lead.objects.within(access).filter(action=action).order_by("order")
        assert [(lead.words, lead.kind) for lead in leads] == [("Police", "lead"), (health.name, "partner")]


def test_too_long_a_text_is_refused_in_words_that_name_the_field(cast: Cast) -> None:
    here, client = cast.here, cast.here.client("coordinator")
    url = f"/p/{here.partnership.slug}/plans/{here.plan.slug}/actions/1.1/reword/"
    answer = client.post(url, {"text": "x" * 100_000, "version": here.actions[0].version})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Action must be 4,000 characters or fewer; this has 100,000" in page
    assert "x" * 100_000 in page
    assert "NUL character" in client.post(url, {"text": "a\x00b", "version": 1}).content.decode()
