"""The pages of long work as their reader sees them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from nastavnik import jobs
from nastavnik.jobs.models import Job
from nastavnik.portal.jobs.shown import in_words
from tests.cast import Cast
from tests.jobs import probes


@pytest.fixture
def curator(cast: Cast, client: Client) -> Client:
    probes.make_table()
    client.force_login(cast.curator)
    return client


def ask(cast: Cast, kind: str = "probe.copy") -> Job:
    params = {"batch": "a", "size": 10, "part": 4}
    return jobs.start(kind, actor=cast.curator, node=cast.school, params=params)


def test_the_card_asks_for_itself_until_the_work_has_ended(cast: Cast, curator: Client) -> None:
    job = ask(cast)
    address = reverse("jobs:progress", args=[job.uid])

    before = curator.get(address).content.decode()
    jobs.run_all()
    after = curator.get(address).content.decode()

    assert f'hx-get="{address}" hx-trigger="every 1s"' in before
    assert "job-queued" in before
    assert "hx-get" not in after
    assert "job-done" in after


def test_a_card_without_script_has_a_way_to_refresh_and_to_stop(cast: Cast, curator: Client) -> None:
    job = ask(cast)

    page = curator.get(reverse("jobs:show", args=[job.uid])).content.decode()

    assert '<a class="button" href="">' in page
    assert f'action="{reverse("jobs:cancel", args=[job.uid])}"' in page


def test_stopping_from_the_page(cast: Cast, curator: Client) -> None:
    job = ask(cast)

    answer = curator.post(reverse("jobs:cancel", args=[job.uid]), follow=True)

    job.refresh_from_db()
    assert (answer.status_code, job.state) == (200, "cancelled")
    again = curator.post(reverse("jobs:cancel", args=[job.uid]), follow=True)
    assert again.status_code == 200


def test_a_failed_job_says_why_and_can_be_tried_again(cast: Cast, curator: Client) -> None:
    job = ask(cast, "probe.refuse")
    jobs.run_all()

    page = curator.get(reverse("jobs:show", args=[job.uid])).content.decode()
    answer = curator.post(reverse("jobs:retry", args=[job.uid]))

    job.refresh_from_db()
    assert "The paper is of the wrong colour." in page
    assert (answer.status_code, job.state) == (302, "queued")


def test_a_crash_shows_the_number_to_quote_and_nothing_else(cast: Cast, curator: Client) -> None:
    job = ask(cast, "probe.crash")
    jobs.run_all()
    job.refresh_from_db()

    page = curator.get(reverse("jobs:show", args=[job.uid])).content.decode()

    assert job.incident in page
    assert "ZeroDivisionError" not in page
    assert "Иванов" not in page


def test_somebody_elses_work_is_not_there(cast: Cast, curator: Client, client: Client) -> None:
    job = ask(cast)
    client.force_login(cast.director)

    for name in ("show", "progress"):
        assert client.get(reverse(f"jobs:{name}", args=[job.uid])).status_code == 404
    for name in ("cancel", "retry"):
        assert client.post(reverse(f"jobs:{name}", args=[job.uid])).status_code == 404
    assert str(job.uid) not in client.get(reverse("jobs:list")).content.decode()


def test_the_list_makes_as_many_queries_for_many_rows_as_for_one(cast: Cast, curator: Client) -> None:
    ask(cast)
    jobs.run_all()
    counts = []
    for more in (0, 4):
        for _n in range(more):
            ask(cast)
        jobs.run_all()
        with CaptureQueriesContext(connection) as queries:
            page = curator.get(reverse("jobs:list")).content.decode()
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert len(re.findall(r'<th scope="row">', page)) == 5


def test_filters_narrow_the_list(cast: Cast, curator: Client) -> None:
    done = ask(cast)
    jobs.run_all()
    waiting = ask(cast)

    page = curator.get(reverse("jobs:list"), {"state": "done"}).content.decode()
    table = page[page.index("<table") :]

    assert str(done.uid) in table
    assert str(waiting.uid) not in table
    assert curator.get(reverse("jobs:list"), {"state": "nonsense", "after": "junk"}).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (20, "less than a minute"),
        (70, "about 1 minute"),
        (150, "about 2 minutes"),
        (7100, "about 2 hours"),
    ],
)
def test_the_time_left_in_words(seconds: int | None, words: str) -> None:
    with translation.override("en"):
        assert in_words(dt.timedelta(seconds=seconds) if seconds is not None else None) == words


def test_progress_moves_in_the_card(cast: Cast, curator: Client) -> None:
    job = ask(cast)
    Job.objects.filter(pk=job.pk).update(
        state="running", done=4, total=10, errors=1, started_at=timezone.now() - dt.timedelta(minutes=4)
    )

    card = curator.get(reverse("jobs:progress", args=[job.uid])).content.decode()

    assert 'max="10" value="4"' in card
    assert "6" in card
