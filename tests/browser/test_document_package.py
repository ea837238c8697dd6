"""The package of local acts in a real browser: a school without a single paper has all its local acts in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from nastavnik.documents import package_set
from nastavnik.documents.models import Paper, State
from nastavnik.org.services.reference import load
from tests.browser.hand import Hand, faults_at
from tests.cast import Cast

REQUISITES = {
    "head_name": "Громова Елена Павловна",
    "head_post": "директор",
    "city": "г. Заречный",
    "address": "улица Лесная, дом 4",
}
PEOPLE = {"curator_name": "Белова Анна Сергеевна", "curator_post": "заместитель директора"}
PROGRAMME = {
    "programme_title": "«Шаг вперёд»",
    "needs": "обучающимся 9-х классов нужна помощь в выборе профессии",
    "partners": "Завод «Маяк»; экскурсии и встречи с наставниками",
}


def test_a_school_without_papers_adopts_the_whole_package(people: Cast, enter: Callable[[Any], Hand]) -> None:
    load()  # which bodies are organisations
    wanted = package_set.codes_of("learners")
    hand = enter(people.curator)
    first_step, package = _answers(hand)
    # At 360 px, before anything is made and after.
    assert faults_at(hand.page, first_step, width=360) == []
    assert faults_at(hand.page, package, theme="dark", width=360) == []
    _sends(hand)
    assert set(Paper.objects.values_list("code", "state")) == {(code, State.ON_AGREEMENT) for code in wanted}

    hand = enter(people.director)
    hand.page.goto(package)
    _signs(hand, len(wanted))

    expect(hand.page.get_by_text("Пакет принят")).to_be_visible()
    expect(hand.page.get_by_text("Здесь нет документов, которые ждут подписи")).to_have_count(0)
    issued = {paper.code: paper for paper in Paper.objects.all()}
    assert {paper.state for paper in issued.values()} == {State.REGISTERED}
    assert {paper.signer_name for paper in issued.values()} == {REQUISITES["head_name"]}
    assert issued["regulation_learners"].number == issued["order_launch"].number != ""


def _answers(hand: Hand) -> tuple[str, str]:
    """From the menu through every question; gives the addresses of the first one and of the package."""
    page = hand.page
    hand.follow(page.get_by_role("navigation").get_by_role("link", name="Документы"))
    hand.follow(page.get_by_role("link", name="Пакет локальных актов"))
    hand.follow(page.get_by_role("button", name="Начать"))
    hand.follow(page.get_by_role("link", name="Указать реквизиты"))
    _fills_in(hand, REQUISITES, "Сохранить")
    expect(page.get_by_text(REQUISITES["head_name"])).to_be_visible()
    hand.follow(page.get_by_role("link", name="Всё верно, дальше"))
    first_step = page.url
    for typed in (PEOPLE, {}, {}, PROGRAMME):
        _fills_in(hand, typed, "Сохранить и продолжить")
    return first_step, page.url


def _fills_in(hand: Hand, typed: Mapping[str, str], button: str) -> None:
    for name, words in typed.items():
        hand.write(hand.page.locator(f"[name={name}]"), words)
    hand.follow(hand.page.get_by_role("button", name=button, exact=True))


def _sends(hand: Hand) -> None:
    page = hand.page
    hand.follow(page.get_by_role("button", name="Составить документы"))
    hand.follow(page.get_by_role("button", name="Отправить всё на согласование"))
    day = timezone.localdate().isoformat()
    _fills_in(hand, {"minutes_no": "4", "decided_on": day}, "Записать протокол")


def _signs(hand: Hand, count: int) -> None:
    """One after another: orders first, then what they approve."""
    page = hand.page
    hand.follow(page.get_by_role("link", name="Подписать по очереди"))
    for left in range(count, 0, -1):
        expect(page.get_by_text(f"Осталось подписать {left} ")).to_be_visible()
        hand.follow(page.get_by_role("button", name="перейти к следующему"))
