"""The card of long work moves by itself and stops asking; its pages and the notices pass axe on desk and phone."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from nastavnik import jobs, notifications
from nastavnik.accounts.models import User
from nastavnik.jobs.models import Job
from nastavnik.notifications.models import Letter
from tests.browser.hand import becomes, faults, session_of, sticks_out
from tests.cast import Cast
from tests.jobs import probes  # noqa: F401  # registers its kinds of work

WIDTHS = [1280, 360]


@pytest.fixture
def jobs_of(cast: Cast) -> dict[str, Job]:
    """One job in each state."""
    now = timezone.now()
    states: dict[str, dict[str, Any]] = {
        "queued": {},
        "running": {"done": 1240, "total": 5000, "errors": 3, "started_at": now - dt.timedelta(minutes=4)},
        "done": {"done": 5000, "total": 5000, "params": {"import": "01990000-0000-7000-8000-000000000000"}},
        "failed": {"done": 12, "total": 40, "message": "gave_up", "incident": "K3TX-R8MN"},
        "cancelled": {"done": 7},
    }
    return {
        state: Job.objects.create(
            kind="roadmap.read",
            key=state,
            node=cast.school,
            owner=cast.curator,
            state=state,
            finished_at=now if state in ("done", "failed", "cancelled") else None,
            **values,
        )
        for state, values in states.items()
    }


@pytest.fixture
def pages(site: str, page: Page) -> Any:
    """Opens an address as a user, at a width."""

    def go(user: User, path: str, width: int = 1280) -> Page:
        session_of(page, site, user)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{site}{path}")
        return page

    return go


def looks_right(page: Page, name: str, width: int) -> None:
    if folder := os.environ.get("NASTAVNIK_SCREENSHOTS"):
        page.screenshot(path=Path(folder, f"{name}-{width}.png"), full_page=True)
    assert faults(page) == []
    assert not sticks_out(page, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_long_work(cast: Cast, jobs_of: dict[str, Job], pages: Any, width: int) -> None:
    for name, path in {"list": "/jobs/", **{state: f"/jobs/{job.uid}/" for state, job in jobs_of.items()}}.items():
        looks_right(pages(cast.curator, path, width), f"jobs-{name}", width)


@pytest.mark.parametrize("width", WIDTHS)
def test_notices_and_the_outbox(cast: Cast, jobs_of: dict[str, Job], pages: Any, width: int) -> None:
    for state in ("failed", "done"):
        job = jobs_of[state]
        notifications.queue(
            f"job.{state}", to=[cast.curator], event=state, context={"job": str(job.uid)}, node=job.node
        )
    for state in Letter.State:
        Letter.objects.create(kind="job.done", event=state, user=cast.curator, node=cast.region, state=state)
    Letter.objects.filter(state="failed").update(fault="smtp 550", attempts=1)

    looks_right(pages(cast.curator, "/notices/", width), "notices", width)
    looks_right(pages(cast.technical_admin, "/notices/outbox/", width), "outbox", width)


def test_the_card_moves_by_itself_and_stops_when_the_work_has_ended(
    cast: Cast, jobs_of: dict[str, Job], pages: Any
) -> None:
    running = Job.objects.filter(pk=jobs_of["running"].pk)
    page = pages(cast.curator, f"/jobs/{jobs_of['running'].uid}/")
    bar = page.locator("main progress")
    expect(bar).to_have_attribute("value", "1240")

    running.update(done=2500)
    expect(bar).to_have_attribute("value", "2500")
    running.update(state="failed", message="gave_up", finished_at=timezone.now())
    expect(page.get_by_text("Выполнить не удалось")).to_be_visible()

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert asked == []


def test_stopping_with_one_click(cast: Cast, pages: Any) -> None:
    job = jobs.start("probe.copy", actor=cast.curator, node=cast.school)
    page = pages(cast.curator, f"/jobs/{job.uid}/")

    page.get_by_role("button", name="Остановить").click()

    expect(page.get_by_text("Задание остановлено.")).to_be_visible()
    becomes(lambda: Job.objects.get(pk=job.pk).state == "cancelled")
