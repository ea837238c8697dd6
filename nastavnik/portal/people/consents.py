"""Coverage by consents at a glance, and what is done from there: giving out, reminding, the list of who lacks one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.people import cards, coverage, sights
from nastavnik.people.consent_kinds import KINDS, MUST
from nastavnik.people.models import Consent, Participation, Person
from nastavnik.people.models.consents import PENDING
from nastavnik.people.services import consents, issuing, reminding
from nastavnik.people.services.persons import group_sort
from nastavnik.portal.people.consents_place import About, YearFilter, about, lines_of
from nastavnik.portal.people.consents_words import SHORT, full_titles, line_title
from nastavnik.portal.ui.toasts import toast

#: Names of one printed list.
MOST_NAMES = 2000


@dataclass(frozen=True)
class ShownCell:
    """One purpose in one line of the table."""

    short: str | Promise
    cell: coverage.Cell
    look: str
    address: str


@dataclass(frozen=True)
class Purpose:
    """A purpose with what is left to do about it."""

    kind: str
    short: str | Promise
    title: str
    cell: coverage.Cell
    query: str

    @property
    def lacking(self) -> int:
        return self.cell.missing + self.cell.pending

    @property
    def is_must(self) -> bool:
        return self.kind in MUST


@route("consent.edit")
def show(request: SignedIn) -> HttpResponse:
    """By class and purpose: how many have given which consents."""
    chosen = about(request)
    found = coverage.table(chosen.node, chosen.year, timezone.localdate(), model=chosen.model)
    titles = full_titles()
    purposes = [
        Purpose(kind, SHORT[kind], titles[kind], cell, chosen.query(kind=kind))
        for kind, cell in zip(found.kinds, found.total.cells, strict=True)
    ]
    columns = [each for each in purposes if each.cell.needed or each.cell.active or each.cell.pending]
    places = [found.kinds.index(each.kind) for each in columns]
    context = {
        "about": chosen,
        "filter": YearFilter(request.GET),
        "columns": columns,
        "rows": [_row(chosen, line, places) for line in found.lines],
        "total": _row(chosen, found.total, places),
        "people": found.total.people,
        "to_do": [each for each in columns if each.is_must and each.lacking],
        "others": [each for each in purposes if not each.is_must],
        **_sums(columns),
    }
    return render(request, "people/consents/coverage.html", context)


def _row(chosen: About, line: coverage.Line, places: list[int]) -> dict[str, Any]:
    return {
        "title": line_title(line) or _("All people, each counted once"),
        "people": line.people,
        "cells": [_shown(chosen, line, KINDS[place], line.cells[place]) for place in places],
    }


def _shown(chosen: About, line: coverage.Line, kind: str, cell: coverage.Cell) -> ShownCell:
    if not cell.needed:
        look = "other" if cell.active or cell.pending else "none"
    elif cell.active >= cell.needed:
        look = "full"
    else:
        look = "part" if cell.active else "empty"
    lacks = cell.needed > cell.active
    address = reverse("people:consents-missing") + chosen.query(kind=kind, line=line.key) if lacks else ""
    return ShownCell(SHORT[kind], cell, look, address)


def _sums(columns: list[Purpose]) -> dict[str, Any]:
    must = [each.cell for each in columns if each.is_must]
    needed = sum(cell.needed for cell in must)
    active = sum(cell.active for cell in must)
    return {
        "needed": needed,
        "active": active,
        "share": active * 100 / needed if needed else None,
        "pending": sum(cell.pending for cell in must),
        "missing": sum(cell.missing for cell in must),
    }


@route("consent.edit", methods=("POST",))
def issue(request: SignedIn) -> HttpResponse:
    """Give out what is missing for a purpose (and a class): one file to print."""
    chosen = about(request)
    try:
        batch = issuing.begin_batch(chosen.node, chosen.kind, _lacking(chosen), actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect(reverse("people:consents") + chosen.query(kind="", line=""))
    return redirect("people:consent-batch", uid=batch.uid)


@route("consent.edit", methods=("POST",))
def remind(request: SignedIn) -> HttpResponse:
    """Tell everybody with an account whose consent is not there: of one purpose, or of all that must be served."""
    chosen = about(request)
    told = consents.remind(
        chosen.node, [chosen.kind] if chosen.kind else MUST, actor=request.user, school_year=chosen.year,
        place=chosen.line, model=chosen.model,
    )  # fmt: skip
    if told:
        words = ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", told) % {"n": told}
        toast(request, words)
    else:
        toast(
            request,
            _(
                "Nobody could be reminded here: those who have not signed have no account, were reminded today or"
                " of the same within three days, or have not been given the form yet. Hand out codes or the printed"
                " list."
            ),
            tone="info",
        )
    return redirect(reverse("people:consents") + chosen.query(kind="", line=""))


def _lacking(chosen: About) -> Any:
    return coverage.missing(
        chosen.node, chosen.kind, school_year=chosen.year, on=timezone.localdate(), place=chosen.line,
        model=chosen.model,
    ).select_related("node")  # fmt: skip


@dataclass(frozen=True)
class Lacking:
    """Somebody without a consent in force; ``consent`` waits for the signature, or was not given out (None)."""

    person: Person
    name: str
    group: str
    consent: Consent | None
    reminded_on: dt.date | None = None


@route("consent.edit")
def missing(request: SignedIn) -> HttpResponse:
    """By name: who lacks a consent; printed for the class teacher."""
    chosen = about(request)
    if not chosen.kind:
        return redirect(reverse("people:consents") + chosen.query(line=""))
    people = list(_lacking(chosen).order_by("pk")[: MOST_NAMES + 1])
    rows = sorted(_rows(people[:MOST_NAMES], chosen), key=_in_order)
    sights.seen(request.user, people[:MOST_NAMES], "consents")
    titles = full_titles()
    context = {
        "about": chosen,
        "rows": rows,
        "is_cut": len(people) > MOST_NAMES,
        "title": titles[chosen.kind],
        "short": SHORT[chosen.kind],
        "line": _line_words(chosen),
        "not_given": sum(row.consent is None for row in rows),
        "hidden": chosen.told().items(),
        "by_class": len({row.group for row in rows}) > 1,
        "today": timezone.localdate(),
        "back": chosen.query(kind="", line=""),
    }
    return render(request, "people/consents/missing.html", context)


def _in_order(row: Lacking) -> tuple[str, str]:
    return group_sort(row.group), cards.sort_key(row.person.card or {})


def _line_words(chosen: About) -> str:
    return lines_of(chosen.node).get(chosen.line, "")


def _rows(people: list[Person], chosen: About) -> Iterator[Lacking]:
    keys = [person.pk for person in people]
    waiting = Consent.objects.filter(node=chosen.node, kind=chosen.kind, state__in=sorted(PENDING), person__in=keys)
    given = {
        row.person_id: row
        for row in waiting.defer("proof").select_related("person__user", "representation__adult__user")
    }
    days, groups = reminding.reminded(given.values()), groups_of(keys, chosen.year)
    for person in people:
        row = given.get(person.pk)
        day = days.get(str(row.uid)) if row else None
        yield Lacking(person, person.full_name, groups.get(person.pk, ""), row, day)


def groups_of(person_ids: list[int], year: int) -> dict[int, str]:
    """Person → their class in ``year``. One query."""
    parts = Participation.objects.filter(person__in=person_ids, school_year=year, group__isnull=False)
    return dict(parts.order_by("pk").values_list("person_id", "group__name"))
