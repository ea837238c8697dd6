"""A package of local acts on its page: what it holds, how far each document is; sent, taken by council, signed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.approvals.acting import may_decide
from nastavnik.approvals.models import Step
from nastavnik.base.access import rights
from nastavnik.base.errors import DomainError
from nastavnik.base.headers import as_download
from nastavnik.base.routes import route
from nastavnik.documents import package_set
from nastavnik.documents.frames import organisation_of
from nastavnik.documents.library import TEMPLATES, Approval
from nastavnik.documents.models import Package, Paper
from nastavnik.documents.services import blanks, packages
from nastavnik.documents.services.packages import Member
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.org.calendar import SchoolYear
from nastavnik.portal.documents import questions
from nastavnik.portal.documents.deeds import put
from nastavnik.portal.documents.downloads import DOCX, PDF
from nastavnik.portal.documents.package_forms import CouncilForm, SendForm, SignDayForm
from nastavnik.portal.documents.package_plan import plans_of
from nastavnik.portal.documents.page import TONES, Missing, content_of
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import Roadmap


@dataclass(frozen=True)
class Shown:
    """A row of the package."""

    member: Member
    missing: list[Missing]
    order: str

    @property
    def issued(self) -> Paper | None:
        """What bears a number already."""
        paper = self.member.paper or self.member.other
        return paper if paper is not None and paper.is_issued else None

    @property
    def tone(self) -> str:
        paper = self.member.paper
        return TONES.get(paper.state, "plain") if paper is not None else "plain"  # type: ignore[call-overload]  # a state is a str


@route("document.view", of=Package)
def show(request: SignedIn, package: Package) -> HttpResponse:
    """What is made, what is missing, whose turn it is."""
    members = packages.members_of(package)
    may = rights(request.user, package, "document.edit", "approval.start", "approval.approve")
    waiting = [m for m in members if m.turn is not None]
    council = [m for m in waiting if m.turn is not None and m.turn.kind == Step.Kind.MINUTES]
    context = {
        "package": package,
        "year": SchoolYear(package.school_year),
        "rows": [_shown(member) for member in members],
        "may": may,
        "council": council,
        "council_form": CouncilForm(initial={"decided_on": timezone.localdate()}) if council else None,
        "next_to_sign": packages.next_to_sign(members),
        "drafts": [m for m in members if m.is_writable],
        "incomplete": [m for m in members if m.is_writable and m.missing],
        "send_form": SendForm(),
        "count": len(members),
        "in_force": sum(m.is_in_force for m in members),
        "is_whole": all(m.is_in_force for m in members if m.code in package_set.codes_of(package.model)),
        "has_head": bool(organisation_of(package.node, timezone.localdate()).get("head")),
        "blanks": [TEMPLATES[code] for code in package_set.blanks_of()],
        "plan": _plan(request, package),
    }
    return render(request, "documents/package.html", context)


def _shown(member: Member) -> Shown:
    order = TEMPLATES[member.approving].title if member.approving else ""
    return Shown(member, [_missing(member, name, title) for name, title in member.missing], order)


def _missing(member: Member, name: str, title: str) -> Missing:
    paper = member.paper
    assert paper is not None  # noqa: S101 - only a draft lacks something
    field = next((one for one in member.built.form.own if one.name == name), None)
    if field is not None and questions.is_asked(field):
        (asked,) = questions.drawn([field], {})
        return Missing(title, f"{reverse('documents:edit', args=[paper.uid])}#{asked.first_id}")
    return Missing(title, reverse("documents:requisites", args=[paper.node.uid]))


def _plan(request: SignedIn, package: Package) -> Roadmap | None:
    """The plan of the same year: it belongs to the package and has a page of its own."""
    return plans_of(package, Roadmap.objects.visible_to(request.user, "roadmap.view")).first()


@route("approval.start", of=Package, seen_by="document.view", methods=("POST",))
def send(request: SignedIn, package: Package) -> HttpResponse:
    form = SendForm(request.POST)
    due_on = form.cleaned_data["due_on"] if form.is_valid() else None
    try:
        sent = packages.send_all(package, actor=request.user, due_on=due_on)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        said = ngettext("%(n)s document is sent.", "%(n)s documents are sent.", sent) % {"n": sent}
        toast(request, said)
    return redirect("documents:package", package.uid)


@route("approval.start", of=Package, seen_by="document.view", methods=("POST",))
def council(request: SignedIn, package: Package) -> HttpResponse:
    """The minutes by which the council took what it has to take."""
    form = CouncilForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            packages.record_council(package, minutes_no=data["minutes_no"], on=data["decided_on"], actor=request.user)
        except DomainError as refusal:
            toast(request, str(refusal), tone="danger")
        else:
            toast(request, _("The minutes are written down. The documents wait for the head."))
    else:
        toast(request, _("Give the number and the date of the minutes."), tone="danger")
    return redirect("documents:package", package.uid)


@route("document.view", of=Package, methods=("GET", "POST"))
def sign(request: SignedIn, package: Package) -> HttpResponse:
    """What the head signs next, as it will be issued; after it the one after it."""
    members = packages.members_of(package)
    member = packages.next_to_sign(members)
    if member is None or member.paper is None or member.turn is None:
        if request.method == "GET":
            toast(request, _("Nothing waits for the head here."), tone="info")
        return redirect("documents:package", package.uid)
    form = SignDayForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and (member.approving or form.is_valid()):
        if request.POST.get("paper") != str(member.paper.uid):
            toast(request, _("Somebody has signed this meanwhile. Here is the next one."), tone="warning")
            return redirect("documents:package-sign", package.uid)
        day = timezone.localdate() if member.approving else form.cleaned_data["on"]
        try:
            packages.sign(package, member.paper, on=day, actor=request.user)
        except DomainError as refusal:
            _refuse(request, form, member, refusal)
        else:
            toast(request, _("Signed: %(title)s.") % {"title": member.built.title})
            waits = packages.next_to_sign(packages.members_of(package)) is not None
            return redirect("documents:package-sign" if waits else "documents:package", package.uid)
    return render(request, "documents/package_sign.html", _to_sign(request, package, members, member, form))


def _refuse(request: SignedIn, form: forms.Form, member: Member, refusal: DomainError) -> None:
    if member.approving or not form.is_bound:
        toast(request, str(refusal), tone="danger")
    else:
        put(form, refusal, dated_on="on")


def _to_sign(
    request: SignedIn, package: Package, members: list[Member], member: Member, form: forms.Form
) -> dict[str, Any]:
    assert member.paper is not None and member.turn is not None  # noqa: S101, PT018 - what waits has both
    return {
        "package": package,
        "member": member,
        "form": form,
        "content": content_of(member.paper),
        "order": packages.order_of(member, members) if member.approving else None,
        "is_my_turn": may_decide(request.user, member.turn),
        "left": sum(m.turn is not None for m in members),
        "all": sum(m.paper is not None and m.built.approval is not Approval.NONE for m in members),
    }


@route("document.edit", of=Package, seen_by="document.view")
def blank(request: SignedIn, package: Package, blank_kind: str) -> HttpResponseBase:
    """A consent to be printed and filled in by hand."""
    if blank_kind not in package_set.blanks_of():
        raise Http404
    document = blanks.blank_of(package.node, blank_kind)
    is_pdf = request.GET.get("format") == "pdf"
    data = write_pdf(document) if is_pdf else write_docx(document)
    name = f"{TEMPLATES[blank_kind].about}.{'pdf' if is_pdf else 'docx'}".replace(" ", "-")
    stream = FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type=PDF if is_pdf else DOCX)
    return as_download(stream)
