"""A real browser on a live server: Chromium as installed, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.cast import PASSWORD, Cast

# Playwright's loop lives in this thread; the database is used from it between the browser's steps, never within one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        reason = "no Chromium: install Debian's package chromium, or name one in CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(chromium_browser: Browser, live_server: LiveServer, live_cast: Cast) -> Iterator[SignIn]:
    """`sign_in("coordinator", width=390)`: a page of the live server, signed in through the form as one of `here`.

    Whatever the browser's console complains about fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(who: str | None, *, width: int = 1280, javascript: bool = True) -> Page:
        context = chromium_browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, base_url=live_server.url
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if who is not None:
            page.goto("/account/login/")
            page.get_by_label("Email", exact=False).first.fill(live_cast.here.people[who].email)
            page.locator("input[name=password]").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/p/**")
        return page

    yield open_page
    for context in contexts:
        context.close()
    # An answer of 4xx (a form's refusal, a page that is not there) is noted as an error of the network: no complaint.
    assert [text for text in complaints if "status of 4" not in text] == []
