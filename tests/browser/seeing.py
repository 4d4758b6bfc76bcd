"""How a journey looks at pages: a person's browser, what must be well on each page, and its picture.

With KIENTOAN_PICTURES=docs/pictures a journey also makes the pictures of the documentation.
"""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from kientoan.accounts.models import User

PICTURES = os.environ.get("KIENTOAN_PICTURES", "")


def person(browser: Browser, url: str, user: User, *, width: int = 1366, dark: bool = False) -> BrowserContext:
    """A browser of one who has signed in; a phone where it is narrow."""
    client = Client()
    client.force_login(user)
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
        reduced_motion="reduce",
        has_touch=width < 500,
    )
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    context.set_default_timeout(20_000)
    return context


def opened(context: BrowserContext, url: str) -> Page:
    """A page that notes every fault of the browser."""
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.goto(url)
    ready(page)
    return page


def ready(page: Page) -> None:
    """Wait until the page's scripts run."""
    page.wait_for_selector("html[data-ready]", state="attached")


def well(page: Page, picture: str = "", *, whole: bool = False) -> None:
    """Nothing is wrong with the page for a screen reader, nothing is wider than the window; its picture is kept if wanted."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.faults == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    if PICTURES and picture:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=Path(PICTURES) / f"{picture}.png", full_page=whole)
