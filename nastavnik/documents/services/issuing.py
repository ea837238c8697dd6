"""Documents come into force: numbered, drawn, kept; and end: replaced, repealed. `Paper.state` of that is moved here.

A number, the state and the bytes go in one transaction: a document that could not be drawn took no number.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik import measures
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.approvals.services import chains
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.documents import listening
from nastavnik.documents.contents import asked_of, built_of, canonical, digest, filled, template_of
from nastavnik.documents.fingerprints import RENDERER, Drawn, address_of, draw, marked, new_code
from nastavnik.documents.frames import frame_of
from nastavnik.documents.library import Approval, Built, Group
from nastavnik.documents.models import WRITABLE, Case, Paper, State
from nastavnik.documents.queries import in_force_since
from nastavnik.documents.refusals import NoCase, WrongState
from nastavnik.documents.services.cases import case_for, is_given, next_number
from nastavnik.documents.services.drafts import SUBJECT, hold
from nastavnik.documents.speech import Speech


@dataclass(frozen=True)
class Requisites:
    """What is written on a document when it is issued. ``order`` and ``council`` are references to documents
    (kind_title, number, date), ``number`` overrides the register's for one that was numbered elsewhere. The day of
    one ``of_list`` was held against the register when its list was started."""

    dated_on: dt.date
    number: str = ""
    effective_on: dt.date | None = None
    order: dict[str, str] | None = None
    council: dict[str, str] | None = None
    signer: dict[str, str] | None = None
    of_list: bool = False


#: Documents of the register are not older.
FIRST_YEAR = 2000


@transaction.atomic
def register(paper: Paper, requisites: Requisites, *, actor: User, case: Case | None = None) -> Paper:
    """Issue what nobody approves here: minutes, letters, consents; or write down that it was signed on paper.

    Raises:
        NotAllowed: ``actor`` keeps no register here.
        WrongState: it is on its way, or issued already.
        Invalid: something required is missing; the day has not come or is before that of the last number; no order
            where one approves it; the number is given already.
        NoCase.
    """
    require(actor, "document.register", paper)
    held = hold(paper)
    if (held.state not in WRITABLE and held.state != State.AGREED) or held.removed_at is not None:
        raise WrongState
    if case is not None and case.node_id != held.node_id:
        raise NoCase(kind=held.code)
    built = built_of(held.code)
    if built.approval is Approval.BY_ORDER and not (requisites.order and requisites.order.get("number")):
        raise Invalid(fields={"order": [_("Say by which order it is approved: number and date.")]})
    held = issue(held, requisites, actor=actor, case=case)
    if built.approval is not Approval.NONE and held.state == State.REGISTERED:
        _write_down_approval(held, requisites, actor)
    return held


def issue(held: Paper, requisites: Requisites, *, actor: User, case: Case | None = None) -> Paper:
    """Number, draw and keep ``held``. Inside the transaction of whoever decided it."""
    refuse_day(requisites.dated_on)
    _refuse_beginning(requisites.effective_on)
    _refuse_overtaken(held)
    built = built_of(held.code)
    _give_number(held, built, requisites, case)
    _freeze(held, built, requisites)
    held.state, held.registered_at, held.registered_by = State.REGISTERED, timezone.now(), actor
    held.version += 1
    held.save()
    record("document.registered", held, actor=actor, kind=held.code, on=requisites.dated_on.isoformat())
    if held.replaces_id is not None:
        _end(held.replaces, State.REPLACED, by=held, on=held.effective_on or requisites.dated_on, actor=actor)
    tell_kind(held)
    return held


def _give_number(held: Paper, built: Built, requisites: Requisites, case: Case | None) -> None:
    held.dated_on = requisites.dated_on
    held.effective_on = requisites.effective_on
    if held.serial is not None:
        return  # given when it was signed
    if requisites.number.strip():
        held.number = requisites.number.strip()[:100]
        _into_file(held, built, case)
    elif built.approval is Approval.BY_ORDER and requisites.order:
        held.number = requisites.order.get("number", "")[:100]
    elif built.is_numbered:
        take_number(held, requisites.dated_on, case, is_held=requisites.of_list)


def _into_file(held: Paper, built: Built, case: Case | None) -> None:
    """A number typed by hand stands in its file once, beside those that the register gives there."""
    if not built.is_numbered or held.dated_on is None:
        return
    held.case = case or case_for(held.node, held.code)
    # Sides of an agreement number it each in their own way.
    if built.group is not Group.AGREEMENTS and is_given(held.case, held.number, held.dated_on):
        raise Invalid(fields={"number": [_("A document of this file bears this number already. Give another one.")]})


def take_number(held: Paper, on: dt.date, case: Case | None = None, *, is_held: bool = False) -> str:
    """Give ``held`` the next number of its file. Inside the transaction that issues it.

    Raises: NoCase, Invalid: the last number of the file stands on a later day.
    """
    held.case = case or case_for(held.node, held.code)
    serial, year, text = next_number(held.case, on, is_held=is_held)
    held.serial, held.serial_year, held.number = serial, year, text
    return text


def _freeze(held: Paper, built: Built, requisites: Requisites) -> None:
    """From here on the document says what it says today."""
    asked = asked_of(held)
    frame = frame_of(held.node, built, school_year=held.school_year, on=requisites.dated_on)
    given = {
        "number": held.number,
        "date": requisites.dated_on.isoformat(),
        "signer": requisites.signer or asked.get("signer") or frame.get("signer"),
        "approved_by": requisites.order,
        "council": requisites.council or asked.get("council"),
    }
    frame |= {name: value for name, value in given.items() if value}
    asked = {name: value for name, value in asked.items() if name not in given}
    code = new_code()
    payload: dict[str, Any] = {"asked": asked, "frame": frame, "address": address_of(code)}
    speech = Speech(held.node)
    drawn = redrawn(held, payload, code, speech)
    payload["words"] = speech.said
    signer = frame.get("signer") or {}
    held.signer_name, held.signer_post = signer.get("name", "")[:200], signer.get("post", "")[:300]
    held.payload, held.check_code, held.renderer = canonical(payload), code, RENDERER
    held.payload_digest = digest(held.payload)
    held.docx_digest, held.pdf_digest = drawn.docx_digest, drawn.pdf_digest
    held.docx_key = files.save(held.node_id, io.BytesIO(drawn.docx))
    held.pdf_key = files.save(held.node_id, io.BytesIO(drawn.pdf))


def redrawn(paper: Paper, payload: dict[str, Any], code: str, speech: Speech) -> Drawn:
    """The bytes that ``payload`` gives by the template of ``paper``.

    Raises: Invalid, TemplateGone, UnknownKind.
    """
    found = filled(template_of(paper), {**payload["frame"], **payload["asked"]}, speech)
    return draw(marked(found.document, code, payload["address"]))


@transaction.atomic
def repeal(paper: Paper, *, on: dt.date, basis: str, actor: User, by: Paper | None = None) -> Paper:
    """From ``on`` it is no longer in force; what it said stays to be read.

    Raises:
        NotAllowed, WrongState.
        Invalid: no basis; a day before the document's own.
    """
    require(actor, "document.register", paper)
    held = hold(paper)
    if held.state != State.REGISTERED:
        raise WrongState
    faults: dict[str, list[str]] = {}
    if not basis.strip() and by is None:
        faults["basis"] = [_("Say why: by which order, or for what reason.")]
    if held.dated_on is not None and on < held.dated_on:
        faults["on"] = [_("This is before the document itself. Give a later day.")]
    if faults:
        raise Invalid(fields=faults)
    held.end_basis = basis.strip()[:300]
    _end(held, State.REPEALED, by=by, on=on, actor=actor)
    return held


@transaction.atomic
def reinstate(paper: Paper, *, actor: User) -> Paper:
    """Take a repeal back: it was a mistake of the register.

    Raises: NotAllowed, WrongState.
    """
    require(actor, "document.register", paper)
    held = hold(paper)
    if held.state != State.REPEALED or held.replaced_by.in_force().exists():
        raise WrongState
    held.state, held.ended_on, held.repealed_by, held.end_basis = State.REGISTERED, None, None, ""
    held.version += 1
    held.save(update_fields=["state", "ended_on", "repealed_by", "end_basis", "version"])
    record("document.reinstated", held, actor=actor, kind=held.code)
    tell_kind(held)
    return held


def _end(paper: Paper | None, state: State, *, by: Paper | None, on: dt.date, actor: User) -> None:
    if paper is None:
        return
    held = hold(paper)
    if held.state != State.REGISTERED:
        return  # ended already, by somebody else
    held.state, held.ended_on = state, on
    held.repealed_by = by if state == State.REPEALED else None
    held.end_basis = paper.end_basis
    held.version += 1
    held.save(update_fields=["state", "ended_on", "repealed_by", "end_basis", "version"])
    record("document.ended", held, actor=actor, kind=held.code, state=str(state))
    paper.state, paper.ended_on = held.state, held.ended_on
    tell_kind(held)


def tell_kind(paper: Paper) -> None:
    """Figures and lines of plans that wait for a document of this kind look again."""
    measures.touch(paper.node_id, "documents")
    listening.tell(paper.node_id, paper.code, in_force_since(paper.node_id, paper.code, timezone.localdate()))


def _write_down_approval(held: Paper, requisites: Requisites, actor: User) -> None:
    """Signed on paper before: the round says so for ever."""
    order = requisites.order or {}
    number = order.get("number") or held.number
    on = dt.date.fromisoformat(order["date"]) if order.get("date") else requisites.dated_on
    chains.record_paper(SUBJECT, held.uid, held.node, held.title, order_no=number, on=on, actor=actor)


def refuse_day(on: dt.date) -> None:
    """Raises: Invalid: a document bears no day to come, and none before the register could hold it."""
    if on > timezone.localdate():
        raise Invalid(fields={"dated_on": [_("This day has not come yet. Give the date of the document.")]})
    if on.year < FIRST_YEAR:
        sentence = _("The year %(year)s cannot be right: the register holds documents since %(first)s. Correct it.")
        raise Invalid(fields={"dated_on": [sentence % {"year": on.year, "first": FIRST_YEAR}]})


def _refuse_beginning(on: dt.date | None) -> None:
    """Raises: Invalid: in force from a year that nobody means."""
    last = timezone.localdate().year + 1
    if on is not None and not FIRST_YEAR <= on.year <= last:
        sentence = _("A document comes into force in a year from %(first)s to %(last)s. Correct the year.")
        raise Invalid(fields={"effective_on": [sentence % {"first": FIRST_YEAR, "last": last}]})


def _refuse_overtaken(held: Paper) -> None:
    """Raises: WrongState: another edition has replaced the same document meanwhile."""
    if held.replaces is not None and hold(held.replaces).state == State.REPLACED:
        raise WrongState(_("Another edition has replaced that document meanwhile. Begin from the one in force."))


def payload_of(paper: Paper) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(paper.payload)
    return found
