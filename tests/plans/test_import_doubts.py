"""What is doubted and what is left out, as pages show it: alike things together."""

from __future__ import annotations

from dataclasses import replace

from plans.importers.interpret import interpret
from plans.importers.proposal import LeftOut, Origin, Proposal
from plans.importers.propose import Reading
from plans.importers.source import Place
from plans.queries.preview import Preview
from plans.queries.shown import Item
from plans.services.imports import keep_reading
from tests.cast import Cast

from .import_sample import place, proposal, source
from .test_import_pages import Import


def _with_many_doubts() -> Proposal:
    """Each row doubted for the same but for the row's number, the last for something else as well."""
    read = interpret(source())
    notes = [f"Row {number} of table 1 goes on with the row above: joined." for number in range(len(read.actions))]
    notes[-1] += " May be two actions."
    actions = [
        replace(action, origins={"text": Origin(action.origins["action"].places, 0.5, note)})
        for action, note in zip(read.actions, notes, strict=True)
    ]
    return replace(read, actions=tuple(actions))


def test_doubts_are_told_apart_by_their_reason_without_its_numbers() -> None:
    found = Preview(source(), _with_many_doubts())
    keys = [action.key for action in found.proposal.actions]
    rows, other = found.alike
    assert rows.words == "Row … of table … goes on with the row above: joined."
    assert rows.doubts == tuple((key,) for key in keys)
    assert rows.only == tuple(keys[:-1])
    assert (other.words, other.doubts, other.only) == ("May be two actions.", ((keys[-1],),), ())


def test_all_that_is_doubted_for_one_reason_is_agreed_to_by_one_press_and_undone_by_one(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        reading = Reading("docx", source(), _with_many_doubts())
        batch = keep_reading(by=by, name="Plan.docx", content=b"PK sample", options={}, reading=reading)
    at, why = Import(cast.here, batch), Preview(source(), _with_many_doubts()).alike[0]
    page = at.get(f"?why={why.name}")
    assert page.count('<article class="app-card app-doubt"') == len(why.doubts)
    assert f'value="alike:{why.name}"' in page
    answer = at.client.post(
        f"{at.url}items/{why.only[0]}/", {"mend": f"alike:{why.name}", "version": batch.version, "why": why.name}
    )
    assert answer.headers["Location"].endswith(f"?mended=1&why={why.name}#mended")
    assert [each["key"] for each in at.mends()] == list(why.only)
    assert f"and {len(why.only) - 1} more like it" in at.get()
    at.post("undo/")
    assert at.mends() == []


def test_a_row_below_several_actions_may_join_the_last_of_them() -> None:
    read = proposal()
    several = [replace(read.actions[0], key=f"t1r3/{number}", number=number, row="3") for number in ("1.1a", "1.1b")]
    item = Preview(source(), replace(read, actions=(*several, *read.actions[1:]))).item("t1r4")
    assert item is not None
    assert [mend.label for mend in item.mends if mend.name.startswith("join")] == [
        "Join with the row above", "Join with action 1.1b",
    ]  # fmt: skip
    assert [mend.name for mend in _item("t1r5").mends if mend.name.startswith("join")] == ["join"]


def _item(key: str) -> Item:
    found = Preview(source(), proposal()).item(key)
    assert found is not None
    return found


def test_left_out_words_stand_row_by_row_and_debris_last() -> None:
    heads = tuple(
        LeftOut(text, place(8, column), "A heading printed again.") for column, text in ((1, "No."), (2, "Lead"))
    )
    debris, rare = LeftOut("<i> </i>", place(4, 2), "Marks."), LeftOut("Draft", Place(line=9), "It is in no field.")
    heads_again = replace(heads[0], place=place(6, 1))
    found = Preview(source(), replace(proposal(), left_out=(*heads, debris, heads_again, rare)))
    assert [row.texts for row in found.left_out] == [("Draft",), ("No.", "Lead"), ("No.",), ("<i> </i>",)]
    assert found.left_out[1].where == "table 1, row 8"
    assert found.words_left_out == 3


def test_paragraphs_say_what_they_were_taken_for() -> None:
    found = Preview(source(), proposal())
    assert found.printed_row(0, 0).label == "The plan’s title"
    assert found.printed_row(2, 0).label == "Nothing: left out"
    mark = replace(proposal(), left_out=(LeftOut(".", Place(part="footer"), "Marks."),))
    assert Preview(source(), mark).printed_row(2, 0).label == "Words before or after the plan"


def test_words_left_out_of_an_actions_row_can_be_added_to_it(cast: Cast) -> None:
    left = LeftOut("each term", place(7, 2), "Words in a cell that none of its fields holds.")
    with cast.here.as_("coordinator") as by:
        reading = Reading("docx", source(), replace(interpret(source()), left_out=(left,)))
        batch = keep_reading(by=by, name="Plan.docx", content=b"PK sample", options={}, reading=reading)
    assert "Add it to action 2.1" in Import(cast.here, batch).get("left-out/")
