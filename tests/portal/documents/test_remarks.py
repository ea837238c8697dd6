"""Remarks to places of a document: written at fields of the form, shown beside them, settled."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.approvals.models import Remark, Step
from nastavnik.documents.models import Paper, State
from nastavnik.documents.places import place_of, places_of
from tests.cast import Cast
from tests.documents.papers import order, sent, with_head

pytestmark = pytest.mark.django_db

FILLED = {
    "curator.name": "Белова Анна Сергеевна", "curator.post": "заместитель директора",
    "duties": "вести базы наставников\nготовить отчёты", "term.start": "2026-09-01", "term.end": "2027-05-31",
    "control": "оставляю за собой",
}  # fmt: skip


def browse(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def address(name: str, paper: Paper) -> str:
    return reverse(f"documents:{name}", args=[paper.uid])


def returned(cast: Cast, **words: str) -> Paper:
    """Sent back by the head with remarks to the fields named; ``whole`` is to the whole."""
    with_head(cast)
    paper, step = sent(cast)
    whole = words.pop("whole", "")
    typed = {f"remark-{place_of(paper, name)}": text for name, text in words.items()}
    review = reverse("approvals:review", args=[step.uid])
    browse(cast.director).post(review, {"deed": "return", "remark": whole, **typed})
    paper.refresh_from_db()
    assert paper.state == State.RETURNED
    return paper


def test_a_place_is_a_field_of_this_document_alone(cast: Cast):
    paper, other = order(cast), order(cast)
    assert places_of(paper)[place_of(paper, "duties")] == "Обязанности куратора"
    assert place_of(paper, "duties") == place_of(paper, "duties")
    assert place_of(paper, "duties") not in places_of(other)


def test_whoever_decides_is_offered_every_field_and_finds_again_what_was_typed(cast: Cast):
    with_head(cast)
    paper, step = sent(cast)
    review = reverse("approvals:review", args=[step.uid])
    at = f"remark-{place_of(paper, 'duties')}"
    head = browse(cast.director)
    page = text_of(head.get(review))
    assert f'<label for="{at}">Обязанности куратора</label>' in page
    assert "Замечание ко всему документу" in page
    assert f'name="{at}"' not in text_of(browse(cast.curator).get(review))
    refused = text_of(head.post(review, {"deed": "approve", "effective_on": "вчера", at: "Короче"}))
    assert re.search(rf'name="{at}"[^>]*>Короче</textarea>', refused)
    head.post(review, {"deed": "keep", at: "Короче"})
    assert "<h3>Обязанности куратора</h3>" in text_of(head.get(review))


def test_a_remark_stands_beside_its_field_and_is_settled_with_the_draft(cast: Cast):
    paper = returned(cast, duties="Назовите сроки отчётов", whole="Проверьте оформление")
    curator = browse(cast.curator)
    page = text_of(curator.get(address("paper", paper)))
    assert f'<a href="{address("edit", paper)}#q-duties">Обязанности куратора</a>: Назовите сроки отчётов' in page
    assert page.index("Проверьте оформление") < page.index("Назовите сроки отчётов")

    form = text_of(curator.get(address("edit", paper)))
    places = [form.index(at) for at in ('id="q-curator"', 'id="q-duties-remarks"', "Назовите сроки", 'id="q-duties"')]
    assert places == sorted(places)
    assert form.index("Проверьте оформление") < places[0]
    assert 'aria-describedby="q-duties-remarks' in form

    to_duties = Remark.objects.get(place=place_of(paper, "duties"))
    ticked = {**FILLED, "_version": paper.version, "_settled": str(to_duties.uid)}
    wrong = text_of(curator.post(address("edit", paper), {**ticked, "term.end": "2026-01-31"}))
    assert re.search(rf'value="{to_duties.uid}" checked', wrong)
    to_duties.refresh_from_db()
    assert to_duties.resolved_at is None
    curator.post(address("edit", paper), ticked)
    to_duties.refresh_from_db()
    assert to_duties.resolved_by == cast.curator
    form = text_of(curator.get(address("edit", paper)))
    assert "Назовите сроки" not in form
    assert "Проверьте оформление" in form


def test_a_remark_is_answered_on_the_page_of_the_document(cast: Cast):
    paper = returned(cast, duties="Назовите сроки отчётов")
    remark = Remark.objects.get()
    curator = browse(cast.curator)
    at = reverse("approvals:resolve", args=[remark.uid])
    assert f'action="{at}"' in text_of(curator.get(address("paper", paper)))
    answer = curator.post(at, {"answer": "Сроки названы"})
    assert answer["Location"] == address("paper", paper)
    remark.refresh_from_db()
    assert (remark.answer, remark.resolved_by) == ("Сроки названы", cast.curator)
    assert "Замечания, которые нужно учесть" not in text_of(curator.get(address("paper", paper)))


def test_places_of_others_are_no_places_and_remarks_of_others_are_not_settled(cast: Cast):
    with_head(cast)
    _paper, step = sent(cast)
    other = order(cast)
    review = reverse("approvals:review", args=[step.uid])
    stray = {f"remark-{place_of(other, 'duties')}": "Мимо", f"remark-{uuid.uuid4()}": "Мимо", "remark-x": "Мимо"}
    browse(cast.director).post(review, {"deed": "return", **stray})
    step.refresh_from_db()
    assert step.state == Step.State.CURRENT
    assert not Remark.objects.exists()

    browse(cast.director).post(review, {"deed": "return", "remark": "Уточните", **stray})
    remark = Remark.objects.get()
    browse(cast.curator).post(
        address("edit", other), {**FILLED, "_version": other.version, "_settled": [str(remark.uid), "x"]}
    )
    remark.refresh_from_db()
    assert remark.resolved_at is None


def test_a_remark_to_a_field_that_is_gone_counts_as_the_whole(cast: Cast):
    paper = returned(cast, duties="Назовите сроки")
    Remark.objects.update(place=place_of(paper, "former"))
    page = text_of(browse(cast.curator).get(address("edit", paper)))
    assert page.index('id="remarks"') < page.index("Назовите сроки") < page.index('id="q-curator"')
