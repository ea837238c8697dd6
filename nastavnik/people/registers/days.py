"""Days and births as people and programs write them. Pure.

A table gives them as text («17.05.2012», «17 мая 2012 г.», «май 2012», «2012»), as ISO, or as the serial number that
a spreadsheet keeps for a day. Nothing for what is no day.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

_ZERO = dt.date(1899, 12, 30)
#: Serial numbers that are taken for a day: 1927 to 2064. Smaller ones are years, amounts or ages.
_SERIALS = range(10_000, 60_000)
_YEARS = range(1800, 2201)
_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {"ма": 5, "май": 5, "мая": 5}
_PASSED_OVER = frozenset({"г", "гг", "год", "года", "году", "р", "рождения", "гр", "от", "с"})
_SIGNS = str.maketrans(dict.fromkeys("./,-–—\\'’\"«»()\xa0", " "))


class Birth(NamedTuple):
    """What is known of it; with ``day`` everything is."""

    year: int
    month: int | None = None
    day: dt.date | None = None

    def to_json(self) -> dict[str, int | str | None]:
        return {"year": self.year, "month": self.month, "date": self.day.isoformat() if self.day else None}

    @classmethod
    def of(cls, data: dict[str, int | str | None]) -> Birth:
        day = data.get("date")
        month = data.get("month")
        return cls(
            int(data["year"] or 0),
            None if month is None else int(month),
            dt.date.fromisoformat(str(day)) if day else None,
        )

    @classmethod
    def on(cls, day: dt.date) -> Birth:
        return cls(day.year, day.month, day)


def day_of(cell: str | int | float, *, today: dt.date) -> dt.date | None:
    found = _read(cell, today)
    return found.day if found else None


def birth_of(cell: str | int | float, *, today: dt.date) -> Birth | None:
    return _read(cell, today)


def _read(cell: str | int | float, today: dt.date) -> Birth | None:
    if not isinstance(cell, str):
        return _of_number(cell)
    text = cell.strip()
    if len(text) > 60:
        return None
    try:
        if text[4:5] == "-" and len(text) >= 10:
            return Birth.on(dt.date.fromisoformat(text[:10])) if text[10:11] in ("", " ", "T") else None
        if text[2:3] == "." and text[5:6] == "." and len(text) == 10:
            return Birth.on(dt.date(int(text[6:]), int(text[3:5]), int(text[:2])))
        return _of_words(text, today)
    except ValueError:
        return None


def _of_number(number: float) -> Birth | None:
    whole = int(number)
    if whole in _SERIALS:
        return Birth.on(_ZERO + dt.timedelta(days=whole))
    return Birth(whole) if whole == number and whole in _YEARS else None


def _of_words(text: str, today: dt.date) -> Birth | None:
    """Raises: ValueError: there is no such day."""
    numbers: list[str] = []
    month = None
    for word in _parts(text.casefold().translate(_SIGNS)):
        if word.isdecimal() and word.isascii():
            numbers.append(word)
        elif word in _PASSED_OVER:
            continue
        elif month is None and (found := _month(word)):
            month = found
        elif ":" in word:  # a time of day behind the day
            break
        else:
            return None
    if month is not None:
        if len(numbers) == 1:
            return Birth(_year(numbers[0], today), month)
        if len(numbers) == 2:
            return Birth.on(dt.date(_year(numbers[1], today), month, int(numbers[0])))
        return None
    return _of_numbers(numbers, today)


def _of_numbers(numbers: list[str], today: dt.date) -> Birth | None:
    match numbers:
        case [year] if len(year) == 5:
            return _of_number(int(year))
        case [year] if len(year) == 4:
            return Birth(int(year)) if int(year) in _YEARS else None
        case [month, year] if len(year) == 4 and 1 <= int(month) <= 12:
            return Birth(int(year), int(month))
        case [year, month, day] if len(year) == 4:
            return Birth.on(dt.date(int(year), int(month), int(day)))
        case [day, month, year] if len(day) <= 2 and len(month) <= 2 and len(year) in (2, 4):
            return Birth.on(dt.date(_year(year, today), int(month), int(day)))
    return None


def _parts(text: str) -> list[str]:
    """Words; «2012г» falls into a number and a word."""
    found: list[str] = []
    for word in text.split():
        digits = len(word) - len(word.lstrip("0123456789"))
        found += [part for part in (word[:digits], word[digits:]) if part] if ":" not in word else [word]
    return found


def _month(word: str) -> int | None:
    if word.startswith(("мая", "май", "мае")) and len(word) <= 4:
        return 5
    for number, beginning in enumerate(_MONTHS, 1):
        if number != 5 and (word.startswith(beginning) or (len(word) in (3, 4) and beginning.startswith(word))):
            return number
    return None


def _year(text: str, today: dt.date) -> int:
    """Raises: ValueError: no year."""
    year = int(text)
    if len(text) == 2:
        return 2000 + year if year <= today.year % 100 else 1900 + year
    if year not in _YEARS:
        raise ValueError(text)
    return year
