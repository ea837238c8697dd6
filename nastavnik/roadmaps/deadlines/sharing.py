"""What the parts of one phrase lend each other: a month to its weeks, a year to its months."""

from typing import NamedTuple

from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.pieces import Between, Dated, Found, Since, Single, Unit, Until
from nastavnik.roadmaps.deadlines.placing import place
from nastavnik.roadmaps.deadlines.units import is_in_month
from nastavnik.roadmaps.deadlines.windows import overlap

_YEAR_NOUNS = ("year", "school_year", "plan_year")


class Statement(NamedTuple):
    """A dated piece with where it stands in the text."""

    piece: Dated
    found: Found
    doubtful: bool = False


class Shared(NamedTuple):
    statements: list[Statement]
    frame: Period
    """The plan's period, or the years that the phrase itself names for its months."""
    framed: bool
    many_years: bool
    """The phrase names several years for a month: «сентябрь 2021-2024 гг.»."""


def first_unit(piece: Dated) -> Unit:
    return piece.first if isinstance(piece, Between) else piece.unit


def last_unit(piece: Dated) -> Unit:
    return piece.last if isinstance(piece, Between) else piece.unit


def units(piece: Dated) -> tuple[Unit, ...]:
    return (piece.first, piece.last) if isinstance(piece, Between) else (piece.unit,)


def with_units(piece: Dated, *new: Unit) -> Dated:
    match piece:
        case Between(_, _, how):
            return Between(new[0], new[-1], how)
        case Single() | Until() | Since():
            return piece._replace(unit=new[0])


def is_floating(unit: Unit) -> bool:
    """A day, week or decade without its month."""
    return is_in_month(unit) and not unit.month and not unit.each


def is_yearless(piece: Dated) -> bool:
    return not any(unit.year or unit.shift or unit.noun in _YEAR_NOUNS or _of_year(unit) for unit in units(piece))


def _of_year(unit: Unit) -> bool:
    return unit.of is not None and bool(unit.of.year or unit.of.shift)


def lend_months(statements: list[Statement]) -> list[Statement]:
    """«сентябрь, 1 неделя», «2 декада (октябрь)»: the month beside a week becomes the week's."""
    used: set[int] = set()
    result = list(statements)
    forward = bool(statements) and is_floating(first_unit(statements[0].piece))
    for i, statement in enumerate(result):
        if not any(is_floating(unit) for unit in units(statement.piece)):
            continue
        if isinstance(statement.piece, Between) and not is_floating(statement.piece.last):
            continue
        if i + 1 < len(result) and (with_next := _from_next_day(statement, result[i + 1])):
            result[i] = with_next
            continue
        lender = _lender(result, i, used, forward)
        if lender is None:
            continue
        used.add(lender)
        month = first_unit(result[lender].piece)
        lent = [
            unit._replace(month=month.month, year=month.year, shift=month.shift) if is_floating(unit) else unit
            for unit in units(statement.piece)
        ]
        result[i] = statement._replace(piece=with_units(statement.piece, *lent))
    return [statement for i, statement in enumerate(result) if i not in used]


def _from_next_day(statement: Statement, following: Statement) -> Statement | None:
    """«с 1 по 5 и с 10 по 15 октября»: days take the month of the days after them."""
    next_day = last_unit(following.piece)
    bare = last_unit(statement.piece)
    if bare.noun != "day" or not bare.doubtful or next_day.noun != "day" or not next_day.month:
        return None
    given = [
        unit._replace(month=next_day.month, year=next_day.year, shift=next_day.shift, doubtful=False)
        for unit in units(statement.piece)
    ]
    return statement._replace(piece=with_units(statement.piece, *given))


def _lender(statements: list[Statement], i: int, used: set[int], forward: bool) -> int | None:
    order = (i + 1, i - 1) if forward else (i - 1, i + 1)
    for k in order:
        if 0 <= k < len(statements) and _is_month(statements[k].piece) and (k not in used or k < i):
            return k
    # «сентябрь: 1 неделя, 3 неделя»: the month lent to the week before is this one's as well.
    k = i - 1
    while k >= 0 and not _is_month(statements[k].piece):
        k -= 1
    return k if k in used else None


def _is_month(piece: Dated) -> bool:
    return isinstance(piece, Single) and piece.unit.noun == "month" and not piece.unit.each


def lend_years(statements: list[Statement], period: Period) -> Shared:
    """Give the years named once to the parts that have none."""
    if not any(is_yearless(statement.piece) for statement in statements):
        return Shared(statements, period, framed=False, many_years=False)
    frames = [statement for statement in statements if _is_frame(statement.piece)]
    frame = period
    if frames:
        frame = _frame(frames[0].piece, period)
        statements = [statement for statement in statements if statement not in frames]
    statements = _each_year(statements)
    marks_first = bool(statements) and _is_mark(statements[0].piece)
    statements = _lend_forward(statements) if marks_first else _lend_back(statements, frame)
    statements = [statement for statement in statements if not _is_mark(statement.piece)]
    many = bool(frames) and frame.end.year - frame.start.year > (1 if frame.follows_school else 0)
    return Shared(statements, frame, framed=bool(frames), many_years=many)


def _each_year(statements: list[Statement]) -> list[Statement]:
    """«сентябрь 2021, 2022, 2023 гг.»: what stands before several years comes in each of them."""
    marks = [i for i, statement in enumerate(statements) if _is_mark(statement.piece)]
    if len(marks) < 2 or marks[0] == 0 or marks != list(range(marks[0], len(statements))):
        return statements
    years = [first_unit(statements[i].piece).year for i in marks]
    return [
        statement._replace(
            piece=with_units(statement.piece, *(unit._replace(year=year) for unit in units(statement.piece)))
        )
        for year in years
        for statement in statements[: marks[0]]
    ]


def _is_mark(piece: Dated) -> bool:
    """One calendar year by itself."""
    return isinstance(piece, Single) and piece.unit.noun == "year" and piece.unit.to_year == piece.unit.year > 0


def _is_frame(piece: Dated) -> bool:
    """Several years, or a school year, named beside months that have none."""
    if isinstance(piece, Until):
        return False
    return first_unit(piece).noun in ("year", "school_year") and not _is_mark(piece)


def _frame(piece: Dated, period: Period) -> Period:
    start = place(first_unit(piece), period)
    end = place(last_unit(piece), period)
    if not start or not end:
        return period
    last = max(period.end, start.window[0]) if isinstance(piece, Since) else end.window[1]
    return Period(start.window[0], max(last, start.window[0]))


def _lend_forward(statements: list[Statement]) -> list[Statement]:
    """«2021: сентябрь, октябрь; 2022: март»"""
    year = Unit("year")
    result = []
    for statement in statements:
        if _is_mark(statement.piece):
            year = first_unit(statement.piece)
        elif is_yearless(statement.piece) and year.year:
            first, *rest = units(statement.piece)
            statement = statement._replace(piece=with_units(statement.piece, first._replace(year=year.year), *rest))
        result.append(statement)
    return result


def _lend_back(statements: list[Statement], period: Period) -> list[Statement]:
    """«октябрь, ноябрь 2021»: a year counts for the parts before it; parts after the last year go on from there."""
    result = list(statements)
    lender: Unit | None = None
    for i in range(len(result) - 1, -1, -1):
        statement = result[i]
        if is_yearless(statement.piece):
            if lender:
                result[i] = _lent(statement, lender, period)
        elif not _is_exact(statement.piece):
            lender = first_unit(statement.piece)
            lender = lender if lender.year else None
    last: Unit | None = None
    for i, statement in enumerate(result):
        if is_yearless(statement.piece) and last and last.year:
            result[i] = _continued(statement, last, period)
        last = last_unit(result[i].piece)
    return result


def _is_exact(piece: Dated) -> bool:
    """«с 1 мая 2020 г. по 31 мая 2020 г.» says all about itself and nothing about the months beside it."""
    return isinstance(piece, Between) and all(unit.noun == "day" and unit.year for unit in units(piece))


def _lent(statement: Statement, lender: Unit, period: Period) -> Statement:
    *rest, last = units(statement.piece)
    same = last._replace(year=lender.year, school=last.school or lender.school)
    before = same._replace(year=lender.year - 1)
    here, there, after = place(same, period), place(before, period), place(lender, period)
    doubtful = False
    backwards = here and after and lender.noun != "year" and here.window[0] > after.window[0]
    if here and there and backwards and not overlap(here.window, period.window):
        # «декабрь, февраль 2022»: in order only when December is the year before's.
        doubtful = overlap(there.window, period.window) is not None
        same = before if doubtful else same
    return statement._replace(piece=with_units(statement.piece, *rest, same), doubtful=doubtful)


def _continued(statement: Statement, last: Unit, period: Period) -> Statement:
    first, *rest = units(statement.piece)
    same = first._replace(year=last.year)
    here, before = place(same, period), place(last, period)
    if here and before and here.window[1] < before.window[0]:
        same = same._replace(year=last.year + 1)
    return statement._replace(piece=with_units(statement.piece, same, *rest))
