"""The pages that say whether a file is what was issued: to members of everything, to anybody of what is published."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reporting.models import Issue
from tests.addresses import Scene, build_scene
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return build_scene(cast.here, "our-plan", "O")


@pytest.fixture
def issued(cast: Cast, scene: Scene) -> Issue:
    with cast.here.as_("coordinator") as by:
        return Issue.objects.within(by).get(pk=scene.objects["issue_id"])


def ask(client: Client, url: str, content: bytes, name: str = "pack.pdf") -> str:
    answer = client.post(url, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    return answer.content.decode()


def url_of(cast: Cast) -> str:
    return f"/p/{cast.here.partnership.slug}/packs/check/"


def member(cast: Cast, who: str = "board_member") -> Client:
    client = Client()
    client.force_login(cast.here.people[who])
    return client


def test_a_member_is_told_which_issue_a_file_is(cast: Cast, issued: Issue) -> None:
    for content in (bytes(issued.pdf), issued.document.encode(), issued.html.encode()):
        said = ask(member(cast), url_of(cast), content)
        assert "Yes. This is issue 1 (board edition)" in said
        assert issued.seal_sha256 in said


def test_a_changed_file_is_told_from_it(cast: Cast, issued: Issue) -> None:
    changed = issued.document.replace('"headline":""', '"headline":"All is well."').replace("Draft", "Issue 1")
    said = ask(member(cast), url_of(cast), changed.encode(), "pack.json")
    assert "it was changed" in said
    assert "Yes." not in said


def test_strangers_learn_nothing_of_what_is_not_published(cast: Cast, issued: Issue) -> None:
    said = ask(Client(), "/verify/", issued.document.encode())
    assert "not among what was issued here" in said
    assert issued.issued_by not in said
    elsewhere = Client()
    elsewhere.force_login(cast.elsewhere.people["coordinator"])
    assert "not among what was issued here" in ask(
        elsewhere, f"/p/{cast.elsewhere.partnership.slug}/packs/check/", issued.document.encode()
    )


def test_a_contributor_may_not_ask_of_board_packs(cast: Cast) -> None:
    assert member(cast, "contributor").get(url_of(cast)).status_code == 403


@pytest.mark.parametrize("url", ["/verify/", None])
def test_no_file_is_asked_for_kindly(cast: Cast, url: str | None) -> None:
    answer = member(cast).post(url or url_of(cast), {})
    assert answer.status_code == 422
    assert "Choose the file to check" in answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"\xff\xfe\x00", b"{", b'{"schema_version": 2}'])
def test_any_bytes_get_an_answer(cast: Cast, content: bytes) -> None:
    assert "No. Nothing like this file was issued here." in ask(member(cast), url_of(cast), content)
