"""A sheet for the wall: the months of a year across, the lines down, each due day in its month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.routes import route
from nastavnik.portal.roadmaps.views.filters import WallFilter, lines_of
from nastavnik.portal.roadmaps.views.page import frame, holidays_between
from nastavnik.portal.roadmaps.views.scale import month_end, months_between
from nastavnik.roadmaps.models import Roadmap, RoadmapSection
from nastavnik.roadmaps.timeline import TimedLine, timed_page
from nastavnik.roadmaps.wording import shortened

MOST_ROWS = 500
# So many days fit into the cell of a month.
MOST_DAYS = 2


@dataclass(frozen=True)
class WallCell:
    """A line in a month: its due days, and whether it runs; or in ``span`` months that are told by words."""

    days: str
    runs: bool
    is_done: bool
    span: int = 1
    is_words: bool = False


@dataclass(frozen=True)
class WallRow:
    line: TimedLine
    cells: list[WallCell]
    section: RoadmapSection | None

    @property
    def title(self) -> str:
        return shortened(self.line.title, 160)

    @property
    def words(self) -> str:
        """The term of a line that the sheet tells by its words; "" of one whose days it names."""
        return next((cell.days for cell in self.cells if cell.is_words), "")

    @property
    def responsible(self) -> str:
        return shortened(self.line.responsible, 70)


@route("roadmap.view", of=Roadmap)
def wall(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    if roadmap.removed_at:
        return redirect("roadmaps:plan", roadmap.uid)
    form = WallFilter(request.GET, roadmap=roadmap)
    scale = form.scale
    firsts = list(months_between(scale.starts_on, scale.ends_on))
    page, lines = timed_page(lines_of(roadmap, form), on=form.day, size=MOST_ROWS)
    sections = {section.pk: section for section in roadmap.sections.all()}
    rows = rows_of(lines, sections, firsts)
    context = frame(request, roadmap, form, "wall") | {
        "scale": scale,
        "months": [(date_format(first, "F Y"), date_format(first, "M").lower()[:3]) for first in firsts],
        "holidays": holidays_between(scale.starts_on, scale.ends_on),
        "rows": rows,
        "span": len(firsts) + 3,
        "by_month": by_month([row.line for row in rows if not row.words], firsts),
        "by_words": [row for row in rows if row.words],
        "is_cut": bool(page.next),
        "most": MOST_ROWS,
        "years": form.years if form.has_choice else [],
    }
    return render(request, "roadmaps/views/wall.html", context)


def rows_of(
    lines: Sequence[TimedLine], sections: dict[int, RoadmapSection], firsts: Sequence[dt.date]
) -> list[WallRow]:
    rows, previous = [], 0
    for line in lines:
        opens = sections.get(line.section_id or 0) if line.section_id != previous else None
        previous = line.section_id or -1
        rows.append(WallRow(line, cells_of(line, firsts), opens))
    return rows


def cells_of(line: TimedLine, firsts: Sequence[dt.date]) -> list[WallCell]:
    """The year of a line. Days too many for a cell, and terms without a day in the year, are told by their words."""
    cells = [cell_of(line, first) for first in firsts]
    running = [place for place, cell in enumerate(cells) if cell.runs]
    words = shortened(line.deadline, 80)
    if not words or (running and not line.is_dense and all(cell.days.count(",") < MOST_DAYS for cell in cells)):
        return cells
    begin, end = (running[0], running[-1] + 1) if running else (0, len(cells))
    is_done = bool(line.count) and line.done == line.count
    return [*cells[:begin], WallCell(words, bool(running), is_done, end - begin, is_words=True), *cells[end:]]


@dataclass(frozen=True)
class MonthOfDays:
    """A month as a telephone lists it: day, line, whether it is done by then."""

    first: dt.date
    due: list[tuple[dt.date, TimedLine, bool]]

    @property
    def title(self) -> str:
        return date_format(self.first, "F Y")


def by_month(lines: Sequence[TimedLine], firsts: Sequence[dt.date]) -> list[MonthOfDays]:
    """Months in which something falls due, each with its days in order."""
    months = {(first.year, first.month): MonthOfDays(first, []) for first in firsts}
    for line in lines:
        for time in line.times:
            if time.due_on and (month := months.get((time.due_on.year, time.due_on.month))):
                month.due.append((time.due_on, line, bool(time.done_on)))
    for month in months.values():
        month.due.sort(key=lambda one: one[0])
    return [month for month in months.values() if month.due]


def cell_of(line: TimedLine, first: dt.date) -> WallCell:
    """What stands in the month that begins on ``first``. A line drawn as a stretch runs all through it."""
    last = month_end(first)
    due = [time for time in line.times if time.due_on and first <= time.due_on <= last]
    if line.is_dense:
        runs = bool(line.first_on and line.last_on and line.first_on <= last and line.last_on >= first)
        return WallCell("", runs, False)
    runs = any(time.due_on and time.starts_on <= last and time.due_on >= first for time in line.times)
    days = ", ".join(str(day) for day in sorted({time.due_on.day for time in due if time.due_on}))
    return WallCell(days, runs, bool(due) and all(time.done_on for time in due))
