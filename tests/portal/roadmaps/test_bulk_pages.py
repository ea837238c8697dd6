"""Lines ticked on the plan, looked at, done and taken back: by forms alone."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.roadmaps.models import BulkDeed, Roadmap, RoadmapLine
from tests.cast import Cast


@pytest.fixture
def curator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.curator)
    return client


def begin(client: Client, roadmap: Roadmap, **said: object) -> BulkDeed:
    answer = client.post(reverse("roadmaps:bulk", args=[roadmap.uid]), said)
    assert answer.status_code == 302
    return BulkDeed.objects.latest("pk")


def test_ticked_lines_are_looked_at_done_and_taken_back(
    curator: Client, roadmap: Roadmap, add: Callable[..., RoadmapLine]
) -> None:
    first, second = add("до 10 сентября", title="Приказ"), add("по запросу", title="Беседы")
    plan = curator.get(reverse("roadmaps:plan", args=[roadmap.uid])).content.decode()
    boxes = re.findall(r'name="line" value="([0-9a-f-]{36})" form="bulk"', plan)
    assert boxes == [str(first.uid), str(second.uid)]

    deed = begin(curator, roadmap, kind="responsible", line=boxes)
    here = reverse("roadmaps:bulk-deed", args=[deed.uid])
    looked = curator.post(here, {"text": "завуч", "look": "1"}, follow=True).content.decode()
    assert (looked.count("завуч") >= 2, RoadmapLine.objects.filter(responsible_text="завуч").exists()) == (
        True,
        False,
    )

    plan = html.unescape(curator.post(here, {"text": "завуч", "do": "1"}, follow=True).content.decode())
    assert RoadmapLine.objects.filter(responsible_text="завуч").count() == 2
    way_back = reverse("roadmaps:bulk-undo", args=[deed.uid])
    assert f'action="{way_back}"' in plan
    curator.post(way_back)
    assert not RoadmapLine.objects.filter(responsible_text="завуч").exists()


def test_all_that_the_filters_leave_is_ticked_and_nothing_else(
    curator: Client, roadmap: Roadmap, add: Callable[..., RoadmapLine]
) -> None:
    wanted = add("до 10 сентября", title="Приказ")
    add("по запросу", title="Беседы")

    deed = begin(curator, roadmap, kind="remove", all="1", query="q=приказ")

    assert deed.lines == [str(wanted.uid)]


def test_what_refuses_is_named_with_its_reason(
    curator: Client, roadmap: Roadmap, add: Callable[..., RoadmapLine]
) -> None:
    line = add("до 10 сентября", title="Приказ")
    deed = begin(curator, roadmap, kind="take_up", line=[str(line.uid)])
    page = curator.get(reverse("roadmaps:bulk-deed", args=[deed.uid])).content.decode()

    assert "Пункт не отложен" in page
    assert 'name="do"' not in page


def test_who_only_looks_at_plans_is_offered_no_ticks(
    cast: Cast, client: Client, roadmap: Roadmap, add: Callable[..., RoadmapLine]
) -> None:
    add("до 10 сентября", title="Приказ")
    client.force_login(cast.director)

    assert 'form="bulk"' not in client.get(reverse("roadmaps:plan", args=[roadmap.uid])).content.decode()
    assert client.post(reverse("roadmaps:bulk", args=[roadmap.uid]), {"kind": "remove"}).status_code == 403
