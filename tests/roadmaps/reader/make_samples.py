"""Writes the sample documents of the demo and, beside the tests, what should be read out of each.

Run from the root of the repository: `python -m tests.roadmaps.reader.make_samples`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

from tests.roadmaps.reader.layouts import Box, Draft, Sheet
from tests.roadmaps.reader.sample_plans import (
    CITY,
    CLUB,
    DISTRICT,
    PDF,
    PLANS,
    SLIDES,
    TABLE,
    TEACHERS,
    Part,
    SamplePlan,
)
from tests.roadmaps.reader.writers import write_docx, write_pdf

DOCUMENTS = Path(__file__).parents[3] / "nastavnik" / "cli" / "demo" / "documents"
TRUTHS = Path(__file__).parent / "samples"


def truth(plan: SamplePlan) -> dict[str, Any]:
    items = []
    for part in plan.parts:
        for number, title, term, who, result in part.rows:
            staged = plan is TEACHERS
            items.append(
                {
                    "number": number,
                    "section": part.number or part.title or None,
                    "title": title,
                    "deadline_text": term,
                    "responsible": []
                    if _is_date(who)
                    else [name.strip() for name in re.split(r"[;|]", who) if name.strip()],
                    "result": "" if staged else result,
                    "subsection": (result or None) if staged else None,
                }
            )
    sections = [
        {"number": part.number, "title": part.title, "deadline_text": part.term} for part in plan.parts if part.title
    ]
    return {
        "title": " ".join(plan.title),
        "organisation": plan.organisation,
        "approval": plan.approval,
        "period": {"start": plan.period[0], "end": plan.period[1]},
        "columns": plan.columns,
        "sections": sections,
        "items": items,
    }


def _is_date(words: str) -> bool:
    return words.endswith("г.") and words[:1].islower()


def _lines(title: str) -> list[str]:
    """Bulleted parts stand on lines of their own."""
    return re.split(r"\s(?=[-–] )", title)


def _who(words: str) -> list[str]:
    return [name.strip() for name in words.split(";")]


def _section_row(part: Part, width: int) -> list[Box | None]:
    """Number, bold title merged over the rest."""
    return [Box([part.number], bold=True), Box([part.title], across=width - 1, bold=True), *[None] * (width - 2)]


def city() -> None:
    header: list[Box | None] = [Box([name], bold=True) for name in CITY.columns]
    rows = [header]
    for number, title, term, who, _ in CITY.parts[0].rows:
        rows.append([Box([term]), Box([title]), Box([number]), Box(_who(who))])
    write_docx(Draft(title=CITY.title, parts=[Sheet(rows)]), DOCUMENTS / CITY.name)


def district() -> None:
    upper: list[Box | None] = [
        Box([name], down=2, bold=True) for name in ("№ п/п", "Мероприятия", "Сроки исполнения")
    ]
    upper += [Box(["Ответственные"], across=2, bold=True), None]
    rows = [upper, [None, None, None, Box(["муниципальные"]), Box(["организации"])]]
    for part in DISTRICT.parts:
        rows.append(
            [
                Box([part.number], bold=True),
                Box([part.title], bold=True),
                Box([part.term], bold=True),
                Box([""]),
                Box([""]),
            ]
        )
        for number, title, term, who, _ in part.rows:
            district_side, school_side = who.split("|")
            rows.append(
                [Box([number]), Box(_lines(title)), Box([term]), Box(_who(district_side)), Box(_who(school_side))]
            )
    draft = Draft(stamp=DISTRICT.stamp, stamp_at="right", title=DISTRICT.title, parts=[Sheet(rows, 2)])
    write_docx(draft, DOCUMENTS / DISTRICT.name)


def slides() -> None:
    """The text of a presentation: titles, bullets, the plan's table cut over slides, contacts."""
    out = [
        "",
        "",
        "НАСТАВНИЧЕСТВО В ШКОЛАХ РАЙОНА",
        "",
        "вебинар для кураторов",
        "",
        "",
        "Ученик-ученик",
        "",
        "Учитель-",
        "учитель",
        "",
        "ЧТО УЖЕ СДЕЛАНО",
        "",
        "- Создан список участников пилотного этапа.",
        "- Проведены установочные вебинары.",
        "- Приняты пакеты локальных актов (постоянно обновляются).",
        "",
        "ПОКАЗАТЕЛИ РЕЗУЛЬТАТИВНОСТИ",
        "",
        "Наименование показателя, %\t2026\t2027\t2028",
        "Доля обучающихся, вовлечённых в наставничество, %\t30\t50\t70",
        "Доля молодых педагогов, имеющих наставника, %\t35\t50\t",
        "Уровень удовлетворённости наставляемых, %\t\t\t85",
        "",
    ]
    rows = SLIDES.parts[0].rows
    for start in range(0, len(rows), 3):
        out += ["", "", SLIDES.title[0], "", "\t".join(SLIDES.columns)]
        out += [f"{title}\t{term}\t{', '.join(_who(who))}" for _, title, term, who, _ in rows[start : start + 3]]
    out += [
        "",
        "",
        "КОНТАКТЫ",
        "",
        "Мирская Вера Андреевна,",
        "методист Центра развития наставничества",
        "",
        "- кабинет 312",
        "",
    ]
    (DOCUMENTS / SLIDES.name).write_text("\n".join(out), encoding="utf-8")


def club() -> None:
    header: list[Box | None] = [
        Box(name.replace("Результат ", "Результат\n").split("\n"), bold=True) for name in CLUB.columns
    ]
    rows = [header]
    for part in CLUB.parts:
        rows.append([Box([part.number], bold=True), Box([part.title], bold=True), Box([""]), Box([""]), Box([""])])
        for number, title, term, who, result in part.rows:
            row: list[Box | None] = [Box([number]), Box(_lines(title)), Box([term]), Box(_who(who)), Box([result])]
            above = next((each for each in reversed(rows) if each[4] is not None and each[4].down >= 1), None)
            if number in ("4.6", "4.8") and above is not None:
                for col in (2, 3, 4):
                    box = above[col]
                    assert box is not None
                    box.down += 1
                    row[col] = None
            rows.append(row)
    draft = Draft(stamp=CLUB.stamp, stamp_at="right", title=CLUB.title, parts=[Sheet(rows)])
    write_docx(draft, DOCUMENTS / CLUB.name)


def teachers() -> None:
    rows: list[list[Box | None]] = [[Box([name], bold=True) for name in TEACHERS.columns]]
    for part in TEACHERS.parts:
        begin = len(rows)
        for stage in dict.fromkeys(row[4] for row in part.rows):
            group = [row for row in part.rows if row[4] == stage]
            lines = [line for number, title, *_ in group for line in _lines(f"{number} {title}".strip())]
            rows.append(
                [Box([""]), Box([stage]), Box(lines), Box([group[0][2]]), Box([", ".join(_who(group[0][3]))])]
            )
        rows[begin][0] = Box([part.title], down=len(rows) - begin)
        for row in rows[begin + 1 :]:
            row[0] = None
    draft = Draft(stamp=TEACHERS.stamp, stamp_at="textbox", title=TEACHERS.title, parts=[Sheet(rows)])
    write_docx(draft, DOCUMENTS / TEACHERS.name)


def table() -> None:
    """Some terms are real dates of the sheet, some are words; a draft sheet is hidden."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(DOCUMENTS / TABLE.name), {"strings_to_formulas": False})
    book.set_properties({"created": dt.datetime(2026, 8, 20, tzinfo=dt.UTC)})
    sheet = book.add_worksheet("Дорожная карта")
    bold, wrap = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"text_wrap": True})
    date = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
    for at, line in enumerate(TABLE.stamp):
        sheet.write_string(at, 3, line)
    sheet.merge_range(5, 0, 5, 4, TABLE.title[0], bold)
    sheet.write_row(7, 0, TABLE.columns, bold)
    at = 8
    for part in TABLE.parts:
        sheet.merge_range(at, 0, at, 4, f"{part.number} {part.title}", bold)
        at += 1
        for number, title, term, who, result in part.rows:
            sheet.write_row(at, 0, [number, title], wrap)
            if re.fullmatch(r"\d\d\.\d\d\.\d{4}", term):
                day = dt.datetime.strptime(term, "%d.%m.%Y")  # noqa: DTZ007 - a sheet knows no zones
                sheet.write_datetime(at, 2, day, date)
            else:
                sheet.write_string(at, 2, term, wrap)
            sheet.write_row(at, 3, [", ".join(_who(who)), result], wrap)
            at += 1
    for col, width in enumerate((6, 46, 22, 30, 20)):
        sheet.set_column(col, col, width)
    draft = book.add_worksheet("Черновик")
    draft.write_row(0, 0, ["старые сроки", "не учитывать"])
    draft.hide()
    book.close()


def pdf() -> None:
    rows: list[list[Box | None]] = [[Box([name], bold=True) for name in PDF.columns]]
    for part in PDF.parts:
        rows.append(_section_row(part, len(PDF.columns)))
        rows += [
            [Box([number]), Box([title]), Box([term]), Box([", ".join(_who(who))]), Box([result])]
            for number, title, term, who, result in part.rows
        ]
    write_pdf(Draft(stamp=PDF.stamp, stamp_at="right", title=PDF.title, parts=[Sheet(rows)]), DOCUMENTS / PDF.name)


def main() -> None:
    DOCUMENTS.mkdir(parents=True, exist_ok=True)
    TRUTHS.mkdir(exist_ok=True)
    for make in (city, district, slides, club, teachers, table, pdf):
        make()
    for plan in PLANS:
        path = TRUTHS / f"{Path(plan.name).stem}.json"
        path.write_text(json.dumps(truth(plan), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
