"""A field of a form: what is asked, of which type, how personal it is, and the shape it publishes to templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from nastavnik.documents.language.shapes import Kind, Shape

Type = Literal[
    "text", "multiline", "date", "period", "list", "person", "position", "organisation", "doc_ref", "ref", "enum",
    "number", "int", "percent", "table", "blocks", "flag", "signature", "handwritten_blank", "files",
]  # fmt: skip
BLANKS = frozenset({"signature", "handwritten_blank"})


@dataclass(frozen=True, slots=True)
class Field:
    """``cls`` P0 to P4 is its personal class, ``cls_if_minor`` the one it has when a minor is meant.

    ``fields`` are the columns of the rows of a list or a table; a list without them is one of ``of``.
    ``choices`` are codes or pairs of code and title. What is not ``stored`` is printed as a line to write upon.
    ``longest`` in letters for words, in entries for lists; 0 for what is usual for the type.
    """

    name: str
    title: str
    type: Type = "text"
    required: bool = True
    cls: str = "P1"
    cls_if_minor: str = ""
    hint: str = ""
    choices: tuple[str | tuple[str, str], ...] = ()
    fields: tuple[Field, ...] = ()
    sample: object = None
    stored: bool = True
    of: Type = "text"
    longest: int = 0

    @property
    def options(self) -> dict[str, str]:
        """Code → title."""
        return dict((each, each) if isinstance(each, str) else each for each in self.choices)

    @property
    def one(self) -> Field:
        """An entry of a list without columns."""
        return Field("", self.title, self.of, cls=self.cls, cls_if_minor=self.cls_if_minor, choices=self.choices)


_TEXT = Shape("text")
_PERSON: Mapping[str, Shape] = MappingProxyType(
    {"name": Shape("person", "фамилия, имя, отчество"), "post": Shape("position", "должность"), "gender": _TEXT}
)
_ORGANISATION: Mapping[str, Shape] = MappingProxyType(
    {
        "name": Shape("organisation", "наименование"),
        "short": Shape("organisation", "сокращённое наименование"),
        "full": Shape("organisation", "полное наименование"),
        "city": Shape("text", "населённый пункт"),
        "address": Shape("text", "адрес"),
        "phone": Shape("text", "телефон"),
        "email": Shape("text", "электронная почта"),
        "inn": Shape("text", "ИНН"),
        "ogrn": Shape("text", "ОГРН"),
        "head": Shape("person", "руководитель", _PERSON, own="name"),
    }
)
_DOC_REF: Mapping[str, Shape] = MappingProxyType(
    {
        # «приказ управления образования» takes a case as an organisation does
        "kind_title": Shape("organisation", "вид документа"),
        "number": Shape("text", "номер"),
        "date": Shape("date", "дата"),
        "title": Shape("text", "заголовок"),
    }
)
_PERIOD: Mapping[str, Shape] = MappingProxyType(
    {"start": Shape("date", "начало"), "end": Shape("date", "окончание"), "text": _TEXT}
)
#: Members of the types that have some; for organisations and people the first one is the whole.
MEMBERS: Mapping[str, Mapping[str, Shape]] = MappingProxyType(
    {"person": _PERSON, "organisation": _ORGANISATION, "doc_ref": _DOC_REF, "period": _PERIOD}
)


def shape_of(field: Field) -> Shape:
    if field.type in BLANKS:
        return Shape("blank", field.title)
    if field.type == "files":
        return Shape("list", field.title, item=_TEXT)
    if field.type in ("list", "table"):
        kind: Kind = "table" if field.type == "table" else "rows" if field.fields else "list"
        item = Shape("record", members=shapes_of(field.fields)) if field.fields else shape_of(field.one)
        return Shape(kind, field.title, item=item if field.type == "list" or field.fields else None)
    members = MEMBERS.get(field.type, {})
    own = next(iter(members)) if field.type in ("person", "organisation") else ""
    kind = _SAME[field.type]
    return Shape(kind, field.title, members, own=own, options=MappingProxyType(field.options))


def shapes_of(fields: Iterable[Field]) -> Mapping[str, Shape]:
    return MappingProxyType({field.name: shape_of(field) for field in fields})


_SAME: dict[Type, Kind] = {
    "text": "text", "multiline": "multiline", "date": "date", "period": "period", "person": "person",
    "position": "position", "organisation": "organisation", "doc_ref": "doc_ref", "ref": "ref", "enum": "enum",
    "number": "number", "int": "int", "percent": "percent", "blocks": "blocks", "flag": "flag",
}  # fmt: skip

#: What every form publishes beside its own fields. The number and the date are given when a document is registered.
COMMON: tuple[Field, ...] = (
    Field("org", "Организация", "organisation"),
    Field("number", "Номер", required=False, longest=100),
    Field("date", "Дата", "date", required=False),
    Field("signer", "Кто подписывает", "person", required=False),
    Field("school_year", "Учебный год", required=False, cls="P0", longest=50),
    Field("acts", "Правовые основания", "list", of="doc_ref", required=False, cls="P0"),
    # The authority whose name stands above the organisation's own; the order and the minutes named in the stamps.
    Field("founder", "Учредитель", "organisation", required=False),
    Field("approved_by", "Чем утверждён", "doc_ref", required=False),
    Field("council", "Чем принят", "doc_ref", required=False),
    Field("draft", "Черновик", "flag", required=False, cls="P0"),
)
