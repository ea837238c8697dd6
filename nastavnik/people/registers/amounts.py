"""Numbers, ages and hours as people write them. Pure."""

from __future__ import annotations

import re
from typing import Any

from nastavnik.people.registers.wrong import Wrong

AGES = range(5, 100)
MOST_HOURS_A_WEEK = 60.0
_WEEKS_IN_MONTH, _WEEKS_IN_YEAR = 4.0, 34.0  # of a school: four in a month, 34 in a year
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_BEHIND_NUMBER = frozenset({"", "год", "года", "лет", "г", "г.", "чел", "чел.", "человек", "человека", "пара"})
_TIMES = re.compile(r"(\d+)(?:\s*[-–—]\s*\d+)?\s*раза?\b")
_WORDS = str.maketrans("–—−", "---")
_MINUTES = 60


def int_of(text: str) -> int | Wrong:
    found = decimal_of(text)
    if isinstance(found, Wrong) or found != int(found):
        return Wrong("int_shape")
    return int(found)


def decimal_of(text: str) -> float | Wrong:
    """«3», «3,5», «3 года»; «1 год 6 месяцев» is one and a half."""
    low = text.casefold()
    numbers = _NUMBER.findall(low)
    rest = _NUMBER.sub(" ", low).split()
    if len(numbers) == 1 and all(word in _BEHIND_NUMBER for word in rest):
        value = float(numbers[0].replace(",", "."))
    elif len(numbers) == 1 and all(word.startswith("мес") for word in rest):
        value = round(int(float(numbers[0].replace(",", "."))) / 12, 1)
    elif len(numbers) == 2 and len(rest) == 2 and rest[0] in _BEHIND_NUMBER and rest[1].startswith("мес"):
        value = round(float(numbers[0].replace(",", ".")) + float(numbers[1].replace(",", ".")) / 12, 1)
    else:
        return Wrong("number_shape")
    return value if value <= 1_000 else Wrong("number_shape")


def range_of(text: str) -> list[int | None] | Wrong:
    """«12–14 лет», «от 12 до 14», «с 12», «до 14», «14+»."""
    low = text.casefold().translate(_WORDS)
    if low[4:5] == "-" and low[7:8] == "-" and low[:4].isdecimal():
        return Wrong("range_is_date")
    if "класс" in low or "кл." in low:
        return Wrong("range_of_classes")
    numbers = [int(number) for number in re.findall(r"\d+", low)]
    if not numbers or len(numbers) > 2 or any(number not in AGES for number in numbers):
        return Wrong("range_shape")
    if len(numbers) == 2:
        low_end, high_end = numbers
        return [low_end, high_end] if low_end <= high_end else Wrong("range_shape")
    only = numbers[0]
    if "до" in low.split() or low.startswith("до"):
        return [None, only]
    is_open = "+" in low or "от" in low.split() or "с" in low.split() or "старше" in low
    return [only, None] if is_open else [only, only]


def hours_of(text: str) -> dict[str, Any]:
    """{"text", "per_week"}; hours a week only where the words leave no doubt, of two numbers the smaller one."""
    return {"text": text, "per_week": _per_week(text.casefold().translate(_WORDS))}


def _per_week(low: str) -> float | None:
    weeks = _weeks(low)
    if weeks is None:
        return None
    times = 1
    if found := _TIMES.search(low):
        times = int(found[1])
        low = low[: found.start()] + low[found.end() :]
    amount = _hours(low)
    if amount is None:
        return None
    per_week = round(amount * times / weeks, 2)
    return per_week if 0 < per_week <= MOST_HOURS_A_WEEK else None


def _weeks(low: str) -> float | None:
    """How many weeks the amount is for; a bare number is hours a week, as the form has it."""
    for word, weeks in (("недел", 1.0), ("нед", 1.0), ("месяц", _WEEKS_IN_MONTH), ("мес", _WEEKS_IN_MONTH),
                        ("год", _WEEKS_IN_YEAR), ("день", None), ("полугод", None), ("четверт", None)):  # fmt: skip
        if word in low:
            return weeks
    return 1.0 if not any(map(str.isalpha, low)) else None


def _hours(low: str) -> float | None:
    numbers = _NUMBER.findall(low)
    if not numbers:
        return 1.0 if "час" in low and "полчаса" not in low else 0.5 if "полчаса" in low else None
    amount = min(float(number.replace(",", ".")) for number in numbers[:2])
    if "мин" in low:
        return amount / _MINUTES if "час" not in low else None
    return amount if "ч" in low or not any(map(str.isalpha, low)) else None
