"""Which parts each board's pack has, in which order."""

from __future__ import annotations

import dataclasses
import re

import pytest

from reporting.document import CoverFacts
from reporting.render import render_body
from reporting.styles import STYLES, UnknownStyle, style_named

from .sample import document

ORDER = {
    "hpdg": "recommendations summary figures exceptions changes silence contradictions decisions ahead measures "
    "requirements progress context governance implications papers key reading glossary",
    "csp": "recommendations summary exceptions movement decisions ahead key",
    "safer_harrow": "recommendations summary exceptions changes silence contradictions decisions ahead measures "
    "requirements implications papers plan key reading glossary",
    "plain": "recommendations summary exceptions changes silence decisions ahead measures requirements papers plan key "
    "reading glossary",
    "public_plan": "context plan measures requirements governance reading glossary",
}


def _parts(html: str) -> list[str]:
    return re.findall(r'<section id="pack-(\w+)"', html)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_parts_in_order(style: str) -> None:
    assert _parts(render_body(document(style))) == ORDER[style].split()


def test_what_is_empty_is_left_out_but_never_the_exceptions() -> None:
    bare = dataclasses.replace(document("hpdg", 0), cover=CoverFacts(), decisions=(), governance=())
    parts = _parts(render_body(bare))
    assert {"recommendations", "decisions", "governance"}.isdisjoint(parts)
    assert "exceptions" in parts
    assert "No action is rated red or amber this quarter." in render_body(bare)


def test_unknown_style() -> None:
    with pytest.raises(UnknownStyle, match="hpdg, csp, safer_harrow, plain, public_plan"):
        style_named("glossy")


def test_a_limited_pack_says_how_much_more_there_is() -> None:
    assert "And 84 more red or amber actions, in the full report." in render_body(document("csp", 300))
