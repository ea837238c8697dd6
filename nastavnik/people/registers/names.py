"""Names of people as official bases write them: «Фамилия Имя Отчество», the patronymic where there is one. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from nastavnik.documents.inflection.given import patronymic_gender
from nastavnik.people.registers.words import is_mixed, russian
from nastavnik.people.registers.wrong import Wrong

LONGEST = 150
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("’ʼ`‘´", "'") | {"\u00ad": ""})
_BOUND = "\u00a0"
_SEVERAL = frozenset(",;/&")
# Second words of Turkic patronymics: they stand apart or behind a hyphen, in small letters.
TURKIC = frozenset({"оглы", "оглу", "углы", "улы", "уулу", "кызы", "гызы", "кизи", "оол"})
# They stand in small letters before a surname: «де Толли», «фон Берг».
_PREFIXES = frozenset({"де", "да", "дер", "ди", "дю", "фон", "ван", "ибн", "эль", "аль", "бен", "тер", "ла", "ле"})


@dataclass(frozen=True, slots=True)
class Name:
    """``doubt`` is "" or what a person should look at: initials (no full first name), order (put right)."""

    last: str
    first: str
    middle: str = ""
    doubt: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.last} {self.first} {self.middle}" if self.middle else f"{self.last} {self.first}"

    def to_json(self) -> dict[str, str]:
        return {"last": self.last, "first": self.first, "middle": self.middle}


def parse_name(text: str) -> Name | Wrong:
    """The name in ``text``, each word in its proper case.

    Three words and more are taken in the order of the form unless a patronymic in the middle tells the other one.
    """
    if _BOUND in text and (bound := _of_bound_words(text)):
        return bound
    words: list[str] = []
    for word in text.split():
        known = _word(word)
        if known is None:
            closed = _closed(text)
            return _unreadable(text) if closed == text else parse_name(closed)
        words.append(known)
    count = len(words)
    if count == 3:
        last, first, middle = words
        if "." in last and "." in first and "." not in middle:
            last, first, middle = middle, last, first
        if _is_patronymic(first) and not _is_patronymic(middle) and middle not in TURKIC:
            return Name(middle, last, first, doubt="order")
        if middle in TURKIC:  # its father's name is missing
            return Wrong("name_order")
        return Name(last, first, middle, doubt="initials" if "." in first else "")
    if count == 2:
        last, first = words
        return _of_two(last, first)
    return _of_others(words, text)


def name_of(last: str, first: str, middle: str = "") -> Name | Wrong:
    """The name whose parts stand in cells of their own; the surname and the first name may have several words.

    What would read otherwise when it is written into one cell is not in order.
    """
    name = _of_parts(last, first, middle)
    if isinstance(name, Wrong):
        return name
    again = parse_name(written(name))
    if again == name or (
        isinstance(again, Name) and again.doubt == "initials"
    ):  # «И.П.» in the column of first names
        return again
    return Wrong("name_order")


def _of_parts(last: str, first: str, middle: str) -> Name | Wrong:
    parts = []
    for text in (last, first, middle):
        words = [_word(word) for word in text.split()]
        if None in words:
            return _unreadable(text)
        parts.append(" ".join(word for word in words if word))
    if not parts[0] or not parts[1] or parts[1] in TURKIC:
        return Wrong("name_one_word")
    if sum(map(len, parts)) > LONGEST:
        return Wrong("name_too_long", params={"most": LONGEST})
    return Name(parts[0], parts[1], parts[2], doubt="initials" if "." in parts[1] else "")


def written(name: Name) -> str:
    """``name`` for one cell, so that `parse_name` reads it back: parts of several words are bound where they must."""
    text = str(name)
    if " " not in name.last and " " not in name.first:
        return text
    return text if parse_name(text) == name else " ".join(part.replace(" ", _BOUND) for part in _parts(name))


def _parts(name: Name) -> tuple[str, ...]:
    return (name.last, name.first, name.middle) if name.middle else (name.last, name.first)


def _of_bound_words(text: str) -> Name | None:
    """«Нгуен Тхи Тху», the last two bound by a blank that does not break.

    Word processors put such blanks elsewhere too: what would read oddly is left to the other rules.
    """
    parts = text.strip().split(" ")
    if "." in text or len(parts) not in (2, 3) or not all(part and part == part.strip() for part in parts):
        return None
    if _is_patronymic(parts[1].split()[-1]):
        return None
    name = _of_parts(parts[0], parts[1], parts[2] if len(parts) == 3 else "")
    return name if isinstance(name, Name) and (name.middle or len(parts) == 2) else None


def normal(name: Name) -> str:
    """The key of equal names: no case, ё as е, a hyphen as a blank."""
    return normal_words(str(name))


def normal_words(text: str) -> str:
    """`normal` of a name that stands as words."""
    # Four replacements: a seventh of the time of one translation, and asked for every row of a sheet.
    low = text.casefold().replace("-", " ").replace(".", " ").replace("'", "").replace("ё", "е")
    return " ".join(low.split())


def _of_two(last: str, first: str) -> Name | Wrong:
    if "." in last:
        if "." in first:
            return Wrong("name_one_word")
        return _with_initials(first, last)
    if "." in first:
        return _with_initials(last, first)
    if first in TURKIC:
        return Wrong("name_one_word")
    return Name(last, first)


def _with_initials(last: str, initials: str) -> Name:
    first, _dot, middle = initials.partition(".")
    return Name(last, f"{first}.", middle, doubt="initials")


def _of_others(words: list[str], text: str) -> Name | Wrong:
    if len(words) < 2:
        return Wrong("name_one_word" if words else "name_empty")
    if len(text) > LONGEST:
        return Wrong("name_too_long", params={"most": LONGEST})
    if words[-1] in TURKIC:
        *rest, father, particle = words
        middle = f"{father} {particle}"
    elif _is_patronymic(words[-1]) or "." in words[-1]:
        *rest, middle = words
    elif words[0].casefold() in _PREFIXES:  # «фон Берг Анна»
        rest, middle = words, ""
    else:
        return Wrong("name_many_words")
    if len(rest) < 2:
        return Wrong("name_one_word")
    return Name(" ".join(rest[:-1]), rest[-1], middle, doubt="initials" if "." in rest[-1] else "")


@lru_cache(maxsize=65_536)
def _is_patronymic(word: str) -> bool:
    return patronymic_gender(word) is not None


@lru_cache(maxsize=65_536)
def _word(word: str) -> str | None:
    """One word in its proper case, or nothing where it is no word of a name."""
    # The Turkish «İ» in small letters leaves a dot of its own behind, a sign that no name has.
    word = russian(unicodedata.normalize("NFC", word).replace("İ", "I").translate(_DASHES)).strip("-")
    letters = word.replace("-", "").replace("'", "").replace(".", "")
    if not letters.isalpha() or len(word) > LONGEST or is_mixed(word):
        return None
    if "." in word:
        return _initials(word)
    low = word.casefold()
    if low in TURKIC or low in _PREFIXES:
        return low
    return "-".join(_proper(part) for part in word.split("-") if part)


def _proper(part: str) -> str:
    if part.casefold() in TURKIC:
        return part.casefold()
    if part.isupper() or part.islower():
        return part.capitalize()
    # «МакГрегор», «О'Нил» keep their case; «иВАНОВ» does not.
    return part if part[:1].isupper() else part.capitalize()


def _initials(word: str) -> str | None:
    """«И.П.» or «И.»; a full name with a stray point loses it."""
    pieces = [piece for piece in word.split(".") if piece]
    if len(pieces) == 1 and len(pieces[0]) > 2:
        return _word(pieces[0])
    if len(pieces) > 2 or any(len(piece) > 2 for piece in pieces):
        return None
    return "".join(f"{_proper(piece)}." for piece in pieces)


def _closed(text: str) -> str:
    """«Петров - Водкин» with its hyphen between the parts."""
    text = text.translate(_DASHES)
    return "-".join(part.strip() for part in text.split("-")) if " -" in text or "- " in text else text


def _unreadable(text: str) -> Wrong:
    if len(text) > LONGEST:
        return Wrong("name_too_long", params={"most": LONGEST})
    if any(letter.isdigit() for letter in text):
        return Wrong("name_digits")
    if not _SEVERAL.isdisjoint(text):
        return Wrong("name_several")
    return Wrong("name_signs")
