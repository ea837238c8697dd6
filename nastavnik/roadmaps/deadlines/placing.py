"""Units of the calendar laid on real days: the year that words leave out is taken from the plan's period.

The rules are those of a school's paper year: September to December belong to the first year of a school
plan, January to August to the second; quarters stay calendar quarters; halves and terms are the school's.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.pieces import Unit
from nastavnik.roadmaps.deadlines.windows import DAY, Window, Windows, month_end, months, overlap


class Placed(NamedTuple):
    """The likeliest window, other honest ones, and whether experts could differ."""

    window: Window
    others: Windows = ()
    doubtful: bool = False


_TERMS = {1: (9, 10), 2: (11, 12), 3: (1, 3), 4: (4, 5)}
_TRIMESTERS = {1: (9, 11), 2: (12, 2), 3: (3, 5)}
_HOLIDAYS = {9: ((10, 28), (11, 5)), 12: ((12, 30), (1, 8)), 3: ((3, 24), (3, 31)), 6: ((6, 1), (8, 31))}
_FIRST_SCHOOL_MONTH = 9
_NEEDS_MONTH = ("decade", "half_month", "numbers", "week")
_LONG_DAYS = 85  # from a quarter on, beginnings and ends are months; below, ten days


def place(unit: Unit, period: Period, not_before: date | None = None) -> Placed | None:
    """Lay ``unit`` on the calendar; None when no calendar has it."""
    if unit.year:
        return in_year(unit, _calendar_year(unit), period)
    if unit.noun == "plan_year" and not unit.shift:
        return _plan_year(period)
    if unit.shift:
        return _shifted(unit, period)
    if not_before:
        years = range(not_before.year - 1, not_before.year + 3)
        later = (placed for year in years if (placed := in_year(unit, year, period)))
        return next((placed for placed in later if placed.window[1] >= not_before), None)
    candidates = [placed for year in _years(period) if (placed := in_year(unit, year, period))]
    return _fitting(candidates, period)


def _years(period: Period) -> Iterator[int]:
    """Years to try: those of the plan, then its neighbours."""
    first, last = period.start.year, period.end.year
    yield from range(first, last + 1)
    if first > 1:
        yield first - 1
    if last < 9998:
        yield last + 1


def _fitting(candidates: list[Placed], period: Period) -> Placed | None:
    """The first that begins in the plan, else the first that touches it, else the nearest, which is doubtful."""
    for placed in candidates:
        if period.start <= placed.window[0] <= period.end:
            return _with_other_august(placed, candidates, period)
    for placed in candidates:
        if overlap(placed.window, period.window):
            return placed
    if not candidates:
        return None
    nearest = min(candidates, key=lambda placed: _distance(placed.window, period))
    return nearest._replace(doubtful=True)


def _distance(window: Window, period: Period) -> int:
    return (period.start - window[1]).days if window[1] < period.start else (window[0] - period.end).days


def _with_other_august(placed: Placed, candidates: list[Placed], period: Period) -> Placed:
    """A lone August of a school plan may be the one before the year begins."""
    if placed.window[0].month != 8 or not period.follows_school or placed.window[1].month != 8:
        return placed
    before = [
        other.window
        for other in candidates
        if other.window[0].year == period.start.year and other.window[0].month == 8
    ]
    return placed._replace(others=(*placed.others, *before), doubtful=True) if before else placed


def _calendar_year(unit: Unit) -> int:
    """The calendar year a unit begins in, when the year named with it is a school year."""
    later = {"half": (2, -1), "semester": (2, -1), "term": (3, 4, -1), "quarter": (1, 2, 3), "trimester": (3, -1)}
    return unit.year + 1 if unit.school and unit.n in later.get(unit.noun, ()) else unit.year


def _shifted(unit: Unit, period: Period) -> Placed | None:
    """«следующего года»: the calendar year after the one the plan begins in; for school years, the next one."""
    base = period.start.year
    if unit.noun == "plan_year":
        unit = unit._replace(noun="school_year" if period.follows_school else "year")
    return in_year(unit._replace(year=base + unit.shift), base + unit.shift, period)


def in_year(unit: Unit, year: int, period: Period) -> Placed | None:
    """``unit`` where it begins in the calendar ``year``; None for a year or a number that does not exist."""
    if not 1 < year < 9998 or (unit.noun in _NEEDS_MONTH and not unit.month and unit.of is None):
        return None
    placed = _PLACERS[unit.noun](unit, year, period)
    return placed._replace(doubtful=True) if placed and unit.doubtful else placed


def _day(unit: Unit, year: int, period: Period) -> Placed | None:
    if unit.of:
        owner = _owner(unit, year, period)
        return owner and _one_day(owner.window[0] + (unit.n - 1) * DAY if unit.n > 0 else owner.window[1])
    if not 1 <= unit.month <= 12:
        return _swapped(unit, year)
    last = month_end(year, unit.month)
    if unit.n < 0:
        return _one_day(last + (unit.n + 1) * DAY)
    if 1 <= unit.n <= last.day:
        return _one_day(date(year, unit.month, unit.n))
    if unit.n == 0:
        return None
    # «31 ноября»: the last day there is; the writer may have meant the day after it.
    meant = last + timedelta(days=unit.n - last.day)
    return Placed((last, last), ((meant, meant),), doubtful=True)


def _swapped(unit: Unit, year: int) -> Placed | None:
    """«10.15.2022»: the month before the day, as Americans write."""
    if 1 <= unit.n <= 12 and 12 < unit.month <= month_end(year, unit.n).day:
        day = date(year, unit.n, unit.month)
        return Placed((day, day), doubtful=True)
    return None


def _one_day(day: date) -> Placed:
    return Placed((day, day))


def _month(unit: Unit, year: int, period: Period) -> Placed | None:
    if not 1 <= unit.month <= 12:
        return None
    others = (months(year + 1, 8, 8),) if unit.doubtful and unit.month == 8 and period.follows_school else ()
    return Placed(months(year, unit.month, unit.month), others)


def _decade(unit: Unit, year: int, period: Period) -> Placed | None:
    if unit.of:
        return _tenth_of(unit, year, period)
    last = month_end(year, unit.month).day
    spans = {1: (1, 10), 2: (11, 20), 3: (21, last), -1: (21, last)}
    span = spans.get(unit.n)
    return Placed(_days(year, unit.month, *span)) if span else None


def _tenth_of(unit: Unit, year: int, period: Period) -> Placed | None:
    owner = _owner(unit, year, period)
    if not owner:
        return None
    start, end = owner.window
    window = (
        (end - 9 * DAY, end) if unit.n < 0 else (start + 10 * (unit.n - 1) * DAY, start + (10 * unit.n - 1) * DAY)
    )
    return Placed(window, doubtful=True)


def _half_month(unit: Unit, year: int, period: Period) -> Placed:
    last = month_end(year, unit.month).day
    return Placed(_days(year, unit.month, *((1, 15) if unit.n == 1 else (16, last))))


def _numbers(unit: Unit, year: int, period: Period) -> Placed:
    last = month_end(year, unit.month).day
    others = (_days(year, unit.month, 20, last),) if unit.n == 20 else ()
    return Placed(_days(year, unit.month, unit.n, min(unit.n + 9, last)), others, doubtful=True)


def _days(year: int, month: int, first: int, last: int) -> Window:
    return date(year, month, first), date(year, month, last)


def _week(unit: Unit, year: int, period: Period) -> Placed | None:
    """The n-th seven days; the calendar weeks, whole and working, are as good."""
    if unit.of:
        owner = _owner(unit, year, period)
        if not owner:
            return None
        start, end = owner.window
        window = (
            (end - 6 * DAY, end) if unit.n < 0 else (start + 7 * (unit.n - 1) * DAY, start + (7 * unit.n - 1) * DAY)
        )
        return Placed(window, doubtful=True)
    first, last = months(year, unit.month, unit.month)
    if unit.n < 0:
        monday = last - last.weekday() * DAY
        return Placed((last - 6 * DAY, last), ((monday, last), (monday, monday + 6 * DAY)), doubtful=True)
    if not 1 <= unit.n <= 5 or 7 * unit.n - 6 > last.day:
        # A fifth week of a February, a sixth week: the month's last days are meant.
        return Placed((last - 6 * DAY, last), doubtful=True) if unit.n in (5, 6) else None
    start = first + 7 * (unit.n - 1) * DAY
    window = (start, last if unit.n == 5 else start + 6 * DAY)
    monday = first + (-first.weekday() % 7 + 7 * (unit.n - 1)) * DAY
    begun = first - first.weekday() * DAY + 7 * (unit.n - 1) * DAY
    others = ((monday, monday + 6 * DAY), (monday, monday + 4 * DAY), (max(begun, first), min(begun + 6 * DAY, last)))
    return Placed(window, tuple(other for other in dict.fromkeys(others) if other != window), doubtful=True)


def _weekday(unit: Unit, year: int, period: Period) -> Placed | None:
    owner = _owner(unit, year, period)
    if not owner:
        return None
    return _nth(owner.window, unit.n, lambda day: day.weekday() == unit.weekday)


def _working_day(unit: Unit, year: int, period: Period) -> Placed | None:
    owner = _owner(unit, year, period)
    return _nth(owner.window, unit.n, lambda day: day.weekday() < 5) if owner else None


def _nth(window: Window, n: int, fits: Callable[[date], bool]) -> Placed | None:
    start, end = window
    days = [start + k * DAY for k in range((end - start).days + 1) if fits(start + k * DAY)]
    if not days or n == 0:
        return None
    if abs(n) > len(days):
        # «пятый четверг», where there are four: the last one.
        return Placed((days[-1], days[-1]), doubtful=True)
    return _one_day(days[n - 1 if n > 0 else n])


def _owner(unit: Unit, year: int, period: Period) -> Placed | None:
    """What ``unit`` is counted within: its month, or a larger unit."""
    if unit.of is None:
        return Placed(months(year, unit.month, unit.month)) if unit.month else None
    owner = unit.of
    if owner.noun == "plan_year":
        owner = owner._replace(noun="school_year" if period.follows_school or owner.school else "year")
    if owner.year:
        placed = in_year(owner, _calendar_year(owner), period)
    else:
        begins = year - 1 if owner.noun == "school_year" and unit.n != 1 else year
        placed = in_year(owner, begins, period)
    if placed and owner.noun == "school_year":
        return placed._replace(window=(placed.window[0], date(placed.window[0].year + 1, 5, 31)))
    return placed


def _part(unit: Unit, year: int, period: Period) -> Placed | None:
    """Beginning, middle, end: ten days of a month or a term, a month of anything longer."""
    if unit.of is None:
        if not unit.month:
            return None
        last = month_end(year, unit.month).day
        window = _days(year, unit.month, *{1: (1, 10), 2: (11, 20), 3: (21, last)}[unit.n])
        others = (_days(year, unit.month, last - 6, last),) if unit.n == 3 else ()
        return Placed(window, others, doubtful=True)
    owner = _owner(unit, year, period)
    if not owner:
        return None
    return _part_of(owner.window, unit.n)._replace(doubtful=True)


def _part_of(window: Window, n: int) -> Placed:
    start, end = window
    if (end - start).days < _LONG_DAYS:
        middle = start + (end - start) // 2
        return Placed(
            {1: (start, start + 9 * DAY), 2: (middle - 5 * DAY, middle + 4 * DAY), 3: (end - 9 * DAY, end)}[n]
        )
    if n == 2:
        count = (end.year - start.year) * 12 + end.month - start.month + 1
        first = start.month - 1 + (count - 1) // 2
        year, month = start.year + first // 12, first % 12 + 1
        return Placed(months(year, month, month % 12 + 1 if count % 2 == 0 else month))
    edge = start if n == 1 else end
    return Placed(months(edge.year, edge.month, edge.month))


def _quarter(unit: Unit, year: int, period: Period) -> Placed | None:
    n = 4 if unit.n < 0 else unit.n
    return Placed(months(year, 3 * n - 2, 3 * n)) if 1 <= n <= 4 else None


def _half(unit: Unit, year: int, period: Period) -> Placed | None:
    n = 2 if unit.n < 0 else unit.n
    if n not in (1, 2):
        return None
    if not (unit.school or (period.follows_school and not unit.year)):
        return Placed(months(year, *((1, 6) if n == 1 else (7, 12))))
    if n == 1:
        return Placed(months(year, 9, 12), doubtful=unit.doubtful)
    others = (months(year, 1, 6), months(year, 1, 8))
    return Placed(months(year, 1, 5), others, doubtful=True)


def _semester(unit: Unit, year: int, period: Period) -> Placed | None:
    """The halves of a college's year, whatever years the plan is counted in."""
    n = 2 if unit.n < 0 else unit.n
    if n == 1:
        return Placed(months(year, 9, 12), (months(year, 9, 1),), doubtful=True)
    return Placed(months(year, 1, 5), (months(year, 1, 6), months(year, 2, 6)), doubtful=True) if n == 2 else None


def _term(unit: Unit, year: int, period: Period) -> Placed | None:
    span = _TERMS.get(4 if unit.n < 0 else unit.n)
    if not span:
        return None
    window = months(year, *span)
    usual = {1: ((9, 1), (10, 27)), 2: ((11, 6), (12, 29)), 3: ((1, 9), (3, 23)), 4: ((4, 1), (5, 25))}
    (from_month, from_day), (to_month, to_day) = usual[4 if unit.n < 0 else unit.n]
    return Placed(window, ((date(year, from_month, from_day), date(year, to_month, to_day)),), doubtful=True)


def _trimester(unit: Unit, year: int, period: Period) -> Placed | None:
    span = _TRIMESTERS.get(3 if unit.n < 0 else unit.n)
    return Placed(months(year, *span), doubtful=True) if span else None


def _season(unit: Unit, year: int, period: Period) -> Placed:
    return Placed(months(year, unit.n, (unit.n + 1) % 12 + 1))


def _school_holidays(unit: Unit, year: int, period: Period) -> Placed:
    (month, day), (to_month, to_day) = _HOLIDAYS[unit.n]
    return Placed((date(year, month, day), date(year + (to_month < month), to_month, to_day)), doubtful=True)


def _year(unit: Unit, year: int, period: Period) -> Placed:
    return Placed((date(year, 1, 1), date(max(year, unit.to_year), 12, 31)))


def _school_year(unit: Unit, year: int, period: Period) -> Placed:
    """1 September to 31 August; «2020-2021 год» without «учебный» may be two calendar years."""
    last = unit.to_year if unit.to_year > year else year + 1
    start = date(year, _FIRST_SCHOOL_MONTH, 1)
    if unit.doubtful:
        return Placed((start, date(last, 8, 31)), ((date(year, 1, 1), date(last, 12, 31)),), doubtful=True)
    return Placed((start, date(last, 8, 31)), ((start, date(last, 5, 31)),))


def _plan_year(period: Period) -> Placed:
    return Placed(period.window)


_PLACERS: dict[str, Callable[[Unit, int, Period], Placed | None]] = {
    "day": _day,
    "month": _month,
    "decade": _decade,
    "half_month": _half_month,
    "numbers": _numbers,
    "week": _week,
    "weekday": _weekday,
    "working_day": _working_day,
    "part": _part,
    "quarter": _quarter,
    "half": _half,
    "semester": _semester,
    "term": _term,
    "trimester": _trimester,
    "season": _season,
    "holidays": _school_holidays,
    "year": _year,
    "school_year": _school_year,
    "plan_year": lambda unit, year, period: _plan_year(period),
}
