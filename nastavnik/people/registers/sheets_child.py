"""The child of `sheets`: opens the table that comes by standard input and prints its rows, some hundred a line.

`python -m nastavnik.people.registers.sheets_child KIND SECONDS MEGABYTES`. The last line is {"end": true}, or
{"code": …} of a refusal.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

import orjson

from nastavnik.confined import forbid, limit, settle_down
from nastavnik.people.registers.cells import Cell
from nastavnik.people.registers.pasting import cells_of, decoded
from nastavnik.people.registers.sheets import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Unreadable

_ROWS_A_LINE = 250
_MOST_UNPACKED = 600 * 1024 * 1024
_MOST_RATIO = 400  # of a part of some size; sheets of empty cells pack well
_MOST_PARTS = 2_000
_MOST_EMPTY = 1_100_000
_MACRO_PARTS = ("vbaproject.bin", "xl/macrosheets/", "basic/script-lc.xml", "scripts/python/")


def rows_of(content: bytes, kind: str) -> Iterator[list[Cell]]:
    """Raises: Unreadable, and whatever a library says of a damaged file."""
    rows = _of_text(content) if kind == "csv" else _of_book(content, kind)
    empty = 0
    count = 0
    for row in rows:
        while row and (row[-1] == "" or str(row[-1]).isspace()):
            row.pop()
        if not row:
            empty += 1
            if empty > _MOST_EMPTY:
                raise Unreadable("too_long")
            continue
        for _one in range(empty):
            yield []
        count += empty + 1
        empty = 0
        if count > MOST_ROWS:
            raise Unreadable("too_long")
        yield row
    if not count:
        raise Unreadable("empty")


def _of_text(content: bytes) -> Iterator[list[Cell]]:
    for row in cells_of(decoded(content)):
        yield [" ".join(cell[:LONGEST_CELL].split("\x00")).strip() for cell in row[:MOST_COLUMNS]]


def _of_book(content: bytes, kind: str) -> Iterator[list[Cell]]:
    if kind != "xls":
        _look_into(content)
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise Unreadable("password") from error
    places = [
        place
        for place, known in enumerate(book.sheets_metadata)
        if known.visible == SheetVisibleEnum.Visible and known.typ == SheetTypeEnum.WorkSheet
    ]
    small = None
    for place in places:
        sheet = book.get_sheet_by_index(place)
        if sheet.start is None:
            continue
        if sheet.height >= 2 and sheet.width >= 2:
            yield from _of_sheet(sheet)
            return
        small = small or sheet
    if small is not None:  # a title page alone, or a column of names
        yield from _of_sheet(small)


def _of_sheet(sheet: Any) -> Iterator[list[Cell]]:
    # The library gives the empty rows above a table, but not the empty columns to its left.
    left: list[Cell] = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        cells = [
            cell if cell.__class__ is str and len(cell) < LONGEST_CELL else _cell(cell) for cell in row[:MOST_COLUMNS]
        ]
        yield left + cells if left else cells


def _look_into(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if any(mark in part.filename.lower() for part in parts for mark in _MACRO_PARTS):
            raise Unreadable("macros")
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise Unreadable("too_heavy")
        if any(part.file_size > max(part.compress_size, 50_000) * _MOST_RATIO for part in parts):
            raise Unreadable("too_heavy")
        if "META-INF/manifest.xml" in archive.namelist():
            with archive.open("META-INF/manifest.xml") as manifest:
                if b"encryption-data" in manifest.read(1_000_000):
                    raise Unreadable("password")


def _cell(value: Any) -> Cell:
    """A cell as JSON has it: a whole number without a point, a day as ISO."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        if not math.isfinite(value):  # JSON has no such numbers
            return str(value)
        return int(value) if value.is_integer() and abs(value) < 1e16 else value
    if isinstance(value, int):
        return value
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)[:LONGEST_CELL]


def main(arguments: list[str]) -> int:
    kind, seconds, megabytes = arguments
    limit(int(seconds), int(megabytes))
    sys.addaudithook(forbid)
    settle_down()
    try:
        lines: list[list[Cell]] = []
        for row in rows_of(sys.stdin.buffer.read(), kind):
            lines.append(row)
            if len(lines) == _ROWS_A_LINE:
                _say(lines)
                lines = []
        _say(lines)
        _say({"end": True})
    except Unreadable as refusal:
        _say({"code": refusal.code})
    except (MemoryError, RecursionError):
        _say({"code": "too_heavy"})
    except BrokenPipeError:  # nobody listens any more
        return 1
    except Exception:  # whatever a stranger's file does to a library, the answer is one of ours
        _say({"code": "damaged"})
    return 0


def _say(said: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(said) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
