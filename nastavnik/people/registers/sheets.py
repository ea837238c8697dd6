"""A stranger's table as rows of cells: XLSX, XLS, ODS, CSV, or cells pasted out of a spreadsheet. Pure.

Files are opened in a process of its own (`sheets_child`) which gets the bytes by its standard input, so that a base
of people needs no open copy on a disk.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from nastavnik.confined import lines_of
from nastavnik.people.registers.cells import Cell
from nastavnik.people.registers.pasting import cells_of

MOST_BYTES = 32 * 1024 * 1024
MOST_ROWS = 100_200  # a hundred thousand people, their headings and what stands around
MOST_COLUMNS = 100
LONGEST_CELL = 10_001  # what is longer is refused by its row; one more than any limit tells it
MOST_PASTED = 5_000_000
SECONDS, MEGABYTES = 120, 1_024
KINDS = ("xlsx", "xls", "ods", "csv")
_ENDINGS = {"xlsx": "xlsx", "xls": "xls", "ods": "ods", "csv": "csv", "txt": "csv", "tsv": "csv"}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How an OLE file names its streams: a workbook locked by a password, a project of macros.
_LOCKED, _MACROS = "EncryptedPackage".encode("utf-16-le"), "_VBA_PROJECT".encode("utf-16-le")


class Unreadable(Exception):
    """``code``: too_large, too_long, too_heavy, damaged, empty, macros, password, unsupported."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(name: str, content: bytes) -> str:
    """One of `KINDS`, by the name and by what the file begins with.

    Raises: Unreadable.
    """
    ending = name.rpartition(".")[2].lower()
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")
    if not content.strip():
        raise Unreadable("empty")
    if ending in ("xlsm", "xlsb", "xltm", "xlam"):
        raise Unreadable("macros")
    kind = _ENDINGS.get(ending)
    if kind is None:
        raise Unreadable("unsupported")
    if content.startswith(_OLE):
        return _kind_of_ole(kind, content)
    if content.startswith(_ZIP):
        if kind == "csv":
            raise Unreadable("damaged")
        return "ods" if b"opendocument.spreadsheet" in content[:200] else "xlsx"
    if kind == "csv":
        return kind
    # «Excel» files of many programs are pages of the web or plain tables under a false name.
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    raise Unreadable("unsupported" if start.startswith((b"<", b"mime-version")) else "damaged")


def _kind_of_ole(kind: str, content: bytes) -> str:
    if _LOCKED in content:
        raise Unreadable("password")
    if kind != "xls":
        raise Unreadable("damaged")
    if _MACROS in content:
        raise Unreadable("macros")
    return "xls"


def read_sheet(
    source: Path | bytes, kind: str, *, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> Iterator[list[Cell]]:
    """The rows of the first visible sheet that holds a table, as it goes; a day is ISO text, nothing is "".

    Row n of the sheet is item n - 1, empty ones included; those at the end are left out.

    Raises: Unreadable, with the first row or, for a table that is too long or too heavy, later on.
    """
    if isinstance(source, Path):
        with source.open("rb") as given:
            yield from _rows(given, kind, seconds, megabytes)
    else:
        yield from _rows(source, kind, seconds, megabytes)


def _rows(given: bytes | io.BufferedReader, kind: str, seconds: int, megabytes: int) -> Iterator[list[Cell]]:
    arguments = [kind, str(seconds), str(megabytes)]
    for said in lines_of("nastavnik.people.registers.sheets_child", arguments, seconds=seconds, given=given):
        if isinstance(said, list):
            yield from said
        elif said.get("code"):
            raise Unreadable(said["code"])
        else:
            return
    raise Unreadable("too_heavy")


def pasted(text: str) -> list[list[Cell]]:
    """The cells of a table copied out of a spreadsheet or a word processor, or of the text of a CSV file.

    Raises: Unreadable.
    """
    if len(text) > MOST_PASTED:
        raise Unreadable("too_large")
    rows: list[list[Cell]] = [
        [cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]] for row in cells_of(text, is_clipboard=True)
    ]  # fmt: skip
    while rows and not any(map(str.strip, map(str, rows[-1]))):
        rows.pop()
    if not rows:
        raise Unreadable("empty")
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_long")
    return rows
