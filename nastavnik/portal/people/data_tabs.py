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
    shown = [tab for tab in _TABS if holds(request.user, tab[2])]
    if holds(request.user, "consent.view") and not holds(request.user, "consent.edit"):
        # Whoever keeps consents has pages of their own for them in the menu.
        shown.insert(1, ("people:consent-list", _("Consents"), "consent.view"))
    return [Tab(place.address(route), label, route == current) for route, label, _action in shown]
