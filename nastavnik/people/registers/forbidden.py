"""Numbers of identity papers that people paste into tables; they are never kept. Pure."""

from __future__ import annotations

import re

#: Cheap and first: nearly no cell has nine digits close to each other, or six and a word for a paper.
_has_many_digits = re.compile(r"\d[^\w\n]{0,3}(?:\d[^\w\n]{0,3}){4}\d").search
_SHAPES = re.compile(
    r"(?<!\d)(?:"
    r"\d{3}-\d{3}-\d{3}[ -]?\d{2}"  # СНИЛС
    r"|\d{2} ?\d{2}(?: ?№ ?| )\d{6}"  # a passport: series and number
    r"|\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}"  # a medical policy, a bank card
    r")(?!\d)"
    r"|\b[IVXLСУХ]{1,5}[ -]*[А-Я]{2} *№? *\d{6}(?!\d)"  # a certificate of birth
)
_BARE_ELEVEN = re.compile(r"(?<![\d+])\d{11}(?!\d)")
_SERIES = re.compile(r"\d{2} ?\d{2} \d{6}")
_PAPERS = ("снилс", "паспорт", "полис", "свидетельств", "загранпаспорт", "страховой номер")


def is_forbidden(text: str) -> bool:
    """Whether ``text`` holds a number of a СНИЛС, a passport, a certificate of birth, a policy or a card."""
    if not _has_many_digits(text):
        return False
    if _SHAPES.search(text):
        return True
    return names_paper(text) or any(_is_snils(digits) for digits in _BARE_ELEVEN.findall(text))


def names_paper(text: str) -> bool:
    low = text.casefold()
    for word in _PAPERS:  # noqa: SIM110 - twice as quick as `any`, and asked of every cell of contacts
        if word in low:
            return True
    return False


def is_like_telephone(number: str, digits: str) -> bool:
    """Whether ``number`` as typed, with its ``digits``, is not written like the number of a paper."""
    count = len(digits)
    if count == 11:
        return digits[0] in "78" and not (number[3:4] == number[7:8] == "-" and number[:3].isdecimal())
    return count < 16 and not (count == 10 and _SERIES.fullmatch(number))


def _is_snils(digits: str) -> bool:
    """By its two check digits; the sum of the first nine, each times its place from the right."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == int(digits[9:])
