"""Faults as they are found, so that one reading names every place."""

from __future__ import annotations

from nastavnik.documents.faults import Fault, Place

#: More than these nobody mends one by one.
MOST = 50


class Found:
    def __init__(self) -> None:
        self._faults: dict[tuple[Place, str, str], Fault] = {}

    def fault(self, place: Place, code: str, text: str = "", **params: str) -> None:
        """Once for each place, code and detail."""
        key = (place, code, "".join(params.values()))
        if len(self._faults) < MOST:
            self._faults.setdefault(key, Fault(place, code, params, text[:80]))

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(self._faults.values())
