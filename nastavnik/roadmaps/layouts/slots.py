"""What each column of a printed plan takes: told by the same vocabulary that reads the columns of documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nastavnik.roadmaps.layouts.words import LineWords, PlanWords
from nastavnik.roadmaps.reader.columns import Column, Role, is_plan, settle, weigh
from nastavnik.roadmaps.reader.numbers import is_number

JOINT = "Ответственные"
#: A column is added where lines have such words and the layout has no place for them: (role, heading, what it takes).
_ADDED: tuple[tuple[Role, str, str], ...] = (
    ("term", "Срок", "term"),
    ("responsible", "Ответственный", "responsible"),
    ("document", "Результат, документ", "result"),
    ("remark", "Примечание", "remark"),
)
#: Where a remark stands: the first of these that the layout has.
REMARKS: tuple[Role, ...] = ("remark", "other", "detail", "audience", "venue", "form")
_RESULTS: tuple[Role, ...] = ("document", "outcome")


@dataclass(frozen=True, slots=True)
class Slot:
    """One column. ``joint`` is the heading over it and its neighbours of the same words."""

    role: Role
    title: str
    joint: str = ""


def slots_of(plan: PlanWords) -> list[Slot]:
    """The columns of the sheet, left to right: the plan's own, else the usual ones, with what they lack."""
    levels = {column for line in plan.lines for _text, column in line.parties if column}
    usual = [_capital(name) for name in plan.usual]
    slots = _slots(plan.columns, levels) or _slots(usual, levels) or _slots(PLAIN, levels)
    slots = _with_subsections(_without_months(slots, plan.lines), plan.lines)
    if not plan.columns:
        # The columns of a document stay as they are: one without a place for numbers keeps them in its titles.
        slots = _numbered(slots, plan.lines)
    for role, title, field in _ADDED:
        takers = {"document": _RESULTS, "remark": REMARKS}.get(role, (role,))
        taken = _has(slots, *takers) or (role == "term" and _has(slots, "month", "quarter"))
        if not taken and any(getattr(line, field) for line in plan.lines):
            slots.append(Slot(role, title))
    return slots


PLAIN = ("№ п/п", "Наименование мероприятия", "Срок", "Ответственный", "Результат")


def _has(slots: Iterable[Slot], *roles: Role) -> bool:
    return any(slot.role in roles for slot in slots)


def _numbered(slots: list[Slot], lines: Sequence[LineWords]) -> list[Slot]:
    if not any(line.number for line in lines):
        return [slot for slot in slots if slot.role != "number"]
    return slots if _has(slots, "number") else [Slot("number", "№ п/п"), *slots]


def _slots(columns: Sequence[str], levels: set[str]) -> list[Slot]:
    """Empty where ``columns`` are no plan's."""
    columns = _joined_levels(columns, levels)
    known: list[Column] = []
    for index, name in enumerate(columns):
        joint, _, level = name.rpartition(": ")
        role, weight = weigh(joint or name)
        if name in levels:
            role, weight = "responsible", 10
        known.append(Column(index, name, role or "other", level=level if joint else "", weight=weight))
    if not known or not is_plan(settle(known)):
        return []
    several = sum(column.role == "responsible" for column in known) > 1
    return [_slot(column, several and column.name in levels) for column in known]


def _slot(column: Column, is_level: bool) -> Slot:
    joint, _, level = column.name.rpartition(": ")
    if joint:
        return Slot(column.role, level, joint)
    under_joint = is_level and weigh(column.name)[0] != "responsible"
    return Slot(column.role, column.name, JOINT if under_joint else "")


def _joined_levels(columns: Sequence[str], levels: set[str]) -> list[str]:
    """«ответственные: муниципальные», «ответственные: ОО» are one column where no line tells the levels apart."""
    if levels:
        return list(columns)
    return list(dict.fromkeys(column.partition(": ")[0] for column in columns))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _without_months(slots: list[Slot], lines: Sequence[LineWords]) -> list[Slot]:
    """A calendar of months stays while every term is told by its columns; else it gives way to words."""
    names = {slot.title for slot in slots if slot.role in ("month", "quarter")}
    if not names or _has(slots, "term"):
        return slots
    if all(set(line.term.split(", ")) <= names for line in lines if line.term):
        return slots
    first = next(place for place, slot in enumerate(slots) if slot.title in names)
    kept = [slot for slot in slots if slot.title not in names]
    return [*kept[:first], Slot("term", "Срок"), *kept[first:]]


def _with_subsections(slots: list[Slot], lines: Sequence[LineWords]) -> list[Slot]:
    """The level between section and line has a column of its own: of two columns of activities, the broader."""
    named = any(is_subsection(line.subsection) for line in lines)
    if not named or _has(slots, "substage"):
        return slots
    place = next(place for place, slot in enumerate(slots) if slot.role == "activity")
    detail = next((place for place, slot in enumerate(slots) if slot.role == "detail"), None)
    if detail is None:
        return [*slots[:place], Slot("substage", "Подраздел"), *slots[place:]]
    found = list(slots)
    found[place], found[detail] = replace(found[place], role="substage"), replace(found[detail], role="activity")
    return found


def is_subsection(text: str) -> bool:
    """A lone number is that of the row that several activities stood in, no heading."""
    return bool(text) and not is_number(text)
