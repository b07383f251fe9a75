"""Examples of what reads.py and feed.py answer. Tests call each and check its shape."""

from __future__ import annotations

from .examples import ACTION, EVIDENCE, OBJECTIVE, PLAN, REQUEST, ROUND, UPDATE, Example

_PARTNERSHIP, _BOARD, _UPPER, _MEETING, _MEASURE, _DECISION = (
    f"0195a3c0-0000-7000-8000-00000000001{n}" for n in range(6)
)
_AGENCY: Example = ACTION["leads"][0]["agency"]

PARTNERSHIP: Example = {
    "id": _PARTNERSHIP,
    "slug": "northvale",
    "name": "Northvale Prevent Partnership",
    "short_name": "Northvale",
    "year_basis": "financial",
    "rag_key": [
        {"value": "green", "label": "On track", "definition": "It will be done in time."},
        {"value": "amber", "label": "At risk", "definition": "Up to a month late."},
        {"value": "red", "label": "Off track", "definition": "More than a month late."},
    ],
    "answers_for": _AGENCY["id"],
    "boards": [
        {
            "id": _BOARD,
            "slug": "hpdg",
            "name": "Northvale Prevent Delivery Group",
            "short_name": "Delivery Group",
            "reports_to": _UPPER,
            "meetings": [{"id": _MEETING, "held_on": "2017-02-08", "label": "February 2017"}],
        }
    ],
}
AGENCY: Example = {
    "id": _AGENCY["id"],
    "slug": "police",
    "name": "Northvale Police",
    "short_name": "Police",
    "kind": "police",
    "parent": None,
    "is_coordinating": False,
    "aliases": ["Northvale Constabulary"],
}
WHOLE_ROUND: Example = {
    "id": ROUND["id"],
    "plan": PLAN["id"],
    **{name: value for name, value in ROUND.items() if name != "id"},
    "state": "open",
    "due_on": "2017-04-14",
}
MEASURE: Example = {
    "id": _MEASURE,
    "plan": PLAN["id"],
    "objective": OBJECTIVE["id"],
    "action": None,
    "order": 0,
    "name": "Officers trained",
    "unit": "%",
    "better": "up",
    "baseline": 40,
    "target": 90,
    "version": 1,
    "readings": [
        {
            "round": {name: ROUND[name] for name in ("id", "slug", "label")},
            "value": 62.5,
            "note": "From the training register.",
        }
    ],
}
DECISION: Example = {
    "id": _DECISION,
    "number": 1,
    "text": "Write to every hall in the borough.",
    "due_on": "2017-03-31",
    "done_on": None,
    "board": {"id": _BOARD, "name": "Northvale Prevent Delivery Group"},
    "meeting": {"id": _MEETING, "held_on": "2017-02-08", "label": "February 2017"},
    "action": {"id": ACTION["id"], "number": "2.1", "plan": PLAN["id"]},
    "owner": _AGENCY,
    "for_board": {"id": _UPPER, "name": "Northvale Community Safety Partnership"},
}
HISTORY: Example = {
    "results": [
        {
            "at": "2017-01-18T10:05:00Z",
            "by": "Police records system (Northvale Police, through the API)",
            "title": "Northvale Police reported Amber",
            "text": UPDATE["narrative"] + "\n\nPath to green: " + UPDATE["path_to_green"],
            "rag": "amber",
            "changes": [{"field": "Rag", "old": "Green", "new": "Amber"}],
        }
    ]
}
CURSOR = "MS4xLjEuODE1LjIyMA"
FEED: Example = {
    "results": [
        {
            "kind": "update",
            "id": UPDATE["id"],
            "change": "made",
            "at": "2017-01-18T10:05:00Z",
            "url": f"https://tracker.example/api/v1/updates/{UPDATE['id']}/",
        },
        {
            "kind": "status",
            "id": "0195a3c0-0000-7000-8000-000000000016",
            "change": "changed",
            "at": "2017-01-18T10:05:00Z",
            "url": f"https://tracker.example/api/v1/actions/{ACTION['id']}/",
        },
    ],
    "next": f"https://tracker.example/api/v1/changes/?cursor={CURSOR}",
    "has_more": False,
    "restored": False,
}
# Query strings that the docs show with an operation's address.
QUERIES = {
    "rounds": "?state=open",
    "measures": f"?plan={PLAN['id']}",
    "decisions": "?done=false",
    "changes": f"?cursor={CURSOR}",
}
# The id that the docs show in an address, by its collection.
IDS = {
    "partnerships": PARTNERSHIP["id"], "agencies": AGENCY["id"], "plans": PLAN["id"], "objectives": OBJECTIVE["id"],
    "actions": ACTION["id"], "rounds": ROUND["id"], "requests": REQUEST["id"], "updates": UPDATE["id"],
    "evidence": EVIDENCE["id"], "measures": MEASURE["id"], "decisions": DECISION["id"],
    # Of reporting.api.examples, which this app does not know.
    "packs": "0195a3c0-0000-7000-8000-000000000020", "issues": "0195a3c0-0000-7000-8000-000000000021",
}  # fmt: skip
