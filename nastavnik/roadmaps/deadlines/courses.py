"""Phrases that say all the time: «в течение года», «постоянно», «весь период реализации»."""

from nastavnik.roadmaps.deadlines import anchors, lengths, rhythms, spans
from nastavnik.roadmaps.deadlines.pieces import Always, Hanging, Single
from nastavnik.roadmaps.deadlines.spans import PiecesFound
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tails import tail
from nastavnik.roadmaps.deadlines.years import Tokens, named_year


def course(t: Tokens, i: int) -> PiecesFound | None:
    """«в течение» (year | period | unit | length of time | programme)"""
    at = i + 1
    while t[at].tag is Tag.ALL:
        at += 1
    if t[at].tag is Tag.SPAN:
        return [Always("plan")], tail(t, at)
    if t[at].tag is Tag.EVERY:
        return rhythms.every(t, at)
    if (length := lengths.duration(t, at)) and _counted_from_something(t, at, length[1]):
        return lengths.later(t, at)
    if year := _whole_year(t, at):
        return year
    if read := spans.stretches(t, at):
        return [Single(p.unit, whole=True) if isinstance(p, Single) else p for p in read[0]], read[1]
    if t[at].tag in (Tag.REALISED, Tag.PROGRAMME):
        return [Always("plan")], tail(t, at)
    if t[at].tag is Tag.UNIT:
        return [Always("part")], at + 1
    if read := anchors.holidays(t, at):
        return read
    return ([Hanging("event")], tail(t, at)) if t[at].tag in (Tag.WORD, Tag.HELD, Tag.EXAM) else None


def _counted_from_something(t: Tokens, at: int, after: int) -> bool:
    """«в течение года» is the plan's year; «в течение года со дня …» and «в течение двух лет» are lengths of time."""
    if t[after].tag is Tag.MONTH:
        return False
    counted = t[at].tag in (Tag.NUMBER, Tag.CARDINAL, Tag.LASTING)
    long = t[after - 1].s in ("year", "quarter", "half", "semester")
    return counted or not long or t[after].text in ("со", "с", "после", "от")


def _whole_year(t: Tokens, i: int) -> PiecesFound | None:
    """«года», «учебного года», «календарного года»: all the time of the plan"""
    year = named_year(t, i)
    if not year:
        return None
    named, after = year
    if named.year:
        return [Single(named, whole=True)], after
    if named.shift:
        return [Single(named, whole=True)], after
    frame = {"year": "calendar", "school_year": "school"}.get(named.noun, "year")
    return [Always(frame)], after


def all_of(t: Tokens, i: int) -> PiecesFound | None:
    """«весь период», «весь учебный год», «круглый год», «всё лето», «весь сентябрь»"""
    at = i + 1
    if t[at].tag is Tag.SPAN:
        return [Always("plan")], tail(t, at)
    if year := _whole_year(t, at):
        return year
    if read := spans.stretches(t, at):
        return read
    return None


def always(t: Tokens, i: int) -> PiecesFound | None:
    if t[i].n in (0, 2):
        # «периодически» says that it goes on, but not how often.
        return [Always("part" if t[i].n else "")], i + 1
    return ([Always()], i + 2) if t[i + 1].tag is Tag.BASIS else ([Always()], i + 1)


def working_time(t: Tokens, i: int) -> PiecesFound | None:
    """«в рабочее время»"""
    return ([Always("part")], i + 2) if t[i + 1].text in ("время", "времени") else None


def current_basis(t: Tokens, i: int) -> PiecesFound | None:
    """«в текущем режиме»"""
    return ([Always()], i + 2) if t[i + 1].tag is Tag.BASIS else None


def year_alone(t: Tokens, i: int) -> PiecesFound | None:
    """«учебный год», «в учебном году»: the plan's year; «следующий учебный год»: the one after"""
    year = named_year(t, i)
    if not year or t[i].text in ("лет", "г", "гг", "годы", "годов"):
        return None
    named, after = year
    if named.year or named.shift:
        return [Single(named)], after
    # «год» alone is hardly a deadline, and «году», «года» after something unread even less.
    if named.noun == "plan_year" and t[i].tag is Tag.UNIT:
        return ([Always("year")], after) if t[i - 1].tag in (Tag.END, Tag.PREPOSITION) or i == 0 else None
    frame = {"year": "calendar", "school_year": "school"}.get(named.noun, "year")
    return [Always(frame)], after


def period_of(t: Tokens, i: int) -> PiecesFound | None:
    """«на период реализации», «период действия программы»; before dates «в период» adds nothing"""
    after = tail(t, i + 1)
    if any(word.tag in (Tag.REALISED, Tag.PROGRAMME) for word in t[i + 1 : after]) and t[i].text.startswith("период"):
        return [Always("span")], after
    return None
