"""State numbers of organisations: ОГРН (13 or 15 digits) and ИНН (10 or 12 digits), with their check digits.

Pure. Sources: order of the Ministry of Finance 165н of 30.10.2017 (ОГРН, ОГРНИП), order of the tax service
ЕД-7-14/559@ of 26.06.2025 and its forerunners (ИНН).
"""

from __future__ import annotations

import re

_NOT_DIGITS = re.compile(r"[\s\u00a0\-]+")
_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, *_INN_10)
_INN_12 = (3, *_INN_11)


def digits(text: str) -> str:
    """``text`` without the blanks and hyphens that people put between groups of digits."""
    return _NOT_DIGITS.sub("", text)


def is_ogrn(number: str) -> bool:
    """A legal entity has 13 digits, an entrepreneur 15; the last is that of the rest modulo 11 or 13."""
    if not _decimal(number) or len(number) not in (13, 15):
        return False
    rest = int(number[:-1]) % (len(number) - 2)
    return rest % 10 == int(number[-1])


def is_inn(number: str) -> bool:
    """A number of a legal entity (10 digits, one of them a check digit) or of a person (12, two of them)."""
    if not _decimal(number):
        return False
    if len(number) == 10:
        return _inn_digit(number, _INN_10) == int(number[9])
    if len(number) == 12:
        return _inn_digit(number, _INN_11) == int(number[10]) and _inn_digit(number, _INN_12) == int(number[11])
    return False


def _inn_digit(number: str, weights: tuple[int, ...]) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False)) % 11 % 10


def _decimal(number: str) -> bool:
    # isdecimal alone accepts the digits of every script.
    return number.isascii() and number.isdecimal()
