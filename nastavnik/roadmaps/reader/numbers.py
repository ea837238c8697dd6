"""Numbers of sections and lines: labels that people read, never keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nastavnik.roadmaps.reader.document import Run
from nastavnik.roadmaps.reader.wording import tidy

_ROMAN = r"[IVXХІ]{1,6}"
_ALONE = re.compile(
    rf"^(?:№\s*)?(?:\d{{1,4}}(?:\s?[.,]\s?\d{{1,3}}){{0,4}}|{_ROMAN}(?:\.\d{{1,3}})*|[А-ЯA-Zа-яa-z])\s?[.)]*$"
)
_WORDED = re.compile(
    rf"^(?P<whole>(?P<word>раздел|этап|блок|модуль|направление|часть|задача|глава|шаг|подраздел|подэтап)"
    rf"\s*(?:№\s*)?(?P<number>\d{{1,2}}(?:\.\d{{1,2}})*|{_ROMAN}))\s*[.:)–—-]*\s*(?P<rest>.*)$",
    re.I | re.S,
)
_ORDINAL = re.compile(
    rf"^(?P<whole>(?P<number>\d{{1,2}}|{_ROMAN})(?:\s*[-–]?\s?(?:[ыио]?й|ый|ой|ий|ая|я))?\s+"
    r"(?P<word>этап|раздел|блок|модуль|направление|шаг|часть|задача)\b)\s*[.:)–—-]*\s*(?P<rest>.*)$",
    re.I | re.S,
)
_LEADING = re.compile(
    rf"^(?P<number>\d{{1,2}}(?:\.\d{{1,3}})+[.)]?|\d{{1,2}}[.)]|{_ROMAN}[.)])\s*(?P<rest>\S.*)$", re.S
)
_SPACED = re.compile(rf"^(?P<number>\d{{1,2}}(?:\.\d{{1,3}})*|{_ROMAN})\s+(?P<rest>[А-ЯЁ«\"].*)$", re.S)
_LEVELS = re.compile(r"\d+")
_DATE = re.compile(r"^\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)\b|^\d{1,2}\.\d{4}\b")


def is_number(text: str) -> bool:
    """True for «1», «1.1.», «II», «№ 3», «2)», «А.»: what a number column holds."""
    return bool(_ALONE.match(tidy(text)))


@dataclass(slots=True)
class Numbered:
    number: str
    rest: str
    words: str = ""
    """The number as worded: «1 этап», «Раздел II»."""


def split_number(text: str, *, spaced: bool = False) -> Numbered | None:
    """Takes a number off the front of a title: «1. …», «II. …», «1 этап …», «Раздел 3. …».

    With `spaced`, also a number that only a blank divides from a capital letter: «1 Подготовка».
    """
    text = tidy(text)
    if _DATE.match(text):
        return None
    for pattern in (_WORDED, _ORDINAL):
        found = pattern.match(text)
        if found:
            return Numbered(found["number"], found["rest"].strip() or text, found["whole"].strip())
    found = _LEADING.match(text) or (_SPACED.match(text) if spaced else None)
    return Numbered(found["number"], found["rest"].strip()) if found else None


def depth(number: str) -> int:
    """1 for «1.» and «II», 2 for «1.1», 0 for no number."""
    number = number.strip().rstrip(".)")
    if not number:
        return 0
    if re.fullmatch(_ROMAN, number) or not number[0].isdigit():
        return 1 + number.count(".")
    return len(_LEVELS.findall(number))


def parts(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in _LEVELS.findall(number))


def style(number: str) -> str:
    """Numbers of one style are of one level: roman, letters, or arabic with so many parts."""
    number = number.strip().rstrip(".)")
    if re.fullmatch(_ROMAN, number):
        return "roman"
    return f"arabic{depth(number)}" if number[:1].isdigit() else ("letter" if number else "")


# --------------------------------------------------------------------- activities numbered inside one cell

_LINE_MARK = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<sign>[.)])?\s*(?=\S)")
_INLINE_MARK = re.compile(
    r"(?<=[.;:!?»)\]а-яё])\s+(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<sign>[.)])\s*(?=[А-ЯЁ«\"])"
    r"|(?<=[.;:!?»)\]])\s+(?P<deep>\d{1,2}(?:\.\d{1,2}){1,3})\s+(?=[А-ЯЁ«\"])"
)


_REFERENCE = re.compile(r"(?i)(?:^|[\s(])(?:пп?|ст|гл|ч|разд|прил|рис|табл|№)\.?$")
"""Before a number that points at a paragraph of another document: «согласно п. 2. Положения»."""


@dataclass(slots=True)
class _Mark:
    line: int
    start: int
    end: int
    number: str
    label: str
    first: bool


def split_numbered(runs: list[Run]) -> list[tuple[str, list[str]]] | None:
    """The activities of a cell that numbers them itself: [(«1.1.», lines), …], or None for one activity.

    The cell must begin with a number and go on counting; a lone number or a date is no list.
    """
    lines = [run.whole for run in runs]
    marks = _sequence([mark for index, line in enumerate(lines) for mark in _marks(index, line)])
    if len(marks) < 2:
        return None
    activities: list[tuple[str, list[str]]] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end_line = following.line if following else len(lines) - 1
        body: list[str] = []
        for index in range(mark.line, end_line + 1):
            begin = mark.end if index == mark.line else 0
            end = following.start if following and index == following.line else None
            piece = lines[index][begin:end].strip()
            if piece:
                body.append(piece)
        activities.append((mark.label, body))
    return activities if all(body for _, body in activities) else None


def _marks(index: int, line: str) -> list[_Mark]:
    marks: list[_Mark] = []
    head = _LINE_MARK.match(line)
    if head and (head["sign"] or "." in head["number"] or line[head.end() : head.end() + 1].isupper()):
        marks.append(_Mark(index, 0, head.end(), head["number"], head["number"] + (head["sign"] or ""), True))
    for found in _INLINE_MARK.finditer(line):
        if _REFERENCE.search(line[: found.start()]):
            continue
        number = found["number"] or found["deep"]
        marks.append(_Mark(index, found.start(), found.end(), number, number + (found["sign"] or ""), False))
    return marks


def _sequence(marks: list[_Mark]) -> list[_Mark]:
    """The marks that count on from the first: 1, 2, 3 or 2.1, 2.2. At a line start a number may be left out."""
    if not marks or marks[0].line != 0 or marks[0].start != 0 or _DATE.match(marks[0].label):
        return []
    chain = [marks[0]]
    for mark in marks[1:]:
        last, now = parts(chain[-1].number), parts(mark.number)
        if len(last) != len(now) or last[:-1] != now[:-1]:
            continue
        step = now[-1] - last[-1]
        if step == 1 or (mark.first and step == 2):
            chain.append(mark)
    return chain


# --------------------------------------------------------------------- bulleted parts of one activity

_BULLET = re.compile(r"^\s*[-–—•·*▪●○■□▫➢✓✔‣◦]\s*(?=\S)|^\s*(?:\d{1,2}|[а-яa-z])\)\s*(?=\S)")
_INLINE_BULLET = re.compile(r"(?<=[:;.,])\s+[-–—•·▪●]\s*(?=[А-ЯЁа-яё«])|\s+[•·▪●]\s*(?=\S)")


def is_bullet(line: str) -> bool:
    return bool(_BULLET.match(line))


def bulleted(lines: list[str]) -> list[str]:
    """The bulleted parts of an activity, without their bullets; none where there are fewer than two."""
    found: list[str] = []
    for line in lines:
        pieces = _INLINE_BULLET.split(line)
        whole = is_bullet(line)
        for index, piece in enumerate(pieces):
            if index or whole:
                found.append(_BULLET.sub("", piece).strip(" ;,"))
    return [tidy(piece) for piece in found if piece] if len(found) > 1 else []
