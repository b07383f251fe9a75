"""One example of each thing that the API sends or takes. Tests send them and check their shapes."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

_PLAN, _OBJECTIVE, _ACTION = (f"0195a3c0-0000-7000-8000-00000000000{n}" for n in (1, 2, 3))
_ROUND, _UPDATE, _REQUEST, _MILESTONE, _AGENCY = (f"0195a3c0-0000-7000-8000-00000000000{n}" for n in (4, 5, 6, 7, 8))

ROUND: Example = {
    "id": _ROUND,
    "slug": "2016-Q4",
    "label": "Q4 2016/17",
    "starts_on": "2017-01-01",
    "ends_on": "2017-03-31",
    "opens_on": "2017-01-16",
    "closes_on": "2017-04-14",
    "opened_at": "2017-01-16T09:00:00Z",
    "closed_at": None,
}
ROUND_BRIEF: Example = {name: ROUND[name] for name in ("id", "slug", "label", "closes_on")} | {"is_open": True}
PLAN: Example = {
    "id": _PLAN,
    "slug": "prevent-2016-17",
    "title": "Prevent delivery plan 2016/17",
    "reference": "",
    "period_label": "2016/17",
    "starts_on": "2016-04-01",
    "ends_on": "2017-03-31",
    "year_basis": "financial",
    "stage": "published",
    "stage_on": "2016-04-20",
    "marking": "partnership",
    "levels": ["Objective", "Action"],
    "columns": [{"field": "action", "heading": "Activity"}, {"field": "timescale", "heading": "By when"}],
    "rounds": [ROUND],
}
PLAN_WITH_TEXT: Example = PLAN | {
    "front_matter": [{"heading": "Governance", "body": ["The delivery group meets every quarter."]}],
    "glossary": [{"term": "CSP", "meaning": "Community Safety Partnership"}],
}
OBJECTIVE: Example = {
    "id": _OBJECTIVE,
    "plan": _PLAN,
    "parent": None,
    "depth": 0,
    "order": 1,
    "number": "2",
    "number_is_generated": False,
    "title": "Training",
    "paragraphs": [],
    "outcomes": ["Front-line staff know when to raise a concern."],
    "requirements": [],
}
ACTION: Example = {
    "id": _ACTION,
    "plan": _PLAN,
    "objective": _OBJECTIVE,
    "order": 0,
    "number": "2.1",
    "number_is_generated": True,
    "text": "Train every front-line officer.",
    "steps": [],
    "outcomes": ["Nine in ten officers trained."],
    "leads_text": "Police",
    "leads": [
        {
            "words": "Police",
            "kind": "lead",
            "nature": "agency",
            "agency": {"id": _AGENCY, "name": "Northvale Police"},
            "post": None,
        }
    ],
    "timescale": {
        "text": "December 2016",
        "parts": [
            {
                "kind": "month",
                "text": "December 2016",
                "scope": "",
                "starts_on": "2016-12-01",
                "due_on": "2016-12-31",
                "recurrence": "",
                "condition": "",
                "refers_to": "",
                "met": False,
                "note": "",
            }
        ],
    },
    "due_on": "2016-12-31",
    "next_due_on": "2016-12-31",
    "is_overdue": True,
    "why": "Overdue since 1 January 2017: printed as “December 2016”",
    "milestones": [
        {"id": _MILESTONE, "text": "Course written", "due_text": "Autumn 2016", "due_on": "2016-11-30", "done_on": None}
    ],
    "state": "in_progress",
    "status": {
        "value": "not_reported",
        "as_of": "Q3 2016/17",
        "last_value": "green",
        "last_as_of": "Q2 2016/17",
        "direction": None,
    },
    "marking": "partnership",
    "version": 3,
}
UPDATE_BODY: Example = {
    "action": _ACTION,
    "rag": "amber",
    "narrative": "Six of eight teams are trained; two courses were cancelled.",
    "path_to_green": "Both courses are booked for February.",
    "forecast_on": "2017-02-28",
    "says_complete": False,
    "milestones_done": [_MILESTONE],
}
UPDATE: Example = {
    "id": _UPDATE,
    "request": _REQUEST,
    "agency": {"id": _AGENCY, "name": "Northvale Police"},
    "action": {"id": _ACTION, "number": "2.1", "plan": _PLAN},
    "round": ROUND_BRIEF,
    "rag": "amber",
    "narrative": UPDATE_BODY["narrative"],
    "path_to_green": UPDATE_BODY["path_to_green"],
    "forecast_on": "2017-02-28",
    "says_complete": False,
    "is_unchanged": False,
    "state": "submitted",
    "channel": "api",
    "submitted_at": "2017-01-18T10:05:00Z",
    "is_late": False,
    "return_reason": "",
    "version": 1,
}
REQUEST: Example = {
    "id": _REQUEST,
    "agency": {"id": _AGENCY, "name": "Northvale Police"},
    "action": {"id": _ACTION, "number": "2.1", "plan": _PLAN, "text": "Train every front-line officer."},
    "round": ROUND_BRIEF,
    "due_on": "2017-04-14",
    "state": "not_answered",
    "update": None,
    "return_reason": "",
}
PROBLEM: Example = {
    "type": "/api/#problem-invalid",
    "title": "What was sent is not right",
    "status": 422,
    "detail": "Nothing was stored: correct what “errors” lists and send it again.",
    "errors": [
        {"field": "path_to_green", "message": "Say how this gets back to green: it is rated amber."},
    ],
}
REPLACING_BODY: Example = {name: value for name, value in UPDATE_BODY.items() if name != "action"}
STALE: Example = {
    "type": "/api/#problem-stale",
    "title": "Somebody saved first",
    "status": 412,
    "detail": "Somebody saved since you read this. Compare with what is stored now, then send again.",
    "current": UPDATE | {"version": 2},
}
BATCH_BODY: Example = {"all_or_nothing": False, "updates": [UPDATE_BODY]}
BATCH: Example = {
    "stored": 1,
    "refused": 1,
    "results": [
        {"line": 1, "status": 201, "update": UPDATE},
        {"line": 2, "status": 422, "problem": PROBLEM},
    ],
}
LINK_BODY: Example = {"title": "Minutes of January", "url": "https://northvale.example/minutes-2017-01.pdf"}
EVIDENCE: Example = {
    "id": "0195a3c0-0000-7000-8000-000000000009",
    "request": _REQUEST,
    "action": _ACTION,
    "agency": _AGENCY,
    **LINK_BODY,
    "file": None,
    "added_at": "2017-01-18T10:05:00Z",
    "version": 1,
}
# Query strings that the docs show with an operation's address.
QUERIES = {
    "objectives": f"?plan={_PLAN}",
    "actions": "?overdue=true&rag=red&rag=amber",
    "updates": "?round=2016-Q4",
}
