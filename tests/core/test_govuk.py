"""The bridge from Django's forms to GOV.UK's components: what a person sees and what a screen reader is told."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import lxml.html
import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.utils.safestring import SafeString

from prevent_tracker.core.govuk import DateField, FilterForm, GovukRenderer, Look, component, error_summary


class Update(forms.Form):
    default_renderer = GovukRenderer
    rag = forms.ChoiceField(label="Status", choices=[("green", "Green"), ("red", "Red")], widget=forms.RadioSelect)
    path = forms.CharField(label="Path to green", widget=forms.Textarea, max_length=600, required=False)
    done = forms.MultipleChoiceField(
        choices=[("1", "Booked"), ("2", "Held")], widget=forms.CheckboxSelectMultiple, required=False
    )
    lead = forms.ChoiceField(label="Lead agency", choices=[("", "---------"), ("h", "Council"), ("p", "Police")])
    due = DateField(label="New date", help_text="For example, 27 3 2017")
    trained = forms.IntegerField(label="Staff trained", required=False)
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    evidence = forms.FileField(label="Evidence", required=False)
    sure = forms.BooleanField(label="Nobody can be recognised")
    version = forms.CharField(widget=forms.HiddenInput)

    looks: Mapping[str, Look] = {
        "rag": Look(label_size="m", item_hints={"red": "More than a month late"}),
        "path": Look(show_when=("rag", ("red",))),
        "trained": Look(classes="govuk-input--width-4", suffix="people"),
    }


def tree(html: str) -> Any:
    return lxml.html.fromstring(f"<div>{html}</div>")


def one(html: str, path: str) -> Any:
    found = tree(html).xpath(path)
    assert len(found) == 1, f"{path}: {len(found)} in {html}"
    return found[0]


def field(name: str, data: dict[str, str] | None = None, **initial: Any) -> str:
    form = Update(data, initial=initial) if data is not None else Update(initial=initial)
    return str(form[name].as_field_group())


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("rag", "//fieldset//input[@type='radio'][@value='red']"),
        ("path", "//textarea[contains(@class, 'govuk-js-character-count')]"),
        ("done", "//fieldset//input[@type='checkbox'][@value='2']"),
        ("lead", "//select[contains(@class, 'govuk-select')]"),
        ("due", "//input[@name='due_month'][@inputmode='numeric']"),
        ("trained", "//input[@type='text'][@inputmode='numeric']"),
        ("email", "//input[@type='email'][@autocomplete='email']"),
        ("secret", "//div[@data-module='govuk-password-input']//input[@type='password']"),
        ("evidence", "//input[@type='file']"),
        ("sure", "//input[@type='checkbox'][@name='sure']"),
        ("version", "//input[@type='hidden'][@name='version']"),
    ],
)
def test_each_widget_is_its_component(name: str, path: str) -> None:
    one(field(name), path)


def test_a_label_belongs_to_its_control_and_a_legend_to_its_group() -> None:
    assert one(field("email"), "//label").get("for") == one(field("email"), "//input").get("id")
    assert one(field("rag"), "//legend").text_content().strip() == "Status"
    assert "govuk-fieldset__legend--m" in one(field("rag"), "//legend").get("class")


def test_optional_fields_say_so_but_not_a_dependent_field_nor_a_filter() -> None:
    class Search(FilterForm):
        default_renderer = GovukRenderer
        words = forms.CharField(required=False)

    assert "(optional)" in field("evidence")
    assert "(optional)" not in field("email")
    assert "(optional)" not in field("path")
    assert "(optional)" not in str(Search()["words"].as_field_group())


def test_values_return_chosen() -> None:
    assert one(field("rag", rag="red"), "//input[@checked]").get("value") == "red"
    assert one(field("done", done=["2"]), "//input[@checked]").get("value") == "2"
    assert one(field("lead", lead="p"), "//option[@selected]").get("value") == "p"
    assert one(field("path", path="a < b"), "//textarea").text == "a < b"


def test_an_empty_choice_asks_to_select() -> None:
    assert one(field("lead"), "//option[@value='']").text.strip() == "Select"


def test_a_password_is_never_sent_back() -> None:
    assert not one(field("secret", {"secret": "hunter2hunter2"}), "//input").get("value")


def test_hints_are_read_with_the_control() -> None:
    html = field("due")
    assert "id_due-hint" in one(html, "//fieldset").get("aria-describedby")
    assert one(field("rag"), "//*[contains(@class, 'govuk-radios__hint')]").text.strip() == "More than a month late"


def test_a_dependent_field_waits_for_its_radios_in_style_only() -> None:
    assert [item.get("value") for item in tree(field("rag")).xpath("//input[@data-reveals]")] == ["red"]
    one(field("path"), "//div[@class='app-reveal']//textarea")


def test_text_is_escaped_and_safe_words_are_not() -> None:
    assert "&lt;b&gt;" in component("tag", text="<b>")

    class Sign(forms.Form):
        default_renderer = GovukRenderer
        name = forms.CharField(label="<i>", help_text=SafeString('<a href="/reset/">Forgot</a>'))

    html = str(Sign()["name"].as_field_group())
    assert "&lt;i&gt;" in html
    assert one(html, "//a").get("href") == "/reset/"


def test_a_widget_without_a_component_is_an_error() -> None:
    class Odd(forms.Form):
        default_renderer = GovukRenderer
        when = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget of when"):
        Odd()["when"].as_field_group()


DATES = [
    (("28", "2", "2017"), datetime.date(2017, 2, 28)),
    ((" 1", "jan", "2017 "), datetime.date(2017, 1, 1)),
    (("1", "September", "2017"), datetime.date(2017, 9, 1)),
    (("29", "2", "2016"), datetime.date(2016, 2, 29)),
]


@pytest.mark.parametrize(("typed", "expected"), DATES)
def test_dates_read(typed: tuple[str, str, str], expected: datetime.date) -> None:
    assert DateField(label="New date").clean(list(typed)) == expected


BAD_DATES = [
    (("", "2", "2017"), "New date must include a day", ["day"]),
    (("1", "", ""), "New date must include a month and year", ["month", "year"]),
    (("29", "2", "2017"), "New date must be a real date", ["day", "month", "year"]),
    (("1", "13", "2017"), "New date must be a real date", ["day", "month", "year"]),
    (("1", "smarch", "2017"), "New date must be a real date", ["day", "month", "year"]),
    (("1", "2", "17"), "New date must include a year of 4 numbers", ["year"]),
    (("", "", ""), "Enter new date", ["day", "month", "year"]),
]


@pytest.mark.parametrize(("typed", "message", "parts"), BAD_DATES)
def test_bad_dates_say_what_is_wrong_and_keep_what_was_typed(
    typed: tuple[str, str, str], message: str, parts: list[str]
) -> None:
    data = dict(zip(("due_day", "due_month", "due_year"), typed, strict=True))
    html = field("due", data)
    assert message in one(html, "//*[@id='id_due-error']").text_content()
    marked = tree(html).xpath("//input[contains(@class, 'govuk-input--error')]/@name")
    assert marked == [f"due_{part}" for part in parts]
    assert [box.get("value") or "" for box in tree(html).xpath("//input")] == list(typed)


def test_a_date_that_stands_fills_the_boxes_and_is_unchanged() -> None:
    assert tree(field("due", due=datetime.date(2017, 1, 18))).xpath("//input/@value") == ["18", "1", "2017"]
    assert not DateField().has_changed(datetime.date(2017, 1, 18), ["18", "1", "2017"])
    assert DateField().has_changed(datetime.date(2017, 1, 18), ["19", "1", "2017"])


def test_the_summary_links_each_error_to_a_control_that_exists() -> None:
    form = Update({"due_day": "1", "due_month": "2", "version": "1"})
    form.add_error(None, "The round has closed")
    summary = tree(error_summary([form]))
    lines = [line.text_content().strip() for line in summary.xpath("//li")]
    assert lines == [
        "The round has closed",
        "Select status",
        "Select lead agency",
        "New date must include a year",
        "Enter email address",
        "Enter password",
        "Tick “Nobody can be recognised”",
    ]
    ids = set(tree(str(form)).xpath("//@id"))
    links = [href.removeprefix("#") for href in summary.xpath("//a/@href")]
    assert "id_due_year" in links
    assert set(links) <= ids


def test_nothing_wrong_means_no_summary_and_no_prefix() -> None:
    page = Template("{% load govuk %}{% error_prefix form %}|{% error_summary form %}")
    assert page.render(Context({"form": Update()})) == "|"
    assert page.render(Context({})) == "|"
    assert page.render(Context({"form": Update(QueryDict(""))})).startswith("Error: |<div")


def test_a_form_draws_its_hidden_fields_once() -> None:
    assert len(tree(str(Update())).xpath("//input[@name='version']")) == 1
