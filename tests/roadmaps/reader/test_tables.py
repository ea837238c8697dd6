# ruff: noqa: E501 - a row of a table to a line
"""Tables as schools draw them: each case is a layout that was met, or that an author might well draw tomorrow."""

from __future__ import annotations

from nastavnik.roadmaps.reader import Plan, read_pasted

TITLE = "<p align=center>Дорожная карта наставничества в МБОУ СОШ № 31 на 2026-2027 учебный год</p>"


def cell(text: str, across: int = 1, down: int = 1) -> str:
    return f"<td colspan={across} rowspan={down}>{text}</td>"


def table(*rows: list[str]) -> str:
    return (
        "<table>"
        + "".join(
            "<tr>" + "".join(each if each.startswith("<td") else cell(each) for each in row) + "</tr>" for row in rows
        )
        + "</table>"
    )


def told(plan: Plan) -> list[tuple[str, str | None, str, str, str]]:
    return [
        (line.number, line.section, line.title, line.deadline_text, ", ".join(each.text for each in line.responsible))
        for line in plan.lines
    ]


def sections(plan: Plan) -> list[tuple[str, str]]:
    return [(section.number, section.title) for section in plan.sections]


HEADER = ["№", "Мероприятие", "Срок", "Ответственный"]
FIRST = ["1", "Издать приказ", "сентябрь", "директор"]
SECOND = ["2", "Сдать отчёт", "май", "куратор"]


def test_numbers_merged_with_stages_are_numbers_of_stages():
    plan = read_pasted(TITLE + table(
        ["№", "Этап", "Содержание деятельности", "Сроки", "Ответственные"],
        [cell("1", down=2), cell("Подготовка", down=2), "Издание приказа", "сентябрь", cell("директор", down=2)],
        ["Разработка положения", "октябрь"],
        [cell("2", down=2), cell("Отбор", down=2), "Анкетирование", "ноябрь", "куратор"],
        ["Собеседование", "ноябрь", "психолог"],
    ))  # fmt: skip

    assert sections(plan) == [("1", "Подготовка"), ("2", "Отбор")]
    assert told(plan) == [
        ("", "1", "Издание приказа", "сентябрь", "директор"),
        ("", "1", "Разработка положения", "октябрь", "директор"),
        ("", "2", "Анкетирование", "ноябрь", "куратор"),
        ("", "2", "Собеседование", "ноябрь", "психолог"),
    ]


def test_stamps_and_title_inside_the_table_of_the_plan():
    plan = read_pasted(table(
        [cell("СОГЛАСОВАНО<br>протокол № 1 от 29.08.2026", 2), cell("УТВЕРЖДАЮ<br>Директор МБОУ СОШ № 31<br>_______ И.И. Кротова<br>«30» августа 2026 г.", 2)],
        [cell("Дорожная карта наставничества МБОУ СОШ № 31 на 2026-2027 учебный год", 4)], HEADER, FIRST, SECOND,
    ))  # fmt: skip

    assert (plan.approval.status, str(plan.approval.date), plan.approval.person) == (
        "approved",
        "2026-08-30",
        "И.И. Кротова",
    )
    assert plan.approval.agreed == "СОГЛАСОВАНО протокол № 1 от 29.08.2026"
    assert plan.title == "Дорожная карта наставничества МБОУ СОШ № 31 на 2026-2027 учебный год"
    assert len(plan.lines) == 2


def test_worded_and_dated_sections():
    plan = read_pasted(TITLE + table(
        HEADER, [cell("Этап 1. Подготовительный (август – сентябрь 2026 г.)", 4)], FIRST, [cell("2 этап. Основной", 4)], SECOND,
    ))  # fmt: skip

    assert [(s.number, s.number_text, s.deadline_text) for s in plan.sections] == [
        ("1", "Этап 1", "август – сентябрь 2026 г."),
        ("2", "2 этап", ""),
    ]


def test_a_level_between_section_and_line():
    plan = read_pasted(TITLE + table(
        HEADER, [cell("I. Организация", 4)], [cell("1. Нормативная база", 4)], ["1.1", "Приказ", "сентябрь", "директор"],
        [cell("2. Кадры", 4)], ["2.1", "Обучение", "октябрь", "куратор"], [cell("II. Работа", 4)], ["3.1", "Встречи", "ежемесячно", "наставники"],
    ))  # fmt: skip

    assert sections(plan) == [("I.", "Организация"), ("II.", "Работа")]
    assert [(line.number, line.section, line.subsection) for line in plan.lines] == [
        ("1.1", "I.", "1. Нормативная база"), ("2.1", "I.", "2. Кадры"), ("3.1", "II.", None),
    ]  # fmt: skip


def test_a_joint_heading_over_number_and_activity():
    plan = read_pasted(TITLE + table([cell("Мероприятия", 2), "Сроки", "Ответственные"], FIRST, SECOND))

    assert told(plan) == [
        ("1", None, "Издать приказ", "сентябрь", "директор"),
        ("2", None, "Сдать отчёт", "май", "куратор"),
    ]


def test_a_heading_without_words_over_numbers():
    plan = read_pasted(TITLE + table(["", *HEADER[1:]], FIRST, SECOND))

    assert [line.number for line in plan.lines] == ["1", "2"]


def test_a_table_without_any_header():
    plan = read_pasted(
        TITLE + table(FIRST, ["2", "Провести встречи наставнических пар", "ежемесячно", "наставники"], SECOND)
    )

    assert [(line.number, line.title, line.deadline_text) for line in plan.lines] == [
        ("1", "Издать приказ", "сентябрь"), ("2", "Провести встречи наставнических пар", "ежемесячно"), ("2", "Сдать отчёт", "май"),
    ]  # fmt: skip


def test_numbered_activities_take_numbered_parts_of_other_cells():
    plan = read_pasted(TITLE + table(
        ["Этап", "Мероприятия", "Сроки", "Ответственные"],
        ["Подготовка", "1. Приказ<br>2. Согласия", "1. сентябрь<br>2. октябрь", "директор"], ["Работа", "Встречи", "май", "куратор"],
    ))  # fmt: skip

    assert told(plan)[:2] == [
        ("1.", "Подготовка", "Приказ", "сентябрь", "директор"),
        ("2.", "Подготовка", "Согласия", "октябрь", "директор"),
    ]


def test_a_row_number_is_kept_where_the_cell_numbers_its_activities():
    plan = read_pasted(
        TITLE
        + table(
            HEADER, ["1.1", "1) Приказ<br>2) Согласия", "сентябрь", "директор"], ["1.2", "Отчёт", "май", "куратор"]
        )
    )

    assert [(line.number, line.subsection) for line in plan.lines] == [("1)", "1.1"), ("2)", "1.1"), ("1.2", None)]


def test_quarters_and_years_as_columns():
    quarters = read_pasted(TITLE + table(
        [cell("№", 1, 2), cell("Мероприятия", 1, 2), cell("Ответственные", 1, 2), cell("2026 год", 2), cell("2027 год", 2)],
        ["III кв.", "IV кв.", "I кв.", "II кв."], ["1", "Приказ", "директор", "+", "", "", ""], ["2", "Встречи", "куратор", "", "+", "х", ""],
    ))  # fmt: skip
    years = read_pasted("<p>План на 2026-2028 годы</p>" + table(
        [cell("Мероприятия", 1, 2), cell("Сроки реализации", 2), cell("Ответственные", 1, 2)], ["2026 год", "2027 год"],
        ["Приказ", "+", "", "директор"], ["Мониторинг", "+", "+", "куратор"],
    ))  # fmt: skip

    assert [line.deadline_text for line in quarters.lines] == ["III кв.", "IV кв., I кв."]
    assert [line.deadline_text for line in years.lines] == ["2026 год", "2026 год, 2027 год"]
    assert [str(line.schedule.windows[0][0]) for line in years.lines] == ["2026-01-01", "2026-01-01"]


def test_words_in_a_calendar_column_are_kept_and_flagged():
    plan = read_pasted(TITLE + table(
        [cell("Мероприятия", 1, 2), cell("Ответственные", 1, 2), cell("Сроки", 3)], ["Сентябрь", "Октябрь", "Ноябрь"],
        ["Приказ", "директор", "до 10 числа", "", ""], ["Встречи", "куратор", "", "+", "+"],
    ))  # fmt: skip

    assert plan.lines[0].deadline_text == "Сентябрь"
    assert plan.lines[0].remark == "Сентябрь: до 10 числа"
    assert [flag.code for flag in plan.lines[0].flags] == ["calendar_note"]


def test_a_plan_by_months_lends_its_sections_terms():
    plan = read_pasted(TITLE + table(
        ["№", "Мероприятие", "Ответственный"], [cell("СЕНТЯБРЬ", 3)], ["1", "Приказ", "директор"], [cell("МАЙ", 3)], ["2", "Отчёт", "куратор"],
    ))  # fmt: skip

    assert [(line.deadline_text, str(line.schedule.windows[0][0]), line.inherited) for line in plan.lines] == [
        ("СЕНТЯБРЬ", "2026-09-01", True), ("МАЙ", "2027-05-01", True),
    ]  # fmt: skip


def test_headings_between_tables_of_which_only_the_first_has_a_header():
    plan = read_pasted(
        TITLE + "<p>Цель: внедрение модели.</p><p><b>1. Подготовка</b></p>" + table(["Мероприятие", "Сроки", "Ответственные"], ["Приказ", "сентябрь", "директор"], ["База", "октябрь", "куратор"])
        + "<p><b>2. Работа</b></p>" + table(["Встречи пар", "ежемесячно", "наставники"], ["Отчёты", "май", "куратор"]) + "<p>Директор ________ Лугова Н.П.</p>"
    )  # fmt: skip

    assert sections(plan) == [("1.", "Подготовка"), ("2.", "Работа")]
    assert [line.section for line in plan.lines] == ["1.", "1.", "2.", "2."]
    assert {each.text: each.reason for each in plan.ignored} == {
        "Цель: внедрение модели.": "Текст перед таблицей плана", "Директор ________ Лугова Н.П.": "Текст после таблицы плана",
    }  # fmt: skip


def test_the_annex_of_an_order_not_the_order():
    plan = read_pasted(
        "<p align=center>ПРИКАЗ</p><p>от 01.09.2026 № 54</p><p>ПРИКАЗЫВАЮ:</p><p>1. Утвердить план мероприятий («дорожную карту»).</p>"
        "<p align=right>Приложение<br>к приказу от 01.09.2026 № 55</p><p align=center><b>План мероприятий («дорожная карта»)<br>по внедрению наставничества в МБОУ СОШ № 31 на 2026-2027 учебный год</b></p>"
        + table(HEADER, FIRST, SECOND)
    )  # fmt: skip

    assert (
        plan.title
        == "План мероприятий («дорожная карта») по внедрению наставничества в МБОУ СОШ № 31 на 2026-2027 учебный год"
    )
    assert (plan.approval.status, plan.approval.order_no, plan.approval.issuer) == ("annex", "55", None)


def test_other_tables_are_not_the_plan():
    plan = read_pasted(
        TITLE + table(HEADER, FIRST, SECOND) + "<p>Показатели</p>" + table(["№", "Показатель", "2026", "2027"], ["1", "Доля обучающихся", "10", "20,5"])
        + table(["ФИО", "Подпись"], ["Лугова Н.П.", ""])
    )  # fmt: skip

    assert len(plan.lines) == 2
    assert [(each.name, each.values) for each in plan.indicators] == [
        ("Доля обучающихся", {"2026": 10, "2027": 20.5})
    ]
    assert any(
        each.text == "Лугова Н.П." and each.reason.startswith("Таблица, которая не похожа") for each in plan.ignored
    )


def test_rows_that_are_no_lines():
    plan = read_pasted(TITLE + table(
        ["№", "Мероприятие", "Сроки", "Ответственный", "Ожидаемые результаты", "Подтверждающие документы"], ["1", "2", "3", "4", "5", "6"],
        ["1", "Приказ", "сентябрь", "ИМЦ, ОО", "Есть куратор", "Приказ"], ["№", "Мероприятие", "Сроки", "Ответственный", "Ожидаемые результаты", "Подтверждающие документы"],
        ["2", "Отчёт", "май", "куратор", "", ""], [cell("Примечание: сроки могут меняться.", 6)], [cell("Директор ______________ Лугова Н.П.", 6)],
    ))  # fmt: skip

    assert [(line.number, line.result, line.outcome) for line in plan.lines] == [
        ("1", "Приказ", "Есть куратор"),
        ("2", "", ""),
    ]
    reasons = {each.reason for each in plan.ignored}
    assert reasons == {"Номера столбцов", "Повтор заголовка таблицы", "Примечание к таблице", "Подпись"}


def test_a_beginning_and_an_end_in_two_columns():
    plan = read_pasted(TITLE + table(
        [cell("Мероприятие", 1, 2), cell("Срок", 2), cell("Исполнитель", 1, 2)], ["начало", "окончание"],
        ["База", "01.09.2026", "30.09.2026", "куратор"], ["Обучение", "октябрь", "ноябрь", "психолог"],
    ))  # fmt: skip

    assert plan.columns == ["Мероприятие", "начало", "окончание", "Исполнитель"]
    assert [(line.deadline_text, len(line.schedule.windows)) for line in plan.lines] == [
        ("01.09.2026 – 30.09.2026", 1),
        ("октябрь – ноябрь", 1),
    ]


def test_activities_above_contents_are_the_level_between():
    plan = read_pasted(TITLE + table(
        ["Мероприятие", "Содержание", "Срок", "Ответственный"], [cell("Подготовка", 1, 2), "Приказ", "сентябрь", "директор"], ["Положение", "октябрь", "директор"],
        [cell("Работа", 1, 2), "Встречи", "ежемесячно", "наставники"], ["Отчёты", "май", "куратор"],
    ))  # fmt: skip

    assert [(line.title, line.subsection) for line in plan.lines] == [
        ("Приказ", "Подготовка"),
        ("Положение", "Подготовка"),
        ("Встречи", "Работа"),
        ("Отчёты", "Работа"),
    ]


def test_two_plans_in_one_document_are_two_sections_of_lines():
    plan = read_pasted(
        "<p align=center>План мероприятий «ученик – ученик» на 2026-2027 учебный год</p>" + table(HEADER, FIRST)
        + "<p align=center>План мероприятий «учитель – учитель» на 2026-2027 учебный год</p>" + table(["№", "Мероприятие", "Срок", "Ответственный", "Результат"], [*SECOND, "Отчёт"])
    )  # fmt: skip

    assert [(line.title, line.section) for line in plan.lines] == [
        ("Издать приказ", None), ("Сдать отчёт", "План мероприятий «учитель – учитель» на 2026-2027 учебный год"),
    ]  # fmt: skip
    assert plan.lines[1].result == "Отчёт"
