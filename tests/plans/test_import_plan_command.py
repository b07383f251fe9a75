"""`manage.py import_plan`: what it shows without a database, what it stores with one, and how it refuses."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError
from psycopg2.errors import UndefinedTable

from plans.importers.codec import proposal_from_json
from plans.management import asking
from plans.models import Action, ImportBatch, ImportFile, Plan
from tests.cast import Cast, World

CSV = """No.,Activity,Lead,By when,RAG
1.1,Meet four times a year with every agency at the table,Police,March 2018,Green
1.2,"Train every ward manager, in each of the hospitals",Health Trust,December 2017,
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "Northvale plan.csv"
    path.write_text(CSV)
    return path


def run(*options: object) -> str:
    out = io.StringIO()
    call_command("import_plan", *map(str, options), stdout=out)
    return out.getvalue()


def standing(world: World) -> tuple[int, int, int]:
    with world.as_("auditor") as access:
        kinds = (Plan, ImportBatch, ImportFile)
        one, two, three = (kind.objects.within(access).count() for kind in kinds)
        return one, two, three


# Without the `db` fixture a look at the database is an error, so these tests also show that there is none.


def test_a_dry_run_prints_one_json_object(plan: Path) -> None:
    found = json.loads(run(plan, "--dry-run", "--json", "--period", "2017/18"))
    assert list(found["plan"]["columns"].items())[:2] == [("number", "No."), ("action", "Activity")]
    assert found["plan"]["period"] == {"label": "2017/18", "starts_on": "2017-04-01", "ends_on": "2018-03-31"}
    first, second = found["actions"]
    assert (first["number"], first["rag"], second["rag"]) == ("1.1", "green", None)
    assert [lead["text"] for lead in first["leads"]] == ["Police"]
    assert first["timescale"]["parts"][0]["due_on"] == "2018-03-31"
    assert first["source"]["row"] == 2
    assert proposal_from_json(found).format == "csv"


def keys(value: Any) -> set[str]:
    """Every key of an object and of what is in it, but for names of fields, which are the file's."""
    if isinstance(value, list):
        return set().union(*map(keys, value))
    if not isinstance(value, dict):
        return set()
    return set(value).union(*(keys(each) for name, each in value.items() if name not in ("columns", "fields")))


def test_every_key_of_the_object_is_documented() -> None:
    sample = settings.BASE_DIR / "fixtures" / "samples" / "merged-subject.docx"
    page = (settings.BASE_DIR / "docs" / "import.md").read_text()
    printed = keys(json.loads(run(sample, "--dry-run", "--json")))
    assert {key for key in printed if f"`{key}`" not in page and f'"{key}"' not in page} == set()


def test_a_dry_run_says_in_words_what_was_read(plan: Path) -> None:
    lines = run(plan, "--dry-run", "--period", "2017/18", "--year-basis", "academic").splitlines()
    assert "Period: 2017/18 (2017-09-01 to 2018-08-31, academic year)" in lines
    assert "0 sections, 2 actions" in lines
    assert "  1.2  Train every ward manager, in each of the hospitals" in lines


def test_standard_input(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(CSV.encode())))
    assert len(json.loads(run("-", "--dry-run", "--json"))["actions"]) == 2


def test_a_dry_run_starts_no_database(plan: Path, tmp_path: Path) -> None:
    """The whole command, with the embedded server's address and an empty place for it."""
    home = tmp_path / "postgres"
    environment = {
        "PATH": os.environ["PATH"], "SECRET_KEY": "x" * 50, "LOCAL": "true", "TRACKER_EMBEDDED_HOME": str(home),
        "DATABASE_URL": "embedded://tracker_app@/tracker",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "import_plan", str(plan), "--dry-run", "--json"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(json.loads(done.stdout)["actions"]) == 2
    assert not home.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.docx", b"", "This file is empty"),
        ("letter.txt", b"Dear all,\n\nthank you for coming on Tuesday.\n", "No actions were found"),
        ("picture.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "a picture"),
        ("other.json", b'{"a": 1}', "not a plan exported from here"),
        ("broken.docx", b"PK\x03\x04broken", "."),
        ("plan.pdf", b"%PDF-1.7 broken", "."),
    ],
)
@pytest.mark.parametrize("mode", [["--dry-run", "--json"], ["--partnership", "northvale"]])
def test_bad_input_is_one_sentence(tmp_path: Path, name: str, content: bytes, words: str, mode: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        run(path, *mode)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_refusal_on_the_command_line_has_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "empty.docx"
    path.touch()
    command = [sys.executable, "manage.py", "import_plan", str(path), "--dry-run", "--json"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.startswith("CommandError: This file is empty")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["no such file.docx", "--dry-run"], "There is no file"),
        ([".", "--dry-run"], "is a folder"),
        (["x"], "--partnership SLUG"),
        (["x", "--partnership", "northvale", "--json"], "use it with --dry-run"),
        (["x", "--dry-run", "--period", "next year"], "names no year"),
    ],
)
def test_wrong_options_say_what_is_right(options: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(*options)


def commit(plan: Path, *more: str, partnership: str = "northvale") -> str:
    return run(plan, "--partnership", partnership, "--period", "2017/18", *more)


@pytest.mark.django_db(transaction=True)
def test_the_plan_is_made_and_its_address_printed(live_cast: Cast, plan: Path) -> None:
    here = live_cast.here
    assert commit(plan, "--slug", "new-plan") == "/p/northvale/plans/new-plan/\n"
    with here.as_("auditor") as access:
        made = Plan.objects.within(access).get(slug="new-plan")
        assert [row.number for row in Action.objects.within(access).filter(plan=made)] == ["1.1", "1.2"]
        batch = ImportBatch.objects.within(access).get(plan=made)
        assert (batch.name, batch.state, batch.options) == ("Northvale plan.csv", "committed", {"period": "2017/18"})
        assert batch.started_by == here.people["coordinator"].name
        assert bytes(ImportFile.objects.within(access).get(batch=batch).content) == CSV.encode()


@pytest.mark.django_db(transaction=True)
def test_without_a_title_the_files_name_is_one(live_cast: Cast, plan: Path) -> None:
    assert commit(plan) == "/p/northvale/plans/northvale-plan/\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--slug", "plan-2016-17"], "already"),
        (["--as", "nobody@partner.example"], "Nobody here has the e-mail address"),
        (["--as", "AUDITOR"], "An auditor may not edit plans"),
        (["--as", "STRANGER"], "There is no such partnership"),
    ],
)
def test_a_refused_commit_stores_nothing(live_cast: Cast, plan: Path, more: list[str], words: str) -> None:
    here = live_cast.here
    people: dict[str, Any] = {"AUDITOR": here.people["auditor"], "STRANGER": live_cast.elsewhere.people["coordinator"]}
    options = [people[word].email if word in people else word for word in more]
    before = standing(here)
    with pytest.raises(CommandError, match=words):
        commit(plan, *options)
    assert standing(here) == before


@pytest.mark.django_db(transaction=True)
def test_an_unknown_partnership_and_a_year_that_nobody_says(live_cast: Cast, plan: Path) -> None:
    with pytest.raises(CommandError, match="there are northvale, southmere"):
        commit(plan, partnership="nowhere")
    plan.write_text(CSV.replace("March 2018", "Ongoing").replace("December 2017", "Ongoing"))
    with pytest.raises(CommandError, match="add --period"):
        run(plan, "--partnership", "northvale")
    assert standing(live_cast.here) == (1, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_member_may_be_named(live_cast: Cast, plan: Path) -> None:
    coordinator = live_cast.here.people["coordinator"]
    commit(plan, "--as", coordinator.email.upper())
    with live_cast.here.as_("auditor") as access:
        assert ImportBatch.objects.within(access).get().started_by == coordinator.name


@pytest.mark.parametrize(
    ("broken", "words"),
    [(OperationalError(), "does not answer"), (ProgrammingError(), "manage.py migrate")],
)
@pytest.mark.parametrize("command", [["import_plan"], ["export_plan", "plan"]])
def test_a_database_that_is_not_there_is_one_sentence(
    plan: Path, monkeypatch: pytest.MonkeyPatch, broken: Exception, words: str, command: list[str]
) -> None:
    def fail(*_: object) -> None:
        raise broken from UndefinedTable()

    monkeypatch.setattr(asking, "member_with", fail)
    given = [*command, *([str(plan), "--period", "2017/18"] if command == ["import_plan"] else [])]
    with pytest.raises(CommandError, match=words):
        call_command(*given, "--partnership", "northvale")
