"""An issue as files: the frozen ones byte for byte, the others drawn from the frozen document."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client

from reporting.models import Issue
from tests.addresses import Scene, build_scene
from tests.cast import Cast


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return build_scene(cast.here, "our-plan", "O")


@pytest.fixture
def reader(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.here.people["board_member"])
    return client


def address(cast: Cast, scene: Scene, ending: str = "") -> str:
    return f"/p/{cast.here.partnership.slug}/issues/{scene.objects['issue_id']}/{ending}"


def test_frozen_files_come_byte_for_byte(cast: Cast, scene: Scene, reader: Client) -> None:
    with cast.here.as_("auditor") as access:
        issue = Issue.objects.within(access).get(pk=scene.objects["issue_id"])
    frozen = {"pdf": bytes(issue.pdf), "html": issue.html.encode(), "json": issue.document.encode()}
    for ending, content in frozen.items():
        answer = reader.get(address(cast, scene, f"{ending}/"))
        assert answer.content == content
        assert answer["Content-Disposition"].endswith(f'-issue-1.{ending}"')


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_office_files_are_drawn_from_what_was_frozen(cast: Cast, scene: Scene, reader: Client, ending: str) -> None:
    answer = reader.get(address(cast, scene, f"{ending}/"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert "[Content_Types].xml" in package.namelist()
    assert answer.content == reader.get(address(cast, scene, f"{ending}/")).content
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_the_page_offers_every_format_and_no_other_is_there(cast: Cast, scene: Scene, reader: Client) -> None:
    page = reader.get(address(cast, scene)).content.decode()
    for ending in ("pdf", "html", "json", "docx", "xlsx"):
        assert address(cast, scene, f"{ending}/") in page
    assert reader.get(address(cast, scene, "exe/")).status_code == 404
