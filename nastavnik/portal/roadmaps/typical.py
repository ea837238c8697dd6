"""What a typical plan changed since a plan was made of it, line by line, and what the plan answers."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from nastavnik.accounts.models import User
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import Roadmap, TypicalAnswer
from nastavnik.roadmaps.models.plans import Status
from nastavnik.roadmaps.services import adoption, editions
from nastavnik.roadmaps.services.adoption import Kind, Offer, Reason
from nastavnik.roadmaps.services.baselines import may_reword

# The rest come as these are answered.
SHOWN = 100
OWN_PLANS = 50
FIELDS: dict[str, str | Promise] = {
    "title": gettext_lazy("Activity"),
    "deadline_text": gettext_lazy("Term"),
    "responsible_text": gettext_lazy("Responsible"),
    "result": gettext_lazy("Result, document"),
}
KINDS: dict[Kind, str | Promise] = {
    Kind.ADDED: pgettext_lazy("typical line", "added"),
    Kind.REMOVED: pgettext_lazy("typical line", "left out"),
    Kind.REWORDED: pgettext_lazy("typical line", "reworded"),
    Kind.MOVED: pgettext_lazy("typical line", "moved"),
}
REASONS: dict[Reason, str | Promise] = {
    Reason.EDITED: gettext_lazy("You have worded this line in your own way. Choose what stays."),
    Reason.PROVED: gettext_lazy("There is evidence beside this line. Decide whether it stays."),
    Reason.TWIN: gettext_lazy("The plan has a line with these words already. Decide whether one more is needed."),
}


class Shown:
    """An offer as the page words it."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        self.kind = KINDS[offer.kind]
        self.reasons = [REASONS[reason] for reason in offer.reasons]
        self.fields = [(FIELDS[field.name], field) for field in offer.fields]


@route("roadmap.view", of=Roadmap)
def changes(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """Each change that was not looked at, beside the plan's own line; below, what was answered."""
    return _page(request, roadmap)


def _page(request: SignedIn, roadmap: Roadmap, refused: str = "", status: int = 200) -> HttpResponse:
    if roadmap.removed_at is not None:
        raise Http404
    offers = adoption.waiting([roadmap], closely=True)[roadmap.pk]
    may_edit = can(request.user, "roadmap.edit", roadmap)
    rewords = may_reword(roadmap)
    context = {
        "roadmap": roadmap,
        "refused": refused,
        "rows": [Shown(offer) for offer in offers[:SHOWN]],
        "more": max(len(offers) - SHOWN, 0),
        "count": len(offers),
        "ready": sum(not offer.reasons for offer in offers),
        "is_behind": adoption.is_behind(roadmap),
        "answers": adoption.answered(roadmap)[:SHOWN],
        "may_edit": may_edit,
        "may_take": may_edit and rewords,
        "needs_edition": may_edit and not rewords and roadmap.status == Status.IN_FORCE,
        "draft": roadmap.amendments.filter(removed_at=None).exclude(status=Status.ARCHIVED).first(),
    }
    return render(request, "roadmaps/years/changes.html", context, status=status)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def answer(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """One deed about one line: take, add, set aside, leave."""
    try:
        made = _answer(request, roadmap)
    except EditConflict:
        sentence = _("Somebody has changed this line meanwhile. Look at both wordings once more.")
        return _page(request, Roadmap.objects.get(pk=roadmap.pk), sentence, 409)
    except DomainError as refusal:
        return _page(request, Roadmap.objects.get(pk=roadmap.pk), str(refusal), 409)
    toast(request, _("Decided: %(what)s.") % {"what": made.get_kind_display()})
    return redirect("roadmaps:typical", roadmap.uid)


def _answer(request: SignedIn, roadmap: Roadmap) -> TypicalAnswer:
    said, user = request.POST, request.user
    uid, deed = str(_uid(said.get("line", ""))), said.get("deed")
    if deed == "take":
        version = version_typed(said.get("version", ""))
        return adoption.take(roadmap, uid, fields=said.getlist("field"), version=version, actor=user)
    if deed == "add":
        return adoption.add(roadmap, uid, actor=user)
    if deed == "set-aside":
        return adoption.set_aside(roadmap, uid, basis=said.get("basis", "")[:500], actor=user)
    if deed == "leave":
        return adoption.leave(roadmap, uid, actor=user)
    raise BadRequest


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as torn:
        raise BadRequest from torn


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def take_all(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    try:
        count = adoption.take_all(roadmap, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        said = ngettext("%(n)s change is taken over.", "%(n)s changes are taken over.", count) % {"n": count}
        toast(request, said if count else _("The plan has been looked through."))
    return redirect("roadmaps:typical", roadmap.uid)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def reopen(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """Take back what was answered about one line."""
    found = TypicalAnswer.objects.filter(roadmap=roadmap, uid=_uid(request.POST.get("answer", ""))).first()
    if found is None:
        raise Http404
    try:
        adoption.reopen(found, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, _("Taken back: the change is offered again."))
    return redirect("roadmaps:typical", roadmap.uid)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def by_edition(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """Begin the edition that takes the changes, and go on in its draft."""
    try:
        draft = editions.open_edition(roadmap, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
        return redirect("roadmaps:typical", roadmap.uid)
    toast(request, _("This is the draft of a new edition. The plan in force stays as it is until it is approved."))
    return redirect("roadmaps:typical", draft.uid)


def behind_of(user: User) -> list[tuple[Roadmap, int]]:
    """The plans that ``user`` keeps whose typical plans have changed, with how many changes wait. 6 queries."""
    own = Roadmap.objects.visible_to(user, "roadmap.edit").living().exclude(status=Status.ARCHIVED)
    plans = list(
        own.filter(template_edition__lt=F("template__edition"))
        .select_related("template", "node")
        .order_by("-pk")[:OWN_PLANS]
    )
    found = adoption.waiting(plans)
    return [(plan, len(found[plan.pk])) for plan in plans if found[plan.pk]]
