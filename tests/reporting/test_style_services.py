"""Verbs of styles, contents and the logo: what is stored, what is refused, what leaves a history."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from partners.tenancy import Access
from prevent_tracker.core import clock, codec
from prevent_tracker.core.errors import Invalid, NotAllowed, NotFound, Stale
from prevent_tracker.core.personal import CaseData
from reporting.layouts import choices, layout_from, layout_named, layout_of
from reporting.models import Pack, PackSettings, PackStyle
from reporting.services.drafting import draft_pack
from reporting.services.logos import remove_logo, set_logo
from reporting.services.styles import archive_style, change_style, make_style, set_contents, set_pack_style
from reporting.snapshot import snapshot
from reporting.styles import STYLES, Style, UnknownStyle
from tests.cast import Cast
from tests.test_history import history

from .pictures import LOGO, picture

CONTENTS = [{"key": "plan", "heading": "All of it"}, {"key": "summary", "heading": "In short"}]


def reasons(row: Any) -> list[str]:
    return [line.history_change_reason for line in history(row)]


def pack_of(cast: Cast, by: Access) -> Pack:
    return draft_pack(by=by, board=cast.here.boards["csp"], round=cast.here.round)


def test_a_style_is_made_changed_and_archived_with_a_history(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        made = make_style(by=by, label="  Ours ", based_on="csp")
        assert (made.slug, made.label) == ("ours", "Ours")
        assert layout_named(by, "ours") == copy("csp", "Ours")
        layout = codec.to_plain(STYLES["hpdg"]) | {"label": "Ours, longer"}
        changed = change_style(by=by, style=made, layout=layout, expected_version=1)
        assert (changed.slug, changed.label, changed.version) == ("ours", "Ours, longer", 2)
        assert layout_named(by, "ours") == copy("hpdg", "Ours, longer")
        assert ("ours", "Ours, longer") in choices(by)
        archive_style(by=by, style=made)
        assert "ours" not in dict(choices(by))
        assert layout_named(by, "ours").label == "Ours, longer"  # packs that have it keep it
        assert archive_style(by=by, style=made).version == 3  # once is enough
        assert reasons(made) == ["Style made", "Style changed", "Style archived"]


def copy(name: str, label: str) -> Style:
    """A built-in style as an own one; its own name is nowhere in a document, since an edition may hold it back."""
    return dataclasses.replace(STYLES[name], name="own", label=label)


def test_names_are_told_apart(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        assert make_style(by=by, label="CSP", based_on="csp").slug == "csp-2"
        assert make_style(by=by, label="C.S.P.", based_on="csp-2").slug == "csp-3"
        assert make_style(by=by, label="Тест", based_on="plain").slug == "style"
        long = make_style(by=by, label="A name that is longer than any address of a style", based_on="plain")
        assert len(long.slug) <= 30
        for label in ("csp", STYLES["csp"].label.upper(), "C.S.P."):
            with pytest.raises(Invalid, match="already"):
                make_style(by=by, label=label, based_on="plain")
        with pytest.raises(Invalid, match="already"):
            change_style(by=by, style=long, layout=codec.to_plain(STYLES["csp"]) | {"label": "CSP"})
        with pytest.raises(Invalid, match="to begin with"):
            make_style(by=by, label="New", based_on="nothing")
    with cast.elsewhere.as_("coordinator") as by:
        assert make_style(by=by, label="CSP", based_on="csp").slug == "csp-2"
        with pytest.raises(UnknownStyle):
            layout_named(by, "csp-3")


def test_what_is_not_right_leaves_the_style_as_it_was(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        made = make_style(by=by, label="Ours", based_on="csp")
        whole = codec.to_plain(STYLES["csp"])
        wrong: list[dict[str, Any]] = [{"label": "\x00"}, {"parts": []}, {"full_report": "\x07"}]
        for each in wrong:
            with pytest.raises(Invalid):
                change_style(by=by, style=made, layout=whole | each)
        heading = {"parts": [{"key": "plan", "heading": "NHS 943 476 5919"}]}
        with pytest.raises(CaseData) as refused:
            change_style(by=by, style=made, layout=whole | heading)
        assert list(refused.value.errors) == ["heading_plan"]
        with pytest.raises(Stale) as stale:
            change_style(by=by, style=made, layout=whole, expected_version=7)
        assert (stale.value.current["version"], stale.value.current["label"]) == (1, "Ours")
        assert reasons(made) == ["Style made"]


def test_a_pack_has_a_style_and_contents_of_its_own_and_drafts_follow(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        pack = pack_of(cast, by)
        assert layout_of(by, pack) == STYLES["csp"]
        make_style(by=by, label="Ours", based_on="hpdg")
        pack = set_pack_style(by=by, pack=pack, name="ours", expected_version=1)
        assert layout_of(by, pack) == copy("hpdg", "Ours")
        pack = set_contents(by=by, pack=pack, contents=CONTENTS, expected_version=2)
        shown = layout_of(by, pack)
        assert [(part.key, part.heading) for part in shown.parts] == [("plan", "All of it"), ("summary", "In short")]
        assert shown.landscape
    with cast.here.as_("coordinator") as by:
        assert snapshot(by, pack, moment=clock.now()).layout == shown
    with cast.here.as_("coordinator") as by:
        pack = set_contents(by=by, pack=pack, contents=None)
        pack = set_pack_style(by=by, pack=pack, name="")
        assert layout_of(by, pack) == STYLES["csp"]
        for name in ("nothing", "public_plan"):
            with pytest.raises(Invalid, match="Choose one of the styles"):
                set_pack_style(by=by, pack=pack, name=name)
        with pytest.raises(Invalid, match="at least one part"):
            set_contents(by=by, pack=pack, contents=[])
        with pytest.raises(Stale):
            set_contents(by=by, pack=pack, contents=CONTENTS, expected_version=1)
        assert reasons(pack)[1:] == [
            "Style chosen for this pack", "Contents of this pack changed", "Contents as the style has them",
            "Style as the board’s",
        ]  # fmt: skip


def test_layouts_of_rows_that_were_read_already(cast: Cast) -> None:
    own = {"ours": PackStyle(slug="ours", layout=codec.to_plain(STYLES["plain"]))}
    assert layout_from("ours", None, own) == STYLES["plain"]
    assert layout_from("csp", None, own) == STYLES["csp"]
    assert [part.key for part in layout_from("ours", CONTENTS, own).parts] == ["plan", "summary"]
    with pytest.raises(UnknownStyle):
        layout_from("theirs", None, own)


def test_a_logo_is_kept_once_a_partnership_with_a_history(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        row = set_logo(by=by, content=LOGO, alt=" Two councils ", expected_version=0)
        assert (row.logo_type, row.logo_alt, row.version) == ("image/png", "Two councils", 1)
        row = set_logo(by=by, content=picture("JPEG"), alt="One council", expected_version=1)
        assert row.logo_type == "image/jpeg"
        for content, alt, field in ((b"GIF89a", "x", "logo"), (LOGO, " ", "alt"), (LOGO, "x" * 201, "alt")):
            with pytest.raises(Invalid) as refused:
                set_logo(by=by, content=content, alt=alt)
            assert list(refused.value.errors) == [field]
        with pytest.raises(Stale):
            set_logo(by=by, content=LOGO, alt="Third", expected_version=1)
        assert remove_logo(by=by).logo is None
        assert remove_logo(by=by).version == 3
        assert reasons(row) == ["Logo set", "Logo set", "Logo removed"]
        assert PackSettings.objects.within(by).count() == 1


def test_only_who_writes_packs_may(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        made, pack = make_style(by=by, label="Ours", based_on="csp"), pack_of(cast, by)
    verbs: list[Callable[[Access], object]] = [
        lambda by: make_style(by=by, label="Mine", based_on="csp"),
        lambda by: change_style(by=by, style=made, layout={}),
        lambda by: archive_style(by=by, style=made),
        lambda by: set_contents(by=by, pack=pack, contents=None),
        lambda by: set_pack_style(by=by, pack=pack, name=""),
        lambda by: set_logo(by=by, content=LOGO, alt="Mine"),
        lambda by: remove_logo(by=by),
    ]
    for who in ("administrator", "contributor", "board_member", "secretary", "auditor"):
        for verb in verbs:
            with cast.here.as_(who) as by, pytest.raises(NotAllowed):
                verb(by)


def test_another_partnerships_rows_are_not_found(cast: Cast) -> None:
    with cast.here.as_("coordinator") as by:
        made, pack = make_style(by=by, label="Ours", based_on="csp"), pack_of(cast, by)
    with cast.elsewhere.as_("coordinator") as by:
        for verb in (
            lambda: change_style(by=by, style=made, layout={}),
            lambda: archive_style(by=by, style=made),
            lambda: set_contents(by=by, pack=pack, contents=None),
            lambda: set_pack_style(by=by, pack=pack, name=""),
        ):
            with pytest.raises(NotFound):
                verb()
        assert "ours" not in dict(choices(by))
