"""How facts look: ratings, dates, plain text, links, charts, and the pages that must never fail."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings

from plans.rules.chasing import LABELS, Stand
from prevent_tracker.core import charts
from prevent_tracker.core.templatetags import display

OWN_WORDS = SimpleNamespace(
    name="Harrow", slug="harrow", rag_key={"amber": {"label": "At risk", "definition": "Up to a month late"}}
)


def drawn(source: str, **context: Any) -> Any:
    html = Template("{% load display %}" + source).render(Context(context))
    return lxml.html.fromstring(f"<div>{html}</div>")


@pytest.mark.parametrize("value", charts.VALUES)
def test_every_value_has_words_a_shape_and_a_colour_of_its_own(value: str) -> None:
    tag = drawn("{% rag value %}", value=value).find("span")
    assert tag.text_content().strip() == charts.LABELS[value]
    assert f"app-rag--{value}" in tag.get("class")
    assert tag.find("svg").get("aria-hidden") == "true"


def test_no_two_shapes_are_alike() -> None:
    assert len({str(display.rag_icon(value)) for value in charts.VALUES}) == len(charts.VALUES)


def test_words_are_the_label_then_the_partnerships_then_ours() -> None:
    assert drawn("{% rag 'amber' %}").text_content().strip() == "Amber"
    assert drawn("{% rag 'amber' %}", partnership=OWN_WORDS).text_content().strip() == "At risk"
    assert drawn("{% rag 'green' %}", partnership=OWN_WORDS).text_content().strip() == "Green"
    last = drawn("{% rag None 'Not reported (last: Green, Q1)' %}", partnership=OWN_WORDS)
    assert last.text_content().strip() == "Not reported (last: Green, Q1)"


def test_silence_is_not_reported_and_nonsense_is_an_error() -> None:
    assert "app-rag--not_reported" in drawn("{% rag None %}").find("span").get("class")
    with pytest.raises(KeyError):
        drawn("{% rag 'teal' %}")


UTC = datetime.UTC


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime.datetime(2017, 1, 18, 14, 5, tzinfo=UTC), "18 January 2017 at 2:05pm"),
        (datetime.datetime(2016, 7, 1, 14, 0, tzinfo=UTC), "1 July 2016 at 3pm"),  # summer time
        (datetime.datetime(2017, 1, 18, 12, 0, tzinfo=UTC), "18 January 2017 at midday"),
        (datetime.datetime(2017, 1, 18, 0, 0, tzinfo=UTC), "18 January 2017 at midnight"),
        (datetime.datetime(2017, 1, 18, 0, 30, tzinfo=UTC), "18 January 2017 at 12:30am"),
        (None, ""),
    ],
)
def test_moments_in_local_words(moment: datetime.datetime | None, words: str) -> None:
    assert display.datetime_words(moment) == words


def test_dates_long_and_short() -> None:
    day = datetime.date(2017, 9, 8)
    assert (display.date_long(day), display.date_short(day)) == ("8 September 2017", "8 Sep 2017")
    assert (display.date_long(None), display.date_short(None)) == ("", "")
    late = datetime.datetime(2016, 6, 30, 23, 30, tzinfo=UTC)
    assert display.date_short(late) == "1 Jul 2016"


def test_paragraphs_keep_lines_and_escape() -> None:
    html = display.paragraphs("One <b>\r\ntwo\n\n\n three & four")
    assert html == '<p class="govuk-body">One &lt;b&gt;<br>two</p>\n<p class="govuk-body"> three &amp; four</p>'
    assert display.paragraphs(None) == ""


def test_links_change_one_part_of_the_address() -> None:
    request = RequestFactory().get("/plan/", {"rag": ["red", "amber"], "q": "a&b", "page": "3"})
    text = Template(
        '{% load display %}{% query_with page=4 %} {% query_with q="" page=None %} {% query_without "rag" "red" %}'
    ).render(Context({"request": request}))
    assert text == ("?rag=red&amp;rag=amber&amp;q=a%26b&amp;page=4 ?rag=red&amp;rag=amber ?rag=amber&amp;q=a%26b")


def test_page_numbers_keep_the_ends() -> None:
    assert display.page_numbers(Paginator(range(300), 10).page(15)) == [1, None, 13, 14, 15, 16, 17, None, 30]
    assert display.page_numbers(Paginator(range(30), 10).page(1)) == [1, 2, 3]


def test_a_bar_is_filled_by_its_parts_in_order() -> None:
    chart = charts.stacked([("One", {"red": 1, "complete": 2, "green": 0}), ("None", {})], {"red": "Off track"})
    assert chart.key == (("complete", "Complete"), ("red", "Off track"))
    first, empty = chart.bars
    assert [(part.value, part.x, part.width) for part in first.parts] == [
        ("complete", 0, 66.67),
        ("red", 66.67, 33.33),
    ]
    assert first.in_words == "One: 2 complete, 1 off track"
    assert (empty.parts, empty.total, empty.in_words) == ((), 0, "None: none")


def test_columns_of_a_trend_share_one_scale_and_a_year_is_written_once() -> None:
    chart = charts.trend([("Q1 2016/17", {"green": 5}), ("Q2 2016/17", {"green": 7, "not_reported": 3})])
    first, second = chart.bars
    assert first.parts[0].height * 2 == charts.TREND_HEIGHT
    assert sum(part.height for part in second.parts) == charts.TREND_HEIGHT
    assert second.parts[-1].y == 0
    assert [[words for words, _ in bar.foot] for bar in chart.bars] == [["Q1", "2016/17"], ["Q2", ""]]


def test_a_value_without_a_drawing_is_an_error() -> None:
    with pytest.raises(ValueError, match="teal"):
        charts.stacked([("One", {"teal": 1})])


def test_charts_need_no_inline_style_and_say_the_same_in_a_table() -> None:
    rows = [("Objective 1", {value: index + 1 for index, value in enumerate(charts.VALUES)})]
    page = drawn(
        '{% stacked_bar "a" "By objective" rows first="Objective" %}{% trend_chart "b" "By quarter" rows %}', rows=rows
    )
    assert not page.xpath("//@style | //@viewbox | //style")
    assert page.xpath("//table[1]//td/text()")[:11] == [str(n) for n in [*range(1, 11), 55]]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    painted = {fill[5:-1] for fill in page.xpath("//rect/@fill") if fill.startswith("url(")}
    assert painted <= set(ids)


@pytest.mark.parametrize("name", ["400", "403", "404", "409", "500"])
@override_settings(STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}})
def test_error_pages_need_nothing_at_all(name: str) -> None:
    page = lxml.html.fromstring(render_to_string(f"{name}.html"))
    assert page.xpath("count(//h1)") == 1
    assert page.xpath("//main//a/@href")
    assert not page.xpath("//@style | //style | //script[not(@src)]")


def test_how_far_agencies_are_is_told_by_pattern_and_number_in_the_order_in_which_it_comes_about() -> None:
    rows = [("Police", {"not_opened": 2, "sent": 1, "accepted": 3}), ("Health", {"draft": 1, "returned": 1})]
    picture = drawn('{% stands_bar "far" "How far each agency is" rows %}', rows=rows)
    titles = [title.text_content() for title in picture.xpath("//svg/title")]
    assert titles == ["Police: 3 accepted, 1 sent, 2 not opened", "Health: 1 returned, 1 draft"]
    fills = picture.xpath("//rect[@class='app-chart__part']/@fill")
    assert len(fills) == len(set(fills)) == 5
    patterns = set(picture.xpath("//pattern/@id"))
    assert {fill[5:-1] for fill in fills if fill.startswith("url")} <= patterns
    assert picture.xpath("//table//th[@scope='col']/text()") == [
        "Agency", "Accepted", "Sent", "Returned", "Draft", "Not opened", "Total",
    ]  # fmt: skip


def test_every_state_of_a_request_has_a_drawing() -> None:
    assert set(charts.STANDS) == {stand.value for stand in Stand}
    assert {stand.value: LABELS[stand] for stand in Stand} == charts.STAND_LABELS
