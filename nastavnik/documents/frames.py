"""What every document of an organisation knows without being asked: the common fields of a form, from live data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from nastavnik.accounts.roles import OFFICES
from nastavnik.documents.acts import cited
from nastavnik.documents.library import Built
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Fact, Node, Placement

_OF_FACTS = {
    Fact.Kind.CITY: "city",
    Fact.Kind.ADDRESS: "address",
    Fact.Kind.PHONE: "phone",
    Fact.Kind.EMAIL: "email",
    Fact.Kind.OGRN: "ogrn",
    Fact.Kind.INN: "inn",
}
_AUTHORITIES = tuple(sorted({type for types in OFFICES.values() for type in types}))


def frame_of(node: Node, built: Built, *, school_year: int, on: dt.date) -> dict[str, Any]:
    """Organisation, founder, signer, school year and acts as they stand on ``on``. Four queries."""
    org = organisation_of(node, on)
    head = org.get("head", {})
    found: dict[str, Any] = {
        "org": org,
        "signer": head or None,
        "founder": founder_of(node, on),
        "school_year": str(SchoolYear(school_year)),
        "acts": cited(built.acts, on=on, model=built.model),
    }
    return {name: value for name, value in found.items() if value}


def organisation_of(node: Node, on: dt.date) -> dict[str, Any]:
    """The organisation as its letters name it: names of that day, requisites, head."""
    name = node.names.on(on).values_list("short", "full").first() or (node.short_name, node.full_name)
    facts = dict(node.facts.on(on).values_list("kind", "value"))
    org: dict[str, Any] = {"name": name[0], "short": name[0]}
    if name[1] != name[0]:  # the head of the form would say the same twice
        org["full"] = name[1]
    org |= {key: facts[kind] for kind, key in _OF_FACTS.items() if facts.get(kind)}
    head = {"name": facts.get(Fact.Kind.HEAD_NAME, ""), "post": facts.get(Fact.Kind.HEAD_POST, "")}
    if head["name"]:
        org["head"] = {key: value for key, value in head.items() if value}
    return org


def founder_of(node: Node, on: dt.date) -> dict[str, str] | None:
    """The body that does the office work of the territory in which ``node`` stands; None where there is none."""
    placed = Placement.objects.on(on).filter(node__type__in=_AUTHORITIES, parent__in=node.ancestor_ids)
    bodies = [row.node for row in placed.select_related("node").exclude(node=node)]
    if not bodies:
        return None
    # The nearest territory first; of its bodies the authority itself before its centres.
    nearest = max(bodies, key=lambda body: (body.path.count("/"), -_AUTHORITIES.index(body.type)))
    return {"name": nearest.short_name, "full": nearest.full_name}
