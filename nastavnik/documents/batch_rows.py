"""The rows of a batch: which fields of a form differ from document to document, and what was typed or pasted for
them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nastavnik.documents.language.fields import Field
from nastavnik.documents.library import TEMPLATES, Approval, Built, Group

MOST_ROWS = 1_000
_PERSONAL = frozenset({"P2", "P3", "P4"})
# Types that one cell of a table holds; a person takes two.
_OF_CELLS = frozenset(
    {"text", "multiline", "position", "organisation", "date", "number", "int", "percent", "enum", "person"}
)
_GROUPS = frozenset({Group.LETTERS, Group.CONSENTS, Group.AGREEMENTS})
_POST = "должность (класс)"
_GIVEN = frozenset({"number", "date"})


@dataclass(frozen=True)
class Column:
    """``path`` is the way to the value: "person.name"."""

    path: str
    title: str
    is_required: bool
    field: Field


class Unread(ValueError):
    """``code``: empty, too_many, unknown (a heading that no column has), wide; ``at`` is the row or the heading."""

    def __init__(self, code: str, at: str = "") -> None:
        super().__init__(code)
        self.code, self.at = code, at


def kinds() -> list[Built]:
    """Documents that are made for many at once: of one person each, and nobody approves them one by one."""
    found = (built for built in TEMPLATES.values() if built.group in _GROUPS and built.approval is Approval.NONE)
    return [built for built in found if may_differ(built)]


def may_differ(built: Built, *, is_registered: bool = False) -> list[Field]:
    """Fields that a table can give; number and date come from the register where it gives them."""
    return [
        field
        for field in built.form.own
        if field.type in _OF_CELLS and field.stored and not (is_registered and field.name in _GIVEN)
    ]


def usually_differ(built: Built) -> list[str]:
    """People; where a kind names none, whatever of it is personal."""
    people = [field.name for field in may_differ(built) if field.type == "person"]
    personal = [f.name for f in may_differ(built) if f.cls in _PERSONAL and f.name not in _GIVEN]
    return people or personal or [may_differ(built)[0].name]


def columns_of(built: Built, differs: Iterable[str]) -> list[Column]:
    wanted = set(differs)
    found = []
    for field in built.form.own:
        if field.name not in wanted:
            continue
        if field.type == "person":
            found.append(Column(f"{field.name}.name", field.title, field.required, field))
            found.append(Column(f"{field.name}.post", f"{field.title}: {_POST}", False, field))
        else:
            found.append(Column(field.name, field.title, field.required, field))
    return found


def cells_of(text: str) -> list[list[str]]:
    """What was pasted from a table, or typed with semicolons."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    mark = "\t" if any("\t" in line for line in lines) else ";"
    return [[" ".join(cell.split()) for cell in line.split(mark)] for line in lines]


def text_of(rows: Iterable[Mapping[str, str]], columns: Sequence[Column]) -> str:
    """Rows as they may be typed again."""
    return "\n".join("\t".join(row.get(column.path, "") for column in columns).rstrip("\t") for row in rows)


def rows_of(cells: Sequence[Sequence[str]], columns: Sequence[Column]) -> list[dict[str, str]]:
    """Rows by path. A first row of headings says which column is which; without it they stand in their order.

    Raises: Unread.
    """
    filled = [list(row) for row in cells if any(cell.strip() for cell in row)]
    if not filled:
        raise Unread("empty")
    places = _headings(filled[0], columns)
    if places is None:
        places = [column.path for column in columns]
    else:
        filled = filled[1:]
    if not filled:
        raise Unread("empty")
    if len(filled) > MOST_ROWS:
        raise Unread("too_many")
    found = []
    for number, row in enumerate(filled, start=1):
        if any(cell.strip() for cell in row[len(places) :]):
            raise Unread("wide", str(number))
        given = zip(places, row, strict=False)
        found.append({path: _value(columns, path, cell.strip()) for path, cell in given if cell.strip()})
    return found


def _headings(row: Sequence[str], columns: Sequence[Column]) -> list[str] | None:
    """Paths by the headings of ``row``; None where it holds data already."""
    known = {column.title.casefold(): column.path for column in columns}
    named = [known.get(cell.strip().casefold()) for cell in row]
    if not any(named):
        return None
    for cell, path in zip(row, named, strict=True):
        if cell.strip() and path is None:
            raise Unread("unknown", cell.strip()[:60])
    return [path or "" for path in named]


def _value(columns: Sequence[Column], path: str, cell: str) -> str:
    """A choice may be named by its title."""
    field = next((column.field for column in columns if column.path == path), None)
    if field is not None and field.type == "enum":
        by_title = {title.casefold(): code for code, title in field.options.items()}
        return by_title.get(cell.casefold(), cell)
    return cell


def nested(row: Mapping[str, str]) -> dict[str, Any]:
    """``row`` as the form takes it."""
    found: dict[str, Any] = {}
    for path, value in row.items():
        name, dot, part = path.partition(".")
        if not name:
            continue
        if dot:
            found.setdefault(name, {})[part] = value
        else:
            found[name] = value
    return found
