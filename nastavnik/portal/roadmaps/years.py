"""Typical plans, plans made of them, next year's plans, and what these ask of a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can, holds
from nastavnik.base.errors import DomainError
from nastavnik.base.keyset import bounded_count, cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.org import reference
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.roadmaps.typical import behind_of
from nastavnik.portal.roadmaps.year_forms import AnchorForm, UseForm, YearForm, initial_of, use_initial
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import Roadmap, RoadmapLine, Template
from nastavnik.roadmaps.queries import term_words
from nastavnik.roadmaps.services import adoption, decisions, templates

SPANS = ("school_quarters", "school_trimesters", "school_holidays")


@route("template.use")
def template_list(request: SignedIn) -> HttpResponse:
    """Typical plans that one may use, and one's own that are not published yet."""
    published = Template.objects.visible_to(request.user, "template.use").select_related("node")
    own = Roadmap.objects.visible_to(request.user, "roadmap.edit").filter(is_template=True, removed_at=None)
    context = {
        "list_page": keyset_page(published, order=("-starts_on",), cursor=cursor_of(request.GET)),
        "own": own.select_related("node").order_by("-pk")[:50],
        "may_make": holds(request.user, "roadmap.create"),
        "behind": behind_of(request.user),
    }
    return render(request, "roadmaps/years/templates.html", context)


@route("template.use", of=Template)
def template(request: SignedIn, typical: Template) -> HttpResponse:
    """The lines of a typical plan, to be read before it is used."""
    lines = RoadmapLine.objects.filter(roadmap_id=typical.pk, removed_at=None).select_related("section")
    page = keyset_page(lines, order=("position",), cursor=cursor_of(request.GET))
    context = {
        "typical": typical,
        "list_page": page,
        "lines": [(line, line.deadline_text or term_words(line.schedule, typical)) for line in page.rows],
        "may_make": holds(request.user, "roadmap.create"),
    }
    return render(request, "roadmaps/years/template.html", context)


@route("template.use", of=Template, methods=("GET", "POST"))
def use(request: SignedIn, typical: Template) -> HttpResponse:
    """Make a plan of one's own: whose, for which year, under what title."""
    form = UseForm(request.POST or None, user=request.user, action="roadmap.create", initial=use_initial(typical))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = templates.plan_from_template(
                typical, node=data["node"], year=data["year"], title=data["title"], actor=request.user
            )
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return _to_made(request, made)
    return render(request, "roadmaps/years/use.html", {"typical": typical, "form": form})


def _to_made(request: SignedIn, made: Roadmap) -> HttpResponse:
    if any(decisions.questions_of(line) for line in decisions.asked(made)):
        toast(request, _("The plan is made. Look through the lines that need a decision."))
        return redirect("roadmaps:decisions", made.uid)
    toast(request, _("The plan is made."))
    return redirect("roadmaps:plan", made.uid)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def make_template(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    made = templates.make_template(roadmap, actor=request.user)
    toast(request, _("The typical plan is made as a draft. Publish it when it is ready."))
    return redirect("roadmaps:plan", made.uid)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def publish(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    try:
        templates.publish(roadmap, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, _("The typical plan is published: everybody below may use it."))
    return redirect("roadmaps:plan", roadmap.uid)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view")
def copies(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """Who works by plans made of this typical plan, by which edition, and how many changes each has not looked at."""
    found = Roadmap.objects.visible_to(request.user, "roadmap.view").living().filter(template=roadmap)
    page = keyset_page(found.select_related("node"), order=("-pk",), cursor=cursor_of(request.GET))
    for copy in page.rows:
        copy.template = roadmap
    waiting = adoption.waiting(page.rows)
    context = {
        "roadmap": roadmap,
        "list_page": page,
        "rows": [(copy, len(waiting[copy.pk])) for copy in page.rows],
        "all": bounded_count(found),
        "behind": bounded_count(found.filter(template_edition__lt=roadmap.edition)),
    }
    return render(request, "roadmaps/years/copies.html", context)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("GET", "POST"))
def next_year(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """The plan of the years after this one."""
    form = YearForm(request.POST or None, initial={"year": templates.year_after(roadmap)})
    if request.method == "POST" and form.is_valid():
        try:
            made = templates.next_plan(roadmap, actor=request.user, year=form.cleaned_data["year"])
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return _to_made(request, made)
    return render(request, "roadmaps/years/next.html", {"roadmap": roadmap, "form": form})


@route("roadmap.view", of=Roadmap)
def to_decide(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """The lines that a machine could not carry over alone."""
    page = keyset_page(decisions.asked(roadmap), order=("position",), cursor=cursor_of(request.GET))
    rows = [
        (line, [decisions.QUESTIONS[code] for code in codes])
        for line in page.rows
        if (codes := decisions.questions_of(line))
    ]
    may_edit = can(request.user, "roadmap.edit", roadmap)
    context = {"roadmap": roadmap, "list_page": page, "rows": rows, "may_edit": may_edit}
    return render(request, "roadmaps/years/decisions.html", context)


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("POST",))
def settle(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    decisions.settle(line, actor=request.user)
    toast(request, _("The line stays as it is."))
    return redirect("roadmaps:decisions", line.roadmap.uid)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def settle_all(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    settled = decisions.settle_all(roadmap, actor=request.user)
    text = ngettext("%(n)s line stays as it is.", "%(n)s lines stay as they are.", settled) % {"n": settled}
    toast(request, text)
    return redirect("roadmaps:plan", roadmap.uid)


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("GET", "POST"))
def anchor(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    """What the term of a line of a typical plan is counted from."""
    spans = [(entry.code, entry.title) for code in SPANS for entry in reference.entries(code)]
    form = AnchorForm(request.POST or None, line=line, spans=spans, initial=initial_of(line))
    if request.method == "POST" and form.is_valid():
        try:
            templates.hang(line, relative=form.relative(), actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The term is saved."))
            return redirect("roadmaps:line", line.uid)
    context = {"line": line, "form": form, "back": reverse("roadmaps:line", args=[line.uid])}
    return render(request, "roadmaps/years/anchor.html", context)
