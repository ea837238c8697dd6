"""Phrases that name years: «2021 г.», «2021-2024 гг.», «2022/2023 уч. г.», «следующего года»."""

from nastavnik.roadmaps.deadlines.pieces import Unit
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tokens import Token

Tokens = list[Token]


UnitFound = tuple[Unit, int]


_FIRST_YEAR, _LAST_YEAR = 1900, 2199


_CENTURY = 2000


def year_word(t: Tokens, i: int) -> int:
    """Step over «г.», «года», «гг.»."""
    while t[i].tag is Tag.UNIT and t[i].s == "year":
        i += 1
    return i


def is_year(token: Token) -> bool:
    return token.tag is Tag.NUMBER and _FIRST_YEAR <= token.n <= _LAST_YEAR and len(token.text) == 4


def year_after(t: Tokens, i: int) -> tuple[int, int, int]:
    """The year that follows a day or a month: (year, years after the plan's first, place after); 0 if none.

    «2021», «2021 г.», «, 2021 года», «21 г.», «т.г.», «текущего года», «следующего года».
    A span of years («2021-2024 гг.») is left: it is a statement of its own.
    """
    at = i + 1 if t[i].tag is Tag.COMMA and is_year(t[i + 1]) else i
    token = t[at]
    if is_year(token):
        if not year_span(t, at) and not _many_years(t, at):
            return token.n, 0, year_word(t, at + 1)
        return 0, 0, i
    if token.tag is Tag.NUMBER and len(token.text) == 2 and token.n >= 10 and is_year_word(t[at + 1]):
        return _CENTURY + token.n, 0, year_word(t, at + 1)
    if token.tag in (Tag.CURRENT, Tag.NEXT, Tag.PREVIOUS):
        calendar = t[at + 1].tag is Tag.CALENDAR
        end = at + 2 if calendar else at + 1
        if is_year_word(t[end]):
            shift = {Tag.NEXT: 1, Tag.PREVIOUS: -1}.get(token.tag, 0)
            return 0, shift, end + 1
    return 0, 0, i


def is_year_word(token: Token) -> bool:
    return token.tag is Tag.UNIT and token.s == "year"


def _many_years(t: Tokens, i: int) -> bool:
    """«сентябрь 2021, 2022, 2023 гг.»: years listed after one month."""
    return t[i + 1].tag is Tag.COMMA and is_year(t[i + 2]) and t[i + 3].tag is not Tag.MONTH


def year_span(t: Tokens, i: int) -> UnitFound | None:
    """«2021-2024 гг.», «2022/2023 уч. г.», «2022-23 учебный год», «2021-2022 год», «2007 - 2010»"""
    first = t[i]
    if first.tag is not Tag.NUMBER or t[i + 1].tag not in (Tag.DASH, Tag.SLASH) or t[i + 2].tag is not Tag.NUMBER:
        return None
    second = t[i + 2]
    if is_year(first) and is_year(second):
        start, end = first.n, second.n
    elif is_year(first) and len(second.text) == 2 and second.n == (first.n + 1) % 100:
        start, end = first.n, first.n + 1
    elif len(first.text) == 2 and second.n == first.n + 1 and len(second.text) == 2 and t[i + 3].tag is Tag.SCHOOL:
        start, end = _CENTURY + first.n, _CENTURY + second.n
    else:
        return None
    if t[i + 3].tag is Tag.MONTH or start >= end:
        return None
    return _span_of_years(t, i + 3, start, end)


def _span_of_years(t: Tokens, i: int, start: int, end: int) -> UnitFound:
    """What kind of years the words after them make of two years."""
    if t[i].tag is Tag.SCHOOL:
        return Unit("school_year", year=start, to_year=end, school=True), year_word(t, i + 1)
    if t[i].tag in (Tag.COMMA, Tag.AND) and (more := year_span(t, i + 1)) and more[0].school:
        # «2022-2023, 2023-2024 учебные годы»
        return Unit("school_year", year=start, to_year=end, school=True), i
    calendar = t[i].tag is Tag.CALENDAR
    word = t[i + calendar]
    after = year_word(t, i + calendar)
    plural = calendar or (is_year_word(word) and word.text not in ("год", "года", "г", "году"))
    if end - start == 1 and not plural:
        return Unit("school_year", year=start, to_year=end, doubtful=True), after
    return Unit("year", year=start, to_year=end), after


def one_year(t: Tokens, i: int) -> UnitFound | None:
    """«2023 г.», «2020 год», «2022 учебный год» (begun in it)"""
    if is_year(t[i]):
        if t[i + 1].tag is Tag.SCHOOL and is_year_word(t[i + 2]):
            return Unit("school_year", year=t[i].n, to_year=t[i].n + 1, school=True, doubtful=True), i + 3
        after = i + 2 if t[i + 1].tag is Tag.CALENDAR else i + 1
        return Unit("year", year=t[i].n, to_year=t[i].n), year_word(t, after)
    return None


def named_year(t: Tokens, i: int) -> UnitFound | None:
    """«учебный год», «текущего учебного года», «следующий год», «календарный год»; the year itself is the plan's"""
    shift = 0
    at = i
    if t[at].tag in (Tag.CURRENT, Tag.NEXT, Tag.PREVIOUS):
        shift = {Tag.NEXT: 1, Tag.PREVIOUS: -1}.get(t[at].tag, 0)
        at += 1
    kind = t[at].tag
    if kind in (Tag.SCHOOL, Tag.CALENDAR):
        at += 1
    if not is_year_word(t[at]) or (t[at].text in ("г", "гг") and kind is not Tag.SCHOOL):
        return None
    at += 1
    if kind is Tag.SCHOOL and (span := year_span(t, at)):
        return span[0]._replace(noun="school_year", school=True, doubtful=False), span[1]
    if is_year(t[at]):
        return Unit("year", year=t[at].n, to_year=t[at].n), at + 1
    noun = "school_year" if kind is Tag.SCHOOL else "year" if kind is Tag.CALENDAR else "plan_year"
    return Unit(noun, school=kind is Tag.SCHOOL, shift=shift), at
