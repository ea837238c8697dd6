"""The pieces of one phrase sorted by what they say, the dated ones with months and years lent to each other."""

from collections.abc import Sequence
from itertools import pairwise

from nastavnik.roadmaps.deadlines.dating import dated
from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.pieces import (
    Always,
    Comment,
    Dated,
    Demand,
    Except,
    Found,
    Further,
    Hanging,
    Once,
    Rhythm,
    Single,
    Undecided,
)
from nastavnik.roadmaps.deadlines.sharing import (
    Shared,
    Statement,
    first_unit,
    is_floating,
    lend_months,
    lend_years,
    units,
    with_units,
)

_VAGUE = ("quarter", "half", "semester", "term", "trimester", "season", "holidays")


class Phrase:
    """The pieces of one phrase, sorted by what they say."""

    def __init__(self, found: Sequence[Found], period: Period) -> None:
        self.rhythms: list[Rhythm] = []
        self.always: list[Always] = []
        self.demands: list[Demand] = []
        self.hanging: list[Hanging] = []
        self.excepted: list[Except] = []
        self.further: int | None = None
        self.once = False
        self.undecided = False
        self.plain_weekdays = 0
        statements: list[Statement] = []
        for item in found:
            self._sort(item, statements)
        self._drop_weekdays_beside_dates(statements)
        statements = lend_months(statements)
        statements = [_grounded(statement, self.rhythms, period) for statement in statements]
        self.shared: Shared = lend_years(_without_outlines(statements, period), period)
        if not self.rhythms:
            self.shared = self.shared._replace(statements=_from_august(self.shared.statements, period))

    def _sort(self, item: Found, statements: list[Statement]) -> None:
        match item.piece:
            case Rhythm():
                self.rhythms.append(item.piece)
            case Always():
                self.always.append(item.piece)
            case Demand():
                self.demands.append(item.piece)
            case Hanging():
                self.hanging.append(item.piece)
            case Except():
                self.excepted.append(item.piece)
            case Further():
                self.further = len(statements) if self.further is None else self.further
            case Once():
                self.once = True
            case Undecided():
                self.undecided = True
            case Comment():
                pass
            case _:
                statements.append(Statement(item.piece, item))

    def _drop_weekdays_beside_dates(self, statements: list[Statement]) -> None:
        """«12 марта (среда)»: the weekday of a day adds nothing."""
        if any(_names_day(statement.piece) for statement in statements):
            self.rhythms = [rhythm for rhythm in self.rhythms if not _is_bare_weekday(rhythm)]

    @property
    def statements(self) -> list[Statement]:
        return self.shared.statements

    @property
    def continues(self) -> bool:
        """«до 21 октября, далее ежегодно»: something dated, and what comes after it."""
        each = any(unit.each for s in self.statements for unit in units(s.piece))
        return bool(self.further) and bool(self.statements) and not each

    @property
    def comes_back(self) -> bool:
        return bool(self.rhythms) or any(unit.each for s in self.statements for unit in units(s.piece))


def _is_bare_weekday(rhythm: Rhythm) -> bool:
    return rhythm.doubtful and rhythm.rule is not None and rhythm.rule.freq == "WEEKLY" and bool(rhythm.rule.by_day)


def _names_day(piece: Dated) -> bool:
    return any(unit.noun == "day" and unit.month for unit in units(piece))


def _grounded(statement: Statement, rhythms: list[Rhythm], period: Period) -> Statement:
    """A week or a day without a month: of each month when the phrase has a rhythm, else of the plan's month."""
    loose = units(statement.piece)
    if not is_floating(loose[-1]):
        return statement
    if not rhythms and (period.is_one_month or _is_short(period)):
        given = [unit._replace(month=period.start.month, year=period.start.year) for unit in loose]
        return statement._replace(piece=with_units(statement.piece, *given))
    if rhythms or loose[0].noun in ("day", "weekday", "working_day"):
        told = bool(rhythms) or loose[0].noun == "day"
        each = [unit._replace(each="month", doubtful=(unit.doubtful and not rhythms) or not told) for unit in loose]
        return statement._replace(piece=with_units(statement.piece, *each))
    given = [unit._replace(month=period.start.month, year=period.start.year, doubtful=True) for unit in loose]
    return statement._replace(piece=with_units(statement.piece, *given))


def _is_short(period: Period) -> bool:
    return (period.end - period.start).days <= _SHORT_PLAN_DAYS


def _without_outlines(statements: list[Statement], period: Period) -> list[Statement]:
    """«1 четверть — с 01.09 по 27.10», «октябрь (до 15 октября)»: exact dates replace the name around them."""
    if len(statements) < 2:
        return statements
    kept = []
    for i, statement in enumerate(statements):
        following = statements[i + 1] if i + 1 < len(statements) else None
        if following is None or not _outlines(statement, following, period):
            kept.append(statement)
    return kept


def _from_august(statements: list[Statement], period: Period) -> list[Statement]:
    """«август, сентябрь» in a school plan: the August before it begins, as autumn follows."""
    result = list(statements)
    for i, (statement, following) in enumerate(pairwise(statements)):
        unit, after = first_unit(statement.piece), first_unit(following.piece)
        if period.is_school_year and unit.month == 8 and not unit.year and after.month >= 9 and not after.year:
            august = unit._replace(year=period.start.year, doubtful=True)
            result[i] = statement._replace(piece=with_units(statement.piece, august, *units(statement.piece)[1:]))
    return result


def _outlines(outer: Statement, inner: Statement, period: Period) -> bool:
    piece = outer.piece
    if not isinstance(piece, Single) or piece.unit.each:
        return False
    vague = piece.unit.noun in _VAGUE
    bracketed = inner.found.bracketed and not outer.found.bracketed
    if not (vague and _names_day(inner.piece)) and not bracketed:
        return False
    if first_unit(inner.piece).noun in ("year", "school_year", "plan_year"):
        return False
    around, within = dated(piece, period), dated(inner.piece, period)
    if not around or not within:
        return False
    return vague or (around.window[0] <= within.window[0] and within.window[1] <= around.window[1])


_SHORT_PLAN_DAYS = 62
