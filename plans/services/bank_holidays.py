"""Where services look for the bank holidays (plans/rules/bank_holidays.py)."""

from plans.rules.bank_holidays import is_holiday

__all__ = ["is_holiday"]
