"""The words that go on describing what was just named, and what they make it hang on."""

from nastavnik.roadmaps.deadlines.tags import Tag
from nastavnik.roadmaps.deadlines.tokens import Token
from nastavnik.roadmaps.deadlines.years import Tokens

# Words that go on describing what a phrase hangs on; a date, a rhythm or a mark ends them.
TAIL = frozenset(
    {Tag.WORD, Tag.HELD, Tag.FINISHED, Tag.PROGRAMME, Tag.REALISED, Tag.DOCUMENT, Tag.ISSUED, Tag.PUBLISHED, Tag.EXAM,
     Tag.HOLIDAYS, Tag.SEASON, Tag.DEMAND, Tag.FILLER, Tag.SIGN, Tag.MOMENT, Tag.UNIT, Tag.SCHOOL, Tag.PART,
     Tag.SCHEDULE, Tag.HANGING, Tag.CURRENT, Tag.NEXT, Tag.CALENDAR, Tag.RESULTS, Tag.ALL, Tag.SETTLED,
     Tag.PRESCRIBED, Tag.STAGE, Tag.COUNTED, Tag.SPAN, Tag.WORKING, Tag.BASIS, Tag.CASE, Tag.REPORTED, Tag.DAYS,
     Tag.EXTREME, Tag.EVENT}
)  # fmt: skip


_NAMED = (Tag.WORD, Tag.PROGRAMME, Tag.HOLIDAYS, Tag.DEMAND, Tag.SCHEDULE, Tag.DOCUMENT, Tag.EVENT)


def described(t: Tokens, i: int, side: str) -> tuple[str, int]:
    """What follows «после», «до», «со дня»: its anchor, and the place after the words that describe it."""
    after = tail(t, i)
    return _anchor(t[i:after], side), after


def tail(t: Tokens, i: int) -> int:
    """The place after the words that belong to what was just named."""
    while True:
        token = t[i]
        ahead_token = t[i + 1]
        if (
            token.tag in TAIL
            or token.tag in (Tag.ROMAN, Tag.ORDINAL)
            or (token.tag is Tag.NUMBER and _names_thing(t, i))
        ):
            i += 1
        elif (
            token.text in ("и", "или", "либо")
            and ahead_token.tag in (Tag.WORD, Tag.DOCUMENT, Tag.EXAM, Tag.ISSUED, Tag.EVENT)
        ) or (token.tag is Tag.PREPOSITION and ahead_token.tag in _NAMED):
            i += 2
        elif (
            token.tag is Tag.STOP
            and token.text == "."
            and token.start
            and ahead_token.tag is Tag.WORD
            and _is_short(t[i - 1])
        ):
            i += 1
        else:
            return i


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
