"""Which of the encodings met in Russian offices the bytes are in, and whether they are text at all."""

from __future__ import annotations

import codecs
from itertools import pairwise

from nastavnik.roadmaps.reader.refusals import Unreadable

_COMMON = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The text of a file. Refuses binary junk and files cut in the middle of nowhere."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(data.decode(name, "replace"))
    wide = _wide(data[:4000])
    if wide:
        return _checked(data.decode(wide, "replace"))
    text = data.decode("utf-8", "replace")
    # A few bad bytes in a text that is plainly UTF-8 are damage, not another encoding.
    if text.count("\ufffd") * 20 <= sum("а" <= letter.lower() <= "я" for letter in text):
        return _checked(text)
    return _checked(max((data.decode(name, "replace") for name in ("cp1251", "koi8-r", "cp866")), key=_russian))


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte is that of Latin (0) or Cyrillic (4)."""
    if len(head) < 4:
        return None
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if high.count(0) + high.count(4) > len(high) * 0.9:
            return name
    return None


def _russian(text: str) -> float:
    """How much it looks like Russian: common small letters for, box drawing and mixed case inside words against."""
    sample = text[:20_000]
    common = sum(letter in _COMMON for letter in sample)
    odd = sum("\u2500" <= letter <= "\u259f" or letter == "\ufffd" for letter in sample)
    swapped = sum(a.islower() and b.isupper() for a, b in pairwise(sample))
    return common - 3 * odd - 3 * swapped


def _checked(text: str) -> str:
    sample = text[:50_000]
    control = sum((letter < " " and letter not in "\t\r\n\f\x0b") or letter == "\ufffd" for letter in sample)
    if control > max(4, len(sample) // 100):
        raise Unreadable("damaged", "внутри не текст")
    letters = sum(letter.isalpha() for letter in sample)
    if letters and letters < len(sample) // 12 and len(sample) > 400:
        raise Unreadable("damaged", "внутри не текст")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x00", "")
