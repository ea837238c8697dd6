"""Opening a stranger's table, in a process of its own with little time and memory.

`read_rows` is the parent's side. The child (`python -m nastavnik.org_import.reading PATH KIND`) knows no Django: it
prints the cells of the first sheet that is not empty, as text, or the code of a refusal.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

from nastavnik.confined import answer_of, forbid, limit, settle_down, tell

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 1_000
SECONDS = 30
MEGABYTES = 1_024
KINDS = ("xlsx", "ods", "csv")


class Unreadable(Exception):
    """``code`` says why: too_large, too_long, too_heavy, damaged, empty, macros, unsupported."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(name: str, content: bytes) -> str:
    """The kind by the name and by what the file begins with.

    Raises: Unreadable.
    """
    kind = name.rpartition(".")[2].lower()
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")
    if not content.strip():
        raise Unreadable("empty")
    if kind in ("xlsm", "xlsb"):
        raise Unreadable("macros")
    if kind not in KINDS:
        raise Unreadable("unsupported")
    if (kind == "csv") == content.startswith(b"PK"):
        raise Unreadable("damaged")
    return kind


def read_rows(path: Path, kind: str) -> list[list[str]]:
    """The rows of the table as text, empty ones at the end left out.

    Raises: Unreadable.
    """
    answer = answer_of("nastavnik.org_import.reading", [str(path.absolute()), kind], seconds=SECONDS)
    if "rows" in answer:
        return answer["rows"]  # type: ignore[no-any-return]  # what `main` printed
    raise Unreadable(answer.get("code", "too_heavy"))


def _cells(path: Path, kind: str) -> list[list[str]]:
    rows = _csv_rows(path) if kind == "csv" else _sheet_rows(path)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise Unreadable("empty")
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_long")
    return rows


def _sheet_rows(path: Path) -> list[list[str]]:
    """The first visible sheet with anything in it. A formula gives the value that the file keeps for it."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
            raise Unreadable("macros")
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable("too_heavy")
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with CalamineWorkbook.from_path(str(path)) as book:
        for place, known in enumerate(book.sheets_metadata):
            if known.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_index(place)
            if sheet.total_height > MOST_ROWS * 4:
                raise Unreadable("too_long")
            rows = [[_text(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
            if any(map(any, rows)):
                return rows
    return []


def _csv_rows(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251")
    first = text.partition("\n")[0]
    separator = max(";\t,", key=first.count)
    csv.field_size_limit(1_000_000)
    rows = []
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        rows.append([_text(cell) for cell in row[:MOST_COLUMNS]])
        if len(rows) > MOST_ROWS * 4:
            raise Unreadable("too_long")
    return rows


def _text(value: Any) -> str:
    """A cell as people see it: a number of many digits whole, a day as a day; no sign of a formula survives."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else str(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    # Excel writes an apostrophe before what must stay text; our own CSV does too.
    text = " ".join(str(value).split())[:LONGEST_CELL]
    return text[1:] if text.startswith("'") else text


def main(arguments: list[str]) -> int:
    limit(SECONDS, MEGABYTES)
    sys.addaudithook(forbid)
    settle_down()
    try:
        answer: dict[str, Any] = {"rows": _cells(Path(arguments[0]), arguments[1])}
    except Unreadable as refusal:
        answer = {"code": refusal.code}
    except MemoryError:
        answer = {"code": "too_heavy"}
    except Exception:  # whatever a stranger's file does to a library, the answer is one of ours
        answer = {"code": "damaged"}
    tell(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
