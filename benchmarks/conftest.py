"""Benchmarks on a database use the tests' own: made by its owner, used as the application's role."""

from __future__ import annotations

from tests.conftest import django_db_setup, live_cast

__all__ = ["django_db_setup", "live_cast"]
