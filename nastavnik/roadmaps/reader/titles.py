"""The title of the plan, the period it names and the model it is for."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.reader.approval import stamp_key
from nastavnik.roadmaps.reader.head_lines import HeadLine
from nastavnik.roadmaps.reader.wording import fold, join_lines

_TITLE = re.compile(
    r"^[\"'(*\s]*(?:проект\s+)?(?:(?:примерн|типов|перспективн|годов|рабоч|комплексн|календарн|районн"
    r"|школьн|муниципальн|городск"
    r"|единый|сводн|учебн|поэтапн)\w*[\s-]+){0,2}"
    r"(?:план(?:-график)?|дорожная\s+карта|д\s?о\s?р\s?о\s?ж\s?н\s?а\s?я|график\s+мероприяти"
    r"|перечень\s+мероприяти|комплекс\s+мер"
    r"|программа\s+мероприяти|мероприятия\s+по)(?=[\s\"):(.]|$)"
)
_HINT = re.compile(r"дорожн\w+ карт|план\w* |мероприяти|наставнич")
_ENDS = re.compile(
    r"^(?:цель|цели|задач|период\b|срок|куратор|ответствен|организация:|пояснительн"
    r"|нормативн\w+ (?:баз|основ)|раздел|этап\b|№|таблица)"
)
_GOES_ON = re.compile(
    r"^(?:[(«\"]?[а-яё]|на\s+20|20\d\d|\(|«|для\b|в\s|по\s|об?\s|[гмбачк]{1,2}[бао]+[уо]|мун|гос"
    r"|обучающ|педагог|МБ|ГБ|МА|МК|СОШ|Санкт|г\.|учебный)",
    re.I,
)
_YEARS = re.compile(
    r"(?P<a>20\d\d)\s*(?:[-–—/]|\s(?:и|по|до)\s)\s*(?P<b>(?:20)?\d\d)\b\s*(?:г\.\s?г\.|гг\.?|годы"
    r"|годов|уч(?:ебн\w+|\.)\s*(?:г(?:од\w*|\.)?)|год\w*|г\.?)?"
)
_ONE_YEAR = re.compile(r"(?:на|в|за|до)\s+(?P<y>20\d\d)\s*(?:год\w*|г\.?|$)|(?P<y2>20\d\d)\s*(?:год|г\b)")
_MONTH_NAMES = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
_SPAN = re.compile(
    r"с?\s*(?P<m1>январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр"
    r"|декабр)[а-я]*\s+(?P<y1>20\d\d)?\s*(?:г\w*\.?)?\s*(?:[-–—]|по|до)\s*"
    r"(?P<m2>январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*\s+(?P<y2>20\d\d)"
)


_PERIOD_SAID = re.compile(r"20\d\d.{0,24}$")
_AFTER_PERIOD = re.compile(r"^(?:\(|\"|(?:в|для|по|с|на|и|об?|уч\w*|год\w*|гг?\.?)(?:\s|$))")


def find_title(lines: list[HeadLine]) -> list[HeadLine]:
    """The lines of the title nearest to the table."""
    starts = [index for index, line in enumerate(lines) if _TITLE.match(fold(line.text)) and not stamp_key(line.text)]
    starts = [index for index in starts if not _inside_stamp(lines, index)] or starts
    if starts:
        first = starts[-1]
        while first - 1 in starts and _together(lines[first - 1], lines[first]):
            first -= 1
        return _whole_title(lines, first)
    return _title_without_a_word(lines)


def _inside_stamp(lines: list[HeadLine], index: int) -> bool:
    """A line of a right-aligned stamp that happens to begin with «плана мероприятий»."""
    line = lines[index]
    return line.align == "right" and any(
        stamp_key(other.text) and other.group == line.group for other in lines[:index]
    )


def _together(above: HeadLine, below: HeadLine) -> bool:
    return above.stream == below.stream and (above.align == below.align or above.group == below.group)


def _whole_title(lines: list[HeadLine], first: int) -> list[HeadLine]:
    title = [lines[first]]
    for line in lines[first + 1 :]:
        last = title[-1]
        folded = fold(line.text)
        if len(title) > 9 or line.stream != last.stream or stamp_key(line.text) or _ENDS.match(folded):
            break
        if re.match(r"^(?:[ivx]+|\d{1,2})[.)]\s", folded):
            break
        if _PERIOD_SAID.search(fold(last.text)) and not _AFTER_PERIOD.match(folded):
            break
        near = line.group == last.group
        alike = line.align == last.align and (line.bold == last.bold or line.align == "center")
        if re.search(r"[.]$", last.text) and not re.search(r"\b(?:гг?|уч|им|д|п)\.$", fold(last.text)) and not near:
            break
        if not (
            (near and (alike or _GOES_ON.match(line.text)))
            or (alike and _GOES_ON.match(line.text))
            or _period_line(folded)
        ):
            break
        title.append(line)
    return title


def _period_line(folded: str) -> bool:
    return bool(re.match(r"^\(?(?:на |в |за )?(?:период )?\(?20\d\d", folded)) and len(folded) < 60


def _title_without_a_word(lines: list[HeadLine]) -> list[HeadLine]:
    """No line begins like a title: the lowest line that speaks of a plan, or the lowest centred or bold one."""
    for test in (
        lambda line: bool(_HINT.search(fold(line.text))) and (line.bold or line.align == "center" or line.heading),
        lambda line: bool(_HINT.search(fold(line.text))) and len(line.text) < 250,
        lambda line: line.heading or (line.bold and line.align == "center"),
    ):
        found = [index for index, line in enumerate(lines) if test(line) and not stamp_key(line.text)]
        if found:
            first = found[-1]
            while first - 1 in found and _together(lines[first - 1], lines[first]):
                first -= 1
            return _whole_title(lines, first)
    return []


def title_text(lines: list[HeadLine]) -> str:
    return join_lines([line.text for line in lines])


# --------------------------------------------------------------------- period and model


def period_in(text: str) -> Period | None:
    """The period that a title names: a school year, a calendar year, a span of years or months."""
    folded = fold(text)
    span = _SPAN.search(folded)
    if span:
        return _month_span(span)
    found = _YEARS.search(folded)
    if found:
        first = int(found["a"])
        second = int(found["b"]) if len(found["b"]) == 4 else first // 100 * 100 + int(found["b"])
        calendar = re.search(r"\bг\.?\s?г\.?|годы|годов", found[0]) and "уч" not in found[0]
        if second == first + 1 and not calendar:
            return Period.school_year(first)
        if second >= first:
            return Period(dt.date(first, 1, 1), dt.date(second, 12, 31))
    single = _ONE_YEAR.search(folded)
    if single:
        year = int(single["y"] or single["y2"])
        return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return None


def _month_number(stem: str) -> int:
    return 5 if stem in ("май", "мая") else next(n for n, name in enumerate(_MONTH_NAMES, 1) if name == stem)


def _month_span(span: re.Match[str]) -> Period | None:
    first, last = _month_number(span["m1"]), _month_number(span["m2"])
    end_year = int(span["y2"])
    start_year = int(span["y1"]) if span["y1"] else end_year - (first > last)
    after = dt.date(end_year + last // 12, last % 12 + 1, 1)
    start, end = dt.date(start_year, first, 1), after - dt.timedelta(days=1)
    return Period(start, end) if start <= end else None


def period_of_rows(terms: list[str], approved_on: dt.date | None) -> Period | None:
    """Without a year in the title: the years that the terms name, and the day of approval."""
    years = sorted({int(year) for text in terms for year in re.findall(r"(?<!\d)(20\d\d)(?!\d)", text)})
    schooly = any(re.search(r"уч\w*\.? ?год|сентябр|четверт", fold(text)) for text in terms)
    if years and years[-1] - years[0] > 1:
        return Period(dt.date(years[0], 1, 1), dt.date(years[-1], 12, 31))
    if len(years) == 2:
        return Period.school_year(years[0])
    if approved_on is not None:
        autumn = approved_on.month >= 6
        if schooly or not years or autumn:
            return Period.school_year(approved_on.year if autumn else approved_on.year - 1)
    if years:
        late = any(
            re.search(rf"(?:сентябр|октябр|ноябр|декабр)\w*\s*{years[0]}|\.(?:09|10|11|12)\.{years[0]}", fold(text))
            for text in terms
        )
        early = any(
            re.search(rf"(?:январ|феврал|март|апрел|ма[йя])\w*\s*{years[0]}|\.0[1-5]\.{years[0]}", fold(text))
            for text in terms
        )
        if late != early:
            return Period.school_year(years[0] if late else years[0] - 1)
        return Period(dt.date(years[0], 1, 1), dt.date(years[0], 12, 31))
    return None


_TEACHERS = re.compile(
    r"педагогическ\w+ работник|молод\w+ (?:педагог|специалист|учител)|учител[ья]\w* ?[-–] ?учител"
    r"|персонализированн|педагог\w* ?[-–] ?педагог"
)
_LEARNERS = re.compile(
    r"обучающ|учени[ко]\w* ?[-–] ?ученик|школьник|студент\w* ?[-–] ?ученик|наставничества (?:детей"
    r"|учащ)|работодател\w* ?[-–]"
)


def model_of(title: str, words: str) -> Literal["learners", "teachers"] | None:
    """Whose mentoring: the title decides, else what the lines speak of twice as often."""
    for text, margin in ((fold(title), 1), (fold(words), 2)):
        teachers, learners = len(_TEACHERS.findall(text)), len(_LEARNERS.findall(text))
        if teachers >= margin and teachers >= margin * learners and teachers != learners:
            return "teachers"
        if learners >= margin and learners >= margin * teachers and teachers != learners:
            return "learners"
    return None
