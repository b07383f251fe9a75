"""The pictures of the documentation, from the demo. `make pictures` runs it as `python -m scripts.pictures`.

With TRACKER=http://127.0.0.1:8000 they are taken from a demo that is running; this command's database must then be that
demo's. Otherwise one is started for the occasion, on a free port. Chromium (CHROMIUM names another than the installed
one) takes the pages, pdftoppm the pack's page.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Page, ViewportSize, sync_playwright

from prevent_tracker import embedded
from scripts.demo import SERVER, WORKER, DemoError, Parts, prepare, wait_until_up

FOLDER = embedded.BASE / "docs" / "pictures"
WIDTH = 1280
WINDOW: ViewportSize = {"width": WIDTH, "height": 900}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PACK = ("render_pack", "--partnership=haringey", "--board=HPDG", "--period=2016-Q3")
# A table as it is pasted from Word, with times that no rule can read: places that need a look.
PASTED = """Market Square Safety Plan 2025/26
No.\tAction\tLead\tTimescale\tRAG
1. Light and sight
1.1\tSurvey the lamps of the square and mend them\tStreet Services; Town Team\t25 or 26\tAmber
1.2\tTrain the wardens in using the radio\tTown Team\tOngoing\tGreen
2. Evenings
2.1\tOpen the square's help point on Fridays\tStreet Pastors / Police\tFrom June 2025\t
"""
PACK_PAGE = 2  # the quarter at a glance
# The plan's table with the most different statuses says most.
SHOW_MIXED_TABLE = """() => {
  const kinds = table => new Set([...table.querySelectorAll("tr")].map(row => row.className)).size;
  const tables = [...document.querySelectorAll("main table")].sort((a, b) => kinds(b) - kinds(a));
  window.scrollBy(0, tables[0].getBoundingClientRect().top - 16);
}"""
COORDINATOR, CONTRIBUTOR = ("Haringey", "Coordinator"), ("Haringey", "Contributor, BEH")


def program(name: str, given: str | None, package: str) -> str:
    """The path of a program. Raises `DemoError` with the Debian package that has it."""
    path = given or shutil.which(name)
    if path is None:
        raise DemoError(f"No {name}, which the pictures need: sudo apt-get install {package}")
    return path


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo() -> Iterator[tuple[str, Parts]]:
    """The address of a demo and the parts that were started for it. Raises `DemoError`."""
    running = os.environ.get("TRACKER")
    parts = prepare()
    try:
        if running:
            wait_until_up(running.rstrip("/"), parts)
            yield running.rstrip("/"), parts
            return
        port = free_port()
        parts.manage("migrate", "--verbosity=0")
        parts.manage("load_demo")
        parts.start("server", *SERVER, f"--bind=127.0.0.1:{port}")
        parts.start("worker", *WORKER)
        wait_until_up(f"http://127.0.0.1:{port}", parts)
        yield f"http://127.0.0.1:{port}", parts
    finally:
        parts.stop()
        embedded.release()


def people() -> dict[tuple[str, str], tuple[str, str]]:
    """(partnership, role): (e-mail, password), as `manage.py demo_people` prints them; of several, the first."""
    command = [sys.executable, "manage.py", "demo_people"]
    printed = subprocess.run(command, cwd=embedded.BASE, capture_output=True, text=True, check=True).stdout
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for line in printed.splitlines():
        cells = re.split(r" {2,}", line)
        if len(cells) == 5:
            found.setdefault((cells[0], cells[1]), (cells[3], cells[4]))
    return found


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/p/**")


def take(page: Page, name: str) -> None:
    """One window of the page as it stands."""
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    print(f"{FOLDER / name}.png", flush=True)


def pages(address: str, chromium: str) -> None:
    """The coordinator's home, plan, round and import, and the answer that an agency is asked for."""
    signs = people()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_context(viewport=WINDOW, base_url=address).new_page()
        sign_in(page, *signs[COORDINATOR])
        page.goto("/p/haringey/")  # once more, without the greeting
        take(page, "home")
        page.goto("/p/haringey/plans/haringey-2016-17/")
        page.evaluate(SHOW_MIXED_TABLE)
        take(page, "plan")
        page.goto("/p/haringey/rounds/haringey-2016-17/2016-Q4/")
        page.locator("#who").evaluate("heading => heading.scrollIntoView()")
        take(page, "round")
        page.goto("/p/haringey/imports/")
        page.get_by_label("Or paste your plan").fill(PASTED)
        page.get_by_role("button", name="Read it").click()
        page.get_by_role("heading", name="Check what was read").wait_for()
        page.get_by_role("heading", name="To look at").evaluate("heading => heading.scrollIntoView()")
        take(page, "import")
        page = browser.new_context(viewport=WINDOW, base_url=address).new_page()
        sign_in(page, *signs[CONTRIBUTOR])
        page.locator("main table a").first.click()
        page.locator("input[name=rag][value=amber]").check()
        page.locator("h1").evaluate("heading => heading.scrollIntoView()")
        take(page, "answer")
        browser.close()


def pack(parts: Parts, pdftoppm: str) -> None:
    """One page of the board's pack."""
    with tempfile.TemporaryDirectory() as folder:
        parts.manage(*PACK, f"--out={folder}")
        pdf = next(Path(folder).glob("*.pdf"))
        options = ["-png", "-singlefile", f"-f={PACK_PAGE}", f"-scale-to-x={WIDTH}", "-scale-to-y=-1"]
        words = [word for option in options for word in option.split("=")]
        subprocess.run([pdftoppm, *words, str(pdf), str(FOLDER / "pack")], check=True)
    print(f"{FOLDER / 'pack'}.png", flush=True)


def main() -> int:
    """Take all pictures; the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        chromium = program("chromium", os.environ.get("CHROMIUM"), "chromium")
        pdftoppm = program("pdftoppm", None, "poppler-utils")
        FOLDER.mkdir(parents=True, exist_ok=True)
        with demo() as (address, parts):
            pages(address, chromium)
            pack(parts, pdftoppm)
    except KeyboardInterrupt:
        return 130
    except (DemoError, embedded.ServerError, Error, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
