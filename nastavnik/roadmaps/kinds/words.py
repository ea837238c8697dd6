"""The words of a line as the model of kinds compares them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[а-яa-z]+(?:\d+)?")
# «Целевая модель наставничества» stands in every second line and tells nothing of the work: one word for it.
_MODEL = re.compile(
    r"(?:методологи[а-я]+ )?\(?(?:системы? )?\(?(?:целев[а-я]+ модел[а-я]+|методологи[а-я]+)\)? наставничества"
    r"(?: обучающихся| педагогических работников)?|\bецмн\b|\bцмн\b"
)
_ENDING = re.compile(
    r"(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ией|иях|иям|ения|ение|ений|ению|ением|ания|ание|аний|анию|анием|ость"
    r"|ости|ать|ить|еть|ых|их|ый|ий|ой|ая|яя|ое|ее|ые|ие|ам|ям|ах|ях|ов|ев|ей|ом|ем|ую|юю|ии|ия|ию|а|я|о|е|ы|и|у|ю|ь)$"
)
# One string: thirty pairs of quotes would hide the words.
_SMALL = """
и в во на по с со о об от для при из к а или у за том числе их его не как что под через также этом это
"""
_EMPTY = frozenset(_SMALL.split())


def words_of(text: str) -> tuple[str, ...]:
    """Words in their order, in lower case, ё as е, the target model under one name."""
    plain = text.replace("\u00ad", "").lower().replace("ё", "е").replace("\u00a0", " ")
    return tuple(_WORD.findall(_MODEL.sub(" цмн ", " ".join(plain.split()))))


def telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the small words that stand between those that tell."""
    return tuple(word for word in words if word not in _EMPTY)


def stem(word: str) -> str:
    """The word without its ending: rough, short, the same for most forms of a word."""
    if len(word) < 5:
        return word
    return _ENDING.sub("", word) if len(word) < 7 else _ENDING.sub("", _ENDING.sub("", word))[:9]


def stems_of(words: tuple[str, ...]) -> list[str]:
    return [stem(word) for word in telling(words)]
