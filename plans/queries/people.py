"""Places of an import that look as if about a person and that nobody has confirmed, as its page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from partners.tenancy import Access
from plans.importers.people import Person, people
from plans.importers.proposal import Proposal
from prevent_tracker.core.screening import unconfirmed

from .mends import FIELDS, PLAN_FACTS

AROUND = 90  # characters shown before and after a hit
_OTHER = {
    "title": "Title",
    "paragraphs": "Paragraphs",
    "requirements": "Requirements",
    "leads_text": "Leads",
    "front_matter": "Words before the table",
    "glossary": "Glossary",
    "columns": "Headings",
    "council_priorities": "Priorities",
    "indicators": "Indicators",
}


@dataclass(frozen=True)
class ShownPerson:
    """One distinct text with a hit: `before` and `after` the words in question, cut short."""

    key: str
    digest: str
    kind: str
    looks_like: str
    where: str
    before: str
    words: str
    after: str
    is_written: bool


@dataclass(frozen=True)
class KindOfPerson:
    """The places of one kind; `digests` are those of its distinct words."""

    kind: str
    looks_like: str
    digests: tuple[str, ...]


def open_people(access: Access, proposal: Proposal) -> list[Person]:
    """Hits in what would be written that nobody in the partnership has said to be about no person."""
    found = people(proposal)
    still = {hit.digest for hit in unconfirmed(access, [each.hit for each in found])} if found else set()
    return [each for each in found if each.hit.digest in still]


def shown(found: Sequence[Person], proposal: Proposal) -> list[ShownPerson]:
    """Each place once, with its words; a cell that several actions share is shown for the first of them."""
    names = {each.key: "Section" for each in proposal.sections} | {each.key: "Action" for each in proposal.actions}
    once = {(each.field, each.text, each.hit.start): each for each in reversed(found)}
    distinct = [each for each in found if once[each.field, each.text, each.hit.start] is each]
    return [_shown(each, names) for each in distinct]


def kinds(found: Sequence[Person]) -> list[KindOfPerson]:
    """The kinds found, the commonest first."""
    by_kind: dict[str, list[Person]] = {}
    for each in found:
        by_kind.setdefault(each.hit.kind, []).append(each)
    return [
        KindOfPerson(kind, rows[0].hit.looks_like, tuple(dict.fromkeys(row.hit.digest for row in rows)))
        for kind, rows in sorted(by_kind.items(), key=lambda item: -len(item[1]))
    ]


def sentences(found: Sequence[Person], proposal: Proposal) -> list[str]:
    """One line a place, for a message: where, which words, and what they look like."""
    return [
        f"{each.where}: “{' '.join(each.words.split())}” looks like {each.looks_like}."
        for each in shown(found, proposal)
    ]


def _shown(each: Person, names: dict[str, str]) -> ShownPerson:
    hit, text = each.hit, each.text
    before, after = text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND]
    name = f"{names[each.key]} {each.number}".strip() if each.key else "The plan"
    where = f"{name}, {label(each.field).lower()}" if each.is_written else "Left out of the plan"
    return ShownPerson(
        each.key, hit.digest, hit.kind, hit.looks_like, where,
        f"…{before}" if hit.start > AROUND else before, hit.words,
        f"{after}…" if len(text) > hit.end + AROUND else after, each.is_written,
    )  # fmt: skip


def label(field: str) -> str:
    """What a field is called on the pages."""
    return FIELDS.get(field, ("",))[0] or _OTHER.get(field) or PLAN_FACTS.get(field) or field.replace("_", " ").title()
