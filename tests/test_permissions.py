"""Every address x everybody x GET and POST, generated from the URL resolver: who sees, who writes, and that a refusal
changes nothing. Strangers get 404, never 403, and not a word of the partnership."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from partners.roles import permissions, permissions_of_scopes
from partners.services import AGENCY_SCOPES
from plans.models import AnswerLink, UpdateRequest
from plans.services.evidence import add_file

from .addresses import API, LINKED, PAGES, PUBLIC, PUBLISHED, Address, Scene, build_scene, patterns
from .cast import PEOPLE, Cast, World
from .catalogue import tenant_tables

OK = {200, 302, 409, 422}
EVERYBODY = [*PEOPLE, "anonymous", "stranger", "key", "bad key", "link"]
TAKES_POSTS = {"api_updates", "api_update_batch", "api_request_evidence"}
WRITTEN_BY_THE_DOOR = {"partners_apicall"}  # a key's log: reading writes a line
SECRETS = {"Secret of", "Only ours", "Ours 1", "Ours went well"}
OF_THE_KEY = permissions_of_scopes(AGENCY_SCOPES)
WORDS = SECRETS | {"Northvale", "northvale"}


@pytest.fixture
def here(cast: Cast) -> Scene:
    return build_scene(cast.here, "our-plan", "O")


@pytest.fixture
def there(cast: Cast) -> Scene:
    return build_scene(cast.elsewhere, "their-plan", "T")


class Asker:
    """One person, key or browser with a link: asks, and says status, body and whether any tenant's row changed."""

    def __init__(self, who: str, cast: Cast) -> None:
        self.who, self.headers = who, dict[str, str]()
        self.client = Client(raise_request_exception=True)
        if who in PEOPLE:
            self.client.force_login(cast.here.people[who])
        elif who == "stranger":
            self.client.force_login(cast.elsewhere.people["coordinator"])
        elif who == "key":
            self.headers = {"Authorization": f"Bearer {cast.here.key}"}
        elif who == "bad key":
            self.headers = {"Authorization": f"Bearer {cast.here.key[:-1]}"}
        elif who == "link":
            self.use_link(cast.here)
        self.ids = "{" + f"{cast.here.partnership.pk},{cast.elsewhere.partnership.pk}" + "}"
        with connection.cursor() as cursor:
            self.tables = [name for name in tenant_tables(cursor) if name not in WRITTEN_BY_THE_DOOR]

    def use_link(self, world: World) -> None:
        """Hold what a browser holds that has used the scene's link."""
        with world.as_("coordinator") as by:
            link = AnswerLink.objects.within(by).get(email="desk@ours.example")
            secret = "the browser's own"
            link.session_sha256 = hashlib.sha256(secret.encode()).digest()
            link.save()
        session = self.client.session
        session["links"] = {str(link.pk): [secret, ""]}
        session.save()

    def ask(self, method: str, url: str, body: Any = None) -> tuple[int, str, bool]:
        is_api = url.startswith("/api/") and method == "post"
        kind = {"content_type": "application/json"} if is_api else {}
        own = {"Idempotency-Key": str(uuid.uuid4())} if is_api else {}
        with rolled_back():
            before = self.state()
            response = getattr(self.client, method)(url, body or {}, headers=self.headers | own, **kind)
            changed = self.state() != before
        return response.status_code, response.content.decode(errors="replace"), changed

    def state(self) -> dict[str, tuple[int, int]]:
        """By table: rows, and a sum over all their content, of both partnerships."""
        one = "SELECT '{0}', count(*), coalesce(sum(hashtext(t::text)), 0) FROM {0} t"
        with rolled_back(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.partnership_ids', %s, true)", [self.ids])
            cursor.execute(" UNION ALL ".join(one.format(table) for table in self.tables))
            return {name: (count, content) for name, count, content in cursor.fetchall()}


@contextmanager
def rolled_back() -> Iterator[None]:
    """A savepoint that never stays: neither rows nor the settings of the request before."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def url_of(name: str, address: Address, scene: Scene, **other: Any) -> str:
    found = {"pk": scene.objects.get(name), **scene.objects, **other}
    wanted = ("partnership", *address.kwargs) if name in PAGES else address.kwargs
    return reverse(name, kwargs={key: found[key] for key in wanted})


def expected(who: str, name: str, address: Address, method: str) -> set[int]:
    if who in ("anonymous", "key", "bad key", "link"):
        return {302}
    if who == "stranger":
        return {404}
    if address.posts_only and method == "get":
        return {405}
    role, _, is_secretary = PEOPLE[who]
    if not set(address.needs) & permissions(role, is_secretary=is_secretary):
        return {403}
    return {404} if address.own_agency and who == "other_contributor" else OK


def test_every_address_is_in_the_table() -> None:
    named = Counter(pattern.name for pattern in patterns())
    assert set(named) == {*PAGES, *LINKED, *API, *PUBLIC, *PUBLISHED}
    assert max(named.values()) == 1


def test_every_page_says_which_permission_it_asks_for() -> None:
    said = {p.name: getattr(p.callback, "permissions", None) for p in patterns() if p.name in PAGES}
    assert said == {name: address.needs for name, address in PAGES.items()}


@pytest.mark.parametrize("who", EVERYBODY)
def test_pages(here: Scene, cast: Cast, who: str) -> None:
    asker, wrong = Asker(who, cast), []
    for name, address in PAGES.items():
        for method in ("get", "post"):
            body = address.body(here) if method == "post" else None
            status, said, changed = asker.ask(method, url_of(name, address, here), body)
            allowed = expected(who, name, address, method)
            if status not in allowed:
                wrong.append(f"{method} {name}: {status}, not one of {sorted(allowed)}")
            looked_at = name == "answer" and who == "contributor"  # its first look is remembered
            if changed and (allowed != OK or (method == "get" and not looked_at)):
                wrong.append(f"{method} {name}: wrote, though it should not")
            if who == "stranger" and any(word in said for word in WORDS):
                wrong.append(f"{method} {name}: a stranger reads words of the partnership")
    assert wrong == []


def writing(who: str, here: Scene, cast: Cast) -> set[str]:
    """The pages whose real bodies this person writes with."""
    asker = Asker(who, cast)
    return {
        name for name, address in PAGES.items() if asker.ask("post", url_of(name, address, here), address.body(here))[2]
    }


def test_an_administrator_writes_what_administrators_look_after(here: Scene, cast: Cast) -> None:
    assert writing("administrator", here, cast) == {
        "add_board", "add_contact", "add_key", "add_meeting", "add_webhook", "board_seats", "calendar", "contact",
        "edit_board", "edit_meeting", "end_calendar", "end_webhook", "revoke_key", "rotate_secret", "send_again",
        "test_webhook",
    }  # fmt: skip


def test_who_may_write_does(here: Scene, cast: Cast) -> None:
    """The bodies of the table are real: what is refused elsewhere in these tests would have been written."""
    assert writing("coordinator", here, cast) == {
        "accept", "accept_all", "action_deadline", "action_leads", "action_move", "action_reword", "action_split",
        "action_state", "action_update", "add_action", "add_board", "add_contact", "add_decision", "add_item",
        "add_measure", "add_meeting", "add_meeting_decision", "add_milestone", "agree_minutes", "answer_evidence",
        "archive_style", "attendance", "board_seats", "calendar", "change_marking", "change_measure", "chase_round",
        "choose_requirement_sets", "close_decision", "close_round", "contact", "decide", "draft_pack", "edit_board",
        "edit_item", "edit_meeting", "edit_pack", "extend", "hold_name", "import_columns", "import_commit",
        "import_discard", "import_facts", "import_item", "import_leads", "import_left_out", "import_source",
        "import_undo", "imports", "item_papers", "make_bundle", "make_draft", "map_requirement", "mark_section",
        "milestone", "move_item", "new_style", "notes", "pack_comparison", "pack_contents", "pack_logo",
        "pack_markings", "pack_style", "plan_stage", "prepare_agenda", "rate_requirement", "record_reading",
        "return_update", "revoke_link", "round_dates", "round_settings", "send_message_again", "set_indexable",
        "withdraw",
    }  # fmt: skip
    assert Asker("contributor", cast).ask("post", url_of("answer", PAGES["answer"], here), PAGES["answer"].body(here))[
        2
    ]


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_links_pages_open_to_its_own_browser_alone(here: Scene, cast: Cast, who: str) -> None:
    asker, wrong, wrote = Asker(who, cast), [], set()
    for name, address in LINKED.items():
        for method in ("get", "post"):
            body = address.body(here) if method == "post" else None
            status, said, changed = asker.ask(method, url_of(name, address, here), body)
            allowed = {405} if address.posts_only and method == "get" else OK if who == "link" else {404}
            if status not in allowed:
                wrong.append(f"{method} {name}: {status}, not one of {sorted(allowed)}")
            if who != "link" and (changed or any(word in said for word in SECRETS)):
                wrong.append(f"{method} {name}: wrote, or showed words of the partnership")
            if changed and method == "get" and name != "linked_answer":  # its first look is remembered
                wrong.append(f"{method} {name}: wrote")
            wrote |= {name} if changed else set()
    assert wrong == []
    if who == "link":
        assert {"linked_answer", "linked_answer_draft", "linked_answer_evidence", "linked_finish"} <= wrote


def test_a_link_finds_nothing_of_another_agency_round_or_partnership(here: Scene, there: Scene, cast: Cast) -> None:
    """Requests of another agency in its own round, of its agency in another round, of another partnership; their
    evidence likewise."""
    with cast.here.as_("coordinator") as by:
        asked = UpdateRequest.objects.within(by)
        foreign = [
            there.objects["request_id"],
            *asked.exclude(round__slug=here.objects["slug"]).values_list("pk", flat=True),
        ]
        extra = add_file(
            by=by, request=asked.get(action=cast.here.actions[1]), title="x", name="x.txt", content=b"Other"
        )
    asker, wrong = Asker("link", cast), []
    for name, address in LINKED.items():
        others = {
            "request_id": foreign,
            "evidence_id": [there.objects["evidence_id"], extra.pk],
            "link": [there.objects["link"]],
        }
        for key, values in others.items():
            for value in values if key in address.kwargs else []:
                for method in ("post",) if address.posts_only else ("get", "post"):
                    url = url_of(name, address, here, **{key: value})
                    status, _, changed = asker.ask(method, url, address.body(here))
                    if status != 404 or changed:
                        wrong.append(f"{method} {name} with their {key}: {status}{', wrote' if changed else ''}")
    assert len(foreign) > 3
    assert wrong == []


@pytest.mark.parametrize("who", ["administrator", "coordinator", "contributor", "auditor"])
def test_objects_of_another_partnership_are_not_here(here: Scene, there: Scene, cast: Cast, who: str) -> None:
    asker, wrong = Asker(who, cast), []
    for name, address in PAGES.items():
        for key in (key for key in address.kwargs if here.objects[key] != there.objects[key]):  # a kind is no object
            for method in ("get", "post"):
                url = url_of(name, address, here, **{key: there.objects[key]})
                status, _, changed = asker.ask(method, url, address.body(here))
                allowed = {404} if expected(who, name, address, method) == OK else expected(who, name, address, method)
                if status not in allowed or changed:
                    wrong.append(f"{method} {name} with their {key}: {status}{', wrote' if changed else ''}")
    assert wrong == []


def test_another_partnerships_objects_in_a_form_are_refused(here: Scene, there: Scene, cast: Cast) -> None:
    askers, wrong = {who: Asker(who, cast) for who in ("coordinator", "administrator")}, []
    for name, address in PAGES.items():
        asker = next(
            (askers[who] for who in askers if expected(who, name, address, "post") == OK), askers["coordinator"]
        )
        ours, theirs = address.body(here), address.body(there)
        for key in (key for key in ours if ours[key] != theirs[key]):
            status, _, changed = asker.ask("post", url_of(name, address, here), ours | {key: theirs[key]})
            if status not in (404, 422) or changed:
                wrong.append(f"{name} with their {key}: {status}{', wrote' if changed else ''}")
    assert wrong == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_api_opens_to_keys_alone(here: Scene, cast: Cast, who: str) -> None:
    asker, wrong = Asker(who, cast), []
    for name, address in API.items():
        for method in ("get", "post"):
            body = address.body(here) if method == "post" else None
            status, said, changed = asker.ask(method, url_of(name, address, here), body)
            may_post = name in TAKES_POSTS
            allowed = {200 if set(address.needs) & OF_THE_KEY else 403}
            if method == "post":
                allowed = {200, 201} if may_post else {405}
            elif address.posts_only:
                allowed = {405}
            if status not in (allowed if who == "key" else {401}):
                wrong.append(f"{method} {name}: {status}")
            if changed != (who == "key" and may_post and method == "post"):
                wrong.append(f"{method} {name}: wrote {changed}")
            if who != "key" and any(word in said for word in WORDS):
                wrong.append(f"{method} {name}: words of the partnership")
    assert wrong == []


def test_a_key_finds_nothing_of_another_partnership(here: Scene, there: Scene, cast: Cast) -> None:
    asker, wrong = Asker("key", cast), []
    for name, address in API.items():
        if address.posts_only:
            continue
        if address.kwargs:
            status, said, _ = asker.ask("get", url_of(name, address, here, pk=there.objects[name]))
        else:
            status, said, _ = asker.ask("get", url_of(name, address, here))
        expected_status = 404 if address.kwargs else 200
        if not set(address.needs) & OF_THE_KEY:
            expected_status = 403
        if status != expected_status or any(word in said for word in there.words):
            wrong.append(f"{name}: {status}")
    status, _, changed = asker.ask("post", reverse("api_updates"), API["api_updates"].body(there))
    assert (wrong, status, changed) == ([], 422, False)


@pytest.mark.parametrize("who", EVERYBODY)
def test_public_addresses_answer_and_tell_nothing(here: Scene, cast: Cast, who: str) -> None:
    asker, wrong = Asker(who, cast), []
    for name, kwargs in PUBLIC.items():
        url = (
            "/api/none/" if name == "api_nothing" else reverse(name, kwargs={key: here.objects[key] for key in kwargs})
        )
        for method in ("get", "post"):
            status, said, changed = asker.ask(method, url)
            if status not in {200, 302, 403, 404, 405, 422} or changed:
                wrong.append(f"{method} {name}: {status}{', wrote' if changed else ''}")
            if who not in PEOPLE and any(word in said for word in SECRETS):
                wrong.append(f"{method} {name}: words of the partnership")
    assert wrong == []


def test_what_is_published_is_the_same_for_everybody(here: Scene, there: Scene, cast: Cast) -> None:
    """No account, cookie or key makes a difference: the same bytes, of what is published and of nothing else."""
    wrong, said = [], dict[str, set[str]]()
    for who in EVERYBODY:
        asker = Asker(who, cast)
        for name, kwargs in PUBLISHED.items():
            filled = {key: here.objects[key] if value is None else value for key, value in kwargs.items()}
            url = reverse(name, kwargs=filled)
            status, text, changed = asker.ask("get", url)
            said.setdefault(name, set()).add(text)
            if status != 200 or changed or any(word in text for word in SECRETS | set(there.words)):
                wrong.append(f"{who} get {name}: {status}{', wrote' if changed else ''}")
            status, _, changed = asker.ask("post", url, {"reason": "x"})
            if status != 405 or changed:
                wrong.append(f"{who} post {name}: {status}{', wrote' if changed else ''}")
    assert wrong == []
    assert {name: len(texts) for name, texts in said.items()} == dict.fromkeys(PUBLISHED, 1)
