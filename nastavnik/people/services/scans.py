"""Scans of signed consents: put in many at a time, sorted by the code on each page; the rest waits for a person."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files as store
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.base.saving import save
from nastavnik.documents.fingerprints import code_typed
from nastavnik.org.models import Node
from nastavnik.people.consent_sheets import code_of
from nastavnik.people.models import Consent, ScanBatch, ScanPage
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.refusals import DateAhead
from nastavnik.people.refusals_consents import NotInForce
from nastavnik.people.scan_pages import Page, kind_of
from nastavnik.people.services.consent_rows import hold, saved
from nastavnik.people.services.signing import put_in_force_on_paper, wait_again

JOB = "consent.scans"
MOST_BYTES, MOST_OF_ONE, MOST_FILES = 300 * 1024 * 1024, 100 * 1024 * 1024, 500
State = ScanPage.State


class ScanRefused(DomainError):
    code = "scan_refused"
    message = _("A scan is a PDF, a JPG or a PNG. One of the files is something else.")


class ScanDamaged(ScanRefused):
    code = "scan_damaged"
    message = _("One of the files is damaged or protected by a password. Scan these sheets again.")


class ScansTooLarge(ScanRefused):
    code = "scans_too_large"
    message = _("The files are too large: 300 MB together, 100 MB each. Put them in in several parts.")


class NoScans(ScanRefused):
    code = "scans_none"
    message = _("Choose the files with the scans.")


def take_in(
    node: Node, files: Iterable[tuple[str, IO[bytes]]], signed_on: dt.date, *, actor: User
) -> ScanBatch:  # fmt: skip
    """Keep ``files`` (name and content of each) encrypted and have their pages sorted; all were signed on one day.

    Raises: NotAllowed, DateAhead, NoScans, ScanRefused, ScansTooLarge.
    """
    require(actor, "consent.edit", node)
    if signed_on > timezone.localdate():
        raise DateAhead
    given = list(files)
    _check(given)
    keys: list[str] = []
    try:
        keys.extend(store.save(node.pk, stream) for _name, stream in given)
        return _begun(node, keys, signed_on, actor)
    except BaseException:
        forget(keys)
        raise


def _check(given: Sequence[tuple[str, IO[bytes]]]) -> None:
    if not given:
        raise NoScans
    sizes = []
    for name, stream in given:
        if kind_of(name, stream.read(16)) is None:
            raise ScanRefused
        sizes.append(stream.seek(0, os.SEEK_END))
        stream.seek(0)
    if sum(sizes) > MOST_BYTES or max(sizes) > MOST_OF_ONE or len(sizes) > MOST_FILES:
        raise ScansTooLarge


@transaction.atomic
def _begun(node: Node, keys: list[str], signed_on: dt.date, actor: User) -> ScanBatch:
    batch = save(ScanBatch(node=node, signed_on=signed_on, file_keys=keys, made_by=actor))
    job = jobs.start(JOB, actor=actor, node=node, params={"batch": str(batch.uid)}, key=f"{JOB}:{batch.uid}")
    batch.job_uid = job.uid
    batch.save(update_fields=["job_uid"])
    record("consent.scans_taken_in", batch, actor=actor, files=len(keys))
    return batch


def forget(keys: Iterable[str]) -> None:
    for key in keys:
        store.delete(key)


# --------------------------------------------------------------------- what the job does


def sort_pages(batch: ScanBatch, first: int, found: Sequence[tuple[Page, str]], *, actor: User) -> None:
    """Put pages (with the names under which they are kept) to their consents. In the transaction of the job."""
    codes = [next(filter(None, map(code_of, page.codes)), None) for page, _key in found]
    ours = {row.code: row for row in Consent.objects.filter(node=batch.node_id, code__in=filter(None, codes))}
    for place, (code, (_page, key)) in enumerate(zip(codes, found, strict=True)):
        consent = ours.get(code) if code else None
        state = State.UNKNOWN if code is None else State.FOREIGN if consent is None else None
        page = ScanPage(batch=batch, position=first + place, file_key=key, consent=consent)
        page.state = state or _fitted(consent, key, batch.signed_on, actor)  # type: ignore[arg-type]  # found above
        page.save()


def _fitted(consent: Consent, key: str, signed_on: dt.date, actor: User) -> str:
    """The state of a page whose consent is known."""
    consent.refresh_from_db()
    if consent.state in PENDING:
        try:
            put_in_force_on_paper(consent, signed_on=signed_on, scan_key=key, actor=actor)
        except DomainError:
            return State.UNKNOWN  # the day or the age does not fit: a person looks at it
        return State.TAKEN
    if consent.state == ConsentState.ACTIVE and not consent.scan_key:
        held = hold(consent)
        held.scan_key = key
        saved(held)
        return State.TAKEN
    return State.AGAIN


def sorted_whole(batch: ScanBatch) -> None:
    ScanBatch.objects.filter(pk=batch.pk).update(state=ScanBatch.State.SORTED)


def put_away(batch: ScanBatch) -> None:
    """Every page is kept by itself now: the files that were put in go."""
    forget(batch.file_keys)
    ScanBatch.objects.filter(pk=batch.pk).update(file_keys=[])


def not_sorted(uid: str, code: str) -> None:
    rows = ScanBatch.objects.filter(uid=uid).exclude(state=ScanBatch.State.SORTED)
    rows.update(state=ScanBatch.State.FAILED, refusal_code=code[:40])


# --------------------------------------------------------------------- what a person does


def by_code(node: Node, typed: str) -> Consent | None:
    """The consent whose form bears this code, however it was typed."""
    code = code_typed(typed)
    return Consent.objects.filter(node=node, code=code).select_related("person").first() if code else None


@transaction.atomic
def put_to(page: ScanPage, consent: Consent, *, actor: User, signed_on: dt.date | None = None) -> Consent:
    """``page`` is the scan of ``consent``: one that waits for its signature is in force from now on; of one in force
    it becomes the scan, and what was there before waits again.

    Raises: NotAllowed, NotInForce, DateAhead, SignedBeforeIssue, WrongAge.
    """
    require(actor, "consent.edit", consent)
    require(actor, "consent.edit", page.batch.node)
    kept = ScanPage.objects.select_for_update().get(pk=page.pk)
    if consent.node_id != page.batch.node_id:
        raise ScanRefused
    held = hold(consent)
    if held.state in PENDING:
        on = signed_on or page.batch.signed_on
        held = put_in_force_on_paper(consent, signed_on=on, scan_key=kept.file_key, actor=actor)
    elif held.state == ConsentState.ACTIVE and held.way == Consent.Way.PAPER:
        held.scans.exclude(pk=kept.pk).filter(state=State.TAKEN).update(state=State.AGAIN)
        held.scan_key = kept.file_key
        saved(held)
    else:
        raise NotInForce
    for other in Consent.objects.filter(scan_key=kept.file_key).exclude(pk=held.pk):
        _without_page(other, actor)
    kept.state, kept.consent = State.TAKEN, held
    kept.save(update_fields=["state", "consent"])
    record("consent.scan_put", held, actor=actor, page=kept.pk)
    return held


def _without_page(consent: Consent, actor: User) -> None:
    """A page was put to it by mistake. What was in force by this page alone waits for its signature again."""
    held = hold(consent)
    if held.state == ConsentState.ACTIVE and (held.proof or {}).get("by_scan"):
        wait_again(held, actor)
    else:
        held.scan_key = ""
        saved(held)


@transaction.atomic
def set_aside(page: ScanPage, *, actor: User) -> None:
    """The page is no consent (an empty back, a cover). Raises: NotAllowed, NotInForce: it is a consent's scan."""
    require(actor, "consent.edit", page.batch.node)
    rows = ScanPage.objects.filter(pk=page.pk).exclude(state=State.TAKEN)
    if not rows.update(state=State.SET_ASIDE):
        raise NotInForce
    record("consent.scan_set_aside", page, actor=actor, node_id=page.batch.node_id)


@transaction.atomic
def bring_back(page: ScanPage, *, actor: User) -> None:
    """Take `set_aside` back. Raises: NotAllowed."""
    require(actor, "consent.edit", page.batch.node)
    ScanPage.objects.filter(pk=page.pk, state=State.SET_ASIDE).update(state=State.UNKNOWN)


def picture_of(page: ScanPage, *, actor: User) -> bytes:
    """The page as JPEG; that somebody looked is written down. Raises: NotAllowed, FileMissing."""
    require(actor, "consent.edit", page.batch.node)
    found = store.read(page.file_key)
    record("consent.scan_viewed", page, actor=actor, node_id=page.batch.node_id)
    return found


def scan_of(consent: Consent, *, actor: User) -> bytes:
    """The scan of a consent, or its sheet as it was signed on a screen. Raises: NotAllowed, FileMissing."""
    require(actor, "consent.view", consent)
    found = store.read(consent.scan_key or "0" * 32)
    record("consent.scan_viewed", consent, actor=actor)
    return found
