"""Scans of signed consents: many put in at once, what found its record, and what a person has to look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Case, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.keyring.files import FileMissing
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.headers import as_download
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.documents.fingerprints import written_code
from nastavnik.people import sights
from nastavnik.people.models import Consent, ScanBatch, ScanPage
from nastavnik.people.models.consents import PENDING, ConsentState
from nastavnik.people.services import scans
from nastavnik.portal.approvals.forms import DayField
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.jobs.shown import job_card
from nastavnik.portal.people.consents_sheets import signer_of
from nastavnik.portal.people.consents_words import SHORT
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

State = ScanPage.State
WAITING = (State.UNKNOWN, State.FOREIGN, State.AGAIN)
TONES = {
    State.TAKEN: "success", State.UNKNOWN: "warning", State.FOREIGN: "warning", State.AGAIN: "warning",
    State.SET_ASIDE: "plain",
}  # fmt: skip
BATCH_TONES = {ScanBatch.State.SORTING: "info", ScanBatch.State.SORTED: "success", ScanBatch.State.FAILED: "danger"}
#: Names offered beside a page that nobody's code was found on.
MOST_FOUND = 12


class ScansForm(forms.Form):
    signed_on = DayField(
        label=gettext_lazy("Signed on"),
        help_text=gettext_lazy("The same day for all these sheets; put in the others apart."),
    )  # fmt: skip


@route("consent.edit", methods=("GET", "POST"))
def show_list(request: SignedIn) -> HttpResponse:
    """Put in scans; what was put in before."""
    place = place_of(request)
    form = ScansForm(request.POST or None, initial={"signed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = [(file.name or "", file) for file in request.FILES.getlist("files")]
        try:
            batch = scans.take_in(place.node, given, form.cleaned_data["signed_on"], actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return redirect("people:consent-scan-batch", uid=batch.uid)
    found = ScanBatch.objects.visible_to(request.user, "consent.edit").select_related("node")
    page = keyset_page(found, order=("-pk",), cursor=cursor_of(request.GET))
    keys = [batch.pk for batch in page.rows]
    counts = Counter(ScanPage.objects.filter(batch__in=keys).values_list("batch_id", flat=True))
    waiting = Counter(ScanPage.objects.filter(batch__in=keys, state__in=WAITING).values_list("batch_id", flat=True))
    rows = [
        (batch, counts[batch.pk], waiting[batch.pk], BATCH_TONES[ScanBatch.State(batch.state)]) for batch in page.rows
    ]
    context = {
        "form": form, "list_page": page, "rows": rows, "place": place, "most": scans.MOST_OF_ONE,
    }  # fmt: skip
    return render(request, "people/scans/list.html", context)


@dataclass(frozen=True)
class ShownPage:
    page: ScanPage
    tone: str
    name: str
    purpose: Any


@route("consent.edit", of=ScanBatch)
def batch(request: SignedIn, batch: ScanBatch) -> HttpResponse:
    """What waits for a person first, then what found its record, then what was set aside: fifty pages at a time."""
    place = Case(When(state__in=WAITING, then=0), When(state=State.TAKEN, then=1), default=2)
    pages = batch.pages.annotate(place=place).select_related("consent__person")
    page = keyset_page(pages, order=("place", "position"), cursor=cursor_of(request.GET))
    found: dict[int, list[ShownPage]] = {0: [], 1: [], 2: []}
    for row in page.rows:
        found[cast(Any, row).place].append(_shown(row))  # annotated
    people = [row.consent.person for row in page.rows if row.consent is not None]
    sights.seen(request.user, people, "scans")
    counts = Counter(batch.pages.values_list("state", flat=True))
    context = {
        "batch": batch,
        "tone": BATCH_TONES[ScanBatch.State(batch.state)],
        "list_page": page,
        "waiting": found[0],
        "taken": found[1],
        "aside": found[2],
        "count": counts.total(),
        "counts": {
            "waiting": sum(counts[state] for state in WAITING),
            "taken": counts[State.TAKEN],
            "aside": counts[State.SET_ASIDE],
        },
        "refusal": _refusal(batch),
        **job_card(request, batch.job_uid),
    }
    return render(request, "people/scans/batch.html", context)


def _shown(page: ScanPage) -> ShownPage:
    consent = page.consent
    name = consent.person.full_name if consent is not None else ""
    return ShownPage(page, TONES[State(page.state)], name, SHORT.get(consent.kind, "") if consent else "")


def _refusal(batch: ScanBatch) -> str:
    codes = {one.code: one for one in (scans.ScanDamaged, scans.ScansTooLarge, scans.ScanRefused)}
    known = codes.get(batch.refusal_code)
    return str(known.message) if known else ""


class FindForm(forms.Form):
    """The code from the sheet, or a name: posted, for a name must stand in no address."""

    words = forms.CharField(
        label=gettext_lazy("Number of the form or a name"), max_length=100,
        help_text=gettext_lazy("The number stands at the top of the sheet: ten letters and digits and one more."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


@route("consent.edit", of=ScanBatch, methods=("GET", "POST"))
def page(request: SignedIn, batch: ScanBatch, position: int) -> HttpResponse:
    """One page beside the search for its consent."""
    row = _page(batch, position)
    if row is None:
        toast(request, _("There is no such page among these scans."), tone="info")
        return redirect("people:consent-scan-batch", uid=batch.uid)
    form = FindForm(request.POST or None)
    found: list[tuple[Consent, str, Any]] | None = None
    if request.method == "POST" and form.is_valid():
        rows = find(batch, form.cleaned_data["words"])
        found = [(one, one.person.full_name, SHORT.get(one.kind, one.kind)) for one in rows]
        sights.seen(request.user, [one.person for one in rows], "scans")
    if row.consent is not None:
        sights.seen(request.user, [row.consent.person], "scans")
    context = {
        "batch": batch, "page": row, "tone": TONES[State(row.state)], "form": form, "found": found,
        "shown": _shown(row), "signer": signer_of(row.consent) if row.consent else "",
        "code": written_code(row.consent.code or "") if row.consent else "",
        "next": _next(batch, position), "is_taken": row.state == State.TAKEN,
    }  # fmt: skip
    return render(request, "people/scans/page.html", context)


def find(batch: ScanBatch, words: str) -> list[Consent]:
    """By the code on the sheet; else by the beginnings of names, among those that a scan can belong to."""
    by_code = scans.by_code(batch.node, words)
    if by_code is not None:
        return [by_code]
    wanted = words.casefold().replace("ё", "е").split()
    if not wanted:
        return []
    states = [ConsentState.ACTIVE, *PENDING]
    rows = Consent.objects.filter(node=batch.node, state__in=states).exclude(way=Consent.Way.SIMPLE)
    found = []
    for row in rows.select_related("person").defer("proof").order_by("-pk")[:5000]:
        parts = row.person.full_name.casefold().replace("ё", "е").split()
        if all(any(part.startswith(word) for part in parts) for word in wanted):
            found.append(row)
            if len(found) == MOST_FOUND:
                break
    return found


def _page(batch: ScanBatch, position: int) -> ScanPage | None:
    return batch.pages.filter(position=position).select_related("consent__person", "batch__node").first()


def _next(batch: ScanBatch, position: int) -> int | None:
    """The next page that waits, going round."""
    waiting = list(
        batch.pages.filter(state__in=WAITING).exclude(position=position).order_by("position")
        .values_list("position", flat=True)
    )  # fmt: skip
    return next((one for one in waiting if one > position), waiting[0] if waiting else None)


@route("consent.edit", of=ScanBatch)
def picture(request: SignedIn, batch: ScanBatch, position: int) -> HttpResponse:
    row = _page(batch, position)
    if row is not None and row.consent is not None:
        sights.seen(request.user, [row.consent.person], "scans")
    try:
        content = scans.picture_of(row, actor=request.user) if row else b""
    except FileMissing:
        content = b""
    if not content:
        toast(request, _("There is no such page among these scans."), tone="info")
        return redirect("people:consent-scan-batch", uid=batch.uid)
    response = HttpResponse(content, content_type="image/jpeg")
    as_download(response)
    return response


@route("consent.edit", of=ScanBatch, methods=("POST",))
def put(request: SignedIn, batch: ScanBatch, position: int) -> HttpResponse:
    """A page is put to a consent, set aside, or brought back."""
    row = _page(batch, position)
    try:
        if row is not None:
            _put(request, batch, row)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect("people:consent-scan-page", uid=batch.uid, position=position)
    onward = _next(batch, position) if row is not None and request.POST.get("deed") != "back" else None
    if onward is None:
        return redirect("people:consent-scan-batch", uid=batch.uid)
    return redirect("people:consent-scan-page", uid=batch.uid, position=onward)


def _put(request: SignedIn, batch: ScanBatch, row: ScanPage) -> None:
    deed = request.POST.get("deed", "")
    if deed == "aside":
        scans.set_aside(row, actor=request.user)
        toast(request, _("The page is set aside. It stays in this list and can be brought back."))
    elif deed == "back":
        scans.bring_back(row, actor=request.user)
        toast(request, _("The page waits for its consent again."))
    elif code := request.POST.get("consent", ""):
        consent = _consent(batch, code)
        scans.put_to(row, consent, actor=request.user)
        undo = reverse("people:consent-put-right", args=[consent.uid])
        toast(request, _("The page is put to its consent, which is in force."), undo=undo)
    else:
        raise Http404


def _consent(batch: ScanBatch, uid: str) -> Consent:
    try:
        found = Consent.objects.filter(node=batch.node, uid=UUID(uid)).select_related("person", "node").first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
