"""The grammar of deadlines on one core: different expressions, and the same ones again."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterable
from itertools import product

from bench import Measure
from nastavnik.roadmaps.deadlines import Period, read_deadline

MONTHS = ("сентября", "октября", "ноября", "декабря", "января", "февраля", "марта", "апреля", "мая", "июня")
NAMES = ("сентябрь", "октябрь", "ноябрь", "декабрь", "январь", "февраль", "март", "апрель", "май", "июнь")
DIFFERENT, REPEATED = 5000, 20000
YEAR = Period.parse("2026-09-01..2027-08-31")


def measures() -> Iterable[Measure]:
    expressions = list(dict.fromkeys(_expressions()))
    versions = f"Python {platform.python_version()}"
    yield Measure("grammar, different expressions", _speed(expressions), "per s", ">=", DIFFERENT, versions)
    yield Measure("grammar, expressions met before", _speed(expressions), "per s", ">=", REPEATED, versions)


def _speed(expressions: list[str]) -> float:
    begin = time.process_time()
    for expression in expressions:
        read_deadline(expression, YEAR)
    return len(expressions) / (time.process_time() - begin)


def _expressions() -> Iterable[str]:
    """Some thousands of wordings of every class, no two alike."""
    for day, month in product(range(1, 29), MONTHS):
        yield f"до {day} {month}"
        yield f"{day} {month} 2026 г."
        yield f"не позднее {day} {month} 2027 года"
        yield f"ежегодно до {day} {month}"
        yield f"до {day} {month}, далее – ежегодно"
        yield f"с 1 по {day} {month}"
    for first, second in product(NAMES, NAMES):
        yield f"{first} – {second}"
        yield f"{first}, {second} 2026 г."
        yield f"{first} - {second} 2027"
        yield f"ежегодно ({first}, {second})"
    for count, unit in product(range(1, 9), ("месяц", "квартал", "четверть", "год", "полугодие", "неделю")):
        yield f"{count} раз в {unit}"
        yield f"не реже {count} раз в {unit}"
    yield from ("постоянно", "в течение года", "по запросу", "по мере необходимости", "по отдельному графику")
