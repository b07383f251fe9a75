"""The command: phrases in, one a line; readings out, one a line; no database."""

import io
import json

import pytest
from django.core.management import CommandError, call_command


def run(monkeypatch: pytest.MonkeyPatch, lines: str, *options: str) -> list[str]:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    out = io.StringIO()
    call_command("read_timescale", *options, stdout=out)
    return out.getvalue().splitlines()


def test_a_line_of_json_for_each_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    first, blank, last = run(monkeypatch, "Schools by March 2011\n\nAwaits “CTLP”\n", "--json")
    assert json.loads(first) == {
        "text": "Schools by March 2011",
        "parts": [
            {
                "kind": "by-date",
                "starts_on": None,
                "due_on": "2011-03-31",
                "recurrence": None,
                "condition": None,
                "refers_to": None,
                "scope": "Schools",
            }
        ],
    }
    assert json.loads(blank)["parts"][0]["kind"] == "none"
    assert json.loads(last)["text"] == "Awaits “CTLP”"


def test_the_plan_dates_what_prints_no_year(monkeypatch: pytest.MonkeyPatch) -> None:
    options = ("--json", "--plan-start", "2016-09-01", "--plan-end", "2017-08-31", "--year-basis", "academic")
    (line,) = run(monkeypatch, "Q1", *options)
    assert json.loads(line)["parts"][0]["due_on"] == "2016-11-30"


def test_words_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "X4 weekly") == ["X4 weekly: recurring (Every 4 weeks)"]
    assert run(monkeypatch, "31 June") == ["31 June: unread (Not read) [No calendar has this date.]"]


@pytest.mark.parametrize(
    "options",
    [
        ("--plan-start", "2016-13-01"),
        ("--plan-end", "soon"),
        ("--plan-start", "2017-04-01", "--plan-end", "2016-03-31"),
        ("--plan-start", "0001-01-01"),
        ("--year-basis", "lunar"),
    ],
)
def test_wrong_dates_are_refused(monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(monkeypatch, "June", *options)
