"""Text cut into tokens: the only place with regular expressions for deadlines."""

import re
from typing import NamedTuple

from nastavnik.roadmaps.deadlines.lexicon import LEXICON, ORDINAL_ENDINGS, SPLIT
from nastavnik.roadmaps.deadlines.normal import cyrillic
from nastavnik.roadmaps.deadlines.spelling import mended
from nastavnik.roadmaps.deadlines.tags import Tag, Term


class Token(NamedTuple):
    """A word, number or mark; ``start`` and ``end`` are its place in the normalised text."""

    tag: Tag
    n: int
    s: str
    text: str
    start: int
    end: int


_CUT = re.compile(
    r"""
      (?P<iso> \d{4} ([-./]) \d{1,2} \2 \d{1,2} (?!\d) )
    | (?P<time> \d{1,2} : \d{2} (?: : \d{2} )? | \d{1,2} [.-] \d{2} \s* (?: ч | час[а-я]* ) \b
              | \d{1,2} \s* (?: ч | час | час(?:а|ов) | мин | минут ) \b )
    | (?P<dmy> \d{1,2} \s*\.\s* \d{1,2} \s*\.\s* \d{4} (?!\d)
             | \d{1,2} \. \d{1,2} \. \d{2} (?! \d | \s*\.\s*\d )
             | \d{1,2} ([/,-]) \d{1,2} \5 \d{4} (?!\d)
             | \d{1,2} / \d{1,2} / \d{2} (?!\d) )
    | (?P<my> \d{1,2} [./] (?: 19 | 20 ) \d{2} (?!\d) )
    | (?P<dm> \d{1,2} \. \d{1,2} (?! \d | \s*% ) \.?
            | \d{1,2} \.\s \d{2} \. (?!\d) )
    | (?P<ordinal> \d{1,4} (?: \s*-\s* [а-яaeoxy]{1,3}
                          | (?: ый|ой|ий|ая|ое|го|ого|му|ому|ых|ую|й|я|е|х|x ) ) (?![а-яa-z]) )
    | (?P<number> \d+ )
    | (?P<roman> [ivl]+ (?: \s*-\s* (?: ый|ой|ий|ая|ое|го|ого|му|ому|ых|ую|й|я|е|х ) (?![а-я]) | (?= [а-я] ) ) )
    | (?P<word> п/г | б/с | [тсу]\.\s*г (?![а-я]) | [a-zа-яі]+ )
    | (?P<blank> _+ | \.{3,} )
    | (?P<mark> \S )
    """,
    re.VERBOSE,
)
_MARKS = {
    "-": Tag.DASH, ",": Tag.COMMA, "/": Tag.SLASH, "\\": Tag.SLASH, "+": Tag.COMMA, "(": Tag.OPEN, "[": Tag.OPEN,
    "{": Tag.OPEN, ")": Tag.CLOSE, "]": Tag.CLOSE, "}": Tag.CLOSE, ".": Tag.STOP, ";": Tag.STOP, ":": Tag.STOP,
    "!": Tag.STOP, "?": Tag.STOP, "|": Tag.STOP, "•": Tag.STOP, "…": Tag.BLANK, "&": Tag.COMMA,
}  # fmt: skip
_ROMANS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
    "iiii": 4,
}  # fmt: skip
# «П» and «Ш» typed for II and III, «У» for V, «1» or «l» for I, before a noun that is counted in Roman numbers.
_ROMAN_LOOKS = str.maketrans(
    {"l": "i", "і": "i", "1": "i", "п": "ii", "ш": "iii", "у": "v", "y": "v", "х": "x", "т": "i"}
)
_COUNTED_IN_ROMAN = frozenset({"quarter", "term", "half", "decade", "semester", "trimester"})
_MINUTES_OF_HOUR = 60
_MONTHS_OF_YEAR = 12
_CENTURY = 2000
END = Token(Tag.END, 0, "", "", 0, 0)


def tokenized(text: str) -> list[Token]:
    """The tokens of a normalised text, closed by a few `END` tokens so that looking ahead is always safe."""
    tokens: list[Token] = []
    for found in _CUT.finditer(text):
        _cut(found.lastgroup or "", found[0], found.start(), found.end(), tokens)
    tokens = mended(tokens)
    _settle(tokens)
    tokens += [END] * 6
    return tokens


def _cut(group: str, text: str, start: int, end: int, tokens: list[Token]) -> None:
    match group:
        case "word":
            _cut_word(text, start, end, tokens)
        case "number":
            tokens.append(Token(Tag.NUMBER, int(text[:9]), "", text, start, end))
        case "mark" if text == '"':
            pass
        case "mark":
            tag = _MARKS.get(text, Tag.SIGN)
            if text != "." or not _is_abbreviated(tokens, start):
                tokens.append(Token(tag, 0, "", text, start, end))
        case "ordinal":
            _cut_ordinal(text, start, end, tokens)
        case "roman":
            digits = "".join(ch for ch in text if ch in "ivl").replace("l", "i")
            tokens.append(Token(Tag.ROMAN, _ROMANS.get(digits, 0), "", text, start, end))
        case "blank":
            tokens.append(Token(Tag.BLANK, 0, "", text, start, end))
        case "time":
            tokens.append(Token(Tag.TIME, 0, "", text, start, end))
        case _:
            tokens.append(_date(group, text, start, end))


def _cut_word(text: str, start: int, end: int, tokens: list[Token]) -> None:
    if parts := SPLIT.get(text.replace(".", "").replace(" ", "")):
        tokens.extend(word_token(part, start, end) for part in parts)
        return
    # «г.г.» is one word.
    if text == "г" and tokens and tokens[-1].text == "г":
        tokens[-1] = tokens[-1]._replace(text="гг", end=end)
        return
    tokens.append(word_token(text, start, end))


def word_token(text: str, start: int, end: int) -> Token:
    term = LEXICON.get(text)
    if term is None and text.isascii():
        if text in _ROMANS and text != "x":
            return Token(Tag.ROMAN, _ROMANS[text], "", text, start, end)
        term = LEXICON.get(cyrillic(text))
        text = cyrillic(text) if term else text
    tag, n, s = term or Term(Tag.WORD)
    return Token(tag, n, s, text, start, end)


def _is_abbreviated(tokens: list[Token], start: int) -> bool:
    """A full stop right after a short word or a number ends an abbreviation, not a sentence."""
    if not tokens:
        return False
    last = tokens[-1]
    if last.tag is Tag.NUMBER:
        return True
    return last.tag not in (Tag.WORD, Tag.DATE, Tag.TIME) and last.text in _SHORT and last.end >= start - 1


_SHORT_TEXT = """
    янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек пн вт ср чт пт сб вс нед мес кв кварт
    четв дн г гг т с уч кал раб тек р вкл теч нач полуг сем п/г учеб ежемес ежегод еженед ежекварт пост
    кл каб ч мин чел
"""
_SHORT = frozenset(_SHORT_TEXT.split())


def _cut_ordinal(text: str, start: int, end: int, tokens: list[Token]) -> None:
    """«2-я», «15-го»; but «13-е октября-ноябрь» must not take a word for an ending."""
    digits = "".join(ch for ch in text if ch.isdigit())
    ending = cyrillic(text[len(digits) :].lstrip(" -"))
    if ending in ORDINAL_ENDINGS:
        tokens.append(Token(Tag.NUMBER, int(digits), ending, digits, start, end))
        return
    tokens.append(Token(Tag.NUMBER, int(digits), "", digits, start, start + len(digits)))
    dash = text.find("-", len(digits))
    if dash >= 0:
        tokens.append(Token(Tag.DASH, 0, "", "-", start + dash, start + dash + 1))
    _cut_word(ending, end - len(ending), end, tokens)


def _date(group: str, text: str, start: int, end: int) -> Token:
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if group == "iso":
        year, month, day = numbers
    elif group == "my":
        day, month, year = 0, *numbers
    elif group == "dm":
        day, month, year = *numbers, 0
    else:
        day, month, year = numbers
    if group == "dm" and not 1 <= month <= _MONTHS_OF_YEAR and day < 25 and month < _MINUTES_OF_HOUR:
        return Token(Tag.TIME, 0, "", text, start, end)
    year += _CENTURY if 0 < year < 100 else 0
    return Token(Tag.DATE, year * 10000 + month * 100 + day, group, text, start, end)


def _settle(tokens: list[Token]) -> None:
    """What only the neighbours tell: Roman numbers in disguise, and hours that look like days."""
    for i, token in enumerate(tokens):
        if token.tag is Tag.UNIT and token.s in _COUNTED_IN_ROMAN:
            _settle_romans(tokens, i)
        elif token.tag is Tag.TIME:
            _settle_hours(tokens, i)
        elif token.text == "четв" and i and tokens[i - 1].tag in (Tag.NUMBER, Tag.ROMAN, Tag.ORDINAL):
            # «3 четв.» is a term, «каждый четв.» a Thursday.
            tokens[i] = token._replace(tag=Tag.UNIT, n=0, s="term")
        elif (
            token.tag is Tag.MONTH and token.text == "дек" and i + 1 < len(tokens) and tokens[i + 1].tag is Tag.MONTH
        ):
            tokens[i] = token._replace(tag=Tag.UNIT, n=0, s="decade")


def _settle_romans(tokens: list[Token], noun: int) -> None:
    """Read the numbers before ``noun``, «I, П и Ш четверть», as Roman ones."""
    i = noun - 1
    while i >= 0:
        token = tokens[i]
        if token.tag in (Tag.DASH, Tag.COMMA, Tag.SLASH) or token.text == "и":
            i -= 1
            continue
        value = token.n if token.tag is Tag.ROMAN else _disguised_roman(token)
        if value is None:
            return
        tokens[i] = token._replace(tag=Tag.ROMAN, n=value, s="")
        i -= 1


def _disguised_roman(token: Token) -> int | None:
    if token.tag is Tag.NUMBER and token.text not in ("11", "111"):
        return None
    return _ROMANS.get(token.text.translate(_ROMAN_LOOKS))


def _settle_hours(tokens: list[Token], i: int) -> None:
    """«15.10-16.00»: what stands in a span with an hour is an hour."""
    for step in (-1, 1):
        between, other = i + step, i + 2 * step
        if 0 <= other < len(tokens) and 0 <= between < len(tokens):
            joined = tokens[between].tag is Tag.DASH or tokens[between].text in ("до", "по")
            if joined and tokens[other].tag is Tag.DATE and tokens[other].s == "dm":
                tokens[other] = tokens[other]._replace(tag=Tag.TIME, n=0, s="")
