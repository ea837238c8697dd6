"""What is wrong with a template, and where: codes for the program, worded for people by `documents.wording`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Step(NamedTuple):
    """One step on the way to a place: ``Step("table", 2)``. A kind of which there is one has no number."""

    kind: str
    number: int = 0


Place = tuple[Step, ...]
"""From the whole to the part: table 2, row 3, cell 1. Empty: the document as a whole. Numbers begin with 1."""


@dataclass(frozen=True, slots=True)
class Fault:
    """``text`` is the piece of the document that it is about, as it stands there."""

    place: Place
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    text: str = ""


class Refused(ValueError):
    """The document cannot be used as a template; ``faults`` name every place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(", ".join(sorted({fault.code for fault in faults})))
