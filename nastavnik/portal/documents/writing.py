"""A document is drawn up: the kind is chosen, its form is filled in, as far as one has got, as often as one likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.holders import holders
from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.base.errors import DomainError, EditConflict, Invalid
from nastavnik.base.filters import FilterForm
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.documents import wording
from nastavnik.documents.contents import asked_of, built_of
from nastavnik.documents.frames import organisation_of
from nastavnik.documents.language.values import Wrong
from nastavnik.documents.levels import level_of, of_level
from nastavnik.documents.library import TEMPLATES, Built
from nastavnik.documents.models import WRITABLE, Paper
from nastavnik.documents.services import drafts
from nastavnik.org.models import Node
from nastavnik.portal.documents import questions, references, remarks
from nastavnik.portal.documents.groups import MODELS, codes_named, grouped
from nastavnik.portal.documents.plan_tables import Plans
from nastavnik.portal.ui.toasts import toast

# Organisations offered in a list; more are found by the address of their card.
MOST_NODES = 100


class ChoiceFilter(FilterForm):
    q = forms.CharField(label=gettext_lazy("Words"), max_length=100)
    model = forms.ChoiceField(
        label=gettext_lazy("Model"),
        choices=[("", gettext_lazy("any")), *((key, title) for key, title in MODELS.items() if key != "both")],
    )

    def pick(self, found: list[Built]) -> list[Built]:
        chosen = self.chosen()
        if words := chosen.get("q"):
            codes = codes_named(words)
            found = [built for built in found if built.code in codes]
        if model := chosen.get("model"):
            found = [built for built in found if built.model in (model, "both")]
        return found


@route("document.edit")
def choose(request: SignedIn) -> HttpResponse:
    """Kinds of documents that this organisation draws up, in groups."""
    nodes = _nodes(request)
    node = _node(request, nodes)
    form = ChoiceFilter(request.GET)
    context = {
        "node": node,
        "nodes": nodes,
        "filter": form,
        "groups": grouped(form.pick(of_level(level_of(node)))),
        "models": MODELS,
    }
    return render(request, "documents/choose.html", context)


@route("document.edit", methods=("GET", "POST"))
def new(request: SignedIn, document_kind: str) -> HttpResponse:
    """The form of one kind; nothing is kept before it is saved."""
    if document_kind not in TEMPLATES:
        raise Http404
    built = TEMPLATES[document_kind]
    node = _node(request, _nodes(request))
    page = _Page(request, built, node)
    if request.method == "POST":
        data = page.typed(built.beginning)
        if not page.is_asking_for_a_row and not page.refuse(data):
            try:
                paper = drafts.draw_up(node, document_kind, data, actor=request.user, title=page.title)
            except Invalid as refusal:
                page.take(refusal)
            else:
                toast(request, _("The draft is saved."))
                return redirect("documents:paper", paper.uid)
        return page.shown(data)
    return page.shown(built.beginning)


@route("document.edit", of=Paper, seen_by="document.view", methods=("GET", "POST"))
def edit(request: SignedIn, paper: Paper) -> HttpResponse:
    if paper.state not in WRITABLE or paper.removed_at is not None:
        toast(request, _("This document is no longer changed. Its page says what can be done."), tone="warning")
        return redirect("documents:paper", paper.uid)
    built = built_of(paper.code)
    page = _Page(request, built, paper.node, paper)
    if request.method != "POST":
        return page.shown(asked_of(paper), check=True)
    data = page.typed(asked_of(paper))
    if not page.is_asking_for_a_row and not page.refuse(data):
        try:
            with transaction.atomic():
                drafts.rewrite(paper, data, version=page.version, actor=request.user, title=page.title)
                settled = remarks.settle(paper, page.ticked, actor=request.user)
        except EditConflict as conflict:
            return page.shown(data, conflict=conflict)
        except Invalid as refusal:
            page.take(refusal)
        else:
            toast(request, _("The draft is saved."))
            remarks.tell(request, settled)
            return redirect("documents:paper", paper.uid)
    return page.shown(data)


class _Page:
    """One form being filled in."""

    def __init__(self, request: SignedIn, built: Built, node: Node, paper: Paper | None = None) -> None:
        self.request, self.built, self.node, self.paper = request, built, node, paper
        self.plans = Plans(request.user, node)
        self.errors: dict[str, list[str]] = {}
        self.title = request.POST.get("_title", paper.title if paper else "")
        typed = request.POST.get("_version", "")
        self.version = version_typed(typed, paper.version if paper else 0)
        self.ticked = request.POST.getlist("_settled")

    @property
    def is_asking_for_a_row(self) -> bool:
        return bool(self.more)

    @property
    def more(self) -> str:
        return self.request.POST.get("_more", "")

    def typed(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: text for name, text in self.request.POST.items() if isinstance(text, str)}
        picked = references.to_name(self.request.user, self.node)
        named = {one.key: one.reference for one in picked}
        return questions.read(self.built.form.own, values, kept, named, self.plans.table)

    def refuse(self, data: Mapping[str, Any]) -> bool:
        """Whether something does not fit its field. What is missing may be filled in later."""
        self.errors = sentences(self.built.form.check(data), missing=False)
        return bool(self.errors)

    def take(self, refusal: DomainError) -> None:
        fields = refusal.fields if isinstance(refusal, Invalid) and refusal.fields else {"": [str(refusal)]}
        self.errors = {name: list(said) for name, said in fields.items()}

    def shown(
        self, data: Mapping[str, Any], *, conflict: EditConflict | None = None, check: bool = False
    ) -> HttpResponse:
        asked = questions.drawn(self.built.form.own, data, self.errors, more=self.more, plans=self.plans.options)
        named = {one.name for one in asked}
        loose = [said for name, many in self.errors.items() if name.partition(".")[0] not in named for said in many]
        said_of = self._remarks(asked)
        theirs = Paper.objects.get(pk=self.paper.pk) if conflict and self.paper else None
        context = {
            "built": self.built,
            "node": self.node,
            "paper": self.paper,
            "summary": [error for one in asked for error in one.all_errors()],
            "loose": loose,
            "left": _left(asked, self.built, data) if check else [],
            "title": self.title,
            "version": theirs.version if theirs else self.version,
            "differs": _differing(self.built, data, asked_of(theirs)) if theirs else None,
            "references": references.to_name(self.request.user, self.node),
            "people": people_of(self.node),
            "focus": _focus(asked, self.more),
            "asked": [(one, said_of.get(one.name, [])) for one in asked],
            "of_whole": said_of.get("", []),
            "ticked": self.ticked,
            "may_settle": bool(said_of) and self._may("approval.start"),
        }
        return render(self.request, "documents/write.html", context, status=409 if conflict else 200)

    def _may(self, action: str) -> bool:
        return self.paper is not None and can(self.request.user, action, self.paper)

    def _remarks(self, asked: list[questions.Question]) -> dict[str, list[remarks.Placed]]:
        """What waits to be mended by the name of its field, "" for the whole; the questions learn of it."""
        found: dict[str, list[remarks.Placed]] = {}
        for one in remarks.waiting(self.paper) if self.paper else ():
            found.setdefault(one.name, []).append(one)
        for question in asked:
            question.has_remarks = question.name in found
        return found


def sentences(wrongs: Mapping[str, Sequence[Wrong]], *, missing: bool) -> dict[str, list[str]]:
    """Wrong values by their path in words; with or without those that are only missing."""
    found = {
        path: [wording.wrong(each) for each in many if missing or each.code != "missing"]
        for path, many in wrongs.items()
    }
    return {path: said for path, said in found.items() if said}


def _left(asked: list[questions.Question], built: Built, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is still to be filled in: the place on the page and how it is called."""
    missing = {path.partition(".")[0] for path in built.form.check(data)}
    return [(one.first_id, str(one.title)) for one in asked if one.name in missing]


def _differing(built: Built, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    return [field.title for field in built.form.own if mine.get(field.name) != theirs.get(field.name)]


def _focus(asked: list[questions.Question], more: str) -> str:
    """The first input of the row just added."""
    rows = next((one.rows for one in asked if one.name == more), [])
    return rows[-1][0].first_id if rows else ""


def people_of(node: Node) -> dict[str, list[str]]:
    """Names and positions to offer: the head, and whoever works with documents here. Three queries."""
    head = organisation_of(node, timezone.localdate()).get("head", {})
    users = [one.user.work_name for one in holders("document.edit", [node])[node.pk] if one.node_id == node.pk]
    names = dict.fromkeys(name for name in (head.get("name", ""), *users) if name)
    return {"people": list(names), "posts": [head["post"]] if head.get("post") else []}


def _nodes(request: SignedIn) -> list[Node]:
    """Organisations whose documents the user draws up."""
    found = Node.objects.visible_to(request.user, "document.edit").filter(closed_on=None)
    return list(found.order_by("sort_name", "pk")[:MOST_NODES])


def _node(request: SignedIn, nodes: list[Node]) -> Node:
    """The one that the address names, else that of the acting role, else the first."""
    wanted = request.GET.get("node", "")
    acting = request.user.acting
    home = acting.node_id if acting else None
    chosen = next((node for node in nodes if str(node.uid) == wanted), None)
    chosen = chosen or next((node for node in nodes if node.pk == home), nodes[0] if nodes else None)
    if chosen is None:
        raise Http404
    return chosen
