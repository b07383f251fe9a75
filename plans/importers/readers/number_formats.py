"""Numbers and dates of spreadsheets as people see them (ECMA-376 part 1, 18.8.31). No Django.

A date is always written in full, "31 March 2017": the cell's own form may hide the year. A form that shows no day says
a month, and the words then say so too: "March 2017" ends on the 31st.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_DIGITS = re.compile(r"[#0?][#0?,.]*")


def shown(number: float, form: str, *, from_1904: bool = False) -> tuple[str, date | float | None]:
    """(text, value): ("31 March 2017", that date), ("March 2017", None), ("14:00", None), ("40%", 0.4), ("3", 3.0)."""
    if is_date_format(form):
        return _shown_date(number, form, from_1904)
    return shown_number(number, form), number


def _shown_date(number: float, form: str, from_1904: bool) -> tuple[str, date | float | None]:
    if number < 0:  # shown as ##### for want of a date
        return general(number), number
    try:
        moment = from_excel(number, CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)
    except (OverflowError, ValueError):  # after the year 9999
        return general(number), number
    if isinstance(moment, time | timedelta):
        return f"{moment}".removesuffix(":00"), None
    letters = _LITERAL.sub("", form).lower()
    if "d" not in letters and "h" not in letters:
        return (f"{moment:%B %Y}" if "m" in letters else f"{moment:%Y}"), None
    return date_words(moment, with_time="h" in letters), moment.date() if isinstance(moment, datetime) else moment


def date_words(moment: date, *, with_time: bool = False) -> str:
    """ "31 March 2017", and "31 March 2017 14:00" where an hour is asked for and there is one."""
    words = f"{moment.day} {moment:%B %Y}"
    if with_time and isinstance(moment, datetime) and moment.time() != time():
        words += f" {moment:%H:%M}"
    return words


def general(number: float) -> str:
    """As "General" shows it: no ".0", and no more than ten digits."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.10g}"


def shown_number(number: float, form: str) -> str:
    sections = _sections(form)
    section = sections[0]
    if len(sections) > 1 and number < 0:
        section, number = sections[1], abs(number)
    elif len(sections) > 2 and number == 0:
        section = sections[2]
    plain = _LITERAL.sub(lambda found: _hold(found[1] or found[2] or found[3] or ""), section)
    digits = _DIGITS.search(plain)
    if not digits or "/" in plain or "E+" in plain:
        # No place for digits: "General", text, or words that stand for every number, such as "done" for 1.
        is_words = not digits and plain.strip() and not re.search("general|@", plain, re.IGNORECASE)
        return _let(plain).strip() if is_words else general(number)
    if "%" in plain:
        number *= 100
    return _let(plain[: digits.start()] + _digits(number, digits[0]) + plain[digits.end() :]).strip()


def _digits(number: float, mask: str) -> str:
    whole, _, part = mask.partition(".")
    least, most = part.count("0"), len(part.replace(",", ""))
    text = f"{number:{',' if ',' in whole else ''}.{most}f}"
    if most > least:
        text = text[: len(text) - (most - least)] + text[len(text) - (most - least) :].rstrip("0")
        text = text.rstrip(".") if not least else text
    before, dot, after = text.partition(".")
    return before.zfill(whole.count("0")) + dot + after


def _sections(form: str) -> list[str]:
    """Positive; negative; zero; text. A semicolon in quotes parts nothing."""
    return re.findall(r'(?:"[^"]*"|\\.|[^;])+', form) or [form]


# Quoted words of a form may hold #, 0 or %: they are moved out of the way while the digits are put in.
def _hold(words: str) -> str:
    return "".join(chr(0xF0000 + ord(each)) for each in words if ord(each) < 0x10000)


def _let(text: str) -> str:
    return "".join(chr(ord(each) - 0xF0000) if ord(each) >= 0xF0000 else each for each in text)
