"""The calendar: what falls due and what begins on each day of a month, and the year by its months."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.routes import route
from nastavnik.portal.roadmaps.rows import NOBODY, mark_of
from nastavnik.portal.roadmaps.views.filters import CalendarFilter, lines_of
from nastavnik.portal.roadmaps.views.month import Month, month_of, nearest, within
from nastavnik.portal.roadmaps.views.page import frame, holidays_between
from nastavnik.portal.roadmaps.views.scale import months_between
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.states import OVERDUE
from nastavnik.roadmaps.timeline import DatedItem, due_days, items_between
from nastavnik.roadmaps.wording import shortened

MOST_ITEMS = 600
# So many of a day are seen at once; the rest opens.
SEEN = 5
MOST_MONTHS = 48


@dataclass(frozen=True)
class Item:
    found: DatedItem
    language: str

    @property
    def mark(self) -> str:
        return mark_of(self.found.state, False, self.language)

    @property
    def title(self) -> str:
        return shortened(self.found.title, 70)


@dataclass
class Day:
    date: dt.date
    is_outside: bool
    is_today: bool
    holiday: str
    opens_holiday: bool
    due: list[Item] = field(default_factory=list)
    begins: list[Item] = field(default_factory=list)

    @property
    def names_holiday(self) -> bool:
        """On Mondays and on the first of the month, and on the day on which the holidays begin."""
        return bool(self.holiday) and (self.opens_holiday or self.date.weekday() == 0 or self.date.day == 1)

    @property
    def seen(self) -> list[Item]:
        return self.due[:SEEN]

    @property
    def folded(self) -> list[Item]:
        return self.due[SEEN:]


@dataclass
class MonthCount:
    """A month of the year: how much falls due, and how much of it is overdue."""

    month: Month
    is_shown: bool
    due: int = 0
    overdue: int = 0
    days: dict[dt.date, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def title(self) -> str:
        return date_format(self.month.first, "F Y")

    @property
    def short(self) -> str:
        return date_format(self.month.first, "F")

    @property
    def weeks(self) -> list[list[tuple[str, int]]]:
        """Days as "1".."31" with how much falls due; "" for a day of another month."""
        return [
            [
                ("", 0) if day.month != self.month.first.month else (str(day.day), self.days.get(day, 0))
                for day in week
            ]
            for week in self.month.weeks()
        ]


@route("roadmap.view", of=Roadmap)
def calendar(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """A month, or with ``whole`` all months of the plan."""
    if roadmap.removed_at:
        return redirect("roadmaps:plan", roadmap.uid)
    form = CalendarFilter(request.GET, roadmap=roadmap)
    shown = month_of(form.chosen().get("month", ""), nearest(form.day, roadmap.starts_on, roadmap.ends_on))
    context = frame(request, roadmap, form, "calendar") | {
        "month": shown,
        "month_title": date_format(shown.first, "F Y"),
        "months": months_of(roadmap, form, shown),
        "weekdays": weekdays(),
        "at": reverse("roadmaps:line", args=[NOBODY]).removesuffix(f"{NOBODY}/"),
    }
    if form.is_year:
        return render(request, "roadmaps/views/calendar_year.html", context)
    weeks, is_cut = weeks_of(roadmap, form, shown)
    context |= {"weeks": weeks, "is_cut": is_cut, "most": MOST_ITEMS}
    context["can_move"] = "roadmap.edit" in context["may"] and any(
        item.found.is_movable for week in weeks for day in week for item in day.due
    )
    return render(request, "roadmaps/views/calendar.html", context)


def weeks_of(roadmap: Roadmap, form: CalendarFilter, month: Month) -> tuple[list[list[Day]], bool]:
    """The weeks of a month with their items, and whether there was more than fits. Two queries."""
    weeks = empty_weeks(month, form.day)
    days = {day.date: day for week in weeks for day in week if not day.is_outside}
    items, is_cut = items_between(lines_of(roadmap, form), month.first, month.last, on=form.day, most=MOST_ITEMS)
    language = get_language() or ""
    for found in items:
        start, due, item = found.time.starts_on, found.time.due_on, Item(found, language)
        if due in days:
            days[due].due.append(item)
        # Deadlines without a beginning run from the first day of the plan: that day would list them all.
        if start in days and start not in (due, roadmap.starts_on):
            days[start].begins.append(item)
    return weeks, is_cut


def empty_weeks(month: Month, today: dt.date) -> list[list[Day]]:
    """Whole weeks with their holidays."""
    laid = month.weeks()
    terms = holidays_between(laid[0][0], laid[-1][-1])
    holidays = [(term.starts_on, term.ends_on, term.title) for term in terms]
    begun = {term.starts_on for term in terms}
    return [
        [Day(day, day.month != month.first.month, day == today, within(day, holidays), day in begun) for day in week]
        for week in laid
    ]


def months_of(roadmap: Roadmap, form: CalendarFilter, shown: Month) -> list[MonthCount]:
    """Each month of the plan with what falls due in it. One query."""
    firsts = list(months_between(roadmap.starts_on, roadmap.ends_on))[:MOST_MONTHS]
    counts = {first: MonthCount(Month(first), first == shown.first) for first in firsts}
    last = Month(firsts[-1]).last
    for day, state, items in due_days(lines_of(roadmap, form), firsts[0], last, on=form.day):
        count = counts[day.replace(day=1)]
        count.due += items
        count.days[day] += items
        count.overdue += items if state == OVERDUE else 0
    return list(counts.values())


def weekdays() -> list[tuple[str, str]]:
    """Monday to Sunday: the short name and the whole one."""
    monday = dt.date(2024, 1, 1)
    return [(date_format(day, "D"), date_format(day, "l")) for day in (monday + dt.timedelta(n) for n in range(7))]
