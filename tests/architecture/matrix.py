"""The permission matrix: what each role must be answered at each address, computed from a table of its own.

`permissions.tsv` is the matrix as agreed (role, action, how far). The code's `ACTIONS` must equal it, and the
answers of the running site must follow from it, so a right given by mistake fails twice.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from nastavnik.accounts.models import User
from nastavnik.accounts.permissions import ACTIONS
from nastavnik.accounts.roles import OFFICES, Role
from nastavnik.base.privacy import Class, classes_of
from nastavnik.base.routes import Address, Rule, rule_of
from nastavnik.org.models import Node
from tests import people_reach
from tests.cast import Cast
from tests.matrix_objects import ARGUMENTS, EXAMPLES, OWN_THINGS, Garden

HANDLER = ClientHandler(enforce_csrf_checks=False)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
TABLE = Path(__file__).with_name("permissions.tsv")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def agreed() -> dict[tuple[str, str], str]:
    """(role, action) → how far, as agreed."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    return {(role, action): where for role, action, where in rows}


AGREED = agreed()


@dataclass(frozen=True)
class Visitor:
    """Who comes: a signed-in client, the role and home of its user; without a role, one who may nothing."""

    name: str
    client: Client
    user: User | None
    role: Role | None
    home: Node | None


@dataclass(frozen=True)
class Fault:
    """An answer that the table does not foresee."""

    address: str
    method: str
    visitor: str
    place: str
    expected: str
    got: int


def visitors(cast: Cast) -> list[Visitor]:
    """Every role at its own node, one whose role has ended, one without a role, one who is not signed in."""
    found = [Visitor(role.value, _client(), user, role, cast.node_of(role)) for role, user in cast.users.items()]
    found += [
        Visitor("ended", _client(), cast.ended_curator, None, None),
        Visitor("stranger", _client(), cast.stranger, None, None),
    ]
    for visitor in found:
        visitor.client.force_login(visitor.user)
    return [*found, Visitor("anonymous", _client(), None, None, None)]


def _client() -> Client:
    client = Client(raise_request_exception=False)
    # One chain of middleware for all: making it reads the list of static files anew each time.
    client.handler = HANDLER
    return client


def places(visitor: Visitor, cast: Cast) -> dict[str, Node]:
    """Where the row lies, seen from the visitor's own node."""
    if visitor.home is None:
        return {"own": cast.school, "foreign": cast.other_school}
    related = {
        cast.school.pk: {"parent": cast.district, "child": cast.branch, "sibling": cast.sibling_school},
        cast.enterprise.pk: {"parent": cast.district, "sibling": cast.school},
        cast.district.pk: {
            "parent": cast.region,
            "office": cast.imc,
            "child": cast.school,
            "grandchild": cast.branch,
            "sibling": cast.sibling_district,
            "under sibling": cast.far_school,
        },
        cast.region.pk: {
            "office": cast.centre,
            "office of a child": cast.imc,
            "child": cast.district,
            "grandchild": cast.school,
            "sibling": cast.other_region,
        },
    }
    return {"own": visitor.home, **related[visitor.home.pk], "foreign": cast.other_school}


def faults_of_many(many: Iterable[Address], cast: Cast) -> list[Fault]:
    """`faults` of several addresses by the same visitors, each address as if it were the only one."""
    coming, found = visitors(cast), []
    cookies = [copy.deepcopy(visitor.client.cookies) for visitor in coming]
    for address in many:
        cache.clear()
        for visitor, kept in zip(coming, cookies, strict=True):
            visitor.client.cookies = copy.deepcopy(kept)
        with transaction.atomic():
            found += faults(address, cast, coming)
            transaction.set_rollback(True)
    return found


def faults(address: Address, cast: Cast, coming: list[Visitor] | None = None) -> Iterator[Fault]:
    """Every answer of ``address`` that differs from the table: each method, visitor and place."""
    rule = rule_of(address.view)
    if rule is None:
        yield Fault(address.path, "*", "*", "*", "a declared rule", 0)
        return
    grown: dict[tuple[int, int], dict[str, object]] = {}
    for visitor in coming or visitors(cast):
        nodes = _places(rule, visitor, cast)
        for place, node in nodes.items():
            for owner in _owners(rule, visitor, cast):
                if (node.pk, owner.pk) not in grown:
                    grown[node.pk, owner.pk] = _arguments(address, rule, node, owner)
                where = reverse(address.name, kwargs=grown[node.pk, owner.pk])
                for method in _methods(rule, place, visitor):
                    yield from _visit(address, where, rule, method, visitor, place, node, owner)


def _places(rule: Rule, visitor: Visitor, cast: Cast) -> dict[str, Node]:
    """Everywhere; who has no right to such rows at all is turned away alike everywhere: at home and far off."""
    if rule.model is None:
        return {"own": cast.school}
    nodes = places(visitor, cast)
    return nodes if _holds_any(rule, visitor) else {"own": nodes["own"], "foreign": nodes["foreign"]}


def _holds_any(rule: Rule, visitor: Visitor) -> bool:
    if rule.who == "anyone" or rule.who == "signed_in":
        return True
    asked = {rule.seen_by, *(rule.needed(method) for method in rule.methods)}
    return any((visitor.role or "", action) in AGREED for action in asked)


def _methods(rule: Rule, place: str, visitor: Visitor) -> tuple[str, ...]:
    """The methods that the address knows; the others for three visitors: they are refused before anyone is asked."""
    if place == "own" and visitor.name in ("anonymous", "director", "technical_admin"):
        return METHODS
    return tuple(method for method in ("GET", "POST") if method in rule.methods)


def _owners(rule: Rule, visitor: Visitor, cast: Cast) -> list[User]:
    """Whose row it is: for rows that people own, the visitor's and somebody else's."""
    action = ACTIONS.get(rule.action)
    if rule.model is not None and visitor.user is not None and _holds_any(rule, visitor):
        tied = people_reach.owners(rule.model, visitor.user, cast.sibling_curator)
        if tied is not None:
            return tied
    if rule.model is None or action is None or not action.own_rows or visitor.user is None:
        return [cast.sibling_curator]
    return [visitor.user, cast.sibling_curator]


def _arguments(address: Address, rule: Rule, node: Node, owner: User) -> dict[str, object]:
    names = PARAMETER.findall(address.path)
    kwargs: dict[str, object] = {name: ARGUMENTS.get(name) for name in names}
    if rule.model is not None:
        kwargs["uid"] = EXAMPLES[rule.model](Garden(node, owner)).uid
    return kwargs


def _visit(
    address: Address, where: str, rule: Rule, method: str, visitor: Visitor, place: str, node: Node, owner: User
) -> Iterator[Fault]:
    expected = expectation(rule, method, visitor, node, owner)
    with transaction.atomic():
        response = visitor.client.generic(method, where)
        transaction.set_rollback(True)
    if expected == "open" and response.status_code == 404 and address.name in OWN_THINGS:
        return
    if not _is(expected, response):
        yield Fault(address.name, method, visitor.name, place, expected, response.status_code)


def expectation(rule: Rule, method: str, visitor: Visitor, node: Node, owner: User) -> str:
    """ "wrong_method", "sign_in", "hidden", "refused" or "open", from the agreed table alone."""
    if method not in rule.methods:
        return "wrong_method"
    if rule.who == "anyone":
        return "open"
    if visitor.user is None:
        return "sign_in"
    if rule.who == "signed_in":
        return "open"
    needed = rule.needed(method)
    if rule.model is None:
        return "open" if (visitor.role, needed) in AGREED else "refused"
    if not _reaches(visitor, rule.seen_by, rule, node, owner):
        return "hidden"
    return "open" if _reaches(visitor, needed, rule, node, owner) else "refused"


def _reaches(visitor: Visitor, action: str, rule: Rule, node: Node, owner: User) -> bool:
    where = AGREED.get((visitor.role or "", action))
    if where is None or visitor.home is None or visitor.role is None:
        return False
    if ACTIONS[action].own_rows and owner != visitor.user:
        return False
    assert rule.model is not None
    if reached := people_reach.REACHED.get(rule.model):
        return reached(visitor.role, action, where, visitor.home, node, owner == visitor.user)
    lookup = type(rule.model._default_manager.get_queryset()).node
    if lookup is None:
        # Rows without a node: own ones, or published data.
        return ACTIONS[action].own_rows or set(classes_of(rule.model).values()) == {Class.P0}
    home = visitor.home
    below = node.path.startswith(home.path)
    if where == "above":
        return seen_from_below(home, node)
    if where == "offices":
        return node == home or (below and node.type in OFFICES[visitor.role])
    return node == home if where == "own" else below


def seen_from_below(home: Node, node: Node) -> bool:
    """The node itself, those that it stands in, and the offices placed directly in them."""
    if node == home or home.path.startswith(node.path):
        return True
    types = {type for types in OFFICES.values() for type in types}
    parent = node.path.removesuffix(f"{node.pk}/")
    return node.type in types and parent != "/" and home.path.startswith(parent)


def _is(expected: str, response: HttpResponseBase) -> bool:
    status = response.status_code
    to_sign_in = status == 302 and response.headers["Location"].startswith(reverse("account_login") + "?")
    return {
        "wrong_method": status == 405,
        "sign_in": to_sign_in,
        "hidden": status == 404,
        "refused": status == 403,
        "open": status < 500 and status not in (401, 403, 404, 405) and not to_sign_in,
    }[expected]
