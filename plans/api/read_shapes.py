"""The shapes of the answers of reads.py and feed.py, for the OpenAPI document."""

from __future__ import annotations

from rest_framework import serializers

from partners.models import Agency, YearBasis
from plans.models import Measure, Rag

from .read_filters import STATES
from .serializers import ActionBrief, AgencyShape, Shape, Texts


class KeyShape(Shape):
    """One value of the partnership's own RAG key."""

    value = serializers.CharField(help_text="As this API writes it, such as amber.")
    label = serializers.CharField()  # type: ignore[assignment]  # a field: the metaclass takes it out of the class
    definition = serializers.CharField()


class MeetingShape(Shape):
    id = serializers.UUIDField()
    held_on = serializers.DateField()
    label = serializers.CharField()  # type: ignore[assignment]  # as above


class BoardShape(Shape):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    reports_to = serializers.UUIDField(allow_null=True, help_text="The board above it, if any.")
    meetings = MeetingShape(many=True, help_text="Past and to come, oldest first.")


class PartnershipShape(Shape):
    id = serializers.UUIDField()
    slug = serializers.CharField(help_text="It stands in the addresses of the pages: /p/<slug>/.")
    name = serializers.CharField()
    short_name = serializers.CharField()
    year_basis = serializers.ChoiceField(choices=YearBasis.choices)
    rag_key = KeyShape(many=True, help_text="What the ratings mean here, in the partnership’s own words.")
    answers_for = serializers.UUIDField(
        allow_null=True, help_text="The agency that this key answers for; null for one that reads the partnership."
    )
    boards = BoardShape(many=True)


class WholeAgencyShape(Shape):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Agency.Kind.choices)
    parent = serializers.UUIDField(allow_null=True, help_text="The agency that it is a service of.")  # type: ignore[assignment]  # as above
    is_coordinating = serializers.BooleanField(help_text="It is asked where a plan names no lead.")
    aliases = Texts(help_text="Other names it goes by in plans.")


class WholeRoundShape(Shape):
    id = serializers.UUIDField()
    plan = serializers.UUIDField()
    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # as above
    starts_on = serializers.DateField(help_text="The quarter’s first day.")
    ends_on = serializers.DateField(help_text="The quarter’s last day.")
    opens_on = serializers.DateField(help_text="The day that answers are asked for.")
    closes_on = serializers.DateField(help_text="The last day to answer.")
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    due_on = serializers.DateField(help_text="The last day for this key’s agency: later than the others’ if extended.")


class RoundName(Shape):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # as above


class ReadingShape(Shape):
    round = RoundName()
    value = serializers.FloatField()
    note = serializers.CharField()


class MeasureShape(Shape):
    """A figure of a plan, of one of its objectives or of one action."""

    id = serializers.UUIDField()
    plan = serializers.UUIDField()
    objective = serializers.UUIDField(allow_null=True)
    action = serializers.UUIDField(allow_null=True)
    order = serializers.IntegerField(help_text="Within its plan.")
    name = serializers.CharField()
    unit = serializers.CharField()
    better = serializers.ChoiceField(choices=Measure.Better.choices, help_text="Which direction is good.")
    baseline = serializers.FloatField(allow_null=True)
    target = serializers.FloatField(allow_null=True)
    version = serializers.IntegerField()
    readings = ReadingShape(many=True, help_text="Its figure of each quarter, oldest first.")


class BoardName(Shape):
    id = serializers.UUIDField()
    name = serializers.CharField()


class DecisionShape(Shape):
    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Within its meeting, from 1.")
    text = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)
    board = BoardName()
    meeting = MeetingShape()
    action = ActionBrief(allow_null=True, help_text="The action that it is about, if one.")
    owner = AgencyShape(allow_null=True, help_text="The agency that carries it out, if one is named.")
    for_board = BoardName(allow_null=True, help_text="Another board that it is put to, if one.")


class FieldChangeShape(Shape):
    field = serializers.CharField(help_text="Its name on the page.")
    old = serializers.CharField()
    new = serializers.CharField()


class EventShape(Shape):
    """One sentence of an action's history."""

    at = serializers.DateTimeField()
    by = serializers.CharField(help_text="Who did it: a person, or a key with its agency.")
    title = serializers.CharField()
    text = serializers.CharField()
    rag = serializers.ChoiceField(
        choices=[*Rag.choices, ("not_reported", "Not reported")],
        allow_blank=True,
        help_text="Empty where none is said.",
    )
    changes = FieldChangeShape(many=True)


class HistoryShape(Shape):
    results = EventShape(many=True, help_text="Newest first.")


KINDS = (
    "agency", "meeting", "plan", "objective", "action", "lead", "milestone", "round", "extension", "request", "update",
    "evidence", "status", "decision", "measure", "reading", "issue",
)  # fmt: skip


class ChangeShape(Shape):
    """Something was written. What it is now stands at its `url`."""

    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    id = serializers.UUIDField()
    change = serializers.ChoiceField(choices=[("made", "Made"), ("changed", "Changed"), ("deleted", "Deleted")])
    at = serializers.DateTimeField()
    url = serializers.URLField(
        help_text="Where to read it: its own address, or that of what it is part of (of a lead, its action)."
    )


class FeedShape(Shape):
    results = ChangeShape(many=True, help_text="In the order in which they became true; one of a kind may repeat.")
    next = serializers.URLField(help_text="Where to go on, now or later. Always there: ask it again when all is read.")
    has_more = serializers.BooleanField(help_text="Whether `next` has changes at this moment.")
    restored = serializers.BooleanField(
        help_text="True when the installation was restored from a back-up after this cursor was made: what you hold "
        "may be newer than what it holds. Read everything once again, then go on with `next`."
    )
