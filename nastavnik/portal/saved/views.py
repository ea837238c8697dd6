"""Saving the filters of a list under a name, and what is done to a view later."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from nastavnik.accounts.models import SavedView
from nastavnik.accounts.reach import acting_of
from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.services import saved_views
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.org.models import Node
from nastavnik.portal.org.forms import add_errors
from nastavnik.portal.saved.forms import ViewForm
from nastavnik.portal.saved.pages import LISTS, cleaned
from nastavnik.portal.ui.toasts import toast


@route("saved_view.use", methods=("POST",))
def keep(request: SignedIn) -> HttpResponse:
    """Keep what the list is narrowed by, and go back to it."""
    page = request.POST.get("page", "")
    if page not in LISTS:
        raise BadRequest
    query = cleaned(page, request.POST.get("query", ""))
    back = _back(request)
    node = get_object_or_404(Node, pk=acting_of(request.user).node_id)
    form = ViewForm(request.POST)
    if not form.is_valid():
        toast(request, _("Give the view a name of up to 80 letters."), tone="danger")
        return redirect(f"{back}?{query}")
    try:
        view = saved_views.keep_view(node, page=page, query=query, actor=request.user, **form.cleaned_data)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, _("The view is saved."), undo=reverse("saved:remove", args=[view.uid]))
    return redirect(f"{back}?{query or 'all=1'}")


@route("saved_view.edit", of=SavedView, methods=("GET", "POST"))
def edit(request: SignedIn, view: SavedView) -> HttpResponse:
    """Another name, shared or not, opened by default or not."""
    initial = {"name": view.name, "is_shared": view.is_shared, "is_default": view.is_default}
    form = ViewForm(request.POST or None, initial=initial)
    back = _back(request)
    if request.method == "POST" and form.is_valid():
        try:
            saved_views.change_view(view, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The view is changed."))
            return redirect(f"{back}?{view.query}")
    context: dict[str, Any] = {"view": view, "form": form, "back": back}
    return render(request, "saved/edit.html", context)


@route("saved_view.edit", of=SavedView, methods=("POST",))
def remove(request: SignedIn, view: SavedView) -> HttpResponse:
    saved_views.remove_view(view, actor=request.user)
    toast(request, _("The view is removed."), undo=reverse("saved:restore", args=[view.uid]))
    return redirect(f"{_back(request)}?all=1")


@route("saved_view.edit", of=SavedView, methods=("POST",))
def restore(request: SignedIn, view: SavedView) -> HttpResponse:
    try:
        saved_views.restore_view(view, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, _("The view is back."))
    return redirect(f"{_back(request)}?all=1")


def _back(request: SignedIn) -> str:
    """The list that the deed came from, without its query; the start page when nobody says."""
    asked = request.POST.get("next") or request.GET.get("next") or request.headers.get("Referer", "")
    host = {request.get_host()}
    if not url_has_allowed_host_and_scheme(asked, allowed_hosts=host, require_https=request.is_secure()):
        return "/"
    # A path of two slashes is another site to a browser, whatever stood before it.
    return "/" + urlsplit(asked).path.replace("\\", "/").lstrip("/")
