"""Which reader a file gets, and the process it is read in."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import weasyprint

from plans.importers import reading
from plans.importers.errors import Unreadable
from plans.importers.proposal import Options
from plans.importers.reading import read_and_interpret, read_file, sniff
from tests.plans.importers.office import docx, p
from tests.plans.importers.shown import prose, tables

ROOT = Path(__file__).parents[3]
TABS = b"Prevent plan\n\nAction\tLead\tWhen\nTrain\tNHS\tMay\n"
COMMAS = b"Action,Lead,When\nTrain,NHS,May\nMeet,Police,June\n"
HTML = b"<html><body><table><tr><td>Action<td>Lead<tr><td>Train<td>NHS</table></body></html>"
OWN = b'{"format": "prevent-tracker-plan", "version": 1}'


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (docx(p("Plan")), "plan.docx", "docx"),
        (docx(p("Plan")), "plan.txt", "docx"),
        (b"%PDF-1.7\n", "plan.doc", "pdf"),
        (b"\n\n%PDF-1.4\n", "", "pdf"),
        (TABS, "plan.txt", "text"),
        (TABS, "plan.csv", "csv"),
        (TABS.decode().encode("utf-16"), "plan.txt", "text"),
        (COMMAS, "", "csv"),
        (COMMAS, "plan.txt", "csv"),
        (COMMAS.replace(b",", b";"), "", "csv"),
        (b"sep=|\na|b\n", "", "csv"),
        (b"A plan, with commas, of course.\nAnd more.\n", "", "text"),
        (b"Just words in a file that is called so.\n", "plan.csv", "text"),
        (HTML, "plan.html", "html"),
        (HTML, "plan.csv", "html"),
        (HTML, "plan.xls", "html"),
        (b"<!DOCTYPE html>\n<p>x", "", "html"),
        (b"Version:0.9\r\nStartHTML:0000\r\n<html><table><tr><td>x</table>", "", "html"),
        (b"Dear all,\n<table border=1><tr><td>Action</td></tr></table>", "", "html"),
        (b"Action\tOutcome\nTrain\t<p>Staff know</p> <table><tr><td>x</td></tr></table>\n", "", "text"),
        (OWN, "", "json"),
        (b"\xef\xbb\xbf" + OWN, "plan.json", "json"),
        (b"[DRAFT] Prevent plan\n", "", "text"),
        (b"BME groups\tmeet\n", "", "text"),
    ],
)
def test_the_kind_is_in_the_content(content: bytes, name: str, kind: str) -> None:
    assert sniff(content, name) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [(TABS, "text"), (COMMAS, "csv"), (HTML, "html"), (docx(p("Prevent plan")), "docx")],
    ids=["text", "csv", "html", "docx"],
)
def test_files_are_read_apart(content: bytes, kind: str) -> None:
    source = read_file(content)
    assert source.kind == kind
    assert tables(source) or prose(source) == ["Prevent plan"]


def test_progress_comes_through() -> None:
    told: list[tuple[str, int, int]] = []
    read_file(two_pages(), progress=lambda *each: told.append(each))
    assert told == [("Reading page", 1, 2), ("Reading page", 2, 2)]


def test_the_trackers_own_export_is_not_read() -> None:
    with pytest.raises(Unreadable, match="imported as it is"):
        read_file(OWN)


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading process does what the text tells it to."""
    monkeypatch.setattr(reading, "_CHILD", "tests.plans.importers.hostile_child")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("deed", ["hang", "spin"])
def test_what_takes_too_long_is_ended(deed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 1)
    started = time.monotonic()
    with pytest.raises(Unreadable, match="takes too long"):
        read_file(deed.encode())
    assert time.monotonic() - started < 15  # long before the deed itself ends
    assert not children()


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("eat", "more memory"),
        ("die", "breaks the program"),
        ("start", "damaged, or unlike others"),
        ("unheard-of", "damaged, or unlike others"),
    ],
)
def test_what_breaks_is_told_kindly(deed: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read_file(deed.encode())
    assert not children()


@pytest.mark.usefixtures("hostile")
def test_what_cannot_be_understood_is_told_kindly_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Unreadable, match="could not be understood as a plan"):
        read_and_interpret("text", b"puzzle", Options())
    assert "failed to interpret: KeyError\n" in caplog.text
    assert "in give_up" in caplog.text
    assert "WORDS OF THE FILE" not in caplog.text


@pytest.mark.usefixtures("hostile")
def test_the_network_is_out_of_reach(listener: socket.socket) -> None:
    with pytest.raises(Unreadable):
        read_file(f"connect {listener.getsockname()[1]}".encode())
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.usefixtures("hostile")
def test_nothing_is_written_to_a_file(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read_file(f"write {tmp_path}/kept".encode())
    assert not (tmp_path / "kept").exists() or not (tmp_path / "kept").read_text()


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(("deed", "expected"), [("chatter", "said nothing"), ("environment", ""), ("awkward", "a b c")])
def test_only_the_answer_comes_out(deed: str, expected: str) -> None:
    assert [block.line.text for block in read_file(deed.encode()).blocks if hasattr(block, "line")] == [expected]


def test_a_watcher_that_fails_leaves_no_process_behind() -> None:
    def watch(doing: str, done: int, total: int) -> None:
        raise RuntimeError(doing)

    with pytest.raises(RuntimeError, match="Reading page"):
        read_file(two_pages(), progress=watch)
    assert not children()


def test_the_process_knows_no_django() -> None:
    program = "import sys, plans.importers.child; print([name for name in sys.modules if name.startswith('django')])"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def two_pages() -> bytes:
    pdf: bytes = weasyprint.HTML(string="<p style='break-after: page'>One page.</p><p>Two pages.</p>").write_pdf()
    return pdf


def children() -> list[str]:
    """The reading processes that this one has started and not waited for."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = entry.read_text().rsplit(")", 1)
            command = (entry.parent / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        if rest.split()[1] == str(os.getpid()) and (b"importers" in command or rest.split()[0] == "Z"):
            found.append(name)
    return found
