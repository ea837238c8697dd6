"""Statements laid on real days: one day, «до», «с …», «с … по …»."""

from datetime import date

from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.pieces import Between, Dated, Since, Single, Unit, Until
from nastavnik.roadmaps.deadlines.placing import Placed, place
from nastavnik.roadmaps.deadlines.windows import DAY, Window, month_end, months

_YEARS = ("year", "school_year", "plan_year")


def dated(piece: Dated, period: Period) -> Placed | None:
    """The window a statement means, with what else it could mean; None when there is no such day."""
    match piece:
        case Single(unit):
            return place(unit, period)
        case Until(unit, how):
            return due_day(unit, how, period)
        case Since(unit, after):
            return _since(unit, after, period)
        case Between(first, last, how):
            return _between(first, last, how, period)


def _since(unit: Unit, after: bool, period: Period) -> Placed | None:
    placed = place(unit, period)
    if not placed:
        return None
    start = placed.window[1] + DAY if after else placed.window[0]
    return Placed((start, max(period.end, placed.window[1], start)), doubtful=placed.doubtful)


def due_day(unit: Unit, how: str, period: Period) -> Placed | None:
    """The last day for «до», «к», «не позднее» and a unit."""
    placed = place(unit, period)
    if not placed:
        return None
    if unit.noun in ("day", "weekday", "working_day"):
        if how == "before":
            return Placed(_one(placed.window[0] - DAY), doubtful=placed.doubtful)
        placed = _with_other_september(placed, unit, period)
        return Placed(_one(placed.window[1]), tuple(_one(other[1]) for other in placed.others), placed.doubtful)
    if unit.noun == "part":
        return _due_by_part(unit, placed, period)
    if unit.noun == "numbers":
        return Placed(_one(placed.window[0]), (_one(placed.window[1]),), doubtful=True)
    if how == "through":
        return Placed(_one(placed.window[1]), doubtful=unit.noun != "decade")
    start, end = placed.window
    before, first, last = _one(start - DAY), _one(start), _one(end)
    if unit.noun == "year" and start - DAY < period.start:
        return Placed(last, (before, first), doubtful=True)
    others = (first, last) if how == "до" else (first,)
    return Placed(before, others, doubtful=True)


def _with_other_september(placed: Placed, unit: Unit, period: Period) -> Placed:
    """«до 1 сентября» in a school plan: its first day, or the day after its end."""
    if unit.year or placed.window[0] != period.start or not period.is_school_year or unit.shift:
        return placed
    other = date(period.start.year + 1, period.start.month, period.start.day)
    return Placed(placed.window, (_one(other),), doubtful=True)


def _due_by_part(unit: Unit, placed: Placed, period: Period) -> Placed:
    """«до конца мая», «к началу учебного года», «до середины октября»"""
    start, end = placed.window
    if unit.n == 1:
        return Placed(_one(start - DAY), (_one(start), _one(start + 9 * DAY)), doubtful=True)
    if unit.n == 2:
        middle = start + (end - start) // 2
        half = date(start.year, start.month, 15) if unit.of is None else middle
        return Placed(_one(half), (_one(end),), doubtful=True)
    owner = unit.of
    if owner is None:
        return Placed(_one(end))
    return _due_by_end(owner, end, period)


def _due_by_end(owner: Unit, end: date, period: Period) -> Placed:
    school = owner.school or owner.noun == "school_year" or (owner.noun == "plan_year" and period.follows_school)
    if owner.noun in _YEARS and school:
        others = [_one(date(end.year, 6, 30)), _one(date(end.year, 8, 31))]
        if owner.noun == "plan_year":
            others.append(_one(date(end.year - 1, 12, 31)))
        return Placed(_one(end), tuple(others), doubtful=True)
    return Placed(_one(end), doubtful=owner.noun in ("term", "trimester") or owner.doubtful)


def _between(first: Unit, last: Unit, how: str, period: Period) -> Placed | None:
    first, last = _share_years(first, last, period)
    start = place(first, period)
    if not start:
        return None
    end = place(last, period, not_before=None if last.year or last.shift else start.window[0])
    if not end:
        return None
    span = _end_to_end(start, end, last, how)
    if first.year or last.year or first.shift or last.shift:
        return span
    return _begun_before(span, period) or span


def _end_to_end(start: Placed, end: Placed, last: Unit, how: str) -> Placed:
    close = end.window[1]
    if how == "до" and last.noun == "part" and last.n == 1:
        close = max(end.window[0] - DAY, start.window[0])
    others: list[Window] = []
    doubtful = (start.doubtful and not _august_only(start)) or (end.doubtful and not _august_only(end))
    if how == "до" and last.noun in ("month", "quarter", "season", "year") and end.window[0] > start.window[0]:
        others.append((start.window[0], close))
        close, doubtful = end.window[0] - DAY, True
    if last.noun == "part" and last.n == 3 and last.of is None and not start.doubtful:
        doubtful = False
    if close < start.window[0]:
        # «с 15 по 10 октября»: the ends were swapped.
        return Placed((end.window[0], start.window[1]), doubtful=True)
    if len(start.others) == len(end.others) > 1:
        others.extend((a[0], b[1]) for a, b in zip(start.others, end.others, strict=True) if a[0] <= b[1])
    else:
        others.extend((other[0], close) for other in start.others if other[0] <= close and not _august_only(start))
        others.extend((start.window[0], other[1]) for other in end.others if other[1] >= start.window[0])
    return Placed((start.window[0], close), tuple(dict.fromkeys(others)) if doubtful else (), doubtful)


def _august_only(placed: Placed) -> bool:
    """Doubtful for no other reason than that it could be the August before; the other end of the span tells."""
    return placed.window[0].month == 8 and len(placed.others) == 1 and placed.others[0][0].month == 8


def _begun_before(span: Placed, period: Period) -> Placed | None:
    """«август – октябрь» in a school plan began in the August before the period."""
    start, end = span.window
    if not period.follows_school or end <= period.end or start.month not in (6, 7, 8) or start <= period.start:
        return None
    earlier = (_year_before(start), _year_before(end))
    if earlier[1] < period.start:
        return None
    return Placed(earlier, ((period.start, earlier[1]),), doubtful=True)


def _year_before(day: date) -> date:
    last = month_end(day.year - 1, day.month)
    return last if day == month_end(day.year, day.month) else date(day.year - 1, day.month, min(day.day, last.day))


def _share_years(first: Unit, last: Unit, period: Period) -> tuple[Unit, Unit]:
    """A year named at one end counts for the other; a span that runs backwards crosses the New Year."""
    if not first.month and first.noun in ("day", "week", "decade", "part", "weekday") and not first.of:
        first = first._replace(month=last.month, year=first.year or last.year, shift=first.shift or last.shift)
    if last.year and not first.year and not first.shift:
        first = _years_apart(first, last, period, -1)
    elif first.year and not last.year and not last.shift:
        last = _years_apart(last, first, period, 1)
    return first, last


def _years_apart(unit: Unit, other: Unit, period: Period, step: int) -> Unit:
    """``unit`` in the year of ``other``, or in the one before or after when it would run backwards."""
    same = unit._replace(year=other.year, school=unit.school or other.school)
    a, b = place(same, period), place(other, period)
    if a and b and ((a.window[0] > b.window[1]) if step < 0 else (a.window[1] < b.window[0])):
        return same._replace(year=other.year + step)
    return same


def _one(day: date) -> Window:
    return day, day


def named_months(window: Window) -> tuple[int, ...]:
    """The months a window touches, in the order of the year."""
    start, end = window
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return tuple(sorted({(start.month - 1 + k) % 12 + 1 for k in range(min(count, 12))}))


def whole_months(window: Window) -> bool:
    """Made of whole calendar months."""
    start, end = window
    return start.day == 1 and months(end.year, end.month, end.month)[1] == end
