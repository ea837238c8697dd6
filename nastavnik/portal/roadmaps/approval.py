"""The way of a plan: sent along a route, approved on paper, a new edition, and what changed."""

from __future__ import annotations

import uuid
from collections import defaultdict

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.accounts.requests import SignedIn
from nastavnik.approvals.acting import who_may_act
from nastavnik.approvals.models import Chain, Remark, Step
from nastavnik.approvals.services.chains import Planned
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.portal.approvals.papers import Paper, paper
from nastavnik.portal.roadmaps.approval_forms import PaperForm, RouteForms
from nastavnik.portal.roadmaps.approvals_part import history
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.queries import term_words
from nastavnik.roadmaps.services import approval, editions
from nastavnik.roadmaps.wording import normal

# A page of lines with a field for remarks at each; remarks of one page are saved before the next is opened.
LINES = 100


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("GET", "POST"))
def send(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """The route before it begins: who decides, by when; steps can be left out, changed and added."""
    planned = approval.planned_route(roadmap)
    places = approval.places_of(roadmap.node)
    initial = [
        {
            "use": not stop.is_optional, "kind": step.kind, "title": step.title, "node": step.node.uid,
            "due_on": step.due_on,
        }
        for stop, step in planned
    ]  # fmt: skip
    forms = RouteForms(request.POST or None, initial=initial, form_kwargs={"places": places}, prefix="steps")
    refused = ""
    if request.method == "POST" and forms.is_valid():
        try:
            approval.send(roadmap, route=forms.route, actor=request.user)
        except DomainError as refusal:
            refused = str(refusal)
        else:
            toast(request, _("The plan is sent. You will be told of each decision."))
            return redirect("roadmaps:plan", roadmap.uid)
    people = [_people(roadmap, step) for _stop, step in planned]
    rows = [(form, people[at] if at < len(people) else None) for at, form in enumerate(forms.forms)]
    context = {"roadmap": roadmap, "forms": forms, "rows": rows, "refused": refused}
    return render(request, "roadmaps/send.html", context)


def _people(roadmap: Roadmap, step: Planned) -> list[str]:
    """Who would decide ``step`` today. 2 queries."""
    chain = Chain(node=roadmap.node, subject_kind=approval.KIND)
    return [str(user) for user in who_may_act(Step(chain=chain, node=step.node, kind=step.kind))]


@route("roadmap.view", of=Roadmap, methods=("GET", "POST"))
def on_paper(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """For whoever keeps the plan or approves it: the number and the date that stand on the stamp."""
    form = PaperForm(request.POST or None, initial={"order_no": roadmap.order_no, "decided_on": roadmap.approved_on})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            approval.approve_on_paper(
                roadmap, order_no=data["order_no"], on=data["decided_on"], effective_on=data["effective_on"],
                actor=request.user,
            )  # fmt: skip
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The approval is recorded. The wording is kept for comparison."))
            living = roadmap.amends or roadmap
            return redirect("roadmaps:plan", living.uid)
    return render(request, "roadmaps/on_paper.html", {"roadmap": roadmap, "form": form})


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def open_edition(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    draft = editions.open_edition(roadmap, actor=request.user)
    toast(request, _("This is the draft of a new edition. The plan in force stays as it is until it is approved."))
    return redirect("roadmaps:plan", draft.uid)


@route("roadmap.view", of=Roadmap)
def compare(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """A draft edition against the plan in force; else what was approved against today."""
    baselines = list(roadmap.baselines.order_by("-made_at", "-pk").defer("content")[:50])
    typed = request.GET.get("edition", "")
    chosen = next((row for row in baselines if str(row.edition) == typed), baselines[0] if baselines else None)
    found = (
        editions.edition_comparison(roadmap) if roadmap.amends_id else editions.baseline_comparison(roadmap, chosen)
    )
    context = {"roadmap": roadmap, "comparison": found, "baselines": baselines, "chosen": chosen}
    return render(request, "roadmaps/compare.html", context)


@route("roadmap.view", of=Roadmap)
def rounds(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """Every round of agreement with its steps and decisions."""
    return render(request, "roadmaps/rounds.html", {"roadmap": roadmap, "rounds": history(roadmap)[:50]})


@paper(approval.KIND)
def show_plan(
    request: SignedIn, chain: Chain, remarks: dict[uuid.UUID, list[Remark]], typed: dict[uuid.UUID, str]
) -> Paper:
    """The lines of a plan with room for a remark at each."""
    roadmap = Roadmap.objects.select_related("node", "amends").filter(uid=chain.subject_uid).first()
    if roadmap is None:
        raise Http404
    lines = RoadmapLine.objects.filter(roadmap=roadmap, removed_at=None).select_related("section")
    page = keyset_page(lines, order=("position",), cursor=cursor_of(request.GET), size=LINES)
    names: dict[int | None, int] = defaultdict(int)
    rows = []
    for line in page.rows:
        names[line.section_id] += 1
        term = term_words(line.schedule, roadmap)
        rows.append(
            {
                "line": line,
                "opens": line.section if line.section_id and names[line.section_id] == 1 else None,
                "term": "" if normal(term) == normal(line.deadline_text) else term,
                "remarks": remarks.get(line.uid, []),
                "typed": typed.get(line.uid, ""),
            }
        )
    comparison = editions.edition_comparison(roadmap) if roadmap.amends_id else None
    return Paper(
        title=roadmap.title,
        address=reverse("roadmaps:plan", args=[roadmap.uid]),
        template="roadmaps/parts/review_plan.html",
        places=frozenset(line.uid for line in page.rows),
        context={"roadmap": roadmap, "list_page": page, "lines": rows, "comparison": comparison},
    )
