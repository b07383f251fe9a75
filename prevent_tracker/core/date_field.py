"""A date in three boxes, as GOV.UK's date input asks for it (design-system.service.gov.uk/components/date-input)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3

PARTS = ("day", "month", "year")


class DateWidget(forms.MultiWidget):
    """Day, month and year in three boxes; the boxes keep what was typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateField(forms.Field):
    """A date typed in three boxes. A month may be a number or a name ("jan").

    Errors carry `params["parts"]`, the boxes at fault, and use GOV.UK's words ("must include a year").
    """

    widget = DateWidget

    def to_python(self, value: Any) -> datetime.date | None:
        if isinstance(value, datetime.date) or not value:
            return value or None
        texts = [str(part or "").strip() for part in value]
        if not any(texts):
            return None
        missing = [part for part, text in zip(PARTS, texts, strict=True) if not text]
        if missing:
            raise self._error(f"must include a {' and '.join(missing)}", "incomplete", missing)
        return self._real_date(*texts)

    def _real_date(self, day: str, month: str, year: str) -> datetime.date:
        if year.isdecimal() and len(year) != 4:
            raise self._error("must include a year of 4 numbers", "year", ["year"])
        try:
            return datetime.date(int(year), _month(month), int(day))
        except ValueError as error:
            raise self._error("must be a real date", "invalid", PARTS) from error

    def _error(self, message: str, code: str, parts: Sequence[str]) -> ValidationError:
        return ValidationError(f"{self.label or 'Date'} {message}", code, {"parts": tuple(parts)})


def _month(text: str) -> int:
    for names in (MONTHS, MONTHS_3):
        for number, name in names.items():
            if text.lower() == str(name).lower():
                return number
    return int(text)
