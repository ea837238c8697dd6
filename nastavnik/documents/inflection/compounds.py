"""One word of a post or an organisation in another case: plain, joined by a hyphen, an ordinal in figures."""

from __future__ import annotations

from dataclasses import dataclass

from nastavnik.documents.inflection.forms import Case
from nastavnik.documents.inflection.lists import words_of
from nastavnik.documents.inflection.surnames import decline_adjective, decline_surname
from nastavnik.documents.inflection.words import Reading, folded, inflected, is_cyrillic, like, readings

_ORDINALS = {
    "masc": {"gent": "го", "datv": "му", "ablt": "м", "loct": "м"},
    "femn": {"gent": "й", "datv": "й", "accs": "ю", "ablt": "й", "loct": "й"},
    "neut": {"gent": "го", "datv": "му", "ablt": "м", "loct": "м"},
    "plur": {"gent": "х", "datv": "м", "ablt": "ми", "loct": "х"},
}
_ORDINAL_GENDERS = {"й": "masc", "ый": "masc", "ой": "masc", "я": "femn", "ая": "femn", "е": "neut", "ое": "neut"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a modifier takes over from its noun."""

    gender: str
    number: str
    is_animate: bool


def nominative(word: str, *, noun: bool) -> tuple[Reading, ...]:
    """Readings of ``word`` as a noun (or an adjective) in the nominative; a compound by its last part."""
    word = main_part(word)
    found = tuple(
        one
        for one in readings(word)
        if one.case == "nomn"
        and (one.is_noun if noun else one.is_adjective)
        and not _BARRED & one.grammemes
        and not {"Abbr", "Fixd"} <= one.grammemes
    )
    return found or (_by_likeness(word) if noun else ())


def _by_likeness(word: str) -> tuple[Reading, ...]:
    """«коуч», «электроник»: men's posts that the dictionary lacks or knows as another form of another word."""
    is_listed = folded(word) in words_of("posts_without_dictionary")
    if not is_listed and (not is_cyrillic(word) or not word or any(one.is_known for one in readings(word))):
        return ()
    ends_as_noun = folded(word)[-1] in "бвгдзклмнпрстфхцчшщ"
    return (Reading("NOUN", "nomn", "masc", "sing", frozenset({"anim"}), is_listed, None),) if ends_as_noun else ()


_BARRED = {"Surn", "Patr", "Name"}


def main_part(word: str) -> str:
    """The part that governs the compound: школа-интернат is feminine, детско-юношеская an adjective."""
    parts = word.replace("‑", "-").split("-")
    if len(parts) == 1:
        return word
    for part in parts:
        if any(one.case == "nomn" and one.is_noun and one.is_known for one in readings(part)) and not _is_bound(part):
            return part if _all_nouns(parts) else parts[-1]
    return parts[-1]


def decline_noun(word: str, reading: Reading, case: Case, is_animate: bool) -> str:
    if "-" in word or "‑" in word:
        return _compound(word, case, is_animate)
    return _noun(word, reading, case, is_animate)


def decline_modifier(word: str, case: Case, agreement: Agreement) -> str:
    """An adjective, participle or ordinal; of a compound the last part alone."""
    if "-" in word or "‑" in word:
        mark = "-" if "-" in word else "‑"
        start, last = word.rsplit(mark, 1)
        return f"{start}{mark}{decline_modifier(last, case, agreement)}"
    if case == "accs" and (agreement.number == "plur" or agreement.gender != "femn"):
        if not agreement.is_animate or (agreement.gender == "neut" and agreement.number == "sing"):
            return word
        case = "gent"
    wanted = {case, agreement.number} | ({agreement.gender} if agreement.number == "sing" else set())
    for one in readings(word):
        if one.is_adjective and one.case == "nomn" and one.number == agreement.number:
            if agreement.number == "sing" and one.gender != agreement.gender:
                continue
            found = inflected(one, frozenset(wanted))
            if found is not None and is_same_word(word, found):
                return like(word, found)
    return decline_adjective(word, case, agreement.gender if agreement.number == "sing" else "plur")


def is_same_word(word: str, found: str) -> bool:
    """The dictionary counts "высшая" among the forms of "высочайший", "лучший" among those of "хороший"."""
    return folded(found).startswith(folded(word).removesuffix("ся")[:-2])


def decline_ordinal(text: str, case: Case, agreement: Agreement) -> str:
    """15-я → 15-й, 1-й → 1-го."""
    figures = text.rstrip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
    kind = "plur" if agreement.number == "plur" else agreement.gender
    if case == "accs" and agreement.is_animate and kind in ("masc", "plur"):
        case = "gent"
    ending = _ORDINALS.get(kind, {}).get(case)
    return text if ending is None else figures + ending


def ordinal_gender(text: str) -> str:
    """The gender that "15-я" tells; nothing for a case other than the nominative."""
    for length in (2, 1):
        if (found := _ORDINAL_GENDERS.get(text[-length:])) and not text[-length - 1 : -length].isalpha():
            return found
    return ""


def _noun(word: str, reading: Reading, case: Case, is_animate: bool) -> str:
    if "Fixd" in reading.grammemes:
        return word
    takes_gent = reading.number == "plur" or (reading.gender in ("masc", "neut") and folded(word)[-1] not in "ая")
    if case == "accs" and takes_gent:
        if not is_animate or (reading.gender == "neut" and reading.number == "sing"):
            return word
        case = "gent"
    if reading.handle is None:
        return decline_surname(word, case, "masc")[0]
    found = inflected(reading, frozenset({case, reading.number}))
    return word if found is None else like(word, found)


def _compound(word: str, case: Case, is_animate: bool) -> str:
    mark = "-" if "-" in word else "‑"
    parts = word.split(mark)
    if not _all_nouns(parts):
        return mark.join([*parts[:-1], _part(parts[-1], case, is_animate)])
    if folded(word).replace("‑", "-") in words_of("compounds_of_one_piece"):
        return mark.join([*parts[:-1], _part(parts[-1], case, is_animate)])
    fixed = [_is_bound(part) or (is_animate and _is_thing(part) and not _is_thing(parts[-1])) for part in parts]
    return mark.join(
        part if is_fixed else _part(part, case, is_animate) for part, is_fixed in zip(parts, fixed, strict=True)
    )


def _is_thing(part: str) -> bool:
    """«контент» in «контент-менеджер»: only its holder declines."""
    if folded(part) in words_of("lifeless_posts"):
        return False
    return all(one.is_known and "anim" not in one.grammemes for one in nominative(part, noun=True))


def _part(word: str, case: Case, is_animate: bool) -> str:
    found = nominative(word, noun=True)
    return _noun(word, found[0], case, is_animate) if found else word


def _all_nouns(parts: list[str]) -> bool:
    """The last part may be declined by likeness; the others must be known, or «детско» would be a noun."""
    firsts = all(_is_bound(part) or any(one.is_known for one in nominative(part, noun=True)) for part in parts[:-1])
    return firsts and bool(nominative(parts[-1], noun=True))


def _is_bound(part: str) -> bool:
    """пресс-, вице-, бизнес-, IT-: first parts that never decline."""
    return folded(part) in words_of("bound_parts") or not readings(part)
