"""Files of the encrypted store that no row names: a deed put one down and was rolled back, or a process died.

Which columns name files is read off the models: text whose name ends in ``_key`` and lists whose name ends in
``_keys``. An app whose rows carry such names elsewhere says so::

    orphans.further(Job, "cursor")
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from nastavnik.accounts.keyring.files import files
from nastavnik.audit.record import record

log = logging.getLogger(__name__)

#: A deed that is still running has its file; none runs for a day.
GRACE = dt.timedelta(days=1)
#: More than have their rows, or more than these and than this part of the store, are no leftovers: the database is
#: not the one that the store belongs to, such as a copy restored in between. Nobody's files are removed for that.
FEW, SHARE = 100, 0.1
_NAME = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_OURS = "nastavnik."
Column = tuple[type[models.Model], str]
_further: list[Column] = []


@dataclass(frozen=True)
class Swept:
    """``found`` files that no row names; ``removed`` is 0 where they were too many to be believed."""

    kept: int
    found: int
    removed: int
    unfinished: int


def further(model: type[models.Model], *columns: str) -> None:
    _further.extend((model, column) for column in columns)


def columns() -> list[Column]:
    """Whatever may name a file."""
    found = [
        (model, field.name)
        for model in apps.get_models()
        if model.__module__.startswith(_OURS) and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if (isinstance(field, models.CharField) and field.name.endswith("_key"))
        or (isinstance(field, models.JSONField) and field.name.endswith("_keys"))
    ]
    return found + _further


def sweep(now: dt.datetime | None = None, *, however_many: bool = False) -> Swept:
    """Remove the files that are older than a day and that no row names. Keys are held in memory, nothing else.

    Safe to run twice and at once. The journal says how many went, and nothing of them.
    """
    kept, left, unfinished = _found(now or timezone.now())
    if (len(left) > kept or len(left) > max(FEW, SHARE * (kept + len(left)))) and not however_many:
        log.warning("files not swept: unnamed=%s kept=%s", len(left), kept)
        record("files.not_swept", None, actor=None, found=len(left), kept=kept)
        return Swept(kept, len(left), 0, len(unfinished))
    for key in left:
        files.delete(key.hex())
    for path in unfinished:
        path.unlink(missing_ok=True)
    if left or unfinished:
        record("files.swept", None, actor=None, removed=len(left), unfinished=len(unfinished), kept=kept)
    return Swept(kept, len(left), len(left), len(unfinished))


def look(now: dt.datetime | None = None) -> Swept:
    """What `sweep` would find."""
    kept, left, unfinished = _found(now or timezone.now())
    return Swept(kept, len(left), 0, len(unfinished))


def _found(now: dt.datetime) -> tuple[int, list[bytes], list[Path]]:
    """How many files have their rows; the keys of those that have none; files whose writing was cut off."""
    named, kept = _named(), 0
    left: list[bytes] = []
    unfinished: list[Path] = []
    for entry in _older((now - GRACE).timestamp()):
        if entry.name.endswith(".part"):
            unfinished.append(Path(entry.path))
        elif (key := bytes.fromhex(entry.name)) in named:
            kept += 1
        else:
            left.append(key)
    if left:
        # A name may have moved from one column to another while the columns were read.
        named = _named()
        left = [key for key in left if key not in named]
    return kept, left, unfinished


def _named() -> set[bytes]:
    found: set[bytes] = set()
    for model, column in columns():
        rows = model._base_manager.exclude(**{f"{column}__isnull": True}).order_by()
        for value in rows.values_list(column, flat=True).iterator(chunk_size=2000):
            found.update(bytes.fromhex(name) for name in _names_in(value))
    return found


def _names_in(value: Any) -> list[str]:
    return _NAME.findall(value if isinstance(value, str) else json.dumps(value)) if value else []


def _older(before: float) -> Iterator[os.DirEntry[str]]:
    """Folder by folder: a store of a million files is never a list."""
    if not files.root.is_dir():
        return
    with os.scandir(files.root) as folders:
        for folder in folders:
            if not folder.is_dir(follow_symlinks=False):
                continue
            with os.scandir(folder.path) as entries:
                yield from (entry for entry in entries if _is_ours(entry) and _is_older(entry, before))


def _is_older(entry: os.DirEntry[str], before: float) -> bool:
    try:
        return entry.stat().st_mtime < before
    except FileNotFoundError:  # removed by its owner meanwhile
        return False


def _is_ours(entry: os.DirEntry[str]) -> bool:
    return _NAME.fullmatch(entry.name.removesuffix(".part")) is not None and entry.is_file(follow_symlinks=False)
