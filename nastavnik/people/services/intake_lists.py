"""What the rows of a table are judged by in one organisation: its lists, its classes, its ages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from nastavnik.org import reference
from nastavnik.org.models import Node
from nastavnik.people.models import Group, Intake, Participation, Settings
from nastavnik.people.registers import checks
from nastavnik.people.registers.lists import Lists
from nastavnik.people.registers.rows import Judge


def lists_of(node: Node, *, with_groups: bool = True) -> Lists:
    """The reference lists of the region and the open classes of ``node``. Two or three queries."""
    forms, sources, categories = reference.titles_of("forms", "mentor_sources", "mentee_categories")
    # Where no list is loaded there is no category to choose at all.
    entries = reference.entries("mentee_categories") if categories else []
    kept_as_counts = [entry.code for entry in entries if entry.data.get("stored") == "organisation_count"]
    groups = Group.objects.filter(node=node, closed_on=None).values_list("name", flat=True) if with_groups else None
    return Lists.of(
        forms=forms, sources=sources, categories=categories, sensitive=kept_as_counts, groups=groups,
        statuses={code: str(label) for code, label in Participation.Status.choices},
    )  # fmt: skip


def settings_of(intake: Intake) -> checks.Settings:
    """``entry_date`` of the table stands in where a row has none: then rows may lack it."""
    own = Settings.objects.filter(node=intake.node_id).first() or Settings(node_id=intake.node_id)
    required = checks.REQUIRED
    if default_entry(intake):
        required = {
            side: tuple(name for name in names if name != "entry_date") for side, names in checks.REQUIRED.items()
        }
    return checks.Settings(least_age_pupil_mentor=own.least_mentor_age, required=required)


def default_entry(intake: Intake) -> dt.date | None:
    said = (intake.headings or {}).get("entry_date")
    return dt.date.fromisoformat(said) if said else None


def judge_for(intake: Intake, mapping: Mapping[int, str], lists: Lists, settings: checks.Settings) -> Judge:
    return Judge(intake.side, mapping, lists, timezone.localdate(), settings=settings)


def mapping_of(intake: Intake) -> dict[int, str]:
    """Number of a column → what it is; columns that are left out do not stand in it."""
    return {int(place): name for place, name in intake.mapping.items() if name}
