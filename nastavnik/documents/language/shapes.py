"""What is published to templates: for every name what it holds, what stands inside it, how a near miss is told."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Kind = Literal[
    "text", "multiline", "date", "period", "person", "position", "organisation", "doc_ref", "ref", "enum", "number",
    "int", "percent", "flag", "list", "rows", "table", "blocks", "blank", "record",
]  # fmt: skip
_NONE: Mapping[str, Shape] = MappingProxyType({})
#: Letters of the Russian keyboard that look like Latin ones.
_ALIKE = str.maketrans("аеорсухікмтвн" + "АЕОРСУХІКМТВН", "aeopcyxikmtbh" + "AEOPCYXIKMTBH")


@dataclass(frozen=True, slots=True)
class Shape:
    """``own`` names the member that is printed when the whole is asked for, ``item`` what a loop goes over."""

    kind: Kind
    title: str = ""
    members: Mapping[str, Shape] = field(default_factory=lambda: _NONE)
    own: str = ""
    item: Shape | None = None
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Unpublished(LookupError):
    """There is no such name; ``nearest`` is what was probably meant, or empty."""

    def __init__(self, name: str, names: Mapping[str, Shape], inside: str) -> None:
        self.name = name
        self.nearest = nearest(name, names)
        self.inside = inside
        self.has_russian_letters = bool(self.nearest) and name.translate(_ALIKE) == self.nearest
        super().__init__(name)


def found(path: Iterable[str], names: Mapping[str, Shape]) -> Shape:
    """Raises: Unpublished."""
    shape: Shape | None = None
    passed: list[str] = []
    for name in path:
        known = shape.members if shape else names
        if name not in known:
            raise Unpublished(name, known, ".".join(passed))
        shape = known[name]
        passed.append(name)
    if shape is None:
        raise Unpublished("", names, "")
    return shape


def nearest(name: str, names: Mapping[str, Shape]) -> str:
    """The published name that ``name`` was probably meant to be."""
    plain = name.translate(_ALIKE).casefold()
    if plain in names:
        return plain
    words = name.casefold()
    titled = [known for known, shape in names.items() if len(name) > 3 and shape.title.casefold().startswith(words)]
    begun = [known for known in names if len(known) > 2 and len(plain) > 2 and _begins(plain, known)]
    close = difflib.get_close_matches(plain[:60], list(names), n=1, cutoff=0.6)
    return [*close, *begun, *titled, ""][0]


def _begins(name: str, known: str) -> bool:
    return name.startswith(known) or known.startswith(name)
