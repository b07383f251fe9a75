"""Styles in the browser, each step as a browser without JavaScript sends it."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reporting.layouts import layout_of
from reporting.models import Pack, PackSettings, PackStyle
from reporting.services.drafting import draft_pack
from reporting.services.styles import make_style
from reporting.styles import STYLES, Style
from reporting.styles.own import read_style
from reporting.styles.parts import PARTS
from tests.cast import Cast

from .pictures import LOGO

STYLES_PAGE = "/p/northvale/packs/styles/"
PAGE = f"{STYLES_PAGE}our-style/"


class Fields(HTMLParser):
    """What a browser would send of the last form of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.focus, self._select = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.sent = {}
        if tag == "button" and "autofocus" in given:
            self.focus = given["value"]
        if tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.sent.setdefault(given.get("name", ""), []).append(given.get("value", ""))
        if tag == "select":
            self._select = given["name"]
        if tag == "option" and "selected" in given:
            self.sent[self._select] = [given["value"]]


def fields(html: str) -> dict[str, list[str]]:
    return Fields(html).sent


@pytest.fixture
def client(cast: Cast) -> Client:
    with cast.here.as_("coordinator") as by:
        make_style(by=by, label="Our style", based_on="csp")
        draft_pack(by=by, board=cast.here.boards["csp"], round=cast.here.round)
    return cast.here.client("coordinator")


def stored(cast: Cast) -> tuple[PackStyle, Style]:
    with cast.here.as_("auditor") as access:
        row = PackStyle.objects.within(access).get(slug="our-style")
    return row, read_style(row.layout)


def the_pack(cast: Cast) -> Pack:
    with cast.here.as_("auditor") as access:
        return Pack.objects.within(access).select_related("board").get()


def headings(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'class="pack-heading">(?:<span.*?</span> )?(.*?)</h', html)]


def chosen(sent: dict[str, list[str]]) -> list[str]:
    return [key for key in sent["order"] if f"{key}-on" in sent]


def test_a_style_is_made_of_another_and_leads_to_its_editor(client: Client, cast: Cast) -> None:
    said = client.get(STYLES_PAGE).content.decode()
    assert "For a strategic board: exceptions and decisions alone" in said
    assert "Our style" in said
    page = client.get("/p/northvale/packs/new-style/?from=hpdg").content.decode()
    assert fields(page)["based_on"] == ["hpdg"]
    made = client.post("/p/northvale/packs/new-style/", {"label": "Short and plain", "based_on": "plain"})
    assert (made.status_code, made["Location"]) == (302, f"{STYLES_PAGE}short-and-plain/")
    refused = client.post("/p/northvale/packs/new-style/", {"label": "our STYLE", "based_on": "plain"})
    assert refused.status_code == 422
    assert "There is a style “our STYLE” already" in refused.content.decode()


def test_the_list_asks_no_more_for_many_styles(client: Client, cast: Cast) -> None:
    client.get(STYLES_PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(STYLES_PAGE)
    with cast.here.as_("coordinator") as by:
        for number in range(5):
            make_style(by=by, label=f"Another {number}", based_on="hpdg")
    with CaptureQueriesContext(connection) as many:
        assert "Another 4" in client.get(STYLES_PAGE).content.decode()
    assert len(many) == len(few)


def test_saving_what_the_page_shows_changes_nothing(client: Client, cast: Cast) -> None:
    row, before = stored(cast)
    sent = fields(client.get(PAGE).content.decode())
    assert client.post(PAGE, sent).status_code == 302
    assert stored(cast)[1] == before
    assert stored(cast)[0].version == row.version + 1


def test_moving_keeps_what_was_typed_and_the_focus_and_saves_nothing(client: Client, cast: Cast) -> None:
    sent: dict[str, Any] = fields(client.get(PAGE).content.decode())
    first, second, third = chosen(sent)[:3]
    typed = {
        **sent,
        f"{second}-heading": "Typed <b>words</b>",
        "page_limit": "many",
        "label": "",
        "move": f"up:{second}",
    }
    response = client.post(PAGE, typed)
    page = Fields(response.content.decode())
    assert response.status_code == 200
    assert chosen(page.sent)[:3] == [second, first, third]
    assert page.sent[f"{second}-heading"] == ["Typed <b>words</b>"]
    assert (page.sent["page_limit"], page.sent["label"]) == (["many"], [""])
    assert page.focus == f"down:{second}"  # there is no way further up
    again = Fields(client.post(PAGE, {**page.sent, "move": f"down:{first}"}).content.decode())
    assert chosen(again.sent)[:3] == [second, third, first]
    assert again.focus == f"down:{first}"
    assert stored(cast)[0].version == 1


def test_a_part_ticked_below_comes_last_and_one_left_out_goes(client: Client, cast: Cast) -> None:
    sent: dict[str, Any] = fields(client.get(PAGE).content.decode())
    gone, *rest = chosen(sent)
    del sent[f"{gone}-on"]
    sent |= {"measures-on": "on", "measures-heading": "Figures we watch", "measures-wide": "on", "landscape": "on"}
    assert client.post(PAGE, sent).status_code == 302
    row, style = stored(cast)
    assert [part.key for part in style.parts] == [*rest, "measures"]
    assert (style.parts[-1].heading, style.parts[-1].wide, style.landscape) == ("Figures we watch", True, True)
    assert row.history.last().history_change_reason == "Style made"


def test_htmx_is_given_the_parts_alone_and_where_the_part_is_now(client: Client) -> None:
    sent: dict[str, Any] = fields(client.get(PAGE).content.decode())
    last, count = chosen(sent)[-1], len(chosen(sent))
    answer = client.post(PAGE, {**sent, "move": f"up:{last}"}, headers={"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<ol class="app-parts"')
    assert f"{PARTS[last].heading} is now {count - 1} of {count}." in answer
    assert "<html" not in answer


def test_every_refusal_stands_beside_its_box_and_nothing_is_saved(client: Client, cast: Cast) -> None:
    sent: dict[str, Any] = fields(client.get(PAGE).content.decode())
    key = chosen(sent)[0]
    bad = {f"{key}-heading": " ", "exceptions-heading": "x" * 101, "label": " ", "page_limit": "0", "limit_name": "-1"}
    response = client.post(PAGE, {**sent, **bad})
    page = unescape(response.content.decode())
    assert response.status_code == 422
    for words in (
        "Enter a heading for “Decisions asked for”.", "must be 100 characters or fewer; this has 101.",
        "Enter a name for the style.", "from 1 to 200, or empty for any number", "from 1 to 10,000, or nothing",
    ):  # fmt: skip
        assert page.count(words) == 2, words  # in the summary, and beside the box
    assert f'href="#id_{key}-heading"' in page
    nothing = client.post(PAGE, {"label": "Our style", "head": "cover", "version": "1"})
    assert "Choose at least one part" in nothing.content.decode()
    wrong = client.post(PAGE, {**sent, "page_limit": "four", "head": "none"})
    assert (wrong.status_code, stored(cast)[0].version) == (422, 1)


def test_a_style_is_looked_at_before_it_is_saved(client: Client, cast: Cast) -> None:
    sent: dict[str, Any] = fields(client.get(PAGE).content.decode())
    sent |= {"exceptions-heading": "What is late", "preview": "1"}
    page = client.post(PAGE, sent).content.decode()
    assert "Nothing is saved yet" in page
    assert "What is late" in headings(page)
    assert "Northvale Prevent plan 2016/17" in page
    sample = client.post(PAGE, {**sent, "pack": "sample"}).content.decode()
    assert "Sample plan 2016/17" in sample
    assert stored(cast)[0].version == 1
    kept = {name: values for name, values in fields(page).items() if name != "csrfmiddlewaretoken"}
    back = fields(client.post(PAGE, {**kept, "back": "1"}).content.decode())
    assert back["exceptions-heading"] == ["What is late"]
    assert client.post(PAGE, kept).status_code == 302
    assert "What is late" in [part.heading for part in stored(cast)[1].parts]


def test_any_style_is_looked_at_as_it_is(client: Client, cast: Cast) -> None:
    for name in ("csp", "hpdg", "our-style"):
        page = client.get(f"{STYLES_PAGE}{name}/preview/?pack=sample").content.decode()
        assert headings(page)[0] == STYLES.get(name, STYLES["csp"]).parts[0].heading
    assert client.get(f"{STYLES_PAGE}none/preview/").status_code == 404


def test_where_there_is_no_pack_the_sample_shows_the_style(cast: Cast) -> None:
    page = cast.here.client("coordinator").get(f"{STYLES_PAGE}hpdg/preview/").content.decode()
    assert "Sample plan 2016/17" in page
    assert '<option value="sample" selected>' in page


def test_who_saves_second_sees_both_and_saves_knowingly(client: Client, cast: Cast) -> None:
    sent: dict[str, Any] = fields(client.get(PAGE).content.decode())
    theirs = {**sent, "label": "Their style", "recommendations-heading": "Their decisions"}
    assert client.post(PAGE, theirs).status_code == 302
    mine = {**sent, "label": "My style", "recommendations-heading": "My decisions"}
    response = client.post(PAGE, mine)
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert "Somebody else saved a change" in page
    for words in ("Their style", "My style", "Their decisions; Where", "My decisions; Where"):
        assert words in page, words
    assert stored(cast)[1].label == "Their style"
    assert client.post(PAGE, fields(response.content.decode())).status_code == 302
    assert (stored(cast)[1].label, stored(cast)[1].parts[0].heading) == ("My style", "My decisions")


def test_a_style_in_use_is_not_archived_another_one_is(client: Client, cast: Cast) -> None:
    with cast.here.as_("administrator"):
        board = cast.here.boards["hpdg"]
        board.style = "our-style"
        board.save()
    refused = client.post(f"{PAGE}archive/")
    assert refused.status_code == 422
    assert "HPDG Board still use this style" in refused.content.decode()
    with cast.here.as_("administrator"):
        board.style = "csp"
        board.save()
    assert client.post(f"{PAGE}archive/").status_code == 302
    assert "Archived" in client.get(STYLES_PAGE).content.decode()
    page = client.get("/p/northvale/packs/new-style/?from=our-style").content.decode()
    assert fields(page)["based_on"] == ["our-style"]


def contents_page(cast: Cast) -> str:
    return f"/p/northvale/packs/{the_pack(cast).pk}/contents/"


def test_one_pack_has_contents_of_its_own_and_goes_back(client: Client, cast: Cast) -> None:
    page = contents_page(cast)
    said = client.get(page).content.decode()
    assert "As its style" in said
    assert "How it lies on the page" not in said
    sent: dict[str, Any] = fields(said)
    assert chosen(sent) == [part.key for part in STYLES["csp"].parts]
    moved = fields(client.post(page, {**sent, "move": "up:summary", "ahead-heading": "Soon"}).content.decode())
    assert chosen(moved)[0] == "summary"
    del moved["key-on"]
    looked = client.post(page, {**moved, "preview": "1"}).content.decode()
    assert headings(looked)[0] == "Where the plan stands"
    assert the_pack(cast).contents is None
    assert client.post(page, moved).status_code == 302
    changed = the_pack(cast)
    assert [part["key"] for part in changed.contents][:2] == ["summary", "recommendations"]
    with cast.here.as_("coordinator") as by:
        assert "Soon" in [part.heading for part in layout_of(by, changed).parts]
    said = client.get(page).content.decode()
    assert "Changed here" in said
    assert client.post(page, {**fields(said), "reset": "1"}).status_code == 302
    assert the_pack(cast).contents is None


def test_contents_refuse_and_tell_both_texts_as_styles_do(client: Client, cast: Cast) -> None:
    page = contents_page(cast)
    sent: dict[str, Any] = fields(client.get(page).content.decode())
    refused = client.post(page, {**sent, "summary-heading": ""})
    assert (refused.status_code, refused.content.decode().count("Enter a heading for “Where the plan stands”.")) == (
        422,
        2,
    )
    assert client.post(page, {**sent, "summary-heading": "Theirs"}).status_code == 302
    response = client.post(page, {**sent, "summary-heading": "Mine"})
    assert response.status_code == 422
    for words in ("Decisions asked for; Theirs;", "Decisions asked for; Mine;"):
        assert words in response.content.decode()
    assert client.post(page, fields(response.content.decode())).status_code == 302
    assert the_pack(cast).contents[1]["heading"] == "Mine"


def test_one_pack_has_a_style_of_its_own(client: Client, cast: Cast) -> None:
    page = contents_page(cast)
    assert client.post(page, {"style": "our-style", "version": the_pack(cast).version}).status_code == 302
    assert the_pack(cast).style == "our-style"
    assert client.post(page, {"style": "none", "version": "9"}).status_code == 422
    stale = client.post(page, {"style": "plain", "version": "1"})
    assert stale.status_code == 422
    assert "Our style" in stale.content.decode()
    assert client.post(page, {"style": "", "version": the_pack(cast).version}).status_code == 302
    assert the_pack(cast).style == ""


LOGO_PAGE = "/p/northvale/packs/logo/"


def upload(client: Client, content: bytes, alt: str = "Two councils", version: str = "") -> Any:
    file = SimpleUploadedFile("logo.png", content, content_type="image/png")
    return client.post(LOGO_PAGE, {"logo": file, "alt": alt, "version": version})


def test_a_logo_is_set_shown_and_removed(client: Client, cast: Cast) -> None:
    assert "No logo yet" in client.get(LOGO_PAGE).content.decode()
    assert client.get(f"{LOGO_PAGE}picture/").status_code == 404
    assert upload(client, LOGO).status_code == 302
    assert 'alt="Two councils"' in client.get(LOGO_PAGE).content.decode()
    picture = client.get(f"{LOGO_PAGE}picture/")
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert picture.content.startswith(b"\x89PNG")
    shown = client.get(f"{STYLES_PAGE}csp/preview/?pack=sample")
    assert "data:image/png;base64," in shown.content.decode()
    assert "data:" in shown["Content-Security-Policy"]
    assert client.post(LOGO_PAGE, {"remove": "1"}).status_code == 302
    with cast.here.as_("auditor") as access:
        row = PackSettings.objects.within(access).get()
    assert (row.logo, row.logo_type, row.logo_alt) == (None, "", "")


def test_a_logo_that_is_none_is_refused_beside_its_box(client: Client, cast: Cast) -> None:
    for content, alt, words in (
        (b"MZ" + bytes(99), "Ours", "something else, whatever its name says"),
        (b"", "Ours", "The file is empty"),
        (LOGO, " ", "Enter words for those who do not see it"),
        (LOGO[:-20], "Ours", "damaged or cut short"),
    ):
        response = upload(client, content, alt)
        assert (response.status_code, words in response.content.decode()) == (422, True), words
    no_file = client.post(LOGO_PAGE, {"logo": "https://example.org/logo.png", "alt": "Ours"})
    assert (no_file.status_code, "Choose a picture" in no_file.content.decode()) == (422, True)
    with cast.here.as_("auditor") as access:
        assert not PackSettings.objects.within(access).exists()
    assert upload(client, LOGO, "First").status_code == 302
    stale = upload(client, LOGO, "Second", version="0")
    assert stale.status_code == 422
    assert "First" in stale.content.decode()
