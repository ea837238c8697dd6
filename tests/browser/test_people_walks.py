"""Whom the bases serve, at a real browser: a messy table of a school, an interview, a demand about one's data."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from nastavnik import jobs
from nastavnik.audit.models import Event
from nastavnik.org.services.reference import load
from nastavnik.people.models import Care, DataRequest, Participation, ReadinessFact
from nastavnik.people.services import requests
from nastavnik.people.services.persons import group_named
from tests.browser.hand import Hand, faults
from tests.cast import Cast
from tests.people.registers.messy import make
from tests.people_data import DAY, part, person

Enter = Callable[[Any], Hand]


def test_a_curator_loads_a_messy_table(
    people: Cast, enter: Enter, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 300 rows 40 are wrong: each is named with what to do; one is mended in its place, the others wait."""
    monkeypatch.setattr(timezone, "localdate", lambda *_args: make.TODAY)
    load()  # forms of mentoring and categories
    for name in make.GROUPS:
        group_named(people.school, name)
    hand = enter(people.curator)
    hand.follow(page.get_by_role("navigation").get_by_role("link", name="Наставники и наставляемые"))
    hand.follow(page.get_by_role("link", name="Загрузить из таблицы").first)
    hand.choose_file(page.locator("input[type=file]"), make.SHEET)
    hand.follow(page.get_by_role("button", name="Прочитать таблицу"))
    jobs.run_all()
    page.reload()
    hand.follow(page.get_by_role("button", name="Прочитать строки"))
    jobs.run_all()
    page.reload()
    expect(page.get_by_role("heading", name="Принять в базу")).to_contain_text("260")
    wrong = {int(row["row"]) for row in csv.DictReader(make.LABELS.open(encoding="utf-8"), delimiter="\t")}
    told = {
        int(row.locator("td.number").inner_text()): row.locator("p.error").count()
        for row in page.locator("tr[id^=row-]").all()
    }
    assert told == dict.fromkeys(wrong, 1)

    first = page.locator("tr[id^=row-]").first
    number = first.get_attribute("id")
    hand.write(first.locator("input[name^=cell-]"), "2012")
    hand.click(first.get_by_role("button", name="Сохранить"))
    expect(page.locator(f"#{number} p.error")).to_have_count(0)
    # The rest of the page follows, and the table is taken in without being loaded again.
    expect(page.locator("#intake-tabs")).to_contain_text(re.compile(r"С ошибками\s*39"))
    hand.follow(page.get_by_role("button", name="Включить в базу"))
    expect(page.get_by_text("Новых людей: 261")).to_be_visible()
    assert Participation.objects.count() == 261


def test_a_psychologist_writes_an_interview_down(people: Cast, enter: Enter, page: Page) -> None:
    """The fact stands with its date and ground, and its sheet is drawn up as a document."""
    load()
    mentor = part(person(people.school, "Орлова", "Анна", birth_year=1985), side="mentor", entered_on=DAY)
    Care.objects.create(node=people.school, person=mentor.person, user=people.psychologist, from_on=DAY)
    hand = enter(people.psychologist)
    hand.follow(page.get_by_role("navigation").get_by_role("link", name="Отбор наставников"))
    hand.follow(page.get_by_role("link", name="Орлова Анна"))
    hand.follow(page.get_by_role("link", name="Записать собеседование"))
    assert page.locator("[name=kind]").get_attribute("value") == "interview"
    hand.write(page.locator("[name=basis]"), "Протокол № 4")
    hand.follow(page.get_by_role("button", name="Записать"))
    fact = ReadinessFact.objects.get()
    assert (fact.person_id, fact.kind, fact.outcome) == (mentor.person_id, "interview", "passed")
    assert (fact.basis, fact.made_by) == ("Протокол № 4", people.psychologist)
    assert faults(page) == []


def test_an_officer_answers_a_demand_and_sees_who_saw_whom(people: Cast, enter: Enter, page: Page) -> None:
    load()
    child = person(people.school, "Ветрова", "Алёна")
    part(child, status="in_base", entered_on=DAY)
    asked = requests.ask(child, "correct", "Исправьте дату рождения", by_themselves=False, actor=people.curator)
    hand = enter(people.data_protection_officer)
    hand.follow(page.get_by_role("navigation").get_by_role("link", name="Персональные данные"))
    hand.follow(page.get_by_role("link", name="Ветрова Алёна"))
    expect(page.get_by_text("Исправьте дату рождения")).to_be_visible()
    hand.click(page.get_by_label("исполнено"))
    hand.write(page.locator("[name=answer]"), "Дата исправлена по свидетельству")
    hand.follow(page.get_by_role("button", name="Сохранить"))
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (DataRequest.State.DONE, "Дата исправлена по свидетельству")

    page.goto(page.url.partition("/people")[0] + reverse("people:history", args=[child.uid]))
    # The officer reads of themselves.
    expect(page.get_by_role("cell", name="вы Ответственный за персональные данные").first).to_be_visible()
    hand.follow(page.get_by_role("link", name=f"Место № {child.seat}"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ветрова Алёна Ильинична")
    page.goto(page.url.partition("/people")[0] + reverse("people:leaks"))
    expect(page.get_by_role("row").filter(has_text=str(people.data_protection_officer))).to_be_visible()
    with page.expect_download():
        hand.click(page.get_by_role("link", name="XLSX"))
    assert Event.objects.filter(action="leak.reported").count() == 2
