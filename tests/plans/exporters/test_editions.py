"""No edition prints a word of what it is not for, in any format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plans.exporters import FORMATS
from plans.exporters.editions import edition
from plans.exporters.record import LeadRecord, PlanRecord
from tests.unpacked import every_byte

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
    assert [(row.number, row.title, row.requirements) for row in found.objectives] == [("1", "Heading left out", ())]
    assert {(each.what, each.number) for each in found.left_out} == {
        ("actions", 2), ("front matter sections", 1), ("glossary entries", 1), ("objectives", 3),
    }  # fmt: skip


def test_headings_leads_reports_and_sections_have_markings_of_their_own() -> None:
    record = replace(sample(), marking="public", left_out=())
    first, second = record.objectives
    child = first.children[0]
    led, said = child.actions
    led = replace(led, leads=(replace(led.leads[0], marking="restricted"), led.leads[1]))
    said = replace(said, status=replace(said.status, reports=(replace(said.status.reports[0], marking="public"),)))
    first = replace(first, children=(replace(child, actions=(led, said)),))
    second = replace(second, marking="restricted", marking_reason="FOI-24")
    matter = (replace(record.front_matter[0], marking="partnership"),)
    found = edition(replace(record, objectives=(first, second), front_matter=matter), "public")
    assert [action.number for action in found.actions] == ["1.1", "1.2"]
    assert [lead.words for lead in found.actions[0].leads] == ["Prevent Coordinator"]
    assert found.actions[0].leads_text == "Prevent Coordinator"
    assert [report.narrative for report in found.actions[1].status.reports] == ["Two of three visits are made."]
    assert found.front_matter == ()
    assert {(each.what, each.reason) for each in found.left_out} >= {
        ("objectives", "National security (FOIA 2000, section 24)"),
        ("actions", "National security (FOIA 2000, section 24)"),
        ("leads", "marked restricted"),
        ("front matter sections", "marked for the partnership"),
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_names_held_back_are_in_no_byte_of_the_public_edition(kind: str) -> None:
    record = with_first(sample(), text="Ask the Zyzzogeton Centre.", outcomes=("ZYZZOGETON centre\u2019s hall",))
    leads = (LeadRecord("Zyzzogeton Centre", agency="zyzzogeton-centre", agency_name="Zyzzogeton Centre"),)
    record = with_first(replace(record, marking="public", left_out=()), leads=leads, leads_text="Zyzzogeton Centre")
    held = ((("Zyzzogeton Centre",), "a community organisation"),)
    assert b"zyzzogeton" in every_byte(FORMATS[kind].write(record)).lower()
    found = edition(record, "public", held=held)
    assert b"zyzzogeton" not in every_byte(FORMATS[kind].write(found)).lower()
    assert b"community organisation" in every_byte(FORMATS[kind].write(found)).lower()
    assert ("names", "community organisations, held until released") in {
        (each.what, each.reason) for each in found.left_out
    }


def test_the_board_reads_all() -> None:
    record = replace(secret("restricted"), left_out=())
    assert edition(record, "board") == record
