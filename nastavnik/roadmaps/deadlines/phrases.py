"""A deadline's tokens read into pieces, from left to right: at each token the phrases that may begin there are tried.

What no phrase begins with is stepped over: as a part of what was just read, as a word without meaning for a date,
or as a word the grammar does not know.
"""

from collections.abc import Callable

from nastavnik.roadmaps.deadlines import anchors, courses, lengths, limits, rhythms, spans
from nastavnik.roadmaps.deadlines.pieces import Comment, Demand, Found, Further, Hanging, Once, Single, Undecided
from nastavnik.roadmaps.deadlines.spans import PiecesFound
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tails import tail
from nastavnik.roadmaps.deadlines.units import numeral
from nastavnik.roadmaps.deadlines.years import Tokens, year_span

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
    return t[i - 1].tag in (Tag.SIGN, Tag.COUNTED) or t[i + 1].tag in (Tag.COUNTED, Tag.STAGE)


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


def _further(t: Tokens, i: int) -> PiecesFound:
    return [Further()], i + 1


def _once(t: Tokens, i: int) -> PiecesFound:
    return [Once()], i + 1


def _stage(t: Tokens, i: int) -> PiecesFound | None:
    """«I этап», «1-й этап», «этап 1»: a label"""
    n, after = numeral(t, i)
    if n and t[after].tag is Tag.STAGE:
        return [Comment()], after + 1
    if t[i].tag is Tag.STAGE:
        return [Comment()], i + 1 + (numeral(t, i + 1)[0] > 0)
    return None


def _span_word(t: Tokens, i: int) -> PiecesFound | None:
    return anchors.prescribed(t, i) or courses.period_of(t, i) or anchors.held(t, i)


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
    if i > 2 or t[tail(t, i)].tag not in (Tag.END, Tag.CLOSE, Tag.STOP):
        return None
    return anchors.event(t, i)


_NUMBERED: tuple[Phrase, ...] = (
    _stage,
    rhythms.times,
    lengths.lasting,
    _year_first,
    limits.span_length,
    spans.stretches,
)
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
    Tag.WEEKDAY: (rhythms.weekdays,),
    Tag.WORKING: (rhythms.working_days, courses.working_time),
    Tag.DAYS: (rhythms.working_days,),
    Tag.UNIT: (anchors.day_of, courses.year_alone, spans.stretches),
    Tag.SCHOOL: (courses.year_alone,),
    Tag.CALENDAR: (courses.year_alone,),
    Tag.CURRENT: (courses.current_basis, courses.year_alone),
    Tag.NEXT: (courses.year_alone,),
    Tag.PREVIOUS: (courses.year_alone,),
    Tag.PREPOSITION: _PREPOSITION,
    Tag.NOT: (limits.negated,),
    Tag.LESS: (rhythms.at_least,),
    Tag.MORE: (rhythms.at_least,),
    Tag.EVEN: (rhythms.alternating,),
    Tag.EVERY: (rhythms.every,),
    Tag.EVERY_ADVERB: (rhythms.adverb,),
    Tag.TIMES: (rhythms.times,),
    Tag.TIMES_ADVERB: (rhythms.times,),
    Tag.ALWAYS: (courses.always,),
    Tag.ALL: (courses.all_of,),
    Tag.COURSE: (courses.course,),
    Tag.SPAN: (_span_word,),
    Tag.MOMENT: (anchors.day_of,),
    Tag.ACCORDING: (anchors.according,),
    Tag.PRESCRIBED: (anchors.prescribed,),
    Tag.HELD: (anchors.held,),
    Tag.FURTHER: (_further,),
    Tag.BEGINNING: (limits.beginning,),
    Tag.UNDECIDED: (anchors.undecided,),
    Tag.WILL: (anchors.undecided,),
    Tag.ONCE: (_once,),
    Tag.EXCEPT: (rhythms.other_than,),
    Tag.EXTREME: (limits.extreme,),
    Tag.STAGE: (_stage,),
    Tag.LASTING: (lengths.lasting,),
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
        lambda t, i: lengths.later(t, i + 1) if t[i + 1].tag in (Tag.NUMBER, Tag.CARDINAL) else None,
        spans.until,
        anchors.around_event,
    ),
    "к": (spans.until, anchors.around_event),
    "в": (anchors.on_demand,),
    "на": (limits.next_day,),
    "за": (lengths.ahead,),
    "от": (limits.from_date,),
    "из": (),
    "без": (lambda t, i: ([Undecided()], i + 2) if t[i + 1].tag is Tag.SPAN else None,),
    "при": (anchors.on_demand, anchors.around_event),
    "через": (limits.day_after_day,),
    "после": (limits.after_day, anchors.around_event),
    "перед": (limits.after_day, anchors.around_event),
    "между": (spans.between,),
}
