"""Categories of people of whom an organisation tells a number and never a name: their words, their usual sources."""

from __future__ import annotations

from nastavnik.org import reference

LIST = "mentee_categories"
# Those of the product: a figure must be known at the start of the program, before any list is read.
COUNTED = ("low_results", "ovz", "tzhs", "low_income", "orphan", "behaviour", "detached", "burnout")
#: What is done for everybody, whatever the category.
ANY = "any"
#: Categories that measures of accessibility are for, in the order of the document.
SERVED = (ANY, "ovz", "tzhs", "low_income", "orphan", "gifted", "low_results", "behaviour", "detached")
# A reference list says of a category only what follows the noun.
WORDS = {
    ANY: "все категории обучающихся",
    "ovz": "обучающиеся с ограниченными возможностями здоровья, дети-инвалиды",
    "tzhs": "обучающиеся, попавшие в трудную жизненную ситуацию",
    "low_income": "обучающиеся из малоимущих семей",
    "orphan": "дети-сироты и дети, оставшиеся без попечения родителей",
    "gifted": "обучающиеся, проявившие выдающиеся способности",
    "low_results": "обучающиеся с неудовлетворительными образовательными результатами",
    "behaviour": "обучающиеся с трудностями поведения",
    "detached": "обучающиеся, не участвующие в жизни организации",
    "burnout": "педагоги с признаками профессионального выгорания",
}
# What an organisation usually takes the number from.
SOURCES = {
    "low_results": "итоги промежуточной аттестации",
    "ovz": "заключения психолого-медико-педагогической комиссии",
    "tzhs": "социальный паспорт организации",
    "low_income": "социальный паспорт организации",
    "orphan": "социальный паспорт организации",
    "behaviour": "сведения педагога-психолога и социального педагога",
    "detached": "сведения классных руководителей",
    "burnout": "обобщённые итоги опроса педагогов",
}
# Of these nothing special is asked and nothing special is offered.
_PLAIN = frozenset({"learner_other"})


def counted() -> dict[str, str]:
    """Code → words of the categories that are typed in as numbers, those that a region added too."""
    entries = _entries()
    if not entries:
        return {code: WORDS[code] for code in COUNTED}
    return {one.code: words(one) for one in entries if one.data.get("stored") == "organisation_count"}


def served() -> dict[str, str]:
    """Code → words of the categories that measures of accessibility are for."""
    found = {code: WORDS[code] for code in SERVED}
    for one in _entries():
        if one.data.get("audience") == "learner" and one.code not in _PLAIN:
            found.setdefault(one.code, words(one))
    return found


def words(entry: reference.Entry) -> str:
    """Such as «обучающиеся с трудностями поведения»."""
    of = "педагоги" if entry.data.get("audience") == "teacher" else "обучающиеся"
    return WORDS.get(entry.code) or f"{of}: {entry.title}"


def _entries() -> list[reference.Entry]:
    try:
        return reference.entries(LIST)
    except reference.ReferenceMissing:
        return []
