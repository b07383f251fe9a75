"""What kind of organisation a name sounds like: a suggestion for somebody who adds it, never more."""

from __future__ import annotations

import re

# Whole words, the first kind that has one; kinds are those of `partners.models.Agency.Kind`.
_WORDS = {
    "police": "police constabulary ctu peo",
    "probation": "probation nps crc",
    "health": "nhs health ccg icb hospital mental clinical ambulance",
    "fire": "fire lfb",
    "education": "school schools college colleges university universities academy education",
    "housing": "housing homes landlords",
    "faith": "faith mosque mosques church churches synagogue temple",
    "voluntary": "voluntary charity volunteers vcs",
    "council": "council borough county",
    "council_service": "service services team department",
}


def agency_kind(name: str) -> str:
    """One of `Agency.Kind`; "other" where no word tells."""
    said = set(re.findall(r"[a-z]+", name.casefold()))
    return next((kind for kind, words in _WORDS.items() if said & set(words.split())), "other")
