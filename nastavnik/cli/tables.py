"""Tables that pure commands read: columns parted by tabs, with or without a header.

Tab, line end and backslash in a text are written ``\\t``, ``\\n``, ``\\\\``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_ESCAPE = re.compile(r"\\([tn\\])")
_ESCAPED = {"t": "\t", "n": "\n", "\\": "\\"}
_COUNTED = {3: "три", 4: "четыре"}
_WRITTEN = str.maketrans({"\t": "\\t", "\n": "\\n", "\\": "\\\\"})


class BadInput(Exception):
    """The table cannot be read; the text says what is wrong and how to mend it."""


def read_rows(table: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Number of the line and its cells in the order of ``columns``; a header may name them in another order.

    A cell that editors have cut off at the end of a line comes empty; so short a line that more than one lacks is
    refused by `BadInput`. ``table`` is a path, "-" the standard input.
    """
    lines = whole_text(table).replace("\r\n", "\n").split("\n")
    header = lines[0].split("\t")
    named = set(columns) <= set(header)
    places = [header.index(name) for name in columns] if named else list(range(len(columns)))
    for number, line in enumerate(lines, start=1):
        if not line.strip() or (named and number == 1):
            continue
        cells = line.split("\t")
        if len(cells) < len(columns) - 1:
            raise BadInput(
                f"Строка {number}: нужны {_COUNTED[len(columns)]} столбца через табуляцию: {', '.join(columns)}."
            )
        yield number, [cells[place] if place < len(cells) else "" for place in places]


def unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], text)


def escaped(text: str) -> str:
    return text.translate(_WRITTEN)


def whole_text(table: str) -> str:
    """What stands in a file or, for "-", on the standard input; `BadInput` when it cannot be read as UTF-8."""
    try:
        data = sys.stdin.buffer.read() if table == "-" else Path(table).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{table}: файл не в кодировке UTF-8. Сохраните таблицу в UTF-8 и повторите.") from None
    except OSError as fault:
        raise BadInput(f"{table}: файл не читается ({fault.strerror}). Проверьте путь и права доступа.") from None
