"""Nothing is lost: what no field holds is left out, each with its place and why; the check cannot be talked round."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.importers.interpret import interpret
from plans.importers.interpret.account import account, missing
from plans.importers.proposal import LeftOut, Origin, Proposal, ProposedAction, ProposedPlan
from plans.importers.source import Paragraph, Place, Source

from .building import line, read, source, table

PLACE = Place(line=1)
FILE = Source("text", (Paragraph(line("Open the hub by May"), PLACE),))


def proposal(text: str, place: Place = PLACE, *left: LeftOut) -> Proposal:
    action = ProposedAction(key="a", text=text, origins={"action": Origin((place,))})
    return Proposal(ProposedPlan(), (), (action,), left)


@pytest.mark.parametrize(
    ("found", "lost"),
    [
        (proposal("Open the hub by May"), ""),
        (proposal("Openthehubby May"), ""),
        (proposal("Open the hub"), "by May"),
        (proposal("Open the hub", PLACE, LeftOut("by May", PLACE, "a time")), ""),
        (proposal("Open the hub by May", Place(line=2)), "Open the hub by May"),
        (proposal("Open the hub", PLACE, LeftOut("by May", Place(line=2), "elsewhere")), "by May"),
        (proposal("something else entirely"), "Open the hub by May"),
    ],
)
def test_words_count_only_where_they_stood(found: Proposal, lost: str) -> None:
    assert missing(FILE, found) == ({PLACE: lost} if lost else {})


def test_words_printed_twice_are_left_out_twice() -> None:
    twice = Source("text", (Paragraph(line("May May"), PLACE),))
    once = replace(proposal(""), left_out=(LeftOut("May", PLACE, "a time"),))
    assert missing(twice, once) == {PLACE: "May"}


def test_the_account_leaves_out_what_no_field_holds() -> None:
    found = account(FILE, proposal("Open the hub"))
    assert [(each.text, each.place) for each in found.left_out] == [("by May", PLACE)]
    assert missing(FILE, found) == {}


def test_each_thing_left_out_says_why() -> None:
    head = ["Action", "Lead", "RAG"]
    found = read(
        table([head, ["Open a hub", "Council", "On track"], head, ["• Mow less", "Parks", ""]]),
        "Printed by the council.",
    )
    reasons = {each.text: each.reason for each in found.left_out}
    assert reasons["On track"] == "Read as the rating."
    assert "printed again" in reasons["Action"]
    assert reasons["•"].startswith("Marks")


_words = st.text(alphabet="abcde AB.,1•-\n", max_size=24)


@given(
    st.lists(st.lists(_words, min_size=3, max_size=3), min_size=1, max_size=5), st.sampled_from(["docx", "pdf", "csv"])
)
@settings(max_examples=80, deadline=None)
def test_no_table_loses_a_character(rows: list[list[str]], kind: str) -> None:
    file = source("Any plan 2024/25", table([["Action", "Lead", "Due"], *rows]), *("a note", "- a point"), kind=kind)
    assert missing(file, interpret(file)) == {}
