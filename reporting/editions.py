"""Editions of a document: the board's, the partners', the public's, by the markings. Pure; docs/adr/0013-editions.md.

An edition holds only what is marked for it, so that whatever is drawn from it can show nothing else. What was left out
is counted with its reason, without a word of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from plans.rules.held_names import HeldNames
from plans.rules.markings import EDITIONS
from plans.rules.texts import uses

from . import document as doc
from . import figures
from .leaving_out import Reader
from .public_edition import for_the_public, texts
from .redaction_log import RedactionLog
from .styles.parts import PARTS
from .styles.style import Part, Style
from .surroundings import NoEdition, leave_out

__all__ = ["NoEdition", "edition"]

# What each part tells of. One that an edition emptied is not printed: it would say that there is nothing.
_FACTS_OF: Mapping[str, Callable[[doc.Document], object]] = {
    "recommendations": lambda found: found.cover.recommendations,
    "exceptions": lambda found: figures.exceptions(found.actions()),
    "changes": lambda found: _has_moved(found),
    "movement": lambda found: _has_moved(found),
    "silence": lambda found: any(action.asked for action in found.actions()),
    "contradictions": lambda found: any(action.contradictions for action in found.actions()),
    "decisions": lambda found: found.decisions,
    "ahead": figures.look_ahead,
    "measures": lambda found: found.measures,
    "requirements": lambda found: found.requirements,
    "context": lambda found: found.plan.front_matter or found.plan.priorities,
    "governance": lambda found: found.governance,
    "glossary": lambda found: found.plan.glossary,
    "comparison": lambda found: found.comparison and found.comparison.lines,
    "implications": lambda found: found.cover.implications,
    "papers": lambda found: found.cover != doc.CoverFacts(recommendations=found.cover.recommendations),
}


def edition(document: doc.Document, name: str, *, agency: str = "", agency_key: str = "") -> doc.Document:
    """The document as one edition shows it, made from one that shows as much ("public" from "partner" or "board").

    `agency` (its full name, and `agency_key`, its key): the partner edition with what is restricted but that agency's
    own: actions that it leads or was asked about, and its own updates. `follows`, the issue before, and the public
    edition's `version_note` are for whoever freezes it to fill in. Raises `NoEdition`; ValueError for an unknown
    edition, or one that would show more than the document does.
    """
    if name not in EDITIONS or EDITIONS.index(name) < EDITIONS.index(document.edition):
        raise ValueError(f"A {document.edition} edition makes no {name} edition: one is made from what shows as much.")
    if name == "board" or document.edition == "public":
        return document
    log = RedactionLog(document.redactions)
    found = leave_out(document, Reader(name, agency, agency_key), log)
    found = for_the_public(found, log) if name == "public" else replace(found, held_names=_names_in(found))
    found = _glossary(document, found, log)
    return replace(found, layout=_layout(document, found, log), redactions=log.lines())


def _names_in(found: doc.Document) -> tuple[doc.HeldName, ...]:
    """The held names that stand in what is shown: the others would name the leads that are left out."""
    seeker = HeldNames((name, name) for held in found.held_names for name in held.names)
    seeker.replace("\n".join([*texts(found), *(heading for _, heading in found.plan.columns)]))
    shown = (replace(held, names=tuple(filter(seeker.replaced.get, held.names))) for held in found.held_names)
    return tuple(held for held in shown if held.names)


def _glossary(document: doc.Document, found: doc.Document, log: RedactionLog) -> doc.Document:
    """Without the terms that only what was left out uses."""
    before, now = _words(document), _words(found)
    kept = tuple(entry for entry in found.plan.glossary if uses(now, entry[0]) or not uses(before, entry[0]))
    log.add("Glossary entries", "only what is left out uses them", len(found.plan.glossary) - len(kept))
    return replace(found, plan=replace(found.plan, glossary=kept))


def _words(document: doc.Document) -> str:
    return "\n".join(texts(replace(document, plan=replace(document.plan, glossary=()), redactions=())))


def _layout(document: doc.Document, found: doc.Document, log: RedactionLog) -> Style:
    """Without the parts that the edition emptied, and with the redaction log as the last."""
    emptied = {key for key, facts in _FACTS_OF.items() if facts(document) and not facts(found)}
    parts = tuple(part for part in found.layout.parts if part.key not in emptied)
    if log.lines() and not any(part.key == "redactions" for part in parts):
        parts = (*parts, Part("redactions", PARTS["redactions"].heading))
    return replace(found.layout, parts=parts)


def _has_moved(found: doc.Document) -> object:
    actions = tuple(found.actions())
    return found.removed or figures.changes(actions).total or figures.deadline_changes(actions)
