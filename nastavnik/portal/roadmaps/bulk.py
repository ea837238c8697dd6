"""One deed over many lines: ticked on the plan, looked at on a page of its own, done, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError
from nastavnik.base.routes import route
from nastavnik.portal.jobs.shown import job_card
from nastavnik.portal.roadmaps.forms import DayField, PlanFilter
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui import wording
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import BulkDeed, Roadmap, RoadmapLine, RoadmapSection
from nastavnik.roadmaps.services.bulk import deeds, effects
from nastavnik.roadmaps.services.bulk.effects import REFUSALS, TITLES, Asked, Effect
from nastavnik.roadmaps.states import NOT_RELEVANT, POSTPONED
from nastavnik.roadmaps.states import TITLES as STATES

SHOWN = 200
DASH = "—"
# Which fields a deed asks for, and what its text is called.
DAY, TEXT, SECTION = "day", "text", "section"
FIELDS: dict[str, dict[str, Any]] = {
    effects.DONE: {DAY: gettext_lazy("Done on"), TEXT: gettext_lazy("Note")},
    POSTPONED: {DAY: gettext_lazy("From"), TEXT: gettext_lazy("Basis")},
    NOT_RELEVANT: {DAY: gettext_lazy("From"), TEXT: gettext_lazy("Basis")},
    effects.TAKE_UP: {DAY: gettext_lazy("From")},
    effects.CONTROL_DATE: {DAY: gettext_lazy("Control date")},
    effects.RESPONSIBLE: {TEXT: gettext_lazy("Responsible")},
    effects.SECTION: {SECTION: gettext_lazy("Section")},
}


class AskForm(forms.Form):
    """What the deed needs to know; fields that it does not need are left out."""

    day = DayField()
    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    section = forms.ModelChoiceField(RoadmapSection.objects.none())

    def __init__(self, *args: Any, deed: BulkDeed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = deed.kind
        asked = FIELDS.get(deed.kind, {})
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        for name, label in asked.items():
            self.fields[name].label = label
        if TEXT in asked:  # the day is there already, so this is what is left to say
            self.fields[TEXT].widget.attrs["autofocus"] = True
        if SECTION in asked:
            field = self.fields[SECTION]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
            field.queryset = deed.roadmap.sections.all()

    @property
    def asked(self) -> Asked:
        data = self.cleaned_data
        section = data.get(SECTION)
        return Asked(self.kind, data.get(DAY), (data.get(TEXT) or "").strip(), section.pk if section else None)


@dataclass(frozen=True)
class Shown:
    """A row of the preview: what stands now, what will stand, or why nothing changes."""

    effect: Effect
    before: str
    after: str


@route("roadmap.tick", of=Roadmap, seen_by="roadmap.view", methods=("POST",))
def begin(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """The ticked lines, or all that the filters leave, go to the page of the deed."""
    kind = request.POST.get("kind", "")
    if kind not in TITLES:
        raise BadRequest
    try:
        deed = deeds.tick(roadmap, kind, _ticked(request, roadmap), actor=request.user)
    except deeds.NothingTicked as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect(_plan_of(request, roadmap))
    return redirect("roadmaps:bulk-deed", deed.uid)


def _ticked(request: SignedIn, roadmap: Roadmap) -> list[UUID]:
    present = roadmap.lines.filter(removed_at=None)
    if request.POST.get("all"):
        chosen = PlanFilter(QueryDict(request.POST.get("query", "")), roadmap=roadmap)
        return list(chosen.apply(present).order_by("position", "pk").values_list("uid", flat=True))
    named = [uid for text in request.POST.getlist("line") if (uid := _uid(text))]
    return list(RoadmapLine.objects.filter(roadmap=roadmap, uid__in=named).values_list("uid", flat=True))


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _plan_of(request: SignedIn, roadmap: Roadmap) -> str:
    query = PlanFilter(QueryDict(request.POST.get("query", "")), roadmap=roadmap).query()
    return f"{reverse('roadmaps:plan', args=[roadmap.uid])}?{query or 'all=1'}"


@route("roadmap.tick", of=BulkDeed, seen_by="roadmap.view", methods=("GET", "POST"))
def show(request: SignedIn, deed: BulkDeed) -> HttpResponse:
    """Before: what will change and what refuses. After: what was done, and the way back."""
    form = AskForm(request.POST or None, deed=deed, initial=_initial(deed))
    if request.method == "POST" and form.is_valid():
        try:
            deeds.ask(deed, form.asked, actor=request.user)
            if "do" in request.POST:
                deed = deeds.do(deed, actor=request.user)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            return _told(request, deed)
    context = {"deed": deed, "roadmap": deed.roadmap, "form": form, "title": TITLES[deed.kind]}
    if deed.state == BulkDeed.State.DRAFT:
        return render(request, "roadmaps/bulk.html", context | _before(deed))
    if deed.state == BulkDeed.State.WAITING:
        context |= job_card(request, deed.job_uid)
    return render(request, "roadmaps/bulk_done.html", context | _after(deed))


def _told(request: SignedIn, deed: BulkDeed) -> HttpResponse:
    if deed.state != BulkDeed.State.DONE or deed.refused or not deed.rows:
        return redirect("roadmaps:bulk-deed", deed.uid)
    toast(request, _done_words(len(deed.rows)), undo=reverse("roadmaps:bulk-undo", args=[deed.uid]))
    return redirect("roadmaps:plan", deed.roadmap.uid)


def _done_words(count: int) -> str:
    return ngettext("Done: %(n)s line.", "Done: %(n)s lines.", count) % {"n": count}


@route("roadmap.tick", of=BulkDeed, seen_by="roadmap.view", methods=("POST",))
def undo(request: SignedIn, deed: BulkDeed) -> HttpResponse:
    try:
        undone = deeds.undo(deed, actor=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
        return redirect("roadmaps:bulk-deed", deed.uid)
    if undone.kept:
        return redirect("roadmaps:bulk-deed", deed.uid)
    toast(request, _("Taken back."))
    return redirect("roadmaps:plan", deed.roadmap.uid)


def _initial(deed: BulkDeed) -> dict[str, Any]:
    asked = Asked.from_json(deed.kind, deed.values)
    return {DAY: asked.day, TEXT: asked.text, SECTION: asked.section}


def _before(deed: BulkDeed) -> dict[str, Any]:
    found = deeds.preview(deed, on=timezone.localdate())
    asked = Asked.from_json(deed.kind, deed.values)
    sections = {section.pk: str(section) for section in deed.roadmap.sections.all()}
    may = [effect for effect in found if not effect.refusal]
    refused = [effect for effect in found if effect.refusal]
    rows = [Shown(effect, _now(effect, asked, sections), _then(effect, asked, sections)) for effect in may[:SHOWN]]
    return {
        "rows": rows,
        "more": max(len(may) - SHOWN, 0),
        "refused": refused[:SHOWN],
        "refused_count": len(refused),
        "count": len(may),
    }


def _now(effect: Effect, asked: Asked, sections: dict[int, str]) -> str:
    line = effect.line
    if asked.kind == effects.CONTROL_DATE:
        return wording.day(line.manual_due_on) if line.manual_due_on else DASH
    if asked.kind == effects.RESPONSIBLE:
        return line.responsible_text or DASH
    if asked.kind == effects.SECTION:
        return sections.get(line.section_id or 0, DASH)
    return str(STATES[effect.state])


def _then(effect: Effect, asked: Asked, sections: dict[int, str]) -> str:
    if asked.kind == effects.DONE:
        marks = len(effect.marks)
        return ngettext("proved for %(n)s date", "proved for %(n)s dates", marks) % {"n": marks}
    if asked.kind == effects.CONTROL_DATE:
        return wording.day(asked.day) if asked.day else ""
    fixed: dict[str, Any] = {
        POSTPONED: STATES[POSTPONED],
        NOT_RELEVANT: STATES[NOT_RELEVANT],
        effects.TAKE_UP: _("controlled again"),
        effects.RESPONSIBLE: asked.text,
        effects.SECTION: sections.get(asked.section or 0, ""),
        effects.REMOVE: _("removed, can be brought back"),
        effects.RESTORE: _("back in the plan"),
    }
    return str(fixed[asked.kind])


def _after(deed: BulkDeed) -> dict[str, Any]:
    why = {row["line"]: REFUSALS[row["why"]] for row in deed.refused}
    named = _named(deed, [*list(why)[:SHOWN], *deed.kept[:SHOWN]])
    return {
        "count": len(deed.rows),
        "done_words": _done_words(len(deed.rows)),
        "refused": [(named[uid], sentence) for uid, sentence in list(why.items())[:SHOWN] if uid in named],
        "kept": [named[uid] for uid in deed.kept[:SHOWN] if uid in named],
        "may_undo": deeds.may_undo(deed),
        "until": deed.done_at + dt.timedelta(hours=deeds.UNDO_HOURS) if deed.done_at else None,
    }


def _named(deed: BulkDeed, uids: Sequence[str]) -> dict[str, RoadmapLine]:
    lines = RoadmapLine.objects.filter(roadmap=deed.roadmap_id, uid__in=uids).only("uid", "number", "title")
    return {str(line.uid): line for line in lines}
