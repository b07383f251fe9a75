"""Cuts the text of a lead cell into names: at its delimiters, and where a lost line end left none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import cues
from .joining import Known, is_inside, shared_noun, singular

_STRONG = re.compile(r"\s*[;|\n•·▪●◦‣∙\uf0b7]\s*|\s+\+\s*|\s*\+\s+")
_WEAK = re.compile(
    r"\s*,\s*(?:and\b\s*|&\s*)?|\s+and/or\s+|\s*/\s+|\s+/\s*|/|\s+(?:&|and|with|plus|[-–—])\s+|(?<=\w)\s&(?=\w)"
)
_REFERENCE = re.compile(
    r"^((?:membership\s+)?see\s+(?:\w+\s+){0,4}?"
    r"(?:tor|terms of reference|above|below|appendix \w+|section \w+|\d+))\s+(?=[A-Z])",
    re.I,
)
_LONGEST = 300  # characters; a longer text is no row of names whose line ends were lost
_MOST = 80  # a longer row of names is divided at every delimiter
_NOT_NEXT = frozenset({"working", "steering", "task", "training", "development", "support", "strategy", "delivery"})
_LOOSE_MARKS = " ,;:.+/&|-–—•·\t\n"
_VIA = re.compile(r"^(?:via|through|with|and|by|plus|&|led by|lead by)\s+", re.I)


def cut(text: str, known: Known, bulleted: bool) -> list[str]:
    """The names in a text, in printed order, as printed but for the delimiters around them."""
    names: list[str] = []
    for piece in _strong(_balanced(text)):
        names += _named(piece, known, bulleted)
    return [name for name in map(tidy, names) if name]


def tidy(name: str) -> str:
    """A name without marks and small words around it, and without brackets that hold the whole of it."""
    name = " ".join(name.split()).strip(_LOOSE_MARKS)
    while name.startswith("(") and name.endswith(")") and name.count("(") == 1:
        name = name[1:-1].strip(_LOOSE_MARKS)
    if name.count("(") < name.count(")"):
        name = name.rstrip(")")
    return _VIA.sub("", name) if re.search(r"[A-Z]", name) else name


def _balanced(text: str) -> str:
    """Brackets that are never closed divide, as commas do."""
    unclosed: list[int] = []
    for at, letter in enumerate(text):
        if letter == "(":
            unclosed.append(at)
        elif letter == ")" and unclosed:
            unclosed.pop()
    for at in unclosed:
        text = f"{text[:at]};{text[at + 1 :]}"
    return text


def _outside(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches that stand outside brackets."""
    depth = seen = 0
    for found in pattern.finditer(text):
        between = text[seen : found.start()]
        depth, seen = depth + between.count("(") - between.count(")"), found.start()
        if depth <= 0:
            yield found


def _strong(text: str) -> list[str]:
    parts, start = [], 0
    for found in _outside(_STRONG, text):
        parts.append(text[start : found.start()])
        start = found.end()
    return [part for part in (*parts, text[start:]) if part.strip(_LOOSE_MARKS)]


def _named(piece: str, known: Known, bulleted: bool) -> list[str]:
    if known.holds(piece):
        return [piece]
    atoms, delimiters = _whole_known(*_parted(*_atoms(piece, known)), known)
    if len(atoms) > _MOST:
        return atoms
    names = [atoms[0]]
    series = False
    for at, (delimiter, atom) in enumerate(zip(delimiters, atoms[1:], strict=True)):
        in_series = _in_series(names[-1], at, atoms, delimiters, bulleted)
        shared = not in_series and _shares_with_next(at, atoms, delimiters, known)
        if in_series or series or (not shared and _inside(names[-1], delimiter, atom, known, bulleted)):
            names[-1] = f"{names[-1]}{_joint(delimiter)}{atom}"
        elif delimiter in ("&", "and") and _shares(names[-1], atom, known):
            noun = singular(shared_noun(atom))
            names[-1] = f"{names[-1]} {noun}"
            names.append(f"{atom.rsplit(' ', 1)[0]} {noun}")
        else:
            names.append(atom)
        series = in_series
    return names


def _whole_known(atoms: list[str], delimiters: list[str], known: Known) -> tuple[list[str], list[str]]:
    """Joins again the atoms that together are a known name, the longest first."""
    for length in range(min(len(atoms), 6) if known.keys else 0, 1, -1):
        for at in range(len(atoms) - length, -1, -1):
            name = atoms[at]
            for delimiter, atom in zip(delimiters[at:], atoms[at + 1 : at + length], strict=False):
                name = f"{name}{_joint(delimiter)}{atom}"
            if known.holds(name):
                atoms[at : at + length], delimiters[at : at + length - 1] = [name], []
    return atoms, delimiters


def _parted(atoms: list[str], delimiters: list[str]) -> tuple[list[str], list[str]]:
    """ "Strategic Lead for Communities ABC & ABD": of two acronyms side by side neither belongs to the post."""
    for at in range(len(atoms) - 2, -1, -1):
        words = atoms[at].rsplit(" ", 1)
        if len(words) < 2 or not cues.is_headed(words[0]) or len(words[0].split()) < 4:
            continue
        if delimiters[at] in ("&", "and") and cues.is_acronym(words[1]) and cues.is_acronym(atoms[at + 1]):
            atoms[at : at + 1], delimiters[at:at] = words, [""]
    return atoms, delimiters


def _shares_with_next(at: int, atoms: list[str], delimiters: list[str], known: Known) -> bool:
    """Whether the name after a delimiter shares the noun of the one after that: "and Elm & Ash Road Mosques"."""
    if at + 1 >= len(delimiters) or delimiters[at + 1] not in ("&", "and"):
        return False
    return _shares(atoms[at + 1], atoms[at + 2], known)


def _inside(left: str, delimiter: str, right: str, known: Known, bulleted: bool) -> bool:
    if not delimiter or not left.strip(_LOOSE_MARKS) or not right.strip(_LOOSE_MARKS):
        return False
    return is_inside(left, delimiter, right, known, bulleted)


def _joint(delimiter: str) -> str:
    return {",": ", ", "/": "/"}.get(delimiter, f" {delimiter} ")


def _atoms(piece: str, known: Known) -> tuple[list[str], list[str]]:
    """The texts between the weak delimiters, and those delimiters, "" where one was lost."""
    atoms: list[str] = []
    delimiters: list[str] = []
    start = 0
    marks = [found for found in _outside(_WEAK, piece) if not _is_tight(piece, found)]
    for found in [*marks, None]:
        run_together = _unglued(piece[start : found.start() if found else len(piece)], known)
        atoms += run_together
        delimiters += [""] * (len(run_together) - 1)
        if found:
            delimiters.append(_kind(found[0]))
            start = found.end()
    return atoms, delimiters


def _kind(printed: str) -> str:
    bare = printed.strip()
    if bare[:1] == ",":
        return "," if bare == "," else ""
    if bare == "/":
        return "/" if printed == "/" else " / "
    return bare if bare in {"&", "and", "-", "–", "—"} else ""


def _is_tight(piece: str, found: re.Match[str]) -> bool:
    """ "member/s", "n/a", "w/c": a slash inside a word."""
    if found[0] != "/":
        return False
    beside = piece[max(0, found.start() - 2) : found.start()], piece[found.end() : found.end() + 2]
    return any(len(re.findall(r"\w", letters)) <= 1 for letters in beside)


def _in_series(left: str, at: int, atoms: list[str], delimiters: list[str], bulleted: bool) -> bool:
    """Whether a comma is inside a name: "Library, Sport and Leisure", "Head of Planning, Transport & Housing"."""
    if delimiters[at] != "," or at + 1 >= len(delimiters) or delimiters[at + 1] not in ("&", "and"):
        return False
    middle, last = atoms[at + 1], atoms[at + 2]
    if any(cues.is_acronym(name) or cues.is_agency(name) or cues.is_post(name) for name in (middle, last)):
        return False
    if cues.is_headed(left):
        return not cues.is_body(left) and not cues.is_body(middle)
    plain = not any(cues.is_post(name) or cues.is_body(name) or cues.is_agency(name) for name in (left, middle))
    if not plain or cues.is_acronym(left) or len(cues.words(middle)) > 2:
        return False
    return bulleted or cues.words(last)[-1:] in [[noun] for noun in cues.LIST_NOUNS]


def _shares(left: str, right: str, known: Known) -> bool:
    """ "Assunah & Wightman Rd Mosques": two bodies of one noun. A left side that is whole by itself shares nothing."""
    if not shared_noun(right) or known.holds(left) or known.holds(right):
        return False
    whole = (
        cues.is_post(left)
        or cues.is_body(left)
        or cues.is_acronym(left)
        or cues.is_collective(left)
        or cues.is_agency(left)
    )
    return not whole and not cues.are_pair(left, right) and not cues.is_general(left)


def _unglued(text: str, known: Known) -> list[str]:
    """The names of a text without delimiters: one, unless a line end was lost between two."""
    reference = _REFERENCE.match(text.strip())
    if reference:
        return [reference[1], *_unglued(text.strip()[reference.end() :], known)]
    tokens = text.split()
    if known.holds(text) or len(text) > _LONGEST:
        return [text]
    for at in range(1, len(tokens)):
        left, right = " ".join(tokens[:at]), " ".join(tokens[at:])
        if left.count("(") == left.count(")") and _is_lost_end(left, right, known):
            return [left, *_unglued(right, known)]
    return [text]


def _is_lost_end(left: str, right: str, known: Known) -> bool:
    last, first = left.split()[-1], right.split()[0]
    if known.holds(left) and known.holds(right):
        return True
    if first.casefold() == "prevent" and _is_prevent_post(right):
        return cues.is_post(left) or cues.is_collective(left)
    if not first[:1].isupper() or first.casefold() in _NOT_NEXT:
        return False
    if last.endswith(")"):
        return _after_bracket(left, right)
    bare = last.casefold().strip(".,")
    if bare in cues.CLOSING_POSTS and last[:1].isupper() and len(left.split()) > 1:
        return _is_whole(right, known)
    return bare in cues.COLLECTIVES and last[:1].islower() and cues.is_post(right)


def _is_prevent_post(right: str) -> bool:
    """Every council has a Prevent Coordinator, Officer or Lead: such a name is whole."""
    return any(word in cues.CLOSING_POSTS for word in cues.words(right)[1:3])


def _after_bracket(left: str, right: str) -> bool:
    """After "(NCY)" or "(police)" another name starts, unless a post goes on: "County Council (Tamworth) Lead"."""
    if not cues.words(left):
        return False
    return not (cues.is_post(right) and len(right.split()) > 1 and cues.is_body(left))


def _is_whole(right: str, known: Known) -> bool:
    """Whether the words after a post are a name of their own and not more of the post."""
    first, *rest = right.split()
    if known.holds(right) or cues.is_agency(right):
        return True
    if not rest:
        return cues.is_acronym(first)
    if cues.is_acronym(first) or cues.is_headed(right):
        return True
    posts = cues.POSTS | {"head"}
    return first.casefold() not in posts and (cues.is_post(right) or cues.is_body(right) or cues.stands_alone(right))
