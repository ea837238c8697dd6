"""What is asked of the register by other apps."""

from __future__ import annotations

import datetime as dt

from nastavnik.documents.library import TEMPLATES, Group
from nastavnik.documents.measures import in_force_on
from nastavnik.documents.models import Paper, PaperQuerySet
from nastavnik.org.calendar import school_year_of

# An order is for its year; a regulation or a programme holds until it is replaced.
YEARLY = frozenset({Group.ORDERS, Group.MINUTES, Group.LETTERS, Group.REPORTS, Group.CONCLUSIONS})


def in_force_since(node_id: int, code: str, on: dt.date) -> dt.date | None:
    """The day of the latest document of ``code`` that counts for the school year of ``on``; None: there is none."""
    rows = in_force_on(on).filter(node=node_id, code=code)
    built = TEMPLATES.get(code)
    if built is not None and built.group in YEARLY:
        rows = rows.filter(school_year=school_year_of(on).start_year)
    return rows.order_by("-dated_on").values_list("dated_on", flat=True).first()


def drafts_of(node_id: int, code: str) -> PaperQuerySet:
    """Documents of ``code`` that are being prepared, newest first."""
    return Paper.objects.living().filter(node=node_id, code=code, check_code=None).order_by("-pk")
