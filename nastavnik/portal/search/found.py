"""What a search finds within reach: pages, plans, lines, documents, organisations; apart, people with rights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from nastavnik.accounts.models import Grant
from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.roles import STAFF, Role
from nastavnik.base.access import holds
from nastavnik.base.finding import Finder, first_found, readings
from nastavnik.documents.search import find_papers
from nastavnik.org.models import Node
from nastavnik.portal.ui import navigation, wording
from nastavnik.roadmaps.search import find_lines, find_plans

MOST_NODES = 10_000
MOST_GRANTS = 10_000
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    address: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """The hits of one kind; ``icon`` stands before each."""

    title: str | Promise
    icon: str
    hits: Sequence[Hit]


def search(request: SignedIn, text: str, *, limit: int) -> list[Group]:
    """Groups that found something, pages first; people are not among them. At most thirteen queries."""
    if not says_something(text):
        return []
    groups = (Group(title, icon, find(request, text, limit)) for title, icon, find in _KINDS)
    return [group for group in groups if group.hits]


def search_people(request: SignedIn, text: str, *, limit: int) -> Group:
    """Staff by their work names. Whoever asks writes it into the journal. One query."""
    return Group(gettext_lazy("People and rights"), "users", _people(request, text, limit))


def says_something(text: str) -> bool:
    """Whether ``text`` has a word to look for."""
    return any(len(word) >= SHORTEST or word.isdecimal() for reading in readings(text) for word in reading)


def _pages(request: SignedIn, text: str, limit: int) -> list[Hit]:
    links = {
        link.address: (str(link.label), str(section.title))
        for section in navigation.menu_for(request)
        for link in section.links
    }
    finder = Finder((address, label) for address, (label, _section) in links.items())
    hits, _reading = first_found(text, lambda reading, slips: finder.find(reading, limit=limit, with_slips=slips))
    return [Hit(hit.key, *links[hit.key]) for hit in hits]


def _plans(request: SignedIn, text: str, limit: int) -> list[Hit]:
    if not holds(request.user, "roadmap.view"):
        return []
    return [
        Hit(
            f"{reverse('roadmaps:plan', args=[plan.uid])}?all=1",
            plan.title,
            f"{plan.node.short_name} · {wording.period(plan.starts_on, plan.ends_on)}",
        )
        for plan in find_plans(request.user, text, limit=limit)
    ]


def _lines(request: SignedIn, text: str, limit: int) -> list[Hit]:
    if not holds(request.user, "roadmap.view"):
        return []
    return [
        Hit(reverse("roadmaps:line", args=[found.line.uid]), str(found.line), _beside(found.line, found.others))
        for found in find_lines(request.user, text, limit=limit)
    ]


def _papers(request: SignedIn, text: str, limit: int) -> list[Hit]:
    if not holds(request.user, "document.view"):
        return []
    return [
        Hit(
            reverse("documents:paper", args=[paper.uid]),
            f"{paper.title}, № {paper.number}" if paper.number else paper.title,
            f"{paper.node.short_name} · {paper.get_state_display()}",
        )
        for paper in find_papers(request.user, text, limit=limit)
    ]


def _beside(line: Any, others: int) -> str:
    note = f"{line.roadmap.node.short_name} · {line.roadmap.title}"
    if not others:
        return note
    more = ngettext("and in %(n)s more plan", "and in %(n)s more plans", others) % {"n": others}
    return f"{note}, {more}"


def _organisations(request: SignedIn, text: str, limit: int) -> list[Hit]:
    """By every name that they ever bore, and by OGRN or INN as the list does."""
    nodes = Node.objects.visible_to(request.user, "organisation.view")
    rows = list(nodes.order_by("sort_name", "pk").values_list("pk", "search_name")[:MOST_NODES])
    # Numbers are padded in the index of names, so that they sort; here they are read as people write them.
    finder = Finder((key, " ".join(word.lstrip("0") or "0" for word in names.split())) for key, names in rows)
    hits, _reading = first_found(text, lambda reading, slips: finder.find(reading, limit=limit, with_slips=slips))
    found = nodes.in_bulk([hit.key for hit in hits])
    places = Node.objects.in_bulk({node.ancestor_ids[-1] for node in found.values() if node.ancestor_ids})
    return [
        Hit(
            reverse("org:card", args=[found[hit.key].uid]),
            found[hit.key].short_name,
            str(places.get((found[hit.key].ancestor_ids or [0])[-1], "")),
        )
        for hit in hits
    ]


def _people(request: SignedIn, text: str, limit: int) -> list[Hit]:
    """Staff by their work names, those whose role is in force."""
    if not holds(request.user, "grant.view"):
        return []
    grants = Grant.objects.visible_to(request.user, "grant.view").in_force().filter(role__in=sorted(STAFF))
    rows = grants.exclude(user__work_name="").order_by("-pk")
    named = rows.values_list("uid", "user__work_name", "role", "node__short_name")[:MOST_GRANTS]
    shown = {uid: Hit(reverse("accounts:grant", args=[uid]), name, f"{Role(role).label}, {node}")
             for uid, name, role, node in named}  # fmt: skip
    finder = Finder((uid, f"{hit.title} {hit.note}") for uid, hit in shown.items())
    hits, _reading = first_found(text, lambda reading, slips: finder.find(reading, limit=limit, with_slips=slips))
    return [shown[hit.key] for hit in hits]


_KINDS: tuple[tuple[str | Promise, str, Callable[[SignedIn, str, int], list[Hit]]], ...] = (
    (gettext_lazy("Pages"), "compass", _pages),
    (gettext_lazy("Road maps"), "route", _plans),
    (gettext_lazy("Lines"), "list-details", _lines),
    (gettext_lazy("Documents"), "files", _papers),
    (gettext_lazy("Organisations"), "building-community", _organisations),
)
