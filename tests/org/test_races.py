"""Two deeds to one tree at once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Model

from nastavnik.org.models import Node, Placement
from nastavnik.org.services import nodes, paths
from nastavnik.org.services.reference import load
from tests.org.planting import opened

pytestmark = pytest.mark.slow

ON = dt.date(2024, 9, 1)


def in_thread(work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_locked", [True, False])
def test_a_school_opened_while_its_district_moves_goes_along(few_lists, monkeypatch, is_locked):
    """Without the lock the school would keep the old path: PostgreSQL shows it, SQLite has one writer anyway."""
    load(few_lists)
    region = opened("region", "Область")
    here, there = (opened("district", name, region) for name in ("Здесь", "Там"))
    if not is_locked:
        monkeypatch.setattr(paths, "lock", lambda *rows: [row.refresh_from_db() for row in rows])
    place_is_read, district_has_moved = threading.Event(), threading.Event()
    # Where the move can come between, it is waited for however slow the machine; elsewhere it waits for us.
    patience = 60 if not is_locked and connection.vendor == "postgresql" else 1
    write = nodes.save

    def slow_write(row: Model) -> Model:
        if isinstance(row, Placement):
            place_is_read.set()
            district_has_moved.wait(patience)
        return write(row)

    monkeypatch.setattr(nodes, "save", slow_write)

    opening = in_thread(lambda: opened("school", "Школа", Node.objects.get(pk=here.pk), ON))
    assert place_is_read.wait(60)
    moving = in_thread(
        lambda: (
            nodes.move(Node.objects.get(pk=here.pk), parent=there, from_on=ON, actor=None),
            district_has_moved.set(),
        )
    )
    for thread in (opening, moving):
        thread.join(120)

    school, district = Node.objects.get(short_name="Школа"), Node.objects.get(pk=here.pk)
    assert district.path == f"{there.path}{here.pk}/"
    goes_along = school.path == f"{district.path}{school.pk}/"
    assert goes_along == (is_locked or connection.vendor == "sqlite")
