"""Deadlines inside other text: «составление списка – 21 августа», «проект программы – до 20 ноября»."""

from itertools import pairwise

from nastavnik.roadmaps.deadlines.normal import normal_with_places
from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.phrases import phrases
from nastavnik.roadmaps.deadlines.pieces import Between, Found, Rhythm, Since, Single, Unit, Until
from nastavnik.roadmaps.deadlines.resolving import resolve
from nastavnik.roadmaps.deadlines.schedule import Kind, Schedule
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tokens import Token, tokenized

_JOINING = (Tag.COMMA, Tag.AND, Tag.DASH, Tag.SLASH, Tag.OPEN, Tag.CLOSE)
_IN_MONTH = ("day", "decade", "week", "half_month", "numbers", "weekday", "working_day", "part")


LONGEST_TEXT = 10_000


def find_deadlines(text: str, period: Period) -> list[tuple[int, int, Schedule]]:
    """The deadlines in an activity's text, each with the first and the last place of its words.

    Only what hardly can be anything else counts: days, months, «до …», «1 раз в …». A year, a season, a
    term or the date of an order is more often a part of a name.
    """
    spelled, places = normal_with_places(text[:LONGEST_TEXT])
    tokens = tokenized(spelled)
    found, _ = phrases(tokens)
    result = []
    for group in _groups(found, tokens):
        schedule = resolve(group, period)
        if schedule.kind is not Kind.UNKNOWN:
            first, last = tokens[group[0].first], tokens[group[-1].last - 1]
            result.append((places[first.start], _end(text, places[last.end]), schedule))
    return result


def _groups(found: list[Found], tokens: list[Token]) -> list[list[Found]]:
    """Strong pieces that stand side by side make one deadline."""
    strong = [item for item in found if _is_strong(item, tokens)]
    groups: list[list[Found]] = [[item] for item in strong[:1]]
    for before, item in pairwise(strong):
        between = tokens[before.last : item.first]
        if all(token.tag in _JOINING for token in between):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _is_strong(item: Found, tokens: list[Token]) -> bool:
    match item.piece:
        case Single(unit):
            return _is_dated(unit)
        case Between(first, last):
            return _is_dated(last) and (_is_dated(first) or not first.month)
        case Until(unit) | Since(unit):
            return _is_dated(unit) or unit.noun in ("quarter", "half") or unit.of is not None
        case Rhythm():
            # «ежегодный отчёт» and «среда» are parts of names, «ежегодно» and «1 раз в год» are not.
            word = tokens[item.first]
            return word.tag is not Tag.WEEKDAY and (word.tag is not Tag.EVERY_ADVERB or word.text.endswith("о"))
        case _:
            return False


def _is_dated(unit: Unit) -> bool:
    return unit.noun == "month" or (unit.noun in _IN_MONTH and bool(unit.month))


def _end(text: str, end: int) -> int:
    """Without the blanks that a token may end with."""
    while end and text[end - 1].isspace():
        end -= 1
    return end
