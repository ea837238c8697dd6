"""Pages of scanned files, drawn and read in a process of their own. Knows no database."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from nastavnik.confined import lines_of

_MODULE = "nastavnik.people.scan_child"
_SECONDS, _MEGABYTES = 180, 1536
_BEGINS = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
_EXTENSIONS = {"pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png"}


class Unreadable(Exception):
    """``code`` says why: damaged, locked, too_large, too_heavy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Page:
    """A page as JPEG, and what the square codes on it say."""

    picture: bytes
    codes: tuple[str, ...]


def kind_of(name: str, head: bytes) -> str | None:
    """By the name and by what the file begins with; None where they do not agree."""
    kind = _EXTENSIONS.get(name.rpartition(".")[2].lower())
    return kind if kind and head.startswith(_BEGINS[kind]) else None


def kind_by_content(head: bytes) -> str | None:
    return next((kind for kind, begin in _BEGINS.items() if head.startswith(begin)), None)


def read(content: bytes, kind: str, first: int, count: int) -> tuple[int, list[Page]]:
    """How many pages the file has, and ``count`` of them from ``first`` on.

    Raises: Unreadable.
    """
    arguments = [kind, str(first), str(count), str(_SECONDS), str(_MEGABYTES)]
    found: list[Page] = []
    last: dict[str, object] = {}
    for line in lines_of(_MODULE, arguments, seconds=_SECONDS, given=content):
        if "picture" in line:
            found.append(Page(base64.b64decode(line["picture"]), tuple(line["codes"])))
        else:
            last = line
    if isinstance(last.get("end"), int):
        return int(str(last["end"])), found
    raise Unreadable(str(last.get("code", "too_heavy")))
