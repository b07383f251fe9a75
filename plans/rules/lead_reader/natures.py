"""What a name in a lead cell is: a post, an agency, a person, or words that must never become a party."""

from __future__ import annotations

import re

from . import cues

_REFERENCE = re.compile(
    r"^\W*(?:as (?:above|per|in|for|row|action)\b|see\b|refer to\b|ditto\b|membership see\b|(?:as )?above$)", re.I
)
_TO_BE = r"to be (?:agreed|appointed|confirmed|co-opted|decided|identified|recruited)\b"
_PLACEHOLDER = re.compile(
    r"^\W*(?:tb[cda]|n/?a|none|nil|various|vacant|unassigned|not (?:applicable|stated|known|assigned)|withheld|redacted"
    rf"|blank|{_TO_BE}.*|\?+|x+|others?(?: .*)?)?\W*$"
    rf"|\bas (?:appropriate|required|necessary|needed)\b|\b{_TO_BE}",
    re.I,
)
_LONGEST = 200  # characters; no name is longer
_SECTOR = re.compile(r"\bsectors?\b", re.I)
_PROJECT = re.compile(r"\b(?:project|programme|initiative|campaign|model|pilot|scheme)s?$", re.I)
_TITLED = re.compile(
    r"^(?:cllrs?|councillors?|mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|sir|dame|lord|lady|imam|rabbi|pc|ps|dc|ds|di|dci|"
    r"dsupt|sgt|insp|inspector|supt|superintendent|t/?di|t/?dci|ch insp|chief insp|acting insp)\.?\s+"
    r"(?:[A-Z][\w'’-]*\.?\s*){1,3}(?:\(.*\))?$",
    re.I,
)
_INITIALS = re.compile(r"[A-Z]\.? ?[A-Z]\.?|[A-Z]\.(?: ?[A-Z]\.){0,2} ?[A-Z][\w'’-]+")
_TWO_NAMES = re.compile(
    r"([A-Z][a-z'’-]+) (?:[A-Z]\.? )?((?:Mc|Mac|O['’]|de |van |al-|El-)?[A-Z][a-z'’-]+(?:-[A-Z][a-z]+)?)(?: \(.*\))?"
)

_EMAIL = re.compile(r"\S+@\S+\.\S+")
_TWO_LETTERS = """
CE CS CT DA ED EH EY FE HE HO HR HS IT LA LB MH MP OD PH PR SC TS VC YJ YS UK EU GP CP HT OT
"""
_GIVEN = """
abdul abdullah adam adrian agnes ahmed aisha alan alex alexander alexandra ali alice alison amanda amina amir amy
andrea andrew andy angela anita ann anna anne anthony arif ben benjamin bernard beth bilal bob brian bruce carl
carol caroline catherine cathy charles charlotte cheryl chris christina christine christopher claire clare colin
craig dan daniel danny darren dave david dawn dean deborah debbie denise derek diana diane dominic donna duncan ed
edward eileen elaine elizabeth ellen emily emma eric fatima fiona frances francis frank gareth garry gary gavin
geoff george gerald gill gillian gordon graham grant greg hannah harry hassan hazel heather helen henry hilary
howard hugh hussain ian ibrahim imran irene isabel jack jackie jacqueline jacob jake james jan jane janet jason
jean jeff jennifer jenny jeremy jessica jill jim jo joan joanna joanne joe john jonathan joseph joy joyce judith
julia julian julie june justin karen kate katherine kathryn katie keith kelly ken kenneth kerry kevin khalid kim
kirsty laura lauren lawrence leanne lee leon lesley liam linda lisa liz lorraine louise lucy luke lynn malcolm
mandy marcus margaret maria marie marion mark martin mary matt matthew maureen max megan melanie michael michelle
mike mohammad mohammed monica muhammad nadia nasreen natalie natasha neil nicholas nick nicola nigel olivia omar
oliver pamela pat patricia patrick paul paula pauline penny peter phil philip philippa rachel rajesh ravi rebecca
richard rita rob robert robin roger ron ross roy russell ruth ryan sally sam samantha samir sandra sara sarah sean
shahid shane sharon sheila shirley simon sophie stephanie stephen steve steven stewart stuart sue susan suzanne
tanya tariq teresa terry thomas tim tina toby tom tony tracey tracy trevor usman valerie vanessa vera veronica
victoria vincent vivien wayne wendy will william yasmin yusuf yvonne zainab zoe
"""
_given = frozenset(_GIVEN.split())
_two_letters = frozenset(_TWO_LETTERS.split())


def nature_of(name: str, *, is_known: bool = False) -> str:
    """The nature, as in `plans.models.Lead`. A known name (of a partner, or of the glossary) is never a person."""
    name = name[:_LONGEST]
    if _REFERENCE.match(name):
        return "reference"
    if _PLACEHOLDER.search(name):
        return "placeholder"
    if not is_known and is_person(name):
        return "person"
    if _SECTOR.search(name):
        return "sector"
    if cues.is_collective(name) and not cues.is_post(name):
        return "collective"
    if cues.is_post(name):
        return "post"
    if cues.is_group(name):
        return "group"
    return "project" if _PROJECT.search(name) else "agency"


def is_person(name: str) -> bool:
    """Whether a name is a human being's: titled, an e-mail address, initials, or a given name and a family name."""
    name = name.strip(" .,;")
    if _EMAIL.fullmatch(name) or (_TITLED.match(name) and not cues.is_headed(name)):
        return True
    if _INITIALS.fullmatch(name):
        return name not in _two_letters
    found = _TWO_NAMES.fullmatch(name)
    if not found or found[1].casefold() not in _given:
        return False
    return found[2].casefold() not in cues.BODIES | cues.GROUPS | cues.POSTS
