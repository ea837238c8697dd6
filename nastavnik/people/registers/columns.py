"""The columns of both official bases, in the order and the words of their forms. Pure."""

from __future__ import annotations

from typing import Literal, NamedTuple

Register = Literal["mentee", "mentor"]
Kind = Literal[
    "int", "full_name", "names", "contacts", "birth", "date", "text", "tags", "int_range", "hours", "form", "source",
    "category", "status", "audience", "group", "mark", "url", "decimal",
]  # fmt: skip
#: When a cell must not be empty, in the words of the reference list.
Required = Literal[
    "always", "after_stage_5", "at_closure", "optional", "if_teacher", "if_learner", "if_external", "auto"
]
#: person: of the human being; participation: of the part taken in a programme; link: to other people and places,
#: read as words; platform: kept by the platform itself, so that a sheet never sets it and `rows` passes it over.
Goes = Literal["person", "participation", "link", "platform"]


class Column(NamedTuple):
    name: str
    title: str
    kind: Kind
    required: Required
    goes: Goes


MENTEES: tuple[Column, ...] = (
    Column("seq_no", "№ п/п", "int", "auto", "platform"),
    Column("full_name", "ФИО наставляемого", "full_name", "always", "person"),
    Column(
        "contacts",
        "Контактные данные для связи (для несовершеннолетнего — данные представителя)",
        "contacts",
        "always",
        "person",
    ),
    Column("birth_year", "Год рождения наставляемого", "birth", "always", "person"),
    Column("main_request", "Основной запрос наставляемого", "text", "always", "participation"),
    Column("entry_date", "Дата вхождения в программу", "date", "always", "participation"),
    Column("mentor", "ФИО наставника", "names", "after_stage_5", "link"),
    Column("form", "Форма наставничества", "form", "after_stage_5", "participation"),
    Column("mentor_work_place", "Место работы (учёбы) наставника", "text", "after_stage_5", "link"),
    Column("end_date", "Дата завершения программы", "date", "at_closure", "participation"),
    Column("results", "Результаты программы", "text", "at_closure", "participation"),
    Column("case_url", "Ссылка на кейс (отзыв наставляемого) на сайте", "url", "optional", "participation"),
    Column("passed_mark", "Отметка о прохождении программы", "mark", "at_closure", "participation"),
    Column("organisation", "Организация", "text", "always", "platform"),
    Column("group_or_position", "Класс, группа или должность", "group", "optional", "participation"),
    Column("audience", "Обучающийся, педагог или студент", "audience", "always", "participation"),
    Column("category", "Целевая категория (без чувствительных сведений)", "category", "optional", "participation"),
    Column("work_experience_years", "Стаж (для педагога)", "decimal", "if_teacher", "participation"),
    Column("consent", "Согласие", "text", "always", "platform"),
    Column("baseline", "Входной замер", "text", "always", "platform"),
    Column("exit_measure", "Выходной замер", "text", "at_closure", "platform"),
    Column("school_year", "Учебный год", "text", "always", "platform"),
    Column("status", "Статус участия", "status", "always", "participation"),
)

MENTORS: tuple[Column, ...] = (
    Column("seq_no", "№ п/п", "int", "auto", "platform"),
    Column("full_name", "ФИО наставника", "full_name", "always", "person"),
    Column("contacts", "Контактные данные для связи", "contacts", "always", "person"),
    Column("work_place", "Место работы (учёбы) наставника", "text", "always", "person"),
    Column("competences", "Основные компетенции наставника", "tags", "always", "participation"),
    Column("achievements", "Важные для программы достижения", "text", "optional", "participation"),
    Column("interests", "Интересы наставника", "tags", "optional", "participation"),
    Column("wanted_age", "Желаемый возраст наставляемых", "int_range", "optional", "participation"),
    Column("time_resource", "Ресурс времени на программу", "hours", "always", "participation"),
    Column("entry_date", "Дата вхождения в программу", "date", "always", "participation"),
    Column("mentees", "ФИО наставляемого (наставляемых)", "names", "after_stage_5", "link"),
    Column("form", "Форма наставничества", "form", "after_stage_5", "participation"),
    Column("mentee_place", "Место учёбы (работы) наставляемого", "text", "after_stage_5", "link"),
    Column("end_date", "Дата завершения программы", "date", "at_closure", "participation"),
    Column("results", "Результаты программы", "text", "at_closure", "participation"),
    Column("case_url", "Ссылка на кейс (отзыв наставника) на сайте", "url", "optional", "participation"),
    Column("source", "Категория наставника", "source", "always", "participation"),
    Column("birth_date", "Дата рождения (для учёта 15–19 лет)", "birth", "if_learner", "person"),
    Column("partner", "Партнёр", "text", "if_external", "link"),
    Column("training_status", "Обучение", "text", "always", "participation"),
    Column("readiness", "Готовность (факты с датами)", "text", "always", "platform"),
    Column("max_units", "Предельное число одновременных наставляемых", "int", "optional", "participation"),
    Column("clearance_doc", "Справка об отсутствии судимости (дата)", "date", "if_external", "participation"),
    Column("consent", "Согласие", "text", "always", "platform"),
    Column("publication_consent", "Согласие на публикацию", "text", "optional", "platform"),
    Column("status", "Статус", "status", "always", "participation"),
)

REGISTERS: dict[str, tuple[Column, ...]] = {"mentee": MENTEES, "mentor": MENTORS}
_BY_NAME = {register: {column.name: column for column in columns} for register, columns in REGISTERS.items()}

#: Columns of a stranger's sheet that are a part of one of ours, each with the words of a person who chooses.
PARTS: dict[str, str] = {
    "full_name.last": "Фамилия",
    "full_name.first": "Имя",
    "full_name.middle": "Отчество",
    "contacts.phone": "Телефон",
    "contacts.email": "Электронная почта",
    "contacts.person": "ФИО представителя",
    "contacts.mother": "Мама: телефон, почта или ФИО",
    "contacts.father": "Папа: телефон, почта или ФИО",
    "contacts.grandmother": "Бабушка: телефон, почта или ФИО",
    "contacts.grandfather": "Дедушка: телефон, почта или ФИО",
    "contacts.guardian": "Опекун: телефон, почта или ФИО",
    "contacts.representative": "Законный представитель: телефон, почта или ФИО",
}
#: The parts whose column says by itself who answers: part → code of the relation.
RELATED = {
    f"contacts.{code}": code
    for code in ("mother", "father", "grandmother", "grandfather", "guardian", "representative")
}
#: The column that holds the birth of a person, by register.
BIRTH = {"mentee": "birth_year", "mentor": "birth_date"}


def column(register: str, name: str) -> Column:
    """Raises: KeyError."""
    return _BY_NAME[register][name]


def targets(register: str) -> dict[str, str]:
    """What a column of a sheet may be taken for, name → title: every column that a sheet sets, and the parts."""
    found: dict[str, str] = {}
    for each in REGISTERS[register]:
        if each.goes != "platform":
            found[each.name] = each.title
            found |= {name: title for name, title in PARTS.items() if name.startswith(f"{each.name}.")}
    return found
