"""The words of a plan taken into another year: which still mean the same, and which need a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nastavnik.roadmaps.deadlines import Period, Schedule, read_deadline, write_deadline

# A year on its own, in a date with dots, or as the second half of «2026/27»; never a part of a longer number.
_YEAR = re.compile(r"(?<!№)(?<!№\s)(?<!\d)(?P<full>20\d\d)(?!\d)")
_SHORT = re.compile(r"(?<=\d\d\.\d\d\.)(?P<short>\d\d)(?!\d)|(?<=20\d\d/)(?P<half>\d\d)(?!\d)")
_WITH_WORD = re.compile(
    r"[ \u00a0]*(?<!\d)20\d\d(?:[ \u00a0]*[-–/][ \u00a0]*(?:20)?\d\d)?"
    r"(?:[ \u00a0]*(?:уч(?:ебн\w+|\.)[ \u00a0]*год\w*|гг?\b\.?|год[ауе]?\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Carried:
    """``text`` in its new period. ``sure``: it reads there as exactly the term that was meant."""

    text: str
    sure: bool
    reworded: bool = False


def years_in(text: str) -> list[int]:
    """The years that ``text`` names in full, in their order."""
    return [int(found["full"]) for found in _YEAR.finditer(text)]


def shifted_years(text: str, years: int, within: range) -> str:
    """``text`` with every year in ``within`` moved by ``years``: «2026/27», «01.09.26», «2026–2027 учебный год»."""

    def full(found: re.Match[str]) -> str:
        year = int(found["full"])
        return str(year + years) if year in within else found[0]

    def short(found: re.Match[str]) -> str:
        year = 2000 + int(found[0])
        return f"{(year + years) % 100:02d}" if year in within else found[0]

    return _YEAR.sub(full, _SHORT.sub(short, text))


def without_years(text: str, meant: Schedule, period: Period) -> str:
    """The words of a term without its years, where they mean the same without them; else as they are."""
    bare = _WITH_WORD.sub("", text).strip()
    return bare if bare and read_deadline(bare, period) == meant else text


def carried(text: str, meant: Schedule, old: Period, new: Period, years: int) -> Carried:
    """The words of a term of ``old`` for ``new``, ``years`` later, where it has to mean ``meant``.

    The words stay where they can; else the term is written anew; else they stay as they are and are not sure.
    """
    if not text.strip():
        return Carried(text, True)
    moved = shifted_years(text, years, range(old.start.year, old.end.year + 1))
    if read_deadline(moved, new) == meant:
        return Carried(moved, True)
    written = write_deadline(meant, new)
    if written and read_deadline(written, new) == meant:
        return Carried(written, True, reworded=True)
    return Carried(moved, False)
