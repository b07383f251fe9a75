"""Whatever a reader or the reading of a plan can say survives its way through JSON."""

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from plans.importers.codec import proposal_from_json, proposal_to_json, source_from_json, source_to_json
from plans.importers.proposal import Origin, Proposal, ProposedAction, ProposedLead, ProposedPlan, ProposedSection
from plans.importers.source import Cell, Line, Paragraph, Place, Source, Table
from plans.rules.timescale import Kind, Part, Timescale

_numbers = st.floats(allow_nan=False, allow_infinity=False)
_sources = st.builds(
    Source,
    kind=st.sampled_from(["docx", "text"]),
    blocks=st.lists(
        st.builds(Paragraph, st.builds(Line), st.builds(Place), st.integers(0, 9))
        | st.builds(
            Table,
            number=st.integers(1, 9),
            rows=st.lists(
                st.lists(
                    st.builds(
                        Cell,
                        place=st.builds(Place),
                        lines=st.lists(st.builds(Line), max_size=2).map(tuple),
                        fill=st.sampled_from(["", "#FF0000"]),
                        value=st.none() | st.dates() | _numbers,
                        columns=st.integers(1, 3),
                        rows=st.integers(1, 3),
                        anchor=st.none() | st.tuples(st.integers(1, 9), st.integers(1, 9)),
                    ),
                    max_size=2,
                ).map(tuple),
                max_size=2,
            ).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    asides=st.just(()),
    warnings=st.lists(st.text(), max_size=2).map(tuple),
    names=st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)
_texts = st.lists(st.text(max_size=9), max_size=2).map(tuple)
_origins = st.dictionaries(
    st.sampled_from(["action", "leads"]),
    st.builds(Origin, st.lists(st.builds(Place), max_size=2).map(tuple), st.floats(0, 1)),
    max_size=2,
)
_timescales = st.builds(
    Timescale,
    st.text(max_size=9),
    st.lists(st.builds(Part, st.sampled_from(list(Kind)), st.text(max_size=9), due_on=st.none() | st.dates())).map(
        tuple
    ),
    st.booleans(),
)
_bodies = st.lists(st.text(max_size=9) | st.fixed_dictionaries({"list": st.lists(st.text(max_size=9))})).map(tuple)
_proposals = st.builds(
    Proposal,
    plan=st.builds(
        ProposedPlan,
        starts_on=st.none() | st.dates(),
        front_matter=st.lists(st.tuples(st.text(max_size=9), _bodies), max_size=2).map(tuple),
        glossary=st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=2).map(tuple),
        columns=st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=2),
        origins=_origins,
    ),
    sections=st.lists(st.builds(ProposedSection, paragraphs=_texts, outcomes=_texts, origins=_origins), max_size=2).map(
        tuple
    ),
    actions=st.lists(
        st.builds(
            ProposedAction,
            leads=st.lists(st.builds(ProposedLead), max_size=2).map(tuple),
            timescale=_timescales,
            steps=_texts,
            rag=st.none() | st.just("red"),
            origins=_origins,
        ),
        max_size=2,
    ).map(tuple),
)


@given(_sources)
@settings(max_examples=60, deadline=None)
def test_a_source_comes_back_as_it_was(source: Source) -> None:
    assert source_from_json(json.loads(json.dumps(source_to_json(source)))) == source


@given(_proposals)
@settings(max_examples=60, deadline=None)
def test_a_proposal_comes_back_as_it_was(proposal: Proposal) -> None:
    assert proposal_from_json(json.loads(json.dumps(proposal_to_json(proposal)))) == proposal


def test_the_printed_object_says_where_an_action_stood_and_what_is_not_said() -> None:
    place = Place(page=3, table=2, row=5, column=3)
    action = ProposedAction(
        key="t2r5", text="Hold two drop-ins", origins={"action": Origin((place,), 0.9), "leads": Origin((place,), 0.6)}
    )
    printed = proposal_to_json(Proposal(ProposedPlan(title="Plan", starts_on=date(2016, 4, 1)), (), (action,)))
    assert printed["plan"]["period"] == {"label": "", "starts_on": "2016-04-01", "ends_on": None}
    (row,) = printed["actions"]
    assert row["source"] == {
        "page": 3,
        "table": 2,
        "row": 5,
        "column": 3,
        "words": "page 3, table 2, row 5, column 3",
    }
    assert (row["confidence"], row["progress"], row["rag"]) == (0.6, None, None)
