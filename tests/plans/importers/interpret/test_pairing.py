"""Cells that number their parts are divided by those numbers, and by nothing else."""

import pytest

from .building import read, table

HEAD = ["Action", "Lead", "By when"]


@pytest.mark.parametrize(
    ("actions", "times", "expected"),
    [
        (
            "1.1 Review who sits on the group\n1.2 Publish a forward plan",
            "1.1 May 2024\n1.2 July 2024",
            [("1.1", "Review who sits on the group", "May 2024"), ("1.2", "Publish a forward plan", "July 2024")],
        ),
        (
            "1.1 Review who sits on the group. 1.2 Publish a forward plan.",
            "Ongoing",
            [("1.1", "Review who sits on the group.", "Ongoing"), ("1.2", "Publish a forward plan.", "Ongoing")],
        ),
        (
            "a) Review the terms\nb) Publish a plan",
            "a) May 2024\nb) July 2024",
            [("1", "Review the terms", "May 2024"), ("2", "Publish a plan", "July 2024")],
        ),
        (
            "(i) Review the terms\n(ii) Publish a plan",
            "(ii) July 2024\n(i) May 2024",
            [("1", "Review the terms", "May 2024"), ("2", "Publish a plan", "July 2024")],
        ),
        (
            "• Review the terms\n• Publish a plan",
            "May 2024\nJuly 2024",
            [("1", "Review the terms", "May 2024 July 2024"), ("2", "Publish a plan", "May 2024 July 2024")],
        ),
        (
            "1.1 Review the terms\n1.2 Publish a plan",
            "1.1 May 2024",
            [("1.1", "Review the terms", "May 2024"), ("1.2", "Publish a plan", "")],
        ),
    ],
)
def test_actions_and_times_of_a_cell(actions: str, times: str, expected: list[tuple[str, str, str]]) -> None:
    found = read(table([HEAD, [actions, "Council", times]]), period="2024/25").actions
    assert [(each.number, each.text, each.timescale.text) for each in found] == expected
    assert {each.row for each in found} == {"a"}
    assert {each.leads_text for each in found} == {"Council"}
    assert len({each.key for each in found}) == 2


@pytest.mark.parametrize("times", ["1.1 May 2024\n1.7 July 2024", "1.1 May 2024\nJuly 2024", "May 2024\n1.2 July 2024"])
def test_times_that_do_not_all_have_a_number_of_the_row_stay_whole(times: str) -> None:
    first, second = read(table([HEAD, ["1.1 Review the terms\n1.2 Publish a plan", "Council", times]])).actions
    assert first.timescale == second.timescale
    assert first.timescale.text == " ".join(times.split())


def test_a_number_of_the_rows_own_is_told_apart_by_letters() -> None:
    rows = [["No", *HEAD], ["3", "a) Review the terms\nb) Publish a plan", "a) Police\nb) Council", "May 2024"]]
    found = read(table(rows)).actions
    assert [(each.number, each.leads_text) for each in found] == [("3a", "Police"), ("3b", "Council")]
