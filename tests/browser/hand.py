"""A person at a browser: who signs in, reads, points, clicks and types; what that costs is counted.

Nothing here looks at a page before it is there: `Hand.follow` waits for the page that a click leads to,
`Hand.sees` for what the page shows, `becomes` for what the database says.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from nastavnik.accounts.models import User
from tests.cast import PASSWORD

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The keystroke-level model: seconds of a key, of pointing, of a click, of thinking before a step.
KEY, POINT, PRESS, THINK = 0.28, 1.1, 0.2, 1.35
# A weak computer behind a slow line: as many times slower; bytes a second; milliseconds there and back.
SLOWER, BYTES_A_SECOND, LATENCY = 6, 1_600_000 / 8, 150
PATIENCE = 30


@dataclass
class Hand:
    """A pointer and a keyboard. Going into a field is a click unless the focus stands there already."""

    page: Page
    clicks: int = 0
    own_seconds: float = 0.0
    """Thinking, pointing and typing, by the model."""
    waited: float = 0.0
    """For the site, by the clock: from each deed until what comes next can be used."""
    _began: float | None = None

    @property
    def seconds(self) -> float:
        return self.own_seconds + self.waited

    def click(self, what: Locator) -> None:
        """Click something that changes this page."""
        self._point(what)
        what.click()

    def follow(self, what: Locator) -> None:
        """Click something that leads to a page, were it this one drawn anew, and wait until it stands."""
        self._point(what)
        leave(self.page, what.click)
        self._it_came()

    def write(self, field: Locator, text: str) -> None:
        self._comes(field)
        is_there = field.evaluate("field => document.activeElement === field")
        self.clicks += 0 if is_there else 1
        self.own_seconds += THINK + (0 if is_there else POINT + PRESS) + KEY * len(text)
        field.fill(text)

    def choose(self, field: Locator, option: str) -> None:
        """Open a list of choices and take one: two clicks."""
        self._comes(field)
        self._two_clicks()
        field.select_option(label=option)

    def choose_file(self, field: Locator, path: Path) -> None:
        """The window of the system is opened, the file taken: two clicks."""
        self._comes(field, state="attached")
        self._two_clicks()
        field.set_input_files(path)

    def sees(self, what: Locator) -> None:
        """What was asked for is there."""
        expect(what).to_be_visible()
        self._it_came()

    def comes_back(self) -> None:
        """To the same page: it is read, so its coming counts."""
        self.own_seconds += THINK
        self._began = time.monotonic()
        self.page.reload()
        self._it_came()

    def start_anew(self) -> None:
        self.clicks, self.own_seconds, self.waited, self._began = 0, 0.0, 0.0, None

    def _point(self, what: Locator) -> None:
        self._comes(what)
        self.clicks += 1
        self.own_seconds += THINK + POINT + PRESS
        self._began = time.monotonic()

    def _two_clicks(self) -> None:
        self.clicks += 2
        self.own_seconds += 2 * (THINK + POINT + PRESS)

    def _comes(self, what: Locator, state: Any = "visible") -> None:
        what.wait_for(state=state)
        # Before that the scripts of the page, which set the focus, may not have run.
        self.page.wait_for_load_state()
        self._it_came()

    def _it_came(self) -> None:
        if self._began is not None:
            self.waited += time.monotonic() - self._began
            self._began = None


def leave(page: Page, deed: Callable[[], object]) -> None:
    """Do what leads to another page, and wait until that one is loaded with its scripts."""
    page.wait_for_load_state()
    with page.expect_event("load"):
        deed()


def session_of(page: Page, site: str, user: User) -> None:
    """From here on the browser is ``user``'s. The page of the password has tests of its own."""
    client, name = Client(), settings.SESSION_COOKIE_NAME
    client.force_login(user)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def sign_in(page: Page, site: str, user: User) -> Hand:
    """At the home page of ``user``."""
    session_of(page, site, user)
    page.goto(f"{site}/")
    return Hand(page)


def enter_by_password(page: Page, site: str, user: User) -> None:
    page.goto(f"{site}/enter/")
    page.locator("input[type=email]").fill(user.email or "")
    page.locator("input[type=password]").fill(PASSWORD)
    leave(page, page.locator("main form button").first.click)


def weaken(page: Page) -> None:
    """From here on the page is read on a weak computer over a slow line."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Network.enable")
    line = {"latency": LATENCY, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", {"offline": False, **line})


def becomes(asked: Callable[[], object]) -> None:
    """Wait until the database says so: for deeds whose end the page does not show."""
    until = time.monotonic() + PATIENCE
    while not asked():
        assert time.monotonic() < until, "the database did not change in time"
        time.sleep(0.05)


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def sticks_out(page: Page, width: int) -> bool:
    """Whether the page is wider than its window of ``width``."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide > width


def faults_at(page: Page, address: str, *, theme: Literal["light", "dark"] = "light", width: int = 1280) -> list[str]:
    """What is wrong with the page at ``address`` for an eye, a hand or a screen reader."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 740})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    found = [*faults(page), *(["sticks out sideways"] if sticks_out(page, width) else [])]
    return [f"{address} {theme} {width}: {fault}" for fault in found]
