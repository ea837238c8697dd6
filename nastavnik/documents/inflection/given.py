"""Given names and patronymics: whose they are and how they decline."""

from __future__ import annotations

from nastavnik.documents.inflection.forms import Case, Doubt, Gender
from nastavnik.documents.inflection.lists import names_of, words_of
from nastavnik.documents.inflection.surnames import VOWELS
from nastavnik.documents.inflection.words import folded, like, readings

_HIS = ("ович", "евич", "ьич", "мич", "кич", "тич", "чич", "рич", "вич", "лич", "нич", "лыч", "ныч")
_HERS = ("овна", "евна", "ювна", "ична", "инишна")
# "Ильич" is the shortest patronymic.
_SHORTEST = 5
_SPECIAL = {"лев": "льв", "павел": "павл", "петр": "петр"}
_ORDER = ("gent", "datv", "accs", "ablt", "loct")


def patronymic_gender(word: str) -> Gender | None:
    low = folded(word)
    if "-" in low and low.rsplit("-", 1)[1] in words_of("turkic_patronymics"):
        return turkic_gender(low.rsplit("-", 1)[1])
    if len(low) < _SHORTEST:
        return None
    if low.endswith(_HERS):
        return "femn"
    return "masc" if low.endswith(_HIS) else None


def turkic_gender(word: str) -> Gender | None:
    low = folded(word)
    if low not in words_of("turkic_patronymics"):
        return None
    return "femn" if low in ("кызы", "гызы", "кизи") else "masc"


def name_genders(word: str) -> frozenset[Gender]:
    """Who may bear the given name ``word``: one, both, or nobody whom we know."""
    low = folded(word)
    if low in names_of("both"):
        return frozenset({"masc", "femn"})
    if low in names_of("masc"):
        return frozenset({"masc"})
    if low in names_of("femn"):
        return frozenset({"femn"})
    if "-" in low:
        return frozenset.intersection(*(name_genders(part) for part in low.split("-")))
    found: set[Gender] = set()
    for one in readings(word):
        if one.is_known and "Name" in one.grammemes and one.case == "nomn" and one.number == "sing":
            found |= {"masc"} if one.gender == "masc" else {"femn"} if one.gender == "femn" else {"masc", "femn"}
    return frozenset(found)


def decline_given(word: str, case: Case, gender: Gender) -> tuple[str, set[Doubt]]:
    """A given name; parts joined by a hyphen decline each by itself."""
    if case == "nomn":
        return word, set()
    low = folded(word)
    is_unsettled = gender == "femn" and low.endswith("ь") and low not in words_of("female_names_in_soft_sign")
    doubts = {Doubt.TWO_FORMS} if is_unsettled else set()
    parts = word.split("-")
    bound = folded(parts[0]) in words_of("bound_name_parts") or folded(parts[-1]) in words_of("joining_name_parts")
    if bound or len(parts) == 1:
        return "-".join([*parts[:-1], _decline(parts[-1], case, gender)]), doubts
    return "-".join(_decline(part, case, gender) for part in parts), doubts


def decline_patronymic(word: str, case: Case, gender: Gender) -> str:
    low = folded(word)
    if case == "nomn" or patronymic_gender(word) is None or low.rsplit("-", 1)[-1] in words_of("turkic_patronymics"):
        return word
    if gender == "femn":
        return _put(word, 1, ("ы", "е", "у", "ой", "е"), case)
    stressed = low in words_of("stressed_patronymics")
    return _put(word, 0, ("а", "у", "а", "ом" if stressed else "ем", "е"), case)


def _decline(word: str, case: Case, gender: Gender) -> str:
    low = folded(word)
    if not low or low[-1] in "еиоуыэю" or low in words_of("indeclinable_names"):
        return word
    if low[-1] in "ая":
        return _in_a(word, low, case)
    if gender == "femn":
        return _put(word, 1, ("и", "и", "ь", "ью", "и"), case) if low[-1] == "ь" else word
    if low in _SPECIAL:
        return like(word, _SPECIAL[low] + ("а", "у", "а", "ом", "е")[_ORDER.index(case)])
    if low[-1] in "йь":
        return _put(word, 1, ("я", "ю", "я", "ем", "и" if low.endswith("ий") else "е"), case)
    return _put(word, 0, ("а", "у", "а", "ем" if low[-1] in "жшчщц" else "ом", "е"), case)


def _in_a(word: str, low: str, case: Case) -> str:
    before = low[-2:-1]
    if low[-1] == "а":
        if before in VOWELS:
            return word
        ablt = "ей" if before in "жшчщц" else "ой"
        return _put(word, 1, ("и" if before in "гкхжшчщ" else "ы", "е", "у", ablt, "е"), case)
    if low.endswith("ия") and sum(letter in VOWELS for letter in low) > 2:
        return _put(word, 1, ("и", "и", "ю", "ей", "и"), case)
    stressed = low in words_of("names_stressed_in_ya")
    return _put(word, 1, ("и", "е", "ю", "ёй" if stressed else "ей", "е"), case)


def _put(word: str, cut: int, endings: tuple[str, ...], case: Case) -> str:
    ending = endings[_ORDER.index(case)]
    return word[: len(word) - cut] + (ending.upper() if len(word) > 1 and word.isupper() else ending)
