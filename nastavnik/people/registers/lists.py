"""The reference lists that cells choose from: titles and what people usually write instead of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from nastavnik.people.registers.words import cyrillic, folded

#: Usual words for the codes of the reference lists; a list that lacks a code has no use for its words.
FORMS = {
    "pupil_pupil": ("ученик ученик", "уу", "у у", "ученик ученику", "школьник школьник", "ребенок ребенок"),
    "teacher_teacher": ("учитель учитель", "учитель учителю", "педагог учитель"),
    "student_pupil": ("студент ученик", "студент ученику", "студент школьник"),
    "employer_pupil": ("работодатель ученик", "работодатель ученику", "предприятие ученик", "работодатель школьник"),
    "employer_student": ("работодатель студент", "работодатель студенту", "предприятие студент"),
    "student_student": ("студент студент", "студент студенту"),
    "pedagogue_student": ("педагог студент", "преподаватель студент", "педагог обучающийся"),
    "ped_ped": ("педагог педагог", "педагог педагогу", "воспитатель воспитатель"),
    "head_ped": ("руководитель педагог", "директор педагог", "директор учитель", "руководитель учитель"),
    "employer_pedstudent": ("работодатель студент педагогического вуза",),
    "lecturer_ped": ("педагог вуза молодой педагог", "преподаватель вуза педагог"),
    "social_partner_ped": ("социальный партнер педагог",),
}
SOURCES = {
    "pupil": ("ученик", "ученица", "школьник", "учащийся", "обучающаяся", "старшеклассник", "старшеклассница"),
    "student": ("студентка", "студент вуза", "студент колледжа", "студент спо"),
    "teacher": ("учитель", "учительница", "воспитатель", "педагогический работник", "педагог наставник", "методист"),
    "head": ("директор", "заместитель директора", "завуч", "заведующий", "заведующая", "администрация"),
    "parent": ("родитель", "мама", "папа", "мать", "отец", "родительская общественность"),
    "graduate": ("выпускница", "выпускник школы"),
    "employee": ("работодатель", "сотрудник предприятия", "специалист предприятия", "работник", "специалист"),
    "entrepreneur": ("предприниматель", "общественный деятель", "бизнесмен"),
    "veteran": ("ветеран", "ветеран труда", "пенсионер"),
    "ngo": ("нко", "сотрудник нко", "волонтер", "некоммерческая организация"),
    "lecturer": ("преподаватель", "преподаватель вуза", "преподаватель колледжа"),
}
CATEGORIES = {
    "gifted": ("одаренные", "одаренный", "одаренный ребенок", "одаренные дети", "выдающиеся способности"),
    "low_results": ("неуспевающий", "неуспевающие", "низкие результаты", "слабоуспевающий", "слабоуспевающие"),
    "ovz": ("овз", "ребенок с овз", "инвалид", "ребенок инвалид", "инвалидность"),
    "tzhs": ("тжс", "трудная жизненная ситуация", "сложная жизненная ситуация"),
    "low_income": ("малоимущие", "малоимущая семья", "малообеспеченная семья", "многодетная семья"),
    "orphan": ("сирота", "сироты", "опека", "опекаемый", "под опекой", "без попечения родителей"),
    "behaviour": ("девиантное поведение", "трудное поведение", "на учете", "группа риска", "пдн", "кдн", "вшк"),
    "detached": ("не участвующие в жизни школы", "отстраненный"),
    "learner_other": ("иной запрос", "иное", "другое"),
    "young_specialist": ("молодой специалист", "молодые специалисты", "молодой педагог", "молодой учитель"),
    "burnout": ("выгорание", "эмоциональное выгорание", "усталость"),
    "new_place": ("новый сотрудник", "новое место", "вновь прибывший", "вновь принятый", "адаптация"),
    "digital_skills": ("цифровые навыки", "цифровые инструменты", "икт"),
    "teacher_request": ("профессиональный запрос",),
}
STATUSES = {
    "candidate": ("кандидат", "новый", "новая"),
    "consented": ("согласие получено", "есть согласие"),
    "in_base": ("в базе", "включен в базу", "включена в базу"),
    "ready": ("готов", "готова"),
    "unmatched": ("без пары", "без наставника", "ожидает", "ожидает пары"),
    "matched": ("подобран", "подобрана", "пара сформирована", "в паре"),
    "active": ("участвует", "в работе", "работает", "действует", "активен", "активна", "активный"),
    "completed": ("завершил", "завершила", "завершен", "завершено", "окончил", "окончила"),
    "withdrawn": ("выбыл", "выбыла", "отказ", "отказался", "отказалась", "исключен"),
    "archived": ("архив", "в архиве"),
}
AUDIENCES = {
    "learner": ("обучающийся", "обучающаяся", "ученик", "ученица", "учащийся", "школьник", "воспитанник"),
    "teacher": ("педагог", "учитель", "учительница", "воспитатель", "педагогический работник", "преподаватель"),
    "student": ("студент", "студентка"),
}


@dataclass(frozen=True)
class Lists:
    """Folded words → code. ``groups`` None: classes are not checked; ``sensitive``: never kept for a person."""

    forms: Mapping[str, str]
    sources: Mapping[str, str]
    categories: Mapping[str, str]
    statuses: Mapping[str, str]
    audiences: Mapping[str, str]
    sensitive: frozenset[str] = frozenset()
    groups: Mapping[str, str] | None = None
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Kind of a column → code → title, for writing."""

    @classmethod
    def of(
        cls, *, forms: Mapping[str, str], sources: Mapping[str, str], categories: Mapping[str, str],
        statuses: Mapping[str, str], audiences: Mapping[str, str] | None = None,
        sensitive: Iterable[str] = (), groups: Iterable[str] | None = None,
    ) -> Lists:  # fmt: skip
        """From code → title, as the region's reference lists have them; ``groups`` are names of classes."""
        audiences = audiences or {"learner": "обучающийся", "teacher": "педагог", "student": "студент"}
        return cls(
            forms=_ways(forms, FORMS),
            sources=_ways(sources, SOURCES),
            categories=_ways(categories, CATEGORIES),
            statuses=_ways(statuses, STATUSES),
            audiences=_ways(audiences, AUDIENCES),
            sensitive=frozenset(sensitive),
            groups=None if groups is None else {group_key(name): name for name in groups},
            titles={
                "form": forms, "source": sources, "category": categories, "status": statuses, "audience": audiences,
            },
        )  # fmt: skip


def _ways(titles: Mapping[str, str], usual: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """A title always wins over what people usually write, and a whole title over its beginning."""
    found: dict[str, str] = {}
    for code, title in titles.items():
        for way in (*usual.get(code, ()), title.partition("(")[0], title.partition(",")[0]):
            found.setdefault(folded(way), code)
    found |= {folded(code): code for code in titles}
    found |= {folded(title): code for code, title in titles.items()}
    found.pop("", None)
    return found


@lru_cache(maxsize=4_096)
def group_key(name: str) -> str:
    """«7 «Б» класс», «7-б» and «7Б» are one class."""
    words = [word for word in folded(cyrillic(name.upper())).split() if word not in ("класс", "кл", "группа", "гр")]
    return "".join(words)
