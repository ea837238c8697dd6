"""The main road in a real browser: a document dropped in, looked through, accepted; a line proved. And its pages."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from nastavnik import jobs
from nastavnik.roadmaps.models import Roadmap, RoadmapImport
from nastavnik.roadmaps.services import evidence, imports, lines
from tests.browser.documents import as_docx, as_pdf, as_xlsx
from tests.browser.hand import enter_by_password, faults_at, leave, sign_in
from tests.cast import Cast
from tests.plans import BEGIN, TABLE


@pytest.mark.parametrize(("write", "name"), [(as_docx, "plan.docx"), (as_xlsx, "plan.xlsx"), (as_pdf, "plan.pdf")])
def test_from_a_document_to_a_living_plan(page: Page, site: str, people: Cast, tmp_path: Path, write: Any, name: str):
    enter_by_password(page, site, people.curator)
    leave(page, page.get_by_role("link", name="Загрузить дорожную карту").first.click)
    page.set_input_files("input[type=file]", write(tmp_path / name))
    page.get_by_role("button", name="Прочитать документ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Документ читается")
    jobs.run_all()

    # The page asks for itself and turns into the preview.
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверка плана")
    row = page.locator("#line-1")
    expect(row).to_contain_text("Подготовить положение о наставничестве")
    row.locator(".choices button").first.click()
    expect(row.locator(".choices")).to_have_count(0)
    page.get_by_role("button", name="Принять план").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("дорожная карта")
    page.locator(".row-link", has_text="Издать приказ о запуске").click()
    page.get_by_role("link", name="Отметить выполнение").click()
    page.get_by_label("Дата выполнения").fill("2026-09-09")
    page.get_by_label("Пояснение").fill("Приказ № 112-од")
    page.get_by_role("button", name="Отметить выполнение").click()
    expect(page.locator(".page-head .state")).to_have_text("выполнен")


def test_a_row_is_edited_in_place_and_by_two_at_once_without_loss(page: Page, site: str, people: Cast):
    roadmap = _plan(people)
    sign_in(page, site, people.curator)
    page.goto(f"{site}/plans/{roadmap.uid}/")
    row = page.locator("#plan-table tr", has_text="Провести встречу наставников")
    row.get_by_role("link", name=re.compile("Изменить")).click()
    # The form must hold the first editor's version before the second editor saves.
    expect(page.locator("tr.editing")).to_be_visible()
    line = roadmap.lines.get(number="3")
    lines.edit_line(line, version=line.version, actor=people.team_member, title="Провести слёт наставников")
    page.locator("tr.editing").get_by_label("Мероприятие").fill("Провести встречу наставников в актовом зале")
    page.locator("tr.editing").get_by_role("button", name="Сохранить пункт").click()

    expect(page.get_by_text("Провести слёт наставников")).to_be_visible()
    expect(page.get_by_text("Провести встречу наставников в актовом зале").first).to_be_visible()
    line.refresh_from_db()
    assert line.title == "Провести слёт наставников"


def test_a_table_pasted_from_word_keeps_its_merged_cells(page: Page, site: str, people: Cast):
    sign_in(page, site, people.curator)
    page.goto(f"{site}/plans/new/")
    page.get_by_text("Или вставьте таблицу из Word или Excel").click()
    rows = (
        "<tr><td>№</td><td>Мероприятие</td><td>Срок</td><td>Ответственный</td></tr>"
        "<tr><td>1</td><td>Издать приказ</td><td rowspan=2>до 10 сентября</td><td>директор</td></tr>"
        "<tr><td>2</td><td>Подготовить положение</td><td>куратор</td></tr>"
    )
    page.locator("textarea").evaluate(
        """(area, html) => { const data = new DataTransfer(); data.setData('text/html', html);
            area.value = 'таблица'; area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data })); }""",
        f"<table>{rows}</table>",
    )
    page.get_by_role("button", name="Прочитать документ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Документ читается")
    jobs.run_all()

    terms = [line.data["deadline_text"] for line in RoadmapImport.objects.get().lines.order_by("position")]
    assert terms == ["до 10 сентября", "до 10 сентября"]


def test_the_road_is_walked_without_script(browser: Any, site: str, people: Cast, tmp_path: Path):
    context = browser.new_context(java_script_enabled=False, locale="ru-RU", viewport={"width": 360, "height": 640})
    page = context.new_page()
    enter_by_password(page, site, people.curator)
    page.goto(f"{site}/plans/new/")
    page.set_input_files("input[type=file]", as_docx(tmp_path / "plan.docx"))
    leave(page, page.get_by_role("button", name="Прочитать документ").click)
    jobs.run_all()
    leave(page, page.get_by_role("link", name="Обновить").click)
    leave(page, page.get_by_role("button", name="Принять план").click)

    expect(page.get_by_role("heading", level=1)).to_contain_text("дорожная карта")
    assert Roadmap.objects.get().lines.count() == 3
    context.close()


def test_every_page_of_plans_is_accessible_and_fits_a_phone(page: Page, site: str, people: Cast):
    addresses = _addresses(people)
    sign_in(page, site, people.curator)
    found = []
    for address in addresses:
        found += faults_at(page, site + address)
        found += faults_at(page, site + address, theme="dark", width=360)
    assert found == []


def _plan(people: Cast) -> Roadmap:
    batch = imports.take_in(people.school, content=TABLE.encode(), file_name="plan.txt", actor=people.curator)
    jobs.run_all()
    batch.refresh_from_db()
    return imports.accept(batch, actor=people.curator)


def _addresses(people: Cast) -> list[str]:
    """Every page of the area in the states that people meet."""
    roadmap = _plan(people)
    line = roadmap.lines.get(number="1")
    occurrence = line.occurrences.get()
    evidence.prove(occurrence, done_on=BEGIN, note="Приказ № 1", actor=people.curator)
    waiting = imports.take_in(people.school, content=TABLE.encode(), file_name="план.txt", actor=people.curator)
    refused = imports.take_in(
        people.school, content=io.BytesIO(b"\0\1").read(), file_name="a.docx", actor=people.curator
    )
    jobs.run_all()
    assert RoadmapImport.objects.get(pk=refused.pk).state == RoadmapImport.State.REFUSED
    return [
        "/",
        "/plans/",
        "/plans/new/",
        "/plans/new/by-hand/",
        f"/plans/imports/{waiting.uid}/",
        f"/plans/imports/{waiting.uid}/?show=flagged",
        f"/plans/imports/{waiting.uid}/?show=ignored",
        f"/plans/imports/{waiting.uid}/heading/",
        f"/plans/imports/{waiting.uid}/lines/1/",
        f"/plans/imports/{refused.uid}/",
        f"/plans/{roadmap.uid}/",
        f"/plans/{roadmap.uid}/?state=overdue",
        f"/plans/{roadmap.uid}/?q=nothing",
        f"/plans/{roadmap.uid}/heading/",
        f"/plans/{roadmap.uid}/lines/new/",
        f"/plans/lines/{line.uid}/",
        f"/plans/lines/{line.uid}/edit/",
        f"/plans/lines/{line.uid}/decide/",
        f"/plans/dates/{occurrence.uid}/prove/",
    ]
