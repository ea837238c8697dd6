"""Canaries: a marker of its own in every text of every organisation, and a crawl that looks for strangers.

Rows bear ``МЕТКА<node>Я``, names of organisations ``ИМЯ<node>Я``, names of people ``ЛИЦО<node>Я``. Whoever
opens a page may meet the markers of the nodes that some right of theirs reaches, and the names of the
territories they live in; any other marker is a leak.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import models
from django.http.response import HttpResponseBase
from django.urls import reverse

from nastavnik.accounts.models import Grant, User
from nastavnik.accounts.roles import OFFICES, Role
from nastavnik.base.routes import Address, addresses, rule_of
from nastavnik.org.models import Node
from tests.architecture.matrix import AGREED, PARAMETER, Visitor, seen_from_below
from tests.cast import Cast
from tests.matrix_objects import ARGUMENTS, EXAMPLES, Garden

MARKER = re.compile(r"(МЕТКА|ИМЯ|ЛИЦО)(\d+)Я")
HERDS = ("region", "district", "imc", "school", "sibling_school", "far_school", "other_school")


@dataclass(frozen=True)
class Leak:
    """A marker that the visitor must not meet, and where it stood."""

    visitor: str
    address: str
    marker: str


@dataclass(frozen=True)
class Seeded:
    """The rows of every routed model at every node, marked."""

    nodes: list[Node]
    rows: dict[type[models.Model], list[models.Model]]
    strangers: list[Node]


def seed(cast: Cast) -> Seeded:
    nodes = [getattr(cast, name) for name in HERDS]
    rows: dict[type[models.Model], list[models.Model]] = {model: [] for model in EXAMPLES}
    for node in nodes:
        mark = f"ИМЯ{node.pk}Я"
        Node.objects.filter(pk=node.pk).update(short_name=mark, full_name=mark, search_name=mark)
        node.refresh_from_db()
        owner = User.objects.create_user(email=f"canary{node.pk}@example.org", work_name=f"ЛИЦО{node.pk}Я")
        Grant.objects.create(user=owner, role=Role.CURATOR, node=node, basis=f"МЕТКА{node.pk}Я")
        for model, example in EXAMPLES.items():
            rows[model].append(example(Garden(node, owner, marker=f"МЕТКА{node.pk}Я")))
        # Whoever the examples needed beside the owner is a person too.
        User.objects.filter(work_name__contains=f"МЕТКА{node.pk}Я").update(work_name=f"ЛИЦО{node.pk}Я")
    return Seeded(nodes, rows, [cast.sibling_school, cast.other_school])


def leaks(visitor: Visitor, seeded: Seeded, *, every: int = 1, among: Collection[str] = ()) -> Iterator[Leak]:
    """Every foreign marker that ``visitor`` meets at the addresses that can be read.

    At all of them, at one in ``every``, or at those ``among`` the names.
    """
    allowed = _allowed(visitor, seeded.nodes)
    for address in list(addresses())[every - 1 :: every]:
        if among and address.name not in among:
            continue
        for where in _places(address, visitor, seeded):
            response = visitor.client.get(where)
            if response.status_code >= 500:
                raise AssertionError(f"{visitor.name}: {where} answered {response.status_code}")
            for marker in sorted(set(MARKER.findall(_text(response)))):
                if marker not in allowed:
                    yield Leak(visitor.name, address.name, "".join((*marker, "Я")))


def _places(address: Address, visitor: Visitor, seeded: Seeded) -> Iterator[str]:
    rule = rule_of(address.view)
    if rule is None or "GET" not in rule.methods or address.name in ("account_logout",):
        return
    kwargs: dict[str, object] = {name: ARGUMENTS.get(name) for name in PARAMETER.findall(address.path)}
    if rule.model is None:
        for form in ("csv", "xlsx") if "form" in kwargs else ("",):
            yield reverse(address.name, kwargs={**kwargs, **({"form": form} if form else {})})
        return
    home = visitor.home or seeded.nodes[0]
    for node, row in zip(seeded.nodes, seeded.rows[rule.model], strict=True):
        # What every node answers, the matrix asks; here the pages are read: one's own and two strangers'.
        if node.pk != home.pk and node not in seeded.strangers:
            continue
        yield reverse(address.name, kwargs={**kwargs, "uid": row.uid})  # type: ignore[attr-defined]  # every routed model has one


def _allowed(visitor: Visitor, nodes: list[Node]) -> set[tuple[str, str]]:
    """Markers of the nodes within any right of the visitor; names of the territories above, which cards show."""
    found: set[tuple[str, str]] = set()
    for node in nodes:
        if visitor.home is not None and visitor.home.path.startswith(node.path):
            found.add(("ИМЯ", str(node.pk)))
            # Those above see the lines below: they write under them and can be called by their work name.
            if (visitor.role, "roadmap.comment") in AGREED:
                found.add(("ЛИЦО", str(node.pk)))
        # Who offers a typical plan is told to those below; the head of a document names the authority above.
        told = "above" in _wheres(visitor) or (visitor.role, "document.view") in AGREED
        if visitor.home is not None and told and seen_from_below(visitor.home, node):
            found.add(("ИМЯ", str(node.pk)))
        if any(_within(visitor, where, node) for where in _wheres(visitor)):
            found |= {(kind, str(node.pk)) for kind in ("МЕТКА", "ИМЯ", "ЛИЦО")}
    return found


def _wheres(visitor: Visitor) -> set[str]:
    return {where for (role, action), where in AGREED.items() if role == visitor.role and action not in OWN_ROWS}


# Rights over one's own rows open nothing of the nodes below.
OWN_ROWS = {"job.view", "job.cancel", "notification.view", "comment.withdraw"}


def _within(visitor: Visitor, where: str, node: Node) -> bool:
    home = visitor.home
    if home is None or visitor.role is None:
        return False
    if where == "own":
        return node.pk == home.pk
    if where == "above":
        # Published rows carry no marker; whatever else stands there stays hidden.
        return False
    below = node.path.startswith(home.path)
    return below if where == "below" else node.pk == home.pk or (below and node.type in OFFICES[visitor.role])


def _text(response: HttpResponseBase) -> str:
    """All that the answer says: its body, unpacked where it is an archive, and its headers."""
    streamed = getattr(response, "streaming_content", None)
    body = b"".join(streamed) if streamed is not None else getattr(response, "content", b"")
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode(errors="replace") + str(response.headers)
