"""The steps of a rhythm within a period: when something recurring falls due."""

from datetime import date, timedelta

from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.rules import Rule
from nastavnik.roadmaps.deadlines.windows import DAY, Windows, clipped, merged, month_end, months, overlap

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
            return clipped(_steps(period, 3), period.window)
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
    frame = windows or (period.window,)
    if rrule is None:
        steps = _school_steps(period, SCHOOL_STEPS.get(anchor or "", SCHOOL_STEPS["school_quarter"]))
    else:
        rule = Rule.parse(rrule)
        if rule.names_months and windows:
            steps = merged(windows)
        elif rule.names_days:
            steps = merged((day, day) for day in rule.days(period.start, period.end))
        else:
            steps = _regular_steps(rule, period)
    inside = (part for step in steps for part in clipped(frame, step))
    return clipped(inside, period.window)


def _school_steps(period: Period, spans: tuple[tuple[int, int], ...]) -> Windows:
    years = range(period.start.year - 1, period.end.year + 1)
    return tuple(sorted(months(year, first, last) for year in years for first, last in spans))


def _regular_steps(rule: Rule, period: Period) -> Windows:
    """Weeks from Monday, months and quarters of the calendar, years as the plan counts them."""
    match rule.freq:
        case "DAILY":
            return _days(period.start, period.end, rule.interval)
        case "WEEKLY":
            return _days(period.start - period.start.weekday() * DAY, period.end, 7 * rule.interval)
        case "MONTHLY":
            return _steps(period, rule.interval)
        case _:
            return _steps(period, 12 * rule.interval)


def _days(first: date, last: date, length: int) -> Windows:
    count = (last - first).days // length + 1
    return tuple((first + n * length * DAY, first + ((n + 1) * length - 1) * DAY) for n in range(count))


def _steps(period: Period, length: int) -> Windows:
    """Steps of ``length`` months that cover the period, laid from where its halves and years begin."""
    start = period.start.year * 12 + period.start.month - 1
    origin = start
    if length <= 12 and 12 % length == 0:
        # Halves and years of a school plan are counted from September: autumn, then spring and summer.
        school = period.follows_school and length == 12
        origin = (start - 8) // 12 * 12 + 8 if school else start // length * length
    last = period.end.year * 12 + period.end.month - 1
    return tuple(
        (date(m // 12, m % 12 + 1, 1), month_end((m + length - 1) // 12, (m + length - 1) % 12 + 1))
        for m in range(origin, last + 1, length)
    )
