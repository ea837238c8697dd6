"""Which local acts a package holds, and how answers given once become the data of each. Pure.

An answer goes to every field of that meaning, in whatever template it stands; what no answer gives keeps what the
template begins with or what people wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from nastavnik.documents.language.printing import date_ru
from nastavnik.documents.library import TEMPLATES, Approval, Built, Group
from nastavnik.org.calendar import SchoolYear

Answers = Mapping[str, Any]

# In the order in which they are signed: orders first, then what they approve.
_ORDERS = ("order_launch", "order_curator", "order_approval")
_ACTS = {
    "learners": ("regulation_learners", "programme"),
    "teachers": ("regulation_teachers",),
}
_OPTIONAL = {
    "learners": ("access_measures", "motivation_system"),
    "teachers": ("motivation_system",),
}
# The order of launch approves the regulation by its own form; the rest is approved by the order on local acts.
_APPROVED_BY = {"regulation_learners": "order_launch"}
_REST_BY = "order_approval"
#: Sheets to be signed by participants later: printed empty.
BLANKS = ("consent_adult", "consent_minor")
# How an order names what it approves; it puts these words into a case.
_NAMES = {
    "regulation_learners": "положение о программе наставничества",
    "regulation_teachers": "положение о системе наставничества педагогических работников",
    "programme": "программа наставничества на {year} учебный год",
    "motivation_system": "система мотивации наставников",
    "access_measures": "меры доступности программ наставничества для особых категорий обучающихся",
}
_ROADMAP = "дорожная карта внедрения целевой модели наставничества на {year} учебный год"


def codes_of(model: str) -> tuple[str, ...]:
    """What an organisation of this model needs, in the order of signing."""
    models = _models(model)
    acts = [code for one in models for code in _ACTS[one]]
    orders = [code for code in _ORDERS if code != "order_launch" or "learners" in models]
    return _known((*orders, *acts))


def optional_of(model: str) -> tuple[str, ...]:
    return _known(code for one in _models(model) for code in _OPTIONAL[one])


def blanks_of() -> tuple[str, ...]:
    return _known(BLANKS)


def in_order(codes: Iterable[str]) -> list[str]:
    """``codes`` as they are signed."""
    chosen = set(codes)
    whole = (*codes_of("both"), *optional_of("both"))
    return [code for code in whole if code in chosen]


def approving(code: str) -> str:
    """The kind of the order that approves documents of ``code``; "" where they need none."""
    if TEMPLATES[code].approval is not Approval.BY_ORDER:
        return ""
    return _APPROVED_BY.get(code, _REST_BY)


def name_of(code: str, year: SchoolYear) -> str:
    return _NAMES[code].format(year=year)


def data_for(code: str, answers: Answers, *, chosen: Iterable[str], year: SchoolYear) -> dict[str, Any]:
    """The fields of ``code`` that ``answers`` fill. What does not fit the form of this edition is left out."""
    built = TEMPLATES[code]
    given = _given(answers, list(chosen), year)
    found: dict[str, Any] = {}
    for field in built.form.own:
        for source in (given.get(f"{field.name}:{field.type}"), given.get(f"{code}.{field.name}")):
            value = source() if source else None
            if value not in (None, "", [], {}) and _fits(built, field.name, value):
                found[field.name] = value
    return found


def _fits(built: Built, name: str, value: Any) -> bool:
    wrongs = built.form.check({name: value})
    return not any(path.partition(".")[0] == name for path in wrongs)


def _given(answers: Answers, chosen: list[str], year: SchoolYear) -> dict[str, Callable[[], Any]]:
    """Value by "name:type" of a field, or "kind.name" where one template means something of its own."""
    term = {name: answers[key] for name, key in (("start", "starts_on"), ("end", "ends_on")) if answers.get(key)}
    return {
        "curator:person": lambda: answers.get("curator"),
        "responsible:list": lambda: answers.get("responsible") or _several(answers.get("curator")),
        "responsible:person": lambda: answers.get("teller") or answers.get("curator"),
        "resources_responsible:person": lambda: answers.get("resources"),
        "control:text": lambda: answers.get("control"),
        "term:period": lambda: term,
        "period:period": lambda: term,
        "effective_on:date": lambda: answers.get("effective_on"),
        "planned_results:list": lambda: answers.get("results"),
        "order_launch.terms": lambda: _term_words(answers),
        "order_launch.monitoring_terms": lambda: _monitoring_words(answers),
        "order_launch.approve_regulation": lambda: {"kind_title": name_of("regulation_learners", year)},
        "order_launch.approve_roadmap": lambda: {"kind_title": _ROADMAP.format(year=year)},
        "order_approval.documents": lambda: _approved(chosen, year),
        "regulation_learners.forms": lambda: answers.get("learners_forms"),
        "regulation_teachers.forms": lambda: answers.get("teachers_forms"),
        "programme.forms": lambda: [*answers.get("learners_forms", []), *answers.get("teachers_forms", [])],
        "programme.title_page": lambda: answers.get("programme_title"),
        "programme.needs": lambda: answers.get("needs"),
        "programme.expected": lambda: answers.get("expected"),
        "programme.partners": lambda: answers.get("partners"),
        "programme.plan": lambda: answers.get("plan"),
        "regulation_teachers.roadmap_annex": lambda: {"kind_title": _ROADMAP.format(year=year)},
    }


def _several(one: Any) -> list[Any]:
    return [one] if one else []


def _approved(chosen: list[str], year: SchoolYear) -> list[dict[str, str]]:
    return [{"kind_title": name_of(code, year)} for code in chosen if approving(code) == _REST_BY]


def _term_words(answers: Answers) -> str:
    begin, end = _day(answers, "starts_on"), _day(answers, "ends_on")
    return f"с {begin} по {end}" if begin and end else ""


def _monitoring_words(answers: Answers) -> str:
    first, last = _day(answers, "monitoring_first"), _day(answers, "monitoring_last")
    return f"первый этап – до {first}, второй этап – до {last}" if first and last else ""


def _day(answers: Answers, key: str) -> str:
    return date_ru(dt.date.fromisoformat(answers[key])) if answers.get(key) else ""


def _models(model: str) -> tuple[str, ...]:
    return ("learners", "teachers") if model == "both" else (model,)


def _known(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(code for code in dict.fromkeys(codes) if code in TEMPLATES)


def is_kept_for_years(code: str) -> bool:
    """A regulation holds until it is replaced; an order is for its year."""
    return TEMPLATES[code].group is not Group.ORDERS
