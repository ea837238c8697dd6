"""Signing and withdrawing on a phone without an account, by a code from the organisation.

The code is posted and stands in no address; the session remembers which code was opened, for half an hour after the
last touch. Addresses count the consents of this code: they say nothing without the session.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nastavnik.base.errors import DomainError
from nastavnik.base.routes import open_to_all
from nastavnik.base.visitors import address_of
from nastavnik.documents.fingerprints import written_code
from nastavnik.people import sights
from nastavnik.people.consent_kinds import ON_PAPER_ONLY, PERSONAL_DATA
from nastavnik.people.models import Consent, SigningCode
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.refusals_consents import TooManyAttempts
from nastavnik.people.services import codes, consents
from nastavnik.portal.people.consents_codes import first_name_and_initial
from nastavnik.portal.people.consents_sheets import pieces
from nastavnik.portal.people.consents_words import LOOKS, PLAINLY, Look, full_titles
from nastavnik.portal.people.signing_forms import PROOF, CodeForm, SignForm, signer_of
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

KEPT = "people.signing"
LASTS = 30 * 60
SHOWN = (ConsentState.ISSUED, ConsentState.ACTIVE, ConsentState.WITHDRAWN)


class _Opened(Protocol):
    def __call__(self, request: HttpRequest, code: SigningCode, *args: Any, **kwargs: Any) -> HttpResponse: ...


@dataclass(frozen=True)
class Row:
    """``number`` stands in the address."""

    number: int
    consent: Consent
    title: str
    look: Look

    @property
    def may_sign(self) -> bool:
        return self.consent.state == ConsentState.ISSUED and self.consent.kind not in ON_PAPER_ONLY

    @property
    def is_active(self) -> bool:
        return self.consent.state == ConsentState.ACTIVE


@open_to_all(methods=("GET", "POST"))
def ask(request: HttpRequest) -> HttpResponse:
    """Type the code from the strip."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = codes.open(form.cleaned_data["code"], address=address_of(request))
        except TooManyAttempts as refusal:
            form.add_error("code", str(refusal))
            return render(request, "people/signing/ask.html", {"form": form}, status=429)
        if found is not None:
            request.session[KEPT] = {"code": str(found.uid), "at": time.time()}
            return redirect("people:sign-list")
        form.add_error(
            "code", _("This code does not work: it is over, was replaced by a newer one, or has a slip in it.")
        )
    return render(request, "people/signing/ask.html", {"form": form})


def _opened(view: _Opened) -> Any:
    """The code of this session, if it still works; else it is asked for."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = request.session.get(KEPT) or {}
        is_fresh = time.time() - kept.get("at", 0) < LASTS
        code = codes.again(kept["code"]) if kept and is_fresh else None
        if code is None:
            request.session.pop(KEPT, None)
            if kept:
                toast(
                    request,
                    _("Type the code again: the page was left open for long, or the code is over."),
                    tone="info",
                )
            return redirect("people:sign")
        request.session[KEPT] = {**kept, "at": time.time()}
        return view(request, code, *args, **kwargs)

    return guarded


def _rows(code: SigningCode) -> list[Row]:
    """Numbered in the order in which they were given out: a number stays that of its consent."""
    titles = full_titles()
    found = codes.consents_of(code).order_by("pk")
    return [
        Row(number, row, titles[row.kind], LOOKS[row.state])
        for number, row in enumerate(found, start=1)
        if row.state in SHOWN
    ]


def _row(code: SigningCode, position: int) -> Row | None:
    return next((row for row in _rows(code) if row.number == position), None)


def _context(code: SigningCode) -> dict[str, Any]:
    """Which organisation, whose consents: no more of the name than it takes to know the child."""
    child = first_name_and_initial(code.person.card or {}) if code.representation_id else ""
    return {"node": code.node, "child": child}


@open_to_all()
@_opened
def show_list(request: HttpRequest, code: SigningCode) -> HttpResponse:
    """What waits, what is in force, what was withdrawn."""
    rows = _rows(code)
    sights.seen(None, [code.person], "code")
    context = {
        **_context(code),
        "waiting": [row for row in rows if row.may_sign],
        "active": [row for row in rows if row.is_active],
        "ended": [row for row in rows if row.consent.state == ConsentState.WITHDRAWN],
        "on_paper": [row for row in rows if row.consent.state == ConsentState.ISSUED and not row.may_sign],
    }
    return render(request, "people/signing/list.html", context)


@open_to_all(methods=("GET", "POST"))
@_opened
def one(request: HttpRequest, code: SigningCode, position: int) -> HttpResponse:
    """One consent in full; the name and the tick sign it."""
    row = _row(code, position)
    if row is None:
        return redirect("people:sign-list")
    form = SignForm(request.POST or None, signer=signer_of(row.consent)) if row.may_sign else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            consents.sign_simply(row.consent, proof=PROOF | {"page": "people:sign-one"}, actor=None, code=code)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("You have signed. Thank you."))
            return redirect("people:sign-list")
    sights.seen(None, [code.person], "code")
    return render(
        request, "people/signing/one.html", {**_context(code), **text_of(row.consent), "row": row, "form": form}
    )


def text_of(consent: Consent) -> dict[str, Any]:
    """What is read before signing, by whichever door."""
    found, refusal = pieces(consent)
    return {
        "pieces": found,
        "refusal": refusal,
        "consent": consent,
        "title": full_titles()[consent.kind],
        "plainly": PLAINLY[consent.kind],
        "signer": signer_of(consent).full_name,
        "number": written_code(consent.code or ""),
        "ends_part": consent.kind in PERSONAL_DATA,
    }


@open_to_all(methods=("GET", "POST"))
@_opened
def withdraw(request: HttpRequest, code: SigningCode, position: int) -> HttpResponse:
    """What will happen; a POST does it."""
    row = _row(code, position)
    if row is None or not row.is_active:
        return redirect("people:sign-list")
    if request.method == "POST":
        try:
            asked = consents.withdraw(row.consent, by_themselves=True, actor=None, code=code)
        except DomainError as refusal:
            toast(request, str(refusal), tone="warning")
        else:
            return render(request, "people/signing/withdrawn.html", {**_context(code), "row": row, "asked": asked})
        return redirect("people:sign-list")
    context = {**_context(code), **text_of(row.consent), "row": row}
    return render(request, "people/signing/withdraw.html", context)


@open_to_all(methods=("POST",))
def leave(request: HttpRequest) -> HttpResponse:
    """The next one who takes this phone sees nothing."""
    request.session.pop(KEPT, None)
    return redirect("people:sign")
