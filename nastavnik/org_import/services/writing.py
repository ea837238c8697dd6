"""Accepted rows as deeds of `org.services`, and those deeds taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nastavnik.accounts.models import User
from nastavnik.org import identifiers
from nastavnik.org.models import Node
from nastavnik.org.services import facts, nodes
from nastavnik.org_import import checks
from nastavnik.org_import.checks import FACTS, Known
from nastavnik.org_import.headings import day_of
from nastavnik.org_import.models import OrgRow

BASIS = "Список организаций"


def write(rows: Sequence[OrgRow], known: Known, *, holds_from: dt.date, actor: User) -> None:
    """Open what is new, change what differs. Territories first: organisations of the table may stand in them."""
    opened: dict[tuple[str, ...], Node] = {}
    ordered = sorted(rows, key=lambda row: checks.type_of(row, known)[0] != Node.Kind.TERRITORY)
    for row in ordered:
        if row.verdict == OrgRow.Verdict.NEW:
            row.node = _open(row, rows, known, opened, holds_from, actor)
            row.done = {"opened": row.node.pk}
        elif row.verdict == OrgRow.Verdict.CHANGED and row.node is not None:
            change(row.node, {name: then for name, (_now, then) in row.changes.items()}, holds_from, actor)
            row.done = {"changed": {name: now for name, (now, _then) in row.changes.items()}}


def _open(
    row: OrgRow,
    rows: Sequence[OrgRow],
    known: Known,
    opened: dict[tuple[str, ...], Node],
    holds_from: dt.date,
    actor: User,
) -> Node:
    place = checks.place_of(row, known, rows)
    kind, code = checks.type_of(row, known)
    day = day_of(row.data["opened_on"]) or holds_from
    node = nodes.open_node(
        kind=kind,
        type=code,
        full=row.data["full"],
        short=row.data["short"],
        parent=place.node or opened[place.named],
        opened_on=day,
        basis=BASIS,
        actor=actor,
    )
    if kind == Node.Kind.TERRITORY:
        opened[checks.bare_name(row)] = node
    told = {
        "ogrn": identifiers.digits(row.data["ogrn"]),
        "inn": identifiers.digits(row.data["inn"]),
        "pilot": checks.pilot_of(row),
        "phase": checks.phase_of(row, known),
    }
    for name, value in told.items():
        if value:
            facts.set_fact(node, FACTS[name], value, from_on=day, basis=BASIS, actor=actor)
    return node


def change(node: Node, wanted: dict[str, str], day: dt.date, actor: User) -> None:
    """Give ``node`` the ``wanted`` values by field, from ``day`` on; also back again."""
    if {"short", "full"} & set(wanted):
        full, short = wanted.get("full", node.full_name), wanted.get("short", node.short_name)
        nodes.rename(node, full=full, short=short, from_on=day, basis=BASIS, actor=actor)
    if "type" in wanted:
        facts.correct_type(node, wanted["type"], actor=actor)
    if "place" in wanted:
        parent = Node.objects.get(pk=wanted["place"])
        nodes.move(node, parent=parent, from_on=day, basis=BASIS, actor=actor)
    for name, kind in FACTS.items():
        if name in wanted:
            facts.set_fact(node, kind, wanted[name], from_on=day, basis=BASIS, actor=actor)


def take_back(rows: Sequence[OrgRow], *, holds_from: dt.date, actor: User) -> None:
    """The deeds of ``rows`` undone, last first: what was opened vanishes, what was changed is as before."""
    for row in sorted(rows, key=lambda row: -int(row.done.get("opened") or 0)):
        if key := row.done.get("opened"):
            nodes.never_opened(Node.objects.get(pk=key), actor=actor)
            row.node = None
        elif former := row.done.get("changed"):
            assert row.node is not None  # noqa: S101 - a changed row has its node
            change(row.node, former, holds_from, actor)
        row.done = {}
