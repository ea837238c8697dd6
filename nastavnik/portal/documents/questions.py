"""The form of a template as questions of a page, whatever its fields are; and what was typed as data again.

An input is named by the way to its value, entries counted from 0: "members.2.person.name". Every type of field is
drawn as one of few kinds: a line, several lines, a day, a number, a choice, ticks, a record of parts, rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.documents.contents import PERSONAL
from nastavnik.documents.language.fields import BLANKS, Field
from nastavnik.documents.stored import Unknown, from_plain
from nastavnik.documents.tree import Paragraph

#: Known without being asked, or given when the document is issued.
GIVEN = frozenset({"org", "number", "date", "school_year", "acts", "founder", "approved_by", "draft"})
#: More rows than this are filled in elsewhere (a list from a file).
MOST_ROWS = 300
_KINDS = {
    "text": "line", "position": "line", "organisation": "line", "ref": "line", "multiline": "lines",
    "blocks": "lines", "date": "day", "number": "number", "int": "number", "percent": "number", "enum": "choice",
    "flag": "flag", "person": "record", "period": "record", "doc_ref": "record", "files": "each_line",
}  # fmt: skip
_PARTS: dict[str, tuple[Field, ...]] = {
    "person": (
        Field("name", "", "text"),
        Field("post", "", "text", required=False),
        Field("gender", "", "enum", required=False, choices=(("masc", "м"), ("femn", "ж"))),
    ),
    "period": (Field("start", "", "date"), Field("end", "", "date")),
    "doc_ref": (
        Field("kind_title", "", "text", required=False),
        Field("number", "", "text", required=False),
        Field("date", "", "date", required=False),
        Field("title", "", "text", required=False),
    ),
}
_PART_TITLES: dict[tuple[str, str], str | Promise] = {
    ("person", "name"): _("Surname, name, patronymic"),
    ("person", "post"): _("Position"),
    ("person", "gender"): pgettext_lazy("grammar", "Gender"),
    ("period", "start"): pgettext_lazy("period", "From"),
    ("period", "end"): pgettext_lazy("period", "Until"),
    ("doc_ref", "kind_title"): _("What document it is"),
    ("doc_ref", "number"): _("Number"),
    ("doc_ref", "date"): _("Date"),
    ("doc_ref", "title"): _("Title"),
}
_ROW = re.compile(r"(\d{1,3})(?:\.|$)")
PICK = "pick"


@dataclass
class Question:
    """One input or several. ``rows`` are lists of questions each; ``errors`` are sentences."""

    name: str
    title: str | Promise
    kind: str
    value: Any = ""
    required: bool = True
    hint: str = ""
    errors: list[str] = field(default_factory=list)
    parts: list[Question] = field(default_factory=list)
    rows: list[list[Question]] = field(default_factory=list)
    options: list[tuple[str, str | Promise]] = field(default_factory=list)
    suggests: str = ""
    picks: bool = False
    is_personal: bool = False
    has_remarks: bool = False

    @property
    def id(self) -> str:
        return "q-" + self.name.replace(".", "-")

    @property
    def says_lines(self) -> bool:
        """Whether the page must say that entries stand on lines of their own: the hint does not."""
        return self.kind == "each_line" and "строк" not in self.hint

    @property
    def short(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def first_id(self) -> str:
        """What a link to the question leads to: the first of its inputs."""
        inside = self.parts or (self.rows[0] if self.rows else [])
        return inside[0].first_id if inside else self.id

    @property
    def described_by(self) -> str:
        has_hint = bool(self.hint) or self.says_lines
        said = {"remarks": self.has_remarks, "hint": has_hint, "error": bool(self.errors)}
        return " ".join(f"{self.id}-{name}" for name, is_said in said.items() if is_said)

    def all_errors(self) -> Iterable[tuple[str, str, str]]:
        """Of this question and inside it: the input, how it is called, the sentence."""
        yield from ((self.first_id, str(self.title), sentence) for sentence in self.errors)
        for row in self.rows:
            for each in row:
                yield from ((where, str(each.title or self.title), said) for where, _t, said in each.all_errors())
        for part in self.parts:
            yield from ((where, f"{self.title} – {part.title}", said) for where, _t, said in part.all_errors())


def is_asked(field: Field) -> bool:
    return is_kept(field) and field.name not in GIVEN


def is_kept(field: Field) -> bool:
    """Lines to write upon are left to the paper."""
    return field.stored and field.type not in BLANKS


def drawn(
    fields: Iterable[Field],
    data: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]] | None = None,
    *,
    more: str = "",
    plans: Callable[[], list[tuple[str, str]]] = list,
) -> list[Question]:
    """The questions of a form, filled with ``data``; ``more`` names the list that gets one more row, ``plans`` are
    those that a table may be made of."""
    said = errors or {}
    asked = [_question(each, data.get(each.name), each.name, said, more) for each in fields if is_asked(each)]
    for one in asked:
        if one.kind == "plan":
            one.options = list(plans())
    return asked


def _question(
    field: Field, value: Any, name: str, errors: Mapping[str, Sequence[str]], more: str, title: str | Promise = ""
) -> Question:
    kind = kind_of(field, value)
    asked = Question(
        name, title or field.title, kind, required=field.required, hint=field.hint,
        errors=list(errors.get(name, ())), is_personal=field.cls in PERSONAL,
    )  # fmt: skip
    if kind == "record":
        record = value if isinstance(value, Mapping) else {_bare(field): value} if value else {}
        asked.parts = [
            _question(
                part, record.get(part.name), f"{name}.{part.name}", errors, more, _PART_TITLES[field.type, part.name]
            )
            for part in _PARTS[field.type]
        ]
        asked.picks = field.type == "doc_ref"
        for part in asked.parts:
            part.suggests = {"name": "people", "post": "posts"}.get(part.short, "")
            part.suggests = part.suggests if field.type == "person" else ""
    elif kind == "rows":
        asked.rows = list(_rows(field, value, name, errors, more))
        for row in asked.rows:
            for inner in row:
                inner.is_personal = inner.is_personal and not asked.is_personal  # said once, above
    elif kind == "choice":
        asked.options, asked.value = list(field.options.items()), value or ""
    elif kind == "ticks":
        asked.options, asked.value = list(field.options.items()), list(value or ())
    elif kind in ("flag", "plan"):
        asked.value = bool(value)
    else:
        asked.value = _typed(field, value, kind)
    return asked


def kind_of(field: Field, value: Any = None) -> str:
    """How ``field`` is drawn; "plan" is a table made of one, "kept" what a page cannot type."""
    if field.type == "blocks":
        return "lines" if _words_of(value) is not None else "kept"
    if field.type == "table" and not field.fields:
        return "plan"
    if field.type == "list" and field.of == "enum":
        return "ticks"
    if field.type in ("list", "table"):
        return "rows" if field.fields or _KINDS.get(field.of) == "record" else "each_line"
    return _KINDS[field.type]


def _rows(
    field: Field, value: Any, name: str, errors: Mapping[str, Sequence[str]], more: str
) -> Iterable[list[Question]]:
    given = list(value)[:MOST_ROWS] if isinstance(value, Sequence) and not isinstance(value, str) else []
    empty = (0 if given else 1) + (1 if more == name else 0)
    for place, each in enumerate([*given, *([None] * empty)]):
        inside = f"{name}.{place}"
        if field.fields:
            row = each if isinstance(each, Mapping) else {}
            yield [
                _question(one, row.get(one.name), f"{inside}.{one.name}", errors, more)
                for one in field.fields
                if is_kept(one)
            ]
        else:
            yield [_question(field.one, each, inside, errors, more)]


def _typed(field: Field, value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "each_line":
        return "\n".join(str(each) for each in value) if not isinstance(value, str) else value
    if field.type == "blocks":
        return _words_of(value) or ""
    if field.type == "organisation" and isinstance(value, Mapping):
        return str(value.get("name", ""))
    return str(value)


def _words_of(value: Any) -> str | None:
    """The text of paragraphs; None where there is more than paragraphs."""
    if value is None or isinstance(value, str):
        return value or ""
    try:
        found = from_plain(value)
    except Unknown:
        return None
    if not isinstance(found, tuple) or not all(isinstance(each, Paragraph) for each in found):
        return None
    return "\n".join("".join(run.text for run in each.runs) for each in found)


def _bare(field: Field) -> str:
    return {"doc_ref": "title", "period": "text"}.get(field.type, "name")


def read(
    fields: Iterable[Field],
    typed: Mapping[str, str],
    kept: Mapping[str, Any],
    picked: Mapping[str, Mapping[str, str]],
    table: Callable[[str], Any] = lambda _uid: None,
) -> dict[str, Any]:
    """The data that a page gave. ``kept`` is what was known before: what the page cannot type stays as it was.

    ``picked`` are documents of the register that may be named instead of typed, by their uid; ``table`` makes the
    table of the plan that was chosen.
    """
    found: dict[str, Any] = {}
    for each in fields:
        before = kept.get(each.name)
        is_shown = is_asked(each) and kind_of(each, before) != "kept"
        if is_shown and kind_of(each) == "plan":
            value = (table(typed[each.name]) if typed.get(each.name) else None) or before
        else:
            value = _read(each, typed, each.name, before, picked) if is_shown else before
        if not _is_empty(value):
            found[each.name] = value
    return found


def _read(field: Field, typed: Mapping[str, str], name: str, kept: Any, picked: Mapping[str, Any]) -> Any:
    kind = kind_of(field, kept)
    if kind == "flag":
        return name in typed
    if kind == "ticks":
        return [code for code in field.options if f"{name}.{code}" in typed]
    if kind == "record":
        return _read_record(field, typed, name, picked)
    if kind == "rows":
        return _read_rows(field, typed, name, picked)
    text = typed.get(name, "").replace("\r\n", "\n").strip()
    if kind == "each_line":
        return [line.strip() for line in text.split("\n") if line.strip()]
    if field.type == "organisation" and isinstance(kept, Mapping) and kept.get("name") == text:
        return dict(kept)
    return text


def _read_record(field: Field, typed: Mapping[str, str], name: str, picked: Mapping[str, Any]) -> dict[str, str]:
    if field.type == "doc_ref" and (chosen := picked.get(typed.get(f"{name}.{PICK}", ""))):
        return dict(chosen)
    parts = {part.name: typed.get(f"{name}.{part.name}", "").strip() for part in _PARTS[field.type]}
    return {key: text for key, text in parts.items() if text}


def _read_rows(field: Field, typed: Mapping[str, str], name: str, picked: Mapping[str, Any]) -> list[Any]:
    start = len(name) + 1
    places = {int(found[1]) for key in typed if key.startswith(f"{name}.") and (found := _ROW.match(key, start))}
    rows: list[Any] = []
    for place in sorted(places):
        inside = f"{name}.{place}"
        if field.fields:
            cells = {
                each.name: _read(each, typed, f"{inside}.{each.name}", None, picked)
                for each in field.fields
                if is_kept(each)
            }
            row: Any = {key: value for key, value in cells.items() if not _is_empty(value)}
        else:
            row = _read(field.one, typed, inside, None, picked)
        if not _is_empty(row):
            rows.append(row)
    return rows


def _is_empty(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | Sequence | Mapping) and not value)
