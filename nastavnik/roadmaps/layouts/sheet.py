"""The whole sheet: stamp, title, notes, the table of the plan with its header and widths."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import groupby

from nastavnik.documents.tree import Align, Cell, Document, Page, Paragraph, Row, Run, Table, placed
from nastavnik.roadmaps.deadlines import Period
from nastavnik.roadmaps.layouts.rows import bound, table_rows
from nastavnik.roadmaps.layouts.slots import Slot, slots_of
from nastavnik.roadmaps.layouts.words import PlanWords, StampWords
from nastavnik.roadmaps.reader.titles import period_in
from nastavnik.roadmaps.reader.wording import bare

SIZE = 11.0
#: More columns than these do not fit beside each other on an upright page.
UPRIGHT = 5
#: Nor does a table whose activities would stand in a column narrower than this, in millimetres.
NARROWEST = 50
_WORD = re.compile(r"[\s–-]+")
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
_MONTH_NAMES = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
    "декабрь",
)  # fmt: skip
#: What a column asks for at least, in millimetres, and its share of the rest.
_NEEDS: dict[str, tuple[float, float]] = {
    "number": (16, 0), "activity": (40, 7), "detail": (40, 4), "term": (24, 1), "term_end": (24, 1),
    "responsible": (28, 1.6), "document": (28, 1.8), "outcome": (28, 1.8), "stage": (26, 1), "substage": (30, 1.4),
    "month": (9, 0.3), "quarter": (14, 0.3),
}  # fmt: skip
_OTHER = (22, 1.0)
#: Of a letter of the table, and of the widest column that one long word may ask for.
_LETTER, _WIDEST = 2.25, 46.0


def sheet_of(plan: PlanWords) -> Document:
    """``plan`` on paper."""
    slots = slots_of(plan)
    header = _header(slots)
    rows = [*header, *table_rows(plan, slots)]
    page = Page(landscape=len(slots) > UPRIGHT)
    words = _longest_words(len(slots), rows)
    widths = _widths(slots, words, page.room)
    if _activity(slots, widths) < NARROWEST:
        page = Page(landscape=True)
        widths = _widths(slots, words, page.room)
    table = Table(widths, rows, len(header), title=plan.title)
    return Document(plan.title, (*_head(plan, page), table), page=page, size=SIZE)


# --------------------------------------------------------------------- head


def _head(plan: PlanWords, page: Page) -> list[Paragraph]:
    head: list[Paragraph] = []
    if plan.is_draft:
        head += [_line("ПРОЕКТ", align="right"), _BLANK]
    if plan.stamp is not None:
        # The right third of the page, its lines beginning under each other.
        left = round(page.room * 0.58)
        head += [_line(text, left=left) for text in stamp_lines(plan.stamp)] + [_BLANK]
    if plan.organisation and bare(plan.organisation) not in bare(plan.title):
        head += [_line(plan.organisation, align="center"), _BLANK]
    head += [Paragraph((Run(bound(plan.title)),), align="center", heading=1), _BLANK]
    notes = [_line(text, italic=True) for text in _notes(plan)]
    return head + ([*notes, _BLANK] if notes else [])


_BLANK = Paragraph(())


def _line(text: str, *, align: Align = "left", left: float = 0, italic: bool = False) -> Paragraph:
    return Paragraph((Run(bound(text), italic=italic),), align=align, left=left)


def _notes(plan: PlanWords) -> list[str]:
    notes: list[str] = []
    if period_in(plan.title) != plan.period:
        notes.append(f"Период: {period_words(plan.period)}")
    if plan.edition > 1:
        notes.append(f"Редакция {plan.edition}")
    if plan.chosen:
        notes.append(f"Только выбранные пункты ({plan.chosen})")
    return notes


def stamp_lines(stamp: StampWords) -> list[str]:
    """The stamp of a paper that was approved, as it stands in the corner of its first page."""
    order = _order(stamp)
    if stamp.is_annex:
        return ["Приложение", f"к приказу {order}".rstrip()]
    if not (stamp.position or stamp.person):
        return ["УТВЕРЖДЕНО", *([f"приказом {order}" if stamp.order_no else order] if order else [])]
    signed = [f"____________ {stamp.person}"] if stamp.person else []
    told = [f"Приказ {order}" if stamp.order_no else order] if order else []
    return ["УТВЕРЖДАЮ", *([stamp.position] if stamp.position else []), *signed, *told]


def _order(stamp: StampWords) -> str:
    day = day_words(stamp.day) if stamp.day else ""
    if not stamp.order_no:
        return day
    return f"от {day} № {stamp.order_no}" if day else f"№ {stamp.order_no}"


def day_words(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} г."


def period_words(period: Period) -> str:
    """«2026/2027 учебный год», «2026–2028 годы», «сентябрь 2026 г. – май 2027 г.», or both days."""
    start, end = period.start, period.end
    if period == Period.school_year(start.year):
        return f"{start.year}/{end.year} учебный год"
    whole_end = (end + dt.timedelta(days=1)).day == 1
    if start.day != 1 or not whole_end:
        return f"с {day_words(start)} по {day_words(end)}"
    if (start.month, end.month) == (1, 12):
        return f"{start.year} год" if start.year == end.year else f"{start.year}–{end.year} годы"
    return f"{_MONTH_NAMES[start.month - 1]} {start.year} г. – {_MONTH_NAMES[end.month - 1]} {end.year} г."


# --------------------------------------------------------------------- header and widths


def _header(slots: Sequence[Slot]) -> list[Row]:
    """One row; two where columns stand under a joint heading."""
    if not any(slot.joint for slot in slots):
        return [Row(tuple(_heading(slot.title) for slot in slots))]
    upper: list[Cell] = []
    for joint, group in groupby(slots, key=lambda slot: slot.joint):
        members = list(group)
        if joint:
            upper.append(_heading(joint, colspan=len(members)))
        else:
            upper += [_heading(slot.title, rowspan=2) for slot in members]
    return [Row(tuple(upper)), Row(tuple(_heading(slot.title) for slot in slots if slot.joint))]


def _heading(text: str, *, colspan: int = 1, rowspan: int = 1) -> Cell:
    words = Paragraph((Run(text, bold=True),), align="center")
    return Cell((words,), colspan=colspan, rowspan=rowspan, shaded=True, middle=True)


def _widths(slots: Sequence[Slot], words: Sequence[int], room: float) -> tuple[float, ...]:
    """Each column has room for its longest usual word (``words``: letters of each); the rest is shared out."""
    needs = [_NEEDS.get(slot.role, _OTHER) for slot in slots]
    least = [max(need, min(4 + length * _LETTER, _WIDEST)) for (need, _), length in zip(needs, words, strict=True)]
    least = [width * min(1.0, room / sum(least)) for width in least]
    rest = room - sum(least)
    shares = sum(share for _need, share in needs) or 1
    return tuple(round(width + rest * share / shares, 1) for width, (_need, share) in zip(least, needs, strict=True))


def _activity(slots: Sequence[Slot], widths: Sequence[float]) -> float:
    return next(width for slot, width in zip(slots, widths, strict=True) if slot.role == "activity")


def _longest_words(count: int, rows: Sequence[Row]) -> list[int]:
    """Of each column, the letters of its longest word; cells merged over columns tell nothing."""
    texts: list[set[str]] = [set() for _ in range(count)]
    for places in placed(Table((1.0,) * count, rows)):
        for column, width, cell in places:
            if cell is not None and width == 1:
                texts[column].update(
                    run.text for each in cell.blocks if isinstance(each, Paragraph) for run in each.runs
                )
    return [max((len(word) for text in found for word in _WORD.split(text)), default=0) for found in texts]
