"""The menu as data. An entry is shown where its address exists and the acting role may open it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.base.access import holds


@dataclass(frozen=True)
class Entry:
    """``action`` is the right that opens the page; "" means any signed-in user. Whoever holds one of ``others``
    needs it as well."""

    route: str
    label: str | Promise
    icon: str
    action: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    title: str | Promise
    entries: tuple[Entry, ...]


MENU = (
    Group(
        _("Work"),
        (
            Entry("home:month", _("Home"), "home"),
            Entry("roadmaps:list", _("Road maps"), "route", "roadmap.view"),
            Entry("roadmaps:from-above", _("From above"), "arrow-down-circle", "roadmap.edit"),
            Entry("roadmaps:below", _("Plans below"), "sitemap", "roadmap.remind"),
            Entry("documents:list", _("Documents"), "files", "document.view"),
            Entry("approvals:queue", _("Agreement"), "checkup-list", "approval.view"),
            Entry("events:list", pgettext_lazy("events", "Events"), "calendar-event", "event.view"),
            Entry("measures:list", _("Figures"), "chart-bar", "measure.view"),
            Entry("org:list", _("Organisations"), "building-community", "organisation.view"),
        ),
    ),
    Group(
        _("People"),
        (
            # Everybody sees their own card; the list of a base is for those who work with it.
            Entry(
                "people:bases",
                _("Mentors and mentees"),
                "users-group",
                "person.edit",
                ("person.export", "readiness.interview"),
            ),
            Entry("people:consents", _("Consents"), "file-certificate", "consent.edit"),
            Entry("people:readiness", _("Selection of mentors"), "user-check", "readiness.view"),
            Entry("surveys:list", _("Questionnaires"), "clipboard-list", "survey.view"),
            Entry("surveys:own", _("My questionnaires"), "clipboard-check", "survey.fill"),
            Entry("events:own", _("My invitations"), "mail-opened", "event.answer"),
            Entry("people:own", _("My data and consents"), "shield-lock", "consent.sign"),
            Entry("people:counts", _("Categories and accessibility"), "accessible", "category.view"),
            Entry("people:staff", _("Who answers for mentoring"), "address-book", "staff_card.view"),
            Entry("people:partners", _("Partners"), "building-factory", "partner.view"),
            Entry("people:city", _("Mentors of the city"), "map-search", "city_base.view"),
            Entry("people:seats", _("Seats of the bases"), "armchair", "seat.view"),
            Entry("people:data", _("Data of people"), "shield-check", "data_request.edit"),
        ),
    ),
    Group(
        _("Office work"),
        (
            Entry("documents:templates", _("Templates of documents"), "template", "document_template.use"),
            Entry("documents:files", _("List of files"), "folders", "document.register"),
            Entry("documents:taught", _("Words taught"), "language", "document.words"),
            Entry("documents:acts", _("Legal acts"), "gavel", "document_template.use"),
        ),
    ),
    Group(
        _("Administration"),
        (
            Entry("accounts:grants", _("People and rights"), "users", "grant.view"),
            Entry("org:reference", _("Reference data"), "books", "reference.view"),
            Entry("jobs:list", _("Long work"), "progress", "job.view"),
            Entry("audit:events", _("Journal"), "history", "audit.view"),
            Entry("notifications:outbox", _("Outgoing letters"), "mail-forward", "outbox.view"),
            Entry("ui:gallery", _("Parts of the pages"), "components", "gallery.view"),
        ),
    ),
)


@dataclass(frozen=True)
class Link:
    address: str
    label: str | Promise
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Section:
    title: str | Promise
    links: tuple[Link, ...]


def menu_for(request: HttpRequest) -> list[Section]:
    """The sections that hold at least one page for this user; nothing for a visitor."""
    if not request.user.is_authenticated:
        return []
    open_entries = {group: list(_open(group, request)) for group in MENU}
    addresses = [address for entries in open_entries.values() for _entry, address in entries]
    here = current(request.path, addresses)
    return [
        Section(
            group.title,
            tuple(Link(address, entry.label, entry.icon, address == here) for entry, address in entries),
        )
        for group, entries in open_entries.items()
        if entries
    ]


def current(path: str, addresses: list[str]) -> str:
    """The address that ``path`` is or lies below; the longest wins, and "/" is current only on itself."""
    above = [address for address in addresses if path == address or (address != "/" and path.startswith(address))]
    return max(above, key=len, default="")


def address_of(route: str) -> str:
    """The address of ``route``, or "" where this installation has no such page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _open(group: Group, request: HttpRequest) -> Iterator[tuple[Entry, str]]:
    for entry in group.entries:
        address = address_of(entry.route)
        if address and (not entry.action or any(holds(request.user, one) for one in (entry.action, *entry.others))):
            yield entry, address
