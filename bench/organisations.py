"""The list of organisations with 50, 5,000 and 40,000 of them, as a reader gets it (W1, W3, W5); a district moved.

Three regions lie in one database and are asked in turn, so that a busy machine slows all alike. The floor is one
hand-written query for the same page of rows and its text put together by hand.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count
from statistics import median, quantiles
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured, queries_of

SIZES = {"small": 50, "middle": 5_000, "large": 40_000}
DISTRICTS = 18
ROUNDS = 60
WORST = 1.2
FLOOR_SHARE = 0.2
OPENED_ON = dt.date(2020, 9, 1)
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.organisations.pages", engine)
        versions = found["versions"]
        for page, what in (
            ("middle", "first page of 5,000"),
            ("large", "first page of 40,000"),
            ("deep", "page 100 of 5,000"),
            ("district", "one of 18 districts of 40,000"),
        ):
            ratio = found[page] / found["small"]
            yield Measure(f"organisations, {what} / of 50, p95, {engine}", ratio, "x", "<=", WORST, versions)
        asked = found["queries_large"] - found["queries_small"]
        yield Measure(f"organisations, queries for 40,000 more than for 50, {engine}", asked, "", "==", 0, versions)
        yield Measure(
            f"organisations, share of the floor's requests/s, {engine}",
            found["share"],
            "x",
            ">=",
            FLOOR_SHARE,
            versions,
        )
        yield Measure(f"a district of 5,000 moved, {engine}", found["move"], "s", "<=", 1, versions)


def pages() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    import django
    from django.test import Client
    from django.urls import reverse

    from nastavnik.accounts.roles import Role
    from nastavnik.org.services.reference import load

    load()
    keys = count(1)
    regions = {name: _region(name, size, keys) for name, size in SIZES.items()}
    _after_growth(next(keys))
    clients = {
        name: _client(Client(), Role.REGIONAL_OPERATOR, region) for name, (region, _district) in regions.items()
    }
    clients["deep"] = clients["middle"]
    clients["district"] = _client(Client(), Role.DISTRICT_COORDINATOR, regions["large"][1])
    address = reverse("org:list")
    addresses = dict.fromkeys(clients, address) | {"deep": _page_100(clients["middle"], address)}
    times: dict[str, list[float]] = {name: [] for name in clients}
    for _round in range(ROUNDS):
        for name, client in clients.items():
            times[name].append(_seconds(partial(client.get, addresses[name])))
    share = _share_of_floor(clients["middle"], address, regions["middle"][0].path)
    return {
        **{name: quantiles(found[5:], n=20)[-1] for name, found in times.items()},
        "queries_small": queries_of(clients["small"], address),
        "queries_large": queries_of(clients["large"], address),
        "share": share,
        "move": _move(regions["middle"][0]),
        "versions": f"django {django.__version__}, {engine_in_use()}",
    }


def _region(name: str, size: int, keys: Iterator[int]) -> tuple[Any, Any]:
    """A region with its districts and ``size`` schools, planted at once; the region and its first district."""
    from nastavnik.org.models import Fact, Node, NodeName, Placement
    from nastavnik.org.wording import search_form, sort_form

    def node(above: str, kind: str, type: str, title: str) -> Node:
        key = next(keys)
        return Node(
            pk=key, kind=kind, type=type, path=f"{above}{key}/", short_name=title, full_name=title,
            sort_name=sort_form(title), search_name=search_form(title), opened_on=OPENED_ON,
        )  # fmt: skip

    region = node("/", "territory", "region", f"Область {name}")
    districts = [node(region.path, "territory", "district", f"Район {number + 1}") for number in range(DISTRICTS)]
    parents: dict[int, int | None] = {region.pk: None, **{one.pk: region.pk for one in districts}}
    nodes = [region, *districts]
    for number in range(size):
        district = districts[number % DISTRICTS]
        school = node(district.path, "body", "school", f"Школа № {number * 7919 % 1_000_003}")
        nodes.append(school)
        parents[school.pk] = district.pk
    Node.objects.bulk_create(nodes, batch_size=1000)
    since = {"from_on": OPENED_ON}
    NodeName.objects.bulk_create(
        [NodeName(node=one, short=one.short_name, full=one.full_name, **since) for one in nodes], batch_size=1000
    )
    Placement.objects.bulk_create(
        [Placement(node=one, parent_id=parents[one.pk], path=one.path, **since) for one in nodes], batch_size=1000
    )
    Fact.objects.bulk_create(
        [Fact(node=one, kind="phase", value="implementation", **since) for one in nodes], batch_size=1000
    )
    return region, nodes[1]


def _after_growth(key: int) -> None:
    """What a server does by itself: statistics for the planner, and keys that go on where ours ended."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence('org_node', 'id'), %s)", [key])
        cursor.execute("ANALYZE")


def _client(client: Any, role: str, node: Any) -> Any:
    from nastavnik.accounts.models import Grant, User

    user = User.objects.create(email=f"{role}.{node.pk}@example.org", work_name="Сотрудник")
    Grant.objects.create(user=user, role=role, node=node, from_on=OPENED_ON)
    client.force_login(user)
    return client


def _page_100(client: Any, address: str) -> str:
    here = address
    for _page in range(99):
        found = NEXT.search(client.get(here).content.decode())
        assert found, here  # noqa: S101 - 5,000 organisations have 100 pages
        here = address + html.unescape(found[1])
    return here


def _move(region: Any) -> float:
    """Seconds to put a district of 5,000 nodes elsewhere: all districts of ``region`` stand in one first."""
    from django.db.models import Value
    from django.db.models.functions import Concat, Substr

    from nastavnik.org.models import Node, Placement
    from nastavnik.org.services.nodes import move, open_node

    whole, target = (
        open_node(
            kind="territory", type="district", full=title, short=title, parent=region, opened_on=OPENED_ON, actor=None
        )
        for title in ("Всё", "Иное")
    )
    inside = Placement.objects.filter(path__startswith=region.path).exclude(node__in=[region, whole, target])
    inside.filter(parent=region).update(parent=whole)
    for rows in (inside, Node.objects.filter(pk__in=inside.values("node"))):
        rows.update(path=Concat(Value(whole.path), Substr("path", len(region.path) + 1)))
    return _seconds(lambda: move(whole, parent=target, from_on=dt.date(2024, 9, 1), actor=None))


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _share_of_floor(client: Any, here: str, path: str) -> float:
    """Seconds of a request for the page made by one statement and by hand, over those of ours, asked in turn."""
    from django.http import HttpRequest, HttpResponse
    from django.test import override_settings
    from django.urls import path as address

    from nastavnik.base.routes import signed_in

    before, _table, rest = client.get(here).content.decode().partition("<tbody>")
    after = rest.partition("</tbody>")[2]

    def floor(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{before}<tbody>{_rows(path)}</tbody>{after}")

    urls = type("urls", (), {"urlpatterns": [address("floor", signed_in()(floor))]})
    floor_times, page_times = [], []
    for _round in range(ROUNDS):
        page_times.append(_seconds(partial(client.get, here)))
        with override_settings(ROOT_URLCONF=urls):
            floor_times.append(_seconds(partial(client.get, "/floor")))
    return median(floor_times) / median(page_times)


def _rows(path: str) -> str:
    from django.db import connection

    statement = (
        "SELECT n.uid, n.short_name, n.type, p.short_name, f.value, o.value FROM org_node n"
        " JOIN org_placement l ON l.node_id = n.id AND l.to_on IS NULL LEFT JOIN org_node p ON p.id = l.parent_id"
        " LEFT JOIN org_fact f ON f.node_id = n.id AND f.kind = 'phase' AND f.to_on IS NULL"
        " LEFT JOIN org_fact o ON o.node_id = n.id AND o.kind = 'ogrn' AND o.to_on IS NULL"
        " WHERE n.path >= %s AND n.path < %s AND n.kind = 'body' AND n.closed_on IS NULL"
        " ORDER BY n.sort_name, n.id LIMIT 51"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [path, path[:-1] + "0"])
        return "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in cursor.fetchall())
