"""What the words of a line say of the event that is planned from it. Pure."""

from __future__ import annotations

# Beginnings of words, from the narrow to the wide.
_SIGNS = (
    ("вебинар", "webinar"), ("педсовет", "teachers_council"), ("педагогическ совет", "teachers_council"),
    ("педагогический совет", "teachers_council"), ("педагогического совета", "teachers_council"),
    ("установочн", "orientation"), ("мастер-класс", "master_class"), ("кругл", "round_table"),
    ("конференц", "conference"), ("презентационн", "showcase"), ("конкурс", "contest"), ("итогов", "final_event"),
    ("сообществ", "community_meeting"), ("семинар", "seminar"), ("встреч", "general_meeting"),
)  # fmt: skip
_AUDIENCES = (
    ("куратор", "curators"), ("руководител", "heads"), ("директор", "heads"), ("педагог", "teachers"),
    ("учител", "teachers"), ("наставник", "mentors"), ("наставляем", "mentees"), ("родител", "parents"),
    ("партнёр", "partners"), ("партнер", "partners"),
)  # fmt: skip
_TRAINS = ("обучен", "обучающ", "подготовк", "школа наставник")


def kind_of(title: str) -> str:
    """The code of the kind that ``title`` names, "" where it names none.

    >>> kind_of("Практико-ориентированные семинары по внедрению ЦМН")
    'seminar'
    """
    words = title.casefold()
    return next((code for sign, code in _SIGNS if sign in words), "")


def audience_of(title: str) -> list[str]:
    """Codes of those whom ``title`` names.

    >>> audience_of("Вебинар для руководителей и кураторов")
    ['curators', 'heads']
    """
    words = title.casefold()
    return list(dict.fromkeys(code for sign, code in _AUDIENCES if sign in words))


def is_training(title: str) -> bool:
    words = title.casefold()
    return any(sign in words for sign in _TRAINS)
