# ruff: noqa: E501 - a document to an expression
"""What each of the other formats has of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nastavnik.roadmaps.reader import Plan, read_pasted, read_roadmap
from nastavnik.roadmaps.reader.sources.number_formats import shown


def told(plan: Plan) -> list[tuple[str, str, str]]:
    return [(line.number, line.title, line.deadline_text) for line in plan.lines]


def ignored(plan: Plan) -> dict[str, str]:
    return {cell.text: cell.reason for cell in plan.ignored}


# --------------------------------------------------------------------- spreadsheets


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("46270", "dd.mm.yyyy", "05.09.2026"),
        ("46270", "[$-419]mmmm\\ yyyy;@", "сентябрь 2026"),
        ("46270", "[$-FC19]dd\\ mmmm\\ yyyy\\ \\г\\.;@", "05 сентября 2026 г."),
        ("46270", "d mmmm", "5 сентября"),
        ("46270", "mmm.yy", "сен.26"),
        ("46270.5", "dd.mm.yyyy h:mm", "05.09.2026 12:00"),
        ("1", "General", "1"),
        ("1.1", "General", "1.1"),
        ("1.1", "0.00", "1.10"),
        ("0.7", "0%", "70%"),
        ("12345678", "#,##0", "12345678"),
    ],
)
def test_numbers_and_dates_are_as_the_sheet_shows_them(value: str, code: str, text: str):
    assert shown(value, code) == text


@pytest.fixture
def workbook(tmp_path: Path):
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "plan.xlsx"), {"strings_to_formulas": False})
    sheet = book.add_worksheet("План")
    date = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, ["Дорожная карта МАОУ СОШ № 12 на 2026-2027 учебный год"])
    sheet.write_row(2, 0, ["№", "Мероприятие", "Срок", "Ответственный", "Документ"])
    sheet.merge_range(3, 0, 3, 4, "1. Подготовка")
    sheet.write_row(4, 0, [1.1, "Приказ"])
    sheet.write_datetime(4, 2, dt.datetime(2026, 9, 5), date)  # noqa: DTZ001 - a sheet knows no zones
    sheet.write_row(4, 3, ["директор", "Приказ"])
    sheet.write_row(5, 0, [1.2, "=НЕ ФОРМУЛА", "октябрь", "куратор"])
    sheet.write_row(6, 0, [1.3, "Спрятанное", "май", "никто"])
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.write_row(7, 0, [1.4, "Отчёт", "май", "куратор"])
    sheet.write_row(7, 8, ["черновик"])
    sheet.set_column(8, 8, None, None, {"hidden": True})
    other = book.add_worksheet("Черновик")
    other.write_row(0, 0, ["№", "Мероприятие", "Срок", "Ответственный"])
    other.write_row(1, 0, [9, "Старое", "май", "никто"])
    other.hide()
    book.close()
    return tmp_path / "plan.xlsx"


def test_hidden_rows_columns_and_sheets_are_told_and_left_out(workbook: Path):
    plan = read_roadmap(workbook)

    assert told(plan) == [("1.1", "Приказ", "05.09.2026"), ("1.2", "=НЕ ФОРМУЛА", "октябрь"), ("1.4", "Отчёт", "май")]
    assert ignored(plan)["Спрятанное"] == "Скрытый текст или скрытая строка"
    assert ignored(plan)["черновик"] == "Скрытый текст или скрытая строка"
    assert ignored(plan)["Старое"] == "Скрытый лист"
    assert plan.lines[0].sources[0] == "лист «План», ячейка A5"


def test_ods_shows_its_dates_and_merges(tmp_path: Path):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    def cell(text: str, **attributes) -> TableCell:
        made = TableCell(**attributes)
        made.addElement(P(text=text))
        return made

    document = OpenDocumentSpreadsheet()
    table = Table(name="План")
    rows = [
        ["№", "Мероприятие", "Срок", "Ответственный"],
        ["1", "Приказ", "05.09.2026", "директор"],
        ["2", "База", None, "куратор"],
    ]
    for index, texts in enumerate(rows):
        row = TableRow()
        for text in texts:
            if text is None:
                row.addElement(CoveredTableCell())
            elif index == 1 and text == "05.09.2026":
                row.addElement(cell(text, valuetype="date", datevalue="2026-09-05", numberrowsspanned=2))
            else:
                row.addElement(cell(text))
        table.addElement(row)
    document.spreadsheet.addElement(table)
    path = tmp_path / "plan.ods"
    document.save(str(path))

    assert told(read_roadmap(path)) == [("1", "Приказ", "05.09.2026"), ("2", "База", "05.09.2026")]


def test_odt_has_paragraphs_lists_and_tables(tmp_path: Path):
    from odf.opendocument import OpenDocumentText
    from odf.style import ParagraphProperties, Style
    from odf.table import Table, TableCell, TableRow
    from odf.text import H, LineBreak, List, ListItem, ListLevelStyleNumber, ListStyle, P

    document = OpenDocumentText()
    right = Style(name="right", family="paragraph")
    right.addElement(ParagraphProperties(textalign="end"))
    numbers = ListStyle(name="numbers")
    numbers.addElement(ListLevelStyleNumber(level="1", numformat="1", numsuffix="."))
    document.automaticstyles.addElement(right)
    document.automaticstyles.addElement(numbers)
    stamp = P(stylename=right, text="УТВЕРЖДАЮ")
    for line in ("Директор МБОУ СОШ № 31", "______ И.И. Кротова", "30.08.2026"):
        stamp.addElement(LineBreak())
        stamp.addText(line)
    document.text.addElement(stamp)
    document.text.addElement(H(outlinelevel=1, text="Дорожная карта МБОУ СОШ № 31 на 2026-2027 учебный год"))
    table = Table()
    for texts in (
        ["Мероприятия", "Сроки", "Ответственные"],
        [None, "сентябрь", "директор"],
        ["Отчёт", "май", "куратор"],
    ):
        row = TableRow()
        for text in texts:
            made = TableCell()
            if text is None:
                items = List(stylename=numbers)
                for line in ("Издать приказ", "Собрать согласия"):
                    item = ListItem()
                    item.addElement(P(text=line))
                    items.addElement(item)
                made.addElement(items)
            else:
                made.addElement(P(text=text))
            row.addElement(made)
        table.addElement(row)
    document.text.addElement(table)
    path = tmp_path / "plan.odt"
    document.save(str(path))

    plan = read_roadmap(path)

    assert told(plan) == [
        ("1.", "Издать приказ", "сентябрь"),
        ("2.", "Собрать согласия", "сентябрь"),
        ("", "Отчёт", "май"),
    ]
    assert plan.title == "Дорожная карта МБОУ СОШ № 31 на 2026-2027 учебный год"
    assert (plan.approval.position, plan.approval.date) == ("Директор МБОУ СОШ № 31", dt.date(2026, 8, 30))


# --------------------------------------------------------------------- text

TABBED = (
    "ПЛАН МЕРОПРИЯТИЙ\nпо наставничеству на 2026-2027 учебный год\n\n"
    "№\tМероприятие\tСрок\tОтветственный\n1\tИздать приказ\tсентябрь\tдиректор\n2\tСобрать базу\tоктябрь\tкуратор\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_text_is_read_in_any_office_encoding(tmp_path: Path, encoding: str, newline: str):
    path = tmp_path / "plan.txt"
    text = TABBED.replace("\n", newline)
    path.write_bytes(text.replace("№", "N" if encoding == "koi8-r" else "№").encode(encoding))

    plan = read_roadmap(path)

    assert told(plan) == [("1", "Издать приказ", "сентябрь"), ("2", "Собрать базу", "октябрь")]
    assert plan.title == "ПЛАН МЕРОПРИЯТИЙ по наставничеству на 2026-2027 учебный год"


def test_a_cell_to_a_line_behind_a_tab():
    plan = read_pasted(
        "Дорожная карта\nна 2026-2027 учебный год\n\n"
        "\t№\n\tМероприятия\n\tСроки\nисполнения\n\tОтветственные\n\n\t\n\t\n\t\n\tшкола\n\tрайон\n\n"
        "\t1.\n\tПодготовка условий\n\tсентябрь\n\t\n\t\n\n"
        "\t1.1.\n\tРазработка актов:\n· приказ,\n· положение.\n\n\tсентябрь\n\tдиректор\n\tИМЦ \n\n"
        "\t1.2.\n\tСбор согласий\n\tоктябрь\n\tкуратор\n\t\n"
    )

    assert told(plan) == [
        ("1.1.", "Разработка актов: · приказ, · положение.", "сентябрь"),
        ("1.2.", "Сбор согласий", "октябрь"),
    ]
    assert plan.columns == ["№", "Мероприятия", "Сроки исполнения", "Ответственные школа", "Ответственные район"]
    assert [(each.text, each.column) for each in plan.lines[0].responsible] == [
        ("директор", "школа"),
        ("ИМЦ", "район"),
    ]
    assert [(s.number, s.title, s.deadline_text) for s in plan.sections] == [("1.", "Подготовка условий", "сентябрь")]


def test_a_cell_to_a_bare_line():
    plan = read_pasted(
        "Дорожная карта на 2026-2027 учебный год\n№ п/п\nМероприятие\nСрок\nОтветственный\n"
        "1\nИздать приказ\nсентябрь\nдиректор\n2\nСобрать базу\nоктябрь\nкуратор\n"
    )

    assert told(plan) == [("1", "Издать приказ", "сентябрь"), ("2", "Собрать базу", "октябрь")]


def test_a_markdown_table_and_remnants_of_markup():
    plan = read_pasted(
        "**Дорожная карта** на 2026 год\n\n| № | Мероприятие | Срок | Ответственный |\n|---|:---|---|---|\n"
        "| 1 | **Издать** <i>приказ</i> | до 5 марта<br>2026 | директор |\n| 2 | Собрать базу | май | куратор |\n"
    )

    assert told(plan) == [("1", "Издать приказ", "до 5 марта 2026"), ("2", "Собрать базу", "май")]
    assert plan.title == "Дорожная карта на 2026 год"


def test_a_row_torn_by_a_page_break_is_one_line():
    plan = read_pasted(
        "№\tМероприятие\tСрок\tОтветственный\tРезультат\n"
        "1\tУтвердить пакет: - положение; - программа;\tсентябрь 2026\tдиректор\tпакет\n\n"
        "\t- приказ о кураторе.\t\t\tдокументов\n2\tСобрать базу\tоктябрь 2026\tКО АР\tбаза\n\n\t\t\tИМЦ\t\n"
    )

    assert told(plan) == [
        ("1", "Утвердить пакет: - положение; - программа; - приказ о кураторе.", "сентябрь 2026"),
        ("2", "Собрать базу", "октябрь 2026"),
    ]
    assert [each.text for each in plan.lines[1].responsible] == ["КО", "АР", "ИМЦ"]
    assert plan.lines[0].result == "пакет документов"
    assert all("torn_row_joined" in {flag.code for flag in line.flags} for line in plan.lines)
    assert len(plan.lines[0].sub_items) == 3


# --------------------------------------------------------------------- HTML, as Word and Excel paste it


def test_a_table_pasted_from_word():
    plan = read_pasted(
        "<html xmlns:o='urn:o'><head><style>p {color: red}</style></head><body><!--StartFragment-->"
        "<p class=MsoNormal align=center><b>Дорожная карта<o:p></o:p></b></p><p align=center><b>на 2026-2027 учебный год</b></p>"
        "<table class=MsoTableGrid><tr><td rowspan=2><p>№</p></td><td rowspan=2><p>Мероприятие</p></td><td colspan=2>Сроки</td>"
        "<td rowspan=2>Ответственный</td></tr><tr><td>начало</td><td>окончание</td></tr>"
        "<tr><td><p><![if !supportLists]>1.<![endif]></p></td><td><p>Сбор&nbsp;согласий</p></td><td>01.09.2026</td><td>30.09.2026</td>"
        "<td><p>куратор</p><p>директор</p></td></tr><tr style='display:none'><td>2.</td><td>Тайное</td><td></td><td></td><td></td></tr>"
        "<tr><td>3.</td><td>Отчёт <span style='display:none'></span></td><td>май</td><td>июнь</td><td>куратор</td></tr></table>"
        "<script>alert(1)</script></body></html>"
    )

    assert told(plan) == [("1.", "Сбор согласий", "01.09.2026 – 30.09.2026"), ("3.", "Отчёт", "май – июнь")]
    assert [each.text for each in plan.lines[0].responsible] == ["куратор", "директор"]
    assert plan.title == "Дорожная карта на 2026-2027 учебный год"
    assert ignored(plan)["Тайное"] == "Скрытый текст или скрытая строка"


def test_list_markup_is_numbers_and_sub_items():
    plan = read_pasted(
        "<table><tr><th>Этап<th>Мероприятия<th>Сроки<th>Ответственные</tr>"
        "<tr><td>Отбор<td><ol><li>Анализ базы<li>Обучение:<ul><li>лекции<li>практика</ul></ol><td>октябрь 2026 г.<td>куратор</tr>"
        "<tr><td>Работа<td>Встречи пар<td>май 2027 г.<td>наставники</tr></table>"
    )

    assert told(plan) == [
        ("1.", "Анализ базы", "октябрь 2026 г."),
        ("2.", "Обучение: • лекции • практика", "октябрь 2026 г."),
        ("", "Встречи пар", "май 2027 г."),
    ]
    assert [sub.text for sub in plan.lines[1].sub_items] == ["лекции", "практика"]


# --------------------------------------------------------------------- PDF


def test_a_long_pdf_is_one_table_whatever_its_pages(tmp_path: Path):
    from tests.roadmaps.reader.layouts import Box, Draft, Sheet
    from tests.roadmaps.reader.writers import write_pdf

    header = [Box([name], bold=True) for name in ("№", "Мероприятие", "Срок", "Ответственный")]
    rows: list[list[Box | None]] = [list(header)]
    for number in range(1, 61):
        text = f"Встреча наставнической пары номер {number} с обсуждением целей и итогов месяца, заполнение дневника наблюдений"
        rows.append([Box([str(number)]), Box([text]), Box(["октябрь"]), Box(["педагог-психолог", "куратор"])])
        if number == 30:
            rows.append(list(header))
    draft = Draft(title=["Дорожная карта на 2026-2027 учебный год"], parts=[Sheet(rows)])
    path = tmp_path / "long.pdf"
    write_pdf(draft, path)

    plan = read_roadmap(path)

    assert [line.number for line in plan.lines] == [str(number) for number in range(1, 61)]
    assert all(line.title.endswith("заполнение дневника наблюдений") for line in plan.lines)
    assert {tuple(each.text for each in line.responsible) for line in plan.lines} == {("педагог-психолог", "куратор")}
    assert {cell.reason for cell in plan.cells} >= {"Повтор заголовка таблицы", "Колонтитул"}


@pytest.mark.parametrize("shift", [0, 3])
@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.slow
def test_a_row_torn_by_the_end_of_a_page_is_one_line(tmp_path: Path, numbered: bool, shift: int):
    """Every page ends inside a row: in the middle of a sentence, of a term, or after a full stop."""
    from tests.roadmaps.reader.layouts import Box, Draft, Sheet
    from tests.roadmaps.reader.writers import write_pdf

    sentence = "Разработка распорядительных актов, включающих сроки внедрения, назначение ответственных и порядок мониторинга. "
    term = "в соответствии со сроками реализации программ наставничества, май 2027 г."
    header = ["№", "Мероприятие", "Срок", "Ответственный"]
    rows: list[list[Box | None]] = [[Box([name], bold=True) for name in header[0 if numbered else 1 :]]]
    titles = [(sentence * (2 + 2 * ((place + shift) % 3))).strip() for place in range(18)]
    for place, title in enumerate(titles):
        cells: list[Box | None] = [Box([title]), Box([term]), Box(["куратор программы, педагог-психолог"])]
        rows.append([Box([f"1.{place + 1}"]), *cells] if numbered else cells)
    path = tmp_path / "torn.pdf"
    stamp = ["УТВЕРЖДАЮ", *["Директор школы"] * shift]
    write_pdf(Draft(stamp=stamp, title=["Дорожная карта на 2026-2027 учебный год"], parts=[Sheet(rows)]), path)

    plan = read_roadmap(path)

    assert [line.title for line in plan.lines] == titles
    assert {line.deadline_text for line in plan.lines} == {term}
    assert {tuple(each.text for each in line.responsible) for line in plan.lines} == {
        ("куратор программы", "педагог-психолог")
    }
    assert any(flag.code == "torn_row_joined" for line in plan.lines for flag in line.flags)
