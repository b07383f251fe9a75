"""The example script, run as a partner would: as a program of its own, against a live server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from plans.models import Update
from plans.services.reviewing import return_update
from tests.cast import Cast

SCRIPT = settings.BASE_DIR / "examples" / "report_from_csv.py"
HEADINGS = "plan,number,rag,narrative,path_to_green,forecast_on,complete\n"
GOOD = "plan-2016-17,2.1,green,Every officer is trained.,,,yes\n"
AMBER = "plan-2016-17,2.2,amber,Two wards are left.,Both are booked.,2017-03-20,\n"


class Program:
    """Runs the script with a file; `said` is what it wrote."""

    def __init__(self, address: str, key: str, folder: Path) -> None:
        self.environment = {"PATH": os.environ["PATH"], "TRACKER": address, "TRACKER_KEY": key}
        self.file, self.said = folder / "updates.csv", ""

    def run(self, content: str) -> int:
        self.file.write_bytes(content.encode("utf-8-sig"))
        done = subprocess.run(
            [sys.executable, SCRIPT, self.file], env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.stderr == ""
        self.said = done.stdout
        return done.returncode


@pytest.fixture
def program(live_server: LiveServer, live_cast: Cast, tmp_path: Path) -> Program:
    return Program(live_server.url, live_cast.here.key, tmp_path)


def stored(cast: Cast) -> list[tuple[str, str, int]]:
    with cast.here.as_("auditor") as by:
        rows = Update.objects.within(by).order_by("action__number")
        return list(rows.values_list("action__number", "rag", "version"))


def test_a_whole_file(program: Program, live_cast: Cast) -> None:
    assert program.run(HEADINGS + GOOD + AMBER) == 0, program.said
    assert program.said == "2 stored, 0 refused.\n"
    assert stored(live_cast) == [("2.1", "green", 1), ("2.2", "amber", 1)]


def test_a_line_that_is_not_right_is_named_and_the_others_are_stored(program: Program, live_cast: Cast) -> None:
    lines = AMBER.replace("Both are booked.", "") + "plan-2016-17,9.9,green,What is this?,,,\n" + GOOD
    assert program.run(HEADINGS + lines) == 1
    assert "Line 2: 422" in program.said
    assert "path_to_green" in program.said
    assert "Line 3: your agency is not asked about plan-2016-17 9.9." in program.said
    assert "1 stored, 2 refused." in program.said
    assert stored(live_cast) == [("2.1", "green", 1)]


def test_an_answer_that_was_returned_is_replaced(program: Program, live_cast: Cast) -> None:
    assert program.run(HEADINGS + GOOD) == 0
    with live_cast.here.as_("coordinator") as by:
        return_update(by=by, update=Update.objects.within(by).get(), reason="How many?")
    assert program.run(HEADINGS + GOOD.replace("Every officer", "All 212 officers")) == 0, program.said
    assert stored(live_cast)[0][:2] == ("2.1", "green")


@pytest.mark.parametrize(
    ("content", "said"), [("number,rag\n1,green\n", "no column plan, narrative"), ("", "no column")]
)
def test_a_file_that_lacks_columns(program: Program, content: str, said: str) -> None:
    assert program.run(content) == 2
    assert said in program.said


def test_settings_that_are_missing_or_wrong(program: Program) -> None:
    program.environment["TRACKER_KEY"] = "wrong.key"
    assert program.run(HEADINGS + GOOD) == 2
    assert "401" in program.said
    del program.environment["TRACKER_KEY"]
    assert program.run(HEADINGS + GOOD) == 2
    assert "Set TRACKER_KEY" in program.said
