"""Evidence: who adds, removes and sees it, while which round is open; files and rows stand or fall together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from partners.tenancy import Access
from plans.models import Evidence, UpdateRequest
from plans.queries import evidence as queries
from plans.services import evidence as services
from plans.services.rounds import close_round
from plans.services.updates import Answer, save_draft, submit
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed, Invalid, NotAllowed, NotFound, Stale
from tests.cast import Cast, World
from tests.plans.importers.test_evidence import GOOD, PDF


def request_of(by: Access, world: World, action: int, agency: str = "police") -> UpdateRequest:
    rows = UpdateRequest.objects.within(by)
    return rows.get(action=world.actions[action], agency=world.agencies[agency], round=world.round)


def add(by: Access, world: World, title: str = "Register", content: bytes = PDF, name: str = "r.pdf") -> Evidence:
    asked = request_of(by, world, 1)
    return services.add_file(by=by, request=asked, title=title, name=name, content=content)


def stored(folder: Path, world: World) -> set[str]:
    below = folder / str(world.partnership.pk)
    return {path.name for path in below.iterdir()} if below.exists() else set()


def test_a_file_is_kept_under_a_name_that_nobody_guesses(cast: Cast, files_folder: Path) -> None:
    with cast.here.as_("contributor") as by:
        row = add(by, cast.here, title="", name="C:\\scans\\Minutes\u202e fdp.pdf")
        again = queries.one(by, row.pk)
        assert services.content(by, again) == PDF
    assert (again.title, again.content_type, again.size) == ("Minutes fdp.pdf", "application/pdf", len(PDF))
    folder, _, name = again.file.partition("/")
    assert folder == str(cast.here.partnership.pk)
    assert len(name) == len("0" * 32 + ".pdf")
    assert "Minutes" not in again.file


def test_a_link_is_a_web_address_and_nothing_else(cast: Cast) -> None:
    with cast.here.as_("contributor") as by:
        asked = request_of(by, cast.here, 1)
        row = services.add_link(by=by, request=asked, title="", url=" https://council.example/minutes?id=3 ")
        assert (row.title, row.url, row.file) == (row.url, "https://council.example/minutes?id=3", "")
        with pytest.raises(NotFound, match="no such file"):
            services.content(by, row)
        for url in ("javascript:alert(1)", "ftp://a.example/b", "minutes", "https://me:secret@a.example/b", ""):
            with pytest.raises(Invalid) as refused:
                services.add_link(by=by, request=asked, title="x", url=url)
            assert list(refused.value.errors) == ["url"]


def test_what_is_no_file_of_evidence_is_said_at_the_file(cast: Cast) -> None:
    with cast.here.as_("contributor") as by, pytest.raises(Invalid) as refused:
        add(by, cast.here, content=b"MZ\x90\0\3")
    assert "kind of file is not taken" in refused.value.errors["file"][0]


@pytest.mark.parametrize("who", ["auditor", "board_member", "administrator"])
def test_who_does_not_answer_gives_no_evidence(cast: Cast, who: str) -> None:
    with cast.here.as_(who) as by, pytest.raises(NotAllowed):
        add(by, cast.here)


def test_another_agency_finds_nothing(cast: Cast) -> None:
    with cast.here.as_("contributor") as by:
        row = add(by, cast.here)
    with cast.here.as_("other_contributor") as by:
        for attempt in (
            lambda: add(by, cast.here),
            lambda: services.remove(by=by, evidence=row, expected_version=1),
            lambda: services.content(by, row),
        ):
            with pytest.raises(NotFound):
                attempt()
    with cast.elsewhere.as_("coordinator") as by, pytest.raises(NotFound):
        services.content(by, row)


def test_a_draft_evidence_is_seen_once_the_answer_was_sent(cast: Cast) -> None:
    """Its agency and the coordinator see it at once; who may view plans when they see the answer."""

    def seen() -> set[str]:
        found = set()
        for who in ("contributor", "other_contributor", "coordinator", "auditor", "board_member"):
            with cast.here.as_(who) as access:
                if queries.of_action(access, cast.here.actions[1]):
                    found.add(who)
        return found

    with cast.here.as_("contributor") as by:
        add(by, cast.here)
    assert seen() == {"contributor", "coordinator"}
    with cast.here.as_("contributor") as by:
        save_draft(by=by, request=request_of(by, cast.here, 1), answer=Answer("green"))
    assert seen() == {"contributor", "coordinator"}
    with cast.here.as_("contributor") as by:
        submit(by=by, request=request_of(by, cast.here, 1), answer=Answer("green", "Trained."))
    assert seen() == {"contributor", "coordinator", "auditor", "board_member", "other_contributor"}


def test_removed_evidence_stays_on_the_record(cast: Cast, files_folder: Path) -> None:
    with cast.here.as_("contributor") as by:
        row = add(by, cast.here)
        with pytest.raises(Stale):
            services.remove(by=by, evidence=row, expected_version=7)
        services.remove(by=by, evidence=row, expected_version=1)
        with pytest.raises(Closed, match="removed already"):
            services.remove(by=by, evidence=row, expected_version=2)
        with pytest.raises(NotFound):
            services.content(by, row)
        assert queries.of_request(by, row.request) == []
    with cast.here.as_("auditor") as access:
        rows = Evidence.history.model.objects.filter(partnership_id=access.partnership_id, id=row.pk)
        assert [each.history_change_reason for each in rows.order_by("history_id")] == [
            "Evidence added",
            "Evidence removed",
        ]
    assert row.file.partition("/")[2] in stored(files_folder, cast.here)


def test_twenty_are_enough(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 2)
    with cast.here.as_("contributor") as by:
        rows = [add(by, cast.here), add(by, cast.here)]
        with pytest.raises(Closed, match="has 2 pieces"):
            add(by, cast.here)
        services.remove(by=by, evidence=rows[0], expected_version=1)
        add(by, cast.here)


def test_evidence_closes_with_the_round(cast: Cast) -> None:
    with cast.here.as_("contributor") as by:
        row = add(by, cast.here)
    with cast.here.as_("coordinator") as by:
        close_round(by=by, round=cast.here.round)
    with cast.here.as_("contributor") as by:
        with pytest.raises(Closed, match="has closed"):
            add(by, cast.here)
        with pytest.raises(Closed, match="has closed"):
            services.remove(by=by, evidence=row, expected_version=1)
        assert services.content(by, row) == PDF


def test_who_is_no_longer_asked_gives_none(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        UpdateRequest.objects.within(by).filter(action=cast.here.actions[1]).update(withdrawn_at=clock.now())
    with cast.here.as_("contributor") as by, pytest.raises(Closed, match="no longer asked"):
        add(by, cast.here)


def test_the_coordinator_adds_on_behalf(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        row = add(by, cast.here)
    assert row.agency_id == cast.here.agencies["police"].pk


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_when_its_transaction_does(live_cast: Cast, files_folder: Path) -> None:
    before = stored(files_folder, live_cast.here)

    def fail_after_adding(by: Access) -> None:
        add(by, live_cast.here)
        assert len(stored(files_folder, live_cast.here)) > len(before)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), live_cast.here.as_("contributor") as by:
        fail_after_adding(by)
    assert stored(files_folder, live_cast.here) == before
    with live_cast.here.as_("contributor") as by:
        row = add(by, live_cast.here)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            fail_after_adding(by)
    assert stored(files_folder, live_cast.here) == before | {row.file.partition("/")[2]}


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_refused_leaves_no_file(
    live_cast: Cast, files_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(files_folder, live_cast.here)
    monkeypatch.setattr(services, "CONTENT_TYPES", {"pdf": None})
    with pytest.raises(IntegrityError), live_cast.here.as_("contributor") as by:
        add(by, live_cast.here)
    assert stored(files_folder, live_cast.here) == before


@pytest.mark.django_db(transaction=True)
def test_a_slow_storage_keeps_nobody_waiting(
    live_cast: Cast, files_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []
    save = default_storage.save

    def slow(*args: Any, **options: Any) -> str:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()"
                " AND (locktype = 'advisory' OR mode = 'RowShareLock')"
            )
            held.append(cursor.fetchone()[0])
        return save(*args, **options)

    monkeypatch.setattr(default_storage, "save", slow)
    with live_cast.here.as_("contributor") as by:
        add(by, live_cast.here)
    assert held == [0]


def test_a_storage_that_does_not_answer_is_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    with cast.here.as_("contributor") as by:
        row = add(by, cast.here)
        monkeypatch.setattr(default_storage, "save", broken)
        monkeypatch.setattr(default_storage, "open", broken)
        with pytest.raises(Closed, match="could not be stored just now"):
            add(by, cast.here)
        with pytest.raises(NotFound, match="cannot be had just now"):
            services.content(by, row)
        assert len(queries.of_request(by, row.request)) == 1


def test_evidence_of_several_requests_is_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    with cast.here.as_("contributor") as by:
        asked = [request_of(by, cast.here, 1), request_of(by, cast.here, 2)]
        for row in asked:
            services.add_file(by=by, request=row, title="x", name="x.txt", content=GOOD["txt"])
        with django_assert_num_queries(1):
            found = queries.by_request(by, [row.pk for row in asked])
    assert [len(found[row.pk]) for row in asked] == [1, 1]


def test_the_database_takes_no_evidence_of_another_agency(cast: Cast) -> None:
    with cast.here.as_("contributor") as by:
        row = add(by, cast.here)
    with cast.here.as_("other_contributor"):
        assert Evidence._base_manager.filter(pk=row.pk).update(title="Ours") == 0
