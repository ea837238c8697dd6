"""One line: its wording, its dates and their evidence, its parts, its history; edited in place or on its page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nastavnik.accounts import once
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import timeline
from nastavnik.base.access import rights
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.routes import route
from nastavnik.portal import conflicts
from nastavnik.portal.events import line_part
from nastavnik.portal.measures.figures import own_path
from nastavnik.portal.roadmaps import approvals_part, cascade_part, kind_part, papers_part, talk_part
from nastavnik.portal.roadmaps.forms import DecisionForm, LineForm, NewLineForm, ProofForm
from nastavnik.portal.roadmaps.rows import Row, labels_for
from nastavnik.portal.roadmaps.shown import add_errors, tell_of_merge, way_back
from nastavnik.portal.ui.toasts import toast, toasts
from nastavnik.roadmaps.models import Roadmap, RoadmapLine
from nastavnik.roadmaps.queries import line_rows, occurrences_of
from nastavnik.roadmaps.services import lines, presence
from nastavnik.roadmaps.services.baselines import may_reword

IN_A_ROW = ("number", "title", "deadline_text", "responsible_text", "result")


@route("roadmap.view", of=RoadmapLine)
def show(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    roadmap = line.roadmap
    today = timezone.localdate()
    (row,) = line_rows(roadmap, [line], on=today)
    own = own_path(request)
    kind = kind_part.part(line, own)
    found = kind_part.worded(occurrences_of(line, today), is_own=kind_part.is_own(line, own))
    context = {
        "roadmap": roadmap,
        "line": line,
        "row": row,
        "today": today,
        "occurrences": papers_part.with_papers(request, found),
        "kind": kind,
        "wanted_paper": papers_part.offer(request, line, kind.rule),
        "line_events": line_part.part(request, line, kind.rule),
        "parts": line.sub_items.all(),
        "parties": line.parties.all(),
        "decision": line.decisions.filter(to_on=None).first(),
        "events": timeline(line)[:50],
        "revisions": line.revisions.order_by("-version")[:20],
        "proof": ProofForm(initial={"done_on": today}),
        "may": rights(request.user, line, "approval.start", "roadmap.edit", "roadmap.tick", "roadmap.comment"),
        "talk": talk_part.part(request, line),
        "cascade": cascade_part.of_line(request, line),
        "remarks": approvals_part.remarks_to(line),
        "may_reword": may_reword(roadmap),
    }
    return render(request, "roadmaps/line.html", context)


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("GET", "POST"))
def edit(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    """The page, or for htmx the row of the plan turned into a form and back."""
    inline = "HX-Request" in request.headers
    # A row has room for the words of its columns; the rest is edited on the page of the line.
    # Of a plan that is agreed or approved only the control is changed.
    words = lines.WORDS if may_reword(line.roadmap) else ()
    names = IN_A_ROW if inline else (*words, *lines.SETTINGS)
    initial = {name: getattr(line, name) for name in (*names, "version")}
    form = LineForm(request.POST or None, initial=initial, auto_id=f"id_{str(line.uid)[-6:]}_%s")
    form.keep_only(*names, "version")
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in names}
        version = form.cleaned_data["version"] or 0
        try:
            line = lines.edit_line(line, version=version, actor=request.user, **changes)
            presence.leave(line, actor=request.user)
            tell_of_merge(request, line, version)
        except EditConflict as refusal:
            return conflicts.page(request, refusal, form=form, back=reverse("roadmaps:line", args=[line.uid]))
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            if not inline:
                return _saved(request, line)
            once.done(request)
            return _row(request, line)
    if inline and request.GET.get("cancel"):
        presence.leave(line, actor=request.user)
        return _row(request, line)
    template = "roadmaps/line_edit.html" + ("#row" if inline else "")
    others = presence.be_here(line, actor=request.user)
    return render(request, template, {"roadmap": line.roadmap, "line": line, "form": form, "others": others})


def _saved(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    toast(request, _("The line is saved."), undo=reverse("roadmaps:line-undo", args=[line.uid]))
    return redirect("roadmaps:line", line.uid)


def _row(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    (row,) = line_rows(line.roadmap, [line], on=timezone.localdate())
    context = {"roadmap": line.roadmap, "row": Row(row), "labels": labels_for(may_edit=True)}
    response = render(request, "roadmaps/plan.html#row", context)
    if waiting := toasts(request):  # whoever stays on the page is told there
        response.write(render_to_string("ui/toasts_beside.html", {"waiting": waiting}, request))
    return response


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("GET", "POST"))
def new(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    form = NewLineForm(request.POST or None, sections=roadmap.sections.all())
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in (*lines.WORDS, *lines.SETTINGS, "section")}
        try:
            line = lines.add_line(roadmap, actor=request.user, **words)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The line is added."), undo=reverse("roadmaps:line-remove", args=[line.uid]))
            another = "another" in request.POST
            return redirect("roadmaps:line-new" if another else "roadmaps:plan", roadmap.uid)
    return render(request, "roadmaps/line_new.html", {"roadmap": roadmap, "form": form})


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("POST",))
def undo(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    try:
        lines.undo_edit(line, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, _("The former wording is back."), undo=reverse("roadmaps:line-undo", args=[line.uid]))
    return redirect("roadmaps:line", line.uid)


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("POST",))
def remove(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    lines.remove_line(line, actor=request.user)
    toast(request, _("The line is removed."), undo=reverse("roadmaps:line-restore", args=[line.uid]))
    return redirect("roadmaps:plan", line.roadmap.uid)


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("POST",))
def restore(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    lines.restore_line(line, actor=request.user)
    toast(request, _("The line is back."))
    return redirect("roadmaps:line", line.uid)


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("GET", "POST"))
def set_aside(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    """Postponed or not relevant, with a basis."""
    initial = {"from_on": timezone.localdate(), "kind": request.GET.get("kind", "")}
    form = DecisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            lines.decide(line, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The decision is written down."), undo=reverse("roadmaps:line-take-up", args=[line.uid]))
            return redirect(way_back(request, reverse("roadmaps:line", args=[line.uid])))
    return render(request, "roadmaps/decide.html", {"line": line, "roadmap": line.roadmap, "form": form})


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("POST",))
def take_up(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    lines.take_up_again(line, on=timezone.localdate(), actor=request.user)
    toast(request, _("The line is controlled again."))
    return redirect(way_back(request, reverse("roadmaps:line", args=[line.uid])))
