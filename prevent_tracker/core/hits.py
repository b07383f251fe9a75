"""Hits of core/personal.py on a page: the words marked in the sentence, and a box to say that they are about nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .personal import Hit, HitSentence, find
from .screening import NOT_ABOUT_A_PERSON

LEGEND = "Is it about a person?"


def marked(sentence: HitSentence) -> SafeString:
    """The sentence with the words in question in a `<mark>`."""
    before, _, after = sentence.partition(f"“{sentence.shown}”")
    return format_html("{}“<mark>{}</mark>”{}", before, sentence.shown, after)


def together(messages: Iterable[str]) -> SafeString:
    """Several sentences below each other; those about hits are marked."""
    lines = (marked(said) if isinstance(said, HitSentence) else said for said in messages)
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


def asked(sentences: Iterable[str], typed: str, given: Collection[str]) -> list[Hit]:
    """The hits to offer a box for beside one field: those refused, and those in `typed` that were confirmed in the same
    form, which would be lost when it is sent again."""
    refused = [said.hit for said in sentences if isinstance(said, HitSentence)]
    kept = [hit for hit in find(typed) if hit.digest in given] if given else []
    return list({hit.digest: hit for hit in [*refused, *kept]}.values())


def boxes(hits: Iterable[Hit], given: Collection[str], prefix: str) -> dict[str, Any]:
    """Options of GOV.UK's checkboxes, one for each hit."""
    items = [
        {
            "html": format_html(
                "<mark>{}</mark> ({}): this is not about a person", " ".join(hit.words.split()), hit.looks_like
            ),
            "value": hit.digest,
            "checked": hit.digest in given,
        }
        for hit in hits
    ]
    legend = {"text": LEGEND, "classes": "govuk-fieldset__legend--s"}
    return {
        "name": NOT_ABOUT_A_PERSON,
        "idPrefix": f"{prefix}_{NOT_ABOUT_A_PERSON}",
        "classes": "govuk-checkboxes--small",
        "fieldset": {"legend": legend},
        "hint": {
            "text": "The tracker holds nothing about individuals who were referred. Tick it only for words that are"
            " about no such person: who said so is kept on the record."
        },
        "items": items,
    }
