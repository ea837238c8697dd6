"""Numerals in the cases nomn, gent, datv, accs, ablt, loct."""

from __future__ import annotations

from nastavnik.documents.inflection.forms import Case

ONE = {
    "masc": ("один", "одного", "одному", "один", "одним", "одном"),
    "femn": ("одна", "одной", "одной", "одну", "одной", "одной"),
    "neut": ("одно", "одного", "одному", "одно", "одним", "одном"),
}
_TWO = ("двух", "двум")
TWO = {
    "masc": ("два", *_TWO, "два", "двумя", "двух"),
    "femn": ("две", *_TWO, "две", "двумя", "двух"),
    "neut": ("два", *_TWO, "два", "двумя", "двух"),
}


def _third(word: str) -> tuple[str, ...]:
    """пять, пятнадцать, двадцать: third declension."""
    stem = word[:-1]
    return (word, stem + "и", stem + "и", word, stem + "ью", stem + "и")


def _tens(word: str, first: str) -> tuple[str, ...]:
    """пятьдесят: both parts decline."""
    return (word, f"{first}идесяти", f"{first}идесяти", word, f"{first}ьюдесятью", f"{first}идесяти")


SIMPLE: dict[int, tuple[str, ...]] = {
    0: ("ноль", "ноля", "нолю", "ноль", "нолём", "ноле"),
    3: ("три", "трёх", "трём", "три", "тремя", "трёх"),
    4: ("четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх"),
    8: ("восемь", "восьми", "восьми", "восемь", "восемью", "восьми"),
    40: ("сорок", "сорока", "сорока", "сорок", "сорока", "сорока"),
    80: ("восемьдесят", "восьмидесяти", "восьмидесяти", "восемьдесят", "восемьюдесятью", "восьмидесяти"),
    90: ("девяносто", "девяноста", "девяноста", "девяносто", "девяноста", "девяноста"),
    **{5 + i: _third(word) for i, word in enumerate(("пять", "шесть", "семь"))},
    **{9 + i: _third(word) for i, word in enumerate(("девять", "десять", "одиннадцать", "двенадцать", "тринадцать"))},
    **{14 + i: _third(word) for i, word in enumerate(("четырнадцать", "пятнадцать", "шестнадцать", "семнадцать"))},
    18: _third("восемнадцать"),
    19: _third("девятнадцать"),
    20: _third("двадцать"),
    30: _third("тридцать"),
    **{50 + 10 * i: _tens(f"{first}ьдесят", first) for i, first in enumerate(("пят", "шест", "сем"))},
}


def _hundreds(word: str, stem: str) -> tuple[str, ...]:
    return (word, f"{stem}исот", f"{stem}истам", word, f"{stem}ьюстами", f"{stem}истах")


HUNDREDS: dict[int, tuple[str, ...]] = {
    1: ("сто", "ста", "ста", "сто", "ста", "ста"),
    2: ("двести", "двухсот", "двумстам", "двести", "двумястами", "двухстах"),
    3: ("триста", "трёхсот", "трёмстам", "триста", "тремястами", "трёхстах"),
    4: ("четыреста", "четырёхсот", "четырёмстам", "четыреста", "четырьмястами", "четырёхстах"),
    8: ("восемьсот", "восьмисот", "восьмистам", "восемьсот", "восемьюстами", "восьмистах"),
    **{n: _hundreds(f"{stem}ьсот", stem) for n, stem in ((5, "пят"), (6, "шест"), (7, "сем"), (9, "девят"))},
}

_KEYS = (
    ("nomn", "sing"), ("gent", "sing"), ("datv", "sing"), ("accs", "sing"), ("ablt", "sing"), ("loct", "sing"),
    ("gent", "plur"), ("datv", "plur"), ("ablt", "plur"), ("loct", "plur"),
)  # fmt: skip
_MASC = dict(zip(_KEYS, ("", "а", "у", "", "ом", "е", "ов", "ам", "ами", "ах"), strict=True))
_FEMN = dict(zip(_KEYS, ("а", "и", "е", "у", "ей", "е", "", "ам", "ами", "ах"), strict=True))


def _scale(stem: str, endings: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    return {key: stem + ending for key, ending in endings.items()}


SCALES = (
    (10**12, (_scale("триллион", _MASC), "masc")),
    (10**9, (_scale("миллиард", _MASC), "masc")),
    (10**6, (_scale("миллион", _MASC), "masc")),
    (10**3, (_scale("тысяч", _FEMN), "femn")),
)

_UNITS = "первый второй третий четвёртый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый"
_TEENS = "тринадцатый четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый"
_ROUND = "двадцатый тридцатый сороковой пятидесятый шестидесятый семидесятый восьмидесятый девяностый"
_HUNDREDTH = "сотый двухсотый трёхсотый четырёхсотый пятисотый шестисотый семисотый восьмисотый девятисотый"
ORDINALS: dict[int, str] = {
    **dict(enumerate(f"{_UNITS} {_TEENS}".split(), start=1)),
    **{20 + 10 * i: word for i, word in enumerate(_ROUND.split())},
    **{100 * i: word for i, word in enumerate(_HUNDREDTH.split(), start=1)},
}
ORDINAL_STEMS = ("", "", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти")

# Nouns that are counted by other forms than they decline by.
UNLIKE_NOUNS: dict[str, dict[tuple[Case, str], str]] = {
    "человек": {("gent", "plur"): "человек"},
    "год": {("gent", "plur"): "лет"},
    "ребенок": {
        ("gent", "plur"): "детей",
        ("datv", "plur"): "детям",
        ("ablt", "plur"): "детьми",
        ("loct", "plur"): "детях",
    },
}
