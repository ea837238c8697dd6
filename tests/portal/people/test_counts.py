"""Numbers of categories and the check list of accessibility, by those who may."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from nastavnik.accounts.roles import Role
from nastavnik.audit.models import Event
from nastavnik.documents.models import Paper
from nastavnik.people.models import AccessMeasure, CategoryCount
from tests.cast import Cast
from tests.documents.papers import with_head
from tests.portal.documents.test_pages import browse, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SOURCE = "социальный паспорт"


@pytest.fixture
def today(db: Any) -> Any:
    with travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)):
        yield


def at(name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=args)


def undo_of(client: Client, answer: Any) -> str:
    """The way back of the newest message on the page that follows."""
    messages = text_of(client.get(answer.url)).split('<div class="toasts"')[1].split("<template")[0]
    return unescape(re.findall(r'<form method="post" action="([^"]+)"', messages)[-1])


def seen_on(page: str) -> dict[str, str]:
    """What the page sends back of the rows that it showed."""
    return dict(re.findall(r'name="(seen_\w+)" value="([^"]*)"', page))


def numbers() -> dict[str, int]:
    return {row.category: row.count for row in CategoryCount.objects.standing().order_by("on", "pk")}


def test_numbers_are_typed_in_seen_mended_and_taken_back(cast: Cast):
    client, head = browse(cast.curator), browse(cast.director)
    assert at("counts-enter") in text_of(client.get(at("counts")))
    empty = text_of(head.get(at("counts")))
    assert "Числа ещё не вносили" in empty
    assert at("counts-enter") not in empty

    page = text_of(client.get(at("counts-enter")))
    assert "заключения психолого-медико-педагогической комиссии" in page
    told = {"on": "2026-11-16", "count_ovz": "7", "source_ovz": SOURCE, "count_orphan": "0", "source_orphan": SOURCE}
    bad = client.post(at("counts-enter"), {**told, "count_tzhs": "три", "count_ovz": "4", "source_ovz": ""})
    assert "Укажите, откуда взято число" in text_of(client.post(at("counts-enter"), {**told, "source_ovz": " "}))
    assert text_of(bad).count('class="error"') == 1
    ahead = text_of(client.post(at("counts-enter"), {**told, "on": "2026-11-21"}))
    assert "дата ещё не наступила" in ahead
    assert not CategoryCount.objects.exists()

    sent = client.post(at("counts-enter"), {**told, **seen_on(page)})
    assert (sent.status_code, sent.url, numbers()) == (302, at("counts"), {"ovz": 7, "orphan": 0})
    shown = text_of(head.get(at("counts")))
    assert '<td class="number" data-label="Участвуют">7</td>' in shown
    assert '<td class="number" data-label="Участвуют">0</td>' in shown
    # A page that was opened before learns of the numbers, and goes through when it has seen them.
    late = client.post(at("counts-enter"), {**told, "count_ovz": "9", **seen_on(page)})
    assert late.status_code == 409
    assert numbers()["ovz"] == 7
    again = client.post(at("counts-enter"), {**told, "count_ovz": "9", **seen_on(text_of(late))})
    assert numbers()["ovz"] == 9
    client.post(undo_of(client, again))
    assert numbers() == {"ovz": 7, "orphan": 0}

    history = text_of(client.get(at("counts-history"), {"category": "ovz"}))
    assert (history.count("отменено"), "Дети-сироты" in history) == (1, False)
    row = CategoryCount.objects.standing().get(category="ovz")
    removed = client.post(at("counts-remove", row.uid))
    assert numbers() == {"orphan": 0}
    client.post(undo_of(client, removed))
    assert numbers() == {"ovz": 7, "orphan": 0}
    assert Event.objects.filter(action="category.counted", actor_id=cast.curator.pk).count() == 2

    assert head.get(at("counts-enter")).status_code == 403
    assert head.post(at("counts-remove", row.uid)).status_code == 403
    assert browse(cast.sibling_curator).post(at("counts-remove", row.uid)).status_code == 404
    assert browse(cast.district_coordinator).get(at("counts")).status_code == 403
    assert "Категории и доступность" in text_of(browse(cast.users[Role.PSYCHOLOGIST]).get(at("counts")))


def test_a_check_list_is_chosen_carried_out_and_made_a_document(cast: Cast):
    with_head(cast)
    client, head = browse(cast.curator), browse(cast.director)
    assert at("access-ready") in text_of(client.get(at("access")))
    assert "Отметьте хотя бы одну меру" in text_of(client.post(at("access-ready"), {"due_on": ""}))
    chosen = {"measure": ["ovz-1", "ovz-2", "orphan-1"], "due_on": "2026-11-10"}
    taken = client.post(at("access-ready"), chosen)
    assert AccessMeasure.objects.filter(removed_at=None).count() == 3
    client.post(undo_of(client, taken))
    assert AccessMeasure.objects.filter(removed_at=None).count() == 0
    client.post(at("access-ready"), chosen)
    own = {
        "category": "any",
        "what": "Пандус <b>",
        "responsible": "завхоз",
        "due_on": "",
        "done_on": "",
        "note": "смета",
    }
    client.post(at("access-add"), own)
    row = AccessMeasure.objects.get(category="any")
    done = client.post(at("access-done", row.uid))
    page = text_of(head.get(at("access")))
    assert "Пандус &lt;b&gt;" in page
    assert (page.count("просрочена"), page.count("выполнена")) == (3, 1)
    assert "1 из 4" in page
    assert at("access-done", row.uid) not in page
    assert at("access-draw-up") not in page
    client.post(undo_of(client, done))
    row.refresh_from_db()
    assert (row.done_on, row.version) == (None, 3)

    late = client.post(at("access-edit", row.uid), {**own, "what": "Пандус и поручни", "version": "2"})
    assert late.status_code == 409
    client.post(at("access-edit", row.uid), {**own, "what": "Пандус и поручни", "version": "3"})
    removed = client.post(at("access-remove", row.uid))
    assert "Пандус" not in text_of(head.get(at("access")))
    client.post(undo_of(client, removed))
    assert "Пандус и поручни" in text_of(client.get(at("access")))

    drawn = client.post(f"{at('access-draw-up')}?year=2026")
    paper = Paper.objects.get()
    assert drawn.url == reverse("documents:paper", args=[paper.uid])
    page = text_of(head.get(at("access")))
    assert reverse("documents:paper", args=[paper.uid]) in page
    assert str(paper.get_state_display()) in page
    assert "различаются" not in page
    client.post(at("access-remove", row.uid))
    assert "Внести перечень в проект" in text_of(client.get(at("access")))
    client.post(f"{at('access-draw-up')}?year=2026")
    assert "различаются" not in text_of(client.get(at("access")))
    assert "В этом учебном году мер ещё нет" in text_of(client.get(at("access"), {"year": "2027"}))
    assert client.post(f"{at('access-draw-up')}?year=2027").url.startswith(at("access"))
    assert browse(cast.sibling_curator).post(at("access-done", row.uid)).status_code == 404


def test_pages_ask_the_same_number_of_times_for_few_lines_and_for_many(cast: Cast):
    client = browse(cast.curator)

    def asked(name: str) -> int:
        client.get(at(name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(at(name)).status_code == 200
        return len(queries)

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            AccessMeasure.objects.create(node=cast.school, school_year=2026, category="ovz", what=f"Мера {number}")
            CategoryCount.objects.create(
                node=cast.school, category="ovz", school_year=2026, count=number, source=SOURCE,
                on=dt.date(2026, 9, 1) + dt.timedelta(number), made_by=cast.curator,
            )  # fmt: skip

    names = ("counts", "counts-enter", "counts-history", "access", "access-ready")
    grow(0, 1)
    few = {name: asked(name) for name in names}
    grow(1, 40)
    assert {name: asked(name) for name in names} == few
