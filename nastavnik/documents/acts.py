"""Law as data: which acts a document cites on its day, what is doubtful about them, where sources disagree.

The list "acts" of the reference data says what holds: the days between which an act is in force, what replaced it,
under which other numbers it is met. What the list does not know stays unknown here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from nastavnik.org import reference
from nastavnik.org.reference import Entry

_GONE = "repealed"
_UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why somebody should look at an act before it is cited."""

    GONE = "gone"  # not in force on the day, and nothing that replaced it is known: left out
    REPLACED = "replaced"  # another act is cited instead
    NOT_YET = "not_yet"  # not in force yet: left out
    UNSURE = "unsure"  # cited, but nobody has checked whether it still holds
    UNLISTED = "unlisted"  # the list does not have it


@dataclass(frozen=True)
class Doubt:
    """``instead`` is the title of the act that is cited in its place, if there is one."""

    code: str
    title: str
    reason: Reason
    instead: str = ""


@dataclass(frozen=True)
class Numbered:
    """A number of an act, and where it is met under it."""

    number: str
    source: str


@dataclass(frozen=True)
class Conflict:
    """One act under several numbers. ``codes`` are its entries of the list."""

    codes: tuple[str, ...]
    title: str
    numbers: tuple[Numbered, ...]


def cited(codes: Iterable[str], *, on: dt.date, model: str) -> list[dict[str, Any]]:
    """The acts of ``codes`` in force on ``on`` as references to documents, in their order, each once.

    One that holds no more gives way to its successor. One query.
    """
    known = _known(on)
    found: dict[str, Entry] = {}
    for code in codes:
        act = _holding(code, known, on)
        if act is not None and _suits(act, model):
            found[act.code] = act
    return [as_reference(act) for act in found.values()]


def doubts(codes: Iterable[str], *, on: dt.date, model: str) -> list[Doubt]:
    """What to look at before the acts of ``codes`` are cited on ``on``."""
    known = _known(on)
    found = []
    for code in dict.fromkeys(codes):
        act = known.get(code)
        if act is None:
            found.append(Doubt(code, code, Reason.UNLISTED))
        elif _suits(act, model):
            found += _doubts_of(act, _holding(code, known, on), on)
    return found


def conflicts(on: dt.date | None = None) -> list[Conflict]:
    """Acts whose number differs between sources: said so by the list, or two entries alike but for their numbers."""
    acts = list(_known(on).values())
    found = [
        Conflict((act.code,), act.title, (Numbered(_of(act, "number") or act.title, _of(act, "source")), *others))
        for act in acts
        if (others := _other_numbers(act))
    ]
    pairs = (pair for pair in combinations(acts, 2) if _is_one_act_twice(*pair))
    return found + [
        Conflict(
            (one.code, other.code),
            one.title,
            tuple(Numbered(_of(act, "number"), _of(act, "source") or act.title) for act in (one, other)),
        )
        for one, other in pairs
    ]


def as_reference(act: Entry) -> dict[str, Any]:
    """As templates cite it: kind and issuer, number, date, name; the title of an entry that says no more."""
    kind = " ".join(part for part in (_of(act, "kind"), _of(act, "issuer")) if part)
    if not _of(act, "kind"):
        return {"kind_title": within(act.title)}
    day = _day(act, "date")
    said = {
        "kind_title": kind,
        "number": _of(act, "number"),
        "date": day.isoformat() if day else "",
        "title": _of(act, "name"),
    }
    return {key: value for key, value in said.items() if value}


def within(title: str) -> str:
    """``title`` as it stands within a sentence, where it takes a case: «распоряжение Минпросвещения России от …»."""
    return title if title.startswith("Федеральный закон") else title[:1].lower() + title[1:]


def _known(on: dt.date | None) -> dict[str, Entry]:
    try:
        return {entry.code: entry for entry in reference.entries("acts", on=on)}
    except reference.ReferenceMissing:
        return {}


def _holding(code: str, known: Mapping[str, Entry], on: dt.date) -> Entry | None:
    """The act itself, or the first of its successors that is in force on ``on``."""
    passed: set[str] = set()
    while code in known and code not in passed:
        passed.add(code)
        act = known[code]
        if _holds(act, on):
            return act
        if not _is_over(act, on):
            return None
        code = _of(act, "replaced_by")
    return None


def _holds(act: Entry, on: dt.date) -> bool:
    begins = _day(act, "in_force_from") or _day(act, "date")
    return not _is_over(act, on) and (begins is None or begins <= on)


def _is_over(act: Entry, on: dt.date) -> bool:
    """One repealed on a day that nobody knows is over on every day."""
    ends = _day(act, "in_force_to")
    return ends <= on if ends else act.data.get("status") == _GONE


def _doubts_of(act: Entry, holding: Entry | None, on: dt.date) -> Iterator[Doubt]:
    if holding is None:
        yield Doubt(act.code, act.title, Reason.GONE if _is_over(act, on) else Reason.NOT_YET)
        return
    if holding.code != act.code:
        yield Doubt(act.code, act.title, Reason.REPLACED, instead=holding.title)
    if holding.data.get("status") == _UNKNOWN:
        yield Doubt(holding.code, holding.title, Reason.UNSURE)


def _suits(act: Entry, model: str) -> bool:
    return model == "both" or act.data.get("model") in (model, "both")


def _other_numbers(act: Entry) -> tuple[Numbered, ...]:
    """From lines like «632-р: исходный документ»."""
    lines = act.data.get("other_numbers") or []
    parts = (str(line).partition(": ") for line in (lines if isinstance(lines, list) else [lines]))
    return tuple(Numbered(number.strip(), source.strip()) for number, _colon, source in parts)


def _is_one_act_twice(one: Entry, other: Entry) -> bool:
    """Of one issuer and one day, with numbers of the same digits: most likely one of them was copied wrongly."""
    same = all(_of(one, key) and _of(one, key) == _of(other, key) for key in ("kind", "issuer", "date"))
    digits = [sorted(filter(str.isdigit, _of(act, "number"))) for act in (one, other)]
    return same and _of(one, "number") != _of(other, "number") and digits[0] == digits[1]


def _of(act: Entry, key: str) -> str:
    return str(act.data.get(key) or "")


def _day(act: Entry, key: str) -> dt.date | None:
    """People may edit the list: what is no date is not known."""
    try:
        return dt.date.fromisoformat(_of(act, key))
    except ValueError:
        return None
