"""The reference lists that the tree needs, and a region to plant in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nastavnik.org.models import Node
from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED
from tests.org.planting import opened


@pytest.fixture(scope="session")
def few_lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of the shipped files: the whole set takes a third of a second, and every test would pay it."""
    folder = tmp_path_factory.mktemp("reference")
    for name in ("organisations.yaml", "calendar.yaml"):
        shutil.copy(SHIPPED / name, folder)
    return folder


@pytest.fixture
def lists(db: None, few_lists: Path) -> None:
    load(few_lists)


@pytest.fixture
def region(lists: None) -> Node:
    return opened("region", "Приозёрная область")
