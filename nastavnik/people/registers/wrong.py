"""What is wrong with a cell or doubtful about it, as a code; `sentences` has the words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Wrong(NamedTuple):
    """``params`` never hold what a cell of a person said: only limits, ages and names of columns."""

    code: str
    column: str = ""
    params: Mapping[str, Any] = _NOTHING

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "column": self.column, "params": dict(self.params)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Wrong:
        return cls(data["code"], data.get("column", ""), dict(data.get("params", {})))

    def at(self, column: str) -> Wrong:
        return self._replace(column=column)
