"""The requisites of an organisation: what stands on its letters, and its head."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.routes import route
from nastavnik.org.models import Fact, Node
from nastavnik.org.services.facts import set_fact
from nastavnik.portal.ui.toasts import toast

_ORDER = (
    Fact.Kind.HEAD_POST,
    Fact.Kind.HEAD_NAME,
    Fact.Kind.CITY,
    Fact.Kind.ADDRESS,
    Fact.Kind.PHONE,
    Fact.Kind.EMAIL,
)
_HINTS = {
    Fact.Kind.HEAD_POST: gettext_lazy("As it stands above the signature, for example «Директор»."),
    Fact.Kind.HEAD_NAME: gettext_lazy("In full: surname, name, patronymic. Documents put them into the right case."),
    Fact.Kind.CITY: gettext_lazy("What stands under the date of an order, for example «г. Заречный»."),
}


class RequisitesForm(forms.Form):
    from_on = forms.DateField(
        label=gettext_lazy("True from"),
        help_text=gettext_lazy("Documents of earlier days keep what was true then."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        for kind in _ORDER:
            self.fields[kind] = forms.CharField(
                label=kind.label, max_length=300, required=False, help_text=_HINTS.get(kind, "")
            )
        self.order_fields([*_ORDER, "from_on"])


@route("organisation.requisites", of=Node, seen_by="organisation.view", methods=("GET", "POST"))
def change(request: SignedIn, node: Node) -> HttpResponse:
    """Give the requisites of this organisation."""
    today = timezone.localdate()
    known = dict(node.facts.on(today).filter(kind__in=_ORDER).values_list("kind", "value"))
    form = RequisitesForm(request.POST or None, initial={**known, "from_on": today})
    back = request.GET.get("next", "")
    target = back if back.startswith("/documents/") else ""
    if request.method == "POST" and form.is_valid() and _saved(request, node, form, known):
        toast(request, _("The requisites are saved. New documents bear them."))
        return redirect(target) if target else redirect("org:card", uid=node.uid)
    return render(request, "documents/requisites.html", {"node": node, "form": form, "back": target})


def _saved(request: SignedIn, node: Node, form: RequisitesForm, known: dict[str, str]) -> bool:
    """All of them or none."""
    day = form.cleaned_data["from_on"]
    try:
        with transaction.atomic():
            for kind in _ORDER:
                value = form.cleaned_data[kind].strip()
                if value != known.get(kind, ""):
                    _set(node, kind, value, form, day, request)
    except Invalid:
        return False
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _set(node: Node, kind: str, value: str, form: RequisitesForm, day: object, request: SignedIn) -> None:
    try:
        set_fact(node, kind, value, from_on=day, actor=request.user)  # type: ignore[arg-type]  # a date field's value
    except Invalid as refusal:
        for sentence in refusal.fields.get("value", [str(refusal)]):
            form.add_error(kind, sentence)
        raise
