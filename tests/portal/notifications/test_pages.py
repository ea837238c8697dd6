"""The list of notices and the outbox as their readers see them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nastavnik import jobs, notifications
from nastavnik.accounts.roles import Role
from nastavnik.notifications.models import Letter, Notice, Preference
from tests.cast import Cast
from tests.jobs import probes

LIST, OUTBOX = "notifications:list", "notifications:outbox"


@pytest.fixture
def curator(cast: Cast, client: Client) -> Client:
    probes.make_table()
    client.force_login(cast.curator)
    return client


def finish_a_job(cast: Cast) -> None:
    params = {"batch": "a", "size": 1, "part": 1}
    jobs.start("probe.copy", actor=cast.curator, node=cast.school, params=params)
    jobs.run_all()


def test_a_notice_says_what_happened_and_leads_there(cast: Cast, curator: Client) -> None:
    finish_a_job(cast)
    job = jobs.Job.objects.get()

    page = curator.get(reverse(LIST)).content.decode()

    assert "Copying numbers." in page
    assert f'href="{reverse("jobs:show", args=[job.uid])}"' in page


def test_reading_is_a_deed_of_the_reader(cast: Cast, curator: Client) -> None:
    finish_a_job(cast)
    notice = Notice.objects.get()
    address = reverse("notifications:read", args=[notice.uid])

    curator.get(reverse(LIST))
    assert Notice.objects.get().read_at is None
    assert curator.get(address).status_code == 405
    curator.post(address)
    assert Notice.objects.get().read_at is not None
    curator.post(address, {"keep": "1"})
    assert Notice.objects.get().read_at is None
    curator.post(reverse("notifications:read-all"))
    assert Notice.objects.get().read_at is not None
    assert curator.get(reverse(LIST), {"unread": "on"}).content.decode().count("<time") == 0


def test_somebody_elses_notice_is_not_there(cast: Cast, curator: Client) -> None:
    finish_a_job(cast)
    notice = Notice.objects.get()
    curator.force_login(cast.director)

    assert curator.post(reverse("notifications:read", args=[notice.uid])).status_code == 404
    assert "Copying numbers." not in curator.get(reverse(LIST)).content.decode()
    assert Notice.objects.get().read_at is None


def test_the_list_makes_as_many_queries_for_many_notices_as_for_one(cast: Cast, curator: Client) -> None:
    counts = []
    for _round in range(2):
        for _n in range(3 * len(counts) or 1):
            finish_a_job(cast)
        with CaptureQueriesContext(connection) as queries:
            page = curator.get(reverse(LIST)).content.decode()
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert page.count("Copying numbers.") == 4


def test_the_outbox_shows_outcomes_and_no_person(cast: Cast, client: Client) -> None:
    notifications.queue(
        "job.done", to=[cast.curator], event="e1", context={"job": "0"}, node=cast.school
    )  # a kind that sends no letters
    Letter.objects.create(
        kind="job.done", event="e1", user=cast.curator, node=cast.region, state="failed", fault="smtp 550", attempts=3
    )
    Letter.objects.create(kind="job.done", event="e2", user=cast.curator, node=cast.region, fault="away")
    Letter.objects.create(kind="job.gone", event="e3", user=cast.curator, node=cast.other_region)
    client.force_login(cast.technical_admin)

    page = client.get(reverse(OUTBOX), headers={"accept-language": "en"}).content.decode()
    waiting = client.get(reverse(OUTBOX), {"state": "queued"}).content.decode()

    assert len(re.findall(r'<th scope="row">', page)) == 2
    assert "The mail server answered 550." in page
    assert "The mail server could not be reached." in page
    assert str(cast.curator.email) not in page
    assert cast.curator.work_name not in page
    assert len(re.findall(r'<th scope="row">', waiting)) == 1


def test_the_outbox_says_when_no_mail_can_leave(cast: Cast, client: Client, settings: object) -> None:
    client.force_login(cast.technical_admin)
    said = "No mail server is set"
    assert said not in client.get(reverse(OUTBOX), headers={"accept-language": "en"}).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # type: ignore[attr-defined]
    assert said in client.get(reverse(OUTBOX), headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TECHNICAL_ADMIN}))
def test_nobody_else_opens_the_outbox(cast: Cast, client: Client, role: Role) -> None:
    client.force_login(cast.users[role])
    assert client.get(reverse(OUTBOX)).status_code == 403


def test_everybody_chooses_how_to_be_told(cast: Cast, curator: Client) -> None:
    address = reverse("notifications:settings")
    page = curator.get(address, headers={"accept-language": "en"}).content.decode()
    assert "Lines of your plan are overdue" in page
    assert str(cast.curator.email) in page
    chosen = dict(re.findall(r'<select name="([\w.]+)".*?value="(\w+)" selected', page, re.DOTALL))

    answer = curator.post(
        address, {**chosen, "letters": "on", "digest_hour": "18", "plan.overdue": "off", "line.mentioned": "site"}
    )

    assert answer.status_code == 302
    mine = Preference.objects.get()
    assert (mine.user, mine.digest_hour, mine.quiet_from) == (cast.curator, 18, 21)
    assert (mine.way_of("plan.overdue"), mine.way_of("line.mentioned"), mine.way_of("plan.due_soon")) == (
        "off",
        "site",
        "letter",
    )
    refused = curator.post(address, {**chosen, "letters": "on", "digest_hour": "6"})
    assert refused.status_code == 200
    assert Preference.objects.get().digest_hour == 18
