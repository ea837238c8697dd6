"""The diagram of 500 lines: how long the server works on it, and how it moves on a slow computer.

The page is opened in Chromium that is slowed down six times; an act is measured from the press to the frame
that shows its outcome. The plan of 5,000 lines stands beside it: its first 100 rows are two pages.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured, queries_of
from bench.plans import NEXT, _cpu, _plan

LINES, LONG, ROUNDS = 500, 5000, 15
SLOWER = 6
ACT_MS, SERVER_S, ROWS_S = 200, 0.3, 0.15


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.gantt.server_side", engine)
        for view in ("gantt", "board", "calendar"):
            yield Measure(
                f"{view} of {LINES} lines, CPU of the server, {engine}",
                found[view],
                "s",
                "<=",
                SERVER_S,
                found["versions"],
            )
        yield Measure(f"gantt, queries for {LINES} lines more than for 50, {engine}", found["more"], "", "==", 0)
        yield Measure(f"plan of {LONG:,} lines, first 100 rows, CPU, {engine}", found["rows"], "s", "<=", ROWS_S)
    acts = measured("bench.gantt.in_a_browser", "sqlite")
    for act, took in acts["acts"].items():
        yield Measure(f"gantt of {LINES} lines at CPU x{SLOWER}: {act}", took, "ms", "<=", ACT_MS, acts["versions"])


def server_side() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    import django
    from django.test import Client
    from django.urls import reverse

    from tests.cast import make_cast

    cast = make_cast()
    client = Client()
    client.force_login(cast.curator)
    short, middle, long = (_plan(cast, size)[0] for size in (50, LINES, LONG))
    found: dict[str, Any] = {}
    for view in ("gantt", "board", "calendar"):
        found[view] = _usual(client, reverse(f"roadmaps:{view}", args=[middle.uid]))
    few, many = (queries_of(client, reverse("roadmaps:gantt", args=[plan.uid])) for plan in (short, middle))
    first = reverse("roadmaps:plan", args=[long.uid])
    following = NEXT.search(client.get(first).content.decode())
    assert following  # noqa: S101 - 5,000 lines have many pages
    rows = _usual(client, first) + _usual(client, first + following[1].replace("&amp;", "&"))
    versions = f"django {django.__version__}, {engine_in_use()}"
    return {**found, "more": many - few, "rows": rows, "versions": versions}


def _usual(client: Any, address: str) -> float:
    """Seconds of the CPU, the least of several visits: whatever else the machine does only adds to it."""
    client.get(address)
    return min(_cpu(lambda: client.get(address)) for _round in range(ROUNDS))


def in_a_browser() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from tests.cast import make_cast

    cast = make_cast()
    roadmap, _seconds = _plan(cast, LINES)
    client = Client()
    client.force_login(cast.curator)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with site() as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        page.goto(address + reverse("roadmaps:gantt", args=[roadmap.uid]))
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        acts = {name: _usual_act(page, script) for name, script in ACTS.items()}
        return {"acts": acts, "versions": f"chromium {browser.version}"}


# Each gives the milliseconds from the act to the frame that shows it.
FRAME = "const shown = () => new Promise(go => requestAnimationFrame(() => setTimeout(go)));"
ACTS = {
    "scroll by a screen": "scrollBy(0, 700); await shown();",
    "jump to the end or back": "scrollTo(0, scrollY ? 0 : document.body.scrollHeight); await shown();",
    "open a menu": "document.querySelector('.top-end summary').click(); await shown();",
    "type into the filter": "const field = document.querySelector('[name=q]'); field.focus();"
    " field.value += 'в'; field.dispatchEvent(new InputEvent('input', {bubbles: true})); await shown();",
    "focus a bar": "document.querySelectorAll('.gantt-track a')[(window.nth = (window.nth ?? 0) + 7)].focus();"
    " await shown();",
}


def _usual_act(page: Any, act: str, times: int = 9) -> float:
    took = [
        page.evaluate(
            f"async () => {{ {FRAME} const begin = performance.now(); {act} return performance.now() - begin; }}"
        )
        for _round in range(times)
    ]
    return float(median(took))


@contextmanager
def site() -> Iterator[str]:
    """The site served by a thread of this process, with its static files."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_args: Any) -> None:
            """Says nothing: the output of a bench is its result."""

    server: WSGIServer = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import QUIET
    from tools.chromium import find

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find(), args=list(QUIET))
        yield browser
        browser.close()
