"""A deadline's tokens read into pieces, from left to right: at each token the phrases that may begin there are tried.

What no phrase begins with is stepped over: as a part of what was just read, as a word without meaning for a date,
or as a word the grammar does not know.
"""

from collections.abc import Callable

from nastavnik.roadmaps.deadlines import anchors, rhythms, spans
from nastavnik.roadmaps.deadlines.lexicon import Tag
from nastavnik.roadmaps.deadlines.pieces import (
    Always,
    Comment,
    Demand,
    Found,
    Further,
    Hanging,
    Once,
    Piece,
    Single,
    Undecided,
    Until,
)
from nastavnik.roadmaps.deadlines.spans import PiecesFound
from nastavnik.roadmaps.deadlines.units import Tokens, named_year, numeral, unit, year_span

Phrase = Callable[[Tokens, int], PiecesFound | None]


def phrases(t: Tokens) -> tuple[list[Found], list[int]]:
    """The pieces of a text, and the places of the words nobody understood."""
    found: list[Found] = []
    unread: list[int] = []
    i = 0
    depth = 0
    while t[i].tag is not Tag.END:
        token = t[i]
        if token.tag is Tag.OPEN:
            depth += 1
        elif token.tag is Tag.CLOSE:
            depth = max(0, depth - 1)
        read = _phrase_at(t, i)
        if read:
            pieces, after = read
            found.extend(Found(piece, i, after, depth > 0) for piece in pieces)
            i = after
            continue
        if token.tag in (Tag.WORD, Tag.NUMBER, Tag.ROMAN, Tag.BLANK) and not _explained(t, i):
            unread.append(i)
        i += 1
    return found, unread


def _explained(t: Tokens, i: int) -> bool:
    """A number of lessons, of an order or of a paragraph; letters that are no word."""
    token = t[i]
    if token.tag is Tag.WORD:
        return len(token.text) < 3
    if t[i + 1].tag is Tag.DASH and t[i + 2].tag is Tag.NUMBER:
        i += 2
    return t[i - 1].tag in (Tag.SIGN, Tag.COUNTED, Tag.DASH) or t[i + 1].tag in (Tag.COUNTED, Tag.STAGE)


def _phrase_at(t: Tokens, i: int) -> PiecesFound | None:
    for phrase in _BEGINS_WITH.get(t[i].tag, ()):
        if read := phrase(t, i):
            return read
    return None


def _preposition(t: Tokens, i: int) -> PiecesFound | None:
    for phrase in _AFTER_PREPOSITION[t[i].s]:
        if read := phrase(t, i):
            return read
    return None


def _second_token(phrase: Phrase) -> Phrase:
    """The phrase that begins right after its preposition."""
    return lambda t, i: phrase(t, i + 1)


def _course(t: Tokens, i: int) -> PiecesFound | None:
    """«в течение» (year | period | unit | length of time | programme)"""
    at = i + 1
    while t[at].tag is Tag.ALL:
        at += 1
    if t[at].tag is Tag.SPAN:
        return [Always("plan")], anchors.tail(t, at)
    if t[at].tag is Tag.EVERY:
        return rhythms.every(t, at)
    if (length := anchors.duration(t, at)) and _counted_from_something(t, at, length[1]):
        return anchors.later(t, at)
    if year := _whole_year(t, at):
        return year
    if read := spans.stretches(t, at):
        return [Single(p.unit, whole=True) if isinstance(p, Single) else p for p in read[0]], read[1]
    if t[at].tag in (Tag.REALISED, Tag.PROGRAMME):
        return [Always("plan")], anchors.tail(t, at)
    if t[at].tag is Tag.UNIT:
        return [Always("part")], at + 1
    if read := anchors.holidays(t, at):
        return read
    return ([Hanging("event")], anchors.tail(t, at)) if t[at].tag in (Tag.WORD, Tag.HELD, Tag.EXAM) else None


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


def _all(t: Tokens, i: int) -> PiecesFound | None:
    """«весь период», «весь учебный год», «круглый год», «всё лето», «весь сентябрь»"""
    at = i + 1
    if t[at].tag is Tag.SPAN:
        return [Always("plan")], anchors.tail(t, at)
    if year := _whole_year(t, at):
        return year
    if read := spans.stretches(t, at):
        return read
    return None


def _always(t: Tokens, i: int) -> PiecesFound | None:
    if t[i].n == 0:
        return [Always()], i + 1
    return ([Always()], i + 2) if t[i + 1].tag is Tag.BASIS else ([Always()], i + 1)


def _current_basis(t: Tokens, i: int) -> PiecesFound | None:
    """«в текущем режиме»"""
    return ([Always()], i + 2) if t[i + 1].tag is Tag.BASIS else None


def _year_alone(t: Tokens, i: int) -> PiecesFound | None:
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


def _period_of(t: Tokens, i: int) -> PiecesFound | None:
    """«на период реализации», «период действия программы»; before dates «в период» adds nothing"""
    after = anchors.tail(t, i + 1)
    if any(word.tag in (Tag.REALISED, Tag.PROGRAMME) for word in t[i + 1 : after]) and t[i].text.startswith("период"):
        return [Always("plan")], after
    return None


def _not(t: Tokens, i: int) -> PiecesFound | None:
    """«не позднее …», «не ранее …», «не реже …», «не установлен»"""
    at = i + 1
    if t[at].tag is Tag.LATER:
        return _not_later(t, at + 1)
    if t[at].tag is Tag.EARLIER:
        at += 1 + (t[at + 1].tag is Tag.THAN)
        return anchors.ahead(t, at) or spans.since(t, at - 1)
    if t[at].tag in (Tag.LESS, Tag.MORE):
        after = at + 1 + (t[at + 1].tag is Tag.COMMA)
        after += t[after].tag is Tag.THAN
        if t[after].text == "за":
            return anchors.ahead(t, after)
        return rhythms.at_least(t, i)
    return anchors.undecided(t, i)


def _not_later(t: Tokens, i: int) -> PiecesFound | None:
    at = i
    while t[at].tag in (Tag.COMMA, Tag.THAN):
        at += 1
    if t[at].text == "за":
        return anchors.ahead(t, at)
    if t[at].text == "через":
        return anchors.later(t, at)
    at += t[at].text in ("до", "к", "по", "в")
    if (length := anchors.duration(t, at)) and t[length[1]].tag is not Tag.MONTH:
        return anchors.later(t, at)
    if t[at].tag is Tag.FINISHED and (read := anchors.end_of(t, at, "до")):
        return read
    if read := spans.due(t, at, "through"):
        return read
    if t[at].tag in (Tag.NEXT, Tag.WORD, Tag.FINISHED, Tag.UNIT, Tag.HELD, Tag.PART, Tag.EXAM, Tag.HOLIDAYS):
        anchor, after = anchors.described(t, at, "after")
        return [Hanging(anchor)], after
    return None


def _extreme(t: Tokens, i: int) -> PiecesFound | None:
    """«крайний срок – 15 октября»"""
    at = i + 1
    if t[at].tag is not Tag.SPAN:
        return None
    at += 1
    while t[at].tag in (Tag.DASH, Tag.STOP, Tag.WORD):
        at += 1
    return spans.due(t, at, "through")


def _further(t: Tokens, i: int) -> PiecesFound:
    return [Further()], i + 1


def _once(t: Tokens, i: int) -> PiecesFound:
    return [Once()], i + 1


def _beginning(t: Tokens, i: int) -> PiecesFound | None:
    """«начиная с …»"""
    return spans.since(t, i + 1) if t[i + 1].s == "с" else None


def _stage(t: Tokens, i: int) -> PiecesFound | None:
    """«I этап», «1-й этап», «этап 1»: a label"""
    n, after = numeral(t, i)
    if n and t[after].tag is Tag.STAGE:
        return [Comment()], after + 1
    if t[i].tag is Tag.STAGE:
        return [Comment()], i + 1 + (numeral(t, i + 1)[0] > 0)
    return None


def _after_day(t: Tokens, i: int) -> PiecesFound | None:
    """«после 15 мая»: from the next day on; «перед 1 сентября»: until the day before"""
    named = unit(t, i + 1)
    if not named or named[0].noun in ("plan_year", "school_year", "part") or named[0].each:
        return None
    if t[i].s == "после":
        return [spans.Since(named[0], after=True)], named[1]
    return [Until(named[0], "before")], named[1]


def _from(t: Tokens, i: int) -> PiecesFound | None:
    """«от 1 до 15 октября», but «от 25.12.2019 № 1234» is a document's date"""
    read = spans.since(t, i)
    if read and isinstance(read[0][0], spans.Between):
        return read
    after = anchors.document_reference(t, i)
    return ([Comment()], after) if after else None


def _next_day(t: Tokens, i: int) -> PiecesFound | None:
    """«на следующий день после …», «на другой день»"""
    if t[i + 1].tag is Tag.NEXT and t[i + 2].tag is Tag.UNIT and t[i + 2].s == "day":
        anchor, after = anchors.described(t, i + 3 + (t[i + 3].text == "после"), "after")
        return [Hanging(anchor, "P1D")], after
    return None


def _day_after_day(t: Tokens, i: int) -> PiecesFound | None:
    """«через день», «через неделю»: every other one, unless something is named that it comes after"""
    found = anchors.duration(t, i + 1)
    if not found:
        return None
    after = found[1]
    if t[after].text in ("после", "со", "с", "от"):
        return anchors.later(t, i)
    if t[i + 1].tag is Tag.UNIT and t[i + 1].s in ("day", "week"):
        rhythm = rhythms.steps(1, 2, t[i + 1].s)
        return ([rhythm._replace(doubtful=t[i + 1].s != "day")], after) if rhythm else None
    return anchors.later(t, i)


def _span_length(t: Tokens, i: int) -> PiecesFound | None:
    """«10 рабочих дней», «2 недели» alone: counted from the plan's document"""
    found = anchors.duration(t, i)
    if not found or t[found[1]].tag in (Tag.MONTH, Tag.TIMES):
        return None
    if t[i].tag is Tag.UNIT:
        return None
    if t[found[1]].text not in ("со", "с", "после", "до", "от", "перед") and t[i].n == 1 and t[i + 1].text == "неделя":
        return None
    read, after = anchors.later(t, i) or ([], i)
    bare = after == found[1]
    return [piece._replace(doubtful=bare) if isinstance(piece, Hanging) else piece for piece in read], after


def _weekday_or_date(t: Tokens, i: int) -> PiecesFound | None:
    return rhythms.weekdays(t, i)


def _span_word(t: Tokens, i: int) -> PiecesFound | None:
    return anchors.prescribed(t, i) or _period_of(t, i) or anchors.held(t, i)


def _moment(t: Tokens, i: int) -> PiecesFound | None:
    return anchors.day_of(t, i)


def _year_first(t: Tokens, i: int) -> PiecesFound | None:
    found = year_span(t, i)
    return ([Single(found[0])], found[1]) if found else None


def _demand_word(t: Tokens, i: int) -> PiecesFound | None:
    """«запрос» as the only word of a cell"""
    return ([Demand(t[i].s)], i + 1) if i == 0 and t[i + 1].tag is Tag.END else None


def _schedule_word(t: Tokens, i: int) -> PiecesFound | None:
    """«план-график», «отдельный план» as all there is"""
    return ([Hanging("separate_schedule", doubtful=True)], i + 1) if t[i + 1].tag is Tag.END and i <= 1 else None


def _hanging_word(t: Tokens, i: int) -> PiecesFound | None:
    """«незамедлительно», «согласование»"""
    if t[i].s == "immediate":
        return [Hanging("event", doubtful=True)], i + 1
    return None


_PREPOSITION: tuple[Phrase, ...] = (_preposition,)
def _event_alone(t: Tokens, i: int) -> PiecesFound | None:
    """An event as all there is, perhaps with a word before it: «последний звонок»."""
    after = anchors.tail(t, i)
    return anchors.event(t, i) if i <= 2 and t[after].tag in (Tag.END, Tag.CLOSE, Tag.STOP) else None


_NUMBERED: tuple[Phrase, ...] = (_stage, rhythms.times, anchors.lasting, _year_first, _span_length, spans.stretches)
_BEGINS_WITH: dict[Tag, tuple[Phrase, ...]] = {
    Tag.NUMBER: _NUMBERED,
    Tag.ROMAN: _NUMBERED,
    Tag.ORDINAL: _NUMBERED,
    Tag.CARDINAL: _NUMBERED,
    Tag.DATE: (spans.stretches,),
    Tag.MONTH: (spans.stretches,),
    Tag.PART: (spans.stretches,),
    Tag.SEASON: (anchors.holidays, spans.stretches),
    Tag.HOLIDAYS: (anchors.holidays,),
    Tag.WEEKDAY: (_weekday_or_date,),
    Tag.WORKING: (rhythms.working_days,),
    Tag.DAYS: (rhythms.working_days,),
    Tag.UNIT: (anchors.day_of, _year_alone, spans.stretches),
    Tag.SCHOOL: (_year_alone,),
    Tag.CALENDAR: (_year_alone,),
    Tag.CURRENT: (_current_basis, _year_alone),
    Tag.NEXT: (_year_alone,),
    Tag.PREVIOUS: (_year_alone,),
    Tag.PREPOSITION: _PREPOSITION,
    Tag.NOT: (_not,),
    Tag.LESS: (rhythms.at_least,),
    Tag.MORE: (rhythms.at_least,),
    Tag.EVERY: (rhythms.every,),
    Tag.EVERY_ADVERB: (rhythms.adverb,),
    Tag.TIMES: (rhythms.times,),
    Tag.TIMES_ADVERB: (rhythms.times,),
    Tag.ALWAYS: (_always,),
    Tag.ALL: (_all,),
    Tag.COURSE: (_course,),
    Tag.SPAN: (_span_word,),
    Tag.MOMENT: (_moment,),
    Tag.ACCORDING: (anchors.according,),
    Tag.PRESCRIBED: (anchors.prescribed,),
    Tag.HELD: (anchors.held,),
    Tag.FURTHER: (_further,),
    Tag.BEGINNING: (_beginning,),
    Tag.UNDECIDED: (anchors.undecided,),
    Tag.WILL: (anchors.undecided,),
    Tag.ONCE: (_once,),
    Tag.EXCEPT: (rhythms.other_than,),
    Tag.EXTREME: (_extreme,),
    Tag.STAGE: (_stage,),
    Tag.LASTING: (anchors.lasting,),
    Tag.DEMAND: (_demand_word,),
    Tag.SCHEDULE: (_schedule_word,),
    Tag.HANGING: (_hanging_word,),
    Tag.EVENT: (_event_alone,),
}

_AFTER_PREPOSITION: dict[str, tuple[Phrase, ...]] = {
    "с": (_second_token(anchors.day_of), rhythms.from_weekday, spans.since),
    "по": (
        anchors.on_measure,
        anchors.on_demand,
        rhythms.by_day_name,
        lambda t, i: anchors.results(t, i + 1) if t[i + 1].tag in (Tag.RESULTS, Tag.FINISHED) else None,
        spans.until,
        anchors.on_schedule,
        lambda t, i: anchors.undecided(t, i + 1) if t[i + 1].tag is Tag.UNDECIDED else None,
    ),
    "до": (
        lambda t, i: rhythms.at_least(t, i + 1) if t[i + 1].tag in (Tag.NUMBER, Tag.CARDINAL) else None,
        lambda t, i: anchors.later(t, i + 1) if t[i + 1].tag in (Tag.NUMBER, Tag.CARDINAL) else None,
        spans.until,
        anchors.around_event,
    ),
    "к": (spans.until, anchors.around_event),
    "в": (anchors.on_demand,),
    "на": (_next_day,),
    "за": (anchors.ahead,),
    "от": (_from,),
    "из": (),
    "без": (lambda t, i: ([Undecided()], i + 2) if t[i + 1].tag is Tag.SPAN else None,),
    "при": (anchors.on_demand, anchors.around_event),
    "через": (_day_after_day,),
    "после": (_after_day, anchors.around_event),
    "перед": (_after_day, anchors.around_event),
    "между": (spans.between,),
}
