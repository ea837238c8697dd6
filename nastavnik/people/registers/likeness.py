"""How likely two names are of one person. Pure.

Each part of a name (surname, first name, patronymic) falls into one of a few ways of being alike; each way has a
weight, the sum goes through the logistic curve. The weights were fitted to the tuned half of a labelled set of
invented pairs and are measured on the kept half (`tests/people/registers/pairs.tsv`). From 0.5 on a person should
look; nothing is ever merged by it.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp

from rapidfuzz.distance import OSA

from nastavnik.documents.inflection.given import name_genders, patronymic_gender, turkic_gender
from nastavnik.people.registers.names import TURKIC, Name
from nastavnik.people.registers.words import folded

BASE = -0.5
WEIGHTS = {
    "last_same": 1.8, "last_overlaps": 0.7, "last_slip": 1.4, "last_slips": -0.3, "last_differs": -5.0,
    "first_same": 1.5, "first_spelling": 1.3, "first_slip": 1.2, "first_initial": 0.9, "first_slips": -0.5,
    "first_differs": -4.7,
    "middle_same": 1.8, "middle_slip": 1.5, "middle_missing": 0.8, "middle_initial": 0.7, "middle_slips": 0.2,
    "middle_unknown": 0.0, "middle_differs": -5.5,
    "sexes_differ": -2.5, "woman_renamed": 2.4, "swapped": -0.2,
}  # fmt: skip
#: Spellings of one given name, each group by its first.
_SPELLINGS = (
    "наталья наталия", "софья софия", "даниил данил данила даниэль", "артем артемий", "мария марья",
    "татьяна татиана", "анастасия настасья", "юлия юлиа", "ксения аксинья", "гавриил гаврила", "михаил михайло",
    "матвей матфей", "мухаммад мухаммед магомед магомет мохаммед мухамед", "аминат амина", "ольга оля",
    "дмитрий димитрий", "сергей сергий", "алексей алексий", "яков иаков", "иоанн иван", "геннадий генадий",
    "лилия лиля", "диана дианна", "илья илия", "захар захарий", "николай никола", "ахмед ахмад ахмат",
    "юсуф юсуп", "элла эла", "инна ина", "камила камилла", "эмилия эмили", "виолетта виолета", "аэлита элита",
    "снежана снежанна",
)  # fmt: skip
_FIRST_OF = {word: group.split()[0] for group in _SPELLINGS for word in group.split()}


def alike(a: Name, b: Name) -> float:
    """0 to 1: the probability that both are one person, as people judged who saw nothing but the names."""
    found = _probability(a, b)
    # Somebody's surname may stand for a first name only where one of the two begins alike.
    if folded(a.last)[:1] == folded(b.first)[:1] or folded(a.first)[:1] == folded(b.last)[:1]:
        found = max(found, _probability(a, _swapped(b), "swapped"), _probability(_swapped(a), b, "swapped"))
    return found


def is_another_first_name(a: Name, b: Name) -> bool:
    return _first(a.first, b.first) == "first_differs"


def is_another_last_name(a: Name, b: Name) -> bool:
    return _last(a.last, b.last) == "last_differs"


def ways(a: Name, b: Name) -> list[str]:
    """In which way each part is alike; what both halves of the labelled set are fitted and measured by."""
    last, first, middle = _last(a.last, b.last), _first(a.first, b.first), _middle(a.middle, b.middle)
    found = [last, first, middle]
    if _sexes_differ(a, b):
        found.append("sexes_differ")
    if last == "last_differs" and first == "first_same" and middle == "middle_same" and _is_woman(a) and _is_woman(b):
        found.append("woman_renamed")
    return found


def _probability(a: Name, b: Name, *more: str) -> float:
    total = BASE + sum(WEIGHTS[way] for way in (*ways(a, b), *more))
    return 1 / (1 + exp(-total))


def _swapped(name: Name) -> Name:
    return Name(name.first, name.last, name.middle)


def _last(one: str, other: str) -> str:
    one, other = folded(one), folded(other)
    if one == other:
        return "last_same"
    if " " in one or " " in other:
        if set(one.split()) & set(other.split()):
            return "last_overlaps"
        if one.replace(" ", "") == other.replace(" ", ""):
            return "last_same"
    return f"last_{_slips(one, other)}"


@lru_cache(maxsize=65_536)
def _first(typed: str, typed_too: str) -> str:
    one, other = folded(typed), folded(typed_too)
    if one == other:
        return "first_same"
    if _is_initial(typed) or _is_initial(typed_too):
        return "first_initial" if one[:1] == other[:1] else "first_differs"
    if _FIRST_OF.get(one, one) == _FIRST_OF.get(other, other) or one.replace(" ", "") == other.replace(" ", ""):
        return "first_spelling"
    if name_genders(one) and name_genders(other):  # two names that people bear are no slip of the pen
        return "first_differs"
    return f"first_{_slips(one, other)}"


@lru_cache(maxsize=65_536)
def _middle(one: str, other: str) -> str:
    if not one and not other:
        return "middle_unknown"
    if not one or not other:
        return "middle_missing"
    if _is_initial(one) or _is_initial(other):
        return "middle_initial" if one[:1].casefold() == other[:1].casefold() else "middle_differs"
    one, other = _father(one), _father(other)
    if one == other:
        return "middle_same"
    return f"middle_{_slips(one, other)}"


@lru_cache(maxsize=16_384)
def _father(middle: str) -> str:
    """A patronymic without the choices of spelling: «Геннадиевна» as «Геннадьевна», «Мамед-оглы» as «Мамед оглы»."""
    words = folded(middle).split()
    if words and words[-1] in TURKIC and len(words) > 1:
        return "".join(words[:-1]) + ("ович" if turkic_gender(words[-1]) == "masc" else "овна")
    return "".join(words).replace("ие", "ье")


def _slips(one: str, other: str) -> str:
    """One or two slips of the finger; two only in words long enough not to become another one."""
    distance = OSA.distance(one, other, score_cutoff=2)
    longest = max(len(one), len(other))
    if distance == 1 and longest >= 4:
        return "slip"
    return "slips" if distance == 2 and longest >= 7 else "differs"


def _is_initial(word: str) -> bool:
    return "." in word or len(word) == 1


def _sexes_differ(a: Name, b: Name) -> bool:
    one, other = _sex(a.first, a.middle), _sex(b.first, b.middle)
    return bool(one and other and one != other)


def _is_woman(name: Name) -> bool:
    return _sex(name.first, name.middle) == "femn"


@lru_cache(maxsize=65_536)
def _sex(first: str, middle: str) -> str | None:
    if middle and (found := patronymic_gender(middle) or turkic_gender(middle.split()[-1])):
        return found
    known = name_genders(first) if not _is_initial(first) else frozenset()
    return next(iter(known)) if len(known) == 1 else None
