"""The wizard of a package of local acts: begun, answered step by step, looked through."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import holds
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.documents.frames import organisation_of
from nastavnik.documents.levels import level_of
from nastavnik.documents.models import Package
from nastavnik.documents.services import packages
from nastavnik.org.models import Node
from nastavnik.portal.documents.package_forms import STEPS, BeginForm, steps_of
from nastavnik.portal.documents.writing import people_of
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast

MOST_NODES = 100
# Without these the documents bear gaps.
_NEEDED = {
    "head": gettext_lazy("head of the organisation"),
    "city": gettext_lazy("place of issue"),
    "address": gettext_lazy("address"),
}


@route("document.view", write="document.edit", methods=("GET", "POST"))
def packages_list(request: SignedIn) -> HttpResponse:
    """Packages within reach, and the first step of a new one."""
    nodes = _nodes(request) if holds(request.user, "document.edit") else []
    form = BeginForm(request.POST or None, nodes=nodes) if nodes else None
    if request.method == "POST" and form is not None and form.is_valid():
        data = form.cleaned_data
        existing = Package.objects.filter(**data).first()
        if existing is not None:
            return redirect("documents:package", existing.uid)
        try:
            package = packages.begin(
                data["node"], model=data["model"], school_year=data["school_year"], actor=request.user
            )
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return redirect("documents:package-ask", package.uid, "requisites")
    found = Package.objects.visible_to(request.user, "document.view").select_related("node").defer("answers")
    page = keyset_page(found, order=("-pk",), cursor=cursor_of(request.GET))
    return render(request, "documents/packages.html", {"form": form, "list_page": page})


def _nodes(request: SignedIn) -> list[Node]:
    """Organisations that keep such a package and whose documents the user draws up; one's own first."""
    found = Node.objects.visible_to(request.user, "document.edit").filter(closed_on=None, kind=Node.Kind.BODY)
    rows = [node for node in found.order_by("sort_name", "pk")[:MOST_NODES] if level_of(node) == "organisation"]
    acting = request.user.acting
    return sorted(rows, key=lambda node: acting is None or node.pk != acting.node_id)


@route("document.edit", of=Package, seen_by="document.view", methods=("GET", "POST"))
def ask(request: SignedIn, package: Package, step: str) -> HttpResponse:
    """One step; what was typed is kept before the next one opens."""
    if step == "requisites":
        return _requisites(request, package)
    if step not in steps_of(package):
        raise Http404
    title, form_of = STEPS[step]
    form = form_of(request.POST or None, package=package)
    if request.method == "POST" and form.is_valid():
        version = version_typed(request.POST.get("version", ""))
        try:
            package = packages.answer(package, form.answers(), version=version, actor=request.user)
        except EditConflict:
            package.refresh_from_db()
            form.add_error(None, _("Somebody else has answered since. Look at the answers and save them again."))
        else:
            return redirect(_after(package, step))
    context = {
        "package": package, "form": form, "title": title, "step": step, "stages": _stages(package, step),
        "back": _before(package, step), "people": people_of(package.node)["people"],
    }  # fmt: skip
    return render(request, "documents/package_step.html", context, status=200)


def _requisites(request: SignedIn, package: Package) -> HttpResponse:
    org = organisation_of(package.node, timezone.localdate())
    context = {
        "package": package,
        "org": org,
        "missing": [words for key, words in _NEEDED.items() if not org.get(key)],
        "stages": _stages(package, "requisites"),
        "next": reverse("documents:package-ask", args=[package.uid, next(iter(STEPS))]),
        "here": reverse("documents:package-ask", args=[package.uid, "requisites"]),
    }
    return render(request, "documents/package_requisites.html", context)


def _stages(package: Package, step: str) -> list[tuple[str, str]]:
    """Titles of the steps, and how far each is."""
    asked = steps_of(package)
    names = ["requisites", *asked, "review"]
    titles = [_("Requisites"), *(str(STEPS[name][0]) for name in asked), _("Review")]
    at = names.index(step)
    return [
        (title, "done" if place < at else "now" if place == at else "ahead") for place, title in enumerate(titles)
    ]


def _after(package: Package, step: str) -> str:
    names = steps_of(package)
    at = names.index(step) + 1
    if at < len(names):
        return reverse("documents:package-ask", args=[package.uid, names[at]])
    return reverse("documents:package", args=[package.uid])


def _before(package: Package, step: str) -> str:
    names = ["requisites", *steps_of(package)]
    return reverse("documents:package-ask", args=[package.uid, names[names.index(step) - 1]])


@route("document.edit", of=Package, seen_by="document.view", methods=("POST",))
def make(request: SignedIn, package: Package) -> HttpResponse:
    """Make the documents, or put new answers into the drafts."""
    try:
        made = packages.draw(package, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, _("Documents made: %(n)s. Look them through.") % {"n": len(made)})
    return redirect("documents:package", package.uid)
