"""The revision of partners: every partner with a conclusion, saved together, printed as a table."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.access import can
from nastavnik.base.errors import DomainError, NotAllowed
from nastavnik.base.headers import as_download
from nastavnik.base.routes import route
from nastavnik.documents.tree import Block, Cell, Document, Page, Paragraph, Row, Run, Table
from nastavnik.documents.writers.docx import write_docx
from nastavnik.people.models import Partner, PartnerReview
from nastavnik.people.services import revisions as deeds
from nastavnik.portal.documents.downloads import DOCX
from nastavnik.portal.documents.places import Place, place_of
from nastavnik.portal.people.bases import kept
from nastavnik.portal.people.partners_forms import CONCLUSIONS, RevisionDayForm, types
from nastavnik.portal.people.partners_rows import agreement_look
from nastavnik.portal.ui.toasts import toast

VIEW, EDIT = "partner.view", "partner.edit"
# In the session: token → what stood before a revision was saved, and its day.
BEFORE = "people_revisions"
NOTE = 500
_WIDTHS = (10.0, 62.0, 34.0, 45.0, 48.0, 71.0)
_HEADS = ("№", "Партнёр", "ИНН", "Соглашение", "Заключение", "Примечание")


def _partners(request: SignedIn, place: Place) -> list[Partner]:
    rows = Partner.objects.living().visible_to(request.user, VIEW).filter(node=place.node).defer("contact")
    return list(rows.select_related("agreement").order_by("name", "pk")[: deeds.MOST])


def _day(text: str) -> dt.date:
    """The day that an address names; today where it names none or one ahead."""
    today = timezone.localdate()
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    return min(found, today) if found else today


def _concluded(rows: list[Partner], on: dt.date) -> dict[int, PartnerReview]:
    found = PartnerReview.objects.filter(partner__in=[row.pk for row in rows], on=on)
    return {review.partner_id: review for review in found}


@route(VIEW, write=EDIT, methods=("GET", "POST"))
def revision(request: SignedIn) -> HttpResponse:
    """All partners of the place; the conclusions of the day are saved together."""
    place = place_of(request)
    rows = _partners(request, place)
    if request.method == "POST":
        return _saved(request, place, rows)
    on = _day(request.GET.get("on", ""))
    there, today = _concluded(rows, on), timezone.localdate()
    named = types()
    earlier = PartnerReview.objects.filter(partner__in=[row.pk for row in rows]).values_list("on", flat=True)
    context = {
        "place": place,
        "form": RevisionDayForm(initial={"on": on}),
        "on": on,
        "rows": [
            (row, named.get(row.type, row.type), *agreement_look(row, today), there.get(row.pk)) for row in rows
        ],
        "conclusions": CONCLUSIONS,
        "days": sorted(set(earlier), reverse=True)[:10],
        "has_conclusions": bool(there),
        "may_edit": can(request.user, EDIT, place.node),
        "is_cut": len(rows) == deeds.MOST,
    }
    return render(request, "people/partners/revision.html", context)


def _saved(request: SignedIn, place: Place, rows: list[Partner]) -> HttpResponse:
    form = RevisionDayForm(request.POST)
    back = place.address("people:revision")
    if not form.is_valid():
        toast(request, _("Write the date of the revision."), tone="warning")
        return redirect(back)
    on, codes = form.cleaned_data["on"], dict(CONCLUSIONS)
    said = {
        row.pk: deeds.Said(code, request.POST.get(f"note-{row.uid}", "").strip()[:NOTE])
        for row in rows
        if (code := request.POST.get(f"said-{row.uid}", "")) in codes
    }
    try:
        before = deeds.put(place.node, said, on=on, actor=request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect(back)
    back += f"{'&' if place.at else '?'}on={on.isoformat()}"
    if not before:
        toast(request, _("Nothing has changed: choose a conclusion beside at least one partner."), tone="info")
        return redirect(back)
    token = kept(request, BEFORE, [before, on.isoformat()])
    words = ngettext(
        "The conclusion on %(n)s partner is saved.", "Conclusions on %(n)s partners are saved.", len(before)
    )  # fmt: skip
    toast(request, words % {"n": len(before)}, undo=place.address("people:revision-undo", token))
    return redirect(back)


@route(EDIT, methods=("POST",))
def undo(request: SignedIn, token: str) -> HttpResponse:
    place = place_of(request)
    found = request.session.get(BEFORE, {}).get(token)
    if found is None:
        toast(request, _("There is nothing to take back any more."), tone="warning")
        return redirect(place.address("people:revision"))
    before, day = found
    on = dt.date.fromisoformat(day)
    deeds.take_back(place.node, [(key, tuple(old) if old else None, last) for key, old, last in before], on=on,
                    actor=request.user)  # fmt: skip
    toast(request, _("The conclusions are taken back."))
    return redirect(place.address("people:revision"))


@route(VIEW)
def printed(request: SignedIn) -> HttpResponseBase:
    """The conclusions of a day as a table of Word."""
    place = place_of(request)
    on = _day(request.GET.get("on", ""))
    rows = _partners(request, place)
    tree = _tree(place, rows, _concluded(rows, on), on)
    file = io.BytesIO(write_docx(tree))
    answer = HttpResponse(file.getvalue(), content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="reviziya-partnerov-{on.isoformat()}.docx"'
    as_download(answer)
    return answer


def _tree(place: Place, rows: list[Partner], there: dict[int, PartnerReview], on: dt.date) -> Document:
    title = "Ревизия партнёрских сетей"
    below = (place.node.full_name, f"по состоянию на {on:%d.%m.%Y}")
    titles: dict[Any, Any] = dict(CONCLUSIONS)
    lines = [_line(_HEADS, is_head=True)]
    for number, row in enumerate(rows, 1):
        review = there.get(row.pk)
        agreement = row.agreement_words or (f"№ {row.agreement.number}" if row.agreement else "нет")
        if row.agreement_until:
            agreement += f", до {row.agreement_until:%d.%m.%Y}"
        said = str(titles[review.conclusion]) if review else "не рассмотрен"
        lines.append(_line((str(number), row.name, row.inn or "—", agreement, said, review.note if review else "")))
    blocks: list[Block] = [
        Paragraph((Run(title, bold=True, size=14),), align="center", heading=1, after=2),
        *(Paragraph((Run(text),), align="center", after=1) for text in below),
    ]
    if rows:
        blocks.append(Table(_WIDTHS, tuple(lines), header_rows=1, title=title))
    else:
        blocks.append(Paragraph((Run("Партнёров в реестре нет."),), before=4))
    blocks.append(Paragraph((Run("Ответственный ____________________ / ____________________"),), before=8))
    return Document(title, tuple(blocks), page=Page(landscape=True, left=20, right=7, top=15, bottom=12), size=10)


def _line(texts: tuple[str, ...], *, is_head: bool = False) -> Row:
    align: Any = "center" if is_head else "left"
    cells = (Cell((Paragraph((Run(text, bold=is_head),), align=align),), shaded=is_head) for text in texts)
    return Row(tuple(cells))
