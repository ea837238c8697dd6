"""The journeys of people on plans: how many clicks each may take, and how many modelled seconds.

Clicks hold in every run of the tests. Seconds depend on the machine, so they are taken by `start.py bench
journeys` alone, on a page made as slow as a weak computer behind a slow line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple

from playwright.sync_api import Page

from nastavnik.accounts.models import User
from tests.browser.hand import Hand, sign_in, weaken

# The file that takes a line for each journey; set by the bench.
INTO = "NASTAVNIK_JOURNEYS"


class Bar(NamedTuple):
    what: str
    clicks: int
    seconds: int


BARS = {
    "director 1": Bar("figures and risks of the school", 1, 5),
    "director 2": Bar("the plan is approved", 3, 20),
    "director 3": Bar("the plan is returned with a note", 4, 30),
    "director 8": Bar("what is overdue and who answers", 2, 8),
    "coordinator 1": Bar("schools by readiness", 1, 6),
    "coordinator 2": Bar("who has not handed in", 2, 6),
    "coordinator 3": Bar("all of them are reminded", 2, 10),
    "coordinator 4": Bar("ten plans are agreed one after another", 22, 180),
    "coordinator 5": Bar("a plan is returned with remarks to lines", 5, 40),
    "coordinator 6": Bar("an event goes into all plans", 5, 40),
    "operator 3": Bar("a plan is loaded and its lines checked", 6, 120),
    "operator 4": Bar("version 2 is published", 5, 60),
    "operator 10": Bar("a template is edited safely", 6, 120),
    "curator 5": Bar("a plan from the typical one", 4, 30),
    "curator 6": Bar("ten tasks are closed, one with a document", 8, 40),
}
Walk = Callable[[str, User], AbstractContextManager[Hand]]


def walker(page: Page, site: str) -> Walk:
    @contextmanager
    def walk(name: str, user: User) -> Iterator[Hand]:
        bar = BARS[name]
        hand = sign_in(page, site, user)
        into = os.environ.get(INTO)
        if into:
            weaken(page)
        yield hand
        if into:
            of = {"what": bar.what, "most_clicks": bar.clicks, "most_seconds": bar.seconds}
            took = {"clicks": hand.clicks, "seconds": hand.seconds, "waited": hand.waited}
            with open(into, "a", encoding="utf-8") as file:
                file.write(json.dumps({"journey": name, **of, **took}) + "\n")
        assert hand.clicks <= bar.clicks, f"{name}: {bar.what}"

    return walk
