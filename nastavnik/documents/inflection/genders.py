"""Which gender a name tells, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from nastavnik.documents.inflection.forms import Gender
from nastavnik.documents.inflection.given import name_genders, patronymic_gender, turkic_gender
from nastavnik.documents.inflection.surnames import VOWELS, is_adjective_surname, is_indeclinable
from nastavnik.documents.inflection.words import folded


def tell_gender(patronymics: Sequence[str], given: Sequence[str], surnames: Sequence[str]) -> tuple[Gender, float]:
    """The gender and how sure it is (0–1): by the patronymic, else the given name, else the surname."""
    for text in patronymics:
        if found := patronymic_gender(text) or turkic_gender(text):
            return found, 0.99
        if folded(text) == "тхи":
            return "femn", 0.95
    by_surname = next((found for text in surnames if (found := surname_gender(text))), None)
    for text in given:
        genders = name_genders(text)
        if len(genders) == 1:
            (only,) = genders
            return _weighed(text, only, by_surname, surnames)
    if by_surname:
        return by_surname, 0.95
    return _guess(given[0]) if given else ("masc", 0.5)


def _weighed(name: str, gender: Gender, by_surname: Gender | None, surnames: Sequence[str]) -> tuple[Gender, float]:
    """A known given name against the surname."""
    if by_surname in (None, gender):
        return gender, 0.98
    if by_surname == "femn" and folded(name)[-1] not in VOWELS:
        # «Ляйсан Каримова»: men do not bear surnames in -ова, women do bear names on a consonant.
        return by_surname, 0.8
    # «Анна Мартин»: foreign surnames in -ин are everybody's.
    is_foreign = by_surname == "masc" and all(folded(text).endswith("ин") for text in surnames)
    return gender, 0.95 if is_foreign else 0.8


def surname_gender(word: str) -> Gender | None:
    """By the last part that tells it: «Петрова-Ли», «Мамин-Уральский»."""
    parts = reversed(folded(word).split("-"))
    return next((found for part in parts if (found := _part_gender(part))), None)


def _part_gender(low: str) -> Gender | None:
    if len(low) < 4:
        return None
    if low.endswith(("ова", "ева", "ина", "ына", "ская", "цкая")):
        return "femn"
    if low.endswith(("ов", "ев", "ский", "цкий", "ын", "ин")) or is_adjective_surname(low):
        return "masc"
    return "femn" if low.endswith("ая") and not is_indeclinable(low) else None


def _guess(name: str) -> tuple[Gender, float]:
    low = folded(name)
    if low[-1:] in ("а", "я"):
        return "femn", 0.7
    return "masc", 0.7 if low[-1:] not in VOWELS + "ь" else 0.5
