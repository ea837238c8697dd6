"""A filled-in table of each base to look at and to try the loading out with: everybody in it is invented. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nastavnik.people.registers.columns import Register

# Name, who answers with which number, years of age, class, request, form, category.
_MENTEES = (
    ("Озёркина Алёна Дмитриевна", "Озёркина Вера Павловна (мать)", 12, "6А", "освоиться в новом классе", ""),
    ("Клёнов Фёдор Андреевич", "Клёнов Андрей Львович (отец)", 13, "7Б", "сделать первую программу", "gifted"),
    ("Лодейникова-Майская Ева Сергеевна", "Лодейникова Анна Юрьевна (мать)", 14, "8А", "научиться выступать", ""),
    ("Рудакис Марк", "Рудакис Инга (мать)", 15, "9А", "выбрать профессию", "learner_other"),
    ("Перелесков Лев Игоревич", "Перелескова Ольга Ильинична (мать)", 11, "5А", "найти занятие по душе", ""),
    ("Вересков Никита Олегович", "Вереснева Галина Романовна (опекун)", 16, "10А", "подготовиться к экзамену", ""),
)
# Name, age (0: a grown-up whose birth is not told), where, what they can do, source, form, mentees at one time.
_MENTORS = (
    ("Маячков Глеб Викторович", 16, "10Б", "математика, шахматы", "pupil", "pupil_pupil", 1),
    ("Полынина Ульяна Николаевна", 17, "11А", "английский язык, журналистика", "pupil", "pupil_pupil", 2),
    ("Ручейникова Татьяна Алексеевна", 0, "учитель химии", "проекты, олимпиады", "teacher", "", 2),
    ("Уключин Сергей Евгеньевич", 0, "АО «Озёрные приборы», конструктор", "чертежи", "employee", "employer_pupil", 3),
    ("Гаванцева Юлия Андреевна", 0, "университет, 3-й курс", "выбор профессии", "graduate", "student_pupil", 2),
)


def sample(register: Register, school_year: int) -> Iterator[dict[str, Any]]:
    """Canonical values for `writing.official_rows`, as they would stand in September of ``school_year``."""
    entry = f"{school_year}-09-15"
    if register == "mentee":
        for place, (name, who, age, group, request, category) in enumerate(_MENTEES):
            yield {
                "full_name": _name(name),
                "contacts": _contacts(f"{who}, +7 900 000-81-{place:02d}"),
                "birth_year": _born(school_year, age, place),
                "main_request": request,
                "entry_date": entry,
                "form": "pupil_pupil",
                "group_or_position": group,
                "audience": "learner",
                **({"category": category} if category else {}),
            }
        return
    for place, (name, age, where, able, source, form, most) in enumerate(_MENTORS):
        values: dict[str, Any] = {
            "full_name": _name(name),
            "contacts": _contacts(f"+7 900 000-82-{place:02d}, mentor{place}@demo.example"),
            "work_place": where,
            "competences": able.split(", "),
            "time_resource": {"text": "2 часа в неделю", "per_week": 2.0},
            "wanted_age": [11, 14],
            "entry_date": entry,
            "source": source,
            "max_units": most,
        }
        if form:
            values["form"] = form
        if age:
            values["birth_date"] = _born(school_year, age, place)
        yield values


def _name(text: str) -> dict[str, str]:
    last, first, *middle = text.split()
    return {"last": last, "first": first, "middle": "".join(middle)}


def _contacts(text: str) -> dict[str, Any]:
    return {"text": text, "phones": [], "emails": []}


def _born(school_year: int, age: int, place: int) -> dict[str, Any]:
    """Of ``age`` by the first of September."""
    year, month = school_year - age, place % 8 + 1
    return {"year": year, "month": month, "date": f"{year}-{month:02d}-{place + 11}"}
