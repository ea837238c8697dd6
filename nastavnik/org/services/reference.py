"""Loading the shipped lists and editing them. What was in force is ended, never overwritten.

An entry edited here keeps its own version: when the file brings another text for it, that text is kept
beside it as an offer, and somebody decides.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.saving import save
from nastavnik.org.models import ReferenceEntry, ReferenceSet, ReferenceVersion
from nastavnik.org.models.reference import Origin
from nastavnik.org.refusals import LaterRecorded
from nastavnik.org.services.shipped import SHIPPED, Line, List, digest_of, lists

FIRST_DAY = dt.date(1900, 1, 1)  # the first edition of a list holds for whatever is entered of earlier years


class EntryEnded(DomainError):
    code = "entry_ended"
    message = _("This entry is not in force any more. Add a new entry instead.")


@dataclass
class LoadReport:
    """What a load did, as ``list/entry`` names. ``waiting`` are offers that somebody has to decide on."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


@transaction.atomic
def load(folder: Path = SHIPPED, *, from_on: dt.date | None = None, basis: str = "", actor: Any = None) -> LoadReport:
    """Bring the lists to the state of the files of ``folder``; the same files again change nothing.

    Raises: FileUnusable: nothing was loaded.
    """
    report = LoadReport()
    for position, shipped in enumerate(list(lists(folder))):
        _load_list(shipped, position, report, from_on, basis, actor)
    waiting = ReferenceEntry.objects.exclude(offered=None).filter(to_on=None).order_by("set__position", "position")
    report.waiting = [f"{code}/{entry}" for code, entry in waiting.values_list("set__code", "code")]
    return report


@transaction.atomic
def edit_entry(
    entry: ReferenceEntry, *, seen: int, title: str, data: Any, mark: str, from_on: dt.date, basis: str, actor: Any
) -> ReferenceEntry:
    """From ``from_on`` the entry reads otherwise; on the day its text began it is corrected instead.

    ``seen`` is the number of the version that the editor was looking at (``entry.since.number``).

    Raises:
        NotAllowed: ``actor`` holds no "reference.edit".
        EditConflict: the entry has another version by now.
        EntryEnded, LaterRecorded, Invalid.
    """
    owner = _locked(entry.set, actor)
    current = _current(owner, entry, seen, {"title_ru": title, "data": data, "mark": mark})
    body = {**data, "title_ru": title, "basis": mark} if isinstance(data, dict) and "title_ru" in data else data
    changed = _rewrite(current, _new_version(owner, from_on, basis, Origin.PRODUCT), body, title, mark)
    record("reference.entry_edited", changed, actor=actor, list=owner.code, entry=entry.code)
    return changed


@transaction.atomic
def add_entry(
    owner: ReferenceSet,
    *,
    code: str,
    title: str,
    data: Any,
    mark: str = "P",
    from_on: dt.date,
    basis: str,
    actor: Any,
) -> ReferenceEntry:
    """Raises: NotAllowed; Invalid: there is such a code already."""
    owner = _locked(owner, actor)
    since = _new_version(owner, from_on, basis, Origin.PRODUCT)
    last = owner.entries.order_by("-position").values_list("position", flat=True).first()
    entry = ReferenceEntry(
        set=owner,
        code=code,
        position=0 if last is None else last + 1,
        title_ru=title,
        data={**data, "code": code, "title_ru": title, "basis": mark},
        mark=mark,
        since=since,
        origin=Origin.PRODUCT,
        from_on=from_on,
        basis=basis,
    )
    save(entry)
    record("reference.entry_added", entry, actor=actor, list=owner.code, entry=code)
    return entry


@transaction.atomic
def end_entry(entry: ReferenceEntry, *, seen: int, on: dt.date, basis: str, actor: Any) -> ReferenceEntry:
    """The entry is not offered for choice from ``on``; what was chosen before keeps its title."""
    owner = _locked(entry.set, actor)
    current = _current(owner, entry, seen, {"to_on": on})
    if current.from_on >= on:
        raise LaterRecorded(current.from_on + dt.timedelta(days=1))
    current.since = _new_version(owner, on, basis, Origin.PRODUCT)
    current.to_on, current.origin, current.offered = on, Origin.PRODUCT, None
    save(current)
    record("reference.entry_ended", current, actor=actor, list=owner.code, entry=current.code)
    return current


@transaction.atomic
def decide_offer(entry: ReferenceEntry, *, seen: int, take: bool, actor: Any) -> ReferenceEntry:
    """Put the shipped text in force from today, or let it go and keep ours."""
    owner = _locked(entry.set, actor)
    current = _current(owner, entry, seen, {})
    if current.offered is None:
        raise EditConflict(theirs=current, mine={})
    since = _new_version(owner, timezone.localdate(), "", Origin.FILE if take else Origin.PRODUCT)
    if take:
        body = current.offered if isinstance(current.offered, dict) else {}
        title, mark = str(body.get("title_ru", current.code)), str(body.get("basis", ""))
        current = _rewrite(current, since, current.offered, title, mark, digest=current.file_digest)
    else:
        current.offered, current.since = None, since
        save(current)
    action = "reference.offer_taken" if take else "reference.offer_declined"
    record(action, current, actor=actor, list=owner.code, entry=current.code)
    return current


def _locked(owner: ReferenceSet, actor: Any) -> ReferenceSet:
    if actor is not None:
        require(actor, "reference.edit", owner)
    return ReferenceSet.objects.select_for_update().get(pk=owner.pk)


def _current(owner: ReferenceSet, entry: ReferenceEntry, seen: int, mine: dict[str, Any]) -> ReferenceEntry:
    """The entry in force under this code, if it is still the version that was ``seen``."""
    current = owner.entries.select_related("since").filter(code=entry.code, to_on=None).first()
    if current is None:
        raise EntryEnded(entry=entry.code)
    if current.since.number != seen:
        raise EditConflict(theirs=current, mine=mine)
    return current


def _new_version(owner: ReferenceSet, from_on: dt.date, basis: str, origin: Origin) -> ReferenceVersion:
    owner.version += 1
    owner.stamp = uuid4()
    owner.save(update_fields=["version", "stamp"])
    return save(ReferenceVersion(set=owner, number=owner.version, from_on=from_on, basis=basis, origin=origin))


def _rewrite(
    current: ReferenceEntry, since: ReferenceVersion, data: Any, title: str, mark: str, *, digest: str | None = None
) -> ReferenceEntry:
    """Other content from ``since.from_on``; ``digest`` says that it is the file's."""
    if current.from_on > since.from_on:
        raise LaterRecorded(current.from_on)
    if current.from_on < since.from_on:
        current.to_on, current.offered = since.from_on, None
        current.save(update_fields=["to_on", "offered"])
        former, current = current, ReferenceEntry(set=current.set, code=current.code, position=current.position)
        current.file_digest, current.from_on = former.file_digest, since.from_on
    current.data, current.title_ru, current.mark = data, title, mark
    current.since, current.basis, current.offered = since, since.basis, None
    current.origin = Origin.PRODUCT if digest is None else Origin.FILE
    current.file_digest = current.file_digest if digest is None else digest
    return save(current)


def _load_list(
    shipped: List, position: int, report: LoadReport, from_on: dt.date | None, basis: str, actor: Any
) -> None:
    owner, is_new = ReferenceSet.objects.get_or_create(code=shipped.code)
    owner = ReferenceSet.objects.select_for_update().get(pk=owner.pk)
    if (owner.title_ru, owner.position) != (shipped.title, position):
        owner.title_ru, owner.position = shipped.title, position
        save(owner)
    latest: dict[str, ReferenceEntry] = {entry.code: entry for entry in owner.entries.order_by("from_on")}
    changes = [line for line in shipped.lines if _differs(line, latest.get(line.code))]
    codes = {line.code for line in shipped.lines}
    gone = [e for e in latest.values() if e.code not in codes and e.to_on is None and e.origin == Origin.FILE]
    if not changes and not gone:
        return
    since = _new_version(owner, from_on or (FIRST_DAY if is_new else timezone.localdate()), basis, Origin.FILE)
    fresh: list[ReferenceEntry] = []
    for line in changes:
        _load_line(line, latest.get(line.code), since, report, fresh)
    ReferenceEntry.objects.bulk_create(fresh)
    for entry in gone:
        _retire(entry, since, report)
    record("reference.loaded", owner, actor=actor, list=owner.code, version=since.number)


def _differs(line: Line, entry: ReferenceEntry | None) -> bool:
    if entry is None or entry.file_digest != line.digest:
        return True
    # Retired by an earlier file and back again.
    return entry.to_on is not None and entry.origin == Origin.FILE


def _load_line(
    line: Line, entry: ReferenceEntry | None, since: ReferenceVersion, report: LoadReport, fresh: list[ReferenceEntry]
) -> None:
    name = f"{since.set.code}/{line.code}"
    if entry is None or (entry.to_on is not None and entry.origin == Origin.FILE):
        fresh.append(_shipped_entry(line, since))
        report.added.append(name)
    elif entry.origin == Origin.PRODUCT:
        entry.file_digest = line.digest
        if entry.to_on is None and digest_of(entry.data) != line.digest:
            entry.offered = line.data
            report.offered.append(name)
        save(entry)
    else:
        _rewrite(entry, since, line.data, line.title, line.mark, digest=line.digest)
        report.changed.append(name)


def _retire(entry: ReferenceEntry, since: ReferenceVersion, report: LoadReport) -> None:
    report.ended.append(f"{since.set.code}/{entry.code}")
    if entry.from_on >= since.from_on:
        entry.delete()  # never in force for a day
        return
    entry.to_on, entry.since = since.from_on, since
    save(entry)


def _shipped_entry(line: Line, since: ReferenceVersion) -> ReferenceEntry:
    return ReferenceEntry(
        set=since.set,
        code=line.code,
        position=line.position,
        title_ru=line.title,
        data=line.data,
        mark=line.mark,
        since=since,
        origin=Origin.FILE,
        file_digest=line.digest,
        from_on=since.from_on,
        basis=since.basis,
    )
