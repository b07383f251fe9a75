"""Rounds: their days, their settings, more time for one agency; and boards' decisions."""

from __future__ import annotations

from typing import Any

from django import forms

from partners.models import Agency, Board, Meeting
from partners.tenancy import Access
from plans.models import Action, Round, RoundSettings, StatusRule
from prevent_tracker.core import clock
from prevent_tracker.core.date_field import DateField
from prevent_tracker.core.govuk import Look

REASON = {"required": "Give a reason"}


class ExtensionForm(forms.Form):
    """A later day for one agency."""

    until = DateField(label="New last day", help_text="Such as 28 4 2017.")
    reason = forms.CharField(
        label="Reason",
        help_text="It stays on the record.",
        widget=forms.Textarea,
        max_length=1000,
        error_messages=REASON,
    )
    looks = {"reason": Look(rows=3)}


class RoundForm(forms.Form):
    """The days of a round; of an open one only the last, with a reason."""

    opens_on = DateField(label="First day")
    closes_on = DateField(
        label="Last day for answers", help_text="Later answers are marked late, until you close the round."
    )
    reason = forms.CharField(label="Reason", widget=forms.Textarea, max_length=1000, error_messages=REASON)
    looks = {"reason": Look(rows=3)}

    def __init__(self, data: Any = None, *, round: Round) -> None:  # noqa: A002  the domain's word
        super().__init__(data, initial={"opens_on": round.opens_on, "closes_on": round.closes_on})
        del self.fields["opens_on" if round.opened_at else "reason"]


class DayCountField(forms.IntegerField):
    """How many days; a refusal names the field, whose label is a sentence, and says what would be right."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            raise forms.ValidationError(
                f"{self.label}: enter a whole number of days, {self.min_value} or more"
            ) from None


class DaysField(forms.CharField):
    """Numbers of days with commas between, "7, 2", as a list; nothing for none."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        parts = [part.strip() for part in str(super().clean(value)).split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            raise forms.ValidationError(f"{self.label}: give numbers of days with commas between, such as 7, 2")
        return [int(part) for part in parts]


_DAYS = Look(classes="govuk-input--width-3", suffix="days")


class RoundSettingsForm(forms.Form):
    """How a partnership runs its rounds (plans.models.RoundSettings)."""

    status_rule = forms.ChoiceField(
        label="How several agencies’ answers become one status",
        help_text="You can always decide otherwise, with a reason.",
        choices=StatusRule.choices,
        widget=forms.RadioSelect,
    )
    opens_days_after = DayCountField(label="A round opens after the end of its quarter", min_value=0)
    closes_days_before = DayCountField(
        label="Answers are due before the papers go out", min_value=0, help_text="In working days."
    )
    papers_days_before = DayCountField(
        label="Papers go out before the meeting", min_value=0, help_text="In clear working days."
    )
    opens_by_itself = forms.BooleanField(
        label="A planned round opens by itself on its day", required=False, help_text="Otherwise you open it."
    )
    sends_mail = forms.BooleanField(label="Send mail about rounds", required=False)
    send_at = forms.TimeField(
        label="Mail goes out at",
        help_text="Such as 9:00, on working days.",
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M"),
        error_messages=dict.fromkeys(("required", "invalid"), "Enter a time such as 9:00"),
    )
    remind_before = DaysField(
        label="Remind before the deadline", help_text="Days before, with commas between: 7, 2.", required=False
    )
    remind_on_the_day = forms.BooleanField(label="Remind on the day of the deadline", required=False)
    remind_after = DaysField(
        label="Remind after the deadline", help_text="Days after, with commas between: 3.", required=False
    )
    senior_after = DayCountField(
        label="Write to the agency’s named senior after the deadline",
        help_text="Leave it blank for never.",
        min_value=1,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    mark_optional = False
    looks = {
        **dict.fromkeys(("opens_days_after", "closes_days_before", "papers_days_before", "senior_after"), _DAYS),
        "remind_before": Look(classes="govuk-input--width-10"),
        "remind_after": Look(classes="govuk-input--width-10"),
        "send_at": Look(classes="govuk-input--width-5"),
    }

    @classmethod
    def of(cls, stored: RoundSettings) -> RoundSettingsForm:
        """With what is stored, or the defaults."""
        return cls(initial={name: getattr(stored, name) for name in cls.base_fields})


class _ActionChoice(forms.ModelChoiceField[Action]):
    def label_from_instance(self, obj: Action) -> str:
        return f"{obj.number} {obj.text[:80]}"


class DecisionForm(forms.Form):
    meeting: forms.ModelChoiceField[Meeting] = forms.ModelChoiceField(queryset=None, label="Meeting", empty_label=None)
    text = forms.CharField(label="What was decided", widget=forms.Textarea, max_length=2000)
    action = _ActionChoice(queryset=None, label="About which action", required=False, empty_label="No single action")
    owner: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        queryset=None, label="Who does it", required=False, empty_label="Nobody named"
    )
    due_on = DateField(label="By when", required=False)
    for_board: forms.ModelChoiceField[Board] = forms.ModelChoiceField(
        queryset=None,
        label="Put to another board",
        help_text="It stands on that board’s next agenda, and in its next pack.",
        required=False,
        empty_label="No other board",
    )
    looks = {"text": Look(rows=3)}

    def __init__(self, *args: Any, access: Access, meeting: Meeting | None = None, **kwargs: Any) -> None:
        """`meeting`: whose decision it is, where that is known already."""
        super().__init__(*args, **kwargs)
        if meeting is not None:
            del self.fields["meeting"]
        boards = Board.objects.within(access).order_by("name")
        rows: dict[str, Any] = {
            "meeting": Meeting.objects.within(access)
            .filter(held_on__lte=clock.today())
            .select_related("board")
            .order_by("-held_on"),
            "action": Action.objects.within(access).exclude(plan__stage="closed").order_by("objective__order", "order"),
            "owner": Agency.objects.within(access).order_by("name"),
            "for_board": boards.exclude(pk=meeting.board_id) if meeting else boards,
        }
        for name, queryset in rows.items():
            field = self.fields.get(name)
            if field is None:
                continue
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset


class DoneForm(forms.Form):
    """When a decision was carried out."""

    done_on = DateField(label="Done on", help_text="Leave it blank if it is open after all.", required=False)
    mark_optional = False
