"""Pages of the deeds: a form with a day and a paper, one call into the services, back to the card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.routes import route
from nastavnik.org.models import Fact, Node
from nastavnik.org.services import facts, nodes
from nastavnik.portal.org.forms import (
    CloseForm,
    FactForm,
    JoinForm,
    MoveForm,
    NameForm,
    OpenForm,
    TypeForm,
    add_errors,
)
from nastavnik.portal.org.nodes import within_reach
from nastavnik.portal.ui.toasts import toast

METHODS = ("GET", "POST")


@route("organisation.create", of=Node, seen_by="organisation.view", methods=METHODS)
def open_inside(request: SignedIn, parent: Node) -> HttpResponse:
    """Open an organisation or a territory in this one."""
    form = OpenForm(request.POST or None, parent=parent)
    return _page(
        request,
        parent,
        form,
        lambda: nodes.open_node(parent=parent, actor=request.user, **form.deed),
        title=_("Open an organisation here"),
        submit=_("Open"),
        done=_("The organisation is open."),
    )


@route("organisation.edit", of=Node, seen_by="organisation.view", methods=METHODS)
def rename(request: SignedIn, node: Node) -> HttpResponse:
    form = NameForm(request.POST or None, initial={"full": node.full_name, "short": node.short_name})
    return _page(
        request,
        node,
        form,
        lambda: nodes.rename(node, actor=request.user, **form.cleaned_data),
        title=_("Change the name"),
        submit=_("Change the name"),
        done=_("The name is changed. Earlier years keep the earlier name."),
    )


@route("organisation.edit", of=Node, seen_by="organisation.view", methods=METHODS)
def move(request: SignedIn, node: Node) -> HttpResponse:
    allowed = Node.objects.visible_to(request.user, "organisation.create").exclude(pk=node.pk)
    form = MoveForm(request.POST or None, node=node, nodes=allowed)
    return _page(
        request,
        node,
        form,
        lambda: nodes.move(node, parent=form.cleaned_data["node"], actor=request.user, **_when(form)),
        title=_("Place it elsewhere"),
        submit=_("Move"),
        done=_("The place is changed. Earlier years keep the earlier place."),
        lead=_("All that stands in it goes along. Reports of earlier years stay as they were."),
    )


@route("organisation.edit", of=Node, seen_by="organisation.view", methods=METHODS)
def join(request: SignedIn, node: Node) -> HttpResponse:
    allowed = Node.objects.visible_to(request.user, "organisation.edit").exclude(pk=node.pk)
    form = JoinForm(request.POST or None, node=node, nodes=allowed)
    return _page(
        request,
        node,
        form,
        lambda: nodes.merge(
            node,
            into=form.cleaned_data["node"],
            on=form.cleaned_data["from_on"],
            basis=form.cleaned_data["basis"],
            actor=request.user,
        ),
        title=_("Join it to another"),
        submit=_("Join"),
        done=_("It has joined the other one and is closed."),
        lead=_("What stands in it goes along, and it is closed from that day. Its earlier years stay as they were."),
    )


@route("organisation.edit", of=Node, seen_by="organisation.view", methods=METHODS)
def close(request: SignedIn, node: Node) -> HttpResponse:
    form = CloseForm(request.POST or None)
    return _page(
        request,
        node,
        form,
        lambda: nodes.close(
            node, on=form.cleaned_data["from_on"], basis=form.cleaned_data["basis"], actor=request.user
        ),
        title=_("Close the organisation"),
        submit=_("Close"),
        done=_("It is closed. Its earlier years stay as they were."),
        lead=_("A closed organisation is not opened again. Its data stay where they are."),
        kind="danger",
    )


@route("organisation.edit", of=Node, seen_by="organisation.view", methods=METHODS)
def fact(request: SignedIn, node: Node, kind: str) -> HttpResponse:
    """Set or end one kind of fact."""
    if kind not in Fact.Kind.values:
        raise Http404
    current = node.facts.open_ended().filter(kind=kind).values_list("value", flat=True).first()
    form = FactForm(request.POST or None, kind=kind, initial={"value": current or ""})
    return _page(
        request,
        node,
        form,
        lambda: facts.set_fact(node, kind, actor=request.user, **form.cleaned_data),
        title=Fact.Kind(kind).label,
        submit=_("Save"),
        done=_("Saved. Earlier years keep the earlier value."),
        lead=_("An empty value ends the fact on that day."),
    )


@route("organisation.edit", of=Node, seen_by="organisation.view", methods=METHODS)
def correct_type(request: SignedIn, node: Node) -> HttpResponse:
    form = TypeForm(request.POST or None, node=node)
    return _page(
        request,
        node,
        form,
        lambda: facts.correct_type(node, form.cleaned_data["type"], actor=request.user),
        title=_("Correct the type"),
        submit=_("Correct"),
        done=_("The type is corrected."),
        lead=_("For a type that was chosen by mistake: it changes in all years."),
    )


def _when(form: forms.Form) -> dict[str, Any]:
    return {"from_on": form.cleaned_data["from_on"], "basis": form.cleaned_data["basis"]}


def _page(
    request: SignedIn,
    node: Node,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    title: str | Promise,
    submit: str,
    done: str,
    lead: str = "",
    kind: str = "primary",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            result = act()
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, done)
            # Moved to another district, it may have left the reach of whoever moved it.
            shown = result if isinstance(result, Node) else node
            return (
                redirect("org:card", shown.uid) if within_reach(request).filter(pk=shown.pk) else redirect("org:list")
            )
    context = {"node": node, "form": form, "title": title, "submit": submit, "lead": lead, "kind": kind}
    return render(request, "org/deed.html", context)


__all__ = ["close", "correct_type", "fact", "join", "move", "open_inside", "rename"]
