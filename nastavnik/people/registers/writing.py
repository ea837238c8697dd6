"""Both bases on their way out, in the layout of their forms; what is written reads back as the same values. Pure.

For XLSX: `base.sheets.write_xlsx(target, [Column(title, itemgetter(n), width) …], official_rows(…))`, the titles and
widths being those of `layout`. For DOCX and PDF: `as_tree`. Who has columns and no dictionaries takes `writers`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nastavnik.documents.tree import Block, Document, Page, Paragraph, Row, Run, Table
from nastavnik.documents.tree import Cell as TreeCell
from nastavnik.people.registers.columns import REGISTERS, Column, Register
from nastavnik.people.registers.contacts import RELATION_WORDS, with_phones
from nastavnik.people.registers.lists import Lists
from nastavnik.people.registers.names import Name, written

Written = str | int | float | dt.date
#: Widths in millimetres of the columns of the printed form, which fill a page across; those that the platform adds
#: would not fit a sheet of paper.
PRINTED: dict[str, tuple[float, ...]] = {
    "mentee": (7, 25, 35, 19.5, 29, 17, 25, 21, 21.5, 17, 26, 20, 17),
    "mentor": (7, 21, 25, 18, 19.5, 16, 16, 18.5, 15, 16, 20.5, 21, 19.5, 16, 15, 16),
}
_MONTHS = (
    "", "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
    "декабрь",
)  # fmt: skip
# Columns of a spreadsheet.
_WIDE, _NARROW = frozenset({"full_name", "contacts", "main_request", "results", "competences"}), frozenset({"seq_no"})
_PRINTED_SIZE = 7.0
_HEADING_SIZE = 6.0  # the longest words of the headings just fit their columns


class Laid(NamedTuple):
    title: str
    width: int


def layout(register: Register) -> list[Laid]:
    """Titles of the columns in their order, with widths in characters."""
    return [
        Laid(each.title, 6 if each.name in _NARROW else 40 if each.name in _WIDE else 24)
        for each in REGISTERS[register]
    ]


def writers(register: Register, lists: Lists) -> dict[str, Callable[[Any], Written]]:
    """Column → what makes a cell of its value. What is None is an empty cell and needs no writer."""
    return {each.name: _writer(each, lists) for each in REGISTERS[register]}


def official_rows(
    register: Register, records: Iterable[Mapping[str, Any]], lists: Lists
) -> Iterator[tuple[Written, ...]]:
    """A tuple of cells for each of ``records``, which hold canonical values as `rows.Judge` gives them.

    What the platform keeps itself (consents, measurements, the organisation) stands in ``records`` as words. Rows are
    numbered where they have no number of their own.
    """
    write = writers(register, lists)
    for number, record in enumerate(records, 1):
        said = {name: write[name](value) for name, value in record.items() if value is not None and name in write}
        said["seq_no"] = int(record.get("seq_no") or number)
        yield tuple(said.get(name, "") for name in write)


def _writer(each: Column, lists: Lists) -> Callable[[Any], Written]:
    titles = lists.titles.get(each.kind)
    if titles is not None:
        return lambda code: titles.get(code, code)
    return _WRITERS.get(each.kind, _as_it_is)


def _as_it_is(value: Any) -> Written:
    return value if isinstance(value, str | int | float) else str(value)


def name_text(value: Mapping[str, str]) -> str:
    last, first, middle = value["last"], value.get("first", ""), value.get("middle")
    if " " in last or " " in first:
        return written(Name(last, first, middle or ""))
    return f"{last} {first} {middle}" if middle else f"{last} {first}"


def birth_text(value: Mapping[str, Any]) -> Written:
    if value["date"]:
        return dt.date.fromisoformat(value["date"])
    return f"{_MONTHS[value['month']]} {value['year']}" if value["month"] else int(value["year"])


def contacts_text(value: Mapping[str, Any]) -> str:
    """As typed; composed where the parts were entered on a card."""
    if value.get("text"):
        return str(value["text"])
    who = name_text(value["person"]) if value.get("person") else ""
    relation = RELATION_WORDS.get(value.get("relation") or "", "")
    person = f"{who} ({relation})" if who and relation else who or relation
    return ", ".join(filter(None, [person, *map(with_phones, value.get("phones", ())), *value.get("emails", ())]))


def range_text(value: Sequence[int | None]) -> str:
    low, high = value
    if low is None:
        return f"до {high} лет"
    if high is None:
        return f"от {low} лет"
    return f"{low} лет" if low == high else f"{low}–{high} лет"


_WRITERS: dict[str, Callable[[Any], Written]] = {
    "full_name": name_text,
    "names": lambda names: "; ".join(map(name_text, names)),
    "contacts": contacts_text,
    "birth": birth_text,
    "date": dt.date.fromisoformat,
    "tags": ", ".join,
    "int_range": range_text,
    "hours": lambda value: str(value["text"]),
    "mark": lambda value: "да" if value else "нет",
}


def as_tree(register: Register, head: Sequence[str], rows: Iterable[Sequence[Written]]) -> Document:
    """The printed form of ``rows`` of cells: A4 across, the headings and their numbers on every page.

    ``head``: the title, then the lines below it.
    """
    page = Page(landscape=True, left=10, right=7, top=15, bottom=12)  # filed by its upper edge
    widths = PRINTED[register]
    columns = REGISTERS[register][: len(widths)]
    headings = [_tree_row([each.title for each in columns], is_head=True)]
    headings.append(_tree_row([str(place) for place in range(1, len(columns) + 1)], is_head=True))
    body = [_tree_row([_paper(cell) for cell in row[: len(columns)]]) for row in rows]
    title, *below = head
    blocks: list[Block] = [
        Paragraph((Run(title, bold=True, size=13),), align="center", heading=1, after=2),
        *(Paragraph((Run(line, size=11),), align="center", after=1) for line in below),
    ]
    if body:
        blocks.append(Table(widths, (*headings, *body), header_rows=len(headings), title=title))
    else:
        blocks.append(Paragraph((Run("Записей нет.", size=11),), before=4))
    return Document(title, tuple(blocks), page=page, size=_PRINTED_SIZE)


def _paper(cell: Written) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%d.%m.%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def _tree_row(texts: Sequence[str], *, is_head: bool = False) -> Row:
    if is_head:
        runs = [Run(text, bold=True, size=_HEADING_SIZE) for text in texts]
        return Row(tuple(TreeCell((Paragraph((run,), align="center"),), shaded=True, middle=True) for run in runs))
    return Row(tuple(TreeCell((Paragraph((Run(text),)),)) for text in texts))
