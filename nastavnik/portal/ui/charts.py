"""Charts drawn on the server: geometry in percent of the room there is, so that text keeps its size.

Four kinds, each with its numbers as a table: `bars`, `stacked`, `line`, `heat`. A value that is None is
hidden (small numbers) or not there; it is never drawn as zero. Show one by ``<c-chart :chart="chart" />``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from nastavnik.portal.ui.wording import NBSP, number

Value = float | int | None
# Ink and pattern of a series; a chart with more series than inks has too many to be read.
INKS = 6
HEAT_LEVELS = 5
# The lines of a line chart keep clear of both edges: the left one carries the numbers of the scale.
LEFT, RIGHT = 7.0, 95.0
TOP, BOTTOM = 8.0, 88.0


@dataclass(frozen=True)
class Piece:
    """A part of a bar: where it begins and how wide it is, ready for SVG ("37.5%")."""

    start: str
    width: str
    ink: int
    text: str


@dataclass(frozen=True)
class Row:
    label: str
    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Tick:
    at: str
    text: str
    is_spare: bool = False


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Stroke:
    """One series of a line chart. ``spans`` are its pieces (x1, y1, x2, y2); a gap has none."""

    title: str
    ink: int
    dots: tuple[Dot, ...]
    spans: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Cell:
    text: str
    level: int


@dataclass(frozen=True)
class Chart:
    """One chart, ready to be shown. ``head`` and ``table`` are its numbers as people read them."""

    kind: str
    title: str
    note: str
    head: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...] = ()
    parts: tuple[str, ...] = ()
    target: str = ""
    target_text: str = ""
    strokes: tuple[Stroke, ...] = ()
    scale: tuple[Tick, ...] = ()
    axis: tuple[Tick, ...] = ()
    cells: tuple[tuple[str, tuple[Cell, ...]], ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not self.table


def bars(
    title: str, rows: Sequence[tuple[str, Value]], *, unit: str = "", target: Value = None, note: str = ""
) -> Chart:
    """One bar a row, longest possible = the largest value or the target; 100 for percent."""
    top = 100.0 if unit == "%" else _top([value for _label, value in rows] + [target])
    drawn = tuple(
        Row(label, _text(value, unit), () if value is None else (Piece("0%", _share(value, top), 1, ""),))
        for label, value in rows
    )
    table = tuple((row.label, row.text) for row in drawn)
    goal = "" if target is None else _share(target, top)
    return Chart(
        "bars", title, note, ("", title), table, drawn, target=goal, target_text=_text(target, unit) if goal else ""
    )


def stacked(
    title: str, parts: Sequence[str], rows: Sequence[tuple[str, Sequence[Value]]], *, note: str = ""
) -> Chart:
    """One bar a row, made of ``parts`` in their order; the longest row fills the room."""
    top = _top([sum(value or 0 for value in values) for _label, values in rows])
    drawn = tuple(
        Row(label, number(sum(value or 0 for value in values)), tuple(_pieces(parts, values, top)))
        for label, values in rows
    )
    table = tuple(
        (label, *(_text(value) for value in values), row.text)
        for (label, values), row in zip(rows, drawn, strict=True)
    )
    return Chart("stacked", title, note, ("", *parts, _("in all")), table, drawn, tuple(parts))


def line(
    title: str, labels: Sequence[str], series: Mapping[str, Sequence[Value]], *, unit: str = "", note: str = ""
) -> Chart:
    """How values move from label to label; one line a series, told apart by dashes and marks too."""
    top = _top([value for values in series.values() for value in values])
    marks = ticks(top)
    strokes = tuple(
        _stroke(name, index, values, marks[-1], unit) for index, (name, values) in enumerate(series.items(), start=1)
    )
    scale = tuple(Tick(_height(mark, marks[-1]), _text(mark, unit)) for mark in marks)
    # On a phone every second label stays.
    axis = tuple(Tick(_along(i, len(labels)), label, i % 2 == 1) for i, label in enumerate(labels))
    table = tuple((label, *(_text(values[i], unit) for values in series.values())) for i, label in enumerate(labels))
    return Chart(
        "line", title, note, ("", *series), table, parts=tuple(series), strokes=strokes, scale=scale, axis=axis
    )


def heat(
    title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Value]]], *, unit: str = "", note: str = ""
) -> Chart:
    """A table whose cells are the darker the larger; the numbers stand in them."""
    found = [value for _label, values in rows for value in values if value is not None]
    low, high = min(found, default=0), max(found, default=0)
    cells = tuple(
        (label, tuple(Cell(_text(value, unit), _level(value, low, high)) for value in values))
        for label, values in rows
    )
    table = tuple((label, *(cell.text for cell in row)) for label, row in cells)
    return Chart("heat", title, note, ("", *columns), table, cells=cells)


def ticks(top: float) -> list[float]:
    """Round numbers from 0 up to ``top`` or just above it, four or five of them."""
    if top <= 0:
        return [0, 1]
    rough = top / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= rough)
    return [step * i for i in range(math.ceil(top / step - 1e-9) + 1)]


def _pieces(parts: Sequence[str], values: Sequence[Value], top: float) -> list[Piece]:
    pieces, start = [], 0.0
    for index, (part, value) in enumerate(zip(parts, values, strict=True), start=1):
        if value:
            pieces.append(Piece(_share(start, top), _share(value, top), index, f"{part}: {number(value)}"))
            start += value
    return pieces


def _stroke(title: str, index: int, values: Sequence[Value], top: float, unit: str) -> Stroke:
    dots = [
        None if value is None else Dot(_along(i, len(values)), _height(value, top), _text(value, unit))
        for i, value in enumerate(values)
    ]
    spans = tuple((a.x, a.y, b.x, b.y) for a, b in pairwise(dots) if a and b)
    return Stroke(title, index, tuple(dot for dot in dots if dot), spans)


def _level(value: Value, low: float, high: float) -> int:
    if value is None:
        return 0
    return 1 + min(HEAT_LEVELS - 1, int((value - low) / (high - low) * HEAT_LEVELS)) if high > low else 1


def _top(values: Sequence[Value]) -> float:
    return max((float(value) for value in values if value is not None), default=0.0)


def _share(value: float, top: float) -> str:
    return _percent(100 * min(max(value, 0) / top, 1) if top else 0)


def _along(index: int, count: int) -> str:
    return _percent(LEFT + (RIGHT - LEFT) * (index + 0.5) / count)


def _height(value: float, top: float) -> str:
    return _percent(BOTTOM - (BOTTOM - TOP) * value / top)


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def _text(value: Value, unit: str = "") -> str:
    if value is None:
        return _("hidden")
    value = int(value) if value == int(value) else value
    return f"{number(value)}{NBSP}{unit}" if unit else number(value)
