"""A document tree as plain JSON and back: what an edition of a template and the data of a document are kept as. Pure.

What has its usual value is left out, so that a tree kept today is read when the tree knows more.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from nastavnik.documents import tree

_CLASSES: dict[str, type[Any]] = {
    name: value for name, value in vars(tree).items() if is_dataclass(value) and isinstance(value, type)
}
_KIND, _BYTES = "is", "bytes"


class Unknown(ValueError):
    """What is kept is no tree of ours."""


def to_plain(element: Any) -> Any:
    """Of a document, a block or several: dicts, lists, strings and numbers."""
    if is_dataclass(element):
        kept = {each.name: getattr(element, each.name) for each in fields(element)}
        usual = {each.name: _usual(each) for each in fields(element)}
        plain = {name: to_plain(value) for name, value in kept.items() if value != usual[name]}
        return {_KIND: type(element).__name__, **plain}
    if isinstance(element, bytes):
        return {_KIND: _BYTES, "base64": base64.b64encode(element).decode()}
    if isinstance(element, Sequence) and not isinstance(element, str):
        return [to_plain(each) for each in element]
    return element


def from_plain(plain: Any) -> Any:
    """What `to_plain` was given; lists come back as tuples.

    Raises:
        Unknown: ``plain`` was not made by `to_plain`.
    """
    try:
        return _element(plain)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise Unknown(type(error).__name__) from error


def _element(plain: Any) -> Any:
    if isinstance(plain, list | tuple):
        return tuple(_element(each) for each in plain)
    if not isinstance(plain, Mapping):
        return plain
    if plain[_KIND] == _BYTES:
        return base64.b64decode(plain["base64"], validate=True)
    cls = _CLASSES[plain[_KIND]]
    values = {name: _element(value) for name, value in plain.items() if name != _KIND}
    hints = _hints(plain[_KIND])
    if unfit := [name for name, value in values.items() if not _fits(value, hints[name])]:
        raise Unknown(f"{cls.__name__}: {', '.join(unfit)}")
    return cls(**values)


@cache
def _hints(kind: str) -> dict[str, Any]:
    return get_type_hints(_CLASSES[kind])


def _fits(value: Any, hint: Any) -> bool:
    """Whether ``value`` is what the tree declares; its parts were looked at when they were made."""
    kind, inside = get_origin(hint), get_args(hint)
    if kind in (Union, UnionType):
        return any(_fits(value, each) for each in inside)
    if kind is Literal:
        return any(type(value) is type(each) and value == each for each in inside)
    if kind in (tuple, Sequence):
        return isinstance(value, tuple) and all(_fits(each, inside[0]) for each in value)
    if hint is float:
        return type(value) in (int, float) and math.isfinite(value)
    return value is None if hint in (None, type(None)) else type(value) is hint


def canonical(element: Any) -> str:
    """The one spelling of a tree: the same tree, the same letters, the same digest."""
    return json.dumps(to_plain(element), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _usual(each: Field[Any]) -> Any:
    if each.default is not MISSING:
        return each.default
    return each.default_factory() if each.default_factory is not MISSING else MISSING
