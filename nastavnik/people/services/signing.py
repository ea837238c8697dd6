"""Consents signed: on paper, or on a screen by a simple electronic signature; and marks put right."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import NotAllowed
from nastavnik.base.uploads import admitted
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.people import consent_forms
from nastavnik.people.consent_kinds import ADULT, OF_MINORS, ON_PAPER_ONLY, OWN_ACK, fits_age, signs_representative
from nastavnik.people.coverage import is_adult
from nastavnik.people.models import Consent, ScanPage, SigningCode
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.refusals import DateAhead
from nastavnik.people.refusals_consents import (
    CannotPutRight,
    CodeNotWorking,
    NoRepresentative,
    NotWaiting,
    OnPaperOnly,
    SignedBeforeIssue,
    SomebodyElses,
    TextChanged,
    WrongAge,
)
from nastavnik.people.services.consent_rows import hold, saved
from nastavnik.people.services.persons import settled

#: A mark by hand can be taken back so long, by whoever made it.
PUT_RIGHT = dt.timedelta(hours=24)


@transaction.atomic
def sign_on_paper(
    consent: Consent, *, signed_on: dt.date, basis: str = "", scan: tuple[bytes, str] | None = None, version: int,
    actor: User,
) -> Consent:  # fmt: skip
    """The paper with the signature is there: the consent is in force. ``scan`` is its picture and the file's name.

    Raises: NotAllowed, NotWaiting, EditConflict, DateAhead, SignedBeforeIssue, WrongAge, UploadRefused, Invalid.
    """
    require(actor, "consent.edit", consent)
    key = ""
    if scan is not None:
        content, name = scan
        key = files.save(consent.node_id, admitted(io.BytesIO(content), name))
    try:
        return put_in_force_on_paper(
            consent, signed_on=signed_on, basis=basis, scan_key=key, version=version, actor=actor
        )
    except BaseException:
        if key:
            files.delete(key)
        raise


@transaction.atomic
def put_in_force_on_paper(
    consent: Consent, *, signed_on: dt.date, basis: str = "", scan_key: str = "", version: int | None = None,
    actor: User,
) -> Consent:  # fmt: skip
    """`sign_on_paper` for a scan that is kept already; whoever calls has asked for the right."""
    held = hold(consent, version)
    if held.state not in PENDING:
        raise NotWaiting
    _check_day(held, signed_on)
    held.way, held.signed_on, held.basis = Consent.Way.PAPER, signed_on, basis.strip()
    held.scan_key = scan_key
    # Who marked it and when: they may take the mark back for a day.
    held.proof = {"marked_at": timezone.now().isoformat(), "marked_by": actor.pk, "by_scan": bool(scan_key)}
    _put_in_force(held, actor)
    return held


@transaction.atomic
def sign_simply(
    consent: Consent, *, proof: Mapping[str, Any], actor: User | None, code: SigningCode | None = None
) -> Consent:
    """The signer agrees on a screen: by their account, or without one (``actor`` None) by a ``code`` of the school.

    ``proof`` says how: names and ids only. The sheet as it was signed is kept as PDF.

    Raises: NotAllowed, CodeNotWorking, SomebodyElses, NotWaiting, OnPaperOnly, NoRepresentative, WrongAge,
    TextChanged, TemplateGone.
    """
    may_sign(consent, actor, code)
    held = hold(consent)
    if held.state not in PENDING:
        raise NotWaiting
    if held.kind in ON_PAPER_ONLY:
        raise OnPaperOnly
    now = timezone.now()
    today = timezone.localdate(now)
    _check_day(held, today)
    held.way, held.signed_on = Consent.Way.SIMPLE, today
    by = {"account": actor.pk} if actor is not None else {}
    held.proof = {**proof, **by, **({"code": str(code.uid)} if code else {}), "at": now.isoformat()}
    held.scan_key = _kept_text(held, now)
    try:
        _put_in_force(held, actor)
    except BaseException:
        files.delete(held.scan_key)
        raise
    return held


def may_sign(consent: Consent, actor: User | None, code: SigningCode | None) -> None:
    """Exactly the signer: the person themselves, or whoever stands for them in this very consent."""
    if code is not None:
        if code.ended_at is not None or code.expires_at <= timezone.now():
            raise CodeNotWorking
        if code.person_id != consent.person_id or code.representation_id != consent.representation_id:
            raise SomebodyElses
    elif actor is None:
        raise NotAllowed(action="consent.sign")
    else:
        require(actor, "consent.sign", consent)
        signer = consent.representation.adult if consent.representation else consent.person
        if signer.user_id != actor.pk:
            raise SomebodyElses
    if consent.representation is None and _needs_representative(consent):
        raise NoRepresentative(person_ids=[consent.person_id])


def _needs_representative(consent: Consent) -> bool:
    day = consent.issued_on or timezone.localdate()
    return signs_representative(consent.kind, is_adult=is_adult(consent.person, day))


def _kept_text(consent: Consent, at: dt.datetime) -> str:
    """The sheet that is signed, kept under the key of the organisation; gives its name."""
    wording = consent_forms.wording_of(consent)
    if wording.digest != consent.text_digest:
        raise TextChanged
    adult = consent.representation.adult if consent.representation else None
    document = consent_forms.with_signature(wording.of(consent.person, adult), consent, timezone.localtime(at))
    return files.save(consent.node_id, io.BytesIO(write_pdf(document)))


def _check_day(consent: Consent, signed_on: dt.date) -> None:
    if signed_on > timezone.localdate():
        raise DateAhead
    if consent.issued_on is not None and signed_on < consent.issued_on:
        raise SignedBeforeIssue
    if not fits_age(consent.kind, is_adult=is_adult(consent.person, signed_on)):
        raise WrongAge(person_ids=[consent.person_id])


def _put_in_force(held: Consent, actor: User | None) -> None:
    """``held`` becomes the one in force; what it takes the place of is over."""
    replaced = {held.kind, *(OF_MINORS if held.kind == ADULT else ())}
    former = Consent.objects.in_force().filter(person_id=held.person_id, kind__in=sorted(replaced))
    over = list(former.select_for_update().order_by("pk"))
    for row in over:
        row.state, row.ended_on = ConsentState.REPLACED, timezone.localdate()
        saved(row)
        record("consent.replaced", row, actor=actor, kind=row.kind)
    held.replaces = next((row for row in over if row.kind != OWN_ACK), None)
    held.proof = {**(held.proof or {}), "replaced": [row.pk for row in over]}
    held.state = ConsentState.ACTIVE
    saved(held)
    record("consent.signed", held, actor=actor, kind=held.kind, way=held.way)
    settled(held.node, [held.person_id])


@transaction.atomic
def put_right(consent: Consent, *, version: int, actor: User) -> Consent:
    """Take back a mark "signed on paper" made by mistake: the consent waits for its signature again.

    Raises: NotAllowed, EditConflict; CannotPutRight: not made by ``actor``, or more than a day ago.
    """
    require(actor, "consent.edit", consent)
    held = hold(consent, version)
    told = held.proof or {}
    marked_at = dt.datetime.fromisoformat(told["marked_at"]) if told.get("marked_at") else None
    is_paper = held.state == ConsentState.ACTIVE and held.way == Consent.Way.PAPER
    if not is_paper or told.get("marked_by") != actor.pk or marked_at is None:
        raise CannotPutRight
    if marked_at + PUT_RIGHT < timezone.now():
        raise CannotPutRight
    scan = held.scan_key
    # The page itself stays: it may have been put to the wrong consent.
    held.scans.update(state=ScanPage.State.UNKNOWN, consent=None)
    wait_again(held, actor)
    if scan and not ScanPage.objects.filter(file_key=scan).exists():
        transaction.on_commit(lambda: files.delete(scan))
    return held


def wait_again(held: Consent, actor: User) -> None:
    """A mark "signed on paper" was a mistake: the consent waits for its signature, what it replaced is in force."""
    replaced = (held.proof or {}).get("replaced", [])
    held.state, held.way, held.signed_on, held.basis = ConsentState.ISSUED, Consent.Way.NONE, None, ""
    held.proof, held.scan_key, held.replaces = None, "", None
    saved(held)
    for row in Consent.objects.filter(pk__in=replaced, state=ConsentState.REPLACED):
        row.state, row.ended_on = ConsentState.ACTIVE, None
        saved(row)
    record("consent.put_right", held, actor=actor, kind=held.kind)
    settled(held.node, [held.person_id])
