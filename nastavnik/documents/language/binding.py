"""Tags tied to a form: every name is looked up once, every fault gets its place; `filling` has what is left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from nastavnik.documents.faults import Fault, Place
from nastavnik.documents.language import filters, limits, printing
from nastavnik.documents.language.filling import (
    Filling,
    Get,
    always,
    compared_by,
    getter,
    listed_by,
    never,
    nothing,
    printed_by,
    worked_by,
)
from nastavnik.documents.language.shapes import Shape, Unpublished, found, nearest
from nastavnik.documents.language.syntax import RESERVED, Comparison, Condition, Filter, For, Output, Path

_LOOP = Shape(
    "record",
    "номер прохода цикла",
    {"index": Shape("int"), "first": Shape("flag"), "last": Shape("flag")},
)
_LONGEST_TOLD = 80


class Looked(NamedTuple):
    """``gender`` is that of the person whose name or post it is."""

    shape: Shape
    get: Get
    gender: Get


class Enough(Exception):
    """Faults enough to tell, or a template beyond every measure: the rest is not looked at."""


class Binder:
    """Keeps the names in reach and gathers the faults of one template."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.names: dict[str, Shape] = dict(shapes)
        self.published = frozenset(shapes)
        self.used: set[str] = set()
        self.faults: list[Fault] = []
        self.depth = self.tags = 0

    def fault(self, place: Place, code: str, text: str = "", **params: str | int) -> None:
        self.faults.append(Fault(place, code, params, text[:_LONGEST_TOLD]))
        if len(self.faults) >= limits.FAULTS:
            raise Enough

    def count_tag(self, place: Place) -> None:
        self.tags += 1
        if self.tags > limits.TAGS:
            self.fault(place, "many_tags", most=limits.TAGS)
            raise Enough

    @contextmanager
    def inside(self, place: Place, text: str) -> Iterator[None]:
        """One tag deeper."""
        self.depth += 1
        if self.depth > limits.DEPTH:
            self.fault(place, "too_deep", text, most=limits.DEPTH)
            raise Enough
        yield
        self.depth -= 1

    @contextmanager
    def loop(self, tag: For, item: Shape) -> Iterator[None]:
        """The variable of a loop in reach."""
        before = self.names
        self.names = before | {tag.variable: item, "loop": _LOOP}
        yield
        self.names = before

    # ------------------------------------------------------------------ names

    def look(self, path: Path, place: Place, text: str) -> Looked | None:
        """None: there is a fault already."""
        try:
            shape = found(path, self.names)
        except Unpublished as unknown:
            self._unknown(unknown, place, text)
            return None
        if path[0] in self.published:
            self.used.add(path[0])
        if shape.own:
            return Looked(shape.members[shape.own], getter((*path, shape.own)), getter((*path, "gender")))
        return Looked(shape, getter(path), getter((*path[:-1], "gender")) if len(path) > 1 else nothing)

    def _unknown(self, unknown: Unpublished, place: Place, text: str) -> None:
        params = {"name": unknown.name, "nearest": unknown.nearest, "inside": unknown.inside}
        if unknown.has_russian_letters:
            code = "russian_letters"
        elif unknown.name == "loop":
            code = "loop_outside"
        else:
            code = "no_member" if unknown.inside else "no_name"
            code += "_near" if unknown.nearest else ""
        self.fault(place, code, text, **params)

    def iterable(self, tag: For, place: Place, text: str) -> tuple[Shape, Get] | None:
        """What the loop goes over, if it may."""
        variable = tag.variable
        if variable in self.names or variable in RESERVED or not (variable.isascii() and variable[0] != "_"):
            self.fault(place, "variable", text, name=variable)
        looked = self.look(tag.path, place, text)
        if looked is None:
            return None
        if looked.shape.item is None:
            self.fault(place, "not_list", text, name=".".join(tag.path))
            return None
        return looked.shape.item, looked.get

    # ------------------------------------------------------------------ output

    def output(self, tag: Output, place: Place, text: str) -> Callable[[Filling], str] | None:
        """The words of a tag within a line. None: there is a fault."""
        looked = self.look(tag.path, place, text)
        if looked is None:
            return None
        for each in tag.filters:
            looked = self._filtered(each, looked, tag.path, place, text)
            if looked is None:
                return None
        shape, get, _gender = looked
        printed = printing.printer(shape)
        if printed is None:
            code = {"table": "table_inline", "blocks": "table_inline", "list": "list_inline", "rows": "rows_inline"}
            self.fault(place, code.get(shape.kind, "record_inline"), text, name=".".join(tag.path))
            return None
        return printed_by(get, printed, always=shape.kind == "blank")

    def _filtered(self, tag: Filter, looked: Looked, path: Path, place: Place, text: str) -> Looked | None:
        shape, get, gender = looked
        rule = filters.rule_of(tag.name, shape)
        if rule is None:
            near = nearest(tag.name, {name: Shape("text") for name in filters.NAMES})
            self.fault(place, "no_filter_near" if near else "no_filter", text, name=tag.name, nearest=near)
            return None
        if shape.kind not in rule.takes:
            self.fault(place, "filter_unfit", text, filter=tag.name, name=".".join(path), kind=shape.kind)
            return None
        if not rule.accepts(tag.argument):
            self.fault(place, "filter_argument", text, filter=tag.name)
            return None
        if rule.literal == "may" and shape.item is not None:
            listed = listed_by(get, shape.item)
            if listed is None:
                self.fault(place, "rows_inline", text, name=".".join(path))
                return None
            get = listed
        before = printing.printer(shape) if rule.prints else None
        literal = rule.usual if tag.argument is None else tag.argument
        return Looked(filters.given(rule, shape), worked_by(get, before, rule.work, literal, gender), gender)

    # ------------------------------------------------------------------ conditions

    def condition(self, tag: Condition, place: Place, text: str) -> Get:
        """A fault leaves a condition that never holds."""
        any_of = [[self._comparison(each, place, text) for each in tests] for tests in tag.any_of]
        if len(any_of) == 1 and len(any_of[0]) == 1:
            return any_of[0][0]
        return lambda filling: any(all(test(filling) for test in tests) for tests in any_of)

    def _comparison(self, tag: Comparison, place: Place, text: str) -> Get:
        looked = self.look(tag.path, place, text)
        if looked is None:
            return never
        shape, get, _gender = looked
        if not tag.sign:
            if shape.kind == "blank":  # the line is there to write upon, whatever is known
                return never if tag.negated else always
            return (lambda filling: not get(filling)) if tag.negated else (lambda filling: bool(get(filling)))
        printed = str if shape.kind == "enum" else printing.printer(shape)
        if printed is None or shape.kind not in _COMPARED:
            self.fault(place, "compared", text, name=".".join(tag.path))
            return never
        if shape.kind == "enum" and tag.literal not in shape.options:
            choices = ", ".join(shape.options)
            self.fault(place, "no_such_choice", text, name=".".join(tag.path), value=tag.literal, choices=choices)
            return never
        return compared_by(get, printed, tag.literal, equal=(tag.sign == "==") != tag.negated)


_COMPARED = frozenset({"text", "person", "position", "organisation", "ref", "enum", "int", "number", "percent"})
