"""G13: no page, file or error shows a stranger's marker; no log line shows any."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction

from nastavnik.accounts.models.grants import GrantQuerySet
from nastavnik.accounts.roles import Role
from nastavnik.roadmaps.models.plans import RoadmapQuerySet
from tests.architecture.canary import MARKER, Leak, leaks, seed
from tests.architecture.matrix import visitors
from tests.architecture.remembering import draw_refusals_once, remember_visitors
from tests.cast import Cast

# Every page for everybody: the fast tests leave it to the full ones.
pytestmark = pytest.mark.slow

WHO = [*Role.values, "ended", "stranger", "anonymous"]
AT_ONCE = 4


# Rows of every kind at every node take their time: several visitors find the same ones.
@pytest.mark.parametrize(
    "first", range(0, len(WHO), AT_ONCE), ids=lambda first: "-".join(WHO[first : first + AT_ONCE])
)
def test_nobody_meets_a_strangers_marker(
    first: int,
    cast: Cast,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seeded = seed(cast)
    remember_visitors(monkeypatch)
    draw_refusals_once(monkeypatch)
    coming = {visitor.name: visitor for visitor in visitors(cast)}

    found: list[Leak] = []
    for name in WHO[first : first + AT_ONCE]:
        cache.clear()
        with transaction.atomic():
            # As the matrix does: PostgreSQL is asked at every third address, another third than there.
            found += leaks(coming[name], seeded, every=1 if connection.vendor == "sqlite" else 3)
            transaction.set_rollback(True)

    assert found == []

    written = caplog.text + "".join(capfd.readouterr()) + "".join(letter.subject for letter in mail.outbox)
    assert MARKER.findall(written) == []


# --- Teeth: asked of the addresses where something is planted, and of no other --------------------------


def test_a_list_that_asks_nobody_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seeded = seed(cast)
    monkeypatch.setattr(RoadmapQuerySet, "visible_to", lambda self, user, action: self)
    curator = next(visitor for visitor in visitors(cast) if visitor.name == "curator")

    found = {(leak.address, leak.marker) for leak in leaks(curator, seeded, among=("roadmaps:list", "roadmaps:plan"))}

    assert ("roadmaps:list", f"МЕТКА{cast.other_school.pk}Я") in found
    assert ("roadmaps:plan", f"МЕТКА{cast.sibling_school.pk}Я") in found


def test_an_export_that_asks_nobody_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seeded = seed(cast)
    monkeypatch.setattr(GrantQuerySet, "visible_to", lambda self, user, action: self)
    curator = next(visitor for visitor in visitors(cast) if visitor.name == "curator")

    assert list(leaks(curator, seeded, among=("accounts:grants-export",))) != []
