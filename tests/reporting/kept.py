"""Documents that are kept, one of each style and schema version: what was issued once must be read for ever.

`python -m tests.reporting.kept` adds those of the present version where they are missing, and lists them in SHA256SUMS.
Kept ones are never made anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from reporting.document import SCHEMA_VERSION, ActionFacts, Document, HeldName, ObjectiveFacts, RedactionFacts, to_json
from reporting.styles import STYLES, public_plan

from .sample import document

FOLDER = Path(__file__).parent / "documents"
SUMS = FOLDER / "SHA256SUMS"  # as sha256sum writes them
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


def kept() -> list[Path]:
    return sorted(FOLDER.glob("v*-*.json"))


def whole(style: str) -> Document:
    """A small document that says something in every field."""
    base = document(style, actions=7)
    if style == public_plan.STYLE.name:  # of no board and no quarter
        period = replace(base.period, label="2016/17", slug="", short="", before="")
        base = replace(base, board="", board_short="", period=period, meeting=None, headline="", narrative="")
    return replace(
        base,
        objectives=tuple(_marked(each, index) for index, each in enumerate(base.objectives, 1)),
        plan=replace(base.plan, marking="partnership"),
        version="Issue 2",
        version_note="Corrects the headline.",
        word_markings=(("headline", "public"), ("narrative", "partnership"), ("recommendations", "restricted")),
        held_names=(HeldName(("Bridge Street Mosque", "BSM")), HeldName(("A. Person",), "a named person")),
        redactions=(RedactionFacts("Actions", "Commercial affairs", 2, "Objective 3"),),
        follows="Issue 1, seal 0123456789abcdef",
        logo=PIXEL,
        logo_alt="Two hills and a river",
    )


def _marked(objective: ObjectiveFacts, index: int) -> ObjectiveFacts:
    return replace(
        objective,
        key=f"objective-{index}",
        marking="restricted" if index == 3 else "public",
        marking_reason="Commercial affairs" if index == 3 else "",
        actions=tuple(_keyed(each) for each in objective.actions),
        children=tuple(_marked(each, index * 10) for each in objective.children),
    )


def _keyed(action: ActionFacts) -> ActionFacts:
    leads = tuple(replace(lead, marking="public", agency_key=f"agency-{lead.words}") for lead in action.leads)
    updates = tuple(replace(each, marking="partnership", agency_key=f"agency-{each.agency}") for each in action.updates)
    return replace(action, key=f"action-{action.number}", marking="public", leads=leads, updates=updates)


def main() -> None:
    for style in STYLES:
        path = FOLDER / f"v{SCHEMA_VERSION}-{style}.json"
        if not path.exists():
            path.write_text(to_json(whole(style)), encoding="utf-8")
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in kept())
    SUMS.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
