"""Two editions of a template side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nastavnik.accounts.requests import SignedIn
from nastavnik.base.routes import route
from nastavnik.documents.comparing import Kind, compare
from nastavnik.documents.editions import Edition, above
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Template
from nastavnik.portal.documents.places import place_of
from nastavnik.portal.documents.template_files import editions_of

KINDS: dict[Kind, tuple[str | Promise, str]] = {
    Kind.ADDED: (pgettext_lazy("paragraph", "added"), "success"),
    Kind.REMOVED: (pgettext_lazy("paragraph", "taken out"), "warning"),
    Kind.REWORDED: (pgettext_lazy("paragraph", "reworded"), "info"),
}
# More than these nobody reads; the files are compared in Word.
SHOWN = 200


@route("document_template.use")
def show(request: SignedIn, document_kind: str) -> HttpResponse:
    """``from`` and ``to`` name the editions; by default the newest of one's own against what it was made of."""
    if document_kind not in TEMPLATES:
        raise Http404
    place = place_of(request)
    known = editions_of(place, document_kind)
    over = above(place.node, document_kind)
    new = known.get(request.GET.get("to", "")) or _newest(known, place.node.pk) or over
    old = known.get(request.GET.get("from", "")) or _before(new, known) or over
    context = {
        "place": place,
        "built": TEMPLATES[document_kind],
        "options": [(key, name_of(edition)) for key, edition in known.items()],
        "old": old,
        "new": new,
        **compared(old, new),
    }
    return render(request, "documents/templates/compare.html", context)


def compared(old: Edition, new: Edition) -> dict[str, Any]:
    found = compare(old.document, new.document)
    return {
        "comparison": found,
        "changes": [(*KINDS[change.kind], change) for change in found.changes[:SHOWN]],
        "more": max(len(found.changes) - SHOWN, 0),
        "old_name": name_of(old),
        "new_name": name_of(new),
    }


def name_of(edition: Edition) -> str:
    row = edition.template
    if row is None:
        return _("Nastavnik's own, edition %(n)s") % {"n": edition.number}
    told: dict[str, object] = {"who": row.node.short_name, "n": row.edition}
    if row.state == Template.State.DRAFT:
        return _("%(who)s, draft of edition %(n)s") % told
    if row.from_on and row.from_on > timezone.localdate():
        told["day"] = date_format(row.from_on, "DATE_FORMAT")
        return _("%(who)s, edition %(n)s, from %(day)s") % told
    return _("%(who)s, edition %(n)s") % told


def _newest(known: dict[str, Edition], node_id: int) -> Edition | None:
    """Of the place's own."""
    own = [one for one in known.values() if one.template and one.template.node_id == node_id]
    return max(own, key=lambda one: one.number, default=None)


def _before(new: Edition, known: dict[str, Edition]) -> Edition | None:
    """The place's edition in force before ``new``, else what it was copied from."""
    row = new.template
    if row is None:
        return None
    day = row.from_on or timezone.localdate()
    former = [
        (one.template.from_on, one.number, one)
        for one in known.values()
        if one.template and one.template.node_id == row.node_id and one.template.from_on and one.template != row
    ]
    earlier = [
        found for found in former if found[0] <= day and (row.from_on is None or found[:2] < (day, new.number))
    ]
    if earlier:
        return max(earlier, key=lambda found: found[:2])[2]
    return known.get(str(row.base.uid)) if row.base else known.get("product")
