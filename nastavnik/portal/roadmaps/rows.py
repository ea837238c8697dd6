"""Rows of the plan table, worded in Python: a page of fifty lines is rendered without a template call per cell.

Whatever repeats on every row (labels, icons, marks of states) is made once for a language and reused.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nastavnik.portal.ui import wording
from nastavnik.portal.ui.templatetags.ui import icon
from nastavnik.roadmaps.models import RoadmapSection
from nastavnik.roadmaps.queries import LineRow
from nastavnik.roadmaps.wording import normal, shortened

DASH = "—"
NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True)
class Row:
    """What one row shows; the words are cut to what fits."""

    found: LineRow

    @property
    def line(self) -> Any:
        return self.found.line

    @property
    def uid(self) -> uuid.UUID:
        return self.found.line.uid

    @property
    def section(self) -> RoadmapSection | None:
        return self.found.opens_section

    @cached_property
    def title(self) -> str:
        return shortened(self.line.title, 240)

    @property
    def name(self) -> str:
        return shortened(self.line.title, 60)

    @property
    def result(self) -> str:
        return shortened(self.line.result, 120)

    @property
    def responsible(self) -> str:
        return shortened(self.line.responsible_text, 120) or DASH

    @property
    def deadline(self) -> str:
        return self.line.deadline_text or DASH

    @cached_property
    def read(self) -> str:
        """The term as read; nothing where it would only repeat what is written."""
        return "" if normal(self.found.term) == normal(self.line.deadline_text) else self.found.term

    @property
    def mark(self) -> SafeString:
        return mark_of(self.found.state, self.found.due_soon, get_language() or "")

    @property
    def next_day(self) -> str:
        return wording.day(self.found.next_due_on) if self.found.next_due_on else ""

    @property
    def times(self) -> int:
        return self.found.times

    @property
    def times_done(self) -> int:
        return self.found.times_done

    @property
    def parts(self) -> int:
        return self.found.parts

    @property
    def parts_done(self) -> int:
        return self.found.parts_done

    @property
    def comments(self) -> int:
        return self.found.comments


def labels_for(*, may_edit: bool) -> dict[str, str]:
    """The words that every row repeats."""
    return {
        # One look-up of the address for all rows; the rest of it is the name of the line.
        "at": reverse("roadmaps:line", args=[NOBODY]).removesuffix(f"{NOBODY}/"),
        "term": _("Term"),
        "responsible": _("Responsible"),
        "state": _("State"),
        "reads": icon("corner-down-right"),
        "talk": icon("message", _("Comments")),
        "pick": _("Tick the line") if may_edit else "",
        "edit": icon("pencil", _("Edit")) if may_edit else "",
    }


@lru_cache(maxsize=64)
def mark_of(state: str, soon: bool, language: str) -> SafeString:
    """The mark of a state as its component draws it."""
    drawn = render_to_string("roadmaps/mark.html", {"state": state, "soon": soon})
    return mark_safe(drawn.strip())  # noqa: S308  # drawn by our own template from a fixed list of states
