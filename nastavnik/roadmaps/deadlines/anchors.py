"""Phrases that hang on something undated: a request, a schedule, an event, a document, holidays."""

from nastavnik.roadmaps.deadlines.pieces import Always, Demand, Hanging, Piece, Undecided, Unit, Until
from nastavnik.roadmaps.deadlines.rhythms import each_end
from nastavnik.roadmaps.deadlines.spans import PiecesFound
from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tails import TAIL, described, tail
from nastavnik.roadmaps.deadlines.tokens import Token
from nastavnik.roadmaps.deadlines.units import unit
from nastavnik.roadmaps.deadlines.years import Tokens, is_year, named_year, one_year, year_span


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
    bound = t[after].tag is Tag.NOT and t[after + 1].tag in (Tag.LESS, Tag.MORE)
    if bound and t[after + 2].tag is Tag.CARDINAL and t[after + 3].tag is not Tag.TIMES:
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
        if t[at].tag is Tag.COMMA and t[at + 1].tag is Tag.PRESCRIBED:
            # «согласно срокам, установленным министерством»
            i = at + 1
            continue
        if t[at].text == "на" and (year := named_or_numbered_year(t, at + 1)):
            # «по плану на 2022-2023 учебный год»: the year is the plan's, not the deadline's.
            return year
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


def named_or_numbered_year(t: Tokens, i: int) -> int:
    """The place after a year or years; 0 if there are none."""
    found = year_span(t, i) or one_year(t, i) or named_year(t, i)
    return found[1] if found else 0


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
    if spans and tags & {Tag.PRESCRIBED, Tag.SETTLED}:
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
            anchor = (
                "separate_schedule" if any(w.tag is Tag.SCHEDULE for w in t[at:after]) else "established_procedure"
            )
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
    if t[at].tag is Tag.COMMA or t[at].tag not in TAIL:
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
        alone = t[after].tag in (Tag.END, Tag.COMMA, Tag.CLOSE, Tag.STOP)
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
    if t[at].tag in TAIL and t[at].tag is not Tag.UNIT:
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
