"""The form of a template: what its data are, from which its checks, its sample and its help are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from nastavnik.documents.language.fields import BLANKS, COMMON, Field, shapes_of
from nastavnik.documents.language.samples import sample_of
from nastavnik.documents.language.shapes import Shape
from nastavnik.documents.language.syntax import RESERVED
from nastavnik.documents.language.values import Reading, Value, Wrong, plain

#: Given when a document is registered; a draft prints without them.
_LATER = frozenset({"number", "date"})
_OWN_LOOK = frozenset({"org", "signer", "acts", "draft"})


class Unsuited(ValueError):
    """Values that their fields cannot hold; ``wrongs`` by dotted path."""

    def __init__(self, wrongs: Mapping[str, list[Wrong]]) -> None:
        self.wrongs = wrongs
        super().__init__(", ".join(sorted({wrong.code for each in wrongs.values() for wrong in each})))


class Unfilled(ValueError):
    """Required values that are missing; ``names`` by dotted path."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(f"{len(names)} values are missing")


class HelpRow(NamedTuple):
    """``writes`` are the ways in which a template asks for it."""

    name: str
    title: str
    type: str
    required: bool
    hint: str
    writes: tuple[str, ...]


class Form:
    """``own`` are the fields declared, ``fields`` these and the common ones that every form has.

    A declared field named like a common one keeps the type of the common one and says the rest by itself.
    """

    def __init__(self, fields: Iterable[Field]) -> None:
        common = {field.name: field for field in COMMON}
        declared = tuple(fields)
        _refuse_twins(declared)
        self.own = tuple(_as_common(field, common.get(field.name)) for field in declared)
        names = {field.name for field in self.own}
        self.fields = self.own + tuple(field for field in COMMON if field.name not in names)
        self.shapes: Mapping[str, Shape] = shapes_of(self.fields)

    def check(self, data: Mapping[str, object]) -> dict[str, list[Wrong]]:
        """Everything wrong with ``data`` by dotted path, entries counted from 0: "members.2.name"."""
        return self._read(data)[1]

    def clean(self, data: Mapping[str, object]) -> dict[str, Any]:
        """``data`` as it is kept: plain JSON, dates as ISO, nothing empty. What is missing may be added later.

        Raises:
            Unsuited: a value is none of its field.
        """
        values, wrongs = self._read(data)
        _refuse_unfit(wrongs)
        kept: dict[str, Any] = plain(values)
        return kept

    def values(self, data: Mapping[str, object]) -> dict[str, Value]:
        """``data`` as templates print it.

        Raises:
            Unfilled: a required value is missing.
            Unsuited: a value is none of its field.
        """
        values, wrongs = self._read(data)
        if wrongs:
            _refuse_unfit(wrongs)
            raise Unfilled(tuple(sorted(wrongs)))
        return values

    def sample(self) -> dict[str, Any]:
        """Complete data about invented people."""
        data = {field.name: sample_of(field) for field in self.fields if field.type not in BLANKS and field.stored}
        return self.clean(data)

    def help(self) -> list[HelpRow]:
        """A row for each published name, the rows of a list under it as "members.name"."""
        return [row for field in self.fields for row in _help(field, "")]

    def highest_class(self, data: Mapping[str, object], minor: bool = False) -> str:
        """The most personal class among the fields that ``data`` fills; lines filled by hand count as filled."""
        return max(
            (cls for field in self.fields for cls in _classes(field, data.get(field.name), minor)), default="P0"
        )

    def _read(self, data: Mapping[str, object]) -> tuple[dict[str, Value], dict[str, list[Wrong]]]:
        fields = self.fields
        if data.get("draft") is True:
            fields = tuple(replace(each, required=False) if each.name in _LATER else each for each in fields)
        reading = Reading()
        return reading.row(fields, data), reading.wrongs


def _refuse_unfit(wrongs: Mapping[str, list[Wrong]]) -> None:
    unfit = {path: found for path, found in wrongs.items() if any(wrong.code != "missing" for wrong in found)}
    if unfit:
        raise Unsuited(unfit)


def _as_common(field: Field, common: Field | None) -> Field:
    if common is None:
        return field
    if common.name in _OWN_LOOK or field.type == "text":
        return replace(field, type=common.type, of=common.of)
    return field


def _refuse_twins(fields: tuple[Field, ...]) -> None:
    names = [field.name for field in fields]
    if len(set(names)) != len(names):
        raise ValueError(f"fields of one name: {sorted(name for name in names if names.count(name) > 1)}")
    for field in fields:
        if not (field.name.isascii() and field.name.isidentifier()) or field.name in RESERVED or "__" in field.name:
            raise ValueError(f"{field.name!r} cannot name a field")
        if field.type == "enum" and not field.choices:
            raise ValueError(f"{field.name!r} has nothing to choose from")
        _refuse_twins(field.fields)


def _classes(field: Field, value: object, minor: bool) -> Iterator[str]:
    if value in (None, "", [], {}, ()) and field.type not in BLANKS:
        return
    yield field.cls_if_minor if minor and field.cls_if_minor else field.cls
    if field.fields and isinstance(value, list | tuple):
        for row in value:
            if isinstance(row, Mapping):
                for each in field.fields:
                    yield from _classes(each, row.get(each.name), minor)


def _help(field: Field, before: str) -> Iterator[HelpRow]:
    name = f"{before}{field.name}"
    yield HelpRow(name, field.title, field.type, field.required, field.hint, _writes(field, name))
    for each in field.fields:
        yield from _help(each, f"{_one_of(name)}.")


def _one_of(name: str) -> str:
    """How the entry of a loop over ``name`` is called in the examples: another one inside another loop."""
    before, dot, _last = name.partition(".")
    place = _ENTRIES.index(before) + 1 if dot and before in _ENTRIES else 0
    return _ENTRIES[place % len(_ENTRIES)]


_ENTRIES = ("item", "row", "part", "piece")


def _writes(field: Field, name: str) -> tuple[str, ...]:
    if field.type in ("list", "table", "files") and (field.fields or field.type != "table"):
        one = _one_of(name)
        inside = f"{{{{ {one} }}}}" if not field.fields else f"{{{{ {one}.{field.fields[0].name} }}}}"
        loop = f"{{% for {one} in {name} %}} {inside} {{% endfor %}}"
        return (f"{{{{ {name} }}}}", loop) if field.type == "table" else (loop, *_joined(field, name))
    if field.type == "flag":
        return (f"{{% if {name} %}} … {{% endif %}}",)
    if field.type == "enum":
        code = next(iter(field.options))
        return (f"{{{{ {name} }}}}", f'{{% if {name} == "{code}" %}} … {{% endif %}}')
    return tuple(f"{{{{ {name}{more} }}}}" for more in _MORE.get(field.type, ("",)))


def _joined(field: Field, name: str) -> tuple[str, ...]:
    return () if field.fields else (f'{{{{ {name}|join:", " }}}}',)


_MORE: dict[str, tuple[str, ...]] = {
    "date": ("|date_ru", "|date_short", "|date_words"),
    "period": ("|date_ru", ".start|date_short", ".end|date_short"),
    "person": ("", ".name|short", "|datv", ".post"),
    "position": ("", "|gent"),
    "organisation": ("", ".short", "|gent", ".head.name|short_first"),
    "doc_ref": ("", ".number", ".date|date_short", ".title|quoted"),
    "int": ("", '|count:"наставник"', "|words"),
    "number": ("", "|number"),
}
