"""What the OpenAPI document says of the operations of reads.py and feed.py."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from prevent_tracker.core import problems
from prevent_tracker.core.pagination import Pages

from . import examples, serializers
from . import examples_reads as shown
from . import read_shapes as shapes
from .documented import Operation, read

_OF_LIST, _OF_ONE = (problems.BAD_QUERY,), (problems.BAD_QUERY, problems.NOT_FOUND)

PARTNERSHIPS = read(
    "partnerships", "List the partnerships you may see",
    "The one partnership of this key: its RAG key and year in its own words, its boards and their meetings.",
    shapes.PartnershipShape(many=True), shown.PARTNERSHIP, *_OF_LIST,
)  # fmt: skip
PARTNERSHIP = read(
    "partnership", "Read your partnership", "The same, by its id.",
    shapes.PartnershipShape(), shown.PARTNERSHIP, *_OF_ONE,
)  # fmt: skip
AGENCIES = read(
    "agencies", "List agencies", "The partnership’s agencies, with the names that plans know them by.",
    shapes.WholeAgencyShape(many=True), shown.AGENCY, *_OF_LIST,
)  # fmt: skip
AGENCY = read("agency", "Read an agency", "One agency.", shapes.WholeAgencyShape(), shown.AGENCY, *_OF_ONE)
OBJECTIVE = read(
    "objective", "Read an objective", "One objective, with the same members as in the list.",
    serializers.ObjectiveShape(), examples.OBJECTIVE, *_OF_ONE,
)  # fmt: skip
ROUNDS = read(
    "rounds", "List rounds",
    "Every reporting round, planned ones included. `due_on` is your own agency’s last day, with its extension.",
    shapes.WholeRoundShape(many=True), shown.WHOLE_ROUND, *_OF_LIST,
)  # fmt: skip
ROUND = read("round", "Read a round", "One round.", shapes.WholeRoundShape(), shown.WHOLE_ROUND, *_OF_ONE)
MEASURES = read(
    "measures", "List measures", "What is counted to see whether a plan works, with the figure of each quarter.",
    shapes.MeasureShape(many=True), shown.MEASURE, *_OF_LIST,
)  # fmt: skip
MEASURE = read("measure", "Read a measure", "One measure.", shapes.MeasureShape(), shown.MEASURE, *_OF_ONE)
DECISIONS = read(
    "decisions", "List decisions of boards",
    "What boards decided about actions, or gave the agency to do; with the scope `packs` all other decisions too.",
    shapes.DecisionShape(many=True), shown.DECISION, *_OF_LIST,
)  # fmt: skip
DECISION = read("decision", "Read a decision", "One decision.", shapes.DecisionShape(), shown.DECISION, *_OF_ONE)
HISTORY = read(
    "action_history", "Read what happened to an action",
    "The same sentences as on the action’s page, newest first. Needs the scope `history`. What an agency has only "
    "drafted is not told.",
    shapes.HistoryShape(), shown.HISTORY, *_OF_ONE, problems.NOT_ALLOWED,
)  # fmt: skip
CHANGES: Operation = read(
    "changes", "Follow what changes",
    "What was written since a cursor, in an order in which nothing is missed and nothing comes twice: follow `next`, "
    "and when `has_more` is false ask the same `next` again later. Without a cursor it begins at the beginning. "
    "Changes are kept as long as the partnership’s history: no cursor grows too old.",
    shapes.FeedShape(), shown.FEED, *_OF_LIST,
) | {
    "parameters": [
        OpenApiParameter(
            "cursor", OpenApiTypes.STR,
            description="Where to go on: follow `next` as it is; `now` begins at this moment.",
        ),
        OpenApiParameter(
            "page_size", {"type": "integer", "minimum": 1, "maximum": Pages.max_page_size, "default": Pages.page_size},
            description=Pages.page_size_query_description,
        ),
    ]
}  # fmt: skip
