"""What the pages of all views share: heading, rights, counts by state, holidays, the way back to the page."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.utils.http import urlencode

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import rights
from nastavnik.org import terms
from nastavnik.org.calendar import school_year_of
from nastavnik.org.reference import ReferenceMissing
from nastavnik.portal.roadmaps.views.filters import ViewFilter
from nastavnik.portal.ui import wording
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.services.summaries import summary_of
from nastavnik.roadmaps.states import TITLES


def frame(request: SignedIn, roadmap: Roadmap, form: ViewFilter, view: str) -> dict[str, Any]:
    """The context that `roadmaps/views/frame.html` needs."""
    summary = summary_of(roadmap, form.day)
    return {
        "roadmap": roadmap,
        "filter": form,
        "view": view,
        "on": form.day,
        "summary": [(name, title, summary.get(name, 0)) for name, title in TITLES.items()],
        "total": sum(summary.values()),
        "may": rights(request.user, roadmap, "roadmap.edit", "roadmap.tick", "roadmap.export"),
        "back": urlencode({"back": request.get_full_path()}),
    }


def holidays_between(start: dt.date, end: dt.date) -> list[terms.Term]:
    """School holidays that touch these days; none where the calendar is not loaded."""
    years, year = [], school_year_of(start)
    while year.starts_on <= end:
        years.append(year)
        year = year.next
    try:
        found = [holiday for year in years for holiday in terms.holidays(year)]
    except ReferenceMissing:
        return []
    return [holiday for holiday in found if holiday.ends_on >= start and holiday.starts_on <= end]


@lru_cache(maxsize=4096)
def term_words(start: dt.date, end: dt.date | None, language: str) -> str:
    """`wording.period`, remembered: the lines of a plan share their terms."""
    return wording.period(start, end)


def name_of(number: str, title: str) -> str:
    """«1.2 Издать приказ»; a line without a number by its words alone."""
    return f"{number} {title}".strip()
