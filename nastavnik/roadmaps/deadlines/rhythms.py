"""Phrases that say how often: «ежегодно», «1 раз в квартал», «каждую среду», «не реже двух раз в год»."""

from nastavnik.roadmaps.deadlines.pieces import Except, Piece, Rhythm, Single, Unit
from nastavnik.roadmaps.deadlines.rules import Rule
from nastavnik.roadmaps.deadlines.spans import PiecesFound, stretches
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.units import belonging, counted, day_number, reported, unit
from nastavnik.roadmaps.deadlines.years import Tokens, named_year

MONTHS_IN = {"year": 12, "half": 6, "semester": 6, "quarter": 3, "month": 1}
SCHOOL_ANCHORS = {"term": "school_quarter", "trimester": "school_trimester"}
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
_DECADES = Rule("MONTHLY", by_month_day=(10, 20, -1))
_TWICE_A_MONTH = (
    Rule("MONTHLY", by_month_day=(1, 15)),
    Rule("MONTHLY", by_month_day=(15, -1)),
    Rule("MONTHLY"),
)


def by_months(count: int) -> Rule:
    """Every ``count`` months, whole years as years."""
    return Rule("YEARLY", count // 12) if count % 12 == 0 else Rule("MONTHLY", count)


def by_weekdays(days: tuple[int, ...], interval: int = 1) -> Rule:
    return Rule("WEEKLY", interval, by_day=tuple((0, day) for day in sorted(set(days))))


def steps(times: int, count: int, noun: str, qualifier: str = "", doubtful: bool = False) -> Rhythm | None:
    """The rhythm of ``times`` times in ``count`` of ``noun``: equal steps where they come out even."""
    if noun in SCHOOL_ANCHORS:
        return Rhythm(None, SCHOOL_ANCHORS[noun], qualifier, doubtful=doubtful or times > 1 or count > 1)
    if noun in MONTHS_IN:
        return _in_months(times, count * MONTHS_IN[noun], qualifier, doubtful)
    if noun == "decade":
        return Rhythm(_DECADES, "", qualifier, doubtful=doubtful or times > 1 or count > 1)
    if noun == "week":
        return _in_weeks(times, count, qualifier, doubtful)
    if noun == "day":
        rule = Rule("WEEKLY", count // 7) if count % 7 == 0 else Rule("DAILY", count)
        return Rhythm(rule, "", qualifier, doubtful=doubtful or times > 1)
    return None


def _in_months(times: int, months: int, qualifier: str, doubtful: bool) -> Rhythm:
    if months % times == 0:
        return Rhythm(by_months(months // times), "", qualifier, doubtful=doubtful)
    if (times, months) == (2, 1):
        return Rhythm(Rule("WEEKLY", 2), "", qualifier, _TWICE_A_MONTH, doubtful=True)
    if (times, months) == (4, 1):
        return Rhythm(Rule("WEEKLY"), "", qualifier, doubtful=True)
    if (times, months) == (3, 1):
        return Rhythm(_DECADES, "", qualifier, (by_months(1),), doubtful=True)
    finer = (by_months(months // times),) if times < months else ()
    return Rhythm(by_months(months), "", qualifier, finer, doubtful=True)


def _in_weeks(times: int, count: int, qualifier: str, doubtful: bool) -> Rhythm:
    if count % times == 0:
        return Rhythm(Rule("WEEKLY", count // times), "", qualifier, doubtful=doubtful)
    if times == 5 * count:
        return Rhythm(by_weekdays(WORKDAYS), "", qualifier, (Rule("DAILY"),), doubtful=True)
    if times == 7 * count:
        return Rhythm(Rule("DAILY"), "", qualifier, doubtful=doubtful)
    return Rhythm(Rule("WEEKLY", count), "", qualifier, doubtful=True)


def adverb(t: Tokens, i: int) -> PiecesFound | None:
    """«ежегодно», «ежеквартальный»"""
    rhythm = steps(1, 1, t[i].s)
    return ([rhythm], i + 1) if rhythm else None


def times(t: Tokens, i: int, qualifier: str = "") -> PiecesFound | None:
    """[number [«–» number]] «раз» («в» | «за» | «/») [«каждый»] [number] unit, or «дважды в год»"""
    count, at, loose = _how_often(t, i)
    if not count:
        return None
    if t[at].tag is Tag.MORE or t[at].tag is Tag.LESS:
        at += 1
    if t[at].text in ("в", "за", "на") or t[at].tag is Tag.SLASH:
        at += 1
        at += t[at].tag is Tag.COURSE
    while t[at].tag in (Tag.EVERY, Tag.SCHOOL, Tag.CALENDAR, Tag.REPORTED, Tag.WORKING, Tag.CURRENT):
        at += 1
    length, after = _length(t, at)
    loose = loose or after > at + 1
    noun, after = _span_noun(t, after)
    rhythm = steps(count, length, noun, qualifier, loose) if noun else None
    return ([rhythm], after) if rhythm else None


def _how_often(t: Tokens, i: int) -> tuple[int, int, bool]:
    """How many times, the place after «раз», and whether the words give a choice («1-2 раза»)."""
    if t[i].tag is Tag.TIMES_ADVERB:
        return t[i].n, i + 1, False
    if t[i].tag is Tag.TIMES:
        return 1, i + 1, False
    if not _is_count(t, i):
        return 0, i, False
    at = i + 1
    loose = False
    if t[at].tag in (Tag.DASH, Tag.COMMA, Tag.AND) and _is_count(t, at + 1):
        at += 2
        loose = True
    if t[at].tag is Tag.OPEN and _is_count(t, at + 1) and t[at + 2].tag is Tag.CLOSE:
        at += 3
    if t[at].tag is Tag.DASH:
        at += 1
    if t[at].tag is Tag.TIMES:
        return t[i].n, at + 1, loose
    return 0, i, False


def _is_count(t: Tokens, i: int) -> bool:
    return t[i].tag in (Tag.NUMBER, Tag.CARDINAL) and 0 < t[i].n <= 31


def _length(t: Tokens, i: int) -> tuple[int, int]:
    """How many units a step has: «в 2 недели», «в три года», «в каждые полгода»."""
    if t[i].tag in (Tag.NUMBER, Tag.CARDINAL) and 0 < t[i].n <= 100:
        after = i + 1
        if t[after].tag is Tag.DASH and _is_count(t, after + 1):
            return t[after + 1].n, after + 2
        return t[i].n, after
    return 1, i


def _span_noun(t: Tokens, i: int) -> tuple[str, int]:
    at = i
    while t[at].tag in (Tag.SCHOOL, Tag.CALENDAR, Tag.WORKING):
        at += 1
    if t[at].tag is not Tag.UNIT:
        return "", i
    return t[at].s, at + 1


def every(t: Tokens, i: int) -> PiecesFound | None:
    """«каждый» (weekdays | [number] unit | month | day | season)"""
    at = i + 1
    while t[at].tag in (Tag.SCHOOL, Tag.CALENDAR):
        at += 1
    if t[at].tag is Tag.WEEKDAY:
        days, after = weekday_list(t, at)
        if owner := reported(t, after):
            return [Rhythm(by_weekdays(days))], owner[1]
        return [Rhythm(by_weekdays(days))], after
    if t[at].tag is Tag.WORKING and t[at + 1].s == "day":
        return [Rhythm(by_weekdays(WORKDAYS))], at + 2
    if t[at].tag is Tag.UNIT:
        rhythm = steps(1, 1, t[at].s)
        return ([rhythm], at + 1) if rhythm else None
    if t[at].tag in (Tag.MONTH, Tag.SEASON, Tag.DATE, Tag.PART) and (found := stretches(t, at)):
        return [Rhythm(by_months(12)), *found[0]], found[1]
    return _every_nth(t, at)


def _every_nth(t: Tokens, i: int) -> PiecesFound | None:
    """«каждые две недели», «каждую вторую среду [месяца]», «каждое 10 число», «каждое 1 сентября»"""
    length, after = _length(t, i)
    if after > i and not (t[i].tag is Tag.NUMBER and t[i].s):
        noun, end = _span_noun(t, after)
        if noun and (rhythm := steps(1, length, noun)):
            return [rhythm], end
    if t[i].tag is Tag.ORDINAL and t[i].n > 1 and t[i + 1].tag is Tag.UNIT and t[i + 1].s in ("month", "year", "day"):
        # «каждый второй месяц»
        rhythm = steps(1, t[i].n, t[i + 1].s)
        return ([rhythm], i + 2) if rhythm else None
    n, after = day_number(t, i)
    if n and t[after].tag is Tag.DAY_NUMBER:
        named = belonging(t, after + 1, Unit("day", n=n, each="month"))
        return ([Single(named[0])], named[1]) if named else None
    if found := counted(t, i):
        return _every_counted(found[0], found[1])
    if dated := unit(t, i):
        return [Rhythm(by_months(12)), Single(dated[0])], dated[1]
    return None


def _every_counted(named: Unit, after: int) -> PiecesFound:
    """«каждую вторую среду» is every other week, or the second Wednesday of a month: told apart by the month."""
    if named.month:
        return [Rhythm(by_months(12)), Single(named)], after
    if named.each or named.n < 0:
        return [Single(named._replace(each=named.each or "month"))], after
    if named.noun == "weekday" and named.n > 1:
        other = Rule("MONTHLY", by_day=((named.n, named.weekday),))
        return [Rhythm(by_weekdays((named.weekday,), named.n), "", "", (other,), doubtful=True)], after
    if named.noun == "week" and named.n > 1:
        return [Rhythm(Rule("WEEKLY", named.n))], after
    return [Single(named._replace(each="month", doubtful=True))], after


def weekday_list(t: Tokens, i: int) -> tuple[tuple[int, ...], int]:
    """«понедельник, среда и пятница», «пн.-пт.», «с понедельника по пятницу» without its «с»"""
    days = [t[i].n]
    at = i + 1
    while True:
        span = t[at].tag is Tag.DASH or t[at].text == "по"
        skip = at + 1
        if t[at].tag is Tag.COMMA and t[skip].tag is Tag.AND:
            skip += 1
        if t[skip].tag is Tag.PREPOSITION and not span:
            skip += 1
        if t[at].tag not in (Tag.COMMA, Tag.AND, Tag.DASH, Tag.SLASH) and not span:
            break
        if t[skip].tag is not Tag.WEEKDAY:
            break
        if span and t[skip].n > days[-1]:
            days.extend(range(days[-1] + 1, t[skip].n))
        days.append(t[skip].n)
        at = skip + 1
    return tuple(days), at


def by_day_name(t: Tokens, i: int) -> PiecesFound | None:
    """«по средам и пятницам», «по будням», «по рабочим дням», «по четвертям», «по итогам»-less plurals"""
    at = i + 1
    if t[at].tag is Tag.WEEKDAY:
        days, after = weekday_list(t, at)
        return [Rhythm(by_weekdays(days))], after
    if t[at].tag is Tag.WORKING and t[at + 1].tag is Tag.UNIT:
        return [Rhythm(by_weekdays(WORKDAYS))], at + 2
    if t[at].tag is Tag.DAYS:
        after = at + 1 + (t[at + 1].tag is Tag.UNIT)
        return [Rhythm(by_weekdays(WORKDAYS if t[at].s == "working" else WEEKEND))], after
    if t[at].tag is Tag.UNIT and t[at].text.endswith(("ям", "ам")) and (rhythm := steps(1, 1, t[at].s)):
        return [rhythm._replace(doubtful=True)], at + 1
    return None


def from_weekday(t: Tokens, i: int) -> PiecesFound | None:
    """«с понедельника по пятницу»"""
    if t[i + 1].tag is not Tag.WEEKDAY:
        return None
    days, after = weekday_list(t, i + 1)
    return ([Rhythm(by_weekdays(days))], after) if len(days) > 1 else None


def weekdays(t: Tokens, i: int) -> PiecesFound:
    """«понедельник, среда»; a weekday beside a date changes nothing, which the resolver sees to."""
    days, after = weekday_list(t, i)
    if owner := reported(t, after):
        after = owner[1]
    return [Rhythm(by_weekdays(days), doubtful=True)], after


def working_days(t: Tokens, i: int) -> PiecesFound | None:
    """«рабочие дни», «будни», «выходные дни»"""
    if t[i].tag is Tag.WORKING:
        if t[i + 1].tag is Tag.UNIT and t[i + 1].s == "day":
            return [Rhythm(by_weekdays(WORKDAYS))], i + 2
        return None
    after = i + 1 + (t[i + 1].tag is Tag.UNIT)
    return [Rhythm(by_weekdays(WORKDAYS if t[i].s == "working" else WEEKEND))], after


def at_least(t: Tokens, i: int) -> PiecesFound | None:
    """«не реже» | «не менее» | «как минимум» | «не чаще», then times"""
    at = i
    bound = ""
    while t[at].tag in (Tag.NOT, Tag.LESS, Tag.MORE, Tag.THAN, Tag.COMMA, Tag.ABOUT) or t[at].text in ("как", "бы"):
        if t[at].tag is Tag.LESS:
            bound = "at_least"
        at += 1
    if t[at].tag in (Tag.EVERY_ADVERB,):
        return adverb(t, at)
    found = times(t, at, bound)
    if found and not bound:
        rhythm = found[0][0]
        return ([rhythm._replace(doubtful=True)] if isinstance(rhythm, Rhythm) else found[0]), found[1]
    return found


def alternating(t: Tokens, i: int) -> PiecesFound | None:
    """«чётные недели», «по нечётным дням»"""
    rhythm = steps(1, 2, t[i + 1].s) if t[i + 1].tag is Tag.UNIT else None
    return ([rhythm._replace(doubtful=True)], i + 2) if rhythm else None


def other_than(t: Tokens, i: int) -> PiecesFound | None:
    """«кроме субботы и воскресенья», «за исключением июля и августа», «кроме выходных и праздничных дней»"""
    at = i + 1
    if t[at].tag is Tag.WEEKDAY:
        days, after = weekday_list(t, at)
        return [Except(weekdays=days)], after
    if t[at].tag is Tag.DAYS:
        return [Except(weekdays=WEEKEND)], at + 1
    if t[at].tag is Tag.SEASON:
        start = t[at].n
        return [Except(months=tuple((start - 1 + k) % 12 + 1 for k in range(3)))], at + 1 + (
            t[at + 1].tag is Tag.UNIT
        )
    months: list[int] = []
    while t[at].tag is Tag.MONTH:
        months.append(t[at].n)
        at += 1
        if t[at].tag in (Tag.COMMA, Tag.AND, Tag.DASH) and t[at + 1].tag is Tag.MONTH:
            if t[at].tag is Tag.DASH:
                months.extend(range(months[-1] + 1, t[at + 1].n))
            at += 1
    return ([Except(months=tuple(months))], at) if months else None


def each_end(t: Tokens, i: int) -> PiecesFound | None:
    """After «по итогам», «по окончании», «до конца»: a school or calendar step named without a number."""
    told = t[i].tag in (Tag.EVERY, Tag.REPORTED)
    at = i + 1 if told else i
    if t[at].tag is Tag.UNIT and t[at].s != "year" and t[at].s != "day" and (rhythm := steps(1, 1, t[at].s)):
        return [rhythm._replace(doubtful=not told)], at + 1
    if told and (year := named_year(t, at)):
        pieces: list[Piece] = [Rhythm(by_months(12)), Single(Unit("part", n=3, of=year[0]))]
        return pieces, year[1]
    return None
