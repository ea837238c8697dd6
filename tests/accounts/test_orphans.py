"""Files that no row names go after a day; whatever is named stays, wherever its name stands."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest
from django.utils import timezone

from nastavnik.accounts.keyring import orphans
from nastavnik.accounts.keyring.files import files
from nastavnik.audit.models import Event
from nastavnik.jobs.models import Job
from nastavnik.people.models import ConsentBatch, ScanBatch
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def kept(days: float) -> str:
    name = files.save(None, io.BytesIO(b"x" * 10))
    at = time.time() - days * 24 * 3600
    os.utime(files.root / name[:2] / name, (at, at))
    return name


def test_what_no_row_names_goes_after_a_day(
    cast: Cast, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NASTAVNIK_FILES = tmp_path  # type: ignore[attr-defined]  # the fixture takes any setting
    assert orphans.sweep() == orphans.Swept(0, 0, 0, 0)
    printed, scanned, part, fresh, lost = kept(9), kept(9), kept(9), kept(0.9), kept(1.1)
    ConsentBatch.objects.create(node=cast.school, kind="adult_pd", pdf_key=printed)
    today = timezone.localdate()
    ScanBatch.objects.create(node=cast.school, signed_on=today, file_keys=["0" * 32, scanned])
    Job.objects.create(kind="consent.print", key="one", cursor={"row": 25, "parts": [part]})
    cut_off = tmp_path / "ab" / f"{'ab' * 16}.part"
    cut_off.parent.mkdir(exist_ok=True)
    cut_off.write_bytes(b"x")
    os.utime(cut_off, (0, 0))
    (tmp_path / "ab" / "readme.txt").touch()

    assert orphans.look() == orphans.Swept(3, 1, 0, 1)
    # So many that the rows must be those of another store: nothing goes.
    monkeypatch.setattr(orphans, "FEW", 0)
    assert orphans.sweep() == orphans.Swept(3, 1, 0, 1)
    assert Event.objects.filter(action="files.not_swept", facts={"found": 1, "kept": 3}).exists()
    assert orphans.sweep(however_many=True) == orphans.Swept(3, 1, 1, 1)

    there = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert there == {printed, scanned, part, fresh, "readme.txt"}
    assert lost not in there
    told = Event.objects.get(action="files.swept")
    assert told.facts == {"removed": 1, "unfinished": 1, "kept": 3}
