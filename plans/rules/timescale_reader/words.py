"""The vocabulary of time, and the clean-up that lets it be found in words taken from Word and PDF files."""

import re
import unicodedata

# Stands in masked text for each stretch of time in turn; tidy text holds no control characters.
MARK = "\x02"

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
NUMBERS = {
    word: number
    for number, word in enumerate(
        _NUMBER_WORDS.split(),
        start=1,
    )
} | {"once": 1, "twice": 2}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
NUMBER = r"(?:\d{1,3}|" + "|".join(NUMBERS) + ")"
DAYS = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
DAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?(?![a-z])"

# Long words of time that a column break may have cut: "Septem ber", "on going", "quarter ly".
_CUTTABLE = (
    "january february march april august september october november december ongoing monthly quarterly "
    "annually annual fortnightly weekly completed complete onwards continuous throughout quarter"
)


def _cuts(word: str) -> str:
    return "|".join(f"{word[:at]} {word[at:]}" for at in range(1, len(word)))


_CUT = re.compile(r"(?<![^\W\d_])(?:" + "|".join(_cuts(word) for word in _CUTTABLE.split()) + r")(?![^\W\d_])", re.I)
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "—": "–", "―": "–", "‒": "–", "‐": "-", "‑": "-"}
)


def number(word: str) -> int:
    """The value of digits, a number word or an ordinal ("last" of four); 0 when it is none of them."""
    return int(word) if word.isdecimal() else (NUMBERS | ORDINALS).get(word.lower(), 0)


def month_number(word: str) -> int:
    """1 to 12 for an English month, whole or cut short ("Sept.")."""
    return MONTHS.index(word.strip(".").lower()[:3]) + 1


def tidy(text: str) -> str:
    """One line, single spaces, no control characters, plain quotes and hyphens; en dashes and bullets stay."""
    kept = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(kept.translate(_QUOTES).split())


def mend(text: str) -> str:
    """Joins words of time that a line break cut in two."""
    return _CUT.sub(lambda cut: cut[0].replace(" ", ""), text)
