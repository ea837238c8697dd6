"""Lengths of time and what they are counted from: «за две недели до конкурса», «в течение 10 дней со дня …»."""

from nastavnik.roadmaps.deadlines.pieces import Hanging
from nastavnik.roadmaps.deadlines.spans import PiecesFound
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tails import described
from nastavnik.roadmaps.deadlines.tokens import Token
from nastavnik.roadmaps.deadlines.years import Tokens

_DAYS_IN = {"day": ("D", 1), "week": ("D", 7), "decade": ("D", 10), "month": ("M", 1), "quarter": ("M", 3),
            "half": ("M", 6), "semester": ("M", 6), "year": ("Y", 1)}  # fmt: skip


_ONE_TEXT = """
    неделю недели недельки месяц месяца год года день дня сутки суток квартал квартала полгода полугода
    декаду
"""
_ONE = frozenset(_ONE_TEXT.split())


_FROM_WORDS = frozenset({"со", "с", "после", "от", "по"})


def duration(t: Tokens, i: int) -> tuple[str, int] | None:
    """[number [«–» number]] [«рабочих»] unit, as ISO 8601: «10 рабочих дней» is P10D, «две недели» P14D"""
    if t[i].tag is Tag.TIME and (hours := t[i].text.partition("час")[0].strip()).isdigit() and "час" in t[i].text:
        return f"PT{int(hours)}H", i + 1
    n, at = 1, i
    counted = t[i].tag in (Tag.NUMBER, Tag.CARDINAL)
    if counted:
        n, at = t[i].n, i + 1
        if t[at].tag is Tag.DASH and t[at + 1].tag in (Tag.NUMBER, Tag.CARDINAL):
            n, at = t[at + 1].n, at + 2
        if t[at].tag is Tag.OPEN and t[at + 1].tag is Tag.CARDINAL and t[at + 2].tag is Tag.CLOSE:
            at += 3
    while t[at].tag in (Tag.WORKING, Tag.CALENDAR, Tag.SCHOOL):
        at += 1
    noun = t[at]
    if t[at].tag is Tag.LASTING:
        return (f"P{n * 7}D" if noun.s == "W" else f"P{n}{noun.s}"), at + 1
    if noun.tag is not Tag.UNIT or noun.s not in _DAYS_IN or (not counted and noun.text not in _ONE):
        return None
    if counted and (n > 366 or _is_ordinal(t[i], noun)):
        return None
    letter, size = _DAYS_IN[noun.s]
    return f"P{n * size}{letter}", at + 1


def _is_ordinal(number: Token, noun: Token) -> bool:
    """«1 полугодие», «2 неделя», «1 квартал» name one of a row; «2 недели», «3 квартала» are lengths of time."""
    if noun.s in ("quarter", "half", "semester", "decade"):
        return noun.text not in ("полгода", "полугода", "квартала", "кварталов", "декад")
    if number.s and noun.text in _ONE:
        return True
    return noun.text in ("г", "гг") or (number.n > 1 and noun.text in ("неделя", "год"))


def lasting(t: Tokens, i: int) -> PiecesFound | None:
    """«в трёхдневный срок», «в 10-дневный срок», «в месячный срок со дня …»"""
    n, at = (t[i].n, i + 1) if t[i].tag is Tag.NUMBER else (0, i)
    if t[at].tag is Tag.DASH:
        at += 1
    if t[at].tag is not Tag.LASTING:
        return None
    count = t[at].n or n or 1
    length = f"P{count * 7}D" if t[at].s == "W" else f"P{count}{t[at].s}"
    after = at + 1 + (t[at + 1].tag is Tag.SPAN)
    return counted_from(t, after, length)


def counted_from(t: Tokens, i: int, length: str) -> PiecesFound:
    """A length of time with what it is counted from; from the plan's own document when that is not said."""
    at = i + (t[i].tag is Tag.COMMA and t[i + 1].text in _FROM_WORDS)
    anchor, after = "document_date", i
    if t[at].text in _FROM_WORDS or t[at].tag is Tag.MOMENT:
        anchor, after = described(t, at + 1, "after")
    elif t[at].text in ("до", "перед"):
        anchor, after = described(t, at + 1, "before")
        length = "-" + length
    return [Hanging(anchor, length)], after


def ahead(t: Tokens, i: int) -> PiecesFound | None:
    """«за две недели до конкурса», «не менее чем за месяц до …»"""
    found = duration(t, i + 1)
    if not found:
        return None
    length, at = found
    if t[at].text in ("до", "перед"):
        anchor, after = described(t, at + 1, "before")
        return [Hanging(anchor, "-" + length)], after
    return None


def later(t: Tokens, i: int) -> PiecesFound | None:
    """«через 3 дня после …», «не позднее 5 дней со дня …», «10 дней с момента …»"""
    at = i + 1 if t[i].text in ("через", "спустя") else i
    found = duration(t, at)
    return counted_from(t, found[1], found[0]) if found else None
