"""Dates and school years as documents write them."""

from __future__ import annotations

from datetime import date

from nastavnik.documents.inflection.forms import Case
from nastavnik.documents.inflection.numerals import ordinal_in_words

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
_NOBREAK = "\N{NO-BREAK SPACE}"
_YEAR: dict[Case, str] = {
    "nomn": "год", "gent": "года", "datv": "году", "accs": "год", "ablt": "годом", "loct": "году",
}  # fmt: skip
_SCHOOL: dict[Case, str] = {
    "nomn": "учебный",
    "gent": "учебного",
    "datv": "учебному",
    "accs": "учебный",
    "ablt": "учебным",
    "loct": "учебном",
}


def date_text(day: date) -> str:
    """«15 октября 2026 г.», with spaces that do not break."""
    return _NOBREAK.join((str(day.day), MONTHS[day.month - 1], str(day.year), "г."))


def date_in_words(day: date, case: Case = "nomn") -> str:
    """«пятнадцатое октября две тысячи двадцать шестого года»; the day alone takes the case."""
    year = ordinal_in_words(day.year, "gent")
    return f"{ordinal_in_words(day.day, case, 'neut')} {MONTHS[day.month - 1]} {year} года"


def school_year(first: int, case: Case = "nomn") -> str:
    """The school year that begins in ``first``: «2026/2027 учебный год»."""
    return f"{first}/{first + 1} {_SCHOOL[case]} {_YEAR[case]}"


def year_in_words(year: int, case: Case = "nomn") -> str:
    """«две тысячи двадцать шестой год»."""
    return f"{ordinal_in_words(year, case)} {_YEAR[case]}"
