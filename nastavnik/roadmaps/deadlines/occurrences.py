"""The steps of a rhythm within a period: when something recurring falls due."""

from collections.abc import Iterable
from datetime import date, timedelta

from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.rules import Rule
from nastavnik.roadmaps.deadlines.windows import DAY, Window, Windows, clipped, merged, month_end, months, overlap

QUARTER, HALF = 3, 6
# The usual year of a school; the true one differs from school to school and can be set by hand.
SCHOOL_STEPS = {
    "school_quarter": ((9, 10), (11, 12), (1, 3), (4, 5)),
    "school_trimester": ((9, 11), (12, 2), (3, 5)),
}


def due_windows(kind: str, windows: Windows, rrule: str | None, anchor: str | None, period: Period) -> Windows:
    """See `Schedule.occurrences`."""
    match kind:
        case "date" | "deadline" if rrule:
            return _repeated_yearly(windows, period)
        case "date" | "deadline" | "range" | "ranges":
            return tuple(window for window in windows if overlap(window, period.window))
        case "continuous":
            quarters = _steps(period, QUARTER, school=False)
            return _inside(quarters, windows, period)
        case "recurring":
            return _recurring(windows, rrule, anchor, period)
        case _:
            return ()


def _repeated_yearly(windows: Windows, period: Period) -> Windows:
    """The first date and the same day of every later year."""
    days = [same_day(end, year) for _, end in windows for year in range(end.year, period.end.year + 1)]
    return tuple((day, day) for day in days if period.start <= day <= period.end)


def same_day(day: date, year: int) -> date:
    """The same day in another year; 29 February becomes the 28th where there is none."""
    return min(date(year, day.month, 1) + timedelta(days=day.day - 1), month_end(year, day.month))


def _recurring(windows: Windows, rrule: str | None, anchor: str | None, period: Period) -> Windows:
    # Steps are laid over what the schedule covers, so that a month asked for by itself has the same ones.
    frame = Period(windows[0][0], windows[-1][1]) if windows else period
    if rrule is None:
        steps = _school_steps(frame, SCHOOL_STEPS.get(anchor or "", SCHOOL_STEPS["school_quarter"]))
        return _inside(steps, windows, period)
    rule = Rule.parse(rrule)
    if rule.names_months and windows:
        return _inside(merged(windows), windows, period)
    if rule.names_days:
        days = ((day, day) for day in rule.days(frame.start, frame.end))
        # The days of a week of each month are one turn; the weekdays of a rule are a turn each.
        return _inside(merged(days) if rule.by_month_day else days, windows, period)
    return _inside(_regular_steps(rule, frame, period.follows_school), windows, period)


def _inside(steps: Iterable[Window], windows: Windows, period: Period) -> Windows:
    """What of the steps is within the schedule's windows and within the period."""
    parts = (part for step in steps for part in clipped(windows or (period.window,), step))
    return clipped(parts, period.window)


def _school_steps(period: Period, spans: tuple[tuple[int, int], ...]) -> Windows:
    years = range(period.start.year - 1, period.end.year + 1)
    return tuple(sorted(months(year, first, last) for year in years for first, last in spans))


def _regular_steps(rule: Rule, frame: Period, school: bool) -> Windows:
    """Weeks from Monday, months and quarters of the calendar, years as the plan counts them."""
    school = school or frame.follows_school
    match rule.freq:
        case "DAILY":
            return _days(frame.start, frame.end, rule.interval)
        case "WEEKLY":
            return _days(frame.start - frame.start.weekday() * DAY, frame.end, 7 * rule.interval)
        case "MONTHLY":
            return _steps(frame, rule.interval, school)
        case _:
            return _steps(frame, 12 * rule.interval, school)


def _days(first: date, last: date, length: int) -> Windows:
    count = (last - first).days // length + 1
    return tuple((first + n * length * DAY, first + ((n + 1) * length - 1) * DAY) for n in range(count))


def _steps(period: Period, length: int, school: bool) -> Windows:
    """Steps of ``length`` months that cover the period, laid from where its halves and years begin."""
    first = period.start.year * 12 + period.start.month - 1
    last = period.end.year * 12 + period.end.month - 1
    if length == HALF and school:
        # The halves of a school are unequal: autumn, then spring and summer.
        return _school_steps(period, ((9, 12), (1, 8)))
    if length == 12 and school:
        first = (first - 8) // 12 * 12 + 8
    elif 12 % length == 0:
        first = first // length * length
    return tuple(_month_span(month, length) for month in range(first, last + 1, length))


def _month_span(first: int, length: int) -> Window:
    """``length`` months from the month ``first``, counted from the year 0."""
    last = first + length - 1
    return date(first // 12, first % 12 + 1, 1), month_end(last // 12, last % 12 + 1)
