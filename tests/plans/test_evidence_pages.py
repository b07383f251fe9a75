"""The evidence page, and its files handed out as downloads only."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.models import Evidence, UpdateRequest
from plans.services.evidence import add_file, add_link
from plans.services.rounds import close_round
from plans.services.updates import Answer, submit
from tests.cast import Cast
from tests.plans.importers.test_evidence import GOOD, PDF


def asked(cast: Cast, action: int = 1) -> UpdateRequest:
    with cast.here.as_("auditor") as access:
        rows = UpdateRequest.objects.within(access).select_related("agency")
        return rows.get(action=cast.here.actions[action], agency=cast.here.agencies["police"])


def url_of(cast: Cast) -> str:
    return reverse("answer_evidence", args=["northvale", asked(cast).pk])


def file_url(row: Evidence) -> str:
    return reverse("evidence_file", args=["northvale", row.pk])


def upload(content: bytes, name: str, title: str = "") -> dict[str, Any]:
    return {"add": "file", "title": title, "file": SimpleUploadedFile(name, content)}


def given(cast: Cast, content: bytes = PDF, *, title: str = "Register", sent: bool = True) -> Evidence:
    with cast.here.as_("contributor") as by:
        row = add_file(by=by, request=asked(cast), title=title, name="r", content=content)
        if sent:
            submit(by=by, request=asked(cast), answer=Answer("green", "Trained."))
    return row


def rows(cast: Cast) -> list[Evidence]:
    with cast.here.as_("auditor") as access:
        return list(Evidence.objects.within(access))


@pytest.mark.parametrize("who", ["contributor", "coordinator"])
def test_adding_and_removing(cast: Cast, who: str) -> None:
    client, url = cast.here.client(who), url_of(cast)
    added = client.post(url, upload(PDF, "minutes.pdf"), follow=True).content.decode()
    assert "Added: minutes.pdf" in added
    link = {"add": "link", "url": "https://police.example/x", "title": "Register"}
    assert "Register" in client.post(url, link, follow=True).content.decode()
    first = rows(cast)[0]
    stale = client.post(url, {"remove": first.pk, "version": 9})
    assert stale.status_code == 422
    assert "Somebody else saved a change" in stale.content.decode()
    removed = client.post(url, {"remove": first.pk, "version": 1}, follow=True).content.decode()
    assert "It stays on the record" in removed
    assert [row.removed_at is None for row in rows(cast)] == [False, True]


def test_what_is_wrong_is_said_at_its_field(cast: Cast) -> None:
    client, url = cast.here.client("contributor"), url_of(cast)
    for body, field, said in (
        ({"add": "file"}, "file_file", "Choose a file"),
        (upload(b"", "a.txt"), "file_file", "The file is empty"),
        (upload(b"MZ\0", "a.pdf"), "file_file", "kind of file is not taken"),
        (upload(PDF, "a.pdf", "x" * 201), "file_title", "must be 200 characters or fewer"),
        ({"add": "link", "url": ""}, "link_url", "Enter a web address"),
        ({"add": "link", "url": "javascript:alert(1)"}, "link_url", "begins with https://"),
    ):
        response = client.post(url, body)
        page = response.content.decode()
        assert response.status_code == 422, said
        assert f'href="#{field}"' in page, said
        assert said in page
    assert client.post(url, {"remove": "nothing"}).status_code == 422
    assert client.post(url, {"remove": cast.here.plan.pk, "version": 1}).status_code == 404
    assert rows(cast) == []


def test_another_agencys_evidence_is_not_found(cast: Cast) -> None:
    row = given(cast, sent=False)
    other = cast.here.client("other_contributor")
    assert other.get(url_of(cast)).status_code == 404
    assert other.get(file_url(row)).status_code == 404
    with cast.here.as_("coordinator") as by:
        theirs = UpdateRequest.objects.within(by).get(action=cast.here.actions[3])
    own = reverse("answer_evidence", args=["northvale", theirs.pk])
    assert other.post(own, {"remove": row.pk, "version": 1}).status_code == 404
    assert rows(cast)[0].removed_at is None


@pytest.mark.parametrize("kind", GOOD)
def test_a_file_is_a_download_and_nothing_else(cast: Cast, kind: str) -> None:
    row = given(cast, GOOD[kind], title='Wards <b>"North"</b>\u2028.exe')
    response = cast.here.client("auditor").get(file_url(row))
    assert (response.status_code, response.content) == (200, GOOD[kind])
    assert response["Content-Type"] == row.content_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert disposition.rstrip('"').endswith(f".{kind}")
    assert "<" not in disposition


def test_names_of_files_keep_their_letters(cast: Cast) -> None:
    row = given(cast, title="Cofnodion – Tŷ’r Cyngor.PDF")
    disposition = cast.here.client("contributor").get(file_url(row))["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''Cofnodion%20_%20T%C5%B7_r%20Cyngor.pdf"


def test_no_address_serves_the_storage(cast: Cast, settings: Any) -> None:
    row = given(cast)
    for path in (f"/{row.file}", f"/media/{row.file}", f"/static/{row.file}", f"{settings.STATIC_URL}../{row.file}"):
        assert cast.here.client("coordinator").get(path).status_code == 404, path


def test_a_link_has_no_file(cast: Cast) -> None:
    with cast.here.as_("contributor") as by:
        row = add_link(by=by, request=asked(cast), title="x", url="https://police.example/")
    assert cast.here.client("contributor").get(file_url(row)).status_code == 404


def test_after_the_round_evidence_is_read_and_not_changed(cast: Cast) -> None:
    row = given(cast)
    with cast.here.as_("coordinator") as by:
        close_round(by=by, round=cast.here.round)
    for who in ("contributor", "coordinator"):
        client = cast.here.client(who)
        assert client.post(url_of(cast), upload(PDF, "late.pdf")).status_code == 404
        assert client.get(file_url(row)).status_code == 200
    assert len(rows(cast)) == 1


def test_evidence_stands_on_the_action_and_the_review(cast: Cast) -> None:
    given(cast, title="Register of January")
    slug = cast.here.plan.slug
    action = cast.here.client("board_member").get(f"/p/northvale/plans/{slug}/actions/2.1/").content.decode()
    assert "Register of January" in action
    assert "Northvale Police, Q4 2016/17" in action
    review = cast.here.client("coordinator").get(f"/p/northvale/rounds/{slug}/{cast.here.round.slug}/")
    assert "Register of January" in review.content.decode()


def test_history_tells_of_evidence_once_it_may_be_seen(cast: Cast) -> None:
    given(cast, title="Register of January", sent=False)
    url = f"/p/northvale/plans/{cast.here.plan.slug}/actions/2.1/"
    assert "Register of January" not in cast.here.client("auditor").get(url).content.decode()
    assert "Evidence added" in cast.here.client("contributor").get(url).content.decode()


def test_pages_with_evidence_are_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client, url = cast.here.client("contributor"), url_of(cast)
    with cast.here.as_("contributor") as by:
        for place in range(15):
            add_link(by=by, request=asked(cast), title=f"{place}", url="https://police.example/")
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


def test_titles_and_names_are_screened_for_case_data(cast: Cast) -> None:
    client, url = cast.here.client("contributor"), url_of(cast)
    link = {"add": "link", "url": "https://police.example/x", "title": "Register of 943 476 5919"}
    for body in (link, upload(PDF, "943 476 5919.pdf")):
        refused = client.post(url, body)
        assert refused.status_code == 422
    page = client.post(url, link).content.decode()
    confirm = re.search(
        r'name="not_about_a_person"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="not_about_a_person"', page
    )
    assert confirm is not None
    assert rows(cast) == []
    assert client.post(url, link | {"not_about_a_person": confirm[1]}).status_code == 302
    assert [row.title for row in rows(cast)] == ["Register of 943 476 5919"]
