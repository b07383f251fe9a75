"""Board packs through the API: who reads them, and files that are byte for byte what was issued."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.services import create_key
from plans.models import Round
from prevent_tracker.core import clock
from reporting import document
from reporting.models import Issue, Pack
from reporting.services.drafting import draft_pack
from reporting.services.freezing import freeze
from tests.addresses import Scene, build_scene
from tests.cast import Cast, World
from tests.plans.api_calls import Caller

PACKS = "/api/v1/packs/"


def reader(world: World, *scopes: str) -> Caller:
    with world.as_("administrator") as by:
        expires = clock.now() + dt.timedelta(days=30)
        _, token = create_key(by=by, agency=None, name="Committee system", scopes=scopes, expires_at=expires)
    return Caller(token)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return build_scene(cast.here, "our-plan", "O")


@pytest.fixture
def committee(cast: Cast, scene: Scene) -> Caller:
    return reader(cast.here, "packs")


def issue_again(world: World, scene: Scene) -> Issue:
    with world.as_("coordinator") as by:
        first = Issue.objects.within(by).get(pk=scene.objects["issue_id"])
        return freeze(
            by, document.from_json(first.document), bytes(first.pdf), pages=2, plan=first.plan, pack=first.pack,
            edition="board", number=2, reason="A figure was wrong.",
        )  # fmt: skip


def test_packs_with_their_issues_newest_first(cast: Cast, scene: Scene, committee: Caller) -> None:
    second = issue_again(cast.here, scene)
    [pack] = committee.get(PACKS).json["results"]
    assert (pack["id"], pack["board"]["name"]) == (str(scene.objects["pack_id"]), "CSP Board")
    assert [(issue["number"], issue["is_current"]) for issue in pack["issues"]] == [(2, True), (1, False)]
    assert pack["issues"][0]["reason"] == "A figure was wrong."
    assert committee.get(f"{PACKS}{pack['id']}/").json == pack
    assert committee.get(f"/api/v1/issues/{second.pk}/").json == pack["issues"][0]


def test_a_pack_that_was_only_drafted_is_not_there(cast: Cast, scene: Scene, committee: Caller) -> None:
    with cast.here.as_("coordinator") as by:
        drafted = draft_pack(by=by, board=cast.here.boards["hpdg"], round=cast.here.round)
    assert str(drafted.pk) not in committee.get(PACKS).ids
    assert committee.get(f"{PACKS}{drafted.pk}/").status == 404


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("document", "application/json"), ("html", "text/html; charset=utf-8"), ("pdf", "application/pdf")],
)
@pytest.mark.parametrize("accept", ["*/*", "application/pdf", "image/png"])
def test_a_file_is_what_was_issued(
    cast: Cast, scene: Scene, committee: Caller, kind: str, media_type: str, accept: str
) -> None:
    address = committee.get(f"/api/v1/issues/{scene.objects['issue_id']}/").json[f"{kind}_url"]
    response = Client().get(address.partition("testserver")[2], headers=committee.headers | {"Accept": accept})
    with cast.here.as_("auditor") as by:
        stored = Issue.objects.within(by).get(pk=scene.objects["issue_id"])
    content = {"document": stored.document.encode(), "html": stored.html.encode(), "pdf": bytes(stored.pdf)}[kind]
    assert (response.status_code, response.headers["Content-Type"], response.content) == (200, media_type, content)
    assert response.headers["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    again = Client().get(
        response.request["PATH_INFO"], headers=committee.headers | {"If-None-Match": response.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_the_document_matches_its_hash(scene: Scene, committee: Caller) -> None:
    issue = committee.get(f"/api/v1/issues/{scene.objects['issue_id']}/").json
    content = Client().get(issue["document_url"], headers=committee.headers).content
    assert hashlib.sha256(content).hexdigest() == issue["document_sha256"]
    assert json.loads(content)


def test_an_agencys_usual_key_reads_no_packs(cast: Cast, scene: Scene) -> None:
    police = Caller(cast.here.key)
    pk = scene.objects["issue_id"]
    for path in (PACKS, f"{PACKS}{scene.objects['pack_id']}/", f"/api/v1/issues/{pk}/", f"/api/v1/issues/{pk}/pdf/"):
        refused = police.get(path)
        assert (refused.status, refused.json["type"]) == (403, "/api/#problem-not-allowed")


def test_another_partnerships_packs_are_not_there(cast: Cast, scene: Scene) -> None:
    stranger = reader(cast.elsewhere, "packs")
    assert stranger.get(PACKS).ids == []
    pk = scene.objects["issue_id"]
    for path in (f"{PACKS}{scene.objects['pack_id']}/", f"/api/v1/issues/{pk}/", f"/api/v1/issues/{pk}/pdf/"):
        assert stranger.get(path).status == 404


def test_filters(cast: Cast, scene: Scene, committee: Caller) -> None:
    slug = scene.objects["slug"]
    board, other = cast.here.boards["csp"].pk, cast.here.boards["hpdg"].pk
    for query, count in (
        ({"round": slug}, 1), ({"round": "2016-Q4"}, 0), ({"board": board}, 1), ({"board": other}, 0),
        ({"plan": scene.objects["api_plan"]}, 1), ({"plan": cast.here.plan.pk}, 0),
    ):  # fmt: skip
        assert len(committee.get(PACKS, **query).ids) == count
    assert committee.get(PACKS, issued="today").status == 400


def test_queries_are_as_many_at_50_200_and_800_packs(cast: Cast, scene: Scene, committee: Caller) -> None:
    counts = []
    for total in (50, 200, 800):
        _grow(cast.here, total)
        with CaptureQueriesContext(connection) as queries:
            assert len(committee.get(PACKS, page_size=200).ids) == min(total, 200)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def _grow(world: World, total: int) -> None:
    own: dict[str, Any] = {"partnership": world.partnership}
    day = world.round.starts_on
    with world.as_("coordinator") as by:
        places = range(Pack.objects.within(by).count(), total)
        rounds = [
            Round(
                **own, plan=world.plan, slug=f"r{place}", label=f"R{place}", starts_on=day, ends_on=day, opens_on=day,
                closes_on=day,
            )
            for place in places
        ]  # fmt: skip
        Round._base_manager.bulk_create(rounds)
        packs = [Pack(**own, board=world.boards["csp"], round=row) for row in rounds]
        Pack._base_manager.bulk_create(packs)
        Issue._base_manager.bulk_create(
            Issue(
                **own, plan=world.plan, pack=pack, number=1, document="{}", document_sha256="0", html="",
                html_sha256="0", pdf=b"", pdf_sha256="0", pages=1, as_at=clock.now(), issued_at=clock.now(),
                issued_by="Ada", seal_sha256="0",
            )
            for pack in packs
        )  # fmt: skip
