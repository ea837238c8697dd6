"""Who answers for mentoring: registers of curators, psychologists and experts, below by territory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from nastavnik.accounts.models import Grant
from nastavnik.accounts.requests import SignedIn
from nastavnik.audit.record import record
from nastavnik.base import sheets
from nastavnik.base.access import can, holds
from nastavnik.base.errors import DomainError, EditConflict, NotAllowed
from nastavnik.base.filters import FilterForm
from nastavnik.base.keyset import cursor_of, keyset_page
from nastavnik.base.routes import route
from nastavnik.base.saving import version_typed
from nastavnik.org.models import Node, NodeQuerySet, path_range, valid_on
from nastavnik.people.models import StaffCard
from nastavnik.people.services import staff as deeds
from nastavnik.portal import conflicts
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.org.filters import MOST_TERRITORIES, PlainSelect, day_field
from nastavnik.portal.people.cards_deeds import DayForm
from nastavnik.portal.people.cards_edit import add_errors
from nastavnik.portal.ui.toasts import toast

Kind = StaffCard.Kind
KINDS = {
    Kind.CURATOR: pgettext_lazy("staff", "Curators"),
    Kind.PSYCHOLOGIST: pgettext_lazy("staff", "Psychologists"),
    Kind.EXPERT: pgettext_lazy("staff", "Experts"),
}
METHODS = ("GET", "POST")


class StaffFilter(FilterForm):
    kind = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    territory = forms.ChoiceField(label=gettext_lazy("Territory"), widget=PlainSelect)
    node = forms.CharField(label=gettext_lazy("Organisation"), max_length=100)
    model = forms.ChoiceField(
        label=gettext_lazy("Model"), choices=[("", gettext_lazy("any")), *StaffCard.Model.choices]
    )
    ended = forms.BooleanField(label=gettext_lazy("Those who ended too"))

    def __init__(self, data: Any, *, nodes: NodeQuerySet) -> None:
        super().__init__(data)
        found = nodes.filter(kind=Node.Kind.TERRITORY).order_by("sort_name", "id")[:MOST_TERRITORIES]
        self.territories = {str(node.uid): node for node in found}
        field = self.fields["territory"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [
            ("", _("all of them")),
            *((uid, node.short_name) for uid, node in self.territories.items()),
        ]
        if len(self.territories) < 2:
            del self.fields["territory"]

    @property
    def of_kind(self) -> str:
        return str(self.chosen().get("kind") or Kind.CURATOR)

    def rows(self, cards: Any) -> Any:
        found = self.apply(cards.filter(kind=self.of_kind), without=["ended", "kind"])
        return found if self.chosen().get("ended") else found.filter(valid_on(timezone.localdate()))

    def narrow_territory(self, cards: Any, uid: str) -> Any:
        return cards.filter(node__in=Node.objects.filter(path_range(self.territories[uid].path)))

    def narrow_node(self, cards: Any, text: str) -> Any:
        return cards.filter(node__in=Node.objects.named_like(text))

    def chips(self) -> list[Any]:
        return [chip for chip in super().chips() if chip.name != "kind"]


class StaffForm(forms.ModelForm[StaffCard]):
    from_on = day_field(gettext_lazy("Since"))

    class Meta:
        model = StaffCard
        fields = ("full_name", "position", "contacts", "model", "order_words", "training", "from_on")
        labels = {"full_name": pgettext_lazy("person", "Full name")}
        help_texts = {
            "full_name": gettext_lazy("A work name: it is seen by the levels above."),
            "contacts": gettext_lazy("The work telephone and e-mail, never private ones."),
            "order_words": gettext_lazy("Such as: order of 1 September 2026 No. 77-од"),
            "training": gettext_lazy("Such as: «Curator of mentoring», 36 hours, 2026"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["model"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [("", _("not chosen")), *StaffCard._meta.get_field("model").flatchoices]

    def _post_clean(self) -> None:
        """The deed checks the row; a form does not write into one that is shown."""


@route("staff_card.view")
def show_list(request: SignedIn) -> HttpResponse:
    """A register within reach, by name."""
    form = _filter(request)
    rows = form.rows(StaffCard.objects.visible_to(request.user, "staff_card.view")).select_related("node")
    page = keyset_page(rows, order=("full_name",), cursor=cursor_of(request.GET))
    may_edit = holds(request.user, "staff_card.edit")
    context = {
        "filter": form,
        "list_page": page,
        "kinds": [(title, f"?kind={kind.value}", kind == form.of_kind) for kind, title in KINDS.items()],
        "may_edit": may_edit,
        "proposals": deeds.proposals(request.user, form.of_kind) if may_edit else [],
    }
    return render(request, "people/staff/list.html", context)


def _filter(request: SignedIn) -> StaffFilter:
    return StaffFilter(request.GET, nodes=Node.objects.visible_to(request.user, "staff_card.view"))


@route("staff_card.view")
def export(request: SignedIn) -> HttpResponseBase:
    """The register as filtered, in the columns of its form."""
    form = _filter(request)
    acting = request.user.acting
    record(
        "staff_card.exported", None, actor=request.user, node_id=acting.node_id if acting else None, kind=form.of_kind
    )
    rows = form.rows(StaffCard.objects.visible_to(request.user, "staff_card.view")).select_related("node")
    ordered: Iterator[StaffCard] = rows.order_by("full_name", "pk").iterator(chunk_size=500)
    return sheets.stream_xlsx(_columns(), ordered, name=str(KINDS[Kind(form.of_kind)]).lower())


def _columns() -> list[sheets.Column]:
    return [
        sheets.Column(_("Organisation"), "node.short_name", 32),
        sheets.Column(pgettext("person", "Full name"), "full_name", 36),
        sheets.Column(_("Position"), "position", 36),
        sheets.Column(_("Work contacts"), "contacts", 36),
        sheets.Column(_("Order of appointment"), "order_words", 32),
        sheets.Column(_("Model"), lambda row: row.get_model_display(), 28),
        sheets.Column(_("Training: programme, hours, year"), "training", 36),
        sheets.Column(_("In force until"), "to_on", 16),
    ]


@route("staff_card.edit", methods=METHODS)
def add(request: SignedIn) -> HttpResponse:
    """A new card; ``grant`` in the address fills in what an account's role says."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else Kind.CURATOR
    held = _grant(request)
    node = held.node if held else place_of(request).node
    initial: dict[str, Any] = {"from_on": held.from_on if held else timezone.localdate()}
    if held:
        initial |= {"full_name": held.user.work_name, "contacts": held.user.email or ""}
    form = StaffForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.add(node, kind, user=held.user if held else None, actor=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("The card is in the register."))
            return redirect(reverse("people:staff", query={"kind": kind}))
    return render(request, "people/staff/form.html", _shown(form, kind, node))


def _grant(request: SignedIn) -> Grant | None:
    """The role that a proposal speaks of."""
    uid = request.GET.get("grant", "")
    wanted = next(
        (
            one
            for kind in Kind
            for one in deeds.proposals(request.user, kind)
            if uid and str(one.user.uid) == uid and str(one.node.uid) == request.GET.get("at")
        ),
        None,
    )
    if wanted is None:
        return None
    held = Grant.objects.in_force().filter(user=wanted.user, node=wanted.node)
    return held.select_related("user", "node").first()


def _shown(form: StaffForm, kind: str, node: Node, card: StaffCard | None = None) -> dict[str, Any]:
    return {
        "form": form, "kind": kind, "kind_title": KINDS[Kind(kind)], "node": node, "card": card,
        "back": reverse("people:staff", query={"kind": kind}),
    }  # fmt: skip


def _told(card: StaffCard) -> dict[str, Any]:
    return {name: getattr(card, name) for name in StaffForm.Meta.fields}


@route("staff_card.edit", of=StaffCard, seen_by="staff_card.view", methods=METHODS)
def edit(request: SignedIn, card: StaffCard) -> HttpResponse:
    form = StaffForm(request.POST or None, initial=_told(card))
    back = reverse("people:staff", query={"kind": card.kind})
    if request.method == "POST" and form.is_valid():
        try:
            typed = version_typed(request.POST.get("version", ""))
            deeds.change(card, version=typed, actor=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except EditConflict as conflict:
            return conflicts.page(request, conflict, form=form, back=back)
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(back)
    return _card_page(request, card, form, DayForm(initial={"on": timezone.localdate()}))


def _card_page(request: SignedIn, card: StaffCard, form: StaffForm, ending: DayForm) -> HttpResponse:
    context = {
        **_shown(form, card.kind, card.node, card),
        "version": request.POST.get("version") or card.version,
        "ending": ending,
        "may_end": card.to_on is None and can(request.user, "staff_card.edit", card),
    }
    return render(request, "people/staff/form.html", context)


@route("staff_card.edit", of=StaffCard, seen_by="staff_card.view", methods=("POST",))
def end(request: SignedIn, card: StaffCard) -> HttpResponse:
    """From the day that was meant: one that cannot be read stays in its field with a sentence beside it."""
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            deeds.end(card, on=form.cleaned_data["on"], actor=request.user)
        except NotAllowed:
            raise
        except deeds.StaffEnded as refusal:
            toast(request, str(refusal), tone="warning")
            return redirect(reverse("people:staff", query={"kind": card.kind}))
        except DomainError as refusal:
            form.add_error("on", str(refusal))
        else:
            words = _("It is written down that they answer for mentoring no longer.")
            toast(request, words, undo=reverse("people:staff-again", args=[card.uid]))
            return redirect(reverse("people:staff", query={"kind": card.kind}))
    return _card_page(request, card, StaffForm(initial=_told(card)), form)


@route("staff_card.edit", of=StaffCard, seen_by="staff_card.view", methods=("POST",))
def again(request: SignedIn, card: StaffCard) -> HttpResponse:
    deeds.open_again(card, actor=request.user)
    toast(request, _("It is undone."))
    return redirect(reverse("people:staff", query={"kind": card.kind}))
