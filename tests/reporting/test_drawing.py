"""Where the drawings of a pack put things: shares of bars, columns on one scale, a measure's line."""

from __future__ import annotations

import pytest

from reporting import figures
from reporting.render.drawing import TREND_HEIGHT, bar, columns
from reporting.render.line_drawing import line

LABELS = figures.LABELS


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, []),
        ({"green": 0}, []),
        ({"green": 4}, [("green", 0, 100)]),
        ({"red": 1, "complete": 1, "green": 2}, [("complete", 0, 25), ("green", 25, 50), ("red", 75, 25)]),
        ({"amber": 1, "red": 2}, [("amber", 0, 33.33), ("red", 33.33, 66.67)]),
    ],
)
def test_a_bar_fills_its_width_in_the_order_of_the_statuses(
    counts: dict[str, int], expected: list[tuple[str, float, float]]
) -> None:
    assert [(part.value, part.x, part.width) for part in bar(counts, LABELS)] == expected


@pytest.mark.parametrize(("counts", "has_room"), [({"red": 1, "green": 19}, True), ({"red": 1, "green": 99}, False)])
def test_a_number_stands_in_its_segment_where_it_fits(counts: dict[str, int], has_room: bool) -> None:
    assert bar(counts, LABELS)[-1].has_room is has_room


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([], []),
        ([("Q1", {"green": 2})], [(3, 19)]),
        ([("Q1", {}), ("Q2", {}), ("Q3", {}), ("Q4", {}), ("Q1", {})], [(2.4, 15.2), (22.4, 15.2)]),
    ],
)
def test_columns_share_the_width_and_few_stand_on_the_left(
    rows: list[tuple[str, dict[str, int]]], places: list[tuple[float, float]]
) -> None:
    assert [(column.x, column.width) for column in columns(rows, LABELS)][:2] == places


def test_columns_are_on_one_scale_and_stand_on_the_base_line() -> None:
    first, second = columns([("Q1", {"green": 2}), ("Q2", {"green": 2, "red": 2})], LABELS)
    assert [(part.y, part.height) for part in first.segments] == [(TREND_HEIGHT / 2, TREND_HEIGHT / 2)]
    assert [(part.value, part.y) for part in second.segments] == [("green", TREND_HEIGHT / 2), ("red", 0)]
    assert second.words == "Q2: 2 green, 2 red"


def test_a_quarter_without_actions_says_so() -> None:
    assert columns([("Q1", {})], LABELS)[0].words == "Q1: no actions"


@pytest.mark.parametrize(
    ("readings", "baseline", "target", "heights", "levels"),
    [
        ([], "", "", [], []),
        ([("Q1", "5")], "", "", [54], []),
        ([("Q1", "5"), ("Q2", "5")], "5", "5", [54, 54], [54, 54]),
        ([("Q1", "0"), ("Q2", "10")], "", "", [84, 24], []),
        ([("Q1", "10"), ("Q2", "5")], "", "0", [24, 54], [84]),
        ([("Q1", "-5"), ("Q2", "5")], "0", "10", [84, 44], [24, 64]),
    ],
)
def test_a_line_lies_between_its_lowest_and_highest_figure(
    readings: list[tuple[str, str]], baseline: str, target: str, heights: list[float], levels: list[float]
) -> None:
    drawn = line(readings, baseline, target)
    assert [point.y for point in drawn.points] == heights
    assert [level.y for level in drawn.levels] == levels
    assert len(drawn.strokes) == max(len(readings) - 1, 0)


def test_a_line_runs_from_left_to_right_within_its_width() -> None:
    points = line([(f"Q{number}", str(number)) for number in range(8)]).points
    assert [point.x for point in points] == sorted(point.x for point in points)
    assert (points[0].x, points[-1].x) == (26, 95)


@pytest.mark.parametrize(("baseline", "target"), [("5", "5"), ("5", "5.1"), ("5.1", "5"), ("0", "10")])
def test_the_words_of_baseline_and_target_never_cover_each_other(baseline: str, target: str) -> None:
    first, second = line([("Q1", "0"), ("Q2", "10")], baseline, target).levels
    assert second.text_y - first.text_y >= 12.9


def test_figures_have_thousands_apart() -> None:
    assert [level.words for level in line([], "1200", "12500.5").levels] == ["Target 12,500.5", "Baseline 1,200"]
