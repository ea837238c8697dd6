"""Templates of documents: which edition holds here, what it prints, how it is changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import holds
from nastavnik.base.filters import FilterForm
from nastavnik.base.routes import route
from nastavnik.documents import editions, wording
from nastavnik.documents.acts import doubts
from nastavnik.documents.editions import Edition
from nastavnik.documents.language import Fault, Refused
from nastavnik.documents.levels import level_of, of_level
from nastavnik.documents.library import TEMPLATES, Approval, Built
from nastavnik.documents.models import Template
from nastavnik.documents.writers.outline import outline
from nastavnik.org import reference
from nastavnik.org.models import Node
from nastavnik.portal.approvals.forms import DayField
from nastavnik.portal.documents.acts import told_of
from nastavnik.portal.documents.groups import GROUPS, MODELS, codes_named, grouped
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.documents.template_files import editions_of

STATE = Template.State
MOST_EDITIONS = 50
LEVELS = {
    "organisation": gettext_lazy("documents of organisations"),
    "district": gettext_lazy("documents of the district"),
    "region": gettext_lazy("documents of the region"),
}
WAYS = {
    Approval.OWN: gettext_lazy("The head signs it, and it gets a number of its own."),
    Approval.BY_ORDER: gettext_lazy("An order approves it: its number and day stand in the stamp."),
    Approval.NONE: gettext_lazy("Nobody approves it: it is signed and registered."),
}
PARTS = {
    "": gettext_lazy("Sample"),
    "fields": gettext_lazy("Fields: how to write them"),
    "history": gettext_lazy("Editions"),
}


class KindFilter(FilterForm):
    q = forms.CharField(label=gettext_lazy("Words"), max_length=100)
    group = forms.MultipleChoiceField(
        label=gettext_lazy("Kind"), choices=[(str(key), title) for key, title in GROUPS.items()]
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Whose documents"), choices=[("", gettext_lazy("any")), *LEVELS.items()]
    )
    behind = forms.BooleanField(label=gettext_lazy("Only those behind"))

    def pick(self, found: list[Built]) -> list[Built]:
        chosen = self.chosen()
        if words := chosen.get("q"):
            codes = codes_named(words)
            found = [built for built in found if built.code in codes]
        if groups := chosen.get("group"):
            found = [built for built in found if built.group in groups]
        if level := chosen.get("level"):
            found = [built for built in found if built.level in (level, "any")]
        return found


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Template as a Word document"),
        help_text=gettext_lazy(
            "DOCX saved by Word or LibreOffice, up to 20 MB. It is checked as soon as you choose it."
        ),
        error_messages={"required": gettext_lazy("Choose the file that you have edited.")},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PublishForm(forms.Form):
    from_on = DayField(
        label=gettext_lazy("From which day it is in force"),
        help_text=gettext_lazy(
            "Today or a later day. Until then the edition of today holds; documents drawn up before keep theirs."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("What is different"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One sentence: it is read by those below and by whoever comes after you."),
    )  # fmt: skip
    caught_up = forms.BooleanField(
        label=gettext_lazy("What is new in the edition above has been taken in"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_behind: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_behind:
            del self.fields["caught_up"]


@dataclass(frozen=True)
class Row:
    """A kind in the list: the edition in use here and the one that takes over next."""

    built: Built
    template: Template | None
    is_behind: bool
    coming: Template | None


@route("document_template.use")
def show_list(request: SignedIn) -> HttpResponse:
    """Every kind with the edition that documents are drawn up by here. Constant queries."""
    place, form = place_of(request), KindFilter(request.GET)
    in_use, coming = editions.templates_in_use(place.node), editions.next_in_use(place.node)
    lag = editions.with_lag(Template.objects.filter(pk__in=[row.pk for row in in_use.values()]))
    behind = set(lag.filter(is_behind=True).values_list("code", flat=True))
    drafts = set(Template.objects.filter(node=place.node, state=STATE.DRAFT).values_list("code", flat=True))
    kinds = form.pick(_kinds(place))
    if form.chosen().get("behind"):
        kinds = [built for built in kinds if built.code in behind]
    rows = {b.code: Row(b, in_use.get(b.code), b.code in behind, coming.get(b.code)) for b in kinds}
    context = {
        "place": place,
        "filter": form,
        "groups": [(title, [rows[built.code] for built in found]) for title, found in grouped(kinds)],
        "drafts": drafts if place.may_edit_templates else set(),
        "may_oversee": holds(request.user, "document_template.oversee"),
    }
    return render(request, "documents/templates/list.html", context)


def _kinds(place: Place) -> list[Built]:
    """What the place draws up; a territory and its offices write templates for those below them too."""
    if place.node.is_territory or editions.is_office(place.node):
        return list(TEMPLATES.values())
    return of_level(level_of(place.node))


@route("document_template.use")
def show(request: SignedIn, document_kind: str) -> HttpResponse:
    if document_kind not in TEMPLATES:
        raise Http404
    return page(request, place_of(request), document_kind)


def page(
    request: SignedIn, place: Place, code: str, form: PublishForm | None = None, status: int = 200
) -> HttpResponse:
    """A kind: the edition asked for (else the one in use), its sample, its fields, its editions."""
    built, node = TEMPLATES[code], place.node
    rows = list(
        editions.with_lag(Template.objects.filter(node=node, code=code)).select_related("base__node", "made_by")
    )
    today = timezone.localdate()
    draft = next((row for row in rows if row.state == STATE.DRAFT and place.may_edit_templates), None)
    own = next((row for row in rows if is_in_force(row, today)), None)
    waiting = sorted((row for row in rows if row.from_on and row.from_on > today), key=lambda row: row.from_on)
    over = editions.above(node, code)
    in_use = Edition(code, own) if own else over
    known = editions_of(place, code)
    shown = known.get(request.GET.get("edition", ""), in_use)
    part = request.GET.get("part", "") if request.GET.get("part") in PARTS else ""
    context = {
        "place": place,
        "built": built,
        "facts": _facts(built),
        "in_use": in_use,
        "own": own,
        "over": over,
        "draft": draft,
        "waiting": waiting,
        "coming": editions.next_in_use(node, [code], own=False).get(code),
        "reaches": _reaches(place),
        "lagging": next((row for row in (draft, own) if row and row.is_behind), None),
        "shown": shown,
        "part": part,
        "may_draw_up": holds(request.user, "document.edit") and built in of_level(level_of(node)),
        "parts": PARTS.items(),
        "form": form or (_form(draft) if draft else None),
        "upload_form": UploadForm(initial={"version": draft.version if draft else None}),
        "editions": [row for row in rows if row.state != STATE.DRAFT][:MOST_EDITIONS] if part == "history" else [],
        "help": built.form.help() if part == "fields" else [],
        **(_looks(shown) if not part else {}),
        **_below(request, place, code, waiting),
    }
    return render(request, "documents/templates/page.html", context, status=status)


def is_in_force(row: Template, on: dt.date) -> bool:
    return row.from_on is not None and row.from_on <= on and (row.to_on is None or row.to_on > on)


def _reaches(place: Place) -> Node | None:
    """The territory whose organisations work by the editions of an office."""
    node = place.node
    return Node.objects.get(pk=node.ancestor_ids[-1]) if editions.is_office(node) and node.ancestor_ids else None


def _form(draft: Any) -> PublishForm:
    return PublishForm(
        initial={"from_on": timezone.localdate(), "note": draft.note, "version": draft.version},
        is_behind=draft.is_behind,
    )


def _looks(edition: Edition) -> dict[str, Any]:
    """The sample on paper, or what keeps the edition from having one."""
    try:
        return {"sheets": outline(editions.sample(edition))}
    except Refused as refused:
        return {"faults": told(refused.faults)}


def told(faults: tuple[Fault, ...]) -> list[dict[str, str]]:
    """Place, piece of the document, what to do."""
    return [
        {"place": wording.place(one.place) or _("The whole document"), "text": one.text, "what": wording.fault(one)}
        for one in sorted(faults, key=lambda fault: fault.place)
    ]


def _facts(built: Built) -> dict[str, Any]:
    titles = reference.titles("acts")
    doubted = doubts(built.acts, on=timezone.localdate(), model=built.model)
    return {
        "group": GROUPS[built.group],
        "model": MODELS.get(built.model, built.model),
        "way": WAYS[built.approval],
        "acts": [titles[code] for code in built.acts if code in titles],
        "doubts": [(doubt.title, told_of(doubt)) for doubt in doubted],
    }


def _below(request: SignedIn, place: Place, code: str, waiting: list[Any]) -> dict[str, Any]:
    """How many below keep editions of their own, and how many of these are behind: today, and from the day on which
    the next edition comes into force."""
    if not holds(request.user, "document_template.oversee"):
        return {}
    rows = Template.objects.visible_to(request.user, "document_template.oversee").exclude(node=place.node)
    told: dict[str, Any] = {}
    for name, day in (("", timezone.localdate()), ("_then", waiting[0].from_on if waiting else None)):
        if day is not None:
            marked = editions.with_lag(rows.filter(code=code).in_force(day), day)
            marks = list(marked.values_list("is_behind", flat=True))
            told |= {f"below{name}": len(marks), f"below{name}_behind": sum(marks)}
    return told
