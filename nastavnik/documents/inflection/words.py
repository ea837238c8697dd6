"""One word and the dictionary: the only door to pymorphy3, opened by the first word that needs it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_KEPT_WORDS = 50_000
# Longer words are not words; the dictionary's guesses about them take long and are worth nothing.
LONGEST = 60
NOBREAK_HYPHEN = "\N{NON-BREAKING HYPHEN}"
# Some systems part "й" and "ё" into a letter and its mark.
_PARTED = (("и\u0306", "й"), ("И\u0306", "Й"), ("е\u0308", "ё"), ("Е\u0308", "Ё"))
_GENDERS = ("masc", "femn", "neut")


class Reading(NamedTuple):
    """One way to read a word: its part of speech and grammemes, with the dictionary's own handle."""

    pos: str
    case: str
    gender: str
    number: str
    grammemes: frozenset[str]
    is_known: bool
    handle: Any

    @property
    def is_adjective(self) -> bool:
        return self.pos in ("ADJF", "PRTF")

    @property
    def is_noun(self) -> bool:
        return self.pos == "NOUN"

    def inflect(self, grammemes: AbstractSet[str]) -> str | None:
        """The lower-case form, or None where the dictionary has none."""
        if self.handle is None:
            return None
        found = self.handle.inflect(set(grammemes))
        return None if found is None else str(found.word)


@cache
def _analyzer() -> Any:
    import pymorphy3
    import pymorphy3_dicts_ru

    # The path is given so that the dictionary is found without the entry points of installed packages.
    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru")


@lru_cache(maxsize=_KEPT_WORDS)
def readings(word: str) -> tuple[Reading, ...]:
    """Every reading of ``word``, the likeliest first; none for what is no Russian word."""
    if not word or len(word) > LONGEST or not is_cyrillic(word):
        return ()
    return tuple(_reading(parse) for parse in _analyzer().parse(word.lower()))


def is_cyrillic(word: str) -> bool:
    return all("а" <= letter <= "я" or letter in "ё-" for letter in word.lower())


def _reading(parse: Any) -> Reading:
    tag = parse.tag
    gender = "ms-f" if "ms-f" in tag.grammemes else next((one for one in _GENDERS if one in tag.grammemes), "")
    return Reading(
        str(tag.POS or ""),
        str(tag.case or ""),
        gender,
        str(tag.number or ""),
        tag.grammemes,
        # More than one step means that a part of the word was guessed away, as "цечо" before "ева".
        [type(step[0]).__name__ for step in parse.methods_stack] == ["DictionaryAnalyzer"],
        parse,
    )


@lru_cache(maxsize=_KEPT_WORDS)
def inflected(reading: Reading, grammemes: frozenset[str]) -> str | None:
    return reading.inflect(grammemes)


def composed(text: str) -> str:
    for parted, letter in _PARTED:
        text = text.replace(parted, letter)
    return text


def like(sample: str, form: str) -> str:
    """``form`` written as ``sample`` is: its capitals, and "е" where it does without "ё"."""
    written = []
    for ours, theirs in zip(sample, form, strict=False):
        if folded(ours) != folded(theirs):
            break
        letter = ours if folded(theirs) == ours.lower() else theirs
        written.append(letter.upper() if ours.isupper() else letter)
    rest = form[len(written) :]
    if len(sample) > 1 and sample.isupper():
        rest = rest.upper()
    elif not written and sample[:1].isupper():
        rest = rest.capitalize()
    return "".join(written) + rest


def folded(word: str) -> str:
    """``word`` for comparing: small letters, "е" for "ё", a plain hyphen for one that does not break."""
    return word.lower().replace("ё", "е").replace(NOBREAK_HYPHEN, "-")
