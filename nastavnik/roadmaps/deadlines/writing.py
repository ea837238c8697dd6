"""A schedule in correct Russian words, with every year named, so that a line can be read outside its plan."""

from datetime import date

from nastavnik.roadmaps.deadlines.dating import whole_months
from nastavnik.roadmaps.deadlines.period import Period
from nastavnik.roadmaps.deadlines.reading import read_deadline
from nastavnik.roadmaps.deadlines.rules import Rule
from nastavnik.roadmaps.deadlines.russian import (
    MONTHS,
    MONTHS_IN,
    MONTHS_OF,
    NO_BREAK,
    WEEKDAYS_BY,
    counted,
    counted_of,
    listed,
    nth_day,
    nth_weekday,
    since,
)
from nastavnik.roadmaps.deadlines.schedule import Kind, Schedule
from nastavnik.roadmaps.deadlines.windows import Window, Windows

_DASH = f"{NO_BREAK}– "
_ANCHORS = {
    "as_needed": "по мере необходимости",
    "on_request": "по запросу",
    "as_received": "по мере поступления",
    "separate_schedule": "по отдельному плану",
    "programme_schedule": "в соответствии со сроками реализации программы наставничества",
    "established_procedure": "в установленном порядке",
    "document_date": "со дня издания документа",
    "publication_date": "со дня опубликования",
    "event": "в день проведения мероприятия",
    "exam_period_start": "до начала экзаменов",
    "school_holidays": "в каникулы",
    "school_year_start": "перед началом учебного года",
    "school_year_end": "после окончания учебного года",
    "by_agreement": "по согласованию",
    "school_quarter": "1 раз в четверть",
    "school_trimester": "1 раз в триместр",
}
# What follows «после» and «до».
_ANCHORS_OF = {
    "document_date": "издания документа",
    "publication_date": "опубликования",
    "event": "проведения мероприятия",
    "exam_period_start": "начала экзаменов",
    "school_holidays": "каникул",
    "school_year_start": "начала учебного года",
    "school_year_end": "окончания учебного года",
}
_STEPS = {1: "месяц", 3: "квартал", 6: "полугодие"}
_ADVERBS = {"DAILY": "ежедневно", "WEEKLY": "еженедельно", "MONTHLY": "ежемесячно", "YEARLY": "ежегодно"}
_LETTERS = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}
_SINGLE_STEPS = {"DAILY": "день", "WEEKLY": "неделю", "MONTHLY": "месяц", "YEARLY": "год"}
_WORKDAYS, _WEEKEND = (0, 1, 2, 3, 4), (5, 6)
_LAST_WEEK = tuple(range(-7, 0))
_SHORTEST_RUN = 3


def write_deadline(schedule: Schedule, period: Period, *, language: str = "ru") -> str:
    """The schedule in words that `read_deadline` reads back, in a plan of the same period, as the same schedule.

    Raises:
        ValueError: ``language`` is not "ru", the only one deadlines are written in.
    """
    if language != "ru":
        raise ValueError(f"deadlines are written in Russian only, not in {language!r}")
    match schedule.kind:
        case Kind.UNKNOWN:
            return "срок не установлен"
        case Kind.ON_DEMAND:
            return _ANCHORS.get(schedule.anchor or "", _ANCHORS["as_needed"])
        case Kind.RELATIVE:
            return _relative(schedule)
        case Kind.CONTINUOUS:
            return _with_anchor(_continuous(schedule.windows, period), schedule)
        case Kind.RECURRING:
            return _recurring(schedule, period)
        case _:
            return _with_anchor(_dated(schedule) + _further(schedule), schedule)


def _with_anchor(text: str, schedule: Schedule) -> str:
    return f"{text}, {_ANCHORS[schedule.anchor]}" if schedule.anchor in _ANCHORS else text


def _relative(schedule: Schedule) -> str:
    anchor, offset = schedule.anchor or "event", schedule.offset
    if not offset or anchor not in _ANCHORS_OF:
        return _ANCHORS.get(anchor, _ANCHORS["event"])
    n, letter = int(offset.lstrip("-PT")[:-1]), offset[-1]
    if offset.startswith("-"):
        return f"за {counted(n, letter)} до {_ANCHORS_OF[anchor]}"
    if anchor in ("document_date", "publication_date"):
        return f"в течение {counted_of(n, letter)} со дня {_ANCHORS_OF[anchor]}"
    return f"через {counted(n, letter)} после {_ANCHORS_OF[anchor]}"


def _continuous(windows: Windows, period: Period) -> str:
    if windows != (period.window,):
        return "постоянно: " + exact_spans(windows)
    if period.is_school_year:
        return "в течение учебного года"
    return "в течение года" if period.is_calendar_year else "в течение всего периода"


def _dated(schedule: Schedule) -> str:
    windows = schedule.windows
    if schedule.kind is Kind.DATE:
        return day(windows[0][1])
    if schedule.kind is Kind.DEADLINE:
        return "до " + day(windows[-1][1])
    return _spans(windows) if len(windows) > 1 else span(windows[0])


def _further(schedule: Schedule) -> str:
    if not schedule.rrule:
        return ""
    return f", далее {rhythm(Rule.parse(schedule.rrule), schedule.qualifier)}"


def day(value: date) -> str:
    """«16 сентября 2021 г.»"""
    return f"{_day_of_month(value)} {_year(value)}"


def _day_of_month(value: date) -> str:
    return f"{value.day}{NO_BREAK}{MONTHS_OF[value.month - 1]}"


def _year(value: date) -> str:
    return f"{value.year}{NO_BREAK}г."


def span(window: Window) -> str:
    """A range as a person would write it: months and years by name, the rest by days."""
    start, end = window
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return _year(start) if start.year == end.year else f"{start.year}–{end.year}{NO_BREAK}гг."
    if (start.month, start.day, end.month, end.day, end.year - start.year) == (9, 1, 8, 31, 1):
        return f"{start.year}–{end.year} учебный год"
    if not whole_months(window):
        return _days(start, end)
    first, last = MONTHS[start.month - 1], f"{MONTHS[end.month - 1]} {_year(end)}"
    if (start.year, start.month) == (end.year, end.month):
        return last
    return f"{first}{_DASH}{last}" if start.year == end.year else f"{first} {_year(start)}{_DASH}{last}"


def _days(start: date, end: date) -> str:
    if start.year != end.year:
        return f"{_since(start)} {_year(start)} по {day(end)}"
    first = since(start.day) if start.month == end.month else _since(start)
    return f"{first} по {day(end)}"


def _since(value: date) -> str:
    return f"{since(value.day)}{NO_BREAK}{MONTHS_OF[value.month - 1]}"


def _spans(windows: Windows) -> str:
    """Several ranges or days; a year that the next one shares is named once."""
    words = []
    for i, window in enumerate(windows):
        words.append(_short_span(window, windows[i + 1] if i + 1 < len(windows) else None))
    return ", ".join(words)


def _short_span(window: Window, following: Window | None) -> str:
    text = day(window[0]) if window[0] == window[1] else span(window)
    plain = window[0] == window[1] or (whole_months(window) and window[0].month == window[1].month)
    if following and plain and _same_sort(window, following) and window[0].year == window[1].year:
        return text.removesuffix(" " + _year(window[1]))
    return text


def _same_sort(window: Window, following: Window) -> bool:
    days = (window[0] == window[1], following[0] == following[1])
    months = whole_months(window) and whole_months(following) and following[0].month == following[1].month
    return window[1].year == following[0].year == following[1].year and (all(days) or months)


def exact_spans(windows: Windows) -> str:
    """Each window by its first and last day with their years, which nothing else in a phrase can change."""
    return ", ".join(f"{_since(start)} {_year(start)} по {day(end)}" for start, end in windows)


def _recurring(schedule: Schedule, period: Period) -> str:
    """The rhythm alone where that says it all; its windows by their days where it does not."""
    text = _rhythm_with_anchor(schedule)
    if read_deadline(text, period) == schedule:
        return text
    return f"{text}: {exact_spans(schedule.windows)}"


def _rhythm_with_anchor(schedule: Schedule) -> str:
    rule = Rule.parse(schedule.rrule) if schedule.rrule else None
    anchor = schedule.anchor
    if anchor in ("school_quarter", "school_trimester"):
        noun = "четверть" if anchor == "school_quarter" else "триместр"
        text = f"не реже 1 раза в {noun}" if schedule.qualifier else f"1 раз в {noun}"
        if rule and rule.by_month:
            # Each month by itself: a span of months would be one turn.
            text += ": " + ", ".join(_yearly_places(rule, spans=False))
        return text
    text = rhythm(rule, schedule.qualifier) if rule else "ежегодно"
    if anchor == "as_needed":
        return f"по мере необходимости, {'но ' if schedule.qualifier else ''}{text}"
    return f"{text}, {_ANCHORS[anchor]}" if anchor in _ANCHORS else text


def rhythm(rule: Rule, qualifier: str | None) -> str:
    """How often: «ежеквартально до 10 числа», «не реже 1 раза в год», «по средам»."""
    if rule.freq == "YEARLY" and (rule.by_month or rule.by_day):
        return f"{_step(rule, qualifier)} {listed(_yearly_places(rule))}"
    if rule.by_set_pos:
        return f"{_step(rule, qualifier)} {nth_day(rule.by_set_pos[0])} рабочий день"
    if rule.by_day and rule.freq == "MONTHLY":
        days = [nth_weekday(n, weekday) for n, weekday in rule.by_day]
        return f"{_step(rule, qualifier)} {listed(days)}"
    if rule.by_day:
        return _by_weekdays(rule, qualifier)
    if rule.by_month_day:
        return _by_month_days(rule, qualifier)
    return _step(rule, qualifier)


def _step(rule: Rule, qualifier: str | None) -> str:
    once = "не реже 1 раза в" if qualifier else "1 раз в"
    if rule.freq == "MONTHLY" and rule.interval in _STEPS and (qualifier or rule.interval > 1):
        return f"{once} {_STEPS[rule.interval]}"
    if rule.interval > 1:
        return f"{once} {counted(rule.interval, _LETTERS[rule.freq])}"
    return f"{once} {_SINGLE_STEPS[rule.freq]}" if qualifier else _ADVERBS[rule.freq]


def _by_weekdays(rule: Rule, qualifier: str | None) -> str:
    days = tuple(weekday for _, weekday in rule.by_day)
    named = {_WORKDAYS: "рабочим дням", _WEEKEND: "выходным дням"}.get(days)
    text = "по " + (named or listed([WEEKDAYS_BY[weekday] for weekday in days]))
    return text if rule.interval == 1 and not qualifier else f"{_step(rule, qualifier)} {text}"


def _by_month_days(rule: Rule, qualifier: str | None) -> str:
    days = rule.by_month_day
    if days == (10, 20, -1) and rule.interval == 1:
        return "не реже 1 раза в декаду" if qualifier else "1 раз в декаду"
    parts = _runs(days)
    single = [n for n in days if n > 0 and not any(n in run for run in parts)]
    words = [f"{since(run[0])} по {run[-1]}{NO_BREAK}число" for run in parts]
    if single:
        words.append(f"до {listed([str(n) for n in single])}{NO_BREAK}числа")
    if set(_LAST_WEEK) <= set(days):
        words.append("в последнюю неделю месяца")
    else:
        words += [f"{nth_day(n)} день месяца" for n in days if n < 0]
    return f"{_step(rule, qualifier)} {' и '.join(words)}"


def _runs(days: tuple[int, ...]) -> list[range]:
    """The runs of three days of the month and more."""
    runs: list[range] = []
    for n in sorted(n for n in days if n > 0):
        if runs and runs[-1].stop == n:
            runs[-1] = range(runs[-1].start, n + 1)
        else:
            runs.append(range(n, n + 1))
    return [run for run in runs if len(run) >= _SHORTEST_RUN]


def _yearly_places(rule: Rule, *, spans: bool = True) -> list[str]:
    """Where in the year: «в мае», «до 20 мая», «до конца февраля», «в первый понедельник сентября»."""
    if rule.by_month_day:
        number = rule.by_month_day[0]
        ends = [
            f"{number}{NO_BREAK}{MONTHS_OF[m - 1]}" if number > 0 else f"конца {MONTHS_OF[m - 1]}"
            for m in rule.by_month
        ]
        return [f"до {end}" for end in ends]
    if rule.by_day:
        places = [(n, weekday, month) for month in rule.by_month for n, weekday in rule.by_day]
        return [f"{nth_weekday(n, weekday)} {MONTHS_OF[month - 1]}" for n, weekday, month in places]
    months = rule.by_month
    if spans and len(months) >= _SHORTEST_RUN and months == tuple(range(months[0], months[-1] + 1)):
        return [f"в {MONTHS_IN[months[0] - 1]}–{MONTHS_IN[months[-1] - 1]}"]
    first, *rest = [MONTHS_IN[month - 1] for month in months]
    return [f"в {first}", *rest]
