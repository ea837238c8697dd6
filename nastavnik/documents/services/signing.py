"""Signatures under issued bytes: a scan of the paper, a simple signature inside the platform, a file of a signature.

None of them is called a qualified signature: the program checks that a file was made for these bytes, not whose
certificate it bears.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.base.saving import save
from nastavnik.base.uploads import UploadRefused, admitted
from nastavnik.documents.models import Paper, Signing
from nastavnik.documents.refusals import WrongState
from nastavnik.documents.services.drafts import hold
from nastavnik.documents.signatures import read_detached

SCANS = frozenset({"pdf", "jpg", "jpeg", "png"})
SIGNATURES = frozenset({"sig", "p7s", "sgn"})
MOST = 64 * 1024


@transaction.atomic
def add_scan(
    paper: Paper, file: IO[bytes], file_name: str, *, name: str, post: str, on: dt.date, actor: User
) -> Signing:
    """Keep the scan of the signed paper beside the issued bytes.

    Raises: NotAllowed, WrongState, UploadRefused, Invalid.
    """
    require(actor, "document.register", paper)
    held = _issued(paper)
    if _ending(file_name) not in SCANS:
        raise UploadRefused(_("This is no scan. Add a PDF file or a picture (JPG, PNG)."))
    scan = admitted(file, file_name)
    signing = _new(held, Signing.Kind.SCAN, name=name, post=post, on=on, actor=actor)
    signing.file_key, signing.file_name = files.save(held.node_id, scan), file_name[-255:]
    save(signing)
    record("document.scan_added", held, actor=actor)
    return signing


@transaction.atomic
def sign_simply(paper: Paper, *, name: str, post: str, basis: str, actor: User) -> Signing:
    """Sign the issued bytes by a simple electronic signature: the sign-in is the key, ``basis`` the agreement
    between the sides that makes it count (63-ФЗ, articles 6 and 9).

    Raises: NotAllowed, WrongState, Invalid: no agreement; signed by this person already.
    """
    require(actor, "approval.approve", paper)
    held = _issued(paper)
    if not basis.strip():
        raise Invalid(fields={"basis": [_("Name the agreement on simple electronic signatures: number and date.")]})
    _refuse_second(held, Signing.Kind.SIMPLE, actor)
    signing = _new(held, Signing.Kind.SIMPLE, name=name, post=post, on=timezone.localdate(), actor=actor)
    signing.basis = basis.strip()[:300]
    save(signing)
    record("document.signed_simply", held, actor=actor, digest=held.pdf_digest)
    return signing


@transaction.atomic
def add_detached(
    paper: Paper, file: IO[bytes], file_name: str, *, name: str, post: str, on: dt.date, actor: User
) -> Signing:
    """Keep a detached signature that was made outside, and whether it was made for the issued bytes.

    Raises: NotAllowed, WrongState, UploadRefused, Invalid: this is no file of a signature.
    """
    require(actor, "document.register", paper)
    held = _issued(paper)
    content = file.read(MOST + 1)
    found = read_detached(content) if len(content) <= MOST and _ending(file_name) in SIGNATURES else None
    if found is None:
        raise Invalid(fields={"file": [_("This is no file of a signature (CMS). Choose the .sig or .p7s file.")]})
    signing = _new(held, Signing.Kind.DETACHED, name=name, post=post, on=on, actor=actor)
    signing.finding = found.finding((files.read(held.pdf_key), files.read(held.docx_key)))
    signing.file_key, signing.file_name = files.save(held.node_id, io.BytesIO(content)), file_name[-255:]
    save(signing)
    record("document.signature_added", held, actor=actor, finding=signing.finding)
    return signing


@transaction.atomic
def withdraw(signing: Signing, *, actor: User) -> Signing:
    """A wrong file was added: it is shown as withdrawn and no longer counts. A simple signature is taken back by
    whoever gave it.

    Raises: NotAllowed.
    """
    _require_hand(signing, actor)
    signing.withdrawn_at = timezone.now()
    signing.save(update_fields=["withdrawn_at"])
    record("document.signature_withdrawn", signing.paper, actor=actor, kind=str(signing.kind))
    return signing


@transaction.atomic
def put_back(signing: Signing, *, actor: User) -> Signing:
    """Raises: NotAllowed; Invalid: they have signed again meanwhile."""
    _require_hand(signing, actor)
    _refuse_second(hold(signing.paper), signing.kind, actor)
    signing.withdrawn_at = None
    signing.save(update_fields=["withdrawn_at"])
    record("document.signature_put_back", signing.paper, actor=actor, kind=str(signing.kind))
    return signing


def _require_hand(signing: Signing, actor: User) -> None:
    """Files are kept by the register, a simple signature is its own hand's."""
    require(actor, "document.register", signing.paper)
    if signing.kind == Signing.Kind.SIMPLE and signing.made_by_id != actor.pk:
        raise NotAllowed(action="document.register")


def _refuse_second(held: Paper, kind: str, actor: User) -> None:
    mine = held.signings.filter(kind=Signing.Kind.SIMPLE, made_by=actor, withdrawn_at=None)
    if kind == Signing.Kind.SIMPLE and mine.exists():
        raise Invalid(fields={"": [_("You have signed this document already.")]})


def _ending(file_name: str) -> str:
    return file_name.rpartition(".")[2].lower()


def _issued(paper: Paper) -> Paper:
    held = hold(paper)
    if not held.is_issued:
        raise WrongState
    return held


def _new(held: Paper, kind: str, *, name: str, post: str, on: dt.date, actor: User) -> Signing:
    if on > timezone.localdate():
        raise Invalid(fields={"signed_on": [_("This day has not come yet. Give the day of the signature.")]})
    return Signing(
        paper=held, kind=kind, name=" ".join(name.split())[:200], post=" ".join(post.split())[:300], signed_on=on,
        digest=held.pdf_digest, made_by=actor,
    )  # fmt: skip
