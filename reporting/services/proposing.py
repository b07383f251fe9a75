"""The public edition that would be released now: what a reviewer is shown, and what is then frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from partners.models import Agency
from partners.roles import Permission
from partners.tenancy import Access
from plans.models import Lead, Plan
from plans.queries.held_names import ever_called, is_held, lead_words
from plans.rules.held_names import HeldNames
from prevent_tracker.core import clock
from prevent_tracker.core.errors import Closed

from .. import document as doc
from ..comparing import compare
from ..editions import NoEdition, edition
from ..models import Edition, Issue, Pack
from ..narrowing import narrowed
from ..public_edition import texts
from ..queries.publishing import issues_of
from ..snapshot import snapshot, snapshot_plan
from .freezing import follows

STAGES = (Plan.Stage.ENDORSED, Plan.Stage.PUBLISHED)
_SIGN = "\x1f"  # stands in no text


@dataclass(frozen=True)
class Proposed:
    """The public edition that would be released now; `sha256` is the digest of its document. `moment` is that of a
    plan's document, which is drawn for the review; a pack's is drawn from its issue. `held`: names in it that
    readers do not see."""

    document: doc.Document
    number: int
    address: str
    moment: dt.datetime
    last: Issue | None
    held: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return doc.digest(self.document)

    @property
    def title(self) -> str:
        return f"{self.document.title} ({self.document.board})" if self.document.board else self.document.title

    @property
    def changes(self) -> doc.ComparisonFacts | None:
        """What differs from the last public issue; None for a first one."""
        if self.last is None:
            return None
        before = doc.from_json(self.last.document)
        return compare(before, self.document, before_label=before.version, after_label=self.document.version)


def proposed(access: Access, plan: Plan, pack: Pack | None, moment: dt.datetime | None = None) -> Proposed:
    """The public edition that would be released now, of a pack or of a plan by itself. `moment`: when a plan was
    reviewed, None for now. Raises `Closed`, with what to do, where there is none."""
    access.require(Permission.EDIT_PACK)
    last = issues_of(access, plan, pack, Edition.PUBLIC).first()
    if pack is None:
        return _proposed_plan(access, plan, moment or clock.now(), last)
    return _proposed_pack(access, plan, pack, last)


def _proposed_pack(access: Access, plan: Plan, pack: Pack, last: Issue | None) -> Proposed:
    """From the document that was frozen for the board, less what was restricted since. Names held back are those held
    then and not released since, and those held now."""
    board = issues_of(access, plan, pack, Edition.BOARD).first()
    if board is None:
        raise Closed("Issue the pack first: what becomes public is drawn from what the board was given.")
    if last is not None and last.number >= board.number:
        raise Closed(
            f"Issue {last.number} was released. There is nothing newer: issue a correction to have it replaced."
        )
    frozen = narrowed(doc.from_json(board.document), snapshot(access, pack, moment=clock.now()))
    frozen = replace(frozen, held_names=held_now(access, frozen.held_names))
    address = f"{access.partnership.slug}/{plan.slug}/{pack.round.slug}-{pack.board.slug}"
    return Proposed(_public(access, plan, pack, frozen), board.number, address, frozen.as_at, last, _names_in(frozen))


def _proposed_plan(access: Access, plan: Plan, moment: dt.datetime, last: Issue | None) -> Proposed:
    """As the plan stands now, under the moment at which it was reviewed: any change since shows as another digest."""
    if plan.stage not in STAGES:
        raise Closed("Only an endorsed or published plan can be made public by itself. Change its stage first.")
    number = last.number + 1 if last else 1
    document = snapshot_plan(access, plan, moment=clock.now(), version=f"Issue {number}")
    found = _public(access, plan, None, replace(document, as_at=moment))
    if last is not None and _same(doc.from_json(last.document), found):
        raise Closed(f"Nothing that public readers see has changed since issue {last.number}.")
    address = f"{access.partnership.slug}/{plan.slug}"
    return Proposed(found, number, address, moment, last, _names_in(document))


def _public(access: Access, plan: Plan, pack: Pack | None, document: doc.Document) -> doc.Document:
    try:
        found = edition(document, Edition.PUBLIC)
    except NoEdition as error:
        raise Closed(str(error)) from None
    return replace(found, follows=follows(access, plan=plan, pack=pack, edition=Edition.PUBLIC))


def _names_in(document: doc.Document) -> tuple[str, ...]:
    """Those of the held names that stand somewhere in a document, each by its latest."""
    seeker = HeldNames(
        (name, f"{_SIGN}{place}{_SIGN}") for place, held in enumerate(document.held_names) for name in held.names
    )
    signed = seeker.replace("\n".join(texts(document)))
    return tuple(held.names[0] for place, held in enumerate(document.held_names) if f"{_SIGN}{place}{_SIGN}" in signed)


def _same(before: doc.Document, after: doc.Document) -> bool:
    """Whether readers would see the same words, but for the number and the moment."""
    return before == replace(after, version=before.version, as_at=before.as_at, follows=before.follows)


def held_now(access: Access, frozen: Sequence[doc.HeldName]) -> tuple[doc.HeldName, ...]:
    """What was held when the document was frozen, unless its body was released since; and what has come to be held
    since. A body is known by its names: one that cannot be found any more stays held. Three queries."""
    called, today = ever_called(access, clock.now()), clock.today()
    bodies = list(Agency.objects.within(access).order_by("name", "pk"))
    released = [set(called[row.pk]) for row in bodies if row.released_on is not None and row.released_on <= today]
    still = [held for held in frozen if not any(held.names[0] in names for names in released)]
    in_cells = lead_words(Lead.objects.within(access).filter(agency__in=bodies))
    since = [doc.HeldName((*called[row.pk], *in_cells.get(row.pk, ()))) for row in bodies if is_held(row, today)]
    return tuple(dict.fromkeys((*still, *since)))
