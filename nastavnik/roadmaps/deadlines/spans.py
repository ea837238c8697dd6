"""Phrases that set one or several stretches of time: lists, dashes, «с … по», «до», «к», «не позднее»."""

from nastavnik.roadmaps.deadlines.pieces import Between, Comment, Dated, Piece, Since, Single, Unit, Until
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tokens import Token
from nastavnik.roadmaps.deadlines.units import belonging, counted_noun, day_number, month, numeral, unit
from nastavnik.roadmaps.deadlines.years import Tokens, is_year

PiecesFound = tuple[list[Piece], int]

_SEPARATORS = (Tag.COMMA, Tag.AND, Tag.DASH, Tag.SLASH)
_LONGEST_ROW = 31
_CLOSING = (Tag.END, Tag.STOP, Tag.CLOSE)


def stretches(t: Tokens, i: int) -> PiecesFound | None:
    """stretches := shared | month of days | unit [«–» unit]"""
    if found := shared(t, i) or days_of_month(t, i) or shared_parts(t, i) or shared_seasons(t, i):
        return found
    first = unit(t, i) or day_of_each(t, i)
    if not first:
        return None
    named, after = first
    if t[after].tag is Tag.DASH and (second := unit(t, after + 1)) and _makes_span(named, second[0], t, after):
        return [Between(named, second[0])], _past_inclusive(t, second[1])
    return [Single(named)], _past_inclusive(t, after)


def day_of_each(t: Tokens, i: int) -> tuple[Unit, int] | None:
    """«10 числа каждого месяца», «25-го числа»"""
    n, after = day_number(t, i)
    return belonging(t, after + 1, Unit("day", n=n)) if n and t[after].tag is Tag.DAY_NUMBER else None


def _makes_span(first: Unit, last: Unit, t: Tokens, dash: int) -> bool:
    """A dash makes a span of two units of one size; «сентябрь – 1 неделя» names the week of a month."""
    if first.noun == "month" and last.noun in ("week", "decade", "half_month", "part") and not last.month:
        return False
    if last.noun == "month" and first.noun in ("week", "decade", "part") and not first.month and not first.of:
        return False
    if ("year" in first.noun) != ("year" in last.noun):
        return False
    # «I четверть – с 1 сентября» is no span, and «сентябрь-октябрь-ноябрь» is the list of three.
    return not (last.noun == first.noun and _chained(t, dash, last))


def _chained(t: Tokens, dash: int, last: Unit) -> bool:
    return last.noun == "month" and not last.year and t[dash + 2].tag is Tag.DASH and t[dash + 3].tag is Tag.MONTH


def shared(t: Tokens, i: int) -> PiecesFound | None:
    """Several numbers before one noun: «8 и 9 июля», «13-20 ноября», «I, III четверть», «1-2 неделя октября»."""
    numbers, seams, after = numerals(t, i)
    if numbers and t[after].tag is Tag.DATE and len(seams) == len(numbers):
        return _days_before_date(t, numbers, seams, after)
    if len(numbers) < 2:
        return None
    found = shared_noun(t, after, numbers[-1])
    if not found:
        return None
    last, end = found
    return _joined([last._replace(n=n) for n in numbers], seams), _past_inclusive(t, end)


def shared_parts(t: Tokens, i: int) -> PiecesFound | None:
    """«начало и конец учебного года», «начало–середина октября»"""
    if t[i].tag is not Tag.PART or t[i + 1].tag not in _SEPARATORS:
        return None
    at = i + 2
    at += t[at].tag is Tag.PREPOSITION
    found = unit(t, at) if t[at].tag is Tag.PART else None
    if not found or t[i].n == 4:
        return None
    last, after = found
    return _joined([last._replace(n=t[i].n), last], [t[i + 1].tag]), after


def shared_seasons(t: Tokens, i: int) -> PiecesFound | None:
    """«осенне-зимний период»"""
    if t[i].tag is Tag.SEASON and t[i].s and t[i + 1].tag is Tag.DASH and t[i + 2].tag is Tag.SEASON:
        found = unit(t, i + 2)
        return ([Between(found[0]._replace(n=t[i].n), found[0])], found[1]) if found else None
    return None


def numerals(t: Tokens, i: int) -> tuple[list[int], list[Tag], int]:
    """Numbers in a row and the marks between them; a mark may close the row when a date follows it."""
    numbers: list[int] = []
    seams: list[Tag] = []
    while True:
        n, after = numeral(t, i)
        if not n:
            n, after = day_number(t, i)
        if not n or is_year(t[i]) or len(numbers) == _LONGEST_ROW:
            return numbers, seams, i
        numbers.append(n)
        if t[after].tag is Tag.DAY_NUMBER and t[after + 1].tag in _SEPARATORS and day_number(t, after + 2)[0]:
            after += 1
        if t[after].tag not in _SEPARATORS:
            return numbers, seams, after
        seam = t[after].tag
        following = after + 1
        if seam is Tag.COMMA and t[following].tag is Tag.AND:
            following += 1
        if not (numeral(t, following)[0] or day_number(t, following)[0] or t[following].tag is Tag.DATE):
            return numbers, seams, after
        seams.append(seam)
        i = following


def shared_noun(t: Tokens, i: int, n: int) -> tuple[Unit, int] | None:
    """The noun that a row of numbers counts."""
    if t[i].tag is Tag.MONTH:
        named, after = month(t, i)
        return Unit("day", n=n, month=named.month, year=named.year, shift=named.shift), after
    if t[i].tag is Tag.DAY_NUMBER:
        return belonging(t, i + 1, Unit("day", n=n))
    return counted_noun(t, i, n)


def _days_before_date(t: Tokens, numbers: list[int], seams: list[Tag], at: int) -> PiecesFound | None:
    """«10, 11.09», «01-15.09.2026»: days whose month stands in the last date."""
    found = unit(t, at)
    if not found:
        return None
    last, after = found
    if last.noun == "month":
        # «10-12.2022»: October to December.
        months = [last._replace(month=n) for n in [*numbers, last.month]]
        return _joined(months, seams), after
    units = [last._replace(n=n) for n in [*numbers, last.n]]
    return _joined(units, seams), _past_inclusive(t, after)


def _joined(units: list[Unit], seams: list[Tag]) -> list[Piece]:
    """Units with a dash between them are spans, the others stand alone."""
    pieces: list[Piece] = []
    k = 0
    while k < len(units):
        if k < len(seams) and seams[k] is Tag.DASH and k + 1 < len(units):
            pieces.append(Between(units[k], units[k + 1]))
            k += 2
        else:
            pieces.append(Single(units[k]))
            k += 1
    return pieces


def days_of_month(t: Tokens, i: int) -> PiecesFound | None:
    """«сентябрь (1-15)», «октябрь 15-20»: days after their month."""
    if t[i].tag is not Tag.MONTH:
        return None
    named, after = month(t, i)
    bracket = t[after].tag is Tag.OPEN
    numbers, seams, end = numerals(t, after + bracket)
    if not numbers or (len(numbers) < 2 and not bracket) or len(seams) >= len(numbers):
        return None
    end += t[end].tag is Tag.DAY_NUMBER
    if t[end].tag not in _CLOSING:
        return None
    units = [Unit("day", n=n, month=named.month, year=named.year, shift=named.shift) for n in numbers]
    return _joined(units, seams), end


def since(t: Tokens, i: int) -> PiecesFound | None:
    """«с» (unit | number) [(«по» | «до» | «–») (unit | number)]; without its end, open to the end of the plan"""
    if t[i + 1].tag is Tag.TIME:
        return _hours(t, i + 1)
    start = i + 1
    if t[start].tag is Tag.PREPOSITION and t[start].s in ("с", "по"):
        start += 1
    first, after = _edge(t, start)
    if first is None:
        return None
    if (link := _link(t, after)) and (last_found := _edge(t, link[1]))[0]:
        last, end = last_found
        if last is not None and (not last.doubtful or last.month or last.each or _is_free(t[end])):
            return [Between(_like(first, last), last, link[0])], _past_inclusive(t, end)
    if first.doubtful and first.noun == "day" and not first.month:
        return None
    return [Since(first)], after


def _link(t: Tokens, i: int) -> tuple[str, int] | None:
    """How a span goes on to its end."""
    at = i
    while t[at].tag in (Tag.COMMA, Tag.AND, Tag.OPEN):
        at += 1
    if t[at].tag is Tag.DASH:
        return "through", at + (2 if t[at + 1].text in ("по", "до") else 1)
    if t[at].tag is Tag.PREPOSITION and t[at].s in ("по", "до"):
        return ("through" if t[at].s == "по" else "до"), at + 1
    if t[at].tag is Tag.NOT and t[at + 1].tag is Tag.LATER:
        return "through", at + 2
    return None


def _edge(t: Tokens, i: int) -> tuple[Unit | None, int]:
    """One end of a span; a bare number is a day (or whatever the other end counts) to be told by the other end."""
    if found := unit(t, i):
        return found
    n, after = day_number(t, i)
    if not n:
        n, after = numeral(t, i)
    if not n:
        return None, i
    bare = Unit("day", n=n, doubtful=True)
    if t[after].tag is Tag.DAY_NUMBER:
        inner = belonging(t, after + 1, bare._replace(doubtful=False))
        return inner or (bare, after + 1)
    return bare, after


def _like(first: Unit, last: Unit) -> Unit:
    """«со 2 по 4 неделю октября», «с I по III квартал»: a bare first number counts what the second does."""
    if not first.doubtful or first.month:
        return first
    if last.noun == "day":
        return first._replace(doubtful=last.doubtful, each=last.each)
    return last._replace(n=first.n)


def until(t: Tokens, i: int) -> PiecesFound | None:
    """(«до» | «к» | «по») unit { («и» | «,») unit }: each is a due day"""
    how = {"по": "through"}.get(t[i].s, t[i].s)
    if t[i + 1].tag is Tag.TIME:
        return [Comment()], i + 2
    return due(t, i + 1, how)


def due(t: Tokens, i: int, how: str) -> PiecesFound | None:
    """What stands after «до» or «не позднее»: a unit, a row of days, the n-th of the month."""
    at = i
    if found := shared(t, at):
        rows, after = found
        pieces: list[Piece] = [_until(row, how) for row in rows]
        return pieces, after
    named, after = _edge(t, at)
    if named is None or (named.doubtful and not named.each and not _is_free(t[after])):
        return None
    if t[after].tag is Tag.DASH and how == "through" and (second := unit(t, after + 1)):
        return [Between(named, second[0])], second[1]
    pieces = [Until(named, how)]
    while t[after].text == "и" and (more := unit(t, after + 1)) and more[0].noun == named.noun:
        pieces.append(Until(more[0], how))
        after = more[1]
    return pieces, _past_inclusive(t, after)


def _is_free(token: Token) -> bool:
    """Nothing counted follows: «до 25» may be a day, «до 25 человек» is not."""
    return token.tag in (Tag.END, Tag.COMMA, Tag.STOP, Tag.CLOSE, Tag.EVERY, Tag.EVERY_ADVERB, Tag.AND, Tag.OPEN)


def _until(piece: Piece, how: str) -> Dated:
    match piece:
        case Between(first, last, _):
            return Between(first, last)
        case Single(named, _):
            return Until(named, how)
        case _:
            raise AssertionError("a row holds days and spans only")


def _hours(t: Tokens, i: int) -> PiecesFound:
    """«с 9.00 до 17.00» changes no date."""
    after = i + 1
    if t[after].text in ("до", "по") or t[after].tag is Tag.DASH:
        after += 1 + (t[after + 1].tag in (Tag.TIME, Tag.NUMBER))
    return [Comment()], after


def _past_inclusive(t: Tokens, i: int) -> int:
    at = i + (t[i].tag is Tag.COMMA or t[i].tag is Tag.OPEN)
    if t[at].tag is Tag.INCLUSIVE:
        return at + 1 + (t[i].tag is Tag.OPEN and t[at + 1].tag is Tag.CLOSE)
    return i


def between(t: Tokens, i: int) -> PiecesFound | None:
    """«между 1 и 15 октября»"""
    found = shared(t, i + 1)
    if found and len(found[0]) == 2:
        first, last = found[0]
        if isinstance(first, Single) and isinstance(last, Single):
            return [Between(first.unit, last.unit)], found[1]
    first_unit = unit(t, i + 1)
    if first_unit and t[first_unit[1]].tag is Tag.AND and (second := unit(t, first_unit[1] + 1)):
        return [Between(first_unit[0], second[0])], second[1]
    return None
