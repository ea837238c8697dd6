"""Tables of organisations to load, and the reference lists that they are read by."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence

import pytest

from nastavnik import jobs
from nastavnik.base import sheets
from nastavnik.org.models import ReferenceEntry, ReferenceSet, ReferenceVersion
from nastavnik.org_import.models import OrgList
from nastavnik.org_import.services import lists
from tests.cast import Cast

HEAD = ("Краткое наименование", "Полное наименование", "Тип", "Район", "ОГРН", "Дата открытия")
TODAY = dt.date(2026, 11, 20)
LISTS = {
    "org_types": {
        "school": "Общеобразовательная организация",
        "kindergarten": "Дошкольная образовательная организация",
    },
    "territory_types": {"region": "Субъект РФ", "district": "Район"},
    "rollout_phases": {"pilot": "Реализация пилотного проекта"},
}


def ogrn(number: int) -> str:
    """A number with its right check digit."""
    body = f"10277{number:07d}"
    return f"{body}{int(body) % 11 % 10}"


def table(rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> bytes:
    target = io.BytesIO()
    columns = [
        sheets.Column(title, lambda row, at=at: row[at] if at < len(row) else "") for at, title in enumerate(head)
    ]
    sheets.write_xlsx(target, columns, rows)
    return target.getvalue()


@pytest.fixture
def reference_lists(db: None) -> None:
    for code, entries in LISTS.items():
        owner = ReferenceSet.objects.create(code=code, title_ru=code, version=1)
        since = ReferenceVersion.objects.create(set=owner, number=1, from_on=dt.date(2020, 1, 1), origin="file")
        for entry, title in entries.items():
            ReferenceEntry.objects.create(
                set=owner,
                code=entry,
                title_ru=title,
                data={},
                since=since,
                origin="file",
                from_on=dt.date(2020, 1, 1),
            )


@pytest.fixture
def load(cast: Cast, reference_lists: None) -> Callable[..., OrgList]:
    """``load(rows)`` loads a table into the region, and the job reads it."""

    def take_in(rows: Sequence[Sequence[object]] = (), *, content: bytes = b"", name: str = "список.xlsx") -> OrgList:
        actor = cast.regional_operator
        batch = lists.take_in(
            cast.region, content=content or table(rows), file_name=name, holds_from=TODAY, actor=actor
        )
        jobs.run_all()
        batch.refresh_from_db()
        return batch

    return take_in
