"""Rhythms with what stands beside them, made into one rule and its windows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nastavnik.roadmaps.deadlines.dating import dated, named_months
from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.pieces import Between, Dated, Except, Rhythm, Since, Single, Unit, Until
from nastavnik.roadmaps.deadlines.placing import Placed
from nastavnik.roadmaps.deadlines.rhythms import SCHOOL_ANCHORS, by_months, by_weekdays, steps
from nastavnik.roadmaps.deadlines.rules import Rule
from nastavnik.roadmaps.deadlines.schedule import Confidence, Kind, Schedule
from nastavnik.roadmaps.deadlines.sharing import Shared, first_unit, is_yearless, units, with_units
from nastavnik.roadmaps.deadlines.windows import Window, Windows, clipped, merged, months, overlap

LAST_DAY = 31
MOST_WEEKS = 5
_YEARLY = by_months(12)


def recurring(rhythms: list[Rhythm], shared: Shared, excepted: list[Except], period: Period) -> Schedule:
    """One schedule out of the rhythms of a phrase and the spans it names."""
    pieces = [statement.piece for statement in shared.statements]
    each = [piece for piece in pieces if any(unit.each for unit in units(piece))]
    plain = [piece for piece in pieces if piece not in each]
    yearly = [piece for piece in each if all(unit.each == "year" for unit in units(piece))]
    if yearly:
        each = [piece for piece in each if piece not in yearly]
        plain += [with_units(piece, *(unit._replace(each="") for unit in units(piece))) for piece in yearly]
        rhythms = [*rhythms, Rhythm(_YEARLY)]
    rhythm, rivals = one_rhythm([*rhythms, *_merged_rhythms(each_rhythms(each))])
    rhythm = _without_days(rhythm, excepted)
    schedule = _with_spans(rhythm, plain, shared, period)
    schedule = _without_months(schedule, excepted)
    doubtful = rhythm.doubtful or bool(rivals) or schedule.confidence == "ambiguous"
    rules = [*rhythm.others, *(rival.rule for rival in rivals if rival.rule)]
    alternatives = tuple(replace(schedule, rrule=str(rule), confidence="certain", alternatives=()) for rule in rules)
    return replace(
        schedule,
        qualifier=rhythm.qualifier or None,
        anchor=rhythm.anchor or None,
        confidence="ambiguous" if doubtful else "certain",
        alternatives=schedule.alternatives + alternatives,
    )


def one_rhythm(rhythms: list[Rhythm]) -> tuple[Rhythm, list[Rhythm]]:
    """The rhythm that all of them together mean, and those that contradict it."""
    whole = rhythms[0]
    rivals: list[Rhythm] = []
    for other in rhythms[1:]:
        together = _together(whole, other)
        if together:
            whole = together
        elif _is_weekdays(whole) and other.rule == by_months(1):
            # «по четвергам (1 раз в месяц)»: once a month binds, the weekday only helps.
            whole, rivals = other, [*rivals, whole]
        else:
            rivals.append(other)
    return whole, rivals


def _merged_rhythms(rhythms: list[Rhythm]) -> list[Rhythm]:
    """«до 5 и 10 числа»: days of one month are one rhythm before anything else is."""
    if not rhythms:
        return []
    whole, rivals = one_rhythm(rhythms)
    return [whole, *rivals]


def _is_weekdays(rhythm: Rhythm) -> bool:
    return rhythm.rule is not None and rhythm.rule.freq == "WEEKLY" and bool(rhythm.rule.by_day)


def _together(a: Rhythm, b: Rhythm) -> Rhythm | None:
    """«ежеквартально, до 5 числа», «1 раз в неделю по средам», «ежегодно, 2 раза в год»"""
    qualifier = a.qualifier or b.qualifier
    if a.rule is None or b.rule is None:
        named, other = (a, b) if a.rule is None else (b, a)
        if other.rule is None:
            return a._replace(qualifier=qualifier) if a.anchor == b.anchor else None
        return named._replace(qualifier=qualifier) if other.rule == _YEARLY else None
    rule = _finer(a.rule, b.rule)
    if not rule:
        return None
    other_rules = a.others if rule == a.rule else b.others if rule == b.rule else ()
    plain = b.rule if rule == a.rule else a.rule
    settled = rule.freq == "WEEKLY" and bool(rule.by_day) and plain.freq in ("WEEKLY", "DAILY")
    doubtful = (a.doubtful or b.doubtful) and not settled
    return Rhythm(rule, a.anchor or b.anchor, qualifier, other_rules, doubtful)


def _finer(a: Rule, b: Rule) -> Rule | None:
    if a == b:
        return a
    for plain, named in ((a, b), (b, a)):
        if plain.names_days or plain.names_months:
            continue
        if plain == _YEARLY:
            return named
        if plain.freq == "DAILY" and named.freq == "WEEKLY" and named.names_days:
            return named
        if plain.freq == named.freq and named.names_days:
            return replace(named, interval=max(plain.interval, named.interval))
    if a.freq == b.freq and a.interval == b.interval and a.by_month_day and b.by_month_day:
        return replace(a, by_month_day=tuple(sorted({*a.by_month_day, *b.by_month_day}, key=_from_end_last)))
    if a.freq == b.freq and a.interval == b.interval and a.by_day and b.by_day and not (a.by_set_pos or b.by_set_pos):
        return replace(a, by_day=tuple(sorted({*a.by_day, *b.by_day}, key=lambda d: (d[0] < 0, d))))
    return None


def _from_end_last(day: int) -> tuple[bool, int]:
    return day < 0, day


def each_rhythms(pieces: Iterable[Dated]) -> list[Rhythm]:
    """The rules of «10 числа каждого месяца», «третья среда месяца», «в конце каждого квартала»."""
    return [rhythm for piece in pieces if (rhythm := _each(piece))]


def _each(piece: Dated) -> Rhythm | None:
    unit = first_unit(piece)
    base = steps(1, 1, next(u.each for u in units(piece) if u.each))
    if base is None:
        return None
    doubtful = unit.doubtful or base.doubtful
    if base.rule is None or base.rule.freq in ("WEEKLY", "DAILY"):
        return base._replace(doubtful=doubtful or unit.noun != "part")
    if base.rule.freq == "YEARLY":
        return base._replace(doubtful=True)
    if isinstance(piece, Between):
        first, last = piece.first.n, min(piece.last.n, LAST_DAY)
        days = tuple(range(first, last + 1)) if piece.first.noun == "day" else ()
        return base._replace(rule=replace(base.rule, by_month_day=days), doubtful=doubtful or not days)
    if unit.noun in ("weekday", "working_day") and abs(unit.n) > MOST_WEEKS:
        return base._replace(doubtful=True)
    if unit.noun == "weekday":
        return base._replace(rule=replace(base.rule, by_day=((unit.n, unit.weekday),)), doubtful=doubtful)
    if unit.noun == "working_day":
        workdays = tuple((0, day) for day in range(5))
        return base._replace(rule=replace(base.rule, by_day=workdays, by_set_pos=(unit.n,)), doubtful=doubtful)
    days, vague = _days_of_each(unit, isinstance(piece, Until))
    return base._replace(rule=replace(base.rule, by_month_day=days), doubtful=doubtful or vague)


def _days_of_each(unit: Unit, due: bool) -> tuple[tuple[int, ...], bool]:
    """The days of the month that a stretch of each month takes, and whether that is a guess."""
    n = unit.n
    match unit.noun:
        case "day":
            return (min(n, LAST_DAY),), n > LAST_DAY
        case "part" if n == 3 and due:
            return ((-1,), False) if unit.of is None else ((), False)
        case "week":
            days = tuple(range(-7, 0)) if n < 0 else tuple(range(7 * n - 6, min(7 * n, LAST_DAY) + 1))
            if not days:
                return (), True
            return ((days[-1],) if due else days), True
        case "decade":
            days = {1: tuple(range(1, 11)), 2: tuple(range(11, 21))}.get(n, tuple(range(21, 32)))
            return ((days[-1] if n in (1, 2) else -1,) if due else days), not due
        case "half_month":
            days = tuple(range(1, 16)) if n == 1 else tuple(range(16, 32))
            return ((15 if n == 1 else -1,) if due else days), not due
        case "numbers":
            return (n,), True
        case _:
            return (), True


def _with_spans(rhythm: Rhythm, pieces: list[Dated], shared: Shared, period: Period) -> Schedule:
    """The rule over the plan, over the spans named, or in the months named."""
    rule = rhythm.rule
    text = str(rule) if rule else None
    frame = shared.frame
    placed = [(piece, found) for piece in pieces if (found := dated(piece, frame))]
    if not placed:
        return Schedule(Kind.RECURRING, (frame.window,), text, confidence=_confidence(bool(pieces)))
    yearless = [piece for piece, _ in placed if is_yearless(piece) and not isinstance(piece, Since)]
    fixed = [found.window for piece, found in placed if not is_yearless(piece) or isinstance(piece, Since)]
    repeated = _repeated(yearless, frame) if yearless and _comes_yearly(rhythm, yearless) else []
    several = len({month for window, _ in repeated for month in named_months(window)}) > 1
    if repeated and (several or rule == _YEARLY):
        rule = _in_named_months(
            rule if rule and rule.freq == "YEARLY" else _YEARLY, yearless, [w for w, _ in repeated]
        )
        windows = merged(fixed) or _kept([window for window, _ in repeated], frame)
        doubtful = any(found.doubtful for _, found in repeated)
        return _with_others(Schedule(Kind.RECURRING, windows, str(rule), confidence=_confidence(doubtful)), repeated)
    windows = merged(_opened(piece, found.window, frame) for piece, found in placed)
    doubtful = any(found.doubtful for _, found in placed) or any(isinstance(piece, Until) for piece in pieces)
    schedule = Schedule(Kind.RECURRING, windows, text, confidence=_confidence(doubtful))
    if rule and rule.freq == "YEARLY" and not any(_is_years(piece) for piece in pieces):
        # «Февраль 2021 г. (не реже одного раза в год)»: one year's turn, or the one time in this plan.
        return replace(schedule, confidence="ambiguous", alternatives=(spans_of(windows, text),))
    return schedule


def spans_of(windows: Windows, rrule: str | None = None) -> Schedule:
    return Schedule(Kind.RANGES if len(windows) > 1 else Kind.RANGE, windows, rrule)


def _is_years(piece: Dated) -> bool:
    return first_unit(piece).noun in ("year", "school_year", "plan_year")


def _kept(windows: list[Window], frame: Period) -> Windows:
    """Those that touch the plan, if any does."""
    return merged(window for window in windows if overlap(window, frame.window)) or merged(windows)


def _with_others(schedule: Schedule, repeated: list[tuple[Window, Placed]]) -> Schedule:
    """What else the named months could mean, where they come once."""
    if len(repeated) != 1:
        return schedule
    others = tuple(replace(schedule, windows=(other,), confidence="certain") for other in repeated[0][1].others)
    return replace(schedule, alternatives=others)


def _opened(piece: Dated, window: Window, frame: Period) -> Window:
    """«ежемесячно до 20 мая» goes on from the plan's beginning."""
    return (min(frame.start, window[0]), window[1]) if isinstance(piece, Until) else window


def _comes_yearly(rhythm: Rhythm, pieces: Sequence[Dated]) -> bool:
    """The months named are where each year's turn falls: «2 раза в год (май, ноябрь)», not «еженедельно в мае»."""
    rule = rhythm.rule
    if rule == _YEARLY:
        return True
    apart = all(isinstance(piece, Single | Until) for piece in pieces)
    if rule is None:
        return apart and rhythm.anchor in SCHOOL_ANCHORS.values()
    return apart and rule.freq == "MONTHLY" and rule.interval > 1 and not rule.names_days


def _repeated(pieces: Sequence[Dated], frame: Period) -> list[tuple[Window, Placed]]:
    """Each piece in each year of the frame."""
    result = []
    for year in plan_years(frame):
        for piece in pieces:
            if found := dated(piece, year):
                result.append((found.window, found))
    return result


def plan_years(frame: Period) -> list[Period]:
    if frame.is_school_year or frame.start.year == frame.end.year:
        return [frame]
    if frame.follows_school:
        return [Period.school_year(year) for year in range(frame.start.year, frame.end.year)]
    return [Period(*months(year, 1, 12)) for year in range(frame.start.year, frame.end.year + 1)]


def _in_named_months(rule: Rule, pieces: Sequence[Dated], windows: list[Window]) -> Rule:
    """A yearly rule in the months of the windows, on their day where it is one day."""
    if rule.interval > 1:
        return rule
    named = tuple(sorted({month for window in windows for month in named_months(window)}))
    rule = replace(rule, by_month=named)
    noun = {first_unit(piece).noun for piece in pieces}
    if noun == {"weekday"} and all(isinstance(piece, Single) for piece in pieces):
        days = sorted({(first_unit(piece).n, first_unit(piece).weekday) for piece in pieces})
        return replace(rule, by_day=tuple(days))
    if all(start == end for start, end in windows):
        numbers = {end.day for _, end in windows}
        if len(numbers) == 1 or named == (2,):
            number = -1 if named == (2,) and noun != {"day"} else max(numbers)
            return replace(rule, by_month_day=(number,))
    return rule


def _without_days(rhythm: Rhythm, excepted: list[Except]) -> Rhythm:
    """«ежедневно, кроме воскресенья»"""
    days = {day for item in excepted for day in item.weekdays}
    if not days or rhythm.anchor:
        return rhythm
    if (
        rhythm.rule is None
        or rhythm.rule.freq == "DAILY"
        or (rhythm.rule.freq == "WEEKLY" and not rhythm.rule.names_days)
    ):
        return rhythm._replace(rule=by_weekdays(tuple(day for day in range(7) if day not in days)))
    return rhythm


def _without_months(schedule: Schedule, excepted: list[Except]) -> Schedule:
    """«ежемесячно, кроме июля и августа»"""
    left_out = {month for item in excepted for month in item.months}
    if not left_out or not schedule.windows:
        return schedule
    start, end = schedule.windows[0][0], schedule.windows[-1][1]
    wanted = [
        months(year, month, month)
        for year in range(start.year, end.year + 1)
        for month in range(1, 13)
        if month not in left_out
    ]
    kept = merged(part for window in schedule.windows for part in clipped(wanted, window))
    # Whoever leaves out every month cannot mean it.
    return replace(schedule, windows=kept) if kept else replace(schedule, confidence="ambiguous")


def _confidence(doubtful: bool) -> Confidence:
    return "ambiguous" if doubtful else "certain"
