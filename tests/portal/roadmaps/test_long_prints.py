"""A long plan is set by a job: asked for, followed, downloaded, all by forms; rights are asked each time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import Grant
from nastavnik.jobs.models import Job
from nastavnik.roadmaps.models import Printout, Roadmap, RoadmapLine
from nastavnik.roadmaps.services import printouts
from nastavnik.roadmaps.tasks_prints import forget_old_printouts
from tests.cast import Cast


@pytest.fixture
def long(cast: Cast, client: Client, roadmap: Roadmap, add: Callable[..., RoadmapLine], monkeypatch: Any) -> Roadmap:
    """What counts as long is made short here."""
    monkeypatch.setattr(printouts, "LONG", 2)
    for title in ("Издать приказ", "Провести встречу", "Провести опрос"):
        add("ноябрь", title=title)
    client.force_login(cast.curator)
    return roadmap


def ask(client: Client, roadmap: Roadmap, **query: str) -> Printout:
    address = reverse("roadmaps:document", args=[roadmap.uid], query={"format": "docx", **query})
    assert client.post(address).status_code == 302
    return Printout.objects.latest("pk")


def titles(client: Client, asked: Printout) -> list[str]:
    answer = client.get(reverse("roadmaps:print-file", args=[asked.uid]))
    table = docx.Document(io.BytesIO(answer.getvalue())).tables[0]
    return [row.cells[0].text for row in table.rows][1:]


def test_a_long_plan_is_asked_for_followed_and_downloaded(client: Client, long: Roadmap) -> None:
    address = reverse("roadmaps:document", args=[long.uid]) + "?format=docx"
    assert f'<form method="post" action="{address}">' in client.get(address).content.decode()
    assert address in client.get(reverse("roadmaps:plan", args=[long.uid])).content.decode()
    assert not Printout.objects.exists()

    asked = ask(client, long)
    here = reverse("roadmaps:print", args=[asked.uid])
    assert "Обновить" in client.get(here).content.decode()
    assert client.get(reverse("roadmaps:print-file", args=[asked.uid])).status_code == 404
    jobs.run_all()

    assert reverse("roadmaps:print-file", args=[asked.uid]) in client.get(here).content.decode()
    assert here in client.get(reverse("jobs:show", args=[asked.job_uid])).content.decode()
    assert titles(client, asked) == ["Издать приказ", "Провести встречу", "Провести опрос"]


def test_only_what_was_chosen_is_set(client: Client, long: Roadmap, monkeypatch: Any) -> None:
    monkeypatch.setattr(printouts, "LONG", 1)
    asked = ask(client, long, q="провести")
    jobs.run_all()
    assert titles(client, asked) == ["Провести встречу", "Провести опрос"]
    # A short choice out of a long plan comes at once.
    short = reverse("roadmaps:document", args=[long.uid], query={"format": "docx", "q": "приказ"})
    assert client.post(short).headers["Location"] == short
    assert client.get(short).headers["Content-Disposition"].startswith("attachment")


def test_rights_are_asked_at_the_start_and_at_the_download(client: Client, cast: Cast, long: Roadmap) -> None:
    asked = ask(client, long)
    ended = timezone.localdate() - dt.timedelta(days=1)
    Grant.objects.filter(user=cast.curator).update(to_on=ended)
    jobs.run_all()
    asked.refresh_from_db()
    assert (asked.file_key, Job.objects.get(params__print=str(asked.uid)).state) == ("", Job.State.FAILED)

    Grant.objects.filter(user=cast.curator).update(to_on=None)
    again = ask(client, long)
    jobs.run_all()
    for person, answer in ((cast.sibling_curator, 404), (cast.psychologist, 404), (cast.director, 200)):
        client.force_login(person)
        assert client.get(reverse("roadmaps:print-file", args=[again.uid])).status_code == answer
    client.force_login(cast.psychologist)
    assert client.post(reverse("roadmaps:document", args=[long.uid]) + "?format=pdf").status_code == 403


def test_files_go_with_the_jobs_that_made_them(client: Client, long: Roadmap) -> None:
    asked = ask(client, long)
    jobs.run_all()
    assert forget_old_printouts() == 0
    asked.refresh_from_db()
    path = files._path(asked.file_key)
    assert path.exists()

    Printout.objects.update(made_at=timezone.now() - dt.timedelta(days=31))

    assert forget_old_printouts() == 1
    assert (path.exists(), Printout.objects.exists()) == (False, False)
