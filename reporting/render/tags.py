"""Mends the structure tree of a drawn PDF. (placeholder during drawing)"""

from __future__ import annotations


def mend(pdf: bytes, *, title: str) -> bytes:
    return pdf
