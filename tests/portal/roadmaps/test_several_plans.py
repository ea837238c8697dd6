"""One deed over several plans of the list: looked at, done to those that allow it, taken back."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import plans
from tests.cast import Cast
from tests.plans import BEGIN, END


@pytest.fixture
def curator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.curator)
    return client


@pytest.fixture
def two(cast: Cast) -> list[Roadmap]:
    """A draft and a plan in force of the school."""
    made = [
        plans.create_roadmap(cast.school, actor=cast.curator, title=title, starts_on=BEGIN, ends_on=END)
        for title in ("Черновик плана", "План в работе")
    ]
    Roadmap.objects.filter(pk=made[1].pk).update(status=Status.IN_FORCE)
    return made


def ticked(rows: list[Roadmap]) -> list[str]:
    return [str(row.uid) for row in rows]


def test_plans_are_looked_at_removed_and_brought_back_together(curator: Client, two: list[Roadmap]) -> None:
    boxes = re.findall(r'name="plan" value="([0-9a-f-]{36})"', curator.get(reverse("roadmaps:list")).content.decode())
    assert set(boxes) == set(ticked(two))

    looked = curator.post(reverse("roadmaps:plans-look"), {"kind": "remove", "plan": boxes}).content.decode()
    assert ("Черновик плана" in looked, Roadmap.objects.living().count()) == (True, 2)

    curator.post(reverse("roadmaps:plans-do"), {"kind": "remove", "plan": boxes})
    assert Roadmap.objects.living().count() == 0
    curator.post(reverse("roadmaps:plans-restore"))
    assert Roadmap.objects.living().count() == 2


def test_what_refuses_is_named_and_the_rest_is_done(curator: Client, two: list[Roadmap]) -> None:
    answer = curator.post(reverse("roadmaps:plans-do"), {"kind": "archive", "plan": ticked(two)})
    assert "В архив уходит только действующий план" in answer.content.decode()
    assert [row.status for row in Roadmap.objects.order_by("pk")] == [Status.DRAFT, Status.ARCHIVED]


def test_a_plan_out_of_reach_is_neither_shown_nor_touched(cast: Cast, client: Client, two: list[Roadmap]) -> None:
    client.force_login(cast.sibling_curator)
    for name in ("plans-look", "plans-do"):
        answer = client.post(reverse(f"roadmaps:{name}"), {"kind": "remove", "plan": ticked(two)}, follow=True)
        assert "Черновик плана" not in answer.content.decode()
    assert Roadmap.objects.living().count() == 2


@pytest.mark.parametrize("sent", [{"kind": "burn"}, {"kind": "remove", "plan": "no-uid"}])
def test_a_torn_form_is_told(curator: Client, sent: dict[str, str]) -> None:
    assert curator.post(reverse("roadmaps:plans-look"), sent).status_code == 400
