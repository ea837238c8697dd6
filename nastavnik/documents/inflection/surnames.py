"""Surnames by the rules of the school grammar; the dictionary only says which of them are common nouns."""

from __future__ import annotations

from nastavnik.documents.inflection.forms import Case, Doubt, Gender
from nastavnik.documents.inflection.lists import words_of
from nastavnik.documents.inflection.words import Reading, folded, inflected, like, readings

# Endings in the order gent, datv, accs, ablt, loct.
_ORDER: tuple[Case, ...] = ("gent", "datv", "accs", "ablt", "loct")
_POSSESSIVE = ("а", "у", "а", "ым", "е")
_POSSESSIVE_HERS = ("ой", "ой", "у", "ой", "ой")
_FOREIGN = ("а", "у", "а", "ом", "е")
_HARD = ("ого", "ому", "ого", "ым", "ом")
_VELAR = ("ого", "ому", "ого", "им", "ом")
_SOFT = ("его", "ему", "его", "им", "ем")
_AFTER_TS = ("его", "ему", "его", "ым", "ем")
_HARD_HERS = ("ой", "ой", "ую", "ой", "ой")
_SOFT_HERS = ("ей", "ей", "ую", "ей", "ей")
_SOFTEST_HERS = ("ей", "ей", "юю", "ей", "ей")

VOWELS = "аеёиоуыэюя"
_VELARS = "гкх"
_HUSHING = "жшчщ"
# Readings that are no common nouns.
_NAMES = {"Surn", "Name", "Patr", "Geox", "Abbr", "Fixd"}


def decline_surname(word: str, case: Case, gender: Gender, *, is_foreign: bool = False) -> tuple[str, set[Doubt]]:
    """``word`` (perhaps double) in ``case``; what may be wrong with it."""
    if case == "nomn":
        return word, set()
    if is_foreign and gender == "masc" and folded(word).endswith(("ов", "ев", "ин", "ын")):
        # Rosenthal, § 149: foreign ones have -ом; whether this one is foreign its bearer knows.
        return _ended(word, 0, _FOREIGN, case), {Doubt.SURNAME} if case == "ablt" else set()
    parts = word.split("-")
    if len(parts) == 1:
        return _decline(word, case, gender)
    if folded(parts[-1]) in words_of("turkic_tails"):
        return word, set()
    declined, doubts = [], set()
    for place, part in enumerate(parts):
        is_bound = place < len(parts) - 1 and folded(part) in words_of("bound_surname_parts")
        text, more = (part, set()) if is_bound else _decline(part, case, gender)
        declined.append(text)
        doubts |= more
    return "-".join(declined), doubts


def decline_adjective(word: str, case: Case, kind: str) -> str:
    """An adjective by its ending alone, ``kind`` a gender or plur; what has no ending of an adjective stays."""
    low = folded(word)
    if kind == "femn" and low.endswith(("ая", "яя")):
        return _hers(word, low, case)[0]
    if kind == "masc" and low.endswith(("ый", "ий", "ой")):
        return _ended(word, 2, _adjective_endings(low), case)
    if kind == "neut" and low.endswith(("ое", "ее")):
        return _ended(word, 2, _SOFT if low.endswith("ее") else _adjective_endings(low), case)
    if kind == "plur" and low.endswith(("ые", "ие")):
        return _ended(word, 1, ("х", "м", "х", "ми", "х"), case)
    return word


def is_adjective_surname(low: str) -> bool:
    """A man's surname that is an adjective: Бельский, Рыжий, Луговой; Палий and Цой are nouns."""
    return low.endswith(("ый", "ий", "ой")) and not _is_noun_in_j(low)


def is_indeclinable(word: str, gender: Gender | None = None) -> bool:
    """Whether ``word`` stays as it is: for everybody, or for this ``gender``."""
    low = folded(word)
    if low in words_of("indeclinable_surnames"):
        return True
    if low.endswith(("ых", "зода")) and len(low) > 4:
        return True
    if (
        low.endswith("их")
        and len(low) > 4
        and low[-3] in _VELARS + _HUSHING + "нь"
        and low not in words_of("german_in_ih")
    ):
        return True
    if low[-1:] in "еиоуыэю" or low.endswith(("аа", "еа", "иа", "оа", "уа", "ыа", "эа", "юа")):
        return True
    return gender == "femn" and low[-1:] not in "ая"


def _decline(word: str, case: Case, gender: Gender) -> tuple[str, set[Doubt]]:
    if not word or is_indeclinable(word, gender):
        return word, set()
    low = folded(word)
    if gender == "femn":
        return _hers(word, low, case)
    if low[-1] in "ая":
        return _first_declension(word, low, case)
    return _his(word, low, case)


def _hers(word: str, low: str, case: Case) -> tuple[str, set[Doubt]]:
    if low.endswith(("ова", "ева", "ина", "ына")) and low not in words_of("first_declension_surnames"):
        is_noun = _is_common_noun(low)
        if is_noun and low.endswith(("ова", "ева")):
            return _first_declension(word, low, case)[0], {Doubt.SURNAME}
        doubt = {Doubt.SURNAME} if is_noun else set()
        return _ended(word, 1, _POSSESSIVE_HERS, case), doubt
    if low.endswith("яя") and len(low) > 3:
        return _ended(word, 2, _SOFTEST_HERS, case), set()
    if low.endswith("ая") and len(low) > 3 and low not in words_of("first_declension_surnames"):
        is_soft = low[-3] in _HUSHING + "ц" and low not in words_of("stressed_adjectives")
        return _ended(word, 2, _SOFT_HERS if is_soft else _HARD_HERS, case), set()
    return _first_declension(word, low, case)


def _his(word: str, low: str, case: Case) -> tuple[str, set[Doubt]]:
    if low.endswith(("ов", "ев", "ин", "ын")):
        return _possessive(word, low, case)
    if is_adjective_surname(low):
        return _ended(word, 2, _adjective_endings(low), case), set()
    if (form := _as_common_noun(word, low, case)) is not None:
        return form, {Doubt.TWO_FORMS} if _loses_a_vowel(low, form) else set()
    if low[-1] in "йь":
        endings = ("я", "ю", "я", "ем", "и" if low.endswith("ий") else "е")
        if low[-2:-1] in _HUSHING:
            endings = ("а", "у", "а", "ем", "е")
        if low.endswith("ень") and _syllables(low) > 1:
            return _ended(word, 1, endings, case), {Doubt.TWO_FORMS}
        return _ended(word, 1, endings, case), set()
    return _after_consonant(word, low, case)


def _possessive(word: str, low: str, case: Case) -> tuple[str, set[Doubt]]:
    is_foreign = low in words_of("foreign_in_ov_in") or (low[-2] in "иы" and _syllables(low) == 1)
    if is_foreign:
        return _ended(word, 0, _FOREIGN, case), set()
    doubt = {Doubt.SURNAME} if case == "ablt" and _is_common_noun(low) else set()
    return _ended(word, 0, _FOREIGN if doubt else _POSSESSIVE, case), doubt


def _after_consonant(word: str, low: str, case: Case) -> tuple[str, set[Doubt]]:
    stem = word
    doubts: set[Doubt] = set()
    stressed = low.endswith(("ач", "яч", "ыч", "ёж"))
    if low.endswith("ец") and _syllables(low) > 1 and len(low) > 3:
        stem, doubts = _without_fleeting_e(word, low)
        stressed = stem != word and low[-3] not in VOWELS
    elif low.endswith(("онок", "енок", "чок", "шок", "жок")) and _syllables(low) > 1:
        stem, doubts = word[:-2] + word[-1], {Doubt.TWO_FORMS}
    is_soft = low[-1] in _HUSHING + "ц" and not stressed
    return _ended(word, 0, ("а", "у", "а", "ем" if is_soft else "ом", "е"), case, stem), doubts


def _without_fleeting_e(word: str, low: str) -> tuple[str, set[Doubt]]:
    before = low[-3]
    if before in VOWELS:
        return word[:-2] + like(word[-2], "й") + word[-1], set()
    if low[-4] not in VOWELS:
        return word, {Doubt.TWO_FORMS}
    middle = like(word[-2], "ь") if before == "л" else ""
    return word[:-2] + middle + word[-1], set()


def _first_declension(word: str, low: str, case: Case) -> tuple[str, set[Doubt]]:
    if low.endswith("а"):
        before = low[-2:-1]
        gent = "и" if before in _VELARS + _HUSHING else "ы"
        is_soft = before in _HUSHING + "ц" and (_dictionary_form(low, "ablt") or "ей").endswith("ей")
        endings = (gent, "е", "у", "ей" if is_soft else "ой", "е")
        return _ended(word, 1, endings, case), _stress_doubt(low, case)
    stressed = (_dictionary_form(low, "ablt") or "").endswith("ёй")
    datv = "и" if low.endswith("ия") and _syllables(low) > 2 else "е"
    return _ended(word, 1, ("и", datv, "ю", "ёй" if stressed else "ей", datv), case), set()


def _stress_doubt(low: str, case: Case) -> set[Doubt]:
    """Кваша: «Квашой» or «Квашей», as its bearer says it."""
    is_open = case == "ablt" and low[-2:-1] in _HUSHING and _dictionary_form(low, "ablt") is None
    return {Doubt.SURNAME} if is_open else set()


def _adjective_endings(low: str) -> tuple[str, ...]:
    before = low[-3:-2]
    if low.endswith("ий") and before not in _VELARS:
        return _SOFT
    if before in _VELARS + _HUSHING:
        return _VELAR
    if before == "ц" and not low.endswith("ой"):
        return _AFTER_TS
    return _HARD


def _is_noun_in_j(low: str) -> bool:
    """Цой, Прибой, Палий: surnames in -ой, -ий that are no adjectives."""
    if low in words_of("surnames_like_adjectives"):
        return False
    if low in words_of("nouns_in_j"):
        return True
    if low.endswith("ой"):
        return _syllables(low) == 1 or (_is_common_noun(low) and not _is_adjective(low))
    return low.endswith("ий") and low[-3:-2] not in _VELARS + "нжшщ" and not _is_adjective(low)


def _as_common_noun(word: str, low: str, case: Case) -> str | None:
    """Гусь, Заяц, Король decline as the words they are; an unusual vowel goes as in the word."""
    if low in words_of("surnames_unlike_nouns"):
        return None
    found = _dictionary_form(low, "gent" if case == "accs" else case)
    return None if found is None else like(word, found)


def _dictionary_form(low: str, case: Case) -> str | None:
    for one in readings(low):
        if _is_plain_noun(one) and one.gender in ("masc", "femn", "ms-f"):
            if low[-1] == "ь" and one.gender != "masc":
                continue
            return inflected(one, frozenset({case, "sing"}))
    return None


def _is_common_noun(low: str) -> bool:
    return any(_is_plain_noun(one) for one in readings(low))


def _is_plain_noun(one: Reading) -> bool:
    is_nominative = one.is_noun and one.is_known and one.case == "nomn" and one.number == "sing"
    return is_nominative and not _NAMES & one.grammemes


def _is_adjective(low: str) -> bool:
    return any(one.is_adjective and one.is_known and one.case == "nomn" for one in readings(low))


def _loses_a_vowel(low: str, form: str) -> bool:
    return folded(form)[: len(low) - 1] != low[:-1]


def _syllables(low: str) -> int:
    return sum(letter in VOWELS for letter in low)


def _ended(word: str, cut: int, endings: tuple[str, ...], case: Case, stem: str | None = None) -> str:
    """``word`` without its last ``cut`` letters and with the ending of ``case``, in its own capitals."""
    kept = word[: len(word) - cut] if stem is None else stem
    ending = endings[_ORDER.index(case)]
    return kept + (ending.upper() if len(word) > 1 and word.isupper() else ending)
