"""Classes and groups of an organisation."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.routes import route
from nastavnik.people.models import Group
from nastavnik.people.services import groups as deeds
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people.cards_edit import add_errors
from nastavnik.portal.ui.toasts import toast
from nastavnik.portal.years import this_year


class NamesForm(forms.Form):
    names = forms.CharField(
        label=gettext_lazy("Classes and groups"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Separated by commas or lines: 8А, 8Б, 9А"),
    )  # fmt: skip


@route("person.edit", methods=("GET", "POST"))
def groups(request: SignedIn) -> HttpResponse:
    """The list, and a field for many at once."""
    place = place_of(request)
    require(request.user, "person.edit", place.node)
    form = NamesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.add_many(place.node, deeds.names_in(form.cleaned_data["names"]), actor=request.user)
        except NotAllowed:
            raise
        except DomainError as refusal:
            add_errors(form, refusal)
        else:
            words = ngettext("%(n)s class is added.", "%(n)s classes are added.", len(made)) % {"n": len(made)}
            toast(request, words if made else _("All of them are there already."))
            return redirect(place.address("people:groups"))
    now = this_year()
    rows = deeds.with_people(place.node, now)
    context = {
        "form": form,
        "place": place,
        "open": [row for row in rows if row.closed_on is None],
        "closed": [row for row in rows if row.closed_on is not None],
    }
    return render(request, "people/groups/list.html", context)


@route("person.edit", of=Group, methods=("POST",))
def close(request: SignedIn, group: Group) -> HttpResponse:
    deeds.close(group, actor=request.user)
    words = _("%(name)s is closed: it is offered no longer.") % {"name": group.name}
    toast(request, words, undo=reverse("people:group-open", args=[group.uid]))
    return redirect("people:groups")


@route("person.edit", of=Group, methods=("POST",))
def open_again(request: SignedIn, group: Group) -> HttpResponse:
    deeds.open_again(group, actor=request.user)
    toast(request, _("%(name)s is open again.") % {"name": group.name})
    return redirect("people:groups")
