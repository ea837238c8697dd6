"""The sheet that those who come sign, in the language of documents. It holds names."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format

from nastavnik.documents.tree import Cell, Document, Page, Paragraph, Row, Run, Table
from nastavnik.events.models import Attendance, Event

_WIDTHS = (12.0, 88.0, 35.0, 40.0)
_BLANK_ROWS = 5


def sheet(event: Event, rows: Sequence[Attendance]) -> Document:
    """Everybody invited by name with room for a signature, and some rows for those who come unasked."""
    when = date_format(timezone.localtime(event.starts_at), "j E Y года, H:i")
    head = (
        Paragraph((Run(event.node.full_name),), align="center"),
        Paragraph((Run("Явочный лист", bold=True, size=14),), align="center", before=6),
        Paragraph((Run(f"{event.get_kind_display().capitalize()}: {event.title}"),), align="center", before=2),
        Paragraph((Run(", ".join(part for part in (when, event.place) if part)),), align="center", after=6),
    )
    names = [_name(row) for row in rows] + [("", "")] * _BLANK_ROWS
    body = [_row(str(number), *name) for number, name in enumerate(names, 1)]
    titles = Row(tuple(_cell(text, bold=True) for text in ("№", "Фамилия, имя, отчество", "Кто", "Подпись")))
    table = Table(_WIDTHS, (titles, *body), header_rows=1, title="Явочный лист")
    foot = Paragraph((Run("Ответственный  ____________________  /____________________/"),), before=10)
    page = Page(left=20, right=15, top=15, bottom=15)
    return Document(title="Явочный лист", blocks=(*head, table, foot), page=page, size=12)


def _name(row: Attendance) -> tuple[str, str]:
    if row.person is not None:
        return row.person.full_name, f"№ {row.person.seat}"
    return (str(row.user), "сотрудник") if row.user else ("", "")


def _row(number: str, name: str, who: str) -> Row:
    return Row((_cell(number), _cell(name), _cell(who), _cell("")))


def _cell(text: str, *, bold: bool = False) -> Cell:
    return Cell((Paragraph((Run(text, bold=bold),)),))
