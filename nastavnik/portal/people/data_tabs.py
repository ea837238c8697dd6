"""The pages on the data of people, as far as the reader may open them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import holds
from nastavnik.portal.documents.places import Place


@dataclass(frozen=True)
class Tab:
    address: str
    label: str | Promise
    is_current: bool


_TABS = (
    ("people:data", pgettext_lazy("data of people", "Requests"), "data_request.edit"),
    ("people:leaks", _("Who saw people's data"), "leak.report"),
    ("people:data-acts", _("Acts of destruction"), "erasure.view"),
    ("people:coded", _("Set for the centre"), "person.export"),
)


def tabs(request: SignedIn, place: Place, current: str) -> list[Tab]:
    return [
        Tab(place.address(route), label, route == current)
        for route, label, action in _TABS
        if holds(request.user, action)
    ]
