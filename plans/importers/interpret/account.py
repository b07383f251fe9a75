"""Nothing is lost: every non-blank character of the source is in a field that cites its place, or is left out with why.

Words count as held only where a field or a left-out entry names the very place they stood; that the same words occur
elsewhere in the file is not enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ..proposal import LeftOut, Proposal, ProposedAction, ProposedPlan, ProposedSection
from ..source import Place, Source
from .titles import KEYWORDS

_SHORTEST = 3  # characters in a row that count as the same words
_LONGEST = 20_000  # characters compared; longer texts count only where they match whole
_TAG = re.compile(r"</?[a-z!][^<>]*>|&\w+;|&#\d+;", re.I)
_LABELS = re.compile(r"(?:\(?(?:\d{1,2}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})[.):]*\s*)+")
# Where an origin is named otherwise than the values that it is about.
_HELD = {
    "action": ("text",),
    "leads": ("leads_text", "leads"),
    "timescale": ("timescale", "progress"),
    "period": ("period_label",),
}


def account(source: Source, proposal: Proposal) -> Proposal:
    """The proposal with everything it does not hold left out, each piece with its place and the reason."""
    held, left, rated = _held(proposal), _left(proposal), _ratings(proposal)
    roles = {layout.table: layout.roles for layout in proposal.layouts}
    left_out = list(proposal.left_out)
    for place, text in source.pieces():
        if rated.get(place, "").startswith(text.strip().casefold() or "-"):
            continue
        if rest := _uncovered(text, held.get(place, {}), left.get(place, [])):
            said = place in rated and not _is_marks(rest)
            reason = "Read as the rating." if said else _reason(place, rest, roles, place in held)
            left_out.append(LeftOut(rest, place, reason))
    return replace(proposal, left_out=tuple(left_out))


def missing(source: Source, proposal: Proposal) -> dict[Place, str]:
    """The words of the source, by place, that neither a field citing that place nor a left-out entry of it holds."""
    held, left, rated = _held(proposal), _left(proposal), _ratings(proposal)
    lost: dict[Place, str] = {}
    for place, text in source.pieces():
        if rated.get(place, "").startswith(text.strip().casefold() or "-"):
            continue
        if rest := _uncovered(text, held.get(place, {}), left.get(place, [])):
            lost[place] = f"{lost.get(place, '')} {rest}".strip()
    return lost


def _held(proposal: Proposal) -> dict[Place, dict[str, None]]:
    """The texts, without blanks, that are cited from each place."""
    held: dict[Place, dict[str, None]] = defaultdict(dict)

    def cite(places: Iterable[Place], texts: Sequence[str]) -> None:
        for place in places:
            held[place].update(dict.fromkeys(texts))

    items: tuple[ProposedPlan | ProposedSection | ProposedAction, ...]
    items = (proposal.plan, *proposal.sections, *proposal.actions)
    for item in items:
        for name, origin in item.origins.items():
            if name == "rag":  # a word for a rating is held whole or not at all: "complete" is not in "Completed"
                continue
            values = (getattr(item, each, None) for each in _HELD.get(name, (name,)))
            cite(
                origin.places, [squeezed for value in values for text in _texts(value) if (squeezed := _squeezed(text))]
            )
        if "title" in item.origins:  # a heading prints its number and its title together
            cite(item.origins["title"].places, [_squeezed(getattr(item, "number", ""))])
    return held


def _ratings(proposal: Proposal) -> dict[Place, str]:
    """The ratings by the places that they were read from: a cell that says just that word, or starts it, is held."""
    return {
        place: action.rag
        for action in proposal.actions
        if action.rag and "rag" in action.origins
        for place in action.origins["rag"].places
    }


def _left(proposal: Proposal) -> dict[Place, list[str]]:
    """The words that are left out, by place, in order."""
    left: dict[Place, list[str]] = defaultdict(list)
    for each in proposal.left_out:
        left[each.place] += each.text.split()
    return left


def _texts(value: object) -> Iterator[str]:
    """Every text within a field's value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Iterable):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "text"):
        yield value.text


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _uncovered(text: str, held: Mapping[str, None], left: list[str]) -> str:
    """What of a piece none of the held texts has, nor the words left out, in order; runs divided by blanks.

    Words left out are used up: those of a place that prints them twice must be left out twice."""
    whole = _squeezed(text)
    if not whole or whole in held:
        return ""
    covered = bytearray(len(whole))
    for other in sorted(held, key=len, reverse=True):
        if other:
            _cover(whole, other, covered)
        if all(covered):
            return ""
    for word in list(left):
        if (at := _open_at(whole, word, covered)) >= 0:
            covered[at : at + len(word)] = b"\1" * len(word)
            left.remove(word)
    return " ".join(_runs(text, covered))


def _open_at(whole: str, word: str, covered: bytearray) -> int:
    """Where the word stands among characters that are not covered yet; -1 if nowhere."""
    at = whole.find(word)
    while at >= 0 and any(covered[at : at + len(word)]):
        at = whole.find(word, at + 1)
    return at


def _cover(whole: str, other: str, covered: bytearray) -> None:
    """Marks the characters of `whole` that `other` holds."""
    if whole in other:
        covered[:] = b"\1" * len(covered)
        return
    at = whole.find(other)
    if at >= 0:
        while at >= 0:
            covered[at : at + len(other)] = b"\1" * len(other)
            at = whole.find(other, at + len(other))
        return
    if max(len(whole), len(other)) > _LONGEST or not _share_words(whole, other):
        return
    shorter = min(len(whole), len(other))
    blocks = SequenceMatcher(None, whole, other, autojunk=False).get_matching_blocks()
    if 2 * sum(block.size for block in blocks) < shorter:  # other words that have some letters in common
        return
    for start, _, size in blocks:
        if size >= _SHORTEST or (size and size == shorter):
            covered[start : start + size] = b"\1" * size


def _share_words(whole: str, other: str) -> bool:
    """A cheap look before the characters are compared: some stretch of the shorter text is in the longer one."""
    short, long = sorted((whole, other), key=len)
    size = max(_SHORTEST, min(8, len(short) // 3))
    return any(short[at : at + size] in long for at in range(0, len(short) - size + 1, size))


def _runs(text: str, covered: bytearray) -> list[str]:
    """The characters that are not covered, as they stand in the text, blanks between them kept."""
    runs: list[str] = []
    run, at = "", 0
    for character in text:
        if character.isspace():
            run += " " if run else ""
            continue
        if not covered[at]:
            run += character
        elif run.strip():
            runs.append(run.strip())
            run = ""
        at += 1
    return [*runs, run.strip()] if run.strip() else runs


def _is_marks(text: str) -> bool:
    return not re.search(r"\w", text)


def _reason(place: Place, rest: str, roles: Mapping[int, Sequence[str]], cited: bool) -> str:
    if place.part:
        return f"Stands in a {place.part}, not in the plan itself."
    if _is_marks(rest):
        return "Marks of lists and punctuation."
    if not re.search(r"\w", _TAG.sub("", rest)):
        return "Marks that a conversion left behind."
    table = roles.get(place.table, ())
    role = table[place.row - 1] if 0 < place.row <= len(table) else ""
    if role == "heading":
        return "A heading printed again, or one that no column of the plan needs."
    if role in ("prose", "left_out"):
        return "A row of the table that is no action."
    if cited and re.fullmatch(rf"(?:{KEYWORDS})[\s:.–-]*", rest, re.I):
        return "The word that a heading's number follows."
    if cited and _LABELS.fullmatch(rest):
        return "Numbers or letters that tell which action a part of the cell is for."
    if cited:
        return "Words in a cell that none of its fields holds."
    return "Words outside of the plan's table." if not role else "A cell that belongs to no field."
