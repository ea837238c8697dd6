"""A document tree as plain JSON and back: what an edition of a template and the data of a document are kept as. Pure.

What has its usual value is left out, so that a tree kept today is read when the tree knows more.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

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
    if isinstance(plain, list):
        return tuple(from_plain(each) for each in plain)
    if not isinstance(plain, Mapping):
        return plain
    try:
        if plain.get(_KIND) == _BYTES:
            return base64.b64decode(plain["base64"], validate=True)
        cls = _CLASSES[plain[_KIND]]
        return cls(**{name: from_plain(value) for name, value in plain.items() if name != _KIND})
    except (KeyError, TypeError, ValueError) as error:
        raise Unknown(str(error)) from error


def canonical(element: Any) -> str:
    """The one spelling of a tree: the same tree, the same letters, the same digest."""
    return json.dumps(to_plain(element), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _usual(each: Field[Any]) -> Any:
    if each.default is not MISSING:
        return each.default
    return each.default_factory() if each.default_factory is not MISSING else MISSING
