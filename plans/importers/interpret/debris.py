"""Takes away what converting and printing left in a text. Only blanks, tags and invisible marks go, never a letter."""

from __future__ import annotations

import html
import re
from collections.abc import Collection

_INLINE = "a|abbr|b|big|del|em|font|i|ins|mark|s|small|span|strong|sub|sup|u"
_BLOCK = "blockquote|br|div|h[1-6]|hr|li|ol|p|pre|section|table|tbody|td|th|thead|tr|ul"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.I)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})(?:\s[^<>]*)?/?>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.I)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*])\1(?![\w*])")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")

# A fragment of one or two letters that ended up alone, and what it must complete for that to be sure.
_FRAGMENT = re.compile(r"\b([A-Za-z]{3,}) (?=([a-z]{1,3})\b(?![.'’\d)/-])(?! \d))")
_ENDINGS = re.compile(
    r"(?:tion|sion|ation|ment|ness|ity|ncy|ance|ence|ship|ing|ies|tory|tive|able|ible|ful|tional)s?$"
    r"|(?:tion|sion|ment|ator|ition|nity)s$",
    re.I,
)
_SHORT_WORDS = """
a i o ie eg am an as at be by do go he hi if in is it me my no of on or ox so to up us we vs re ad id pa act
add age ago aid aim air all and any apt are arm art ask bad bag ban bar bed bid big bit box bus but buy can
car cut day did die due ear eat end era etc eye far few fit fix fly for fun gap gas get got had has her him
his hit hot how its job key kit lab law lay led let lie lot low man map may men met mix new nor not now odd
off old one our out own par pay per pre put ran raw red rid row run sat saw say sea see set sex she sit six
son sum tax tea ten the tie too top try two use via war was way web who why win won yes yet you
"""
_HYPHEN = re.compile(r"\b([A-Za-z]+)-\s([a-z]+)")
_PREFIXES = """
anti bi co counter cross de e ex extra hyper inter intra long macro mid micro mini multi non on off over post
pre pro re self semi short sub super trans tri ultra under well
"""
_HANGING = frozenset({"and", "or", "to", "as", "but"})
_short_words = frozenset(_SHORT_WORDS.split())
_prefixes = frozenset(_PREFIXES.split())

_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}\.?|\(?[a-z]\)|[A-Z]{1,3}\d{1,3}(?:\.\d{1,3})?|)"
_PAGE = r"(?:[-–] ?\d{1,4} ?[-–]|page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?)"
_LONGEST_MARK = 60
_PAGE_MARK = re.compile(rf"({_NUMBER})\s*({_PAGE})\s*({_NUMBER})", re.I)


def clean(text: str, vocabulary: Collection[str] = ()) -> str:
    """The text without tags, entities, invisible marks and doubled blanks; broken words are joined where that is sure.

    Block tags (<p>, <br>, <li>) become line ends, and no blank line is kept. `vocabulary` holds words known to be
    whole, casefolded, such as those of the rest of the file.
    """
    for pattern, kept in ((_BLOCK_TAG, "\n"), (_INLINE_TAG, "")):
        text = pattern.sub(kept, text)
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _EMPHASIS.sub(r"\2", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    text = _LINES.sub("\n", _BLANKS.sub(" ", text)).strip()
    return mend_words(text, vocabulary)


def mend_words(text: str, vocabulary: Collection[str] = ()) -> str:
    """Joins "implementatio n" and "multi- agency": a fragment that completes a known word, or a common ending."""

    def fragment(found: re.Match[str]) -> str:
        head, tail = found[1], found[2]
        joined = f"{head}{tail}".casefold()
        if tail in _short_words or head.isupper():
            return found[0]
        known = joined in vocabulary and tail not in vocabulary
        return head if known or (len(tail) == 1 and _completes(head, tail)) else found[0]

    def hyphen(found: re.Match[str]) -> str:
        head, tail = found[1].casefold(), found[2].casefold()
        if tail in _HANGING:
            return found[0]
        known = f"{head}-{tail}" in vocabulary or f"{head}{tail}" in vocabulary or head in _prefixes
        return f"{found[1]}-{found[2]}" if known else found[0]

    return _HYPHEN.sub(hyphen, _FRAGMENT.sub(fragment, text))


def _completes(head: str, tail: str) -> bool:
    """Whether the letter makes a word of common ending out of what has none without it; "s" is no word."""
    if tail == "s":
        return bool(_ENDINGS.search(head + tail))
    return bool(_ENDINGS.search(head + tail)) and not _ENDINGS.search(head)


def vocabulary_of(texts: Collection[str]) -> frozenset[str]:
    """The words of the texts, casefolded, hyphenated ones whole: what `clean` may join to. Fragments are left out."""
    words = re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", "\n".join(clean(text) for text in texts))
    return frozenset(word.casefold() for word in words if len(word) > 3)


def split_page_mark(text: str) -> tuple[str, str]:
    """("1.1", "Page 49") of "1.1 Page 49": an agenda's page number caught in a cell, beside at most a number.

    The mark is "" where the text holds none, or holds other words.
    """
    found = _PAGE_MARK.fullmatch(text.strip()) if len(text) < _LONGEST_MARK else None
    if not found or (found[1] and found[3]):
        return text, ""
    return found[1] or found[3], found[2]
