"""Finds where one promise ends and the next begins in a cell that lost its bullets, and sometimes its full stops."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from .verbs import ADJECTIVE_ENDINGS, ALL_VERBS, CONTINUES, NOUN_VERBS, OPEN_WORDS, STARTERS, VERBS

_TOKEN = re.compile(r"\S+")
_ENDS = re.compile(r"[.!?][\"'’”)\]]*$")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:e\.g|i\.e|eg|ie|no|nos|ref|approx|vs|cf|st|dr|mr|mrs|ms|prof|cllr|rev|inc|ltd|dept|para|fig|vol|hon|sgt"
    r"|insp|supt|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[a-z])\.$",
    re.I,
)
_BARE = re.compile(r"^[^\w]+|[^\w]+$")
_MODAL = re.compile(r"(?:will|shall|must|to)$")
_EXPLAINS = re.compile(r"\b(?:will|shall|must)\s+(?:still|also|then|not|need|only|therefore|continue)\b")
_NOMINAL = re.compile(
    r"(?:[A-Z][a-z]+(?:tion|sion|ment|ance|ery|ation)|Use|Access|Review|Roll-?out|Training|Update|Audit|Analysis)$"
)
_AFTER_NOMINAL = frozenset({"of", "to", "for", "with", "in", "at", "on"})
_SURE_NOMINALS = frozenset({"Use", "Production", "Allocation", "Completion", "Attendance", "Circulation"})
_PARTICIPLE = re.compile(
    r"(?:[a-z-]{3,}ed|held|made|given|sent|set|built|met|written|drawn|taken|led|undertaken|begun)$"
)
_NOT_PARTICIPLE = frozenset(
    {"need", "based", "related", "focused", "agreed", "shared", "targeted", "specified", "detailed"}
)
_FAR = 60  # words; as far as one looks for the start or the end of a sentence
# How surely a clause starts at a word: with the sentence before it closed, or in the middle of a line.
CLOSED, LOOSE = "closed", "loose"


@dataclass(frozen=True)
class _Word:
    printed: str
    start: int

    @property
    def bare(self) -> str:
        return _BARE.sub("", self.printed)

    @property
    def verb(self) -> str:
        """The word as a dictionary would give it, the first of "amend/upload"."""
        return self.bare.split("/")[0].casefold()

    @property
    def is_capital(self) -> bool:
        return self.bare[:1].isupper()

    @property
    def is_title(self) -> bool:
        return self.is_capital and not self.is_acronym

    @property
    def is_acronym(self) -> bool:
        return len(self.bare) > 1 and sum(letter.isupper() for letter in self.bare) > 1

    @property
    def is_lower(self) -> bool:
        return self.bare[:1].islower()


Words = list[_Word]


def words_of(text: str) -> Words:
    return [_Word(found[0], found.start()) for found in _TOKEN.finditer(text)]


def sentences(text: str) -> list[str]:
    """The sentences of a text. Abbreviations, initials and dates do not end one."""
    words = words_of(text)
    return _cut(text, [words[at].start for at in range(1, len(words)) if _is_new_sentence(words, at)])


def promises(text: str) -> tuple[list[str], bool]:
    """The promises of an action cell, and whether one was found without a full stop or semicolon before it."""
    words = words_of(text)
    cuts, loose = [], False
    for at in range(1, len(words)):
        how = _promise_at(words, at)
        if how:
            cuts.append(words[at].start)
            loose = loose or how == LOOSE
    return _cut(text, cuts), loose


def results(text: str) -> list[str]:
    """The outcomes of a cell: its sentences stay together; a capital "All", "An" or "To" without a stop starts one."""
    words = words_of(text)
    cuts = [words[at].start for at in range(1, len(words)) if _is_result(words, at)]
    return _cut(text, cuts)


def fragments(text: str) -> list[str]:
    """What a list whose bullets were lost was divided into: wherever a capital phrase goes on in small letters."""
    words = words_of(text)
    return _cut(text, [words[at].start for at in range(1, len(words)) if _is_fragment(words, at)])


def parallel(parts: list[str]) -> bool:
    """Whether several parts all start with a verb, as the items of a list of promises do."""
    heads = [words_of(part)[:2] for part in parts]
    return len(parts) > 1 and all(head and _starts_with_verb(head) for head in heads)


def _cut(text: str, cuts: list[int]) -> list[str]:
    edges = [0, *cuts, len(text)]
    parts = [text[start:end].strip() for start, end in pairwise(edges)]
    return [part for part in parts if part]


def _is_new_sentence(words: Words, at: int) -> bool:
    before, word = words[at - 1].printed, words[at]
    if not _ENDS.search(before) or not (word.is_capital or word.bare[:1].isdigit()):
        return False
    return not _ABBREVIATION.search(before) or before.casefold().endswith("etc.")


def _promise_at(words: Words, at: int) -> str:
    if _is_new_sentence(words, at):
        return CLOSED if _opens(words, at) else ""
    if _to_verb(words, at):
        return LOOSE
    listed = words[at - 1].printed.endswith(";") and _starts_with_verb(words[at : at + 2]) and words[at].is_capital
    how = CLOSED if listed or (at > 1 and _is_joined(words, at)) else LOOSE if _is_loose(words, at) else ""
    return how if how and not _after_colon(words, at) else ""


def _after_colon(words: Words, at: int) -> bool:
    """Whether a colon in the same sentence opened a list: what follows are its members, not promises."""
    for place in range(at - 1, max(-1, at - _FAR), -1):
        if words[place].printed.endswith(":"):
            return True
        if _is_new_sentence(words, place) or _to_verb(words, place):
            return False
    return False


def _is_joined(words: Words, at: int) -> bool:
    """ "...; and Act as": the verb after the last semicolon."""
    if words[at - 1].verb not in {"and", "then"} or not words[at - 2].printed.endswith(";"):
        return False
    return words[at].is_capital and words[at].verb in ALL_VERBS


def _opens(words: Words, at: int) -> bool:
    """Whether a sentence makes a promise of its own: it does not go on with what was said before it."""
    word = words[at]
    if word.verb in ALL_VERBS or (word.verb == "to" and at + 1 < len(words)):
        return True
    sentence = _rest_of_sentence(words, at)
    if _EXPLAINS.search(" ".join(each.printed for each in sentence)):
        return False
    if _nominal(words, at) or _agent(sentence) or _agent_of_result(sentence):
        return word.verb not in CONTINUES
    return False


def _rest_of_sentence(words: Words, at: int) -> Words:
    last = min(len(words), at + _FAR)
    end = next((next_at for next_at in range(at + 1, last) if _is_new_sentence(words, next_at)), last)
    return words[at:end]


def _agent(sentence: Words, within: int = 6) -> bool:
    """ "Delivery Group to endorse ...", "Specified agencies will produce ...": who, then what they are to do."""
    for place in range(1, min(within, len(sentence) - 1)):
        if _MODAL.match(sentence[place].verb):
            return sentence[place + 1].verb in ALL_VERBS
        if sentence[place].verb in ALL_VERBS and sentence[place].is_lower and sentence[place].verb not in NOUN_VERBS:
            return False
    return False


def _agent_of_result(sentence: Words) -> bool:
    """ "Meetings minuted and papers circulated": a thing in the plural, and what will have been done to it."""
    return len(sentence) > 1 and sentence[0].bare.endswith("s") and _is_participle(sentence[1])


def _is_participle(word: _Word) -> bool:
    return bool(_PARTICIPLE.match(word.bare)) and word.bare not in _NOT_PARTICIPLE


def _nominal(words: Words, at: int) -> bool:
    """ "Use of ...", "Development of ...", "Access to ..."."""
    following = words[at + 1 : at + 2]
    return bool(_NOMINAL.match(words[at].bare)) and any(word.bare in _AFTER_NOMINAL for word in following)


def _starts_with_verb(head: Words) -> bool:
    return head[0].verb in ALL_VERBS or (head[0].verb == "to" and len(head) > 1 and head[1].verb in ALL_VERBS)


def _is_complete(words: Words, at: int) -> bool:
    """Whether what stands before a word could end there: not on a preposition, an article or an adjective."""
    before = words[at - 1]
    if before.printed[-1] in ",:(–—-/&+" or words[at].printed[0] in "(&+-–—/" or at < 2:
        return False
    if before.is_capital:
        return before.verb not in OPEN_WORDS or before.is_acronym
    return before.verb not in OPEN_WORDS and not before.bare.endswith(ADJECTIVE_ENDINGS)


def _is_loose(words: Words, at: int) -> bool:
    """Whether a clause starts at a capital word although no full stop closes the one before it."""
    word = words[at]
    if not word.is_capital or not _is_complete(words, at) or at + 1 >= len(words):
        return False
    return any(starts(words, at) for starts in _LOOSE)


def _to_verb(words: Words, at: int) -> bool:
    """ "To develop ..." with its capital, where the words before could end."""
    if words[at].bare != "To" or at + 1 >= len(words) or not words[at + 1].is_lower:
        return False
    before = words[at - 1]
    closed = at > 0 and before.printed[-1] not in ",:(–—-/&+" and before.verb not in OPEN_WORDS
    return closed and words[at + 1].verb in ALL_VERBS


def _verb(words: Words, at: int) -> bool:
    word, following = words[at], words[at + 1]
    if not word.is_title or not word.printed[0].isalnum():
        return False
    if word.verb in VERBS:
        return not (words[at - 1].is_title and following.is_capital and not following.is_acronym)
    return word.verb in NOUN_VERBS and not words[at - 1].is_capital and following.is_lower and following.bare != "of"


def _loose_nominal(words: Words, at: int) -> bool:
    """After a name only some are sure: in "Independent Review of Prevent" the name goes on."""
    if not _nominal(words, at) or words[at + 1].bare not in {"of", "to"}:
        return False
    return not words[at - 1].is_title or words[at].bare in _SURE_NOMINALS


def _loose_agent(words: Words, at: int) -> bool:
    """ "Provider to agree ...", "Reporting facilities to be developed ...", "NCY circulate and agree ..."."""
    before, word = words[at - 1], words[at]
    following = words[at + 1 : at + 4]
    if word.is_acronym and following[0].verb in VERBS and following[0].is_lower:
        return not before.is_capital
    if before.verb in ALL_VERBS or before.is_acronym or before.bare.endswith(("ed", "ing")):
        return False
    named = [place for place, each in enumerate(following) if each.bare == "to"]
    if not named or not all(each.is_lower for each in following[: named[0]]) or named[0] + 1 >= len(following):
        return False
    verb = following[named[0] + 1].verb
    return verb == "be" or (not before.is_capital and verb in VERBS)


def _loose_result(words: Words, at: int) -> bool:
    return words[at].is_title and _agent_of_result(words[at : at + 2]) and not words[at - 1].is_title


_LOOSE: tuple[Callable[[Words, int], bool], ...] = (_verb, _loose_nominal, _loose_agent, _loose_result)


def _is_result(words: Words, at: int) -> bool:
    word, before = words[at], words[at - 1]
    if not word.is_capital or not _is_complete(words, at) or _ENDS.search(before.printed) or at + 2 > len(words):
        return False
    if word.verb in STARTERS and word.is_title and not before.is_title:
        return words[at + 1].is_lower or words[at + 1].is_acronym
    return word.bare == "Ensure" or _to_verb(words, at)


def _is_fragment(words: Words, at: int) -> bool:
    word = words[at]
    if not word.is_title or not _is_complete(words, at) or at + 1 >= len(words):
        return False
    return words[at + 1].is_lower and (words[at + 1].verb not in OPEN_WORDS or not words[at - 1].is_title)
