"""Every sample file is read as its plan says: nothing of it is lost, no rating is made up."""

from __future__ import annotations

import json

import pytest

from plans.importers.interpret import interpret
from plans.importers.interpret.account import missing
from plans.importers.reading import read_file
from scripts.samples.__main__ import FOLDER, listing, reading
from scripts.samples.catalogue import SAMPLES
from scripts.samples.sample import Sample
from tests.plans.importers.comparing import differences, unseen

FILES = [(sample, f"{sample.name}{suffix}") for sample in SAMPLES for suffix in sample.printers]
BY_FILE = pytest.mark.parametrize(("sample", "name"), FILES, ids=[name for _, name in FILES])


@BY_FILE
def test_is_read_as_its_plan_says_and_loses_no_word(sample: Sample, name: str) -> None:
    expected = json.loads((FOLDER / "expected" / f"{sample.name}.json").read_text(encoding="utf-8"))
    source = read_file((FOLDER / name).read_bytes(), name)
    found = interpret(source)
    lost = [f"lost: {word}" for word in unseen(sample.source, found)]
    assert [*differences(found, expected), *lost] == []
    assert missing(source, found) == {}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_what_is_committed_is_what_the_script_makes(sample: Sample) -> None:
    assert (FOLDER / "expected" / f"{sample.name}.json").read_text(encoding="utf-8") == reading(sample)
    for name, content in sample.files().items():
        # A PDF also holds the fonts of the machine that made it: its words are compared when it is read.
        assert name.endswith(".pdf") or (FOLDER / name).read_bytes() == content, f"{name}: run make samples"


def test_the_list_of_samples_is_whole() -> None:
    made = {name for _, name in FILES} | {"README.md"}
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == made
    assert (FOLDER / "README.md").read_text(encoding="utf-8").endswith(listing())
