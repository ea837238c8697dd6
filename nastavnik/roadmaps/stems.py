"""Russian words without their endings, after the Snowball algorithm for Russian."""

from __future__ import annotations

import re
from functools import lru_cache

_VOWEL = "аеиоуыэюя"
_RV = re.compile(f"[{_VOWEL}]")
_REGION = re.compile(f"[{_VOWEL}][^{_VOWEL}]")
_GERUND = re.compile(r"(?:(?<=[ая])(?:вшись|вши|в)|(?:ив|ыв)(?:шись|ши)?)$")
_REFLEXIVE = re.compile(r"с[яь]$")
_ADJECTIVE = re.compile(
    r"(?:(?:(?<=[ая])(?:ем|нн|вш|ющ|щ)|ивш|ывш|ующ)?(?:ее|ие|ые|ое|ими|ыми|ей|ий|ый|ой|ем|им|ым|ом|его|ого|ему|ому"
    r"|их|ых|ую|юю|ая|яя|ою|ею))$"
)
_VERB = re.compile(
    r"(?:(?<=[ая])(?:ла|на|ете|йте|ли|й|л|ем|н|ло|но|ет|ют|ны|ть|ешь|нно)|ила|ыла|ена|ейте|уйте|ите|или|ыли|ей|уй|ил|ыл"
    r"|им|ым|ен|ило|ыло|ено|ят|ует|уют|ит|ыт|ены|ить|ыть|ишь|ую|ю)$"
)
_NOUN = re.compile(
    r"(?:иями|ями|ами|иях|ией|иям|ием|ях|ах|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ию|ью|ия|ья|а|е|и|й|о|у|ы|ь|ю|я)$"
)
_DERIVED = re.compile(r"ость?$")
_SUPERLATIVE = re.compile(r"ейше?$")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a word in lower case with е for ё: «наставников» and «наставнику» give one."""
    found = _RV.search(word)
    if found is None:
        return word
    head, rest = word[: found.end()], word[found.end() :]
    cut = _GERUND.sub("", rest)
    if cut == rest:
        rest = _REFLEXIVE.sub("", rest)
        for ending in (_ADJECTIVE, _VERB, _NOUN):
            cut = ending.sub("", rest)
            if cut != rest:
                break
    rest = cut.removesuffix("и")
    # A suffix of derivation goes only from the far part of a long word, so that «гость» stays a guest.
    region = _REGION.search(rest)
    far = _REGION.search(rest, region.end()) if region else None
    if far is not None:
        rest = rest[: far.end()] + _DERIVED.sub("", rest[far.end() :])
    rest = _SUPERLATIVE.sub("", rest)
    rest = rest[:-1] if rest.endswith("нн") else rest.removesuffix("ь")
    return head + rest
