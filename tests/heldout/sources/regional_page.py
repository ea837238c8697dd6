"""A region's plan as a page of a site: menus around it, cells over rows and columns, lists inside cells."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.heldout.sources.model import (
    QUARTERLY,
    Line,
    Plan,
    Section,
    asked,
    due,
    hangs,
    rhythm,
    span,
    spans,
)

YEAR = ("2025-01-01", "2025-12-31")
MINISTRY, INSTITUTE, DISTRICTS = (
    "министерство образования",
    "институт развития образования",
    "органы управления образованием округов",
)
FIRST_QUARTER = ("I квартал 2025 года", span("2025-01-01", "2025-03-31"))
AUTUMN = ("сентябрь – ноябрь 2025 года", span("2025-09-01", "2025-11-30"))

RULES = (
    Line(
        "1",
        "Издание распоряжения о региональном координаторе",
        *FIRST_QUARTER,
        (MINISTRY,),
        "распоряжение",
    ),
    Line(
        "2",
        "Подготовка примерных форм документов для школ и колледжей:",
        *FIRST_QUARTER,
        (INSTITUTE,),
        "примерные формы",
        parts=("положение о наставничестве;", "персонализированная программа;", "дневник наставника."),
    ),
    Line(
        "3",
        "Включение сведений о наставничестве в муниципальные мониторинги",
        "до 1 апреля 2025 года",
        due("2025-04-01"),
        (DISTRICTS,),
        "перечень показателей",
    ),
)
SUPPORT = (
    Line(
        "4",
        "Курсы повышения квалификации «Наставник в образовательной организации»",
        "март, октябрь",
        spans(("2025-03-01", "2025-03-31"), ("2025-10-01", "2025-10-31")),
        (INSTITUTE,),
        "не менее 200 слушателей",
    ),
    Line(
        "5",
        "Вебинары для кураторов",
        "ежеквартально",
        rhythm(QUARTERLY, YEAR),
        (INSTITUTE,),
        "записи вебинаров",
    ),
    Line(
        "6",
        "Консультирование муниципальных координаторов",
        "по заявкам",
        asked(YEAR, "on_request"),
        (INSTITUTE, MINISTRY),
        "журнал консультаций",
    ),
    Line(
        "7",
        "Стажировки молодых педагогов на базе ресурсных центров",
        "по отдельному графику",
        hangs("separate_schedule"),
        (INSTITUTE, "ресурсные центры"),
        "отчёты о стажировках",
    ),
)
SHARING = (
    Line("8", "Региональный конкурс «Наставник года»", *AUTUMN, (MINISTRY, INSTITUTE), "приказ об итогах"),
    Line("9", "Сбор материалов в банк лучших практик", *AUTUMN, (DISTRICTS,), "не менее 30 практик"),
    Line(
        "10",
        "Форум молодых педагогов и наставников",
        "вторая декада ноября",
        span("2025-11-11", "2025-11-20"),
        (MINISTRY,),
        "программа форума",
    ),
    Line(
        "11",
        "Мониторинг реализации плана",
        "июнь и декабрь",
        spans(("2025-06-01", "2025-06-30"), ("2025-12-01", "2025-12-31")),
        (DISTRICTS, INSTITUTE),
        "аналитические справки",
    ),
    Line(
        "12",
        "Рассмотрение итогов на коллегии министерства",
        "не позднее 25 декабря 2025 года",
        due("2025-12-25"),
        (MINISTRY,),
        "решение коллегии",
    ),
)

PLAN = Plan(
    document="regional_page.html",
    title=(
        "План мероприятий («дорожная карта») по развитию системы наставничества педагогических работников",
        "в Северореченской области на 2025 год",
    ),
    organisation="Министерство образования Северореченской области",
    accept={"organisation": ["Северореченская область", "Министерство образования"]},
    approval={"status": "approved", "order_no": "18-р", "date": "2025-01-14", "position": None},
    period=YEAR,
    columns=(
        "№ п/п",
        "Наименование мероприятия",
        "Срок реализации",
        "Ответственные исполнители",
        "Ожидаемый результат",
    ),
    sections=(
        Section("I.", "Нормативное обеспечение", RULES),
        Section("II.", "Методическая поддержка", SUPPORT),
        Section("III.", "Распространение опыта и контроль", SHARING),
    ),
    notes=("menus, scripts and a table of contacts around the plan", "a term over two rows", "a list inside a cell"),
)

HEAD = """<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>Документы – Министерство образования</title>
<style>td { border: 1px solid #999 }</style><script>window.page = "plan";</script></head>
<body><nav><ul><li><a href="/">Главная</a></li><li><a href="/docs/">Документы</a></li>
<li><a href="/contacts/">Контакты</a></li></ul></nav><main>
"""
STAMP = "УТВЕРЖДЁН<br>распоряжением министерства образования<br>Северореченской области<br>от 14.01.2025 № 18-р"
TAIL = """<h2>Контакты</h2><table><tr><th>Отдел</th><th>Телефон</th></tr>
<tr><td>Отдел кадровой политики</td><td>(000) 000-00-01</td></tr></table></main>
<footer>Министерство образования Северореченской области, 2025</footer></body></html>
"""


def _title(line: Line) -> str:
    parts = "".join(f"<li>{escape(part)}</li>" for part in line.parts)
    return escape(line.title) + (f"<ul>{parts}</ul>" if parts else "")


def _rows(section: Section) -> str:
    lines, html = section.lines, ""
    for i, line in enumerate(lines):
        texts = [f"<td>{line.number}</td>", f"<td>{_title(line)}</td>"]
        if i == 0 or lines[i - 1].term != line.term:
            height = sum(other.term == line.term for other in lines)
            texts.append(f'<td rowspan="{height}">{escape(line.term)}</td>')
        texts += [f"<td>{',<br>'.join(map(escape, line.who))}</td>", f"<td>{escape(line.result)}</td>"]
        html += f"<tr>{''.join(texts)}</tr>\n"
    return html


def draw(plan: Plan, path: Path) -> None:
    html = HEAD + f'<p style="text-align: right">{STAMP}</p>\n<h1>{"<br>".join(map(escape, plan.title))}</h1>\n'
    header = "".join(f"<th>{escape(column)}</th>" for column in plan.columns)
    html += f"<table>\n<thead><tr>{header}</tr></thead>\n<tbody>\n"
    for section in plan.sections:
        html += f'<tr><td colspan="5"><b>{escape(section.heading)}</b></td></tr>\n' + _rows(section)
    path.write_text(html + "</tbody></table>\n" + TAIL, encoding="utf-8", newline="\n")
