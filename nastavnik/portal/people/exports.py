"""A base as a file in the layout of its official form. What for is asked; who took it is kept."""

from __future__ import annotations

import tempfile
from operator import itemgetter

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base import sheets
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.headers import as_download
from nastavnik.base.routes import route
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.org.calendar import SchoolYear
from nastavnik.org.models import Node
from nastavnik.people import exporting, listing
from nastavnik.people.models import Participation, Person
from nastavnik.people.registers import writing
from nastavnik.people.registers.columns import Register
from nastavnik.people.services import takings
from nastavnik.people.services.intake_lists import lists_of
from nastavnik.people.sights import seen
from nastavnik.portal.documents.downloads import DOCX, PDF
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.people.cards_edit import Base

KINDS = {"xlsx": sheets.XLSX, "docx": DOCX, "pdf": PDF}
# A printed base of more people is a book: the table has all of them.
MOST_PRINTED = 1_000
#: The heads of the official forms: they are what the paper is called.
HEADS = {"mentee": "База наставляемых", "mentor": "База наставников"}
NAMES = {"mentee": "база-наставляемых", "mentor": "база-наставников"}


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[
            ("xlsx", gettext_lazy("Excel: every column of the form")),
            ("docx", gettext_lazy("Word: the printed form")),
            ("pdf", gettext_lazy("PDF: the printed form")),
        ],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("What for"), max_length=300,
        help_text=gettext_lazy("Such as: report to the district, council of teachers on 28 August. It is kept."),
    )  # fmt: skip


@route("person.export", methods=("GET", "POST"))
def export(request: SignedIn) -> HttpResponseBase:
    """Asks what for, then gives the file. Sensitive: a fresh proof of identity stands before it."""
    place, base = place_of(request), Base(request)
    require(request.user, "person.export", place.node)
    whole = listing.base(place.node, side=base.side, model=base.model, school_year=base.year)
    parts = takings.may_take(whole, request.user)
    form = ExportForm(request.POST or None)
    count = parts.count()
    if request.method == "POST" and form.is_valid():
        answer = _taken(request, place.node, base, form, parts, count)
        if answer is not None:
            return answer
    context = {
        "form": form, "base": base, "count": count, "place": place, "most_printed": MOST_PRINTED,
        "back": f"{reverse('people:bases')}?{base.query}", "left_out": whole.count() - count,
    }  # fmt: skip
    return render(request, "people/bases/export.html", context)


def _taken(
    request: SignedIn, node: Node, base: Base, form: ExportForm, parts: QuerySet[Participation], count: int
) -> HttpResponse | FileResponse | None:
    kind = form.cleaned_data["format"]
    if kind != "xlsx" and count > MOST_PRINTED:
        words = ngettext(
            "The printed form holds at most %(n)s person. Take the table.",
            "The printed form holds at most %(n)s people. Take the table.",
            MOST_PRINTED,
        )
        form.add_error("format", words % {"n": MOST_PRINTED})
        return None
    try:
        takings.take(
            node, side=base.side, school_year=base.year, rows=count, reason=form.cleaned_data["reason"], form=kind,
            actor=request.user,
        )  # fmt: skip
    except NotAllowed:
        raise
    except takings.TooManyTaken as refusal:
        takings.refused(node, rows=count, actor=request.user)
        form.add_error(None, str(refusal))
        return None
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None
    seen(request.user, Person.objects.filter(pk__in=parts.values("person")).only("pk", "node_id"), "export")
    return _file(node, base, parts, kind)


def _file(node: Node, base: Base, parts: QuerySet[Participation], kind: str) -> FileResponse:
    register: Register = "mentor" if base.side == Participation.Side.MENTOR else "mentee"
    rows = exporting.rows(parts, node, register, lists_of(node, with_groups=False))
    target = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it, and with that it is gone
    if kind == "xlsx":
        columns = [
            sheets.Column(laid.title, itemgetter(place), laid.width)
            for place, laid in enumerate(writing.layout(register))
        ]
        sheets.write_xlsx(target, columns, rows)
    else:
        head = [HEADS[base.side], node.full_name, f"{SchoolYear(base.year)} учебный год"]
        tree = writing.as_tree(register, head, rows)
        target.write(write_docx(tree) if kind == "docx" else write_pdf(tree))
    target.seek(0)
    name = f"{NAMES[base.side]}-{base.year}-{timezone.localdate():%Y-%m-%d}.{kind}"
    answer = FileResponse(target, as_attachment=True, filename=name, content_type=KINDS[kind])
    as_download(answer)
    return answer


__all__ = ["export"]
