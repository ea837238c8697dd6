"""A line as weighted terms: its concepts, its stems, the kind of its document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from nastavnik.roadmaps.likeness.concepts import FAMILIES, FRAME, GROUNDS, concepts_of
from nastavnik.roadmaps.stems import stem
from nastavnik.roadmaps.wording import normal

_WORD = re.compile(r"[а-яa-z]{3,}")
# Stems that most lines share.
_COMMON_WORDS = """
    разработка утверждение проведение организация обеспечение реализация внедрение подготовка
    создание участие работа мероприятие наставничество программа система образовательный организация
    учреждение учебный год рамках вопросы деятельность осуществление использование различный
    необходимый соответствие методический обучающийся педагог педагогический работник наставник
    наставляемый школа уровень этап процесс формирование определение
"""
_LITTLE_WORDS = """
    для при или над под без все всех том числе также далее его ими них это как что они ней нему
    между через после согласно
"""
_COMMON = frozenset(stem(word) for word in _COMMON_WORDS.split())
_LITTLE = frozenset(_LITTLE_WORDS.split())
# Shorter pieces of a list are names and numbers, not deeds.
SHORTEST_ITEM = 12
COMMON, PLAIN, OF_RESULT, FAMILY = 0.2, 1.0, 0.35, 2.0
# A concept that names the thing itself weighs more than one that only says how.
WEIGHTS: Mapping[str, float] = {
    "mentors_base": 3.0, "mentees_base": 3.0, "curators_base": 1.5, "roadmap": 2.5, "provision": 2.5,
    "personal_programme": 2.0, "programme": 0.8, "local_acts": 2.5, "order": 0.8, "curator": 1.8, "appoint": 1.2,
    "training": 2.5, "seminar": 2.0, "pairs": 2.5, "launch": 1.8, "monitoring": 2.0, "evaluation": 1.0,
    "quality": 1.5,
    "effect": 1.5, "contest": 2.5, "practices": 1.8, "publicity": 2.5, "statistics": 3.0, "reporting": 1.8,
    "partners": 2.5, "consent": 2.5, "survey": 2.0, "interview": 2.0, "council": 2.5, "conference": 1.2,
    "parents": 1.5,
    "consultation": 2.5, "expertise": 2.5, "final_event": 2.5, "meetings": 2.0, "motivation": 2.5, "requests": 1.8,
    "forms": 0.8, "template": 0.6, "pilot": 1.0, "community": 2.5, "special_needs": 3.0, "personal_data": 1.0,
    "results": 0.8, "make": 0.5, "study": 1.0, "take_part": 0.6,
    "store": 0.6, "advice": 2.5, "for_curators": 0.8, "for_mentors": 0.8,
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What is compared of a line; ``capability`` is its kind of work where that is known."""

    title: str
    result: str = ""
    capability: str = ""


@dataclass(frozen=True)
class Terms:
    """Weights by term, the length of that vector, and the concepts that the title names."""

    weights: Mapping[str, float]
    length: float
    concepts: frozenset[str]


@lru_cache(maxsize=20_000)
def terms_of(words: Words) -> Terms:
    found: dict[str, float] = {}
    title = normal(words.title)
    named = concepts_of(GROUNDS.sub(" ", title))
    for concept in named:
        found[f"#{concept}"] = WEIGHTS[concept]
    for family, members in FAMILIES.items():
        if named & members:
            found[family] = FAMILY
    for concept in concepts_of(normal(words.result)) - named:
        found[f"#{concept}"] = WEIGHTS[concept] * OF_RESULT
    _add_stems(found, FRAME.sub(" ", title), 1.0)
    _add_stems(found, FRAME.sub(" ", normal(words.result)), OF_RESULT)
    return Terms(found, sqrt(sum(weight * weight for weight in found.values())) or 1.0, named)


_ITEM = re.compile(r"(?:[:;,]\s*|\s)[-–—•]\s+|;\s+|(?<=[а-яё)»])\.\s+(?=[А-ЯЁ])")


@lru_cache(maxsize=20_000)
def items_of(words: Words) -> tuple[Words, ...]:
    """The deeds that a line lists, where it lists several; their result and kind are the line's own."""
    items = [item.strip(" .;,") for item in _ITEM.split(words.title)]
    named = [item for item in items if len(item) >= SHORTEST_ITEM]
    if len(named) < 2:
        return ()
    return tuple(Words(item, words.result, words.capability) for item in named)


def _add_stems(found: dict[str, float], text: str, share: float) -> None:
    for word in _WORD.findall(text):
        if word in _LITTLE:
            continue
        cut = stem(word)
        weight = (COMMON if cut in _COMMON else PLAIN) * share
        if weight > found.get(cut, 0.0):
            found[cut] = weight
