"""The home page of a region of 1,500 organisations with 20,000 lines, and of one of its districts: server time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import count
from statistics import median
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured, queries_of
from bench.measures import FEW, LINES, ORGANISATIONS, TODAY, _plans
from bench.organisations import OPENED_ON, _after_growth, _region

ROUNDS = 7


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.homes.pages", engine)
        versions = found["versions"]
        yield Measure(f"home of a region of 1,500 organisations, {engine}", found["region"], "s", "<=", 0.2, versions)
        yield Measure(f"home of its district, {engine}", found["district"], "s", "<=", 0.2, versions)
        yield Measure(f"home of a region, queries more than with 150, {engine}", found["more"], "", "==", 0, versions)


def pages() -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    import django
    from django.utils import timezone

    from nastavnik.accounts.roles import Role
    from nastavnik.measures.counting import close_round, recount
    from nastavnik.org.models import Node
    from nastavnik.org.services.reference import load

    load()
    timezone.localdate = lambda *args: TODAY
    keys = count(1)
    small, region = _region("малая", FEW, keys)[0], _region("большая", ORGANISATIONS, keys)[0]
    for node, lines in ((small, LINES * FEW // ORGANISATIONS), (region, LINES)):
        _plans(node, lines)
    _after_growth(next(keys))
    recount(list(Node.objects.order_by("pk").values_list("pk", flat=True)), TODAY)
    close_round(TODAY)
    district = Node.objects.filter(path__startswith=region.path, kind="territory").exclude(pk=region.pk).first()
    visits = {
        "region": _visitor(region, Role.REGIONAL_OPERATOR),
        "district": _visitor(district, Role.DISTRICT_COORDINATOR),
        "small": _visitor(small, Role.REGIONAL_OPERATOR),
    }
    for client in visits.values():
        client.get("/")
    return {
        **{name: _seconds(visits[name]) for name in ("region", "district")},
        "more": queries_of(visits["region"], "/") - queries_of(visits["small"], "/"),
        "versions": f"{engine_in_use()}, Django {django.__version__}",
    }


def _visitor(node: Any, role: Any) -> Any:
    from django.test import Client

    from nastavnik.accounts.models import User
    from nastavnik.accounts.services.grants import give_role

    user = User.objects.create(email=f"{role}{node.pk}@example.org", work_name="Сотрудник")
    give_role(user, role, node, actor=None, from_on=OPENED_ON)
    client = Client()
    client.force_login(user)
    return client


def _seconds(client: Any) -> float:
    """Of a visit by the wall clock, the median of several."""
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get("/")
        taken.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"the home page answered {answer.status_code}")
    return median(taken)
