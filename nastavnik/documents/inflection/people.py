"""Whose name it is: which word is the surname, the given name, the patronymic, and the gender behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from nastavnik.documents.inflection.forms import Doubt, Gender
from nastavnik.documents.inflection.genders import surname_gender, tell_gender
from nastavnik.documents.inflection.given import name_genders, patronymic_gender, turkic_gender
from nastavnik.documents.inflection.lists import words_of
from nastavnik.documents.inflection.surnames import VOWELS
from nastavnik.documents.inflection.words import folded, readings

# "Иванов И.И." and "И.И.Иванов" written without spaces fall apart here.
_PIECES = re.compile(r"(\s+|[(),;«»\"]|(?:[А-ЯЁA-Z][а-яё]?\.(?:\s?-\s?[А-ЯЁA-Z]\.)?)+)")
_INITIAL = re.compile(r"(?:[А-ЯЁA-Z][а-яё]?\.(?:\s?-\s?[А-ЯЁA-Z]\.)?)+|[А-ЯЁA-Z]")
_WORD = re.compile(r"[^\W\d_][\w'’ʼ`.‑-]*")
# Chinese in the Russian way of writing it (Palladius): «Сяомин» ends like a surname and is none.
_CHINESE = re.compile(
    r"(?:(?:чж|цз|[бвгджклмнпстфхцчш])?"
    r"(?:юань|уань|уай|уан|инь|унь|юнь|янь|энь|ань|ай|ао|ан|оу|уа|уй|уэ|уо|ун|юй|юн|юэ|яо|ян|эй|эн|эр|ин|[аоэиуюяеы])){2,}"
)
# О'Брайен, д'Аламбер: no given name is written so.
_WITH_APOSTROPHE = re.compile(r"[ОоДдЛл]['’ʼ`]")
_SURNAME_ENDS = (
    "ов",
    "ев",
    "ин",
    "ын",
    "ова",
    "ева",
    "ина",
    "ына",
    "ский",
    "цкий",
    "ская",
    "цкая",
    "ко",
    "ук",
    "юк",
    "ян",
    "янц",
    "дзе",
    "швили",
    "ых",
    "их",
    "ич",
)


class Role(Enum):
    SURNAME = "surname"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"
    FIXED = "fixed"
    OTHER = "other"


@dataclass(slots=True)
class Piece:
    text: str
    role: Role = Role.OTHER


@dataclass(slots=True)
class Name:
    """A person's name in pieces that join to the text it was read from."""

    pieces: list[Piece]
    gender: Gender
    gender_confidence: float
    doubts: set[Doubt] = field(default_factory=set)

    def of(self, role: Role) -> list[str]:
        return [piece.text for piece in self.pieces if piece.role is role]

    @property
    def is_foreign(self) -> bool:
        """A particle and no patronymic: «де Вальмен», whose surname in -ов, -ин is no Russian one."""
        particles = (words_of("name_particles") | words_of("capital_particles")) - words_of("forms_of_address")
        return not self.of(Role.PATRONYMIC) and any(folded(text) in particles for text in self.of(Role.FIXED))


def read_name(text: str, gender: Gender | None = None) -> Name:
    """Tell the words of a person's name apart; ``gender`` overrides what the words say."""
    pieces = [Piece(part) for part in _PIECES.split(text) if part]
    words = _mark_fixed(pieces)
    if len(words) == 1 and len(words[0].text) == 1:
        # "И Ольга" may be a surname, "И" alone is an initial.
        words.pop().role = Role.INITIAL
    doubts = _mark_roles(words, any(piece.role is Role.INITIAL for piece in pieces))
    name = Name(pieces, gender or "masc", 1.0, doubts)
    if gender is None:
        patronymics = [*name.of(Role.PATRONYMIC), *name.of(Role.FIXED)]
        name.gender, name.gender_confidence = tell_gender(patronymics, name.of(Role.GIVEN), name.of(Role.SURNAME))
    return name


def _mark_fixed(pieces: list[Piece]) -> list[Piece]:
    """Mark initials and particles; the words that are left."""
    left: list[Piece] = []
    for piece in pieces:
        if _INITIAL.fullmatch(piece.text) and ("." in piece.text or left):
            piece.role = Role.INITIAL
        elif _WORD.fullmatch(piece.text):
            is_particle = _is_particle(pieces, piece)
            is_turkic = turkic_gender(piece.text) is not None and bool(left)
            if is_turkic and (len(left) > 1 or _has_more(pieces, piece)):
                # "Гасан оглы" is one patronymic, and usage leaves it as it is.
                left.pop().role = Role.FIXED
            if is_particle or is_turkic:
                piece.role = Role.FIXED
            else:
                left.append(piece)
    return left


def _is_particle(pieces: list[Piece], piece: Piece) -> bool:
    """«Ван» is a surname of its own; before another particle, as in «Ван дер Хейм», it is not."""
    low = folded(piece.text)
    behind = _behind(pieces, piece)
    if low in words_of("name_particles" if piece.text.islower() else "capital_particles"):
        return not _begins_eastern(low, [folded(text) for text in behind])
    return low in words_of("name_particles") and bool(behind) and behind[0] in words_of("name_particles")


def _has_more(pieces: list[Piece], piece: Piece) -> bool:
    """Whether a word follows: «Айбек уулу Нурлан»."""
    return any(not _INITIAL.fullmatch(text) for text in _behind(pieces, piece))


def _behind(pieces: list[Piece], piece: Piece) -> list[str]:
    place = next(i for i, one in enumerate(pieces) if one is piece)
    return [one.text for one in pieces[place + 1 :] if _WORD.fullmatch(one.text)]


def _mark_roles(words: list[Piece], has_initials: bool) -> set[Doubt]:
    for piece in words:
        piece.role = Role.SURNAME
    if not words or has_initials:
        return set()
    place = _patronymic(words)
    if place is not None:
        _around(words, place)
        return set()
    if _is_eastern(words):
        for piece in words:
            piece.role = Role.FIXED
        if not any(folded(piece.text) == "тхи" for piece in words):
            words[-1].role = Role.GIVEN
        return {Doubt.EASTERN_NAME}
    return _without_patronymic(words)


def _patronymic(words: list[Piece]) -> int | None:
    places = [i for i in range(1, len(words)) if _is_patronymic_after(words[i].text, words[i - 1].text)]
    known = [i for i in places if name_genders(words[i - 1].text)]
    return known[0] if known else places[-1] if places else None


def _is_patronymic_after(word: str, name: str) -> bool:
    found = patronymic_gender(word)
    genders = name_genders(name)
    return found is not None and (not genders or found in genders)


def _around(words: list[Piece], place: int) -> None:
    words[place].role = Role.PATRONYMIC
    words[place - 1].role = Role.GIVEN
    if place < len(words) - 1:
        # The surname stands behind, so that all before the patronymic is the given name.
        for piece in words[: place - 1]:
            piece.role = Role.GIVEN


def _is_eastern(words: list[Piece]) -> bool:
    """Нгуен Ван Хынг, Ван Лимин: a surname of the East and then no name that we know."""
    first, *rest = [folded(piece.text) for piece in words]
    if not rest or first not in words_of("eastern_surnames"):
        return False
    if _begins_eastern(first, rest):
        return True
    return not any(name_genders(word) or _ends_like_surname(word) for word in rest)


def _begins_eastern(first: str, rest: list[str]) -> bool:
    """«Ле Минь Дык», whose «Ле» is a surname and no particle."""
    return first in words_of("eastern_surnames") and len(rest) > 1 and all(_is_short(word) for word in rest)


def _ends_like_surname(word: str) -> bool:
    if not word.endswith(_SURNAME_ENDS) or word in words_of("eastern_surnames"):
        return False
    return _looks_like_surname(word) or (len(word) > 5 and not _CHINESE.fullmatch(word))


def _is_short(word: str) -> bool:
    return sum(letter in VOWELS for letter in word) == 1


def _without_patronymic(words: list[Piece]) -> set[Doubt]:
    if len(words) == 1:
        text = words[0].text
        if name_genders(text) and not _looks_like_surname(text):
            words[0].role = Role.GIVEN
        return set()
    likely = [_likeliness(piece.text) for piece in words]
    best = max(likely)
    if best <= 0:
        return _by_endings(words)
    places = [i for i, one in enumerate(likely) if one > 0]
    if len(places) == len(words):
        return _all_are_names(words, likely)
    for place in _longest_run(places):
        words[place].role = Role.GIVEN
    return set()


def _longest_run(places: list[int]) -> list[int]:
    """Of «Гарсия Лопес Мария Луиза» the places of «Мария Луиза»: names stand together."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return max(runs, key=len)


def _by_endings(words: list[Piece]) -> set[Doubt]:
    """No name that we know: «Гулноз Рахимова» has the ending of a surname; else documents write the surname first."""
    surnames = [place for place, piece in enumerate(words) if _WITH_APOSTROPHE.match(piece.text)]
    surnames = surnames or [place for place, piece in enumerate(words) if surname_gender(piece.text)]
    surname = surnames[0] if surnames else 0
    for place, piece in enumerate(words):
        if place != surname:
            piece.role = Role.GIVEN
    return set() if len(surnames) == 1 else {Doubt.ORDER}


def _all_are_names(words: list[Piece], likely: list[int]) -> set[Doubt]:
    """Анна Мария, Анна Мартин, Роман Павел: the word that is the less a given name is the surname."""
    hers = [name_genders(piece.text) == {"femn"} for piece in words]
    is_tie = len(set(likely)) == 1
    if is_tie and len(words) == 2 and all(hers):
        surname = -1
    elif is_tie and any(hers) and not all(hers):
        # Surnames that are names are men's: of the two, the woman's name is the given one.
        surname = len(hers) - 1 - hers[::-1].index(False)
    else:
        surname = len(words) - 1 - likely[::-1].index(min(likely))
    for i, piece in enumerate(words):
        if i != surname:
            piece.role = Role.GIVEN
    return {Doubt.ORDER} if is_tie and not any(hers) else set()


def _likeliness(word: str) -> int:
    """How much ``word`` is a given name: 0 not at all, 1 also a surname, 2 a name."""
    if not name_genders(word):
        return 0
    return 1 if _looks_like_surname(word) else 2


def _looks_like_surname(word: str) -> bool:
    low = folded(word)
    if low in words_of("eastern_surnames"):
        return True
    return any("Surn" in one.grammemes and one.is_known and one.case == "nomn" for one in readings(low))
