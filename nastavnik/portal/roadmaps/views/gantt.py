"""The year on one scale: a bar for each time that a line falls due, in front of what was approved.

The drawing is SVG in percent of its room, so that it needs no script, prints, and keeps its text in size.
Rows come in blocks of a few dozen: a browser lays out only the blocks that are seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.keyset import cursor_of
from nastavnik.base.routes import route
from nastavnik.portal.roadmaps.rows import NOBODY, mark_of
from nastavnik.portal.roadmaps.views.bars import (
    Bar,
    Window,
    bars_of,
    baseline_spans,
    hull,
    joined,
    together,
    whole_band,
)
from nastavnik.portal.roadmaps.views.filters import GanttFilter, lines_of
from nastavnik.portal.roadmaps.views.page import frame, holidays_between, name_of, term_words
from nastavnik.portal.roadmaps.views.scale import Scale, Span
from nastavnik.portal.ui import wording
from nastavnik.roadmaps.calendar import times_of
from nastavnik.roadmaps.deadlines import Schedule
from nastavnik.roadmaps.models import Roadmap, RoadmapSection
from nastavnik.roadmaps.states import TITLES
from nastavnik.roadmaps.timeline import LIMITS, TimedLine, timed_page
from nastavnik.roadmaps.wording import shortened

MOST_ROWS = 500
BLOCK = 25
FEW_ROWS = 60


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its words: the name says all that the drawing shows."""

    bar: Bar
    state: str
    name: str
    is_movable: bool = False


@dataclass(frozen=True)
class DrawnRow:
    line: TimedLine
    mark: str
    bars: list[DrawnBar]
    baseline: list[Span]
    band: Span | None
    band_name: str
    # When it falls due, where no day of it is on the scale; "-" or "+" says on which side.
    beyond: str
    beyond_side: str

    @property
    def title(self) -> str:
        return shortened(self.line.title, 110)


@dataclass
class Block:
    """Rows drawn over one background; ``section`` is the heading above the first of its rows."""

    section: RoadmapSection | None
    rows: list[DrawnRow] = field(default_factory=list)

    @property
    def room(self) -> int:
        """The rows, rounded up: what a browser keeps free for a block that it has not laid out yet."""
        return -(-len(self.rows) // 5) * 5


@route("roadmap.view", of=Roadmap)
def gantt(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """9 queries beside those of every page, whatever the number of lines."""
    if roadmap.removed_at:
        return redirect("roadmaps:plan", roadmap.uid)
    form = GanttFilter(request.GET, roadmap=roadmap)
    scale = form.scale
    page, lines = timed_page(lines_of(roadmap, form), on=form.day, cursor=cursor_of(request.GET), size=MOST_ROWS)
    sections = {section.pk: section for section in roadmap.sections.all()}
    terms = {key: term_of(row) for key, row in sections.items()}
    drawing = Drawing(scale, approved_windows(roadmap), terms, get_language() or "", joins=form.closeness == "year")
    dated = [line for line in lines if line.last_on is not None]
    drawn = list(blocks(dated, sections, drawing))
    context = frame(request, roadmap, form, "gantt") | {
        "list_page": page,
        "scale": scale,
        "months": [(span, *month_names(first)) for first, span in scale.months()],
        "weeks": [(span, f"{monday.day}") for monday, span in scale.weeks()] if form.closeness == "weeks" else [],
        "holidays": holiday_spans(scale),
        "today": today_span(scale, form.day),
        "blocks": drawn,
        "is_long": len(dated) > FEW_ROWS,
        "has_strays": any(bar.bar.strays for block in drawn for row in block.rows for bar in row.bars),
        "has_runs": any(bar.bar.times > 1 for block in drawn for row in block.rows for bar in row.bars),
        "undated": [line for line in lines if line.last_on is None],
        "dense_count": sum(line.is_dense for line in dated),
        "dense_limit": LIMITS[0],
        "has_baseline": bool(drawing.approved),
        "years": form.years if form.has_choice else [],
        "closeness": GanttFilter.ZOOM,
        "at": reverse("roadmaps:line", args=[NOBODY]).removesuffix(f"{NOBODY}/"),
    }
    return render(request, "roadmaps/views/gantt.html", context)


def approved_windows(roadmap: Roadmap) -> dict[str, list[Window]]:
    """Uid of a line → when the approved wording put it; of the latest baseline. One query."""
    baseline = roadmap.baselines.order_by("-made_at", "-pk").first()
    found: dict[str, list[Window]] = {}
    for row in baseline.content.get("lines", ()) if baseline else ():
        times = times_of(Schedule.from_json(row.get("schedule") or {"kind": "unknown"}), roadmap.period)
        # A rhythm is told by its bars; behind them one stretch says from when to when it was approved.
        if windows := together((start, due) for start, due in times if due is not None)[: LIMITS[1]]:
            found[str(row.get("uid"))] = windows
    return found


def term_of(section: RoadmapSection) -> Window | None:
    """From the first to the last day of a section's own term; None where it names none."""
    return hull(Schedule.from_json({"kind": "unknown", **section.schedule}).windows)


@dataclass(frozen=True)
class Drawing:
    scale: Scale
    approved: Mapping[str, Sequence[Window]]
    terms: Mapping[int, Window | None]
    language: str
    # Where the year is seen whole, times that touch are one bar; from nearer each has its own.
    joins: bool = True

    def row(self, line: TimedLine) -> DrawnRow:
        allowed = self.terms.get(line.section_id or 0)
        band = whole_band(line, self.scale) if line.is_dense else None
        name = name_of(line.number, shortened(line.title, 90))
        seen = bars_of(line.times, self.scale, allowed)
        if self.joins:
            seen = joined(seen, lambda bar: _state(line, bar))
        bars = [self._bar(line, name, bar) for bar in seen]
        beyond, side = ("", "") if bars or band else self._beyond(line)
        return DrawnRow(
            line=line,
            mark=mark_of(line.state, line.due_soon, self.language),
            bars=bars,
            baseline=baseline_spans(self.approved.get(str(line.uid), ()), self.scale),
            band=band,
            band_name=_("%(name)s: %(done)s of %(count)s times done") % {
                "name": name, "done": line.done, "count": line.count
            },
            beyond=beyond,
            beyond_side=side,
        )  # fmt: skip

    def _beyond(self, line: TimedLine) -> tuple[str, str]:
        """The words and the side of a line whose days all lie outside the scale: the ones nearest to it."""
        before = [time for time in line.times if time.due_on and time.due_on < self.scale.starts_on]
        after = [time for time in line.times if time.due_on and time.starts_on > self.scale.ends_on]
        if after:
            return wording.period(after[0].starts_on, after[0].due_on), "+"
        return (wording.period(before[-1].starts_on, before[-1].due_on), "-") if before else ("", "")

    def _bar(self, line: TimedLine, name: str, bar: Bar) -> DrawnBar:
        time = bar.time
        state = _state(line, bar)
        words = [f"{name}: {self._term(bar)}", str(TITLES[state])]
        if time.done_on and bar.times == 1:
            words[1] += f" {wording.day(time.done_on)}"
        if bar.strays:
            words.append(_("outside the term of its section"))
        return DrawnBar(bar, state, ", ".join(words), line.manual_due_on is not None and bar.times == 1)

    def _term(self, bar: Bar) -> str:
        if bar.times == 1:
            return term_words(bar.time.starts_on, bar.time.due_on, self.language)
        times = ngettext("%(n)s time", "%(n)s times", bar.times) % {"n": bar.times}
        return f"{wording.period(bar.time.starts_on, bar.until)}, {times}"


def _state(line: TimedLine, bar: Bar) -> str:
    return line.state if line.is_set_aside else bar.time.state


def blocks(lines: Sequence[TimedLine], sections: Mapping[int, RoadmapSection], drawing: Drawing) -> Iterator[Block]:
    """Rows by section, at most `BLOCK` of them together; only the first block of a section names it."""
    block: Block | None = None
    previous: int | None = 0
    for line in lines:
        if block is None or line.section_id != previous or len(block.rows) == BLOCK:
            if block is not None:
                yield block
            block = Block(sections.get(line.section_id or 0) if line.section_id != previous else None)
        previous = line.section_id
        block.rows.append(drawing.row(line))
    if block is not None:
        yield block


def month_names(first: dt.date) -> tuple[str, str]:
    """Сентябрь 2026 and what is left of it in a narrow column: сен."""
    return date_format(first, "F Y"), date_format(first, "M").lower()[:3]


def holiday_spans(scale: Scale) -> list[tuple[Span, str]]:
    found = []
    for holiday in holidays_between(scale.starts_on, scale.ends_on):
        if span := scale.span(holiday.starts_on, holiday.ends_on):
            found.append((span, f"{holiday.title}: {wording.period(holiday.starts_on, holiday.ends_on)}"))
    return found


def today_span(scale: Scale, today: dt.date) -> Span | None:
    return scale.span(today, today)
