"""Names that public editions hold back: community bodies until they are released, people, and groups of no agency."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.utils import timezone

from partners.models import Agency, Board
from partners.tenancy import Access
from plans.models import Lead
from plans.rules.markings import PUBLIC

from .. import document as doc
from .reading import Known

_PEOPLE: Mapping[str, str] = {Lead.Nature.PERSON: "a named person", Lead.Nature.GROUP: "a group"}


def held_names(known: Known, boards: Iterable[Board]) -> tuple[doc.HeldName, ...]:
    """As decided at the moment of the words: a body released after a round closed is named in its pack. One query."""
    today = timezone.localdate(known.moment)
    called = ever_called(known.access, known.moment)
    held = [
        doc.HeldName(called[row.pk])
        for row in sorted({**known.agencies, **known.agencies_now}.values(), key=lambda row: (row.name, row.pk))
        if is_held(row, today)
    ]
    own = {known.access.partnership.name, known.access.partnership.short_name}
    own |= {name for board in boards for name in (board.name, board.short_name)}
    return (*held, *_leads(known, own))


def is_held(agency: Agency, today: dt.date) -> bool:
    """Whether public editions of that day hold its name back."""
    return agency.is_community_body and (agency.released_on is None or agency.released_on > today)


def ever_called(access: Access, moment: dt.datetime) -> dict[uuid.UUID, tuple[str, ...]]:
    """By agency: every name it has had, the latest first, since older texts may use an older one."""
    rows = Agency.history.filter(partnership_id=access.partnership_id, history_date__lte=moment)
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for key, name, short, aliases in rows.order_by("-history_id").values_list("id", "name", "short_name", "aliases"):
        found[key] += [each for each in (name, short, *aliases) if each]
    return {key: tuple(dict.fromkeys(names)) for key, names in found.items()}


def _leads(known: Known, own: Collection[str]) -> list[doc.HeldName]:
    """People and groups, but no board of the partnership's `own`, nor words that the plan writes without capitals too:
    "Communities" is no name."""
    found = {
        (lead.words, _PEOPLE[lead.nature])
        for leads in known.leads.values()
        for lead in leads
        if lead.nature in _PEOPLE and lead.agency_id is None and lead.marking != PUBLIC
    }
    if not found:
        return []
    plain = {words.lower() for words in own} | {words for words, _ in found if words.islower()}
    text = "\n".join(
        [
            *(cell for row in known.actions for cell in (row.text, *row.steps, *row.outcomes)),
            *(cell for row in known.objectives for cell in (row.title, *row.paragraphs, *row.outcomes)),
        ]
    )
    return [
        doc.HeldName((words,), instead)
        for words, instead in sorted(found)
        if words.lower() not in plain and words.lower() not in text
    ]
