# ruff: noqa: E501 - a case to a line
"""The small readers: headings of columns, numbers, parties, stamps, organisations, periods."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.reader import Unreadable, read_pasted
from nastavnik.roadmaps.reader.approval import collect_stamps, read_approval
from nastavnik.roadmaps.reader.columns import calendar_part, weigh
from nastavnik.roadmaps.reader.document import Paragraph, Run
from nastavnik.roadmaps.reader.head_lines import head_lines
from nastavnik.roadmaps.reader.numbers import bulleted, is_number, split_number, split_numbered
from nastavnik.roadmaps.reader.organisations import organisation_in
from nastavnik.roadmaps.reader.parties import divide_known, holds_date, one_person_two_spellings, party, split_parties
from nastavnik.roadmaps.reader.plan import Approval
from nastavnik.roadmaps.reader.titles import model_of, period_in, period_of_rows
from nastavnik.roadmaps.reader.wording import fold, join_lines, words_of


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("№ п/п", "number"),
        ("№ п/п ДК", "number"),
        ("Номер", "number"),
        ("Мероприятие", "activity"),
        ("Содержание деятельности", "activity"),
        ("Планируемые мероприятия", "activity"),
        ("Направления и мероприятия", "activity"),
        ("Что делаем", "activity"),
        ("Срок", "term"),
        ("Сроки исполнения мероприятия", "term"),
        ("Срок сдачи документа", "term"),
        ("Дата и место проведения", "term"),
        ("Когда", "term"),
        ("Ответственный за мероприятие", "responsible"),
        ("Исполнители", "responsible"),
        ("Кто проводит", "responsible"),
        ("Вид документа", "document"),
        ("Форма отчётности", "document"),
        ("Результат Вид документа", "document"),
        ("Ожидаемый результат", "outcome"),
        ("Этап", "stage"),
        ("Содержание подэтапов", "substage"),
        ("Форма проведения", "form"),
        ("Отметка о выполнении мероприятия", "remark"),
        ("Фактический срок", "remark"),
        ("Участники", "audience"),
        ("Место проведения", "venue"),
        ("Сентябрь", "month"),
        ("II квартал", "quarter"),
        ("Cpoк", "term"),
        ("Лугова Н.П.", None),
        ("октябрь 2026 г., далее ежегодно", None),
    ],
)
def test_a_heading_is_known_by_its_meaning(heading: str, role: str | None):
    assert weigh(heading)[0] == role


@pytest.mark.parametrize(
    ("text", "part"), [("Сентябрь", 9), ("IX", 9), ("май", 5), ("янв. 2027", 1), ("IV кв.", 4), ("Мероприятие", None)]
)
def test_the_month_or_quarter_of_a_calendar_column(text: str, part: int | None):
    assert calendar_part(text) == part


@pytest.mark.parametrize("text", ["1", "1.", "1.1", "1.1.", "1.10", "2)", "II.", "№ 3", "А.", "4.1.2."])
def test_what_a_number_column_holds(text: str):
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "-", "12.10.2026", "сентябрь", "до 5", "Приказ 1"])
def test_what_is_no_number(text: str):
    assert not is_number(text)


@pytest.mark.parametrize(
    ("text", "number", "rest", "words"),
    [
        ("1. Подготовка", "1.", "Подготовка", ""),
        ("1.2 Сбор согласий", "1.2", "Сбор согласий", ""),
        ("II. Работа пар", "II.", "Работа пар", ""),
        ("Раздел 3. Итоги", "3", "Итоги", "Раздел 3"),
        ("1 этап. Подготовительный", "1", "Подготовительный", "1 этап"),
        ("Этап II: основной", "II", "основной", "Этап II"),
    ],
)
def test_a_number_in_front_of_a_title(text: str, number: str, rest: str, words: str):
    found = split_number(text)

    assert found is not None
    assert (found.number, found.rest, found.words) == (number, rest, words)


@pytest.mark.parametrize("text", ["12.10.2026 Встреча", "10.2026 отчёт", "Подготовка", "5-9 классы: встречи"])
def test_no_number_in_front_of_a_title(text: str):
    assert split_number(text) is None


@pytest.mark.parametrize(
    ("lines", "activities"),
    [
        (["1. Анкеты. 2. Справка."], [("1.", ["Анкеты."]), ("2.", ["Справка."])]),
        (["1) Анкеты", "2) Справка", "по итогам"], [("1)", ["Анкеты"]), ("2)", ["Справка", "по итогам"])]),
        (
            ["2.1. Приказ от 21.12.2021 № 5. 2.2. Программа."],
            [("2.1.", ["Приказ от 21.12.2021 № 5."]), ("2.2.", ["Программа."])],
        ),
        (["Пакет: 1) приказ; 2) положение"], None),
        (["1. Анкеты"], None),
        (["12.10.2026 Встреча", "13.10.2026 Отчёт"], None),
        (["1. Изучить п. 2. Положения о школе"], None),
    ],
)
def test_activities_numbered_inside_a_cell(lines: list[str], activities: list[tuple[str, list[str]]] | None):
    assert split_numbered([Run(line) for line in lines]) == activities


def test_bulleted_parts_stand_in_lines_or_in_one():
    assert bulleted(["Пакет:", "- приказ;", "- положение."]) == ["приказ", "положение."]
    assert bulleted(["Пакет: - приказ; - положение;"]) == ["приказ", "положение"]
    assert bulleted(["Встреча — знакомство пары"]) == []


# --------------------------------------------------------------------- parties


@pytest.mark.parametrize(
    ("lines", "parties"),
    [
        (["директор"], ["директор"]),
        (["куратор, педагог-психолог; рабочая группа"], ["куратор", "педагог-психолог", "рабочая группа"]),
        (["Куратор", "Наставники"], ["Куратор", "Наставники"]),
        (["наставники и наставляемые"], ["наставники", "наставляемые"]),
        (["Заместитель директора по учебной и воспитательной работе"], ["Заместитель директора по учебной и воспитательной работе"]),
        (["Комитет по образованию и молодёжной политике"], ["Комитет по образованию и молодёжной политике"]),
        (["Лугова Н.П. Ветров С.А."], ["Лугова Н.П.", "Ветров С.А."]),
        (["Зам. директора Петрова А.А."], ["Зам. директора Петрова А.А."]),
        (["Лугова Н.П., методист, Ветров С.А., педагог"], ["Лугова Н.П., методист", "Ветров С.А., педагог"]),
        (["ИМЦ района, Мирская В.А., специалист по УМР Центра развития"], ["ИМЦ района", "Мирская В.А., специалист по УМР Центра развития"]),
        (["заместитель директора по УВР, ВР, куратор"], ["заместитель директора по УВР, ВР", "куратор"]),
        (["учителя русского языка, литературы"], ["учителя русского языка, литературы"]),
        (["куратор (заместитель директора, руководитель МО), психолог"], ["куратор (заместитель директора, руководитель МО)", "психолог"]),
        (["КО АР СПб АППО ГОУ"], ["КО", "АР", "СПб АППО", "ГОУ"]),
        (["ГБОУ СОШ"], ["ГБОУ СОШ"]),
        (["Директор Куратор"], ["Директор", "Куратор"]),
        (["классные руководители педагог-психолог"], ["классные руководители", "педагог-психолог"]),
        (["«пилотные» общеобразовательные организации, ИМЦ"], ["«пилотные» общеобразовательные организации", "ИМЦ"]),
        (["- директор;", "- куратор."], ["директор", "куратор"]),
        (["1. директор", "2. куратор"], ["директор", "куратор"]),
        (["куратор ЦМН."], ["куратор ЦМН"]),
        (["—"], []),
        ([""], []),
    ],
)  # fmt: skip
def test_a_cell_is_split_into_parties(lines: list[str], parties: list[str]):
    assert split_parties(lines) == parties


@given(st.lists(st.text(alphabet="абв АБВ.,;()«»-и\n", max_size=40), max_size=4))
def test_splitting_loses_no_letter(lines: list[str]):
    split = "".join(split_parties([line for text in lines for line in text.split("\n")]))

    assert _letters(split) == _letters("".join(lines))


def _letters(text: str) -> list[str]:
    """Without «и», which a division between two parties swallows."""
    return [letter for letter in text if letter.isalpha() and letter != "и"]


def test_a_post_and_a_name_are_two_parties_where_the_document_uses_both_alone():
    lines = [
        [party("директор", "")],
        [party("Лугова Н.П.", "")],
        [party("директор Лугова Н.П.", ""), party("Ветров С.А.", "")],
    ]

    divide_known(lines)

    assert [each.text for each in lines[2]] == ["директор", "Лугова Н.П.", "Ветров С.А."]


def test_one_person_spelled_in_two_ways():
    people = [
        party(text, "")
        for text in ("Мюсов В.А.", "Миюсов В.А.", "Иванов П.П.", "Иванова П.П.", "Ветрова С.С.", "Ветрова С.А.")
    ]

    assert one_person_two_spellings(people) == [("Мюсов В.А.", "Миюсов В.А.")]


@pytest.mark.parametrize(("text", "role", "kind"), [
    ("Директор", "director", "role"), ("зам. директора по ВР", "deputy_director", "role"), ("педагог-психолог", "psychologist", "role"),
    ("Лугова Н.П.", None, "person"), ("ИМЦ района", None, "organisation"), ("наставники", "mentor", "role"), ("куратор ЦМН", "curator", "role"),
])  # fmt: skip
def test_who_a_party_is(text: str, role: str | None, kind: str):
    made = party(text, "")

    assert (made.role, made.kind) == (role, kind)


def test_a_date_among_the_parties():
    assert holds_date("ноябрь 2026 г.")
    assert not holds_date("куратор")
    assert not holds_date("Майская А.П.")


# --------------------------------------------------------------------- the heading of the document


def approval(*lines: str) -> Approval:
    paragraphs = [Paragraph([Run(line)], f"абзац {n}", align="right") for n, line in enumerate(lines)]
    return read_approval(collect_stamps(head_lines(list(paragraphs)), set()))


@pytest.mark.parametrize(
    ("lines", "status", "order_no", "date", "position", "person"),
    [
        (["УТВЕРЖДАЮ", "Директор МБОУ СОШ № 7", "________ А.А. Ивашова", "Приказ № 145-од от 01.09.2026"],
         "approved", "145-од", dt.date(2026, 9, 1), "Директор МБОУ СОШ № 7", "А.А. Ивашова"),
        (["УТВЕРЖДЕНО", "Приказом по ГБОУ школе № 34", "от 01.09.2026 № 197", "Директор Т.А.Сосновская"],
         "approved", "197", dt.date(2026, 9, 1), "Директор", "Т.А.Сосновская"),
        (["Утверждён приказом директора от 5 октября 2026 года № 9/2"], "approved", "9/2", dt.date(2026, 10, 5), None, None),
        (["ПРИНЯТО", "на заседании педагогического совета", "протокол от 28.08.2026 г. № 1"], "approved", "1", dt.date(2026, 8, 28), None, None),
        (["Приложение 2", "к приказу Управления образования", "от 25 ноября 2026 №198/1"], "annex", "198/1", dt.date(2026, 11, 25), None, None),
        (["Приложение № 1 к распоряжению", "УТВЕРЖДЕН", "распоряжением комитета от 12.08.2026 № 1457-р"],
         "approved", "1457-р", dt.date(2026, 8, 12), None, None),
        (["УТВЕРЖДАЮ", "Заведующий МБДОУ № 5", "______/Речная Е.Г./", "« 11 » _______ 2026 г."], "approved", None, None, "Заведующий МБДОУ № 5", "Речная Е.Г."),
        (["СОГЛАСОВАНО", "Председатель совета О.О. Полянская"], "none", None, None, None, None),
    ],
)  # fmt: skip
def test_a_stamp(lines, status, order_no, date, position, person):
    read = approval(*lines)

    assert (read.status, read.order_no, read.date, read.position, read.person) == (
        status,
        order_no,
        date,
        position,
        person,
    )


def test_a_stamp_with_blanks_says_what_it_can():
    read = approval("УТВЕРЖДАЮ", "Директор", "« 11 » _____ 2026 г.")

    assert (read.date, read.date_partial, read.date_text) == (None, {"day": 11, "year": 2026}, "« 11 » _____ 2026 г.")


def test_an_annex_names_its_issuer():
    read = approval("Приложение 2", "к приказу Управления образования Заречного района", "от 25.11.2026 № 8")

    assert (read.issuer, read.annex_no) == ("Управление образования Заречного района", "2")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (
            "Дорожная карта в ГБОУ школа № 34 Прибрежного района на 2026-2027 учебный год",
            "ГБОУ школа № 34 Прибрежного района",
        ),
        ("План в МБУ ДО «Центр «Родник» Степного района на 2026 год.", "МБУ ДО «Центр «Родник» Степного района"),
        ("Дорожная карта наставничества Лесной средней школы на 2026/2027 учебный год", "Лесной средней школы"),
        ("План центра развития наставничества на 2026 год", None),
        ("План мероприятий по наставничеству на 2026 год", None),
    ],
)
def test_the_organisation_in_a_title(title: str, name: str | None):
    assert organisation_in(title) == name


SCHOOL_YEAR = Period.school_year(2026)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("на 2026-2027 учебный год", SCHOOL_YEAR),
        ("на 2026/2027 уч. год", SCHOOL_YEAR),
        ("на 2026–27 учебный год", SCHOOL_YEAR),
        ("НА 2026-2027 ГОД", SCHOOL_YEAR),
        ("на 2026 год", Period.parse("2026")),
        ("2026-2027 гг.", Period(dt.date(2026, 1, 1), dt.date(2027, 12, 31))),
        ("на период 2026-2029 годы", Period(dt.date(2026, 1, 1), dt.date(2029, 12, 31))),
        ("с сентября 2026 по май 2027 года", Period(dt.date(2026, 9, 1), dt.date(2027, 5, 31))),
        ("без года", None),
    ],
)
def test_the_period_in_a_title(title: str, period: Period | None):
    assert period_in(title) == period


@pytest.mark.parametrize(
    ("terms", "approved", "period"),
    [
        (["сентябрь 2026", "май 2027"], None, SCHOOL_YEAR),
        (["октябрь 2026"], None, SCHOOL_YEAR),
        (["март 2027"], None, SCHOOL_YEAR),
        (["2026 год"], None, Period.parse("2026")),
        (["сентябрь", "май"], dt.date(2026, 8, 30), SCHOOL_YEAR),
        (["2026", "2029"], None, Period(dt.date(2026, 1, 1), dt.date(2029, 12, 31))),
        (["сентябрь", "май"], None, None),
    ],
)
def test_the_period_from_the_rows_and_the_stamp(terms: list[str], approved: dt.date | None, period: Period | None):
    assert period_of_rows(terms, approved) == period


def test_whose_mentoring():
    assert model_of("Дорожная карта наставничества педагогических работников", "") == "teachers"
    assert model_of("Дорожная карта наставничества обучающихся", "") == "learners"
    assert model_of("Дорожная карта", "Анкетирование") is None


# --------------------------------------------------------------------- wording


def test_hyphens_of_line_ends_are_undone_and_those_of_words_kept():
    assert join_lines(["настав-", "ничество"]) == "наставничество"
    assert join_lines(["педагог-", "психолог"]) == "педагог-психолог"
    assert join_lines(["бизнес-", "план"], words_of("бизнес-план")) == "бизнес-план"
    assert join_lines(["Санкт-", "Петербург"]) == "Санкт- Петербург"


def test_look_alikes_are_one_letter():
    assert fold("Cентябрь – «Ёж» № 5") == 'сентябрь - "еж" № 5'


@given(st.text(max_size=300))
def test_anything_pasted_is_read_or_refused(text: str):
    try:
        plan = read_pasted(text)
    except Unreadable as refusal:
        assert refusal.sentence  # noqa: PT017 - either outcome is right
    else:
        assert plan.lines


@given(
    st.lists(
        st.lists(st.text(alphabet='абвг 1.,-<>&|"', max_size=12), min_size=4, max_size=4), min_size=1, max_size=8
    )
)
def test_any_cells_under_a_header_are_accounted_for(rows: list[list[str]]):
    table = "\n".join(
        ["№\tМероприятие\tСрок\tОтветственный", "1\tВстреча пары\tмай\tкуратор", *("\t".join(row) for row in rows)]
    )

    plan = read_pasted(table)

    assert all(cell.reason for cell in plan.cells)
    assert plan.lines[0].title.startswith("Встреча пары")
