"""Numbers: in words in any case, with the noun they count, as ordinals, in Roman figures."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from nastavnik.documents.inflection.compounds import Agreement, decline_modifier, is_same_word, nominative
from nastavnik.documents.inflection.forms import CASES, Case
from nastavnik.documents.inflection.groups import Group, Reader
from nastavnik.documents.inflection.number_tables import (
    HUNDREDS,
    ONE,
    ORDINAL_STEMS,
    ORDINALS,
    SCALES,
    SIMPLE,
    TWO,
    UNLIKE_NOUNS,
)
from nastavnik.documents.inflection.surnames import decline_adjective
from nastavnik.documents.inflection.tokens import Sort, Token, tokens_of
from nastavnik.documents.inflection.words import Reading, folded, inflected, like

AnyGender = Literal["masc", "femn", "neut"]
LARGEST = 10**15 - 1
LARGEST_ROMAN = 3999
_ROMAN = zip(
    (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
    ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
    strict=True,
)
_ROMAN_FIGURES = tuple(_ROMAN)


def number_in_words(number: int, case: Case = "nomn", gender: AnyGender = "masc", *, is_animate: bool = False) -> str:
    """21 → «двадцать один», gent femn → «двадцати одной». Raises ValueError beyond `LARGEST`."""
    if abs(number) > LARGEST:
        raise ValueError(number)
    if number < 0:
        return f"минус {number_in_words(-number, case, gender, is_animate=is_animate)}"
    if number == 0:
        return SIMPLE[0][CASES.index(case)]
    words: list[str] = []
    for power, (forms, scale_gender) in SCALES:
        amount = number // power % 1000
        if amount:
            words += _under_thousand(amount, case, scale_gender, is_animate=False)
            words.append(forms[_plural_form(amount, case)])
    words += _under_thousand(number % 1000, case, gender, is_animate=is_animate and number < 100)
    return " ".join(words)


def ordinal_in_words(number: int, case: Case = "nomn", gender: AnyGender = "masc") -> str:
    """2026 → «две тысячи двадцать шестой», gent → «две тысячи двадцать шестого»; 1 to 9999."""
    if not 1 <= number <= 9999:
        raise ValueError(number)
    start, last = _split_ordinal(number)
    agreement = Agreement(gender, "sing", is_animate=False)
    ending = _ordinal(last, case, agreement)
    return f"{number_in_words(start)} {ending}" if start else ending


def count(number: int, noun: str, case: Case = "nomn", *, in_words: bool = False) -> str:
    """5, «наставник» → «5 наставников»; ``noun`` may have adjectives before it and words behind it."""
    tokens = tokens_of(noun)
    groups = Reader(tokens, _nothing_follows, animate=True).groups()
    gender: AnyGender = "masc"
    is_animate = False
    if groups:
        reading = groups[0].reading
        gender = "femn" if reading.gender == "femn" else "neut" if reading.gender == "neut" else "masc"
        is_animate = "anim" in reading.grammemes or groups[0].is_substantive
        _count_group(tokens, groups[0], number, case, is_animate=is_animate)
    figure = number_in_words(number, case, gender, is_animate=is_animate) if in_words else f"{number}"
    return f"{figure} {''.join(token.text for token in tokens)}"


def roman(number: int) -> str:
    """4 → IV; 1 to 3999."""
    if not 1 <= number <= LARGEST_ROMAN:
        raise ValueError(number)
    written = ""
    for value, figure in _ROMAN_FIGURES:
        written += figure * (number // value)
        number %= value
    return written


def _under_thousand(amount: int, case: Case, gender: str, *, is_animate: bool) -> list[str]:
    place = CASES.index(case)
    words = [HUNDREDS[amount // 100][place]] if amount >= 100 else []
    rest = amount % 100
    if rest > 20 and rest % 10:
        words.append(SIMPLE[rest - rest % 10][place])
        # «двадцать два наставника»: a compound number keeps the nominative even of people.
        rest, is_animate = rest % 10, is_animate and rest % 10 == 1
    if rest in (1, 2):
        words.append((ONE if rest == 1 else TWO)[gender][_animate_place(place, gender, rest, is_animate)])
    elif rest:
        words.append(SIMPLE[rest][1 if is_animate and case == "accs" and rest in (3, 4) else place])
    return words


def _animate_place(place: int, gender: str, number: int, is_animate: bool) -> int:
    if is_animate and CASES[place] == "accs" and (number == 2 or gender == "masc"):
        return CASES.index("gent")
    return place


def _plural_form(amount: int, case: Case) -> tuple[Case, str]:
    """The case and number of a noun after ``amount``."""
    teen, last = amount % 100 in range(11, 15), amount % 10
    if last == 1 and not teen:
        return case, "sing"
    if case in ("nomn", "accs"):
        return ("gent", "sing") if last in (2, 3, 4) and not teen else ("gent", "plur")
    return case, "plur"


def _count_group(tokens: list[Token], group: Group, number: int, case: Case, *, is_animate: bool) -> None:
    number = abs(number)
    noun_case, noun_number = _plural_form(number, case)
    is_few = case in ("nomn", "accs") and (noun_case, noun_number) == ("gent", "sing")
    if is_few and case == "accs" and is_animate and number < 10:
        noun_case, noun_number, is_few = "gent", "plur", False
    few_case: Case = "nomn" if group.reading.gender == "femn" and not group.is_substantive else "gent"
    wanted: tuple[Case, str] = (few_case, "plur") if is_few else (noun_case, noun_number)
    for place in group.modifiers:
        if tokens[place].sort is Sort.WORD:
            tokens[place].text = _modifier(tokens[place].text, group.reading, wanted, is_animate)
    head = tokens[group.head]
    if group.is_substantive:
        head.text = _modifier(head.text, group.reading, wanted, is_animate)
    else:
        head.text = _noun(head.text, group.reading, (noun_case, noun_number), is_animate)


def _noun(word: str, reading: Reading, wanted: tuple[Case, str], is_animate: bool) -> str:
    case, number = wanted
    if case == "accs" and number == "plur":
        case = "gent" if is_animate else "nomn"
    if (forms := UNLIKE_NOUNS.get(folded(word))) and (case, number) in forms:
        return like(word, forms[case, number])
    if "-" in word:
        return "-".join(_part(part, (case, number), is_animate) for part in word.split("-"))
    found = inflected(reading, frozenset({case, number}))
    return word if found is None else like(word, found)


def _part(word: str, wanted: tuple[Case, str], is_animate: bool) -> str:
    found = nominative(word, noun=True)
    return _noun(word, found[0], wanted, is_animate) if found else word


def _modifier(word: str, noun: Reading, wanted: tuple[Case, str], is_animate: bool) -> str:
    case, number = wanted
    if number == "sing":
        return word if case == "nomn" else decline_modifier(word, case, Agreement(noun.gender, "sing", is_animate))
    for one in nominative(word, noun=False):
        found = inflected(one, frozenset({"gent" if case == "accs" and is_animate else case, "plur"}))
        if found is not None and is_same_word(word, found):
            return like(word, found)
    many = word[:-2] + (
        "ые" if word.lower().endswith(("ый", "ой", "ая", "ое")) and word[-3:-2] not in "гкхшжчщ" else "ие"
    )
    return many if case == "nomn" else decline_adjective(many, case, "plur")


def _nothing_follows(_token: Token, _reading: Reading, _joined: bool) -> bool:
    return False


def _split_ordinal(number: int) -> tuple[int, int]:
    """What stays in the nominative and the part that is an ordinal: 2026 → 2020 and 6, 1990 → 1900 and 90."""
    for unit in (1, 10, 100, 1000):
        last = number % (unit * 10)
        if unit == 1 and 10 < number % 100 < 20:
            return number - number % 100, number % 100
        if last:
            return (number - last, last) if unit < 1000 else (0, number)
    return 0, number


@lru_cache(maxsize=2000)
def _ordinal(number: int, case: Case, agreement: Agreement) -> str:
    word = ORDINALS.get(number) or f"{ORDINAL_STEMS[number // 1000]}тысячный"
    reading = next(one for one in nominative(word, noun=False) if one.gender == "masc")
    return inflected(reading, frozenset({case, agreement.gender, "sing"} | _lifeless(case, agreement))) or word


def _lifeless(case: Case, agreement: Agreement) -> set[str]:
    return {"inan"} if case == "accs" and agreement.gender == "masc" else set()
