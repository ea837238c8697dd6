"""Which document a line asks for by its words: the kind that the register must hold for the line to be done. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nastavnik.roadmaps.kinds.words import words_of


@dataclass(frozen=True)
class Mark:
    """Every group of ``all_of`` begins some word, none of ``none_of`` does."""

    code: str
    all_of: tuple[tuple[str, ...], ...]
    none_of: tuple[str, ...] = ()


def _mark(code: str, words: str, *, without: str = "") -> Mark:
    groups = tuple(tuple(group.split("|")) for group in words.split())
    return Mark(code, groups, tuple(without.split()))


_ACT = "приказ|распоряжен|распорядительн"
# From the narrow to the wide: the first that fits is meant.
_MARKS = (
    _mark("typical_regulation", "типов положен"),
    _mark("typical_programme", "типов програм", without="персонал индивидуал положен"),
    _mark("contest_regulation", "положен конкурс"),
    _mark("order_event", f"{_ACT} итогов|заключительн"),
    _mark("order_pairs", f"{_ACT} закреплен|закрепит|пар|групп", without="рабоч положен куратор"),
    _mark("order_coordinator", f"{_ACT} координ|координатор", without="куратор школ"),
    _mark("order_curator", f"{_ACT} куратор"),
    _mark("order_working_group", f"{_ACT} рабоч групп|команд"),
    _mark("motivation_system", "систем|положен|мер мотивац|поощрен|стимулир"),
    _mark("access_measures", "мер доступн"),
    _mark("regulation_teachers", "положен наставнич|цмн педагог|учител|педработник|молод", without="конкурс"),
    _mark("regulation_teachers", "положен систем наставнич", without="конкурс"),
    _mark("regulation_learners", "положен наставнич|цмн|целев", without="конкурс типов"),
    _mark("order_launch", f"{_ACT} внедрен|внедр|запуск|запуст|реализац"),
    _mark("minutes_council", "педсовет|педагогическ совет|педсовет", without="приказ положен программ"),
    _mark(
        "programme",
        "разработ|утвержд|утверд|проектир|подготов|составл|принят програм наставнич|цмн",
        without="персонал индивидуал типов положен приказ мониторинг услов",
    ),
)
# Kinds of work whose lines may ask for one document; of the others the words speak of something else beside it.
ASKING = frozenset(
    {
        "local-acts",
        "document-templates",
        "program-designer",
        "pair-assignment",
        "curator-registry",
        "motivation",
        "inclusion-measures",
        "closure",
        "contest",
    }
)


@lru_cache(maxsize=4096)
def paper_of(title: str, result: str = "") -> str:
    """The code of the one document that the line asks for; "" where it names none, or several.

    >>> paper_of("Издание приказа о назначении куратора")
    'order_curator'
    """
    head = title.partition(":")[0]  # what follows a colon lists what stands in the document
    return _first(words_of(head)) or _first(words_of(title)) or _first(words_of(f"{title} {result}"))


def _first(words: tuple[str, ...]) -> str:
    if _several(words):
        return ""
    return next((mark.code for mark in _MARKS if _fits(mark, words)), "")


def _fits(mark: Mark, words: tuple[str, ...]) -> bool:
    if any(word.startswith(stop) for stop in mark.none_of for word in words):
        return False
    return all(any(word.startswith(choice) for choice in group for word in words) for group in mark.all_of)


_PACKAGE = re.compile(r"пакет|локальн|нпа$|комплект")
_KINDS = ("положен", "приказ", "распоряжен", "програм", "дорожн", "соглас")


def _several(words: tuple[str, ...]) -> bool:
    """A package, or a list of different documents, is no one document."""
    if any(_PACKAGE.match(word) for word in words):
        return True
    named = {kind for kind in _KINDS for word in words if word.startswith(kind)}
    return len(named) > 2
