"""Phrases that set a limit in other words than «до» and «с»: «не позднее», «не ранее», «после», «крайний срок»."""

from nastavnik.roadmaps.deadlines import anchors, lengths, rhythms, spans
from nastavnik.roadmaps.deadlines.pieces import Between, Comment, Hanging, Since, Until
from nastavnik.roadmaps.deadlines.spans import PiecesFound
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tails import described
from nastavnik.roadmaps.deadlines.units import unit
from nastavnik.roadmaps.deadlines.years import Tokens


def negated(t: Tokens, i: int) -> PiecesFound | None:
    """«не позднее …», «не ранее …», «не реже …», «не установлен»"""
    at = i + 1
    if t[at].tag is Tag.LATER:
        return _not_later(t, at + 1)
    if t[at].tag is Tag.EARLIER:
        at += 1 + (t[at + 1].tag is Tag.THAN)
        return lengths.ahead(t, at) or spans.since(t, at - 1)
    if t[at].tag in (Tag.LESS, Tag.MORE):
        after = at + 1 + (t[at + 1].tag is Tag.COMMA)
        after += t[after].tag is Tag.THAN
        if t[after].text == "за":
            return lengths.ahead(t, after)
        return rhythms.at_least(t, i)
    return anchors.undecided(t, i)


def _not_later(t: Tokens, i: int) -> PiecesFound | None:
    at = i
    while t[at].tag in (Tag.COMMA, Tag.THAN):
        at += 1
    if t[at].text == "за":
        return lengths.ahead(t, at)
    if t[at].text == "через":
        return lengths.later(t, at)
    at += t[at].text in ("до", "к", "по", "в")
    if (length := lengths.duration(t, at)) and t[length[1]].tag is not Tag.MONTH:
        return lengths.later(t, at)
    if t[at].tag is Tag.FINISHED and (read := anchors.end_of(t, at, "до")):
        return read
    if read := spans.due(t, at, "through"):
        return read
    if t[at].tag in (Tag.NEXT, Tag.WORD, Tag.FINISHED, Tag.UNIT, Tag.HELD, Tag.PART, Tag.EXAM, Tag.HOLIDAYS):
        anchor, after = described(t, at, "after")
        return [Hanging(anchor)], after
    return None


def extreme(t: Tokens, i: int) -> PiecesFound | None:
    """«крайний срок – 15 октября»"""
    at = i + 1
    if t[at].tag is not Tag.SPAN:
        return None
    at += 1
    while t[at].tag in (Tag.DASH, Tag.STOP, Tag.WORD):
        at += 1
    return spans.due(t, at, "through")


def after_day(t: Tokens, i: int) -> PiecesFound | None:
    """«после 15 мая»: from the next day on; «перед 1 сентября»: until the day before"""
    named = unit(t, i + 1)
    if not named or named[0].noun in ("plan_year", "school_year", "part") or named[0].each:
        return None
    if t[i].s == "после":
        return [Since(named[0], after=True)], named[1]
    return [Until(named[0], "before")], named[1]


def from_date(t: Tokens, i: int) -> PiecesFound | None:
    """«от 1 до 15 октября», but «от 25.12.2019 № 1234» is a document's date"""
    read = spans.since(t, i)
    if read and isinstance(read[0][0], Between):
        return read
    after = anchors.document_reference(t, i)
    return ([Comment()], after) if after else None


def next_day(t: Tokens, i: int) -> PiecesFound | None:
    """«на следующий день после …», «на другой день»"""
    if t[i + 1].tag is Tag.NEXT and t[i + 2].tag is Tag.UNIT and t[i + 2].s == "day":
        anchor, after = described(t, i + 3 + (t[i + 3].text == "после"), "after")
        return [Hanging(anchor, "P1D")], after
    return None


def day_after_day(t: Tokens, i: int) -> PiecesFound | None:
    """«через день», «через неделю»: every other one, unless something is named that it comes after"""
    found = lengths.duration(t, i + 1)
    if not found:
        return None
    after = found[1]
    if t[after].text in ("после", "со", "с", "от"):
        return lengths.later(t, i)
    if t[i + 1].tag is Tag.UNIT and t[i + 1].s in ("day", "week"):
        rhythm = rhythms.steps(1, 2, t[i + 1].s)
        return ([rhythm._replace(doubtful=t[i + 1].s != "day")], after) if rhythm else None
    return lengths.later(t, i)


def _follows_month(t: Tokens, i: int) -> bool:
    """«сентябрь (1-2 недели)»: weeks of the month before them, not a length of time."""
    i -= 1
    while i >= 0 and t[i].tag in (Tag.OPEN, Tag.COMMA, Tag.DASH, Tag.STOP):
        i -= 1
    return i >= 0 and t[i].tag is Tag.MONTH


def span_length(t: Tokens, i: int) -> PiecesFound | None:
    """«10 рабочих дней», «2 недели» alone: counted from the plan's document"""
    found = lengths.duration(t, i)
    if not found or t[found[1]].tag in (Tag.MONTH, Tag.TIMES):
        return None
    if t[i].tag is Tag.UNIT or (t[found[1] - 1].s == "week" and _follows_month(t, i)):
        return None
    if (
        t[found[1]].text not in ("со", "с", "после", "до", "от", "перед")
        and t[i].n == 1
        and t[i + 1].text == "неделя"
    ):
        return None
    read, after = lengths.later(t, i) or ([], i)
    bare = after == found[1]
    return [piece._replace(doubtful=bare) if isinstance(piece, Hanging) else piece for piece in read], after


def beginning(t: Tokens, i: int) -> PiecesFound | None:
    """«начиная с …»"""
    return spans.since(t, i + 1) if t[i + 1].s == "с" else None
