"""Dates, periods and numbers as the interface writes them; parts that belong together never break apart."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from nastavnik.people.registers.contacts import with_phones

NBSP = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"


def phones(text: str) -> str:
    """+7 900 123-45-67 wherever a Russian number stands in ``text``."""
    return with_phones(text, NBSP)


def day(date: dt.date | dt.datetime) -> str:
    """15 октября 2026"""
    return _glued(date_format(_local(date), "DATE_FORMAT"))


def moment(at: dt.datetime) -> str:
    """15 октября 2026, 14:05"""
    return _glued(date_format(_local(at), "DATETIME_FORMAT")).replace(f",{NBSP}", ", ")


def period(start: dt.date | None, end: dt.date | None) -> str:
    """15–20 октября 2026 · октябрь–декабрь 2026 · 2026/27 учебный год · с 15 октября 2026; "" without dates."""
    if start is None or end is None:
        return _open_period(start, end)
    if start == end:
        return day(start)
    if (start.month, start.day, end.month, end.day) == (9, 1, 8, 31) and end.year == start.year + 1:
        return _glued(_("school year %(start)s/%(end)s") % {"start": start.year, "end": f"{end.year % 100:02}"})
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        return _months(start, end)
    if start.year != end.year:
        return f"{day(start)} {DASH} {day(end)}"
    if start.month != end.month:
        return f"{_glued(date_format(start, 'MONTH_DAY_FORMAT'))} {DASH} {day(end)}"
    return f"{start.day}{DASH}{day(end)}"


def number(value: float | Decimal | int, places: int | None = None) -> str:
    """12 345 or 87,5"""
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True).replace(" ", NBSP)


def percent(value: float | Decimal | int, places: int = 0) -> str:
    """87,5 %: a share already in percent"""
    return f"{number(value, places)}{NBSP}%"


def _open_period(start: dt.date | None, end: dt.date | None) -> str:
    if start is not None:
        return _glued(_("from %(date)s") % {"date": day(start)})
    if end is not None:
        return _glued(pgettext("deadline", "by %(date)s") % {"date": day(end)})
    return ""


def _months(start: dt.date, end: dt.date) -> str:
    if start.year != end.year:
        return f"{_month(start)}{NBSP}{start.year} {DASH} {_month(end)}{NBSP}{end.year}"
    if (start.month, end.month) == (1, 12):
        return _glued(_("year %(year)s") % {"year": start.year})
    if start.month == end.month:
        return f"{_month(start)}{NBSP}{start.year}"
    return f"{_month(start)}{DASH}{_month(end)}{NBSP}{end.year}"


def _month(date: dt.date) -> str:
    name = date_format(date, "F")
    # Russian months stand inside a sentence in small letters; Django's catalogue has them as headings.
    return name.lower() if (get_language() or "").startswith("ru") else name


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _glued(text: str) -> str:
    return text.replace(" ", NBSP)
