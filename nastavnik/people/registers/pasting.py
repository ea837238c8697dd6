"""Text with columns: what a spreadsheet puts into the clipboard, and CSV of any make. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

_LOOKED_AT = 20
#: What our own CSV and Excel put before text that would be a formula.
_FORMULA = ("'=", "'+", "'-", "'@")


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, else Windows-1251, as programs in Russia write CSV.

    Raises: UnicodeError, ValueError: no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1251")
    if "\x00" in text:
        raise ValueError("a zero byte")
    return text


def cells_of(text: str, *, is_clipboard: bool = False) -> Iterator[list[str]]:
    """Rows of ``text``, by tabs as the clipboard has them, else by the separator that most of its lines have.

    Raises: csv.Error.
    """
    separator = "\t" if is_clipboard and "\t" in text else separator_of(text)
    if separator == "\t":
        yield from _of_clipboard(text.replace("\r\n", "\n").replace("\r", "\n"))
        return
    csv.field_size_limit(1_000_000)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        yield [cell[1:] if cell.startswith(_FORMULA) else cell for cell in row]


def separator_of(text: str) -> str:
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_LOOKED_AT]
    return max("\t;,", key=lambda sign: sum(sign in _outside_quotes(line) for line in lines))


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _of_clipboard(text: str) -> Iterator[list[str]]:
    """A spreadsheet puts a cell in quotes only where it holds a tab or a line end; other quotes are its own."""
    row: list[str] = []
    at, size = 0, len(text)
    while at < size:
        cell, at = _quoted(text, at) if text[at] == '"' else _bare(text, at)
        row.append(cell[1:] if cell.startswith(_FORMULA) else cell)
        if at >= size or text[at] == "\n":
            yield row
            row = []
        elif at + 1 == size:
            row.append("")
            yield row
        at += 1


def _bare(text: str, at: int) -> tuple[str, int]:
    line = text.find("\n", at)
    line = len(text) if line < 0 else line
    tab = text.find("\t", at, line)
    end = line if tab < 0 else tab
    return text[at:end], end


def _quoted(text: str, at: int) -> tuple[str, int]:
    end = at + 1
    while True:
        end = text.find('"', end)
        if end < 0:
            return _bare(text, at)
        if text[end + 1 : end + 2] == '"':
            end += 2
            continue
        break
    inside = text[at + 1 : end].replace('""', '"')
    is_whole = text[end + 1 : end + 2] in ("", "\t", "\n")
    return (inside, end + 1) if is_whole and ("\n" in inside or "\t" in inside) else _bare(text, at)
