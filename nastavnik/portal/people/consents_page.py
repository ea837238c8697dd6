"""One consent: its text as it was given out, how it stands, its history, and the deeds upon it."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.keyring.files import FileMissing
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import timeline
from nastavnik.base.access import rights
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.headers import as_download
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.documents.fingerprints import written_code
from nastavnik.people import consent_forms, consent_sheets, sights
from nastavnik.people.consent_kinds import ON_PAPER_ONLY, PERSONAL_DATA
from nastavnik.people.models import Consent
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.services import consents, scans
from nastavnik.people.services.signing import PUT_RIGHT
from nastavnik.people.services.withdrawal_undoing import may_be_undone
from nastavnik.people.services.withdrawing import may_withdraw
from nastavnik.portal import conflicts
from nastavnik.portal.approvals.forms import DayField
from nastavnik.portal.audit.timelines import moments
from nastavnik.portal.people.consents_sheets import file_kind, sheets, signer_of, word_for_file
from nastavnik.portal.people.consents_words import LOOKS, full_titles
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast


class SignedForm(forms.Form):
    """The paper with the signature came back."""

    signed_on = DayField(label=gettext_lazy("Signed on"))
    basis = forms.CharField(
        label=gettext_lazy("Where the paper is"), max_length=300, required=False,
        help_text=gettext_lazy("For example: file 03-12, sheet 14. Write no names here."),
    )  # fmt: skip
    scan = forms.FileField(
        label=gettext_lazy("Scan of the paper"), required=False,
        help_text=gettext_lazy("PDF, JPG or PNG, 20 MB at most. It is kept encrypted."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class WithdrawForm(forms.Form):
    """A demand on paper was received."""

    words = forms.CharField(
        label=gettext_lazy("What the demand says"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("In short, as it is written. It is kept encrypted."),
    )  # fmt: skip


def page_context(request: SignedIn, consent: Consent) -> dict[str, Any]:
    """What every page of one consent says about it."""
    title = full_titles()[consent.kind]
    return {
        "consent": consent,
        "name": consent.person.full_name,
        "signer": signer_of(consent),
        "title": title,
        "look": LOOKS[consent.state],
    }


@route("consent.view", of=Consent)
def show(request: SignedIn, consent: Consent) -> HttpResponse:
    may = rights(request.user, consent, "consent.edit", "consent.sign")
    found, refusal = sheets(consent)
    sights.seen(request.user, [consent.person], "consent")
    signer = consent.representation.adult if consent.representation else consent.person
    is_pending, is_active = consent.state in PENDING, consent.state == ConsentState.ACTIVE
    is_signer = "consent.sign" in may and signer.user_id == request.user.pk
    context = {
        **page_context(request, consent),
        "sheets": found,
        "refusal": refusal,
        "code": written_code(consent.code or ""),
        "may_edit": "consent.edit" in may,
        "is_pending": is_pending,
        "is_active": is_active,
        "may_sign_here": is_signer and is_pending and consent.kind not in ON_PAPER_ONLY,
        "may_withdraw_here": "consent.sign" in may and is_active and may_withdraw(consent, request.user),
        "on_paper_only": consent.kind in ON_PAPER_ONLY,
        "may_undo_withdrawal": "consent.edit" in may and may_be_undone(consent),
        "may_put_right": "consent.edit" in may and _may_put_right(consent, request.user.pk),
        # Whoever signs is not shown who of the staff had the page open: that is asked of the organisation.
        "moments": [] if "consent.sign" in may else moments(timeline(consent)),
        "shows_history": "consent.sign" not in may,
        "may_have_code": is_pending and consent.kind not in ON_PAPER_ONLY and bool(signer_of(consent)),
        "form_version": consent.version,
    }
    return render(request, "people/consents/consent.html", context)


def _may_put_right(consent: Consent, user_id: int) -> bool:
    told = consent.proof or {}
    if consent.state != ConsentState.ACTIVE or consent.way != Consent.Way.PAPER or told.get("marked_by") != user_id:
        return False
    marked_at = str(told.get("marked_at") or "")
    return bool(marked_at) and dt.datetime.fromisoformat(marked_at) + PUT_RIGHT >= timezone.now()


@route("consent.edit", of=Consent, seen_by="consent.view", methods=("GET", "POST"))
def signed(request: SignedIn, consent: Consent) -> HttpResponse:
    """Mark as signed on paper; the scan may be put in at once."""
    if consent.state not in PENDING:
        toast(request, _("This consent is not waiting for a signature any more. Open it again."), tone="info")
        return redirect("people:consent", uid=consent.uid)
    initial = {"signed_on": timezone.localdate(), "version": consent.version}
    form = SignedForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        file = data["scan"]
        try:
            consents.sign_on_paper(
                consent, signed_on=data["signed_on"], basis=data["basis"], version=data["version"] or 0,
                scan=(file.read(), file.name) if file else None, actor=request.user,
            )  # fmt: skip
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=reverse("people:consent", args=[consent.uid]))
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            undo = reverse("people:consent-put-right", args=[consent.uid])
            toast(request, _("The consent is in force."), undo=undo)
            return redirect("people:consent", uid=consent.uid)
    sights.seen(request.user, [consent.person], "consent")
    return render(request, "people/consents/signed.html", {**page_context(request, consent), "form": form})


@route("consent.edit", of=Consent, seen_by="consent.view", methods=("POST",))
def put_right(request: SignedIn, consent: Consent) -> HttpResponse:
    """Take back the mark "signed on paper"."""
    version = version_typed(request.POST.get("version", ""), consent.version)
    return _deed(
        request, consent, lambda: consents.put_right(consent, version=version, actor=request.user),
        _("The mark is taken back: the consent waits for its signature again."),
    )  # fmt: skip


@route("consent.edit", of=Consent, seen_by="consent.view", methods=("POST",))
def call_off(request: SignedIn, consent: Consent) -> HttpResponse:
    """Take back a form that nobody has signed."""
    version = version_typed(request.POST.get("version", ""), consent.version)
    return _deed(
        request, consent, lambda: consents.call_off(consent, version=version, actor=request.user),
        _("The form is taken back. You can give out a new one."),
    )  # fmt: skip


def _deed(request: SignedIn, consent: Consent, deed: Any, done: str) -> HttpResponse:
    try:
        deed()
    except EditConflict as conflict:
        return conflicts.page(request, conflict, back=reverse("people:consent", args=[consent.uid]))
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, done)
    return redirect("people:consent", uid=consent.uid)


@route("consent.edit", of=Consent, seen_by="consent.view", methods=("GET", "POST"))
def withdraw(request: SignedIn, consent: Consent) -> HttpResponse:
    """By a demand on paper. Much follows, so the page says it first; a mistake is taken back within a day."""
    if consent.state != ConsentState.ACTIVE:
        toast(request, _("This consent is not in force any more. Open it again."), tone="info")
        return redirect("people:consent", uid=consent.uid)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            consents.withdraw(consent, by_themselves=False, words=form.cleaned_data["words"], actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            undo = reverse("people:consent-withdraw-undo", args=[consent.uid])
            words = _("The consent is withdrawn. The clock of the law has started: see the requests.")
            toast(request, words, undo=undo)
            return redirect("people:consent", uid=consent.uid)
    sights.seen(request.user, [consent.person], "consent")
    context = {**page_context(request, consent), "form": form, "ends_part": consent.kind in PERSONAL_DATA}
    return render(request, "people/consents/withdraw.html", context)


@route("consent.edit", of=Consent, seen_by="consent.view", methods=("POST",))
def undo_withdrawal(request: SignedIn, consent: Consent) -> HttpResponse:
    """A demand on paper was marked by mistake."""
    typed = request.POST.get("version", "")
    return _deed(
        request, consent,
        lambda: consents.undo_withdrawal(
            consent, version=version_typed(typed) if typed else None, actor=request.user
        ),
        _("The consent is in force again, taking part goes on, the clock of the law is stopped."),
    )  # fmt: skip


@route("consent.view", of=Consent)
def scan(request: SignedIn, consent: Consent) -> HttpResponseBase:
    """The scan, or the sheet as it was signed on a screen. A picture is shown, anything else is a file."""
    sights.seen(request.user, [consent.person], "consent")
    try:
        content = scans.scan_of(consent, actor=request.user)
    except FileMissing:
        toast(request, _("This consent has no scan."), tone="info")
        return redirect("people:consent", uid=consent.uid)
    ending, shown_as = file_kind(content)
    return as_download(
        FileResponse(
            io.BytesIO(content), as_attachment=not shown_as, filename=f"{word_for_file()}.{ending}",
            content_type=shown_as or "application/octet-stream",
        )
    )  # fmt: skip


@route("consent.view", of=Consent)
def printed(request: SignedIn, consent: Consent) -> HttpResponseBase:
    """The form to print and sign by hand."""
    try:
        sheet = consent_forms.sheet_of(consent)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect("people:consent", uid=consent.uid)
    sights.seen(request.user, [consent.person], "print")
    content = consent_sheets.printed([consent_sheets.marked(sheet, consent.code)] if consent.code else [sheet])
    name = f"{word_for_file()}.pdf"
    return as_download(
        FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type="application/pdf")
    )  # fmt: skip
