"""The rules of core/personal.py: each finds (start, end) of one kind of words in a folded text. Pure.

Plans are full of numbers, dates and addresses of offices, so each rule asks for what tells a person's from those:
a check digit, a prefix that was given out, a word such as "DOB" beside the date, a house number before the postcode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

Span = tuple[int, int]


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for found in pattern.finditer(text):
        yield found.span()


# ---- NHS numbers

_NHS = re.compile(r"(?<!\d)(?=(\d{3}[ .-]{0,2}\d{3}[ .-]{0,2}\d{4})(?!\d))")


def is_nhs_number(digits: str) -> bool:
    """Ten digits of which the last checks the others, modulus 11.

    NHS Data Dictionary, "NHS Number": weights 10 down to 2, eleven less the remainder; 11 stands for 0, 10 is invalid.
    Ten times the same digit passes and is nobody's.
    """
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])  # a remainder of 1 makes 10, which no digit equals


def _nhs_numbers(text: str) -> Iterator[Span]:
    for found in _NHS.finditer(text):
        if is_nhs_number(re.sub(r"\D", "", found[1])):
            yield found.span(1)


# ---- National Insurance numbers

# HMRC, National Insurance Manual NIM39110: neither letter is D, F, I, Q, U or V, the second is not O, and these
# prefixes are not given out; six digits; a suffix A to D. It has no check digit.
_NI_PREFIX = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_NI_LOOSE = re.compile(rf"(?<![A-Za-z0-9]){_NI_PREFIX}[ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D](?![A-Za-z0-9])")
# In small letters "on 01 04 16 a meeting" would be one: there the suffix stands close.
_NI_CLOSE = re.compile(rf"(?<![a-z0-9]){_NI_PREFIX}[ -]?\d\d[ -]?\d\d[ -]?\d\d[A-D](?![a-z0-9])", re.IGNORECASE)


# ---- dates of birth

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,9}\.?"
_DAY_DATE = (  # with its day
    r"(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d{2})(?!\d)"
    r"|\d{4} ?[/.-] ?\d{1,2} ?[/.-] ?\d{1,2}(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -](?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}(?!\d))"
)
_ANY_DATE = rf"(?:{_DAY_DATE}|\d{{8}}(?!\d)|\d{{6}}(?!\d)|{_MONTH},? \d{{4}}(?!\d))"
_DOB = r"(?:d\.? ?o\.? ?b\b\.?|dates? of birth|birth ?dates?|birthday)"
# Up to two dozen characters between, unless they speak of a deadline: "date of birth recorded by 31/03/2016".
_GAP = r"(?:(?!\b(?:by|before|from|until|till|due|since|end|start|starting|between|after)\b)[^\d;!?]){0,24}?"
_AGE = r"(?:aged? \d{1,3}\b|\d{1,3}[ -]?(?:years?|yrs?)[ -]old)"
_BIRTH = re.compile(
    rf"\b{_DOB}{_GAP}{_ANY_DATE}"
    r"|\bborn\b(?: in [A-Za-z][A-Za-z' -]{0,30}?)?,?(?: on| in)?[ :,(-]{1,3}(?:the )?"
    rf"(?:{_DAY_DATE}|{_MONTH},? \d{{4}}(?!\d))"
    rf"|\b{_AGE}[ ,;:(]{{1,3}}{_DAY_DATE}"
    rf"|(?<!\d){_DAY_DATE}[ ,;:(-]{{1,3}}(?:{_DOB}|{_AGE}(?! ?(?:-|to\b|and\b) ?\d))",
    re.IGNORECASE,
)


# ---- e-mail addresses

# RFC 5321's usual part: what is written without quotation marks.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w+-][\w.+'&-]{0,63} ?@ ?[A-Za-z0-9](?:[\w-]*\w)?(?:\.[A-Za-z0-9](?:[\w-]*\w)?)*\.[A-Za-z]{2,24}\b"
)


def _emails(text: str) -> Iterator[Span]:
    return _spans(_EMAIL, text) if "@" in text else iter(())


# ---- phone numbers

# Ofcom, The National Telephone Numbering Plan: ten digits after the 0 (nine in a few places of 01), of which 01 and 02
# are places, 05 goes over the internet, 07 are mobiles. 03, 08 and 09 are never a person's own: helplines and offices.
_PHONE = re.compile(
    r"(?<![\w/£$€+])(?<!\d[.,-])(?<!\d )"
    r"(?:(?:\+ ?44|0044)[ .-]?(?:\( ?0 ?\)[ .-]?)?|\( ?0|0)"
    r"[1257](?:[ .-]{0,2}[()]?[ .-]?\d){8,9}(?![\d/]|[.,-]\d)"
)
_GROUPS = re.compile(r"\d+")


def _phones(text: str) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        groups = _GROUPS.findall(found[0])
        international = found[0].startswith(("+", "00"))
        # A date comes in pairs ("01.04.2016 10 30"); a number begins with its area.
        if international or len(groups[0]) >= 3 or (len(groups) > 1 and len(groups[1]) >= 3 and len(groups) <= 3):
            yield found.span()


# ---- home addresses

# BS 7666-2 and Royal Mail's rules: area, district, a space, sector and two letters of a unit (never C I K M O V).
_POSTCODE = r"[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPSTUW\d]? {0,2}\d(?!(?:st|nd|rd|th)\b)[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"
_STREET = (
    r"(?:street|str?|road|rd|avenue|ave?|lane|ln|close|drive|way|court|ct|gardens?|gdns|grove|place|crescent|cres|terrace"
    r"|square|sq|hill|park|mews|walk|rise|view|row|green|parade|broadway|yard|wharf|gate|estate|house|lodge|villas?|vale"
    r"|mount|cottages?|buildings?|embankment|quay|bank|end|common|path|passage|circus)"
)
_HOUSE = r"(?!(?:19|20)\d\d\b)\d{1,4}[a-z]?(?: ?[-/] ?\d{1,4}[a-z]?)?"
_ADDRESS = re.compile(
    rf"(?<![\w£.])(?:(?:flat|apartment|apt|unit|room|no\.?|number) )?{_HOUSE},? "
    rf"(?:[a-z][a-z'.-]*,? ){{0,4}}?{_STREET}\b[.,]?(?: ?[a-z(][a-z'.()-]*,?| ?,){{0,8}}? {{0,2}}{_POSTCODE}"
    rf"|\b(?:flat|apartment|apt) \w{{1,4}},? [^\d;!?]{{0,60}}?{_POSTCODE}"
    rf"|(?<![\w£.]){_HOUSE},? {_POSTCODE}",
    re.IGNORECASE,
)


# ---- references to cases

_CASE = (
    r"(?:channel(?: case| panel| referral)?|prevent referral|referral|case|client|patient|pupil|subject|crime|custody"
    r"|offender|hospital|police|niche|pnc|cris|safeguarding)"
)
_NAMED = r"(?:ref(?:erence)?s?\b\.?(?: (?:no\b\.?|number|id))?|nos?\b\.?|number|id\b|identifier|#)"
# An identifier holds a digit and is no year ("2016", "2016/17"), quarter or date.
_NOT_AN_ID = r"(?!(?:19|20)\d\d(?:[/-]\d{2,4})?(?![\w/-]))(?!\d{1,2}[/.-]\d{1,2}[/.-]\d)"
_ID = rf"{_NOT_AN_ID}(?=[a-z/_.-]*\d)[a-z0-9][a-z0-9/_.-]*[a-z0-9]"
_REFERENCE = re.compile(
    rf"(?<!\bin )\b(?:{_CASE} {_NAMED}|(?:urn|upn)\b)(?: ?(?:is|was))? ?[:=#-]? ?{_ID}"
    rf"|\b(?:channel case|channel referral) #?{_NOT_AN_ID}(?=[a-z0-9/_-]{{4}})(?=[a-z/_-]*\d)[a-z0-9/_-]+"
    rf"|\b(?:case|referral) ?# ?\d[\w/-]*",
    re.IGNORECASE,
)


# Kind, how many digits a text has at least that holds one, and the rule; the surest first.
RULES: tuple[tuple[str, int, Callable[[str], Iterator[Span]]], ...] = (
    ("nhs_number", 10, _nhs_numbers),
    ("ni_number", 6, partial(_spans, _NI_LOOSE)),
    ("ni_number", 6, partial(_spans, _NI_CLOSE)),
    ("birth_date", 3, partial(_spans, _BIRTH)),
    ("email", 0, _emails),
    ("phone", 10, _phones),
    ("address", 3, partial(_spans, _ADDRESS)),
    ("reference", 1, partial(_spans, _REFERENCE)),
)
