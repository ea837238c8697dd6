"""What pages of consents are about: the organisation, the school year, the model, a purpose, a line of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.filters import FilterForm
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node
from nastavnik.people.consent_kinds import KINDS
from nastavnik.people.coverage import ADULTS, NO_GROUP, TEACHERS
from nastavnik.people.models import Group, Participation
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.people.consents_words import LINES
from nastavnik.portal.years import this_year

YEARS = 5
Audience = Participation.Audience


@dataclass(frozen=True)
class About:
    """``line`` is the key of a line of the coverage, "" for all of them."""

    place: Place
    year: int
    model: str = ""
    kind: str = ""
    line: str = ""

    @property
    def node(self) -> Node:
        return self.place.node

    def told(self, **other: str) -> dict[str, str]:
        """The choice as an address or a form carries it."""
        told = {
            "year": str(self.year) if self.year != this_year() else "", "model": self.model, "kind": self.kind,
            "line": self.line, "node": str(self.node.uid) if len(self.place.nodes) > 1 else "",
        }  # fmt: skip
        return {name: value for name, value in (told | other).items() if value}

    def query(self, **other: str) -> str:
        found = urlencode(self.told(**other))
        return f"?{found}" if found else ""


class YearFilter(FilterForm):
    year = forms.TypedChoiceField(label=_("School year"), coerce=int, choices=())
    model = forms.ChoiceField(
        label=_("Model"), choices=[("", pgettext_lazy("models", "both")), *Participation.Model.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.fields["year"]
        assert isinstance(years, forms.TypedChoiceField)  # noqa: S101 - said for the type checker
        this = this_year()
        years.choices = [("", pgettext_lazy("school year", "running"))] + [
            (year, SchoolYear(year)) for year in range(this + 1, this - YEARS, -1) if year != this
        ]


def about(request: SignedIn) -> About:
    """By the address or, of a form, by what it carries. What does not fit is left out."""
    told: QueryDict = request.POST if request.method == "POST" else request.GET
    chosen = YearFilter(told).chosen()
    place = place_of(request)
    if request.method == "POST" and (wanted := told.get("node")):
        node = next((one for one in place.nodes if str(one.uid) == wanted), place.node)
        place = Place(request, node, place.nodes)
    kind, line = told.get("kind", ""), told.get("line", "")
    return About(
        place, chosen.get("year") or this_year(), chosen.get("model", ""), kind if kind in KINDS else "",
        line if line in lines_of(place.node) else "",
    )  # fmt: skip


def lines_of(node: Node) -> dict[str, str]:
    """Keys of the lines of ``node`` → their titles. One query."""
    groups = Group.objects.filter(node=node, closed_on=None).order_by("sort", "pk")
    found = {str(group.uid): group.name for group in groups}
    return found | {key: str(LINES[key]) for key in (NO_GROUP, TEACHERS, ADULTS)}


def in_line(key: str, year: int) -> Exists:
    """Of consents: those of people who stand in a line of the table in ``year``."""
    parts = Participation.objects.filter(person=OuterRef("person"), school_year=year)
    if key in (TEACHERS, ADULTS):
        return Exists(parts.filter(audience=Audience.TEACHER if key == TEACHERS else Audience.ADULT))
    learners = parts.exclude(audience__in=[Audience.TEACHER, Audience.ADULT])
    return Exists(learners.filter(group=None) if key == NO_GROUP else learners.filter(group__uid=key))
