"""No edition prints a word of what it is not for, in any format."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from plans.exporters import FORMATS
from plans.exporters.editions import edition
from plans.exporters.record import PlanRecord

from .sample import sample
from .shapes import with_first

SECRET = "zyzzogeton"
ELSEWHERE = "quokkabrand"


def secret(marking: str) -> PlanRecord:
    """A public plan with one action that is not, unlike the rest of it."""
    record = with_first(
        sample(), text=f"Do {SECRET}.", leads_text=f"{SECRET} team", outcomes=(SECRET,), marking=marking
    )
    return replace(record, marking="public", note=f"About {ELSEWHERE}.", left_out=())


def every_byte(content: bytes) -> bytes:
    """The file and, for packages, each of its parts unpacked."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return content + b"".join(package.read(name) for name in package.namelist())


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("name", "marking"), [("public", "restricted"), ("public", "partnership"), ("partner", "restricted")]
)
def test_a_word_of_a_restricted_action_is_in_no_byte(kind: str, name: str, marking: str) -> None:
    whole = every_byte(FORMATS[kind].write(secret(marking)))
    found = every_byte(FORMATS[kind].write(edition(secret(marking), name)))
    assert SECRET.encode() in whole
    assert SECRET.encode() not in found


@pytest.mark.parametrize("kind", FORMATS)
def test_the_public_reads_neither_notes_nor_reports(kind: str) -> None:
    record = secret("")
    assert ELSEWHERE.encode() in every_byte(FORMATS[kind].write(record)) or kind == "csv"
    found = every_byte(FORMATS[kind].write(edition(record, "public")))
    assert ELSEWHERE.encode() not in found
    assert b"The third is booked" not in found
    assert b"Whose schools is not printed" not in found


def test_what_a_plan_s_own_marking_holds_back_is_left_out_with_it() -> None:
    record = replace(with_first(sample(), marking="public"), left_out=())
    found = edition(record, "public")
    assert [action.number for action in found.actions] == ["1.1"]
    assert (found.front_matter, found.glossary, found.subtitle) == ((), (), "")
    assert [(row.title, row.requirements) for row in found.objectives] == [("Working together", ())]
    assert {(each.what, each.number) for each in found.left_out} == {
        ("actions", 2), ("front matter sections", 1), ("glossary entries", 1), ("objectives", 1),
    }  # fmt: skip


def test_the_board_reads_all() -> None:
    record = replace(secret("restricted"), left_out=())
    assert edition(record, "board") == record
