"""The filter of the table, with what a view adds to its address: how it groups, which stretch it shows.

What a view adds is no filter: it takes nothing away, has no mark to take off, and stays behind when a reader
goes over to another view.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nastavnik.base.filters import Chip
from nastavnik.org.calendar import SchoolYear, school_year_of
from nastavnik.portal.roadmaps.forms import PlanFilter
from nastavnik.portal.roadmaps.views.month import nearest
from nastavnik.portal.roadmaps.views.scale import Scale
from nastavnik.roadmaps.models import Roadmap, RoadmapLine

# A plan as long as this is shown whole; of a longer one, a school year at a time.
WHOLE_DAYS = 400
ALL = "all"


class ViewFilter(PlanFilter):
    own: ClassVar[tuple[str, ...]] = ()

    @property
    def shared(self) -> str:
        """The address part that all views understand."""
        return self.query(without=self.own)

    def chips(self) -> list[Chip]:
        return [chip for chip in super().chips() if chip.name not in self.own]

    narrow_by = narrow_year = narrow_zoom = narrow_paper = narrow_month = narrow_whole = PlanFilter.narrow_on


class BoardFilter(ViewFilter):
    own = ("by",)
    BY: ClassVar = [("state", _("By state")), ("responsible", _("By responsible")), ("section", _("By section"))]

    by = forms.ChoiceField(choices=BY, widget=forms.HiddenInput())

    @property
    def grouping(self) -> str:
        found: str = self.chosen().get("by") or "state"
        return found


class YearFilter(ViewFilter):
    """A stretch of the plan's period: a school year of it, or all of it."""

    own: ClassVar[tuple[str, ...]] = ("year",)

    year = forms.CharField(max_length=4, widget=forms.HiddenInput())

    def __init__(self, *args: Any, roadmap: Roadmap, **kwargs: Any) -> None:
        super().__init__(*args, roadmap=roadmap, **kwargs)
        self.period = roadmap.period

    @property
    def years(self) -> list[SchoolYear]:
        """The school years that the plan touches."""
        first, last = school_year_of(self.period.start), school_year_of(self.period.end)
        return [SchoolYear(year) for year in range(first.start_year, last.start_year + 1)]

    @property
    def has_choice(self) -> bool:
        return (self.period.end - self.period.start).days >= WHOLE_DAYS

    @property
    def stretch(self) -> str:
        """The school year shown, by its first year; `ALL` for the whole plan."""
        wanted = self.chosen().get("year", "")
        if not self.has_choice or wanted == ALL:
            return ALL
        if wanted in {str(year.start_year) for year in self.years}:
            return str(wanted)
        return str(school_year_of(nearest(self.day, self.period.start, self.period.end)).start_year)

    @property
    def scale(self) -> Scale:
        start, end = self.period.start, self.period.end
        if self.stretch != ALL:
            year = SchoolYear(int(self.stretch))
            start, end = max(start, year.starts_on), min(end, year.ends_on)
        return Scale(start, end)


class GanttFilter(YearFilter):
    own = ("year", "zoom")
    ZOOM: ClassVar = [("year", _("Whole")), ("months", _("By months")), ("weeks", _("By weeks"))]

    zoom = forms.ChoiceField(choices=ZOOM, widget=forms.HiddenInput())

    @property
    def closeness(self) -> str:
        found: str = self.chosen().get("zoom") or "year"
        return found


class WallFilter(YearFilter):
    own = ("year", "paper")

    paper = forms.ChoiceField(choices=[("a4", "A4"), ("a3", "A3")], widget=forms.HiddenInput())

    @property
    def sheet(self) -> str:
        found: str = self.chosen().get("paper") or "a4"
        return found

    @property
    def stretch(self) -> str:
        """Never all of a long plan: so many months would have no room on the sheet."""
        found = super().stretch
        if found != ALL or not self.has_choice:
            return found
        return str(school_year_of(nearest(self.day, self.period.start, self.period.end)).start_year)


class CalendarFilter(ViewFilter):
    own = ("month", "whole")

    month = forms.CharField(max_length=7, widget=forms.HiddenInput())
    whole = forms.BooleanField(widget=forms.HiddenInput())

    @property
    def is_year(self) -> bool:
        return bool(self.chosen().get("whole"))


def lines_of(roadmap: Roadmap, form: PlanFilter) -> QuerySet[RoadmapLine]:
    """The lines that the table would list."""
    found: QuerySet[RoadmapLine] = form.apply(roadmap.lines.filter(removed_at=None))
    return found
