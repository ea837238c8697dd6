"""A plan as a board, a diagram and a calendar in a real browser: by hand, by keys, by menus, and for axe."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import lines, plans
from tests.browser.hand import faults, leave, session_of, sticks_out
from tests.cast import Cast
from tests.plans import BEGIN, END

TERMS = {
    "Издать приказ": "до 10 октября", "Встреча наставников": "1 раз в квартал", "Ответы родителям": "по запросу",
    "Неделя наставничества": "ноябрь",
}  # fmt: skip
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 640}}
VIEWS = ("board", "gantt", "calendar", "wall")


@pytest.fixture
def roadmap(people: Cast) -> Roadmap:
    """In force; one line has a control date set by hand, in the middle of October."""
    made = plans.create_roadmap(people.school, actor=people.curator, title="План", starts_on=BEGIN, ends_on=END)
    Roadmap.objects.filter(pk=made.pk).update(status=Status.IN_FORCE)
    for title, term in TERMS.items():
        lines.add_line(made, actor=people.curator, title=title, deadline_text=term, responsible_text="куратор")
    lines.add_line(made, actor=people.curator, title="Анкета", manual_due_on=dt.date(2026, 10, 14))
    return made


@pytest.fixture
def here(page: Page, site: str, people: Cast, roadmap: Roadmap) -> str:
    session_of(page, site, people.curator)
    return f"{site}/plans/{roadmap.uid}"


def line(title: str) -> RoadmapLine:
    return RoadmapLine.objects.get(title=title)


def test_axe_and_the_width_of_a_phone(page: Page, here: str) -> None:
    for view in (*VIEWS, "calendar/?whole=1"):
        for name, size in SIZES.items():
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a width and a height, as the gallery has them
            page.goto(f"{here}/{view}")
            assert (view, name, faults(page)) == (view, name, [])
            assert not sticks_out(page, size["width"]), view


def test_the_board_asks_for_the_deed_by_hand_by_keys_and_by_the_menu(page: Page, here: str) -> None:
    board = f"{here}/board/?q=&by=state"
    page.goto(board)
    card = page.locator("[data-card]", has_text="Издать приказ")
    leave(page, lambda: card.drag_to(page.locator("[data-drop-on=prove]")))
    expect(page.get_by_role("heading", level=1)).to_have_text("Отметить выполнение")
    page.get_by_label("Пояснение").fill("Приказ № 1")
    leave(page, page.get_by_role("button", name="Отметить выполнение").click)
    expect(page).to_have_url(board)
    expect(page.locator("[data-drop-on=prove]")).to_contain_text("Издать приказ")

    page.locator(".card-name", has_text="Неделя").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("p[data-says]")).to_contain_text("Неактуально")
    page.keyboard.press("ArrowLeft")
    leave(page, lambda: page.keyboard.press("Enter"))
    expect(page.get_by_label("отложен")).to_be_checked()
    page.get_by_label("Основание").fill("Приказ № 2")
    leave(page, page.get_by_role("button", name="Записать решение").click)
    expect(page.locator("[data-drop-on=postponed]")).to_contain_text("Неделя наставничества")

    page.get_by_label("Действия с пунктом: Неделя наставничества").click()
    leave(page, page.get_by_role("button", name="Вернуть на контроль").click)
    expect(page.locator("[data-drop-on=postponed]")).not_to_contain_text("Неделя")
    expect(page).to_have_url(board)


def test_a_computed_state_takes_no_card(page: Page, here: str) -> None:
    page.goto(f"{here}/board/")
    card = page.locator("[data-card]", has_text="Издать приказ")
    column = page.locator("section[data-computed]", has_not_text="Издать приказ").first
    card.drag_to(column)

    expect(page.locator("p[data-says]")).to_contain_text("вычисляется по срокам")
    expect(page).to_have_url(f"{here}/board/")


def test_a_bar_set_by_hand_is_drawn_out_and_moved_by_keys(page: Page, here: str) -> None:
    page.goto(f"{here}/gantt/?zoom=months")
    bar = page.locator("a[data-move]")
    grip = bar.locator(".grip")
    box = grip.bounding_box()
    assert box
    month = page.locator(".gantt-track").first.bounding_box()
    assert month
    week = month["width"] / 365 * 7
    page.mouse.move(box["x"] + 4, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 4 + week, box["y"] + 10, steps=4)
    leave(page, page.mouse.up)
    expect(page.get_by_text("Контрольная дата: 21 октября")).to_be_visible()

    page.locator("a[data-move]").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    leave(page, lambda: page.keyboard.press("Enter"))
    expect(page.get_by_text("Контрольная дата: 22 октября")).to_be_visible()
    assert line("Анкета").manual_due_on == dt.date(2026, 10, 22)


def test_a_day_of_the_calendar_takes_what_was_set_by_hand_and_nothing_else(page: Page, here: str) -> None:
    page.goto(f"{here}/calendar/?month=2026-10")
    target = page.locator("td[data-day='2026-10-21']")
    leave(page, lambda: page.locator(".item", has_text="Анкета").drag_to(target))
    expect(page.locator("td[data-day='2026-10-21']")).to_contain_text("Анкета")
    page.locator(".item", has_text="Анкета").locator("a").first.focus()
    page.keyboard.press("ArrowDown")
    leave(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("td[data-day='2026-10-28']")).to_contain_text("Анкета")
    leave(page, page.get_by_role("link", name="Перенести на другой день").click)
    page.get_by_label("Контрольная дата").fill("2026-10-30")
    leave(page, page.get_by_role("button", name="Назначить дату").click)
    expect(page.locator("td[data-day='2026-10-30']")).to_contain_text("Анкета")

    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator(".item", has_text="Издать приказ").drag_to(page.locator("td[data-day='2026-10-21']"))
    expect(page.locator(".toasts")).to_contain_text("День этого пункта следует из его срока")
    page.reload()  # whatever the drag had sent would have been sent by now
    expect(page.locator("td[data-day='2026-10-10']")).to_contain_text("Издать приказ")
    assert "POST" not in sent
    assert line("Издать приказ").manual_due_on is None


def test_the_filter_chosen_in_the_table_goes_along(page: Page, here: str) -> None:
    page.goto(f"{here}/")
    page.get_by_label("Слова").fill("встреча")
    page.get_by_role("button", name="Показать").click()
    expect(page.locator("#plan-table tbody tr")).to_have_count(1)
    page.get_by_role("navigation", name="Виды плана").get_by_role("link", name="Доска").click()

    expect(page.locator("[data-card]")).to_have_count(1)
