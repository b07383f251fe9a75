"""`manage.py export_plan`: a plan in a file, at any moment, in any edition; one sentence for what is wrong."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from plans.services.actions import reword_action
from prevent_tracker.core import clock
from tests.cast import Cast

PLAN = "plan-2016-17"


def export(cast: Cast, *words: str, **options: Any) -> str:
    out = io.StringIO()
    named = {"partnership": "northvale", "email": cast.here.people["auditor"].email}
    call_command("export_plan", PLAN, *words, **(named | options), stdout=out)
    return out.getvalue().strip()


def test_the_name_of_the_file_says_which_kind(cast: Cast, tmp_path: Path) -> None:
    assert export(cast, output=tmp_path / "plan.xlsx") == str(tmp_path / "plan.xlsx")
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames == ["Plan", "About"]
    export(cast, "--format", "csv", output=tmp_path / "plan.txt")
    assert (tmp_path / "plan.txt").read_text(encoding="utf-8-sig").startswith("Section,No.,Activity")


def test_word_unless_said_otherwise(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert export(cast) == f"{PLAN}.docx"
    assert (tmp_path / f"{PLAN}.docx").read_bytes().startswith(b"PK")


def test_as_at_a_moment(cast: Cast, tmp_path: Path) -> None:
    then = clock.now().isoformat()
    with cast.here.as_("coordinator") as by:
        reword_action(by=by, action=cast.here.actions[0], text="Meet six times a year.")
    path = tmp_path / "plan.json"
    texts = []
    for options in ({"at": then}, {}):
        export(cast, output=path, **options)
        texts.append(json.loads(path.read_text(encoding="utf-8"))["objectives"][0]["actions"][0]["text"])
    assert texts == ["Meet four times a year.", "Meet six times a year."]


def test_a_day_is_its_end(cast: Cast, tmp_path: Path) -> None:
    export(cast, output=tmp_path / "plan.json", at=clock.today().isoformat())
    found = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert dt.datetime.fromisoformat(found["as_at"]).time().hour == 23


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"partnership": "nowhere"}, "There is no such partnership"),
        ({"at": "yesterday"}, "“yesterday” is no moment"),
        ({"at": "2016-13-45"}, "“2016-13-45” is no moment"),
        ({"at": "2001-01-01"}, "not there yet on 1 January 2001"),
        ({"edition": "public"}, "Nothing in this plan is marked for the public edition"),
        ({"email": "nobody@nowhere.example"}, "Nobody here has the e-mail address"),
        ({"output": Path("/nowhere/at/all.docx")}, "Cannot write /nowhere/at/all.docx: No such file or directory"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(cast: Cast, options: dict[str, Any], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        export(cast, **options)


def test_a_stranger_has_no_such_partnership(cast: Cast) -> None:
    with pytest.raises(CommandError, match="There is no such partnership"):
        export(cast, email=cast.elsewhere.people["coordinator"].email)
    with pytest.raises(CommandError, match="no such plan"):
        call_command("export_plan", "another-plan", partnership="northvale", email=cast.here.people["auditor"].email)


def test_the_operator_acts_in_the_coordinator_s_name(live_cast: Cast, tmp_path: Path) -> None:
    export(live_cast, output=tmp_path / "plan.json", email="")
    assert json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["partnership"].startswith("Northvale")
    with pytest.raises(CommandError, match="There is no partnership “nowhere”"):
        export(live_cast, output=tmp_path / "plan.json", email="", partnership="nowhere")
