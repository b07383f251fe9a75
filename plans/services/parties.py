"""Who the names in a file are: what people chose, else the one body of that very name, else words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.text import slugify

from partners.models import Agency, Post
from partners.services import add_agency, add_post
from partners.tenancy import Access
from plans.importers.proposal import ProposedLead
from plans.models import Lead
from plans.queries.imports import parties
from plans.rules.matching import match
from prevent_tracker.core.errors import Invalid, NotFound

from .adding import WORDS_LENGTH, LeadWords

NAME_LENGTH = 200
WORDS = "words"


def check_choices(by: Access, choices: Mapping[str, str]) -> None:
    """Raise `Invalid`, naming the words, for a choice that is none or means nobody here. "" is always right."""
    known = {party.slug for party in parties(by)}
    errors = {words: said for words, choice in choices.items() if (said := _wrong(choice, known))}
    if errors:
        raise Invalid(errors)


def _wrong(choice: str, known: set[str]) -> str:
    what, _, rest = choice.partition(":")
    first, _, name = rest.partition(":")
    if choice in ("", WORDS) or (what in ("agency", "post") and choice in known):
        return ""
    if what == "new_agency" and first not in Agency.Kind.values:
        return "Choose what kind of agency this is."
    if what == "new_post" and f"agency:{first}" not in known:
        return "Choose the agency of this post."
    if what not in ("new_agency", "new_post"):
        return "Choose an agency or post of this partnership, a new one, or to keep the words."
    if not name.strip() or len(name) > NAME_LENGTH:
        return f"Enter a name of at most {NAME_LENGTH} characters."
    return ""


@dataclass
class Parties:
    """Turns proposed leads into leads, making at most one agency or post for each new name."""

    by: Access
    choices: Mapping[str, str]
    agencies: dict[str, Agency] = field(init=False)
    posts: dict[str, Post] = field(init=False)

    def __post_init__(self) -> None:
        check_choices(self.by, self.choices)
        self.known = parties(self.by)
        self.agencies = {f"agency:{row.slug}": row for row in Agency.objects.within(self.by)}
        self.posts = {f"post:{row.slug}": row for row in Post.objects.within(self.by)}
        self.found: dict[str, Agency | Post | None] = {}

    def lead(self, lead: ProposedLead) -> LeadWords:
        """Words too long for a lead are cut here; the whole cell stands in the action's `leads_text`."""
        if lead.text not in self.found:
            self.found[lead.text] = self._party(lead.text)
        words = lead.text if len(lead.text) <= WORDS_LENGTH else f"{lead.text[: WORDS_LENGTH - 1]}…"
        return lead_words(words, lead.kind, lead.nature, self.found[lead.text])

    def _party(self, words: str) -> Agency | Post | None:
        choice = self.choices.get(words, "")
        if not choice:
            exact = match(words, self.known).exact
            choice = exact.slug if exact else WORDS
        what, _, rest = choice.partition(":")
        if what == "new_agency":
            kind, _, name = rest.partition(":")
            return self._new_agency(kind, " ".join(name.split()))
        if what == "new_post":
            agency, _, name = rest.partition(":")
            return self._new_post(f"agency:{agency}", " ".join(name.split()))
        return self.agencies.get(choice) or self.posts.get(choice)

    def _new_agency(self, kind: str, name: str) -> Agency:
        same = next((row for row in self.agencies.values() if row.name.casefold() == name.casefold()), None)
        if same is None:
            slug = _free(name, "agency", self.agencies)
            same = add_agency(by=self.by, slug=slug, name=name, short_name=name[:60], kind=kind)
            self.agencies[f"agency:{slug}"] = same
        return same

    def _new_post(self, agency: str, name: str) -> Post:
        if agency not in self.agencies:
            raise NotFound("There is no such agency.")
        owner = self.agencies[agency]
        same = next(
            (
                row
                for row in self.posts.values()
                if row.name.casefold() == name.casefold() and row.agency_id == owner.pk
            ),
            None,
        )
        if same is None:
            slug = _free(name, "post", self.posts)
            same = self.posts[f"post:{slug}"] = add_post(by=self.by, slug=slug, name=name, agency=owner)
        return same


def lead_words(words: str, kind: str, nature: str, party: Agency | Post | None) -> LeadWords:
    """A lead of an agency, of a post, or of words alone."""
    if isinstance(party, Agency):
        return LeadWords(words, kind, Lead.Nature.AGENCY, agency=party)
    if isinstance(party, Post):
        return LeadWords(words, kind, Lead.Nature.POST, post=party)
    return LeadWords(words, kind, nature)


def _free(name: str, what: str, taken: Mapping[str, object]) -> str:
    """A slug that nobody has, at most 50 characters."""
    base = slugify(name)[:46].strip("-") or what
    slug, count = base, 1
    while f"{what}:{slug}" in taken:
        count += 1
        slug = f"{base}-{count}"
    return slug
