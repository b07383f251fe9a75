"""Forms of boards and meetings: settings, agenda, papers, attendance, notes, agreement."""

from __future__ import annotations

from typing import Any

from django import forms

from partners.models import Agency, Board, Meeting
from partners.tenancy import Access
from plans.forms.evidence import FileForm
from prevent_tracker.core.date_field import DateField
from prevent_tracker.core.govuk import Look

from ..agenda import USUAL
from ..layouts import choices
from ..models import AgendaItem, Attendance, Pack
from ..queries import boards as board_queries
from ..queries import meetings as queries
from ..services.agenda import TITLE_LENGTH
from ..services.boards import NAME_LENGTH, SEAT_LENGTH, SHORT_LENGTH, TERMS_LENGTH, Seat
from ..services.minutes import NOTE_LENGTH, NOTES_LENGTH, Present

_DAYS = Look(classes="govuk-input--width-3", suffix="days")
_WHOLE = {"invalid": "Enter a whole number of days"}


def _style_field() -> forms.ChoiceField:
    return forms.ChoiceField(label="Style of its packs", help_text="Which parts a pack has, and in what order.")


class NewBoardForm(forms.Form):
    """A board, as far as it must be known to begin with."""

    name = forms.CharField(label="Name", max_length=NAME_LENGTH)
    short_name = forms.CharField(
        label="Short name",
        help_text="Such as HPDG: it stands in lists and in names of papers.",
        max_length=SHORT_LENGTH,
    )
    style = _style_field()

    def __init__(self, data: Any = None, *, access: Access) -> None:
        super().__init__(data)
        _choose(self, "style", choices(access))


class BoardForm(forms.Form):
    """How a board works. The standing items are lines of text, a title each."""

    name = forms.CharField(label="Name", max_length=NAME_LENGTH)
    short_name = forms.CharField(label="Short name", max_length=SHORT_LENGTH)
    style = _style_field()
    reports_to: forms.ModelChoiceField[Board] = forms.ModelChoiceField(
        queryset=None, label="Reports to", required=False, empty_label="No other board here"
    )
    papers_clear_days = forms.IntegerField(
        label="Clear working days between papers and meeting",
        help_text="5 in England and 3 in Wales, unless its terms of reference say more. Neither the day the papers go "
        "nor the day of the meeting counts.",
        min_value=0,
        error_messages=_WHOLE,
    )
    drafts_days_before = forms.IntegerField(
        label="Make drafts of its packs before papers are due",
        help_text="In working days. Leave it blank for never.",
        min_value=1,
        required=False,
        error_messages=_WHOLE,
    )
    standing_items = forms.CharField(
        label="Standing items of each agenda",
        help_text=f"One a line, in order. Leave it blank for the usual ones: {', '.join(USUAL).lower()}.",
        widget=forms.Textarea,
        required=False,
    )
    meets = forms.CharField(label="When it meets", widget=forms.Textarea, max_length=TERMS_LENGTH, required=False)
    terms = forms.CharField(label="Terms of reference", widget=forms.Textarea, max_length=TERMS_LENGTH, required=False)
    looks = {
        "papers_clear_days": _DAYS,
        "drafts_days_before": _DAYS,
        "standing_items": Look(rows=7),
        "meets": Look(rows=2),
        "terms": Look(rows=4),
    }

    def __init__(self, data: Any = None, *, access: Access, board: Board) -> None:
        lines = "\n".join(board.standing_items)
        facts = {name: getattr(board, name) for name in self.base_fields}
        super().__init__(data, initial=facts | {"standing_items": lines, "reports_to": board.reports_to_id})
        offered = choices(access)
        if board.style not in dict(offered):
            offered.append((board.style, f"{board.style} (archived)"))
        _choose(self, "style", offered)
        field = self.fields["reports_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = board_queries.others(access, board)

    def facts(self) -> dict[str, Any]:
        """What was typed, for `services.boards.change_board`."""
        return self.cleaned_data | {"standing_items": self.cleaned_data["standing_items"].splitlines()}


class SeatForm(forms.Form):
    """One line of a board's membership."""

    words = forms.CharField(label="As the terms of reference say it", required=False, max_length=SEAT_LENGTH)
    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        queryset=None, label="Agency", required=False, empty_label="No single agency"
    )
    mark_optional = False

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies

    def seat(self) -> Seat | None:
        """The line for the service; None for an empty one."""
        agency = self.cleaned_data.get("agency")
        words = self.cleaned_data.get("words") or (agency.name if agency else "")
        return Seat(words, agency) if words else None


class MeetingForm(forms.Form):
    """When and where a board meets."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    held_on = DateField(label="Day", help_text="Such as 26 1 2017.")
    starts_at = forms.TimeField(
        label="Time",
        help_text="Such as 14:00.",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M"),
        error_messages={"invalid": "Enter a time such as 14:00"},
    )
    place = forms.CharField(label="Place", required=False, max_length=200)
    label = forms.CharField(
        label="Name", help_text="Without one it is called by its month.", required=False, max_length=100
    )
    looks = {"starts_at": Look(classes="govuk-input--width-5")}

    @staticmethod
    def initial_from(meeting: Meeting) -> dict[str, Any]:
        return {name: getattr(meeting, name) for name in ("version", "held_on", "starts_at", "place", "label")}


class _PackChoice(forms.ModelChoiceField[Pack]):
    def label_from_instance(self, obj: Pack) -> str:
        return f"{obj.round.plan.title}, {obj.round.label}"


class ItemForm(forms.Form):
    """An item of an agenda."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="Title", max_length=TITLE_LENGTH)
    presenter = forms.CharField(
        label="Presented by", help_text="A post, as it is printed.", max_length=TITLE_LENGTH, required=False
    )
    is_private = forms.BooleanField(
        label="Part B: taken without the public, its papers kept apart from the others", required=False
    )

    @staticmethod
    def initial_from(item: AgendaItem) -> dict[str, Any]:
        return {name: getattr(item, name) for name in ("version", "title", "presenter", "is_private")}


class NewItemForm(ItemForm):
    """One more item: of its own, or one of the board's packs, which then gives it its title."""

    pack = _PackChoice(queryset=None, label="A pack of this board", required=False, empty_label="No pack")
    field_order = ["title", "pack", "presenter", "is_private", "version"]

    def __init__(self, data: Any = None, *, access: Access, meeting: Meeting) -> None:
        super().__init__(data)
        field = self.fields["pack"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.packs_to_add(access, meeting)
        self.fields["title"].required = False
        self.fields["title"].help_text = "A pack has its own, unless you give another."

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("title") and not given.get("pack") and "title" not in self.errors:
            self.add_error("title", "Enter a title, or choose a pack")
        return given


class PaperForm(FileForm):
    """A file that goes with an item."""

    title = forms.CharField(
        label="Title",
        help_text="As it is printed on the agenda. Without it, the file’s own name stands there.",
        max_length=TITLE_LENGTH,
        required=False,
    )


class NotesForm(forms.Form):
    """What was said about one item."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    minutes = forms.CharField(label="Notes", widget=forms.Textarea, max_length=NOTES_LENGTH, required=False)
    mark_optional = False
    looks = {"minutes": Look(rows=4)}

    def __init__(self, data: Any = None, *, item: AgendaItem, number: int) -> None:
        stored = {"version": item.version, "minutes": item.minutes}
        super().__init__(data, prefix=f"item-{item.pk}", initial=stored)
        self.item = item
        self.fields["minutes"].label = f"{number}. {item.title}"


class AttendanceForm(forms.Form):
    """Whether a seat, or somebody beside the seats, was there."""

    words = forms.CharField(label="Who else", required=False, max_length=SEAT_LENGTH)
    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        queryset=None, label="Of which agency", required=False, empty_label="None of them"
    )
    presence = forms.ChoiceField(
        label="Were they there?", choices=Attendance.Presence.choices, widget=forms.RadioSelect, initial="present"
    )
    note = forms.CharField(label="Note", max_length=NOTE_LENGTH, required=False)
    mark_optional = False
    looks = {"presence": Look(classes="govuk-radios--inline govuk-radios--small")}

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies
        self.who = self.initial.get("words", "")
        if self.who:  # a seat: asked about, not typed
            self.fields["words"].widget = forms.HiddenInput()
            field.widget = forms.HiddenInput()
            self.fields["presence"].label = self.who
            self.fields["note"].label = f"Note on {self.who}"

    def line(self) -> Present | None:
        """The line for the service; None for an empty one."""
        given = self.cleaned_data
        agency = given.get("agency")
        words = given.get("words") or (agency.name if agency else "")
        return Present(words, given["presence"], agency, given.get("note", "")) if words else None


class AgreeForm(forms.Form):
    agreed_on = DateField(label="Agreed on", help_text="The day of the meeting at which the board agreed them.")


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Why must they change?",
        help_text="It stays on the record.",
        widget=forms.Textarea,
        max_length=1000,
        error_messages={"required": "Give a reason"},
    )
    looks = {"reason": Look(rows=3)}


def _choose(form: forms.Form, name: str, offered: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = offered
