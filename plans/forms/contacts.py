"""An agency's contact."""

from __future__ import annotations

from django import forms

from prevent_tracker.core.govuk import Look


class ContactForm(forms.Form):
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter a name"})
    email = forms.EmailField(
        label="E-mail address",
        help_text="Mail about rounds goes to this address.",
        error_messages={"required": "Enter an e-mail address"},
    )
    is_senior = forms.TypedChoiceField(
        label="What are they written to for?",
        choices=[
            ("no", "They report for the agency"),
            ("yes", "They are its named senior"),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    looks = {
        "is_senior": Look(
            item_hints={
                "no": "Requests and reminders, each with a single-use link: no account is needed.",
                "yes": "One mail a round, when answers are overdue after every reminder. It holds no link.",
            }
        ),
    }
