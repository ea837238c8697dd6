"""What each column of a plan is, told by the meaning of its heading and never by its place.

Every heading is weighed against a small vocabulary; the heaviest meaning wins. Columns that nobody
headed are told by what stands in them (`guessing`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nastavnik.roadmaps.reader.wording import fold

Role = Literal[
    "number", "activity", "detail", "term", "term_end", "responsible", "document", "outcome",
    "stage", "substage", "form", "remark", "audience", "venue", "month", "quarter", "other",
]  # fmt: skip

#: (role, weight, pattern over the folded heading). Weights settle headings with words of two meanings:
#: «Срок сдачи документа» is a term, «Ответственный за мероприятие» a party.
_VOCABULARY: tuple[tuple[Role, int, str], ...] = (
    ("number", 10, r"^(?:№|n[ºo°]?\.?$|no\b|номер|п/п|п\.п|nn|#)"),
    ("number", 8, r"\bп\s?[/\\.]\s?п\b|^№|^пункт|№ (?:пункта|мероприятия|строки)|^код$"),
    ("remark", 14, r"отметк|\bфакт|примечани|комментари|замечани|статус|контроль исполнени|выполнено|^выполнение$"),
    ("remark", 9, r"процент выполнени|ход выполнени|дополнительн(?:ая|ые) (?:информаци|сведени)|ссылк|^контроль"),
    ("term", 12, r"\bсрок|\bдат[аы]\b|дедлайн|календарн\w+ (?:срок|период)"),
    ("term", 10, r"^период|^время|^когда|^месяц(?:ы)?$|период (?:реализации|проведени|исполнени)|^график|^период\b"),
    ("term", 7, r"сроки|продолжительност|^год(?:ы)?$|^четверть$|^квартал$"),
    ("responsible", 13, r"ответственн|исполнител|соисполнител"),
    ("responsible", 9, r"^кто\b|отвечает|организатор|должностн\w+ лиц|^фио|^ф\.и\.о|реализует|^куратор\w*$"),
    ("document", 11, r"подтверждающ|документ|отчетн|форма (?:отчета|контроля|предъявлени)"),
    ("document", 9, r"продукт|вид (?:результата|отчет)|материал\w* подтвержд|форма представлени"),
    ("document", 8,
        r"подтвержда|подтвержден|доказательств|свидетельств|артефакт|локальн\w+ акт|фиксаци|отражен|^оформлени|^отчет"
        r"|^материал|^приказ|^чем (?:заканч|завершает)|^форма (?:итога|завершени)|основание закрыти|^что оста"),
    ("outcome", 10, r"результат|^итог|\bитоги?$|эффект|^выход"),
    ("outcome", 9, r"^что (?:получ|в итоге|будет)|^чего (?:достиг|добь)|планируем\w+ (?:итог|эффект)"),
    ("outcome", 7, r"показател|индикатор|критери|целев\w+ значени|цель"),
    ("activity", 11, r"мероприят|\bсобыти|виды? деятельности|действи[яй]"),
    ("activity", 9,
        r"содержание (?:деятельности|работы|мероприяти|этапа)|направлени\w+ (?:деятельности )?и мероприяти"
        r"|комплекс мер"),
    ("activity", 8,
        r"^виды? работ|наименование (?:работ|дел|пункта|показателя плана)|^что (?:делать|сделать|делаем)"
        r"|^шаги?$|^меры$|^работы$"),
    ("activity", 6,
        r"^наименование$|^содержание$|^название$|^тема|^пункт плана|^деятельность$|^задач[аи] и|^дел[оа]$"
        r"|^план$|механизм"),
    ("stage", 9,
        r"^(?:наименование )?этап(?!.*(?:подэтап|мероприят))|^раздел|^блок|^модуль|^стади"
        r"|^направлени\w+(?: \w+)?$|^этапы?\b"),
    ("stage", 5, r"^задач[аи]|^цел[ьи] и задач|^ступен"),
    ("substage", 14, r"подэтап|подраздел|содержание этап"),
    ("form", 9,
        r"^форм[аы](?: (?:проведени|работы|мероприяти|участи|организации|реализации|деятельности)\w*)?$"
        r"|^формат|^вид мероприяти|^метод"),
    ("audience", 9, r"участник|категори|аудитори|^класс(?:ы)?$|контингент|охват|^для кого|адресат"),
    ("venue", 8, r"^место|площадк|^где\b|источник\w* финанс|финансирован|ресурс"),
    ("term", 13,
        r"^дата и место|^время и место|срок\w* (?:сдачи|представлени|предоставлени|подготовки|выполнени"
        r"|исполнени|реализаци)"),
    ("activity", 12, r"(?:наименование|перечень|название|содержание|планируем\w+|описание|основные) мероприят"),
)  # fmt: skip
_PATTERNS = tuple((role, weight, re.compile(pattern)) for role, weight, pattern in _VOCABULARY)

_MONTHS = ("янв", "фев", "мар", "апр", "ма[йя]", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTH = re.compile(
    "^(?:" + "|".join(f"({stem})" for stem in _MONTHS) + r")[а-я]*\.?(?:\s*(?:20)?(\d\d))?\s*(?:г\.?)?$"
)
_ROMAN_MONTH = re.compile(r"^(?:(i)|(ii)|(iii)|(iv)|(v)|(vi)|(vii)|(viii)|(ix)|(x)|(xi)|(xii))$")
_QUARTER = re.compile(
    r"^(?:(i|1(?:-?й)?)|(ii|2(?:-?й)?)|(iii|3(?:-?й)?)|(iv|4(?:-?й)?))\s*(?:кв\.?|квартал|четв\.?|четверть)$"
)
LONGEST_HEADING = 110


@dataclass(slots=True)
class Column:
    index: int
    name: str
    role: Role
    level: str = ""
    """The lower heading under a joint one: «муниципальные» under «Ответственные»."""
    weight: int = 0
    part: int | None = None
    """The month, or the quarter, of a column of a calendar."""


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip(" .:;*")


@lru_cache(maxsize=2048)
def weigh(text: str) -> tuple[Role | None, int]:
    """The likeliest meaning of one heading, and how plain it is. (None, 0) for words that head no column."""
    folded = _folded(text)
    if not folded or len(folded) > LONGEST_HEADING:
        return None, 0
    if _MONTH.match(folded):
        return "month", 10
    if _QUARTER.match(folded):
        return "quarter", 10
    best: tuple[Role | None, int] = (None, 0)
    for role, weight, pattern in _PATTERNS:
        if weight > best[1] and pattern.search(folded):
            best = (role, weight)
    words = len(folded.split())
    if best[0] and words > 7:
        best = (best[0], best[1] - (words - 7))
    return best if best[1] > 2 else (None, 0)


def headed_role(text: str) -> Role | None:
    """The role that a short text would head, or None. For formats that must tell headings from cells."""
    role, weight = weigh(text)
    return role if weight >= 6 and len(text) <= 60 else None


def calendar_part(text: str) -> int | None:
    """The month of a heading like «сентябрь», «IX», «сент. 2022»; the quarter of «II квартал»."""
    folded = _folded(text)
    for pattern in (_MONTH, _QUARTER, _ROMAN_MONTH):
        found = pattern.match(folded)
        if found:
            groups = found.groups()[:12]
            return next((index + 1 for index, group in enumerate(groups) if group), None)
    return None


def settle(columns: list[Column]) -> list[Column]:
    """One activity, one number, one term: lighter rivals step down to a lesser role."""
    _calendar(columns)
    _keep_heaviest(columns, "activity", "detail")
    _keep_heaviest(columns, "number", "remark")
    _terms(columns)
    _keep_heaviest(columns, "stage", "substage")
    if not any(column.role == "activity" for column in columns):
        _promote(columns)
    return columns


def _calendar(columns: list[Column]) -> None:
    """Roman numerals are months only where several stand side by side."""
    roman = [column for column in columns if _ROMAN_MONTH.match(_folded(column.level or column.name))]
    if len(roman) >= 3:
        for column in roman:
            column.role, column.part = "month", calendar_part(column.level or column.name)
    for column in columns:
        if column.role in ("month", "quarter") and column.part is None:
            column.part = calendar_part(column.level or column.name)


def _keep_heaviest(columns: list[Column], role: Role, lesser: Role) -> None:
    rivals = [column for column in columns if column.role == role]
    if len(rivals) > 1:
        kept = max(rivals, key=lambda column: (column.weight, -column.index))
        for column in rivals:
            if column is not kept:
                column.role = lesser


def _terms(columns: list[Column]) -> None:
    """Two term columns are a beginning and an end if they say so, else the second is a remark."""
    terms = [column for column in columns if column.role == "term"]
    if len(terms) < 2:
        return
    second, *rest = terms[1:]
    ends = re.search(r"оконч|конец|завершен|\bпо$|^до$", _folded(second.level or second.name))
    second.role = "term_end" if ends else "remark"
    for column in rest:
        column.role = "remark"


def _promote(columns: list[Column]) -> None:
    """A plan whose activities are headed «Этап» or «Подэтап» or «Задачи» still has activities."""
    for role in ("substage", "detail", "stage"):
        found = [column for column in columns if column.role == role]
        if found:
            found[-1].role = "activity"
            return


def is_plan(columns: list[Column]) -> bool:
    """Activities, and at least one of: when, who, with what result."""
    roles = {column.role for column in columns}
    calendar = sum(column.role in ("month", "quarter") for column in columns)
    return "activity" in roles and (
        bool(roles & {"term", "responsible"}) or calendar >= 3 or ("number" in roles and "document" in roles)
    )
