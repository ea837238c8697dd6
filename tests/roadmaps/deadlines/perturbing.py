"""Ways in which a deadline gets spoilt on its way into a document, each keeping its meaning."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Spoil = Callable[[random.Random, str], str]

_LOOK_ALIKE = dict(zip("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX", strict=True))
_LONG_WORD = re.compile("[а-я]{7,}", re.IGNORECASE)


def latin_letters(chance: random.Random, text: str) -> str:
    places = [i for i, letter in enumerate(text) if letter in _LOOK_ALIKE]
    letters = list(text)
    for i in chance.sample(places, min(2, len(places))):
        letters[i] = _LOOK_ALIKE[letters[i]]
    return "".join(letters)


def other_dashes(chance: random.Random, text: str) -> str:
    return re.sub("[-–—]", lambda _: chance.choice("-–—‑−"), text)


def other_blanks(chance: random.Random, text: str) -> str:
    return re.sub(" ", lambda _: chance.choice([" ", "  ", "\u00a0", "\n", "\t", "\u2009"]), text)


def letter_case(chance: random.Random, text: str) -> str:
    return chance.choice([text.upper(), text.capitalize(), text.title()])


def yo(chance: random.Random, text: str) -> str:
    return text.replace("е", "ё", 1) if "ё" not in text else text.replace("ё", "е")


def soft_hyphen(chance: random.Random, text: str) -> str:
    return _LONG_WORD.sub(lambda word: word[0][:3] + "\u00ad" + word[0][3:], text)


def closing_mark(chance: random.Random, text: str) -> str:
    return text + chance.choice([".", ";", ",", " ", "\n"])


def no_blank_at_number(chance: random.Random, text: str) -> str:
    return _without_one(chance, text, r"(?<=\d) (?=[а-я])|(?<=[а-я]) (?=\d)")


def torn_word(chance: random.Random, text: str) -> str:
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    place = chance.randrange(word.start() + 3, word.end() - 2)
    return text[:place] + chance.choice([" ", "-\n", "\n"]) + text[place:]


def doubled_letter(chance: random.Random, text: str) -> str:
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    place = chance.randrange(words[0].start() + 1, words[0].end() - 1)
    return text[:place] + text[place] + text[place:]


def no_blank_between_words(chance: random.Random, text: str) -> str:
    return _without_one(chance, text, "(?<=[а-я]) (?=[а-я])")


def _without_one(chance: random.Random, text: str, blank: str) -> str:
    places = [found.start() for found in re.finditer(blank, text, re.IGNORECASE)]
    if not places:
        return text
    place = chance.choice(places)
    return text[:place] + text[place + 1 :]


# The share of spoilt deadlines that must still be read alike. Marks and letters are told for sure; a torn,
# mistyped or grown-together word can be one the grammar has never seen.
SURE: tuple[tuple[Spoil, float], ...] = (
    (latin_letters, 1.0),
    (other_dashes, 1.0),
    (other_blanks, 1.0),
    (letter_case, 1.0),
    (yo, 1.0),
    (soft_hyphen, 1.0),
    (closing_mark, 1.0),
    (no_blank_at_number, 1.0),
    (torn_word, 0.98),
    (doubled_letter, 0.98),
    (no_blank_between_words, 0.90),
)
