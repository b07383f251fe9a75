"""A file is an issue, or it is not: what is said of every kind of file, from a register alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from reporting.document import IDENTIFIED, digest, to_json
from reporting.seal import Sealed, seal
from reporting.verifying import (
    Entry,
    Register,
    RegisterError,
    broken_seals,
    read_clue,
    register_from_json,
    register_to_json,
    verdict,
)

from .pdf_read import drawn, pack
from .sample import document

ISSUED = replace(document(actions=3), version="Issue 1")
TEXT = to_json(ISSUED).encode()
DOCUMENTS = Path(__file__).parent / "documents"
AT = dt.datetime(2016, 11, 9, 16, 45, tzinfo=dt.UTC)


def pdf_of(claim: str) -> bytes:
    with pikepdf.new() as file:
        file.add_blank_page()
        with file.open_metadata() as metadata:
            metadata["dc:identifier"] = f"{IDENTIFIED}{claim}"
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()


PDF = pdf_of(digest(ISSUED))


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def entry(
    number: int = 1, *, previous: str = "", text: bytes = TEXT, pdf: bytes = PDF, superseded_by: int = 0
) -> Entry:
    facts = Sealed(
        partnership="p", plan="l", pack="k", edition="board", number=number, document_sha256=sha256(text),
        html_sha256=sha256(b"<p>"), pdf_sha256=sha256(PDF), as_at=AT, issued_at=AT, issued_by="Ada", reason="",
        previous_seal=previous,
    )  # fmt: skip
    return Entry(
        issue="i", sealed=facts, seal=seal(facts), partnership_name=ISSUED.partnership, plan_title=ISSUED.plan.title,
        board=ISSUED.board, period="Q2 2016/17", period_slug="2016-Q2", pages=3, superseded_by=superseded_by,
    )  # fmt: skip


CHANGED = to_json(replace(ISSUED, headline="All is well.")).encode()
PRETTY = json.dumps(json.loads(TEXT), indent=2).encode()
DRAFT = to_json(replace(ISSUED, version="Draft")).encode()


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (PDF, "issued", "Yes. This is issue 1 (board edition) of the pack for"),
        (TEXT, "issued", "exactly as it was issued on 9 November 2016 by Ada"),
        (b"<p>", "issued", "exactly as it was issued"),
        (PRETTY, "same content", "the file was saved anew"),
        (b"\xef\xbb\xbf" + TEXT, "same content", "Yes, in substance"),
        (PDF + b"\n% one byte more", "altered", "it was changed"),
        (pdf_of(digest(ISSUED)).replace(b"612", b"613"), "altered", "it was changed"),
        (CHANGED, "altered", "No. This file says that it is issue 1"),
        (DRAFT, "draft", "not among what was issued here"),
        (pdf_of("0" * 64), "draft", "not among what was issued here"),
        (b"%PDF-1.7 damaged", "unknown", "No. Nothing like this file"),
        (b"PK\x03\x04", "unknown", "No. Nothing like this file"),
        (b"", "unknown", "No. Nothing like this file"),
        (b'{"a": 1}', "unknown", "No. Nothing like this file"),
        (b"[" * 100_000, "unknown", "No. Nothing like this file"),
        (locked(), "unknown", "No. Nothing like this file"),
        (TEXT.replace(b'"headline":"', b'"headline":"\\ud800'), "unknown", "No. Nothing like this file"),
        (b'{"schema_version":' + b"1" * 5000 + b"}", "unknown", "No. Nothing like this file"),
    ],
)
def test_what_is_said_of_a_file(content: bytes, kind: str, words: str) -> None:
    found = verdict(read_clue(content), [entry()])
    assert (found.kind, found.is_good) == (kind, kind in ("issued", "same content"))
    assert words in " ".join(found.sentences)


def test_who_made_an_edition_public_is_not_said_to_the_public() -> None:
    public = entry()
    public = replace(public, sealed=replace(public.sealed, edition="public"))
    [said] = verdict(read_clue(PDF), [public]).sentences
    assert said.endswith("exactly as it was issued on 9 November 2016.")


def test_an_issue_that_was_superseded_is_still_itself() -> None:
    found = verdict(read_clue(PDF), [entry(superseded_by=2)])
    assert found.is_good
    assert found.sentences[1] == "It is no longer the current one: issue 2 superseded it."


@pytest.mark.parametrize("name", ["v1-hpdg", "v1-csp"])
def test_a_document_of_an_older_version_is_known_by_its_own_bytes(name: str) -> None:
    text = (DOCUMENTS / f"{name}.json").read_bytes()
    assert verdict(read_clue(text), [entry(text=text)]).kind == "issued"
    pretty = json.dumps(json.loads(text), indent=1).encode()
    assert verdict(read_clue(pretty), [entry(text=text)]).kind == "same content"


def test_seals_hold_together() -> None:
    first = entry()
    second = entry(2, previous=first.seal)
    assert broken_seals([first, second]) == []
    assert broken_seals([second, first]) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"issued_by": "Eve"}, "not that of its facts"),
        ({"pdf_sha256": "0" * 64}, "not that of its facts"),
        ({"issued_at": AT + dt.timedelta(seconds=1)}, "not that of its facts"),
        ({"reason": "None."}, "not that of its facts"),
    ],
)
def test_a_changed_fact_breaks_its_seal(change: dict[str, object], words: str) -> None:
    first = entry()
    [sentence] = broken_seals([replace(first, sealed=replace(first.sealed, **change))])  # type: ignore[arg-type]  # by name
    assert words in sentence


def test_an_exchanged_issue_breaks_the_chain_though_it_is_sealed_anew() -> None:
    first = entry()
    second = entry(2, previous=first.seal)
    forged = replace(first.sealed, issued_by="Eve")
    [sentence] = broken_seals([replace(first, sealed=forged, seal=seal(forged)), second])
    assert "missing or was exchanged" in sentence
    assert broken_seals([second])


def test_a_register_goes_to_a_file_and_back() -> None:
    register = Register(AT, (entry(), entry(2, previous=entry().seal)))
    assert register_from_json(register_to_json(register)) == register


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": "other", "written_at": "2016-11-09T16:45:00+00:00", "entries": []}']
)
def test_what_is_no_register_is_refused(text: str) -> None:
    with pytest.raises(RegisterError, match="no register of issues"):
        register_from_json(text)


def test_a_pack_says_which_document_it_was_drawn_from() -> None:
    assert read_clue(drawn("csp")).document_sha256 == digest(pack("csp"))
