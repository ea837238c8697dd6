"""The pieces of a phrase made into one schedule for the plan's period."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nastavnik.roadmaps.deadlines.dating import dated
from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.pieces import (
    Between,
    Found,
    Rhythm,
    Since,
    Single,
    Until,
)
from nastavnik.roadmaps.deadlines.placing import Placed, place
from nastavnik.roadmaps.deadlines.recurring import one_rhythm, recurring, spans_of
from nastavnik.roadmaps.deadlines.rhythms import by_months
from nastavnik.roadmaps.deadlines.schedule import Confidence, Kind, Schedule
from nastavnik.roadmaps.deadlines.sharing import (
    Statement,
    first_unit,
)
from nastavnik.roadmaps.deadlines.sorting import Phrase
from nastavnik.roadmaps.deadlines.windows import Window, Windows, merged, months

_MOST_ALTERNATIVES = 6
# A day of the teacher, a meeting, an order named beside a date: the date stands by itself.
_COMMENTING = ("event", "document_date", "publication_date")
_ONE_DAY = ("day", "weekday", "working_day")


def resolve(found: Sequence[Found], period: Period) -> Schedule:
    """One schedule out of all that a phrase says."""
    phrase = Phrase(found, period)
    if phrase.continues:
        schedule = _continued(phrase, period)
    elif phrase.comes_back or any(item.weekdays for item in phrase.excepted):
        schedule = _recurring(phrase, period)
    elif phrase.always:
        schedule = _continuous(phrase, period)
    elif phrase.demands and not phrase.statements:
        schedule = _on_demand(phrase, period)
    elif phrase.statements:
        schedule = _dated(phrase, period)
    elif phrase.hanging:
        schedule = _relative(phrase, period)
    elif phrase.once:
        schedule = Schedule(Kind.RANGE, (period.window,), confidence="ambiguous")
    else:
        schedule = Schedule(Kind.UNKNOWN)
    if len(schedule.alternatives) > _MOST_ALTERNATIVES or schedule in schedule.alternatives:
        schedule = replace(schedule, alternatives=_distinct(schedule))
    return schedule


def _distinct(schedule: Schedule) -> tuple[Schedule, ...]:
    others = dict.fromkeys(other for other in schedule.alternatives if other != schedule)
    return tuple(others)[:_MOST_ALTERNATIVES]


def _recurring(phrase: Phrase, period: Period) -> Schedule:
    rhythms = phrase.rhythms
    if not phrase.comes_back:
        rhythms = [Rhythm(None)]
    schedule = recurring(rhythms, phrase.shared, phrase.excepted, period)
    anchor = schedule.anchor
    if phrase.demands:
        on_demand = Schedule(Kind.ON_DEMAND, (period.window,), anchor=phrase.demands[0].anchor)
        # A school's terms are told by their anchor, which must stay.
        anchor = on_demand.anchor if schedule.rrule else anchor
        schedule = replace(schedule, alternatives=(*schedule.alternatives, on_demand))
    elif phrase.hanging and schedule.rrule:
        anchor = phrase.hanging[0].anchor
    if any(always.frame == "calendar" for always in phrase.always) and period.follows_school:
        schedule = replace(schedule, confidence="ambiguous")
    return replace(schedule, anchor=anchor)


def _continued(phrase: Phrase, period: Period) -> Schedule:
    """«до 21 октября 2021, далее – ежегодно», «сентябрь и далее», «август, далее по плану»"""
    first = _dated(phrase, period, phrase.statements[: phrase.further] or phrase.statements)
    if first.kind is Kind.UNKNOWN:
        return first
    if phrase.rhythms:
        rhythm, _ = one_rhythm(phrase.rhythms)
        rule = str(rhythm.rule) if rhythm.rule else None
        if rhythm.rule and rhythm.rule.freq == "YEARLY":
            again = replace(first, kind=Kind.RECURRING, rrule=rule)
            return replace(first, rrule=rule, qualifier=rhythm.qualifier or None, alternatives=(again.plainly(),))
        return replace(
            first,
            kind=Kind.RECURRING,
            windows=_open_end(first.windows, period),
            rrule=rule,
            anchor=rhythm.anchor or None,
            qualifier=rhythm.qualifier or None,
        )
    if phrase.demands or phrase.hanging:
        return _beside(replace(first, confidence="ambiguous"), phrase)
    if phrase.further is not None and phrase.further < len(phrase.statements):
        return _dated(phrase, period)
    open_end = replace(first, kind=Kind.RANGE, windows=_open_end(first.windows, period), alternatives=())
    if phrase.always:
        continuous = Schedule(Kind.CONTINUOUS, (period.window,))
        return replace(open_end, confidence="ambiguous", alternatives=(continuous,))
    return open_end


def _open_end(windows: Windows, period: Period) -> Windows:
    start = windows[0][0] if windows else period.start
    return ((start, max(period.end, windows[-1][1] if windows else period.end)),)


def _continuous(phrase: Phrase, period: Period) -> Schedule:
    """All the time of the plan; what stands beside it narrows it or leaves a choice."""
    whole = Schedule(Kind.CONTINUOUS, (period.window,))
    if phrase.demands:
        on_demand = Schedule(Kind.ON_DEMAND, (period.window,), anchor=phrase.demands[0].anchor)
        return replace(on_demand, confidence="ambiguous", alternatives=(whole,))
    if phrase.statements:
        return _continuous_within(phrase, whole, period)
    if phrase.hanging:
        hanging = phrase.hanging[0]
        relative = Schedule(Kind.RELATIVE, anchor=hanging.anchor)
        return replace(whole, anchor=hanging.anchor, alternatives=(relative,))
    return _framed(phrase.always[0].frame, whole, period)


def _framed(frame: str, whole: Schedule, period: Period) -> Schedule:
    """«в течение календарного года» in a school plan leaves open which year; a school year may end in May."""
    year = period.start.year
    if frame == "calendar" and period.follows_school:
        spans: list[Window] = [(period.start, months(year, 12, 12)[1]), months(year + 1, 1, 12), months(year, 1, 12)]
        others = tuple(replace(whole, windows=(span,)) for span in spans)
        return replace(whole, confidence="ambiguous", alternatives=others)
    if frame == "part":
        return replace(whole, confidence="ambiguous")
    return whole


def _continuous_within(phrase: Phrase, whole: Schedule, period: Period) -> Schedule:
    named = _dated(phrase, period)
    pieces = [statement.piece for statement in phrase.statements]
    if not named.windows:
        return replace(whole, confidence="ambiguous")
    if all(first_unit(piece).noun in ("year", "school_year", "plan_year") for piece in pieces):
        # «на период реализации 2020-2024 гг.» is a span of years in other words.
        span = any(always.frame == "span" for always in phrase.always)
        return named if span else replace(whole, windows=named.windows, alternatives=(named.plainly(),))
    plain = all(not always.frame for always in phrase.always)
    if plain and all(isinstance(piece, Since | Between) for piece in pieces):
        return replace(whole, windows=named.windows)
    if plain and all(isinstance(piece, Until) for piece in pieces):
        windows = ((min(period.start, named.windows[0][0]), named.windows[-1][1]),)
        return replace(whole, windows=windows, confidence="ambiguous", alternatives=(named.plainly(),))
    return replace(whole, confidence="ambiguous", alternatives=(named.plainly(),))


def _on_demand(phrase: Phrase, period: Period) -> Schedule:
    schedule = Schedule(Kind.ON_DEMAND, (period.window,), anchor=phrase.demands[0].anchor)
    if phrase.hanging and phrase.hanging[0].anchor != "separate_schedule":
        other = Schedule(Kind.RELATIVE, anchor=phrase.hanging[0].anchor)
        return replace(schedule, confidence="ambiguous", alternatives=(other,))
    return schedule


def _relative(phrase: Phrase, period: Period) -> Schedule:
    first = phrase.hanging[0]
    schedule = Schedule(Kind.RELATIVE, anchor=first.anchor, offset=first.offset or None)
    others: list[Schedule] = []
    if first.likely and (placed := place(first.likely, period)):
        others.append(Schedule(Kind.RANGE, (placed.window,)))
    if first.anchor == "by_agreement":
        others += [Schedule(Kind.ON_DEMAND, (period.window,), anchor="on_request"), Schedule(Kind.UNKNOWN)]
    others += [
        Schedule(Kind.RELATIVE, anchor=more.anchor) for more in phrase.hanging[1:] if more.anchor != first.anchor
    ]
    return replace(schedule, confidence=_confidence(first.doubtful), alternatives=tuple(others))


def _dated(phrase: Phrase, period: Period, statements: list[Statement] | None = None) -> Schedule:
    """One day, one due day, or the spans of all statements together."""
    shared = phrase.shared
    chosen = shared.statements if statements is None else statements
    if shared.many_years and statements is None:
        # «сентябрь 2021-2024 гг.»: every September of these years.
        again = recurring([Rhythm(by_months(12))], shared, [], period)
        spans = spans_of(again.windows)
        return replace(again, confidence="ambiguous", alternatives=(spans, *again.alternatives))
    placed = [(s, found) for s in chosen if (found := dated(s.piece, shared.frame))]
    if not placed:
        return Schedule(Kind.UNKNOWN, confidence="ambiguous")
    schedule = _plain(placed)
    doubtful = len(placed) < len(chosen) or any(s.doubtful or found.doubtful for s, found in placed)
    doubtful = doubtful or _side_by_side([s for s, _ in placed])
    schedule = replace(schedule, confidence=_confidence(doubtful), alternatives=_alternatives(placed))
    if _covers(placed, period):
        schedule = replace(schedule, kind=Kind.CONTINUOUS)
    return _beside(schedule, phrase)


def _plain(placed: Sequence[tuple[Statement, Placed]]) -> Schedule:
    pieces = [statement.piece for statement, _ in placed]
    windows = merged(found.window for _, found in placed)
    if len(windows) > 1:
        return Schedule(Kind.RANGES, windows)
    if all(isinstance(piece, Until) for piece in pieces):
        single = windows[0][0] == windows[0][1]
        return Schedule(Kind.DEADLINE if single else Kind.RANGE, windows)
    if all(isinstance(piece, Single) and piece.unit.noun in _ONE_DAY for piece in pieces):
        return Schedule(Kind.DATE if windows[0][0] == windows[0][1] else Kind.RANGE, windows)
    return Schedule(Kind.RANGE, windows)


def _covers(placed: Sequence[tuple[Statement, Placed]], period: Period) -> bool:
    """«в течение 2022-2023 учебного года» in the plan of that year."""
    (statement, found), *rest = placed
    piece = statement.piece
    return not rest and isinstance(piece, Single) and piece.whole and found.window == period.window


def _alternatives(placed: Sequence[tuple[Statement, Placed]]) -> tuple[Schedule, ...]:
    """The same with one statement read otherwise."""
    if not any(found.others for _, found in placed):
        return ()
    result = []
    for k, (statement, found) in enumerate(placed):
        for other in found.others:
            changed = [*placed[:k], (statement, Placed(other)), *placed[k + 1 :]]
            result.append(_plain(changed))
    return tuple(result)


def _side_by_side(statements: list[Statement]) -> bool:
    """«Февраль Сентябрь»: two lines of one cell that nothing joins."""
    return any(a.found.last == b.found.first and a.found != b.found for a, b in pairwise(statements))


def _beside(schedule: Schedule, phrase: Phrase) -> Schedule:
    """A schedule or a request named beside a date; the date stands, and it may depend on the other."""
    if phrase.demands:
        anchor = phrase.demands[0].anchor
        return replace(schedule, anchor=anchor, confidence="ambiguous")
    for hanging in phrase.hanging:
        if hanging.anchor in _COMMENTING and not hanging.offset:
            continue
        relative = Schedule(Kind.RELATIVE, anchor=hanging.anchor, offset=hanging.offset or None)
        if hanging.anchor not in _COMMENTING:
            schedule = replace(schedule, anchor=hanging.anchor)
        if hanging.anchor == "programme_schedule" or hanging.offset:
            return replace(schedule, confidence="ambiguous", alternatives=(*schedule.alternatives, relative))
        return replace(schedule, alternatives=(*schedule.alternatives, relative))
    return schedule


def _confidence(doubtful: bool) -> Confidence:
    return "ambiguous" if doubtful else "certain"
