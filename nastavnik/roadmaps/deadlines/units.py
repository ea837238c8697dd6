"""Phrases that name one stretch of the calendar: a day, a week, a month, a quarter, a year.

Each function reads one phrase at token ``i`` and answers with the unit and the place after it, or None.
"""

from nastavnik.roadmaps.deadlines.pieces import Unit
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tokens import Token
from nastavnik.roadmaps.deadlines.years import (
    Tokens,
    UnitFound,
    is_year,
    is_year_word,
    named_year,
    one_year,
    year_after,
    year_span,
    year_word,
)

NO_MONTH = 99
LAST_DAY_NUMBER = 39  # «32 сентября» is a slip and is read as one; «45» is no day at all
_COUNTED = {"week", "decade", "quarter", "term", "half", "semester", "trimester"}
_IN_MONTH = frozenset({"day", "week", "decade", "half_month", "part", "numbers", "weekday", "working_day"})
_NUMERALS = (Tag.NUMBER, Tag.ROMAN, Tag.ORDINAL, Tag.CARDINAL)


def unit(t: Tokens, i: int) -> UnitFound | None:
    """unit := date | day | month | counted | part | season | year | school year"""
    match t[i].tag:
        case Tag.DATE:
            return numeric_date(t, i)
        case Tag.NUMBER | Tag.ROMAN | Tag.ORDINAL | Tag.CARDINAL:
            return year_span(t, i) or round_numbers(t, i) or day(t, i) or counted(t, i) or one_year(t, i)
        case Tag.MONTH:
            return month(t, i)
        case Tag.PART:
            return part(t, i)
        case Tag.SEASON:
            return season(t, i)
        case Tag.UNIT | Tag.SCHOOL | Tag.CALENDAR | Tag.CURRENT | Tag.NEXT | Tag.PREVIOUS:
            return named_year(t, i) or noun_first(t, i)
        case _:
            return None


def numeric_date(t: Tokens, i: int) -> UnitFound:
    """«05.10.2020», «02.02.», «09.2022», each with «г.» or a year apart."""
    number = t[i].n
    year, month_no, day_no = number // 10000, number // 100 % 100, number % 100
    after = i + 1
    shift = 0
    if year:
        after = year_word(t, after)
    else:
        year, shift, after = year_after(t, after)
    # «00.00.2022»: a month that no calendar has, lest it be taken for one left out.
    month_no = month_no or NO_MONTH
    if t[i].s == "my":
        return Unit("month", month=month_no, year=year), after
    return Unit("day", n=day_no, month=month_no, year=year, shift=shift), after


def day(t: Tokens, i: int) -> UnitFound | None:
    """«16 сентября 2021 г.», «15-го октября», «двадцать пятое мая», «10 числа октября»"""
    number, after = day_number(t, i)
    if not number:
        return None
    counted_in_month = t[after].tag is Tag.DAY_NUMBER
    if counted_in_month:
        after += 1
    if t[after].tag is Tag.MONTH:
        if end := year_after_reported(t, after + 1):
            return Unit("day", n=number, month=t[after].n, each="year"), end
        year, shift, end = year_after(t, after + 1)
        return Unit("day", n=number, month=t[after].n, year=year, shift=shift), end
    return None


def year_after_reported(t: Tokens, i: int) -> int:
    """«20 января года, следующего за отчётным»: the place after it, 0 if it is not there."""
    at = i + 1 + (t[i + 1].tag is Tag.COMMA)
    if not is_year_word(t[i]) or t[at].tag is not Tag.NEXT or t[at + 1].text != "за":
        return 0
    return year_word(t, at + 3) if t[at + 2].tag is Tag.REPORTED else 0


def day_number(t: Tokens, i: int) -> tuple[int, int]:
    """The number of a day of the month, in digits or in words, and the place after it; 0 if it is none."""
    token = t[i]
    if token.tag is Tag.NUMBER and 0 < token.n <= LAST_DAY_NUMBER and len(token.text) <= 2:
        return token.n, i + 1
    if token.tag is Tag.ORDINAL and token.n > 0:
        return token.n, i + 1
    if token.tag is Tag.CARDINAL and token.n in (20, 30) and t[i + 1].tag is Tag.ORDINAL and 0 < t[i + 1].n < 10:
        return token.n + t[i + 1].n, i + 2
    return 0, i


def month(t: Tokens, i: int) -> UnitFound:
    """«сентябрь», «Декабрь, 2022», «с октября 2021 г.»"""
    year, shift, after = year_after(t, i + 1)
    return Unit("month", month=t[i].n, year=year, shift=shift, doubtful=i > 0 and t[i - 1].tag is Tag.BLANK), after


def season(t: Tokens, i: int) -> UnitFound | None:
    """«лето», «летом 2022 года», «летний период», «осенью», «осенний семестр»"""
    after = i + 1
    if t[i].s and t[after].tag is Tag.UNIT and t[after].s == "semester" and t[i].n in (9, 3):
        return counted_noun(t, after, 1 if t[i].n == 9 else 2)
    if t[i].s and t[after].tag is Tag.WORD and t[after + 1].tag is Tag.SPAN:
        # «летний оздоровительный период»
        after += 1
    if t[i].s and t[after].tag is not Tag.SPAN:
        return None
    if t[after].tag is Tag.SPAN:
        after += 1
    if t[after].tag is Tag.HOLIDAYS:
        return None
    year, shift, after = year_after(t, after)
    return Unit("season", n=t[i].n, year=year, shift=shift), after


def numeral(t: Tokens, i: int) -> tuple[int, int]:
    """A number that counts units: «2-я», «II», «второй», «последняя»; 0 if it is none."""
    token = t[i]
    if token.tag in (Tag.ROMAN, Tag.ORDINAL) or (
        token.tag is Tag.NUMBER and 0 < token.n <= 12 and len(token.text) <= 2
    ):
        return token.n, i + 1
    return 0, i


def counted(t: Tokens, i: int) -> UnitFound | None:
    """«II квартал», «первая неделя сентября», «1 декада», «вторая половина октября», «третья среда», «20-е числа»"""
    n, after = numeral(t, i)
    return counted_noun(t, after, n) if n else None


def counted_noun(t: Tokens, i: int, n: int) -> UnitFound | None:
    """The noun after its number, with what it belongs to."""
    token = t[i]
    match token.tag:
        case Tag.UNIT if token.s in _COUNTED:
            return _counted_unit(t, i, n)
        case Tag.UNIT if token.s == "month" and n in (-1, 1):
            return _edge_month(t, i, n)
        case Tag.PART if token.n == 4:
            return _half(t, i + 1, n)
        case Tag.WEEKDAY:
            return belonging(t, i + 1, Unit("weekday", n=n, weekday=token.n))
        case Tag.WORKING if t[i + 1].tag is Tag.UNIT and t[i + 1].s == "day":
            return belonging(t, i + 2, Unit("working_day", n=n))
        case Tag.UNIT if token.s == "day" and token.text in ("день", "дня", "дню"):
            return belonging(t, i + 1, Unit("day", n=n), needed=n > 0)
        case Tag.SEASON if n in (1, 2) and t[i + 1].tag is Tag.UNIT:
            return counted_noun(t, i + 1, n)
        case _:
            return None


def _counted_unit(t: Tokens, i: int, n: int) -> UnitFound | None:
    noun = t[i].s
    if noun in ("week", "decade"):
        return belonging(t, i + 1, Unit(noun, n=n))
    found = _year_of(t, i + 1)
    if not found:
        return Unit(noun, n=n), i + 1
    named, after = found
    school = named.school or named.noun == "school_year"
    return Unit(noun, n=n, year=named.year, school=school, shift=named.shift, doubtful=named.doubtful), after


def _year_of(t: Tokens, i: int) -> UnitFound | None:
    """The year that a quarter or a half belongs to."""
    at = i + 1 if t[i].tag is Tag.COMMA and is_year(t[i + 1]) else i
    if found := year_span(t, at):
        return found if found[0].noun == "school_year" else None
    return one_year(t, at) if is_year(t[at]) else named_year(t, at)


def _half(t: Tokens, i: int, n: int) -> UnitFound | None:
    """«вторая половина октября», «первая половина 2022 года», «вторая половина учебного года»"""
    if n not in (1, 2) or (t[i].tag is Tag.UNIT and t[i].s == "day"):
        # «вторая половина дня» is no date.
        return None
    if found := _year_of(t, i):
        named, after = found
        school = named.school or named.noun == "school_year"
        return Unit("half", n=n, year=named.year, school=school, doubtful=True, shift=named.shift), after
    return belonging(t, i, Unit("half_month", n=n))


def _edge_month(t: Tokens, i: int, n: int) -> UnitFound | None:
    """«последний месяц квартала», «первый месяц лета», «первый месяц учебного года»"""
    of = _owner(t, i + 1)
    return (Unit("part", n=1 if n == 1 else 3, of=of[0], each=of[0].each), of[1]) if of else None


def round_numbers(t: Tokens, i: int) -> UnitFound | None:
    """«20-е числа мая», «в 10-х числах», «в первых числах», «последние числа»"""
    token = t[i]
    several = token.s in ("е", "х", "ые", "ых", "ым") if token.tag is Tag.NUMBER else _ends_in_plural(token)
    if t[i + 1].tag is not Tag.DAY_NUMBER or not several:
        return None
    if token.n in (10, 20):
        return belonging(t, i + 2, Unit("numbers", n=token.n))
    if token.n in (1, -1):
        return belonging(t, i + 2, Unit("part", n=1 if token.n == 1 else 3))
    return None


def _ends_in_plural(token: Token) -> bool:
    return token.tag is Tag.ORDINAL and token.text.endswith(("ые", "ых", "ым", "ие", "их", "им"))


def part(t: Tokens, i: int) -> UnitFound | None:
    """«конец марта», «начало учебного года», «середина II четверти», «до конца года»"""
    n = t[i].n
    if n == 4:
        return None
    if found := _owner(t, i + 1):
        of, after = found
        if of.noun == "month":
            named = Unit("part", n=n, month=of.month, year=of.year, each=of.each, shift=of.shift)
            return named._replace(doubtful=of.doubtful), after
        return Unit("part", n=n, of=of, each=of.each, doubtful=bool(of.each) and of.doubtful), after
    return (Unit("part", n=n), i + 1) if t[i + 1].tag in _AFTER_BARE_PART else None


_AFTER_BARE_PART = (Tag.END, Tag.COMMA, Tag.STOP, Tag.CLOSE, Tag.OPEN, Tag.DASH, Tag.AND, Tag.SLASH)


def _owner(t: Tokens, i: int) -> UnitFound | None:
    """What a part is a part of. A quarter or a term without its number is each of them."""
    every = t[i].tag in (Tag.EVERY, Tag.REPORTED, Tag.ALL)
    at = i + 1 if every else i
    if t[at].tag is Tag.UNIT and t[at].s in ("month", "week", "quarter", "term", "half", "semester", "trimester"):
        noun = "half" if t[at].s == "semester" else t[at].s
        if not every and numeral(t, at + 1)[0]:
            return noun_first(t, at)
        return Unit(noun, each=noun, doubtful=not every), at + 1
    if every and (found := named_year(t, at)):
        return found[0]._replace(each="year"), found[1]
    if t[at].tag in (Tag.NEXT, Tag.CURRENT) and t[at + 1].tag is Tag.UNIT and t[at + 1].s == "month":
        return Unit("month", each="month"), at + 2
    return unit(t, at) if t[at].tag is not Tag.PART else None


def belonging(t: Tokens, i: int, inner: Unit, *, needed: bool = False) -> UnitFound | None:
    """Give ``inner`` its month: «сентября 2022», «каждого месяца», «месяца, следующего за отчётным кварталом»."""
    at = i + 1 if t[i].text == "в" and t[i + 1].tag in (Tag.MONTH, Tag.UNIT, Tag.EVERY) else i
    if t[at].tag is Tag.MONTH:
        named, after = month(t, at)
        return inner._replace(month=named.month, year=named.year, shift=named.shift), after
    if found := reported(t, at):
        each, after = found
        return inner._replace(each=each), after
    if t[at].tag is Tag.EVERY and (found_year := named_year(t, at + 1)):
        return inner._replace(each="year"), found_year[1]
    if inner.noun in ("week", "decade", "day", "working_day", "weekday") and (named_unit := _school_owner(t, at)):
        return inner._replace(of=named_unit[0]), named_unit[1]
    return None if needed else (inner, i)


def _school_owner(t: Tokens, i: int) -> UnitFound | None:
    """«первая неделя учебного года», «последняя неделя II четверти», «последний день лета»"""
    if t[i].tag is Tag.SCHOOL or (t[i].tag is Tag.UNIT and t[i].s == "year" and t[i].text == "года"):
        return named_year(t, i)
    if t[i].tag in (Tag.ROMAN, Tag.NUMBER, Tag.ORDINAL):
        found = counted(t, i)
        return found if found and found[0].noun in ("quarter", "term", "half", "trimester") else None
    return season(t, i) if t[i].tag is Tag.SEASON else None


def reported(t: Tokens, i: int) -> tuple[str, int] | None:
    """«каждого месяца», «следующего месяца», «месяца, следующего за отчётным кварталом», «после отчётного периода»"""
    at = i
    while t[at].tag in (Tag.EVERY, Tag.NEXT, Tag.REPORTED, Tag.CURRENT) or t[at].text in ("за", "после"):
        at += 1
    if t[at].tag is not Tag.UNIT or t[at].s not in (
        "month",
        "quarter",
        "term",
        "half",
        "trimester",
        "week",
        "semester",
    ):
        return None
    each = t[at].s
    after = at + 1
    tail = after + 1 if t[after].tag is Tag.COMMA else after
    if (t[tail].tag is Tag.NEXT and t[tail + 1].text == "за") or (
        t[tail].text == "после" and t[tail + 1].tag is Tag.REPORTED
    ):
        tail += 2 if t[tail].tag is Tag.NEXT else 1
        tail += t[tail].tag is Tag.REPORTED
        after = tail
        if t[tail].tag is Tag.UNIT:
            each, after = t[tail].s, tail + 1
        elif t[tail].tag is Tag.SPAN:
            after = tail + 1
    elif t[after].tag is Tag.UNIT and t[after].s in ("quarter", "half") and t[after - 1].s == "month":
        each, after = t[after].s, after + 1
    return ("half" if each == "semester" else each), after


def noun_first(t: Tokens, i: int) -> UnitFound | None:
    """«четверть 1», «квартал II», «неделя 2»"""
    if t[i].tag is not Tag.UNIT or t[i].s not in _COUNTED:
        return None
    n, after = numeral(t, i + 1)
    if not n or t[i + 1].tag is Tag.ORDINAL or t[after].tag in (Tag.MONTH, Tag.UNIT, Tag.TIMES, Tag.DASH):
        return None
    noun = "half" if t[i].s == "semester" else t[i].s
    if noun in ("week", "decade"):
        return belonging(t, after, Unit(noun, n=n))
    return Unit(noun, n=n), after


def is_in_month(named: Unit) -> bool:
    """A stretch within a month, which needs a month to be placed."""
    return named.noun in _IN_MONTH and named.of is None
