"""Filters of a list live in its address: what was chosen can be sent, bookmarked and taken off again.

A form lists its fields; each narrows the queryset by ``lookups[name]`` or, where one lookup is not enough,
by a method ``narrow_<name>(queryset, value)``. Nothing typed here can fail a page: a value that does not
fit is left out and its sentence stands beside the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.formats import date_format

_Rows = TypeVar("_Rows", bound="models.QuerySet[Any]")


@dataclass(frozen=True)
class Chip:
    """One choice in force: what it is about, what was chosen, and the address without it."""

    name: str
    label: str
    text: str
    without: str


class FilterForm(forms.Form):
    # Field name → lookup; a field without one narrows by its own name or its own method.
    lookups: ClassVar[dict[str, str]] = {}
    # Never in an address: people are searched by a posted form (decision record on searches).
    private: ClassVar[frozenset[str]] = frozenset()
    # Fields that stand behind «More filters», open while one of them is chosen.
    further: ClassVar[frozenset[str]] = frozenset()
    # The saved views of the list, given by its page; the component beside the filters shows them.
    saved: Any = None

    def __init__(self, data: QueryDict | dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data if data is not None else QueryDict(), **kwargs)
        for field in self.fields.values():
            field.required = False

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.further]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.further]

    @property
    def opens_further(self) -> bool:
        return bool(self.further & {*self.chosen(), *self.errors})

    def chosen(self) -> dict[str, Any]:
        """The values that fit and say something, by field name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if not _is_empty(value)}

    def apply(self, queryset: _Rows, *, without: Iterable[str] = ()) -> _Rows:
        """``without`` the fields that the page narrows by in a way of its own."""
        left_out = {*without}
        for name, value in self.chosen().items():
            if name in left_out:
                continue
            narrow = getattr(self, f"narrow_{name}", None)
            if narrow is not None:
                queryset = narrow(queryset, value)
                continue
            lookup = self.lookups.get(name, name)
            several = isinstance(value, list | tuple | models.QuerySet)
            queryset = queryset.filter(**{f"{lookup}__in" if several else lookup: value})
        return queryset

    def query(self, *, without: Iterable[str] = ()) -> str:
        """The address part that chooses the same again, in the order of the fields."""
        left_out = {*without, *self.private}
        return urlencode([pair for pair in self._pairs() if pair[0] not in left_out])

    def chips(self) -> list[Chip]:
        return [
            Chip(name, str(self.fields[name].label or name), self._text(name, value), self.query(without=[name]))
            for name, value in self.chosen().items()
        ]

    def _pairs(self) -> Iterator[tuple[str, str]]:
        chosen = self.chosen()
        for name in self.fields:
            if name in chosen:
                found = self[name].value()
                for one in found if isinstance(found, list | tuple) else [found]:
                    yield self.add_prefix(name), str(one)

    def _text(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return ""
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            titles = {str(code): str(title) for code, title in _flat(field.choices)}
            return ", ".join(titles.get(str(one), str(one)) for one in _each(value))
        if hasattr(value, "strftime"):
            return date_format(value, "DATE_FORMAT")
        return ", ".join(str(one) for one in _each(value))


def _is_empty(value: Any) -> bool:
    if isinstance(value, models.QuerySet):
        return not value
    return value is None or value is False or value == "" or value == []


def _each(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple | models.QuerySet) else [value]


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for code, title in choices:
        if isinstance(title, list | tuple):
            yield from title
        else:
            yield code, title
