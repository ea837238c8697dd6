"""A template is begun, put in from Word, put in force, withdrawn; each deed has a way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Template
from nastavnik.documents.services import templates
from nastavnik.portal import conflicts
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.documents.templates import PublishForm, UploadForm, page, told
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

EDIT = "document_template.edit"


def _known(code: str) -> str:
    if code not in TEMPLATES:
        raise Http404
    return code


@route(EDIT, methods=("POST",))
def copy(request: SignedIn, document_kind: str) -> HttpResponse:
    """Begin a draft; ``afresh``: with the words in use above instead of one's own; ``like``: with those of an earlier
    edition of one's own."""
    place, code = place_of(request), _known(document_kind)
    like = _own(place, code, request.POST.get("like", ""))
    try:
        draft = templates.copy(place.node, code, actor=request.user, afresh="afresh" in request.POST, like=like)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
        return redirect(place.address("documents:template", code))
    undo = reverse("documents:template-aside", args=[draft.uid])
    toast(request, _("A draft is begun. Until it is put in force nothing changes for anybody."), undo=undo)
    return redirect(_at(draft, place))


def _own(place: Place, code: str, key: str) -> Template | None:
    rows = Template.objects.filter(node=place.node, code=code, from_on__isnull=False)
    return next((row for row in rows if str(row.uid) == key), None) if key else None


@route(EDIT, methods=("GET", "POST"))
def upload(request: SignedIn, document_kind: str) -> HttpResponse:
    """Put in the file that was edited in Word. All faults are told with their places; the edition in force stays."""
    place, code = place_of(request), _known(document_kind)
    draft = Template.objects.filter(node=place.node, code=code, state=Template.State.DRAFT).first()
    initial = {"version": draft.version if draft else None}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    context: dict[str, Any] = {"place": place, "built": TEMPLATES[code], "upload_form": form, "draft": draft}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"].read()
        version = form.cleaned_data["version"]
        try:
            if draft is None:
                draft = templates.upload_first(place.node, code, file, actor=request.user)
            else:
                draft = templates.upload(draft, file, version=version or draft.version, actor=request.user)
        except templates.Faulty as refusal:
            context |= {"refused": str(refusal), "faults": told(refusal.faults)}
        except EditConflict:
            form.add_error(None, _("Another file was put in meanwhile. Look at it, then upload yours again."))
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The file suits. Look at the sample, then put the edition in force."))
            return redirect(_at(draft, place))
    return render(request, "documents/templates/upload.html", context)


@route(EDIT, of=Template, methods=("GET", "POST"))
def publish(request: SignedIn, edition: Template) -> HttpResponse:
    place = _place(request, edition)
    if request.method == "GET":
        return redirect(_at(edition, place))
    form = PublishForm(request.POST, is_behind=True)
    if not form.is_valid():
        return page(request, place, edition.code, form)
    try:
        kept = templates.publish(edition, actor=request.user, **form.cleaned_data)
    except EditConflict as conflict:
        return conflicts.page(request, conflict, form=form, back=_at(edition, place))
    except templates.Faulty as refusal:
        toast(request, str(refusal), tone="danger")
        return redirect(_at(edition, place))
    except DomainError as refusal:
        add_errors(form, refusal)
        return page(request, place, edition.code, form)
    undo = reverse("documents:template-unpublish", args=[edition.uid])
    toast(request, _said_of(kept), undo=undo)
    return redirect(place.address("documents:template", edition.code))


def _said_of(kept: Template) -> str:
    """What happens now and on which day, where another edition waits too."""
    told = {
        name: date_format(day, "DATE_FORMAT") for name, day in (("day", kept.from_on), ("until", kept.to_on)) if day
    }
    if kept.from_on and kept.from_on > timezone.localdate():
        if kept.to_on:
            return (
                _("The edition comes into force on %(day)s and holds until %(until)s, when the next one comes.")
                % told
            )
        return _("The edition comes into force on %(day)s. Until then documents are drawn up as before.") % told
    if kept.to_on:
        return _("The edition is in force until %(until)s: then the one that waits for that day comes.") % told
    return _("The edition is in force. New documents are drawn up by it.")


def _taken_back(kept: Template) -> str | Promise:
    if kept.state == Template.State.DRAFT:
        return _("Taken back: the edition is a draft again.")
    return _("Taken back: the edition is set aside, since a newer draft is being prepared.")


def _deed(
    do: Callable[..., Template],
    said: str | Promise | Callable[[Template], str | Promise],
    undo: str = "",
    *,
    back_to_draft: bool = False,
) -> Callable[..., HttpResponseBase]:
    """A deed of one button: what it says afterwards and the route that takes it back."""

    @route(EDIT, of=Template, methods=("POST",))
    def view(request: SignedIn, edition: Template) -> HttpResponse:
        place = _place(request, edition)
        try:
            kept = do(edition, actor=request.user)
        except DomainError as refusal:
            toast(request, str(refusal), tone="danger")
        else:
            toast(
                request,
                said(kept) if callable(said) else said,
                undo=reverse(undo, args=[edition.uid]) if undo else "",
            )
        return redirect(_at(edition, place) if back_to_draft else place.address("documents:template", edition.code))

    return view


unpublish = _deed(templates.unpublish, _taken_back, back_to_draft=True)
withdraw = _deed(
    templates.withdraw,
    gettext_lazy("The edition is withdrawn. New documents are drawn up by the one above."),
    "documents:template-return",
)
set_aside = _deed(templates.set_aside, gettext_lazy("The draft is set aside."), "documents:template-return")
bring_back = _deed(templates.bring_back, gettext_lazy("The edition is brought back."), back_to_draft=True)


def _place(request: SignedIn, edition: Template) -> Place:
    """Where the edition is kept, whatever the address says."""
    nodes = place_of(request).nodes
    return Place(request, next((node for node in nodes if node.pk == edition.node_id), edition.node), nodes)


def _at(edition: Template, place: Place) -> str:
    address = place.address("documents:template", edition.code)
    return f"{address}{'&' if place.at else '?'}edition={edition.uid}"
