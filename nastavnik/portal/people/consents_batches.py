"""Forms given out together: how far their file is, the file to print, codes instead of paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.keyring.files import FileMissing
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.downloads import attachment
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.people import sights
from nastavnik.people.models import Consent, ConsentBatch, Person
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.services import issuing
from nastavnik.portal.jobs.shown import job_card
from nastavnik.portal.people.consents_words import SHORT, full_titles
from nastavnik.portal.ui.toasts import toast

TONES = {ConsentBatch.State.RUNNING: "info", ConsentBatch.State.DONE: "success", ConsentBatch.State.FAILED: "danger"}


@route("consent.edit")
def show_list(request: SignedIn) -> HttpResponse:
    found = ConsentBatch.objects.visible_to(request.user, "consent.edit").select_related("node")
    page = keyset_page(found, order=("-pk",), cursor=cursor_of(request.GET))
    rows = [(batch, SHORT.get(batch.kind, batch.kind), _tone(batch)) for batch in page.rows]
    return render(request, "people/consents/batches.html", {"list_page": page, "rows": rows})


def _tone(batch: ConsentBatch) -> str:
    return TONES[ConsentBatch.State(batch.state)]


@route("consent.edit", of=ConsentBatch)
def show(request: SignedIn, batch: ConsentBatch) -> HttpResponse:
    """How far the file is, and how many of these forms have come back."""
    given = Consent.objects.filter(batch=batch)
    counts = {
        "pending": given.filter(state__in=sorted(PENDING)).count(),
        "active": given.filter(state=ConsentState.ACTIVE).count(),
        "count": given.count(),
    }
    titles = full_titles()
    context = {
        "batch": batch,
        "title": titles.get(batch.kind, batch.kind),
        "tone": _tone(batch),
        **counts,
        **job_card(request, batch.job_uid),
    }
    return render(request, "people/consents/batch.html", context)


@route("consent.edit", of=ConsentBatch)
def printed(request: SignedIn, batch: ConsentBatch) -> HttpResponseBase:
    """The file to print. It names people, so it is written down whose names left."""
    try:
        pieces = issuing.taken(batch, actor=request.user)
    except FileMissing:
        is_over = batch.state == ConsentBatch.State.DONE
        words = (
            _("The file is no longer kept: give the forms out again.") if is_over else _("The file is not ready yet.")
        )
        toast(request, words, tone="info")
        return redirect("people:consent-batch", uid=batch.uid)
    people = Person.objects.filter(consents__batch=batch).defer("card")
    sights.seen(request.user, people, "print")
    name = _("forms of consents").replace(" ", "-")
    return attachment(pieces, f"{name}-{timezone.localdate():%Y-%m-%d}.pdf")
