"""The kind of work of a line and the rule that proves it: said, confirmed, set, declined; by line and by plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.roles import Role
from nastavnik.base.errors import DomainError, EditConflict
from nastavnik.base.keyset import bounded_count, cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.portal import conflicts
from nastavnik.portal.roadmaps import kind_part
from nastavnik.portal.roadmaps.going_on import as_query, next_place, same_place
from nastavnik.portal.roadmaps.shown import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.roadmaps.models import LineRule, Roadmap, RoadmapLine
from nastavnik.roadmaps.services import rules
from nastavnik.roadmaps.services.kinds import choose_kind
from nastavnik.roadmaps.services.rules.sources import usable_measures, works

MEASURE = LineRule.Kind.MEASURE
# Rules on one page: as many as one looks through before confirming them together.
RULES = 50


class KindForm(forms.Form):
    capability = forms.ChoiceField(label=pgettext_lazy("line", "Kind of work"), required=False)
    acting_role = forms.ChoiceField(label=gettext_lazy("Whose line it is"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("capability", kind_part.titles().items()), ("acting_role", Role.choices)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
            field.choices = [("", _("not said")), *choices]


class RuleForm(forms.Form):
    """What must be so for the line to be done: a figure with its threshold, a document or an event."""

    looks_at = forms.ChoiceField(label=gettext_lazy("What is looked at"))
    threshold = forms.DecimalField(
        label=gettext_lazy("At least"),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("Percent for shares, a number for amounts. Documents and events need none."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["looks_at"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = _choices()
        # Only a figure has a threshold, and as long as nothing else is registered everything is a figure.
        self.fields["threshold"].required = not rules.known_sources()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, _colon, code = str(data.get("looks_at", "")).partition(":")
        data |= {"kind": kind, "code": code}
        if kind == MEASURE and data.get("threshold") is None and "threshold" not in self.errors:
            self.add_error("threshold", _("Give the threshold that the figure must reach."))
        return data

    def threshold_kept(self) -> Decimal | None:
        """A share is kept as a part of 1, people type percent."""
        typed: Decimal | None = self.cleaned_data.get("threshold")
        if typed is None or self.cleaned_data["kind"] != MEASURE:
            return None
        return typed / 100 if _is_share(self.cleaned_data["code"]) else typed


def _choices() -> list[tuple[str, str]]:
    figures = [(f"{MEASURE}:{one.code}", str(one.title)) for one in usable_measures()]
    kinds = dict(LineRule.Kind.choices)
    others = [(f"{one.kind}:{one.code}", f"{kinds[one.kind]}: {one.title}") for one in rules.known_sources()]
    return figures + others


def _is_share(code: str) -> bool:
    return any(one.code == code and one.is_share for one in usable_measures())


def _initial(rule: LineRule | None) -> dict[str, Any]:
    if rule is None:
        return {"threshold": 100, "version": 0}
    threshold = rule.threshold
    if threshold is not None and _is_share(rule.code):
        threshold = threshold * 100
    shown = None if threshold is None else f"{threshold.normalize():f}"
    return {"looks_at": f"{rule.kind}:{rule.code}", "threshold": shown, "version": rule.version}


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("GET", "POST"))
def kind(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    """Say what kind of work it is; saying what was proposed confirms it."""
    initial = {name: getattr(line, name) for name in ("capability", "acting_role", "version")}
    form = KindForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            choose_kind(line, actor=request.user, **form.cleaned_data)
        except EditConflict as refusal:
            return conflicts.page(request, refusal, form=form, back=reverse("roadmaps:line", args=[line.uid]))
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The kind of work is saved."), undo=reverse("roadmaps:line-undo", args=[line.uid]))
            return redirect("roadmaps:line", line.uid)
    return render(request, "roadmaps/line_kind_form.html", {"line": line, "roadmap": line.roadmap, "form": form})


@route("roadmap.edit", of=RoadmapLine, seen_by="roadmap.view", methods=("GET", "POST"))
def rule(request: SignedIn, line: RoadmapLine) -> HttpResponse:
    """Choose what proves the line; it works at once."""
    present = LineRule.objects.filter(line=line).first()
    form = RuleForm(request.POST or None, initial=_initial(present))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            saved = rules.set_rule(
                line,
                actor=request.user,
                kind=data["kind"],
                code=data["code"],
                threshold=form.threshold_kept(),
                version=data["version"] or 0,
            )
        except EditConflict:
            # A rule is three words: the form is opened again with what stands there now.
            toast(request, _("Somebody has changed the rule meanwhile. Look at it once more."), tone="warning")
            return redirect("roadmaps:line-rule", line.uid)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The rule works from now on."), undo=reverse("roadmaps:rule-decline", args=[saved.uid]))
            return redirect("roadmaps:line", line.uid)
    return render(request, "roadmaps/line_rule_form.html", {"line": line, "roadmap": line.roadmap, "form": form})


@route("roadmap.edit", of=LineRule, seen_by="roadmap.view", methods=("POST",))
def confirm_rule(request: SignedIn, found: LineRule) -> HttpResponse:
    undo = reverse("roadmaps:rule-decline", args=[found.uid])
    return _decided(request, found, rules.confirm, _("The rule works: the data decide when the line is done."), undo)


@route("roadmap.edit", of=LineRule, seen_by="roadmap.view", methods=("POST",))
def decline_rule(request: SignedIn, found: LineRule) -> HttpResponse:
    undo = reverse("roadmaps:rule-confirm", args=[found.uid])
    return _decided(request, found, rules.decline, _("The rule is declined: the line is marked by hand."), undo)


def _decided(request: SignedIn, found: LineRule, deed: Any, said: str, undo: str) -> HttpResponse:
    typed = request.POST.get("version", "")
    try:
        # The address of an undo carries no version: it is about the rule as it stands.
        deed(found, version=version_typed(typed, found.version), actor=request.user)
    except EditConflict:
        toast(request, _("Somebody has changed the rule meanwhile. Look at it once more."), tone="warning")
    except DomainError as refusal:
        toast(request, str(refusal), tone="danger")
    else:
        toast(request, said, undo=undo)
    return redirect("roadmaps:line", found.line.uid)


@route("roadmap.edit", of=Roadmap, seen_by="roadmap.view", methods=("GET", "POST"))
def plan_rules(request: SignedIn, roadmap: Roadmap) -> HttpResponse:
    """What is proposed for the lines of a plan: ticked and confirmed together, a page at one go."""
    here = reverse("roadmaps:rules", args=[roadmap.uid])
    if request.method == "POST":
        chosen = LineRule.objects.filter(line__roadmap=roadmap, uid__in=_uids(request.POST.getlist("rule")))
        if count := rules.confirm_many(roadmap, chosen, actor=request.user):
            said = ngettext("%(n)s rule works from now on.", "%(n)s rules work from now on.", count) % {"n": count}
            toast(request, said)
            return redirect(here + as_query(next_place(request)))
        toast(request, _("Tick the rules that you confirm."), tone="warning")
        return redirect(here + as_query(same_place(request)))
    decided = bool(request.GET.get("decided"))
    of_plan = LineRule.objects.filter(line__roadmap=roadmap, line__removed_at=None)
    proposed = Q(state=LineRule.State.PROPOSED)
    found = of_plan.filter(~proposed if decided else proposed).select_related("line")
    page = keyset_page(found, order=("line__position", "line"), cursor=cursor_of(request.GET), size=RULES)
    if not page.rows and same_place(request):
        # Everything from here on is decided.
        return redirect(here)
    context = {
        "roadmap": roadmap,
        "list_page": page,
        "rows": _shown(page.rows),
        "decided": decided,
        "counts": {
            "proposed": bounded_count(of_plan.filter(proposed)),
            "decided": bounded_count(of_plan.filter(~proposed)),
        },
        "query": as_query(same_place(request)),
    }
    return render(request, "roadmaps/plan_rules.html", context)


def _shown(found: list[LineRule]) -> list[dict[str, Any]]:
    known = kind_part.titles()
    return [
        {
            "rule": one,
            "words": kind_part.rule_words(one),
            "kind": known.get(one.line.capability, ""),
            "works": works(one.kind, one.code),
        }
        for one in found
    ]


def _uids(typed: list[str]) -> list[UUID]:
    """The names of rows; anything else was not ticked on our page."""
    found = []
    for one in typed[:5000]:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
