"""The road of a document in a real browser: drawn up, remarked on, signed; then anybody checks it by its code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from nastavnik.documents.models import Paper, State
from tests.browser.hand import Hand, faults
from tests.cast import Cast
from tests.documents.papers import with_head

WORDS = {
    "curator.name": "Белова Анна Сергеевна",
    "curator.post": "заместитель директора",
    "duties": "вести базы наставников\nготовить отчёты",
    "control": "оставляю за собой",
}
REMARK, ANSWER = "Назовите срок отчётов", "Срок назван: до 20 мая"


def test_from_the_first_word_to_the_check_by_anybody(
    people: Cast, site: str, enter: Callable[[Any], Hand], tmp_path: Path
) -> None:
    with_head(people)
    hand = enter(people.curator)
    _draws_up(hand)
    paper = Paper.objects.get()
    address = f"{site}/documents/{paper.uid}/"
    _sends(hand, through=people.district.short_name)
    _returns(enter(people.district_coordinator))

    hand = enter(people.curator)
    hand.page.goto(address)
    _answers(hand)
    _sends(hand, through=people.district.short_name)
    hand = enter(people.district_coordinator)
    _to_decide(hand)
    expect(hand.page.get_by_text(ANSWER)).to_be_visible()
    hand.follow(hand.page.get_by_role("button", name="Согласовать и открыть следующий").first)
    hand = enter(people.director)
    _to_decide(hand)
    hand.follow(hand.page.get_by_role("button", name="Подписать"))

    paper.refresh_from_db()
    assert (paper.state, paper.number) == (State.REGISTERED, "1-од")
    hand.page.goto(address)
    with hand.page.expect_download() as taken:
        hand.click(hand.page.get_by_role("link", name="PDF").first)
    taken.value.save_as(tmp_path / "issued.pdf")
    code = hand.page.locator("a[href*='/v/'] code").inner_text()
    _anybody_checks(hand, site, code, tmp_path)


def _draws_up(hand: Hand) -> None:
    page = hand.page
    hand.follow(page.get_by_role("navigation").get_by_role("link", name="Документы"))
    hand.follow(page.get_by_role("main").get_by_role("link", name="Новый документ").first)
    hand.follow(page.get_by_role("link", name="Приказ о назначении куратора"))
    for name, words in WORDS.items():
        hand.write(page.locator(f"[name='{name}']"), words)
    for name, day in (("term.start", "2026-09-01"), ("term.end", "2027-05-31")):
        hand.write(page.locator(f"[name='{name}']"), day)
    hand.follow(page.get_by_role("button", name="Сохранить проект").last)


def _sends(hand: Hand, *, through: str) -> None:
    """By a route with a step of the district before the head's."""
    page = hand.page
    hand.follow(page.get_by_role("link", name="Отправить на подпись"))
    step = page.get_by_role("group", name="Ещё один шаг")
    step.get_by_label("Добавить этот шаг").check()
    step.locator("select[name$=kind]").select_option("agree")
    hand.write(step.locator("[name$=title]"), "Согласует район")
    hand.choose(step.locator("select[name$=node]"), through)
    hand.follow(page.get_by_role("button", name="Отправить на подпись"))


def _to_decide(hand: Hand) -> None:
    hand.follow(hand.page.get_by_role("navigation").get_by_role("link", name="Согласование"))
    hand.follow(hand.page.locator(".row-link").first)


def _returns(hand: Hand) -> None:
    page = hand.page
    _to_decide(hand)
    hand.click(page.get_by_text("Замечания к отдельным местам"))
    hand.write(page.get_by_label("Обязанности куратора"), REMARK)
    hand.follow(page.get_by_role("button", name="Вернуть с замечаниями").first)


def _answers(hand: Hand) -> None:
    """The words are mended, then the remark is answered."""
    page = hand.page
    hand.follow(page.get_by_role("link", name="Обязанности куратора"))
    hand.write(page.locator("[name=duties]"), "вести базы наставников\nготовить отчёты до 20 мая")
    hand.follow(page.get_by_role("button", name="Сохранить проект").last)
    hand.click(page.locator(".answer summary"))
    hand.write(page.get_by_role("textbox", name="Ответ на замечание"), ANSWER)
    hand.follow(page.get_by_role("button", name="Исправлено"))
    expect(page.get_by_text("Замечания, которые нужно учесть")).to_have_count(0)


def _anybody_checks(hand: Hand, site: str, code: str, folder: Path) -> None:
    """Without an account: by the code, then by the file, then by the file with one sign changed."""
    page = hand.page
    page.context.clear_cookies()
    page.goto(f"{site}/v/")
    hand.write(page.get_by_label("Код на документе"), code.lower())
    hand.follow(page.get_by_role("button", name="Проверить"))
    expect(page.get_by_role("heading", name="Документ выдан здесь и действует")).to_be_visible()
    expect(page.get_by_text("1-од")).to_be_visible()
    issued = (folder / "issued.pdf").read_bytes()
    (folder / "changed.pdf").write_bytes(issued.replace(b"%PDF-1.", b"%PDF-9.", 1))
    for name, words in (("issued.pdf", "Да: это PDF"), ("changed.pdf", "Нет: это другой файл")):
        hand.choose_file(page.locator("input[type=file]"), folder / name)
        hand.follow(page.get_by_role("button", name="Сравнить"))
        expect(page.get_by_text(words)).to_be_visible()
    assert faults(page) == []
