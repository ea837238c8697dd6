"""Codes for signing on a phone, handed out on paper: a strip a signer, shown this once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.people import cards, coverage, sights
from nastavnik.people.consent_kinds import ON_PAPER_ONLY, signs_representative
from nastavnik.people.models import Consent, ConsentBatch, Person, Representation
from nastavnik.people.models.consents import ConsentQuerySet, ConsentState
from nastavnik.people.models.reach import rests_on_what_is_gone
from nastavnik.people.services import codes
from nastavnik.people.services.persons import group_sort
from nastavnik.portal.people.consents import groups_of
from nastavnik.portal.people.consents_place import About, about, in_line, lines_of
from nastavnik.portal.people.consents_words import SHORT
from nastavnik.portal.ui.toasts import toast
from nastavnik.portal.years import this_year

#: Strips of one printing.
MOST = 200


@dataclass(frozen=True)
class Signer:
    """Who would get a strip: ``representation`` None: the person themselves."""

    person: Person
    representation: Representation | None
    group: str
    count: int


@dataclass(frozen=True)
class Strip:
    """What is cut off and handed over. The child is named as little as it takes to hand it to the right one."""

    name: str
    child: str
    group: str
    code: str
    count: int


@route("consent.edit", methods=("GET", "POST"))
def hand_out(request: SignedIn) -> HttpResponse:
    """Who would get a code; a POST makes the codes and shows the sheet to print."""
    chosen = about(request)
    batch = (request.POST if request.method == "POST" else request.GET).get("batch", "")
    signers = _signers(_waiting(chosen, batch), chosen.year)
    context = {
        "about": chosen, "hidden": chosen.told(batch=batch).items(), "count": len(signers), "most": MOST,
        "line": lines_of(chosen.node).get(chosen.line, ""), "short": SHORT.get(chosen.kind, ""), "batch": batch,
        "back": chosen.query(kind="", line=""), "lasts": codes.LASTS.days,
    }  # fmt: skip
    if request.method == "POST" and signers:
        return _sheet(request, signers[:MOST], context)
    sights.seen(request.user, [signer.person for signer in signers[:MOST]], "codes")
    return render(
        request, "people/consents/codes.html", {**context, "signers": [_named(one) for one in signers[:MOST]]}
    )


@route("consent.edit", of=Consent, seen_by="consent.view", methods=("POST",))
def one(request: SignedIn, consent: Consent) -> HttpResponse:
    """A strip for whoever signs this consent."""
    groups = groups_of([consent.person_id], this_year())
    signer = Signer(consent.person, consent.representation, groups.get(consent.person_id, ""), 1)
    is_gone = Consent.objects.filter(rests_on_what_is_gone(), pk=consent.pk).exists()
    if is_gone or consent.state != ConsentState.ISSUED or consent.kind in ON_PAPER_ONLY or _lacks_signer(consent):
        toast(request, _("This consent cannot be signed on a phone: print its form."), tone="info")
        return redirect("people:consent", uid=consent.uid)
    back = reverse("people:consent", args=[consent.uid])
    return _sheet(request, [signer], {"lasts": codes.LASTS.days, "single": back, "about": None, "most": MOST})


def _waiting(chosen: About, batch: str) -> ConsentQuerySet:
    rows = Consent.objects.filter(node=chosen.node, state=ConsentState.ISSUED, person__state=Person.State.KEPT)
    rows = rows.exclude(kind__in=sorted(ON_PAPER_ONLY))
    # Whoever took their consent back is asked for nothing that rests upon it; a new one they may give.
    rows = rows.exclude(rests_on_what_is_gone())
    if batch:
        known = ConsentBatch.objects.filter(node=chosen.node)
        return rows.filter(batch__in=[row.pk for row in known if str(row.uid) == batch])
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.line:
        rows = rows.filter(in_line(chosen.line, chosen.year))
    return rows


def _lacks_signer(consent: Consent) -> bool:
    """The representative is known by the paper alone."""
    adult = coverage.is_adult(consent.person, consent.issued_on or timezone.localdate())
    return consent.representation is None and signs_representative(consent.kind, is_adult=adult)


def _signers(rows: ConsentQuerySet, year: int) -> list[Signer]:
    """Each once, in the order of classes and names."""
    found: dict[tuple[int, int | None], list[Consent]] = {}
    for row in rows.select_related("person__node", "representation__adult").defer("proof").order_by("pk"):
        if not _lacks_signer(row):
            found.setdefault((row.person_id, row.representation_id), []).append(row)
    groups = groups_of([person for person, _by in found], year)
    signers = [
        Signer(given[0].person, given[0].representation, groups.get(key, ""), len(given))
        for (key, _by), given in found.items()
    ]
    return sorted(signers, key=lambda one: (group_sort(one.group), cards.sort_key(one.person.card or {})))


def _named(signer: Signer, code: str = "") -> Strip:
    card = signer.person.card or {}
    if signer.representation is None:
        return Strip(signer.person.full_name, "", signer.group, code, signer.count)
    child = first_name_and_initial(card)
    return Strip(signer.representation.adult.full_name, child, signer.group, code, signer.count)


def first_name_and_initial(card: dict[str, str]) -> str:
    """«Алёна В.»: enough for whoever knows the child."""
    last = card.get("last", "")
    return f"{card.get('first', '')} {last[:1]}.".strip() if last else card.get("first", "")


def _sheet(request: SignedIn, signers: Iterable[Signer], context: dict[str, object]) -> HttpResponse:
    chosen = list(signers)
    try:
        # All or none: the codes handed out before end with these.
        with transaction.atomic():
            strips = [
                _named(one, codes.hand_out(one.person, actor=request.user, representation=one.representation))
                for one in chosen
            ]
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect("people:consents")
    sights.seen(request.user, [signer.person for signer in chosen], "print")
    where = f"{settings.PUBLIC_URL}{reverse('people:sign')}"
    until = timezone.localdate() + codes.LASTS
    told = {**context, "strips": strips, "where": where.partition("://")[2] or where, "until": until}
    return render(request, "people/consents/code_sheet.html", told)
