"""The register of partners: list, card, adding and changing, ending, the table."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.roles import Role
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import can, require, rights
from nastavnik.base.errors import DomainError, EditConflict, NotAllowed
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org.models import Node
from nastavnik.people.finding_mentors import mentors_of, with_mentors
from nastavnik.people.models import Offer, Participation, Partner, PartnerEffort
from nastavnik.people.registers.contacts import with_phones
from nastavnik.people.services import partners as deeds
from nastavnik.people.sights import seen
from nastavnik.portal import conflicts
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people import partners_own
from nastavnik.portal.people.bases import kept
from nastavnik.portal.people.partners_forms import PartnerFilter, PartnerForm, typed, types
from nastavnik.portal.people.partners_rows import OFFER_TONES, agreement_look
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.portal.years import this_year

METHODS = ("GET", "POST")
VIEW, EDIT = "partner.view", "partner.edit"
# In the session: token → what an ended partner was tied to.
BODIES = "people_partner_bodies"
MOST_SHOWN = 10


@route(VIEW)
def partners(request: SignedIn) -> HttpResponse:
    """The register of the place, or for a partner its own page."""
    if request.user.acting and request.user.acting.role == Role.PARTNER:
        return partners_own.show(request)
    place = place_of(request)
    form = PartnerFilter(request.GET, node=place.node)
    rows = form.rows(Partner.objects.visible_to(request.user, VIEW)).select_related("node").defer("contact")
    page = keyset_page(with_mentors(rows, this_year()), order=("name",), cursor=cursor_of(request.GET))
    today, named = timezone.localdate(), types()
    context = {
        "place": place,
        "filter": form,
        "list_page": page,
        "rows": [(row, named.get(row.type, row.type), *agreement_look(row, today)) for row in page.rows],
        "is_below": form.chosen().get("where") == "below",
        "may_edit": can(request.user, EDIT, place.node),
    }
    return render(request, "people/partners/list.html", context)


@route(VIEW)
def export(request: SignedIn) -> HttpResponseBase:
    """The register in its official columns; contacts go only to those who may see them."""
    place = place_of(request)
    form = PartnerFilter(request.GET, node=place.node)
    rows = form.rows(Partner.objects.visible_to(request.user, VIEW)).select_related("node", "agreement")
    found = list(with_mentors(rows, this_year()).order_by("name", "pk"))
    with_contact = can(request.user, "partner.contact", place.node) and form.chosen().get("where") != "below"
    record("partner.exported", None, actor=request.user, node_id=place.node.pk, rows=len(found), contact=with_contact)
    named = types()
    columns = [
        sheets.Column("Наименование", "name", 40),
        sheets.Column("Тип", lambda row: named.get(row.type, row.type)),
        sheets.Column("ИНН", "inn", 14),
        sheets.Column("Отрасль", "industry"),
        *([sheets.Column("Контактное лицо", lambda row: _contact_line(row), 40)] if with_contact else []),
        sheets.Column("Соглашение", lambda row: row.agreement_words or _paper_line(row), 30),
        sheets.Column("Соглашение действует до", "agreement_until", 14),
        sheets.Column(
            "Число предоставленных наставников",
            lambda row: row.mentors_given if row.node_id == place.node.pk else "",
            16,
        ),
        sheets.Column("Ресурсы", "resources", 40),
        sheets.Column("Дата последней ревизии", "last_review_on", 14),
        sheets.Column("Кто ведёт", "node.short_name", 30),
    ]
    return sheets.stream_xlsx(columns, found, name="база-партнёров")


def _contact_line(partner: Partner) -> str:
    said = partner.contact or {}
    return with_phones(", ".join(said[part] for part in deeds.CONTACT if said.get(part)))


def _paper_line(partner: Partner) -> str:
    paper = partner.agreement
    if paper is None:
        return ""
    return f"№ {paper.number} от {paper.dated_on:%d.%m.%Y}" if paper.dated_on else paper.title


@route(VIEW, of=Partner)
def show(request: SignedIn, partner: Partner) -> HttpResponse:
    may = rights(request.user, partner, EDIT, "partner.contact", "partner.offer")
    if "partner.contact" in may and partner.contact:
        record("partner.contact_viewed", partner, actor=request.user)
    today = timezone.localdate()
    offers = Offer.objects.visible_to(request.user, VIEW).filter(partner=partner).select_related("taken_by")
    efforts = PartnerEffort.objects.visible_to(request.user, VIEW).filter(partner=partner, removed_at=None)
    parts = _mentors(request, partner)
    seen(request.user, [part.person for part in parts], "partner")
    tone, words = agreement_look(partner, today)
    context = {
        "partner": partner,
        "type": types().get(partner.type, partner.type),
        "tone": tone,
        "agreement_state": words,
        "offers": [(row, OFFER_TONES[row.state]) for row in offers[:MOST_SHOWN]],
        "efforts": efforts[:MOST_SHOWN],
        "reviews": partner.reviews.select_related("made_by")[:MOST_SHOWN],
        "parts": parts,
        "may_edit": EDIT in may,
        "may_contact": "partner.contact" in may,
        "may_offer": "partner.offer" in may,
        "today": today,
    }
    return render(request, "people/partners/partner.html", context)


def _mentors(request: SignedIn, partner: Partner) -> list[Participation]:
    """Those whom the reader may see by name: of this school year, of the keeper."""
    rows = mentors_of(partner.pk, this_year()).visible_to(request.user, "person.view").filter(node=partner.node_id)
    return sorted(rows.select_related("person"), key=lambda part: part.person.full_name)


@route(EDIT, methods=METHODS)
def add(request: SignedIn) -> HttpResponse:
    place = place_of(request)
    require(request.user, EDIT, place.node)
    form = PartnerForm(request.POST or None, node=place.node, with_contact=can_see(request, place.node))
    if request.method == "POST" and form.is_valid():
        try:
            partner = deeds.add(place.node, actor=request.user, **form.told())
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The partner is in the register."))
            return redirect("people:partner", partner.uid)
    return render(request, "people/partners/form.html", {"form": form, "back": place.address("people:partners")})


def can_see(request: SignedIn, node: Node) -> bool:
    return can(request.user, "partner.contact", node)


@route(EDIT, of=Partner, methods=METHODS)
def edit(request: SignedIn, partner: Partner) -> HttpResponse:
    back = reverse("people:partner", args=[partner.uid])
    with_contact = can_see(request, partner.node)
    form = PartnerForm(
        request.POST or None, node=partner.node, with_contact=with_contact, initial=typed(partner)
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            deeds.change(partner, version=version, actor=request.user, **form.told())
        except EditConflict as conflict:
            # The contact goes as it was typed: it stands in the form in parts.
            conflict.mine.pop("contact", None)
            return conflicts.page(request, conflict, form=form, back=back)
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(back)
    if with_contact and partner.contact:
        record("partner.contact_viewed", partner, actor=request.user)
    return render(request, "people/partners/form.html", {"form": form, "back": back, "partner": partner})


@route(EDIT, of=Partner, methods=("POST",))
def end(request: SignedIn, partner: Partner) -> HttpResponse:
    undo = reverse("people:partner-resume", args=[partner.uid])
    if partner.body_id:
        undo += f"?of={kept(request, BODIES, [partner.pk, partner.body_id])}"
    try:
        deeds.end(partner, on=timezone.localdate(), actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("The partnership has ended. The row stays among the ended ones."), undo=undo)
    return redirect("people:partner", partner.uid)


@route(EDIT, of=Partner, methods=("POST",))
def resume(request: SignedIn, partner: Partner) -> HttpResponse:
    found = request.session.get(BODIES, {}).get(request.GET.get("of", ""), [None, None])
    body = Node.objects.filter(pk=found[1]).first() if found[0] == partner.pk else None
    try:
        deeds.resume(partner, actor=request.user, body=body)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, pgettext("partnership", "The partnership goes on."))
    return redirect("people:partner", partner.uid)
