"""What differs between two documents: every kind of difference, each in one line, marked no wider than either side."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from reporting.comparing import KINDS, compare, names_of_both
from reporting.document import (
    ActionFacts,
    Block,
    ComparedFacts,
    CoverFacts,
    DeadlineChangeFacts,
    Document,
    FrontMatterFacts,
    HeldName,
    LeadFacts,
    MilestoneFacts,
    ObjectiveFacts,
)

from .sample import document as sample

MAY, JUNE = dt.date(2017, 5, 31), dt.date(2017, 6, 30)
MOVED = DeadlineChangeFacts(dt.date(2017, 2, 1), "May 2017", "June 2017", "The post is vacant.", "Chair")


def action(key: str = "a", number: str = "1.1", **facts: Any) -> ActionFacts:
    return ActionFacts(**{"number": number, "text": "Train staff.", "state": "in_progress", "key": key} | facts)


def document(*actions: ActionFacts, **facts: Any) -> Document:
    """A document with one objective and nothing to say about it."""
    objective = ObjectiveFacts("1", "Training", key="o", actions=actions)
    base = sample("hpdg", actions=0)
    bare = replace(base.plan, front_matter=())
    words = {"headline": "", "narrative": "", "cover": CoverFacts(), "objectives": (objective,), "plan": bare}
    return replace(base, **(words | facts))  # type: ignore[arg-type]  # fields by name


def lines(before: Document, after: Document) -> tuple[ComparedFacts, ...]:
    return compare(before, after, before_label="Q1", after_label="Q2").lines


def said(before: Document, after: Document) -> list[tuple[str, str, str, str]]:
    return [(line.kind, line.before, line.after, line.reason) for line in lines(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "kind", "was", "now", "reason"),
    [
        ({"rag": "amber"}, {"rag": "green"}, "improved", "Amber", "Green", ""),
        ({"rag": "green"}, {"rag": "red", "status_reason": "Agreed so."}, "worsened", "Green", "Red", "Agreed so."),
        ({"rag": "amber"}, {"state": "complete"}, "completed", "Amber", "Complete", ""),
        ({}, {"state": "complete"}, "completed", "Not reported", "Complete", ""),
        ({}, {"rag": "red"}, "started", "Not reported", "Red", ""),
        ({"rag": "red"}, {}, "stopped", "Red", "Not reported", ""),
        ({"rag": "green"}, {"state": "paused"}, "state", "Green", "Paused", ""),
        ({"state": "cancelled"}, {"rag": "green"}, "state", "Cancelled", "Green", ""),
        ({"state": "not_started"}, {}, "state", "Not started", "In progress", ""),
        ({}, {"text": "Train all."}, "reworded", "Train staff.", "Train all.", ""),
        ({}, {"outcomes": ("All know.",)}, "reworded", "Train staff.", "Train staff.; All know.", ""),
        ({}, {"number": "1.2"}, "reworded", "1.1 Train staff.", "1.2 Train staff.", ""),
        (
            {"timescale_text": "May 2017", "due_on": MAY},
            {"timescale_text": "June 2017", "due_on": JUNE, "deadline_changes": (MOVED,)},
            "moved", "May 2017", "June 2017", "The post is vacant.",
        ),
        (
            {"timescale_text": "See 2.1", "due_on": MAY},
            {"timescale_text": "See 2.1", "due_on": None},
            "moved", "See 2.1 (31 May 2017)", "See 2.1 (no date)", "",
        ),
        ({"leads_text": "Police"}, {"leads_text": "Council"}, "leads", "Police", "Council", ""),
        (
            {"leads": (LeadFacts("Police"),)}, {"leads": (LeadFacts("Police"), LeadFacts("NHS", "partner"))},
            "leads", "Police", "Police; NHS (partner)", "",
        ),
        (
            {"milestones": (MilestoneFacts("Draft", "May"), MilestoneFacts("Same"))},
            {"milestones": (MilestoneFacts("Draft", "May", done_on=MAY), MilestoneFacts("Same"))},
            "milestones", "Draft (May)", "Draft (May), reached 31 May 2017", "",
        ),
    ],
)  # fmt: skip
def test_one_difference_of_an_action_is_one_line(
    before: dict[str, Any], after: dict[str, Any], kind: str, was: str, now: str, reason: str
) -> None:
    assert said(document(action(**before)), document(action(**after))) == [(kind, was, now, reason)]


def test_what_is_the_same_is_no_difference() -> None:
    whole = sample("hpdg", actions=20)
    assert compare(whole, whole, before_label="One", after_label="Two").lines == ()


def test_new_and_removed_actions() -> None:
    found = lines(document(action("a"), action("b", "1.2")), document(action("b", "1.2"), action("c", "1.3")))
    assert [(line.kind, line.number, line.key) for line in found] == [("new", "1.3", "c"), ("removed", "1.1", "a")]


def test_an_action_is_found_by_its_key_whatever_its_number_and_words() -> None:
    swapped = document(action("b", "1.1", text="One."), action("a", "1.2", text="Two."))
    found = lines(document(action("a", "1.1", text="One."), action("b", "1.2", text="Two.")), swapped)
    assert [(line.kind, line.key) for line in found] == [("reworded", "b"), ("reworded", "a")]


def test_without_keys_an_action_is_found_by_number_and_words_then_by_either() -> None:
    before = document(action("", "1.1", text="One."), action("", "1.2", text="Two."), action("", "1.3", text="Three."))
    after = document(action("", "1.2", text="Three."), action("", "1.1", text="One."), action("", "9", text="Nine."))
    assert [(line.kind, line.number, line.before) for line in lines(before, after)] == [
        ("new", "9", ""),
        ("removed", "1.3", ""),
        ("reworded", "1.2", "Two."),
    ]


def test_a_document_without_keys_is_compared_with_one_that_has_them() -> None:
    assert said(document(action("", rag="red")), document(action("a", rag="green"))) == [
        ("improved", "Red", "Green", "")
    ]


def test_a_plan_by_itself_has_no_ratings_to_compare() -> None:
    base = document(action())
    alone = replace(base, period=replace(base.period, slug=""))
    assert said(alone, document(action(rag="red"))) == []
    assert said(alone, document(action(state="complete"))) == [("completed", "In progress", "Complete", "")]


def test_an_action_that_moved_and_objectives_that_changed() -> None:
    one, two = ObjectiveFacts("1", "Training", key="o"), ObjectiveFacts("2", "Venues", key="v")
    three = ObjectiveFacts("3", "Giving", key="g")
    before = document(objectives=(replace(one, actions=(action(),)), two))
    after = document(
        objectives=(replace(one, title="Learning", children=(three,), actions=()), replace(two, actions=(action(),)))
    )
    found = lines(before, after)
    assert [(line.kind, line.text, line.before, line.after) for line in found] == [
        ("objectives", "Train staff.", "1 Training", "2 Venues"),
        ("objectives", "Learning", "1 Training", "1 Learning"),
        ("objectives", "Giving", "", "3 Giving"),
    ]
    assert [line.kind for line in lines(after, before)] == ["objectives"] * 3


def test_words_count_where_both_sides_have_them() -> None:
    before = document(headline="One.", narrative="", cover=CoverFacts(recommendations=("Note.",)))
    after = document(headline="Two.", narrative="New.", cover=CoverFacts(recommendations=("Note.", "Agree.")))
    found = [(line.text, line.before, line.after) for line in lines(before, after)]
    assert found == [("Headline", "One.", "Two."), ("Recommendations", "Note.", "Note.\nAgree.")]
    assert lines(before, document()) == ()


def test_the_plans_own_words() -> None:
    plan = document().plan
    matter = FrontMatterFacts("Aims", (Block("To know."), Block(items=("a", "b"))), marking="public")
    before = document(plan=replace(plan, title="Plan", front_matter=(matter,)))
    after = document(plan=replace(plan, title="The plan", front_matter=(replace(matter, blocks=(Block("To act."),)),)))
    assert [(line.text, line.before, line.after, line.marking) for line in lines(before, after)] == [
        ("Title of the plan", "Plan", "The plan", "partnership"),
        ("Aims", "To know.\na\nb", "To act.", "public"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "marking", "reason"),
    [
        (("public", ""), ("public", ""), "public", ""),
        (("restricted", "Crime"), ("public", ""), "restricted", "Crime"),
        (("public", ""), ("restricted", "Crime"), "restricted", "Crime"),
        (("", ""), ("public", ""), "public", ""),
        (("", ""), ("", ""), "partnership", ""),
    ],
)
def test_a_line_is_marked_no_wider_than_either_side(
    before: tuple[str, str], after: tuple[str, str], marking: str, reason: str
) -> None:
    old = action(rag="red", marking=before[0], marking_reason=before[1])
    new = action(rag="green", marking=after[0], marking_reason=after[1])
    [line] = lines(document(old), document(new))
    assert (line.marking, line.marking_reason) == (marking, reason)


def test_a_line_is_marked_as_narrowly_as_the_leads_and_objectives_that_it_names() -> None:
    secret = LeadFacts("Acorn", marking="restricted", marking_reason="Crime")
    shown = action(marking="public")
    [line] = lines(document(replace(shown, leads=(secret,), leads_text="Acorn")), document(shown))
    assert (line.kind, line.before, line.marking, line.marking_reason) == ("leads", "Acorn", "restricted", "Crime")
    hidden = ObjectiveFacts("1", "Acorn", key="o", marking="restricted", actions=(shown,))
    openly = ObjectiveFacts("2", "Oak", key="v", marking="public")
    before = document(objectives=(hidden, openly))
    after = document(objectives=(replace(hidden, actions=()), replace(openly, actions=(shown,))))
    assert [(line.before, line.marking) for line in lines(before, after)] == [("1 Acorn", "restricted")]


def test_who_led_before_is_held_back_too_and_a_body_released_since_is_named() -> None:
    person = HeldName(("J. Bloggs",), "a named person")
    held, called = HeldName(("Al-Noor Mosque",)), HeldName(("Al-Noor Mosque", "Noor & Co"))
    released = HeldName(("St Mary",))
    before, after = document(held_names=(person, called, released)), document(held_names=(held,))
    assert names_of_both(before, after) == (held, person, called)


def test_a_line_about_words_is_marked_as_they_are() -> None:
    before = document(headline="One.", word_markings=(("headline", "restricted"),))
    after = document(headline="Two.", word_markings=(("headline", "public"),))
    assert [line.marking for line in lines(before, after)] == ["restricted"]


def test_lines_come_by_kind_then_as_printed() -> None:
    before = document(action("a", "1", rag="red"), action("b", "2", rag="red"), action("c", "3"), headline="One.")
    after = document(
        action("b", "2", rag="green", text="Else."), action("a", "1", rag="green"), action("d", "4"), headline="Two."
    )
    found = [(line.kind, line.number) for line in lines(before, after)]
    assert found == [
        ("new", "4"), ("removed", "3"), ("improved", "2"), ("improved", "1"), ("reworded", "2"), ("words", ""),
    ]  # fmt: skip
    assert [kind for kind, _ in found] == sorted((kind for kind, _ in found), key=KINDS.index)


def test_the_labels_are_the_partnerships_own() -> None:
    after = document(action(rag="green"))
    own = replace(after, rag_key=tuple(replace(entry, label=f"Own {entry.value}") for entry in after.rag_key))
    assert said(document(action(rag="red")), own) == [("improved", "Own red", "Own green", "")]
