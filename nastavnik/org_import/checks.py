"""What each row means for the tree: new, changed, the same, or wrong, with a fault for each cell at fault.

Everything known of the tree is read once (`Known.read`, eight queries), so that a table of thousands of rows costs
as many queries as one of ten.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.models import User
from nastavnik.base.finding import words
from nastavnik.org import identifiers, reference
from nastavnik.org.models import Fact, Node
from nastavnik.org.services.nodes import TYPES_OF
from nastavnik.org_import.headings import day_of
from nastavnik.org_import.models import OrgRow

FAULTS: dict[str, str | Promise] = {
    "name_missing": _("The name is missing."),
    "name_too_long": _("The short name is longer than 200 letters. Shorten it."),
    "type_unknown": _("There is no such type in the reference list. Choose one of its types."),
    "type_missing": _("Give the type: without it a new organisation cannot be opened."),
    "place_unknown": _("There is no such territory within your reach. Compare it with the list of territories."),
    "place_ambiguous": _("Several territories fit this name. Write it as in the list of territories."),
    "ogrn_wrong": _("An OGRN has 13 digits and the last one checks the rest. Compare the digits."),
    "inn_wrong": _("An INN has 10 digits and the last one checks the rest. Compare the digits."),
    "phase_unknown": _("There is no such phase in the reference list."),
    "pilot_unclear": _("Write «yes» or «no»."),
    "day_wrong": _("This is not a day. Write it as 01.09.2020."),
    "day_ahead": _("This day has not come yet."),
    "place_later": _("The place where it stands was opened later than this day. Give a later day."),
    "ogrn_twice": _("This OGRN stands in another row of the table too."),
    "name_twice": _("An organisation of this name and place stands in another row too."),
    "ogrn_elsewhere": _("This OGRN belongs to an organisation out of your reach."),
    "ogrn_other": _("An organisation of this name is known with another OGRN. Correct one of them on its card."),
    "name_ambiguous": _("Several organisations of this name stand there. Give the OGRN."),
    "kind_differs": _("A territory cannot become an organisation, nor an organisation a territory."),
}
# How people call types in their tables; what the reference list calls them is known besides.
CALLED = {
    "school": ("школа", "сош", "оош", "нош", "гимназия", "лицей", "общеобразовательная", "оо", "кадетский корпус"),
    "kindergarten": ("детский сад", "сад", "доу", "дошкольная"),
    "college": ("колледж", "техникум", "спо", "училище", "поо"),
    "additional": ("дополнительное образование", "удод", "дом творчества", "центр творчества", "доп образование"),
    "imc": ("имц", "методический центр"),
    "university": ("вуз", "университет", "институт"),
    "enterprise": ("предприятие", "завод"),
    "ngo": ("нко", "фонд"),
    "district": ("район", "муниципальный район"),
    "municipality": ("муниципалитет", "муниципальный округ", "городской округ", "округ"),
}
YES, NO = {"да", "yes", "1", "+", "участвует", "пилот"}, {"", "нет", "no", "0", "-", "не участвует"}
FACTS = {"ogrn": Fact.Kind.OGRN, "inn": Fact.Kind.INN, "pilot": Fact.Kind.PILOT, "phase": Fact.Kind.PHASE}


@dataclass(frozen=True)
class Place:
    """Where a row puts its organisation: a node of the tree, or, by its words, a territory of the same table."""

    node: Node | None = None
    named: tuple[str, ...] = ()


@dataclass
class Known:
    """The tree within reach under one node, and the lists, looked up by words."""

    root: Node
    types: dict[tuple[str, ...], tuple[str, str]]
    phases: dict[tuple[str, ...], str]
    nodes: dict[int, Node]
    facts: dict[int, dict[str, str]]
    by_ogrn: dict[str, int]
    territories: dict[tuple[str, ...], list[Node]]
    by_name: dict[tuple[int, tuple[str, ...]], list[Node]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Node, actor: User, ogrns: Iterable[str]) -> Known:
        reached = Node.objects.visible_to(actor, "organisation.create").under(root).filter(closed_on=None)
        nodes = {node.pk: node for node in reached}
        stated = Fact.objects.open_ended().filter(node__in=reached, kind__in=FACTS.values())
        facts: dict[int, dict[str, str]] = {}
        for key, kind, value in stated.values_list("node", "kind", "value"):
            facts.setdefault(key, {})[kind] = value
        taken = Fact.objects.open_ended().filter(kind=Fact.Kind.OGRN, value__in=list(ogrns))
        known = cls(
            root, _types(), _phases(), nodes, facts, dict(taken.values_list("value", "node")), _territories(nodes)
        )
        for node in nodes.values():
            parent = (node.ancestor_ids or [0])[-1]
            for name in {words(node.short_name), words(node.full_name)}:
                known.by_name.setdefault((parent, name), []).append(node)
        return known


def _types() -> dict[tuple[str, ...], tuple[str, str]]:
    """Words → (kind, code), for every way in which a type may be called."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for kind, list_code in TYPES_OF.items():
        for code, title in reference.titles(list_code).items():
            if kind == Node.Kind.TERRITORY and code == "region":
                continue
            ways = (code, title, title.partition("(")[0], *title.split("/"), *CALLED.get(code, ()))
            found |= {words(way): (str(kind), code) for way in reversed(ways) if words(way)}
    return found


def _phases() -> dict[tuple[str, ...], str]:
    phases = reference.titles("rollout_phases")
    return {words(way): code for code, title in phases.items() for way in (code, title)}


def _territories(nodes: dict[int, Node]) -> dict[tuple[str, ...], list[Node]]:
    found: dict[tuple[str, ...], list[Node]] = {}
    for node in nodes.values():
        if node.is_territory:
            for name in {words(node.short_name), words(node.full_name), _bare(words(node.short_name))}:
                found.setdefault(name, []).append(node)
    return found


def _bare(name: tuple[str, ...]) -> tuple[str, ...]:
    """«Луговой район» is «Луговой» to most people."""
    generic = ("район", "р", "н", "муниципальный", "округ", "городской", "го", "мо")
    return tuple(word for word in name if word not in generic) or name


def check(rows: Sequence[OrgRow], known: Known, *, holds_from: dt.date) -> None:
    """Set verdict, node, changes and faults of each of ``rows``; those left out are not compared with the others."""
    present = [row for row in rows if not row.is_left_out]
    inside = {_bare(words(row.data["short"])) for row in present if _type_of(row, known)[0] == Node.Kind.TERRITORY}
    for row in rows:
        row.faults, row.changes, row.node, row.verdict = {}, {}, None, OrgRow.Verdict.WRONG
        _check_cells(row, known, inside)
    _check_repeats(present)
    for row in rows:
        if not row.faults:
            _compare(row, known, inside, holds_from)
        if row.faults:
            row.verdict = OrgRow.Verdict.WRONG


def _check_cells(row: OrgRow, known: Known, inside: set[tuple[str, ...]]) -> None:
    data, faults = row.data, row.faults
    if not words(data["full"]):
        faults["full"] = "name_missing"
    if len(data["short"]) > 200:
        faults["short"] = "name_too_long"
    if data["type"] and not _type_of(row, known)[1]:
        faults["type"] = "type_unknown"
    if data["phase"] and words(data["phase"]) not in known.phases:
        faults["phase"] = "phase_unknown"
    if data["pilot"].casefold() not in YES | NO:
        faults["pilot"] = "pilot_unclear"
    for name, fits in (("ogrn", identifiers.is_ogrn), ("inn", identifiers.is_inn)):
        if data[name] and not fits(identifiers.digits(data[name])):
            faults[name] = f"{name}_wrong"
    try:
        day = day_of(data["opened_on"])
        if day and day > timezone.localdate():
            faults["opened_on"] = "day_ahead"
    except ValueError:
        faults["opened_on"] = "day_wrong"
    if fault := _place_of(row, known, inside)[1]:
        faults["place"] = fault


def _check_repeats(rows: Sequence[OrgRow]) -> None:
    ogrns = Counter(identifiers.digits(row.data["ogrn"]) for row in rows)
    names = Counter((words(row.data["full"]), _bare(words(row.data["place"]))) for row in rows)
    for row in rows:
        if row.data["ogrn"] and ogrns[identifiers.digits(row.data["ogrn"])] > 1:
            row.faults.setdefault("ogrn", "ogrn_twice")
        if names[words(row.data["full"]), _bare(words(row.data["place"]))] > 1 and not row.data["ogrn"]:
            row.faults.setdefault("full", "name_twice")


def _type_of(row: OrgRow, known: Known) -> tuple[str, str]:
    """(kind, code), both "" where the type is not known."""
    return known.types.get(words(row.data["type"]), ("", ""))


def _place_of(row: OrgRow, known: Known, inside: set[tuple[str, ...]]) -> tuple[Place, str]:
    """Where the row belongs, or the code of what is wrong with its place."""
    said = words(row.data["place"])
    if not said:
        return Place(known.root), ""
    found = known.territories.get(said) or known.territories.get(_bare(said)) or []
    distinct = {node.pk: node for node in found}
    if len(distinct) == 1:
        return Place(next(iter(distinct.values()))), ""
    if len(distinct) > 1:
        return Place(), "place_ambiguous"
    return (Place(named=_bare(said)), "") if _bare(said) in inside else (Place(), "place_unknown")


def place_of(row: OrgRow, known: Known, rows: Iterable[OrgRow]) -> Place:
    """Where an accepted row belongs; ``rows`` are those accepted with it."""
    inside = {_bare(words(one.data["short"])) for one in rows if _type_of(one, known)[0] == Node.Kind.TERRITORY}
    return _place_of(row, known, inside)[0]


def bare_name(row: OrgRow) -> tuple[str, ...]:
    return _bare(words(row.data["short"]))


def _compare(row: OrgRow, known: Known, inside: set[tuple[str, ...]], holds_from: dt.date) -> None:
    """Which organisation the row speaks of, by OGRN or else by name and place, and what differs."""
    place = _place_of(row, known, inside)[0]
    kind, code = _type_of(row, known)
    node = _node_of(row, known, place)
    if row.faults:
        return
    if node is None:
        row.verdict = OrgRow.Verdict.NEW
        if not code:
            row.faults["type"] = "type_missing"
        if place.node and place.node.opened_on > (day_of(row.data["opened_on"]) or holds_from):
            row.faults["opened_on"] = "place_later"
        return
    if code and kind != node.kind:
        row.faults["type"] = "kind_differs"
        return
    row.node = node
    row.changes = _changes(row, known, node, place, code)
    row.verdict = OrgRow.Verdict.CHANGED if row.changes else OrgRow.Verdict.SAME


def _node_of(row: OrgRow, known: Known, place: Place) -> Node | None:
    ogrn = identifiers.digits(row.data["ogrn"])
    if ogrn and (key := known.by_ogrn.get(ogrn)):
        if key not in known.nodes:
            row.faults["ogrn"] = "ogrn_elsewhere"
        return known.nodes.get(key)
    if place.node is None:
        return None
    named = [*known.by_name.get((place.node.pk, words(row.data["full"])), [])]
    named += known.by_name.get((place.node.pk, words(row.data["short"])), [])
    found = {node.pk: node for node in named}
    if len(found) > 1:
        row.faults["full"] = "name_ambiguous"
        return None
    node = next(iter(found.values()), None)
    if node and ogrn and known.facts.get(node.pk, {}).get(Fact.Kind.OGRN):
        row.faults["ogrn"] = "ogrn_other"
        return None
    return node


def _changes(row: OrgRow, known: Known, node: Node, place: Place, code: str) -> dict[str, Any]:
    """Field → [now, wanted], of what the table says otherwise; an empty cell says nothing."""
    data, facts = row.data, known.facts.get(node.pk, {})
    wanted = {
        "short": (node.short_name, data["short"]),
        "full": (node.full_name, data["full"]),
        "type": (node.type, code),
        "ogrn": (facts.get(Fact.Kind.OGRN, ""), identifiers.digits(data["ogrn"])),
        "inn": (facts.get(Fact.Kind.INN, ""), identifiers.digits(data["inn"])),
        "phase": (facts.get(Fact.Kind.PHASE, ""), known.phases.get(words(data["phase"]), "")),
        "pilot": (facts.get(Fact.Kind.PILOT, ""), pilot_of(row)),
    }
    found: dict[str, Any] = {name: [now, then] for name, (now, then) in wanted.items() if then and then != now}
    # One column of names says nothing of the other name.
    if data["short"] == data["full"] and {words(node.short_name), words(node.full_name)} & {words(data["full"])}:
        found.pop("short", None)
        found.pop("full", None)
    if data["pilot"] and not pilot_of(row) and facts.get(Fact.Kind.PILOT):
        found["pilot"] = [facts[Fact.Kind.PILOT], ""]
    if data["place"] and place.node and place.node.pk not in node.ancestor_ids and place.node != node:
        found["place"] = [(node.ancestor_ids or [0])[-1], place.node.pk]
    return found


def pilot_of(row: OrgRow) -> str:
    return "yes" if row.data["pilot"].casefold() in YES else ""


def type_of(row: OrgRow, known: Known) -> tuple[str, str]:
    return _type_of(row, known)


def phase_of(row: OrgRow, known: Known) -> str:
    return known.phases.get(words(row.data["phase"]), "")
