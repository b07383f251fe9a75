"""How a partnership runs its rounds: what it set, or the defaults where it has set nothing yet."""

from __future__ import annotations

from partners.tenancy import Access
from plans.models import RoundSettings
from plans.rules.quarters import Days


def settings_of(access: Access) -> RoundSettings:
    """The partnership's settings. Where it has none stored: the defaults, not saved, with version 0."""
    stored = RoundSettings.objects.within(access).first()
    return stored or RoundSettings(partnership=access.partnership, version=0)


def days_of(settings: RoundSettings) -> Days:
    return Days(settings.opens_days_after, settings.closes_days_before, settings.papers_days_before)
