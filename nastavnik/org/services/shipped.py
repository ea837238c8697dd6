"""The reference lists as they are shipped: YAML files beside `nastavnik.org.reference`, one for a group of lists.

A list is ``code: {title_ru, entries}``. Entries are lines with a ``code`` (or ``id``), or a mapping from
code to content. ``basis`` of a line becomes its mark.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from nastavnik.base.errors import DomainError
from nastavnik.org import reference

SHIPPED = Path(reference.__file__).parent


class FileUnusable(DomainError):
    code = "reference_file_unusable"

    def __init__(self, file: str, where: str) -> None:
        text = _("The reference file %(file)s cannot be used: %(where)s. Correct it and load again.")
        super().__init__(text % {"file": file, "where": where}, file=file)


@dataclass(frozen=True)
class Line:
    code: str
    position: int
    title: str
    mark: str
    data: Any
    digest: str


@dataclass(frozen=True)
class List:
    code: str
    title: str
    lines: tuple[Line, ...]


def lists(folder: Path = SHIPPED) -> Iterator[List]:
    """Every list of the ``*.yaml`` files of ``folder``.

    Raises: FileUnusable: a file is no YAML, or a line has no code or the code of another.
    """
    for file in sorted(folder.glob("*.yaml")):
        try:
            content = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
        except yaml.YAMLError as error:
            raise FileUnusable(file.name, _where(error)) from error
        if not isinstance(content, dict):
            raise FileUnusable(file.name, _("it holds no lists"))
        for code, body in content.items():
            if not isinstance(body, dict) or not isinstance(body.get("entries"), list | dict):
                raise FileUnusable(file.name, _("the list %(list)s has no entries") % {"list": code})
            yield List(code, str(body.get("title_ru", code)), tuple(_lines(file.name, code, body["entries"])))


def digest_of(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(file: str, code: str, entries: list[Any] | dict[str, Any]) -> Iterator[Line]:
    pairs = list(entries.items()) if isinstance(entries, dict) else [(_code_of(entry), entry) for entry in entries]
    seen: set[str] = set()
    for position, (key, content) in enumerate(pairs):
        if not key or key in seen:
            where = _("entry %(number)s of the list %(list)s has no code of its own")
            raise FileUnusable(file, where % {"number": position + 1, "list": code})
        seen.add(key)
        data = json.loads(json.dumps(content, ensure_ascii=False, default=str))
        body = data if isinstance(data, dict) else {}
        title, mark = str(body.get("title_ru", key)), str(body.get("basis", ""))
        yield Line(str(key), position, title, mark, data, digest_of(data))


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return _("line %(number)s is no YAML") % {"number": mark.line + 1} if mark else _("it is no YAML")


def _code_of(entry: Any) -> str:
    return str(entry.get("code") or entry.get("id") or "") if isinstance(entry, dict) else ""
