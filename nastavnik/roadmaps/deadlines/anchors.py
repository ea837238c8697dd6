"""Phrases that hang on something undated: a request, a schedule, an event, a document, holidays."""

from nastavnik.roadmaps.deadlines.lexicon import Tag
from nastavnik.roadmaps.deadlines.pieces import Always, Demand, Hanging, Piece, Undecided, Unit, Until
from nastavnik.roadmaps.deadlines.rhythms import each_end
from nastavnik.roadmaps.deadlines.spans import PiecesFound
from nastavnik.roadmaps.deadlines.tokens import Token
from nastavnik.roadmaps.deadlines.units import Tokens, is_year, unit

_DAYS_IN = {"day": ("D", 1), "week": ("D", 7), "decade": ("D", 10), "month": ("M", 1), "quarter": ("M", 3),
            "half": ("M", 6), "semester": ("M", 6), "year": ("Y", 1)}  # fmt: skip
_ONE = frozenset(
    "неделю недели недельки месяц месяца год года день дня сутки суток квартал квартала полгода полугода декаду".split()
)
# Words that go on describing what a phrase hangs on; a date, a rhythm or a mark ends them.
_TAIL = frozenset(
    {Tag.WORD, Tag.HELD, Tag.FINISHED, Tag.PROGRAMME, Tag.REALISED, Tag.DOCUMENT, Tag.ISSUED, Tag.PUBLISHED, Tag.EXAM,
     Tag.HOLIDAYS, Tag.SEASON, Tag.DEMAND, Tag.FILLER, Tag.SIGN, Tag.MOMENT, Tag.UNIT, Tag.SCHOOL, Tag.PART,
     Tag.SCHEDULE, Tag.HANGING, Tag.CURRENT, Tag.NEXT, Tag.CALENDAR, Tag.RESULTS, Tag.ALL, Tag.SETTLED,
     Tag.PRESCRIBED, Tag.STAGE, Tag.COUNTED, Tag.SPAN, Tag.WORKING, Tag.BASIS, Tag.CASE, Tag.REPORTED, Tag.DAYS,
     Tag.EXTREME, Tag.EVENT}
)  # fmt: skip
_FROM_WORDS = frozenset({"со", "с", "после", "от", "по"})


def duration(t: Tokens, i: int) -> tuple[str, int] | None:
    """[number [«–» number]] [«рабочих»] unit, as ISO 8601: «10 рабочих дней» is P10D, «две недели» P14D"""
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
    return _counted_from(t, after, length)


def _counted_from(t: Tokens, i: int, length: str) -> PiecesFound:
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
    return _counted_from(t, found[1], found[0]) if found else None


def described(t: Tokens, i: int, side: str) -> tuple[str, int]:
    """What follows «после», «до», «со дня»: its anchor, and the place after the words that describe it."""
    after = tail(t, i)
    return _anchor(t[i:after], side), after


def tail(t: Tokens, i: int) -> int:
    """The place after the words that belong to what was just named."""
    while True:
        token = t[i]
        ahead_token = t[i + 1]
        if token.tag in _TAIL:
            i += 1
        elif token.tag in (Tag.ROMAN, Tag.ORDINAL) or (token.tag is Tag.NUMBER and _names_thing(t, i)):
            i += 1
        elif token.text in ("и", "или", "либо") and ahead_token.tag in (Tag.WORD, Tag.DOCUMENT, Tag.EXAM, Tag.ISSUED, Tag.EVENT):
            i += 2
        elif token.tag is Tag.PREPOSITION and ahead_token.tag in _NAMED:
            i += 2
        elif token.tag is Tag.STOP and token.text == "." and token.start and ahead_token.tag is Tag.WORD and _is_short(t[i - 1]):
            i += 1
        else:
            return i


_NAMED = (Tag.WORD, Tag.PROGRAMME, Tag.HOLIDAYS, Tag.DEMAND, Tag.SCHEDULE, Tag.DOCUMENT, Tag.EVENT)


def _is_short(token: Token) -> bool:
    return token.tag is Tag.WORD and len(token.text) <= 4


def _names_thing(t: Tokens, i: int) -> bool:
    """«приказа № 5», «9 класса», «Дню 8 марта» are names, not dates."""
    return t[i - 1].tag is Tag.SIGN or t[i + 1].tag in (Tag.COUNTED, Tag.STAGE)


def _anchor(words: list[Token], side: str) -> str:
    held = False
    school = any(word.tag is Tag.SCHOOL for word in words) and any(word.s == "year" for word in words)
    for word in words:
        match word.tag:
            case Tag.HOLIDAYS:
                return "school_holidays"
            case Tag.EXAM:
                return "exam_period_start" if side == "before" else "event"
            case Tag.PUBLISHED if not held:
                return "publication_date"
            case Tag.DOCUMENT | Tag.ISSUED | Tag.DEMAND if not held and side == "after":
                return "document_date"
            case Tag.FINISHED if school:
                return "school_year_end"
            case Tag.PART if school:
                return "school_year_start" if word.n == 1 else "school_year_end"
            case Tag.HELD | Tag.COUNTED | Tag.EVENT:
                held = True
            case _:
                pass
    return "event"


def on_measure(t: Tokens, i: int) -> PiecesFound | None:
    """«по мере необходимости», «по мере поступления обращений»"""
    if t[i + 1].tag is not Tag.MEASURE:
        return None
    at = i + 2
    after = tail(t, at)
    anchors = [word.s for word in t[at:after] if word.tag is Tag.DEMAND]
    return [Demand(anchors[0] if anchors else "as_needed")], after


def on_demand(t: Tokens, i: int) -> PiecesFound | None:
    """«по запросу», «при необходимости», «в случае необходимости», «при наличии заявок»"""
    at = i + 1
    if t[at].tag is Tag.CASE:
        after = tail(t, at)
        anchors = [word.s for word in t[at:after] if word.tag is Tag.DEMAND]
        return [Demand(anchors[0] if anchors else "as_needed")], after
    if t[at].tag is Tag.WORD and t[at + 1].tag is Tag.DEMAND:
        at += 1
    if t[at].tag is not Tag.DEMAND:
        return None
    return [Demand(t[at].s)], _demand_end(t, at + 1)


def _demand_end(t: Tokens, i: int) -> int:
    """«по требованию не менее одной трети работников»: the words after a request belong to it."""
    after = tail(t, i)
    if t[after].tag is Tag.NOT and t[after + 1].tag in (Tag.LESS, Tag.MORE) and t[after + 2].tag is Tag.CARDINAL:
        if t[after + 3].tag is not Tag.TIMES:
            return tail(t, after + 3)
    return after


def on_schedule(t: Tokens, i: int) -> PiecesFound | None:
    """«по [отдельному …] плану», «по графику», «по согласованию», «по программе», «по срокам реализации программ»"""
    at = i + 1
    while at < i + 5 and t[at].tag in _BEFORE_SCHEDULE:
        at += 1
    match t[at].tag:
        case Tag.SCHEDULE:
            return [Hanging("separate_schedule")], _schedule_end(t, at + 1)
        case Tag.HANGING:
            anchor = t[at].s
            return [Hanging(anchor, doubtful=anchor == "by_agreement")], tail(t, at + 1)
        case Tag.SPAN if t[at].text in ("срокам", "датам"):
            after = tail(t, at)
            return [Hanging(_by_what(t[at:after]))], after
        case Tag.PROGRAMME if at == i + 1:
            return [Hanging("separate_schedule", doubtful=True)], tail(t, at)
        case _:
            return None


_BEFORE_SCHEDULE = frozenset(
    {Tag.WORD, Tag.SCHOOL, Tag.CALENDAR, Tag.WORKING, Tag.CURRENT, Tag.PRESCRIBED, Tag.EVERY_ADVERB, Tag.FILLER,
     Tag.ISSUED, Tag.COMMA, Tag.DASH, Tag.SETTLED, Tag.ALWAYS}
)  # fmt: skip


def _schedule_end(t: Tokens, i: int) -> int:
    """«учебным планом, календарным учебным графиком и планом внеурочной деятельности»: one schedule after another."""
    while True:
        i = tail(t, i)
        at = i
        while t[at].tag in (Tag.COMMA, Tag.AND, Tag.DASH, Tag.PREPOSITION) and t[at].text not in ("до", "с", "к"):
            at += 1
        if at == i:
            return i
        probe = at
        while t[probe].tag in _BEFORE_SCHEDULE - {Tag.COMMA}:
            probe += 1
        if t[probe].tag is not Tag.SCHEDULE or probe - at > 4:
            return i
        i = probe + 1


def according(t: Tokens, i: int) -> PiecesFound | None:
    """«согласно графику», «в соответствии со сроками реализации программ наставничества»"""
    at = i + 1
    if t[at].tag is Tag.PREPOSITION:
        at += 1
    after = _schedule_end(t, at)
    return ([Hanging(_by_what(t[at:after]))], after) if after > at else None


def _by_what(words: list[Token]) -> str:
    """The anchor of what something is to accord with."""
    tags = {word.tag for word in words}
    spans = Tag.SPAN in tags
    if spans and (Tag.REALISED in tags or Tag.PROGRAMME in tags):
        return "programme_schedule"
    if Tag.SCHEDULE in tags:
        return "separate_schedule"
    if hanging := [word.s for word in words if word.tag is Tag.HANGING]:
        return hanging[0]
    if spans and Tag.PRESCRIBED in tags:
        return "established_procedure"
    if spans or Tag.HELD in tags:
        return "event"
    return "separate_schedule"


def prescribed(t: Tokens, i: int) -> PiecesFound | None:
    """«в установленном порядке», «в установленные сроки», «в сроки, установленные планом»"""
    after = tail(t, i)
    words = t[i:after]
    if t[i].tag is Tag.SPAN:
        at = i + 1 + (t[i + 1].tag is Tag.COMMA)
        if t[i].text not in ("сроки", "срок", "даты", "период", "время", "дату"):
            return None
        if t[at].tag is Tag.PRESCRIBED:
            after = tail(t, at)
            anchor = "separate_schedule" if any(w.tag is Tag.SCHEDULE for w in t[at:after]) else "established_procedure"
            return [Hanging(anchor)], after
        return None
    if any(word.tag in (Tag.HANGING, Tag.SPAN) for word in words[1:]):
        return [Hanging("established_procedure")], after
    return None


def around_event(t: Tokens, i: int) -> PiecesFound | None:
    """«до», «к», «после», «перед», «при» and the name of something undated"""
    word = t[i].s
    side = "after" if word in ("после", "при", "через") else "before"
    at = i + 1
    if t[at].tag is Tag.COMMA or t[at].tag not in _TAIL:
        return None
    if t[at].tag in (Tag.SPAN, Tag.COUNTED, Tag.BASIS) and word not in ("после", "при"):
        return None
    if t[at].tag is Tag.FINISHED and (found := end_of(t, at, word)):
        return found
    anchor, after = described(t, at, side)
    return [Hanging(anchor, likely=_likely_holidays(t[at:after]))], after


def end_of(t: Tokens, i: int, word: str) -> PiecesFound | None:
    """«до окончания II четверти» is a due day; «по окончании четверти», a rhythm; «после окончания года» hangs."""
    if found := each_end(t, i + 1):
        return found
    named = unit(t, i + 1)
    if named and named[0].noun in ("year", "school_year", "plan_year") and word not in ("до", "к"):
        anchor = "event" if named[0].noun == "year" else "school_year_end"
        return [Hanging(anchor, likely=Unit("part", n=3, of=named[0]), doubtful=True)], named[1]
    if named and word in ("до", "к"):
        pieces: list[Piece] = [Until(Unit("part", n=3, of=named[0]), word)]
        return pieces, named[1]
    if named:
        return [Hanging("event", likely=Unit("part", n=3, of=named[0]), doubtful=True)], named[1]
    return None


def results(t: Tokens, i: int) -> PiecesFound:
    """«по итогам четверти», «по результатам конкурса», «по окончании каждого полугодия»"""
    if found := each_end(t, i + 1) or end_of(t, i, "по"):
        return found
    anchor, after = described(t, i + 1, "after")
    if anchor in ("document_date", "publication_date"):
        anchor = "event"
    return [Hanging(anchor)], after


def holidays(t: Tokens, i: int) -> PiecesFound | None:
    """«весенние каникулы», «каникулярное время», «на каникулах»"""
    at = i
    while t[at].tag is Tag.SEASON or (at > i and t[at].tag in (Tag.COMMA, Tag.AND) and t[at + 1].tag is Tag.SEASON):
        at += 1
    if t[at].tag is not Tag.HOLIDAYS:
        return None
    after = at + 1
    while t[after].tag in (Tag.SPAN, Tag.HOLIDAYS, Tag.UNIT):
        after += 1
    return [Hanging("school_holidays", likely=_likely_holidays(t[i:after]))], after


def _likely_holidays(words: list[Token]) -> Unit | None:
    if not any(word.tag is Tag.HOLIDAYS for word in words):
        return None
    seasons = [word.n for word in words if word.tag is Tag.SEASON]
    return Unit("holidays", n=seasons[0]) if len(seasons) == 1 else None


def held(t: Tokens, i: int) -> PiecesFound | None:
    """«в ходе», «в дни проведения», «во время», «в период реализации программы», «в рамках»"""
    after = tail(t, i)
    words = t[i:after]
    tags = {word.tag for word in words}
    if Tag.HOLIDAYS in tags:
        return [Hanging("school_holidays", likely=_likely_holidays(words))], after
    if t[i].tag is Tag.SPAN and t[i].text.startswith(("срок", "дат")):
        alone = t[after].tag in (Tag.END, Tag.COMMA, Tag.CLOSE)
        programme = Tag.PROGRAMME in tags and t[i].text in ("сроки", "даты", "срокам")
        return ([Hanging("programme_schedule" if programme else "event")], after) if alone and after > i + 1 else None
    if t[i].tag is Tag.SPAN and tags & {Tag.REALISED, Tag.PROGRAMME} and Tag.HELD not in tags:
        return [Always("plan")], after
    if t[i].tag is Tag.SPAN and (tags & {Tag.HELD, Tag.EXAM} or t[i].text in ("время", "сроки", "даты")):
        return ([Hanging("event")], after) if after > i + 1 else None
    if t[i].tag is Tag.SPAN:
        return ([Hanging("event")], after) if t[i].text == "период" and _is_event(t, i + 1) else None
    return [Hanging("event")], after


def _is_event(t: Tokens, i: int) -> bool:
    return t[i].tag is Tag.EVENT or (t[i].tag is Tag.WORD and len(t[i].text) > 3)


def day_of(t: Tokens, i: int) -> PiecesFound | None:
    """«в день проведения», «со дня издания приказа», «с момента утверждения», «в дни конкурса»"""
    at = i + 1
    if t[at].tag in _TAIL and t[at].tag is not Tag.UNIT:
        anchor, after = described(t, at, "after")
        if t[i].tag is Tag.UNIT and t[i].text in ("день", "дни"):
            anchor = anchor if anchor == "school_holidays" else "event"
        return [Hanging(anchor)], after
    return None


def event(t: Tokens, i: int) -> PiecesFound:
    """«последний звонок», «педсовет» as the whole deadline; beside a date it only comments"""
    return [Hanging("event")], tail(t, i)


def undecided(t: Tokens, i: int) -> PiecesFound | None:
    """«уточняется», «срок не установлен», «будет определён позднее», «подлежит уточнению»"""
    if t[i].tag is Tag.UNDECIDED:
        return [Undecided()], i + 1
    at = i + 1
    while t[at].tag in (Tag.WORD, Tag.FILLER, Tag.LATER):
        at += 1
    return ([Undecided()], at + 1) if t[at].tag in (Tag.SETTLED, Tag.UNDECIDED) else None


def document_reference(t: Tokens, i: int) -> int | None:
    """«от 25.12.2019 № 1234»: the date of a document, which is no deadline. The place after it."""
    found = unit(t, i + 1)
    if not found or found[0].noun != "day":
        return None
    after = found[1]
    if t[after].tag is Tag.SIGN:
        after += 1
        while t[after].tag in (Tag.NUMBER, Tag.DASH, Tag.WORD, Tag.SLASH, Tag.PREPOSITION) and not is_year(t[after]):
            after += 1
    return after
