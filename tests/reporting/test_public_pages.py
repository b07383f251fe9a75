"""Public pages as anybody reads them, and the pages on which they are reviewed and looked after."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from partners.tenancy import Access
from plans.services.held_names import release_name
from prevent_tracker.core.jobs import work_once
from reporting.document import from_json
from reporting.models import Issue, Publication
from reporting.render.html import render_body
from reporting.services import publishing
from reporting.services.publishing import CHANGED, set_indexable, withdraw
from reporting.views.public import body
from tests.cast import Cast

from .published import MOSQUE, SECRET, Ready, blank_pdf, issue_to_board, ready

ADDRESS = "/public/northvale/plan-2016-17/2016-Q4-hpdg/"
PLAN = "/public/northvale/plan-2016-17/"
FILES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8", "json": "application/json"}


@pytest.fixture(autouse=True)
def _drawn_anew() -> Iterator[None]:
    body.cache_clear()
    yield
    body.cache_clear()


@pytest.fixture
def here(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Ready:
    monkeypatch.setattr(publishing, "render_pdf", blank_pdf)
    return ready(cast.here)


@pytest.fixture
def published(here: Ready) -> Ready:
    """The plan, and two issues of the pack."""
    with here.world.as_("coordinator") as by:
        here.publish(by)
        here.release(by)
        issue_to_board(by, here.pack, 2)
        here.release(by, reason="A figure was <wrong>.")
    return here


def page(by: Access, here: Ready) -> Publication:
    return Publication.objects.within(by).get(pack=here.pack)


def review_of(here: Ready) -> str:
    return f"/p/northvale/packs/{here.pack.pk}/public/"


@pytest.mark.django_db(transaction=True)
def test_what_a_reader_gets_is_what_was_reviewed(live_cast: Cast) -> None:
    """From the review through the worker to the page and its files, drawn for once: the same body, byte for byte."""
    here = ready(live_cast.here)
    coordinator, visitor = here.world.client("coordinator"), Client()
    with here.world.as_("coordinator") as by:
        reviewed = render_body(here.proposed(by).document)
    review = coordinator.get(review_of(here)).content.decode()
    assert reviewed in review
    assert "http://testserver/public/northvale/plan-2016-17/2016-Q4-hpdg/" in review
    hidden = dict(re.findall(r'<input type="hidden" name="(sha256|moment)" value="([^"]*)">', review))
    assert visitor.get(ADDRESS).status_code == 404
    assert coordinator.post(review_of(here), {**hidden, "is_indexable": "no"}).status_code == 302
    assert "Waiting for the worker" in coordinator.get(review_of(here)).content.decode()
    assert visitor.get(ADDRESS).status_code == 404
    assert work_once()
    read = visitor.get(ADDRESS).content.decode()
    assert reviewed in read
    assert read.count('<div class="app-sheet">') == 1
    for kind in FILES:
        content = visitor.get(f"{ADDRESS}issues/1/{kind}").content
        assert content
        for words in (SECRET, MOSQUE):
            assert words.encode() not in content
    assert visitor.get(f"{ADDRESS}issues/1/json").content.decode() == _document(here)
    assert "is public" not in coordinator.get("/p/northvale/plans/plan-2016-17/").content.decode()
    assert ADDRESS in coordinator.get(f"/p/northvale/packs/{here.pack.pk}/").content.decode()


def _document(here: Ready) -> str:
    with here.world.as_("coordinator") as by:
        issue = Issue.objects.within(by).get(edition="public")
        assert from_json(issue.document).edition == "public"
        return issue.document


def test_another_look_is_asked_for_where_something_changed(here: Ready) -> None:
    coordinator = here.world.client("coordinator")
    with here.world.as_("coordinator") as by:
        seen = here.proposed(by)
        release_name(by=by, agency=here.mosque, reason="Its trustees agreed.")
        now = here.proposed(by)
    answer = coordinator.post(review_of(here), {"sha256": seen.sha256, "moment": "", "is_indexable": "no"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert escape(CHANGED) in said
    assert f'name="sha256" value="{now.sha256}"' in said
    assert render_body(now.document) in said
    assert coordinator.post(review_of(here), {"sha256": now.sha256}).status_code == 422  # search engines: not said


def test_a_reader_finds_pages_issues_and_files(published: Ready) -> None:
    visitor = Client()
    home = visitor.get("/public/northvale/").content.decode()
    assert home.index(f'href="{PLAN}"') < home.index(f'href="{ADDRESS}"')
    assert visitor.get(PLAN).status_code == 200
    current = visitor.get(ADDRESS).content.decode()
    assert "A figure was &lt;wrong&gt;." in current
    assert "no longer the current one" not in current
    older = visitor.get(f"{ADDRESS}issues/1/").content.decode()
    assert "This is issue 1. It is no longer the current one." in older
    assert visitor.get(f"{ADDRESS}issues/2/").content.decode() == current
    for kind, content_type in FILES.items():
        answer = visitor.get(f"{ADDRESS}issues/1/{kind}")
        assert answer.headers["Content-Type"] == content_type
        assert f'filename="northvale-plan-2016-17-2016-q4-hpdg-issue-1.{kind}"' in answer.headers["Content-Disposition"]


NOT_THERE = (
    "/public/southmere/", "/public/northvale/other/", f"{ADDRESS}issues/3/", f"{ADDRESS}issues/0/",
    f"{ADDRESS}issues/1/exe", f"{ADDRESS}issues/", "/public/northvale/plan-2016-17/2016-Q4-csp/",
    "/public/southmere/plan-2016-17/", "/public/", f"{ADDRESS}issues/99999/pdf",
)  # fmt: skip


def test_what_is_not_released_is_not_there(published: Ready, cast: Cast) -> None:
    ready(cast.elsewhere)
    for address in NOT_THERE:
        for client in (Client(), published.world.client("coordinator")):
            assert client.get(address).status_code == 404, address
    with published.world.as_("coordinator") as by:
        withdraw(by=by, publication=page(by, published), reason="It named a school.")
    for address in (ADDRESS, f"{ADDRESS}issues/1/", f"{ADDRESS}issues/2/pdf"):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (404, "noindex")
        assert "school" not in answer.content.decode()
    assert ADDRESS not in Client().get("/public/northvale/").content.decode()


def test_nothing_but_reading(published: Ready) -> None:
    client = Client()
    for address in (PLAN, ADDRESS, "/public/northvale/", f"{ADDRESS}issues/1/pdf", "/robots.txt"):
        for method in ("post", "put", "patch", "delete", "options"):
            assert getattr(client, method)(address).status_code == 405, (method, address)


def test_caches_keep_the_same_for_everybody(published: Ready) -> None:
    for client in (Client(), published.world.client("coordinator")):
        for address in (PLAN, "/public/northvale/", f"{ADDRESS}issues/1/pdf"):
            answer = client.get(address)
            assert (answer.cookies, "Vary" in answer.headers) == ({}, False), address
            assert answer.headers["Cache-Control"] == "public, max-age=300"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", answer.headers["ETag"])
            assert "X-Robots-Tag" in again.headers
    assert Client().head(PLAN).content == b""


def test_search_engines_list_what_was_chosen_and_of_it_the_current_issue(published: Ready) -> None:
    client = Client()
    assert "<loc>" not in client.get("/sitemap.xml").content.decode()
    assert 'name="robots" content="noindex"' in client.get(ADDRESS).content.decode()
    with published.world.as_("coordinator") as by:
        set_indexable(by=by, publication=page(by, published), is_indexable=True)
    assert client.get("/sitemap.xml").content.decode().count("<loc>") == 1
    assert f"<loc>http://testserver{ADDRESS}</loc>" in client.get("/sitemap.xml").content.decode()
    listed = {path: "X-Robots-Tag" not in client.get(path).headers for path in (
        ADDRESS, f"{ADDRESS}issues/2/pdf", f"{ADDRESS}issues/1/", f"{ADDRESS}issues/1/pdf", PLAN, "/public/northvale/",
    )}  # fmt: skip
    assert list(listed.values()) == [True, True, False, False, False, False]
    assert 'name="robots"' not in client.get(ADDRESS).content.decode()
    robots = client.get("/robots.txt").content.decode().splitlines()
    assert robots == [
        "User-agent: *", "Allow: /public/", "Allow: /static/", "Disallow: /", "Sitemap: http://testserver/sitemap.xml",
    ]  # fmt: skip


def test_a_page_takes_few_queries_however_much_there_is(published: Ready) -> None:
    """The door, the page, its issues, and once the document; savepoints and settings aside."""

    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(path).status_code == 200
        return len([row for row in captured.captured_queries if "SAVEPOINT" not in row["sql"]])

    assert (count(ADDRESS), count(ADDRESS), count("/public/northvale/")) == (4, 3, 3)
    with published.world.as_("coordinator") as by:
        for number in range(3, 8):
            issue_to_board(by, published.pack, number)
            published.release(by, reason="Corrected.", is_indexable=True)
    assert (count(ADDRESS), count(ADDRESS), count("/public/northvale/")) == (4, 3, 3)
    assert (count(f"{ADDRESS}issues/7/pdf"), count("/sitemap.xml")) == (4, 3)


def test_a_coordinator_looks_after_a_page(published: Ready) -> None:
    coordinator, visitor = published.world.client("coordinator"), Client()
    with published.world.as_("coordinator") as by:
        found = page(by, published)
    below = f"/p/northvale/publications/{found.pk}"
    assert coordinator.post(f"{below}/withdraw/", {"reason": ""}).status_code == 422
    stale = coordinator.post(f"{below}/search-engines/", {"is_indexable": "yes", "version": 1})
    assert stale.status_code == 422
    assert "Somebody else saved a change" in stale.content.decode()
    assert coordinator.post(f"{below}/search-engines/", {"is_indexable": "yes", "version": 2}).status_code == 302
    assert "X-Robots-Tag" not in visitor.get(ADDRESS).headers
    gone = coordinator.post(f"{below}/withdraw/", {"reason": "It named a school."}, follow=True).content.decode()
    assert "Withdrawn" in gone
    assert "It named a school." in gone
    assert visitor.get(ADDRESS).status_code == 404
    assert coordinator.post(f"{below}/put-back/", follow=True).status_code == 200
    assert visitor.get(ADDRESS).status_code == 200
    assert coordinator.post(f"{below}/put-back/").status_code == 409
