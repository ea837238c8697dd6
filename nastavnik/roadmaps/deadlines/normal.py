"""One spelling for what writers spell in many ways: dashes, blanks, letter case, ё, look-alike letters."""

import re
import unicodedata

_DASHES = "‐‑‒–—―−⁃﹘﹣－~"
_DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0301"
_ONE_TO_ONE = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys("«»„“”‟‘’‚‹›`", '"'),
        "ё": "е",
        "№": "#",
        "¬": "-",
        "ӏ": "і",
        **dict.fromkeys("\t\n\r\v\f\x85", " "),
    }
)
_DROP = str.maketrans("", "", _DROPPED)
# Latin letters that look like Cyrillic ones, small letters and capitals made small.
_LOOK_ALIKE = str.maketrans("aceopxykmthbrn", "асеорхукмтнвгп")
_CYRILLIC = re.compile("[а-я]")
_LATIN = re.compile("[a-z]")
_MIXED = re.compile("[a-zа-я]+")
# «О1.09», «З0 октября», «l5 мая»: a letter where a digit belongs.
_LETTER_FOR_ZERO = re.compile(r"\b[оo](?=\d)|(?<=\d)[оo](?=[\d.]|\b)")
_LETTER_FOR_DIGIT = re.compile(r"\b[зl](?=\d[\s.])")
_MARKUP = re.compile(r"</?[a-z][^<>]*>")


def normal(text: str) -> str:
    """``text`` in the one spelling the tokens are cut from."""
    if not text.isascii():
        text = text.replace("№", "#")
        text = unicodedata.normalize("NFKC", text).translate(_DROP)
    text = text.lower().translate(_ONE_TO_ONE)
    return _repaired(text)


def normal_with_places(text: str) -> tuple[str, list[int]]:
    """`normal`, and for each of its characters the place in ``text`` it comes from, plus one for the end."""
    clusters: list[tuple[int, str]] = []
    for place, character in enumerate(text):
        if clusters and unicodedata.combining(character):
            clusters[-1] = (clusters[-1][0], clusters[-1][1] + character)
        else:
            clusters.append((place, character))
    letters: list[str] = []
    places: list[int] = []
    for place, cluster in clusters:
        spelled = cluster
        if not cluster.isascii():
            spelled = unicodedata.normalize("NFKC", cluster.replace("№", "#")).translate(_DROP)
        spelled = spelled.lower().translate(_ONE_TO_ONE)
        letters.append(spelled)
        places.extend([place] * len(spelled))
    return _repaired("".join(letters)), [*places, len(text)]


def cyrillic(word: str) -> str:
    """The word with its Latin look-alikes made Cyrillic."""
    return word.translate(_LOOK_ALIKE)


def _repaired(text: str) -> str:
    """Mend letters and digits that stand for each other. Keeps the length."""
    if "<" in text:
        text = _MARKUP.sub(lambda found: " " * len(found[0]), text)
    if _LATIN.search(text):
        text = _MIXED.sub(_as_cyrillic_if_mixed, text)
    text = _LETTER_FOR_ZERO.sub("0", text)
    return _LETTER_FOR_DIGIT.sub(lambda found: "3" if found[0] == "з" else "1", text)


def _as_cyrillic_if_mixed(found: re.Match[str]) -> str:
    word = found[0]
    return cyrillic(word) if _CYRILLIC.search(word) and not _starts_with_roman(word) else word


def _starts_with_roman(word: str) -> bool:
    """«ivквартал»: a Roman number grown together with its noun keeps its letters."""
    return word[0] in "ivl" and _CYRILLIC.match(word.lstrip("ivl")) is not None
