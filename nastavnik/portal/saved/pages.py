"""The lists that keep views: code → the form whose fields, and no others, may be kept."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict

from nastavnik.base.filters import FilterForm
from nastavnik.portal.accounts.forms import GrantFilter
from nastavnik.portal.audit.views import JournalFilter
from nastavnik.portal.documents.filters import PaperFilter
from nastavnik.portal.jobs.views import JobFilter
from nastavnik.portal.notifications.views import LetterFilter, NoticeFilter
from nastavnik.portal.org.filters import OrganisationFilter
from nastavnik.portal.roadmaps.forms import ListFilter, PlanFilter

LISTS: dict[str, type[FilterForm]] = {
    "plans": ListFilter,
    "plan": PlanFilter,
    "documents": PaperFilter,
    "organisations": OrganisationFilter,
    "grants": GrantFilter,
    "jobs": JobFilter,
    "journal": JournalFilter,
    "notices": NoticeFilter,
    "letters": LetterFilter,
}
LONGEST = 1000


def cleaned(page: str, query: str) -> str:
    """Of ``query`` only what the filters of ``page`` declare and what is no personal data."""
    form = LISTS[page]
    known = set(form.base_fields) - form.private
    given = QueryDict(query[: LONGEST * 2])
    pairs = [(name, value) for name, values in given.lists() if name in known for value in values if value]
    return urlencode(pairs)[:LONGEST]
