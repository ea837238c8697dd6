"""The journal of registration as a document tree: a row for each issued document, in the order of their dates. Pure.

What the rows are is for the caller; the words of the sheet are those of documents, Russian whoever looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nastavnik.documents.tree import Block, Cell, Document, Page, Paragraph, Row, Run, Table

HEAD = ("№", "Дата", "Вид документа", "Заголовок", "Кто подписал", "Дело", "Состояние")
_WIDTHS = (20.0, 22.0, 48.0, 70.0, 37.0, 32.0, 28.0)
_SIZE = 10.0


@dataclass(frozen=True)
class Written:
    """One row, in the words of the sheet."""

    number: str
    date: str
    kind: str
    title: str
    signer: str
    file: str
    state: str

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.number, self.date, self.kind, self.title, self.signer, self.file, self.state)


def journal_of(organisation: str, chosen: str, rows: Iterable[Written], *, printed_on: str) -> Document:
    """``chosen`` says by what the rows were picked out ("" : all of them)."""
    title = "Журнал регистрации документов"
    lines: list[Block] = [
        Paragraph((Run(title.upper(), bold=True, size=14),), align="center", heading=1, after=2),
        Paragraph((Run(organisation),), align="center", after=2),
    ]
    if chosen:
        lines.append(Paragraph((Run(f"Отобрано: {chosen}", italic=True),), align="center", after=2))
    body = [_row(row.cells) for row in rows]
    if body:
        lines.append(Table(_WIDTHS, (_row(HEAD, is_head=True), *body), header_rows=1, title=title))
    else:
        lines.append(Paragraph((Run("Зарегистрированных документов нет."),), before=4))
    lines.append(Paragraph((Run(f"Записей: {len(body)}. Напечатано {printed_on}."),), before=4))
    page = Page(landscape=True, left=20, right=15, top=20, bottom=15)
    return Document(title, tuple(lines), page=page, size=_SIZE)


def _row(texts: Sequence[str], *, is_head: bool = False) -> Row:
    align = "center" if is_head else "left"
    return Row(
        tuple(
            Cell((Paragraph((Run(text, bold=is_head),), align=align),), shaded=is_head, middle=is_head)  # type: ignore[arg-type]  # one of the two words of Align
            for text in texts
        )
    )
