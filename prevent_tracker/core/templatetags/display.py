"""How facts look everywhere: ratings, dates, charts, plain text, links that change one part of the address."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from prevent_tracker.core import charts

register = template.Library()


@functools.cache
def _icon(value: str) -> SafeString:
    return mark_safe(render_to_string("components/rag_icon.html", {"value": value}).strip())  # noqa: S308 - ours


@register.simple_tag
def rag_icon(value: str) -> SafeString:
    """The shape of a rating or state alone, for use beside its words."""
    return _icon(value)


@register.simple_tag(takes_context=True)
def rag(context: Context, value: str | None, label: str = "", size: str = "") -> SafeString:
    """A rating or state as words, shape and colour: `{% rag action.rag %}`, `{% rag "amber" "At risk" size="s" %}`.

    No value means not reported. Words: `label`, else the partnership's own, else ours.
    """
    value = str(value or "not_reported")
    words = label or _own_labels(context).get(value) or charts.LABELS[value]
    small = " app-rag--s" if size == "s" else ""
    return format_html('<span class="app-rag app-rag--{}{}">{}{}</span>', value, small, rag_icon(value), words)


def _own_labels(context: Context) -> dict[str, str]:
    """The partnership's own words for the values, from its `rag_key`: {value: {"label": ..., "definition": ...}}."""
    rag_key: Mapping[str, Mapping[str, str]] = getattr(context.get("partnership"), "rag_key", None) or {}
    return {value: item["label"] for value, item in rag_key.items() if item.get("label")}


@register.simple_tag(takes_context=True)
def rag_words(context: Context, value: str) -> str:
    """The words of a rating or state alone, the partnership's own where it has them."""
    own: Mapping[str, str] = context.get("rag_labels") or {}
    return own.get(value) or charts.LABELS[value]


@register.filter
def date_long(day: datetime.date | None) -> str:
    """18 January 2017; nothing for no date."""
    return format_date(_local(day), "j F Y") if day else ""


@register.filter
def date_short(day: datetime.date | None) -> str:
    """18 Jan 2017, for tables."""
    return format_date(_local(day), "j M Y") if day else ""


@register.filter
def datetime_words(moment: datetime.datetime | None) -> str:
    """18 January 2017 at 2:05pm, in local time and GOV.UK's style (midday, midnight, 5pm)."""
    if not moment:
        return ""
    local = _local(moment)
    return f"{format_date(local, 'j F Y')} at {_clock(local.hour, local.minute)}"


def _clock(hour: int, minute: int) -> str:
    if minute == 0 and hour in (0, 12):
        return "midday" if hour else "midnight"
    minutes = f":{minute:02}" if minute else ""
    return f"{hour % 12 or 12}{minutes}{'pm' if hour >= 12 else 'am'}"


def _local(day: Any) -> Any:
    return timezone.localtime(day) if isinstance(day, datetime.datetime) and timezone.is_aware(day) else day


@register.filter
def paragraphs(text: str | None) -> SafeString:
    """Plain text as paragraphs; a blank line parts them, a single line break stays. Everything is escaped."""
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n"))]
    html = [f'<p class="govuk-body">{_lines(block)}</p>' for block in blocks if block.strip()]
    return mark_safe("\n".join(html))  # noqa: S308 - each line is escaped


def _lines(block: str) -> str:
    return "<br>".join(conditional_escape(line) for line in block.split("\n"))


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The current query string with parameters replaced; None or "" drops one: `<a href="{% query_with page=2 %}">`"""
    query = _query(context)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context: Context, name: str, value: str) -> str:
    """The current query string without one value of a parameter that may have several, and from page 1."""
    query = _query(context)
    query.setlist(name, [kept for kept in query.getlist(name) if kept != str(value)])
    query.pop("page", None)
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """The numbers to link to around a page, first and last kept; None stands for a gap."""
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


register.simple_tag(charts.fill, name="chart_fill")


@register.inclusion_tag("components/chart.html", takes_context=True)
def stacked_bar(
    context: Context, name: str, title: str, rows: charts.Rows, first: str = "", key: bool = True, table: bool = True
) -> dict[str, Any]:
    """Bars of parts: `{% stacked_bar "by-objective" "Actions by status for each objective" rows first="Objective" %}`.

    `rows` holds (name, {value: count}); `name` is unique in the page; `first` heads the first column of the table.
    """
    chart = charts.stacked(rows, _own_labels(context))
    return {"id": name, "title": title, "chart": chart, "key": key, "table": table, "first": first, "kind": "stacked"}


@register.inclusion_tag("components/chart.html")
def stands_bar(name: str, title: str, rows: charts.Rows, first: str = "Agency") -> dict[str, Any]:
    """Bars of how far requests are: `rows` holds (agency, {state of plans.rules.chasing: count})."""
    chart = charts.stacked(rows, values=charts.STANDS)
    return {"id": name, "title": title, "chart": chart, "key": True, "table": True, "first": first, "kind": "stacked"}


@register.inclusion_tag("components/chart.html", takes_context=True)
def trend_chart(
    context: Context, name: str, title: str, rows: charts.Rows, first: str = "Quarter", key: bool = True
) -> dict[str, Any]:
    """Columns by quarter: `rows` holds (quarter, {value: count}), oldest first. At most 8 stay readable on a phone."""
    chart = charts.trend(rows, _own_labels(context))
    return {"id": name, "title": title, "chart": chart, "key": key, "table": True, "first": first, "kind": "trend"}


@register.filter
def figure(value: Decimal) -> str:
    """A measure's figure as people write it: 1,250, 12.5, without the column's empty places."""
    return f"{value.normalize():,f}"
