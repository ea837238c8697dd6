"""The words by which columns of both bases are recognised: beginnings of words that a heading has or lacks. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    name: str
    has: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    confidence: float = 0.9


_MENTEE, _MENTOR = "наставляем", "наставник"
# Words that make «наставляемый», «наставник» a part of another heading.
_NOT_A_NAME = (
    "год", "дата", "контакт", "катег", "место", "телефон", "рожден", "отзыв", "ссылк", "должн", "статус", "почт",
    "форм", "работ", "уч", "возраст", "наставничест",
)  # fmt: skip
_NO_NAME_OF_MENTEE = (_MENTOR, "запрос", "класс", *_NOT_A_NAME)
_NO_NAME_OF_MENTOR = (_MENTEE, "компетен", "интерес", "достижен", *_NOT_A_NAME)
_MOTHER, _FATHER = ("мам", "мать", "матери"), ("папа", "папы", "папин", "отец", "отца")
_OLDER = ("бабушк", "дедушк")
#: Beginnings of words that say whose relative a column speaks of.
FAMILY = ("представ", "родител", "опекун", "попечит", *_MOTHER, *_FATHER, *_OLDER)
_NOT_A_CONTACT = (
    "работ", "должн", "образов", "согласи", "возраст", "рожд", "адрес", "подпис", "матерка", "матерча", "материа",
)  # fmt: skip


def _of_relative(code: str, *starts: str, lacks: tuple[str, ...]) -> tuple[Sign, ...]:
    """«Телефон мамы», «ФИО мамы», «Мама»: whose they are is said by the heading, and by no other of it."""
    others = tuple(word for word in lacks if word not in starts)
    return tuple(Sign(f"contacts.{code}", (start,), (*_NOT_A_CONTACT, *others), 0.94) for start in starts)


_EACH = (*_MOTHER, *_FATHER, *_OLDER)
_RELATIVES = (
    *_of_relative("mother", *_MOTHER, lacks=_EACH),
    *_of_relative("father", *_FATHER, lacks=_EACH),
    *_of_relative("grandmother", "бабушк", lacks=_EACH),
    *_of_relative("grandfather", "дедушк", lacks=_EACH),
    *_of_relative("guardian", "опекун", lacks=(*_EACH, "родител", "представ")),
    Sign("contacts.representative", ("законн", "представ"), (*_NOT_A_CONTACT, *_EACH, "опекун", "родител"), 0.94),
)
_PARTS = (
    Sign("full_name.last", ("фамилия",), ("имя", "инициал", *FAMILY), 0.95),
    Sign("full_name.first", ("имя",), ("фамилия", "отчество", *FAMILY), 0.95),
    Sign("full_name.middle", ("отчество",), ("фамилия", "имя", *FAMILY), 0.95),
)
_CONTACTS = (
    Sign("contacts", ("контакт",), ("фио", "лицо"), 0.92),
    Sign("contacts", ("телефон", "почт"), (), 0.92),
    Sign("contacts", ("телефон", "mail"), (), 0.93),
    Sign("contacts", ("тел", "mail"), (), 0.93),
    Sign("contacts.phone", ("телефон",), ("почт", "mail"), 0.92),
    Sign("contacts.phone", ("тел",), ("почт", "mail", "телефон"), 0.85),
    Sign("contacts.phone", ("мобильн",), (), 0.85),
    Sign("contacts.email", ("почт",), ("телефон",), 0.92),
    Sign("contacts.email", ("mail",), ("телефон",), 0.92),
    Sign("contacts.email", ("e", "mail"), ("телефон",), 0.92),
    Sign("contacts.email", ("емаил",), (), 0.8),
    Sign("contacts.email", ("электрон",), ("телефон",), 0.85),
    Sign("contacts", ("данные", "связ"), (), 0.9),
    Sign("contacts", ("данные", "представ"), ("фио",), 0.7),
)
_DATES = (
    Sign("entry_date", ("дата", "вхожд"), (), 0.95),
    Sign("entry_date", ("дата", "включен"), (), 0.92),
    Sign("entry_date", ("дата", "вступ"), (), 0.92),
    Sign("entry_date", ("дата", "начал"), (), 0.9),
    Sign("entry_date", ("начало",), (), 0.8),
    Sign("entry_date", ("дата", "внесен"), (), 0.8),
    Sign("entry_date", ("дата", "вход"), ("замер", "входн"), 0.85),
    Sign("entry_date", ("дата", "закреп"), (), 0.8),
    Sign("entry_date", ("дата", "назнач"), (), 0.75),
    Sign("end_date", ("дата", "заверш"), (), 0.95),
    Sign("end_date", ("дата", "оконч"), (), 0.93),
    Sign("end_date", ("дата", "выход"), ("замер",), 0.85),
    Sign("end_date", ("дата", "выбыт"), (), 0.8),
    Sign("end_date", ("окончание",), (), 0.8),
)


def _not_of(word: str, signs: tuple[Sign, ...]) -> tuple[Sign, ...]:
    """``signs`` for headings that do not speak of the other person of a pair."""
    return tuple(sign._replace(lacks=(*sign.lacks, word)) for sign in signs)


_SHARED = (
    Sign("seq_no", ("п", "п"), ("фио",), 0.9),
    Sign("seq_no", ("номер",), ("телефон",), 0.6),
    Sign("form", ("форм", _MENTOR), ("сформир",), 0.95),
    Sign("form", ("форма",), (), 0.85),
    Sign("results", ("результат",), ("замер",), 0.92),
    Sign("results", ("итог",), (), 0.75),
    Sign("case_url", ("ссылк",), (), 0.92),
    Sign("case_url", ("кейс",), (), 0.85),
    Sign("case_url", ("отзыв",), (), 0.75),
    Sign("status", ("статус",), ("обучен",), 0.85),
    Sign("status", ("состояние",), (), 0.7),
    Sign("consent", ("согласи",), ("публикац", "распростран", "фото"), 0.85),
)
_OF_MENTEES = (
    *_not_of(_MENTOR, _PARTS),
    Sign("full_name", ("фио", _MENTEE), (_MENTOR,), 0.97),
    Sign("full_name", ("фамилия", "имя"), (_MENTOR, *FAMILY), 0.95),
    Sign("full_name", ("ф", "и", "о"), (_MENTOR, "телефон", *FAMILY), 0.93),
    Sign("full_name", ("фио",), (_MENTOR, "контакт", "куратор", *FAMILY), 0.93),
    Sign("full_name", (_MENTEE,), _NO_NAME_OF_MENTEE, 0.7),
    Sign("full_name", ("ученик",), ("год", "дата", "класс", "контакт", "телефон", "форм"), 0.7),
    Sign("full_name", ("обучающ",), ("педагог", "год", "дата", "класс", "контакт", "телефон", "категор"), 0.65),
    Sign("mentor", ("фио", _MENTOR), (_MENTEE, "место", "работ"), 0.96),
    Sign("mentor", ("ф", "и", "о", _MENTOR), (_MENTEE, "место"), 0.95),
    Sign("mentor", (_MENTOR,), ("место", "работ", "форм", "учеб", "контакт", "телефон", "наставничест"), 0.8),
    Sign("mentor_work_place", ("место", "работ", _MENTOR), (), 0.96),
    Sign("mentor_work_place", ("место", "работ"), (_MENTEE,), 0.8),
    Sign("mentor_work_place", ("должность", _MENTOR), (), 0.75),
    Sign("contacts.person", ("фио", "представ"), (), 0.93),
    Sign("contacts.person", ("фио", "родител"), (), 0.93),
    Sign("contacts.person", ("ф", "и", "о", "родител"), (), 0.9),
    Sign("contacts.person", ("родител",), ("контакт", "телефон", "почт", "согласи", "данные"), 0.75),
    Sign("contacts.person", ("контактное", "лицо"), (), 0.8),
    *_RELATIVES,
    *_not_of(_MENTOR, _CONTACTS),
    Sign("birth_year", ("год", "рожд"), (_MENTOR,), 0.97),
    Sign("birth_year", ("дата", "рожд"), (_MENTOR,), 0.97),
    Sign("birth_year", ("г", "р"), (_MENTOR,), 0.75),
    Sign("birth_year", ("д", "р"), (_MENTOR,), 0.7),
    Sign("birth_year", ("рожд",), (_MENTOR,), 0.85),
    Sign("main_request", ("запрос",), ("дата",), 0.93),
    Sign("main_request", ("потребност",), (), 0.8),
    Sign("main_request", ("проблем",), (), 0.65),
    *_DATES,
    *_SHARED,
    Sign("passed_mark", ("отметка",), (), 0.93),
    Sign("passed_mark", ("прохожд",), ("дата",), 0.8),
    Sign("group_or_position", ("класс",), ("руковод",), 0.92),
    Sign("group_or_position", ("группа",), (), 0.8),
    Sign("group_or_position", ("должность",), (_MENTOR,), 0.85),
    Sign("category", ("категор",), (_MENTOR,), 0.9),
    Sign("audience", ("обучающ", "педагог"), (), 0.93),
    Sign("audience", ("обучающ", "студент"), (), 0.93),
    Sign("work_experience_years", ("стаж",), (), 0.95),
    Sign("baseline", ("входн", "замер"), (), 0.93),
    Sign("exit_measure", ("выходн", "замер"), (), 0.93),
    Sign("school_year", ("учебн", "год"), (), 0.9),
    Sign("organisation", ("организац",), ("работ", "класс"), 0.8),
    Sign("organisation", ("школа",), (), 0.7),
)  # fmt: skip
_OF_MENTORS = (
    *_not_of(_MENTEE, _PARTS),
    Sign("full_name", ("фио", _MENTOR), (_MENTEE,), 0.97),
    Sign("full_name", ("фамилия", "имя"), (_MENTEE, "представ", "родител"), 0.95),
    Sign("full_name", ("ф", "и", "о"), (_MENTEE, "представ", "родител", "телефон"), 0.93),
    Sign("full_name", ("фио",), (_MENTEE, "представ", "родител", "контакт", "куратор"), 0.93),
    Sign("full_name", (_MENTOR,), _NO_NAME_OF_MENTOR, 0.7),
    Sign("mentees", ("фио", _MENTEE), ("место",), 0.96),
    Sign("mentees", ("ф", "и", "о", _MENTEE), ("место",), 0.95),
    Sign("mentees", (_MENTEE,), ("желаем", "число", "количеств", "предельн", "класс", *_NOT_A_NAME), 0.85),
    Sign("mentees", ("подопечн",), ("возраст", "число", "количеств"), 0.8),
    Sign("mentee_place", ("место", "уч", _MENTEE), (), 0.96),
    Sign("mentee_place", ("класс", _MENTEE), (), 0.8),
    *_not_of(_MENTEE, _CONTACTS),
    Sign("work_place", ("место", "работ"), (_MENTEE,), 0.94),
    Sign("work_place", ("место", "уч"), (_MENTEE,), 0.9),
    Sign("work_place", ("должность",), (_MENTEE,), 0.8),
    Sign("work_place", ("класс",), (_MENTEE, "руковод"), 0.6),
    Sign("competences", ("компетен",), (), 0.95),
    Sign("competences", ("навык",), (), 0.75),
    Sign("achievements", ("достижен",), (), 0.95),
    Sign("interests", ("интерес",), (), 0.95),
    Sign("interests", ("увлечен",), (), 0.8),
    Sign("interests", ("хобби",), (), 0.8),
    Sign("wanted_age", ("возраст",), (), 0.9),
    Sign("time_resource", ("ресурс", "врем"), (), 0.96),
    Sign("time_resource", ("врем",), ("дата",), 0.75),
    Sign("time_resource", ("час",), (), 0.7),
    *_DATES,
    *_SHARED,
    Sign("source", ("категор",), (_MENTEE, "квалификац"), 0.9),
    Sign("birth_date", ("дата", "рожд"), (_MENTEE,), 0.97),
    Sign("birth_date", ("год", "рожд"), (_MENTEE,), 0.95),
    Sign("birth_date", ("рожд",), (_MENTEE,), 0.85),
    Sign("partner", ("партнер",), (), 0.93),
    Sign("training_status", ("обучен",), (_MENTEE, "место", "запрос"), 0.85),
    Sign("readiness", ("готовн",), (), 0.93),
    Sign("max_units", ("предельн",), (), 0.9),
    Sign("max_units", ("число", _MENTEE), (), 0.85),
    Sign("max_units", ("количеств", _MENTEE), (), 0.85),
    Sign("clearance_doc", ("справк",), (), 0.9),
    Sign("clearance_doc", ("судим",), (), 0.92),
    Sign("publication_consent", ("согласи", "публикац"), (), 0.93),
    Sign("publication_consent", ("согласи", "распростран"), (), 0.93),
)  # fmt: skip
SIGNS: dict[str, tuple[Sign, ...]] = {"mentee": _OF_MENTEES, "mentor": _OF_MENTORS}

#: Whole headings that would mean something else, or nothing, by their words.
_BOTH = {
    "": "seq_no", "п п": "seq_no", "пп": "seq_no", "n": "seq_no", "номер": "seq_no", "номер п п": "seq_no",
    "имя": "full_name.first", "фамилия": "full_name.last", "отчество": "full_name.middle",
    "почта": "contacts.email", "e mail": "contacts.email", "email": "contacts.email", "эл почта": "contacts.email",
    "тел": "contacts.phone", "начало": "entry_date", "конец": "end_date",
}  # fmt: skip
ALONE: dict[str, dict[str, str]] = {
    "mentee": _BOTH | {
        "наставник": "mentor", "кл": "group_or_position", "гр": "birth_year", "г р": "birth_year",
        "др": "birth_year", "д р": "birth_year", "мать": "contacts.mother", "отец": "contacts.father",
        "школьник": "full_name", "ребенок": "full_name", "фио ребенка": "full_name", "участник": "full_name",
    },
    "mentor": _BOTH | {"наставник": "full_name", "наставляемый": "mentees", "наставляемые": "mentees",
                       "гр": "birth_date", "г р": "birth_date", "др": "birth_date", "д р": "birth_date"},
}  # fmt: skip
