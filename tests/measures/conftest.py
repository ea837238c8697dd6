"""A fixed day, the lists that figures of organisations need, and how kept values are compared with counted ones."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from nastavnik.measures.counting import close_round, recount
from nastavnik.org.models import Node
from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> dt.date:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)
    return TODAY


@pytest.fixture
def lists(db: None, tmp_path: Path) -> None:
    for name in ("organisations.yaml", "roadmaps.yaml"):
        shutil.copy(SHIPPED / name, tmp_path)
    load(tmp_path)


@pytest.fixture
def counted(today: dt.date) -> None:
    """The round of the day is over."""
    recount(list(Node.objects.values_list("pk", flat=True)), today)
    close_round(today)
