"""Who is told of a new edition of a template: those who will draw documents up by it, and those whose own edition it
leaves behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from nastavnik import notifications
from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import Role
from nastavnik.documents import levels
from nastavnik.documents.contents import built_of
from nastavnik.documents.editions import OFFICE_TYPES, is_office
from nastavnik.documents.models import Template
from nastavnik.org.models import Node, path_range

ABOVE, TO_MERGE = "document.edition_above", "document.edition_to_merge"
# Whoever draws the organisation's documents up; of an edition of its own whoever may change it, too.
IN_ORGANISATIONS = frozenset({Role.CURATOR, Role.REGISTRAR})
IN_OFFICES = frozenset({Role.REGIONAL_OPERATOR, Role.DISTRICT_COORDINATOR, Role.METHODOLOGIST, Role.REGISTRAR})
PEOPLE = 2000


class Kept(NamedTuple):
    """An edition of somebody below (or of another office beside) on the day of the new one."""

    pk: int
    node: int
    path: str
    type: str
    is_body: bool
    from_on: Any


class Place(NamedTuple):
    """Where a person works."""

    user: int
    role: str
    node: int
    path: str
    kind: str
    type: str


@dataclass
class _Told:
    users: set[int]
    merging: set[int]


def tell_below(edition: Template, *, actor: User) -> int:
    """Queue one notice for each person below a territory or its office whom ``edition`` concerns; gives how many.

    Inside the deed that puts it in force. 3 queries, and the outbox's own for every 2,000 people.
    """
    node = edition.node
    if not (node.is_territory or is_office(node)):
        return 0
    found = _concerned(edition, node.path if node.is_territory else _parent(node.path))
    told = 0
    for kind, users in ((ABOVE, found.users - found.merging), (TO_MERGE, found.merging)):
        people = sorted(users - {actor.pk})
        for start in range(0, len(people), PEOPLE):
            told += notifications.queue(
                kind,
                to=User.objects.filter(pk__in=people[start : start + PEOPLE]),
                event=f"{kind}:{edition.uid}:{edition.from_on}",
                context={"edition": str(edition.uid), "kind": edition.code},
                node=node,
            )
    return told


def _concerned(edition: Template, top: str) -> _Told:
    """People under ``top`` by whether their place will use the edition, or will be behind it with its own."""
    nearest = _Nearest(edition, top)
    level_of_kind, known = built_of(edition.code).level, levels.levels_of_types()
    told = _Told(set(), set())
    for place in _places(edition, top):
        level = levels.level(place.kind, place.type, known)
        if nearest.above(place) != edition.pk:
            continue
        roles = IN_ORGANISATIONS if level == "organisation" else IN_OFFICES
        if place.node in nearest.by_node:
            if place.role in roles or place.role == Role.DIRECTOR:
                told.merging.add(place.user)
        elif place.role in roles and level_of_kind in (level, "any"):
            told.users.add(place.user)
    return told


def _places(edition: Template, top: str) -> Iterable[Place]:
    roles = IN_ORGANISATIONS | IN_OFFICES | {Role.DIRECTOR}
    rows = Grant.objects.in_force().filter(
        path_range(top, "node__path"), role__in=sorted(roles), user__is_active=True
    )
    found = rows.exclude(node=edition.node_id).order_by("pk")
    values = found.values_list("user", "role", "node", "node__path", "node__kind", "node__type")
    return (Place(*row) for row in values.iterator())


class _Nearest:
    """Which edition is the nearest above a place, as `editions.templates_in_use` ranks them. One query for all."""

    def __init__(self, edition: Template, top: str) -> None:
        assert edition.from_on is not None  # noqa: S101 - said for the type checker: it was published just now
        rows = Template.objects.filter(path_range(top, "node__path"), code=edition.code).in_force(edition.from_on)
        values = rows.values_list("pk", "node", "node__path", "node__type", "node__kind", "from_on")
        kept = [Kept(*row[:4], row[4] == Node.Kind.BODY, row[5]) for row in values]
        self.depth = len(_steps(top)) - 1
        self.by_node = {row.node: row.pk for row in kept}
        self.offices: dict[int, list[Kept]] = defaultdict(list)
        for row in kept:
            if row.is_body and row.type in OFFICE_TYPES:
                self.offices[_steps(row.path)[-2]].append(row)
        for found in self.offices.values():
            found.sort(key=lambda row: (-OFFICE_TYPES.index(row.type), row.from_on, row.pk), reverse=True)

    def above(self, place: Place) -> int | None:
        for step in reversed(_steps(place.path)[self.depth :]):
            if step != place.node and step in self.by_node:
                return self.by_node[step]
            for row in self.offices.get(step, ()):
                if row.node != place.node:
                    return row.pk
        return None


def _steps(path: str) -> list[int]:
    return [int(step) for step in path.strip("/").split("/")]


def _parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"
