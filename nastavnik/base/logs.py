"""One event a line, ``key=value``, without anybody's data.

Our own messages are plain English with codes and ids. Whatever else gets into a line came from data (the
text of an exception, a value of a row), so e-mail addresses, telephone numbers and Cyrillic words are
masked wherever they stand.
"""

from __future__ import annotations

import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType

from nastavnik.base.incidents import current

MASKS = (
    (re.compile(r"[^\s<>\"'=(,;:]+@[^\s<>\"')(,;:]+"), "<e-mail>"),
    # Ten digits or more with the usual marks between them; dates, ids in hex and versions are shorter runs.
    (re.compile(r"(?<![\w-])\+?\d(?:[ ()\-\u00a0]{0,2}\d){9,14}(?![\w-])"), "<number>"),
    (re.compile(r"[А-Яа-яЁё]+(?:[ \-.]+[А-Яа-яЁё]+)*"), "<text>"),
)
LONGEST_TEXT = 500


def masked(text: str) -> str:
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        parts = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "incident": current.get(),
            "message": _short(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error, trace = record.exc_info[1], record.exc_info[2]
            parts |= {"error": type(error).__qualname__, "text": _short(str(error)), "trace": _frames(trace)}
        return " ".join(f"{name}={_quoted(value)}" for name, value in parts.items() if value)


def _short(text: str) -> str:
    return masked(text[:LONGEST_TEXT])


def _frames(trace: TracebackType | None) -> str:
    """Where it happened, innermost last: places only, no lines of code and no values."""
    return " > ".join(f"{f.filename}:{f.lineno}:{f.name}" for f in traceback.extract_tb(trace, limit=-12))


def _quoted(value: str) -> str:
    if value and not re.search(r"[\s\"=\\]", value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r").replace("\n", "\\n")
    return f'"{escaped}"'
