"""The region's lists as they are shipped, and a day."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from nastavnik.people.registers.cells import Reading
from nastavnik.people.registers.lists import Lists

REFERENCE = Path(__file__).parents[3] / "nastavnik" / "org" / "reference"
TODAY = dt.date(2026, 11, 22)
STATUSES = {
    "candidate": "кандидат",
    "consented": "согласие есть",
    "in_base": "в базе",
    "ready": "готов",
    "active": "участвует",
    "completed": "завершил",
    "withdrawn": "выбыл",
}


@cache
def reference(file: str) -> dict[str, Any]:
    """A file of the reference data, read by the parser in C: the other takes half a second each time."""
    return yaml.load((REFERENCE / file).read_text(encoding="utf-8"), yaml.CSafeLoader)


def entries(file: str, name: str) -> list[dict[str, Any]]:
    return reference(file)[name]["entries"]


def make_lists(groups: list[str] | None = None) -> Lists:
    def titles(name: str) -> dict[str, str]:
        return {entry["code"]: entry["title_ru"] for entry in entries("programmes.yaml", name)}

    categories = entries("programmes.yaml", "mentee_categories")
    return Lists.of(
        forms=titles("forms"),
        sources=titles("mentor_sources"),
        categories=titles("mentee_categories"),
        statuses=STATUSES,
        sensitive=[entry["code"] for entry in categories if entry["stored"] == "organisation_count"],
        groups=groups,
    )


@pytest.fixture(scope="session")
def lists() -> Lists:
    return make_lists()


@pytest.fixture(scope="session")
def school_lists() -> Lists:
    return make_lists(["7Б", "8А", "10 «А»"])


@pytest.fixture(scope="session")
def using(lists: Lists) -> Reading:
    return Reading(lists, TODAY)
