"""The region of `cast` with the reference lists that its pages speak of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED


@pytest.fixture(scope="session")
def few_lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three of the shipped files: the whole set takes a third of a second, and every test would pay it."""
    folder = tmp_path_factory.mktemp("reference")
    for name in ("organisations.yaml", "calendar.yaml", "indicators.yaml"):
        shutil.copy(SHIPPED / name, folder)
    return folder


@pytest.fixture
def lists(db: None, few_lists: Path) -> None:
    load(few_lists)


@pytest.fixture
def as_user(client, cast, lists):
    def enter(name: str):
        client.force_login(getattr(cast, name))
        return client

    return enter
