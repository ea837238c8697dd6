"""A document of the register shows by hand that a line was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from nastavnik.base.errors import NotAllowed
from nastavnik.documents.models import Paper
from nastavnik.documents.services import issuing
from nastavnik.roadmaps.models import Evidence, LineRule, RoadmapLine
from nastavnik.roadmaps.services import evidence
from tests.cast import Cast
from tests.documents.papers import order, signed, with_head

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 5)


@pytest.fixture
def paper(cast: Cast) -> Paper:
    with_head(cast)
    return signed(cast, on=DAY)


@travel(dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC))
def test_it_is_chosen_on_the_form_and_shown_on_the_page_of_the_line(
    cast: Cast, client: Client, paper: Paper, add: Callable[..., RoadmapLine]
):
    line = add("до 10 октября", title="Подготовить встречу наставников")
    occurrence = line.occurrences.get()
    client.force_login(cast.curator)
    form = reverse("roadmaps:prove", args=[occurrence.uid])
    assert str(paper.uid) in client.get(form).content.decode()
    client.post(form, {"done_on": "2026-10-05", "paper": str(paper.uid)})

    proof = Evidence.objects.get(occurrence=occurrence)
    assert (proof.kind, proof.paper) == (Evidence.Kind.PAPER, paper)
    occurrence.refresh_from_db()
    assert occurrence.done_on == DAY
    page = client.get(reverse("roadmaps:line", args=[line.uid])).content.decode()
    assert reverse("documents:paper", args=[paper.uid]) in page
    assert f"№ {paper.number}" in page

    issuing.repeal(paper, on=DAY, basis="Издан по ошибке", actor=cast.director)
    assert "отменён" in client.get(reverse("roadmaps:line", args=[line.uid])).content.decode()


@travel(dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC))
def test_a_draft_and_a_neighbours_document_prove_nothing(cast: Cast, paper: Paper, add: Callable[..., RoadmapLine]):
    occurrence = add("до 10 октября").occurrences.get()
    with pytest.raises(evidence.PaperNotInForce):
        evidence.prove(occurrence, done_on=DAY, paper=order(cast), actor=cast.curator)
    Paper.objects.filter(pk=paper.pk).update(node=cast.sibling_school)
    paper.refresh_from_db()
    with pytest.raises(NotAllowed):
        evidence.prove(occurrence, done_on=DAY, paper=paper, actor=cast.curator)
    assert not Evidence.objects.exists()


@travel(dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC))
def test_the_line_offers_what_it_waits_for(cast: Cast, client: Client, add: Callable[..., RoadmapLine]):
    line = add("до 10 октября", title="Издать приказ о назначении куратора программы наставничества")
    assert LineRule.objects.get(line=line).code == "order_curator"
    client.force_login(cast.curator)
    page = reverse("roadmaps:line", args=[line.uid])
    assert reverse("documents:new", args=["order_curator"]) in client.get(page).content.decode()
    with_head(cast)
    draft = order(cast)
    assert reverse("documents:paper", args=[draft.uid]) in client.get(page).content.decode()
