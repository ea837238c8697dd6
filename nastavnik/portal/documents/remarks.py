"""Remarks to a document: written at its fields, shown beside them, settled one by one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik import approvals
from nastavnik.accounts.models import User
from nastavnik.approvals.models import Remark
from nastavnik.approvals.queries import remarks_of
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Paper
from nastavnik.documents.places import place_of, places_of
from nastavnik.portal.documents import questions
from nastavnik.portal.ui.toasts import toast


@dataclass(frozen=True)
class Placed:
    """A remark that waits, and the field it is said of; without a name it is said of the whole."""

    remark: Remark
    name: str = ""
    title: str = ""
    address: str = ""


@dataclass(frozen=True)
class Spot:
    """A field on the page of a decision: what was said of it, and what is being typed."""

    place: uuid.UUID | None
    title: str
    remarks: Sequence[Remark]
    typed: str = ""


def waiting(paper: Paper) -> list[Placed]:
    """What is to be mended: the whole first, then fields as the form has them. One query.

    A field that the form no longer has, or no longer asks for, is nowhere to be mended: the whole.
    """
    asked = _asked(paper)
    order = {name: at for at, name in enumerate(asked.values())}
    found = [_placed(paper, one, asked) for one in remarks_of(paper.uid).said().open()]
    return sorted(found, key=lambda one: order.get(one.name, -1))


def _placed(paper: Paper, remark: Remark, asked: Mapping[uuid.UUID, str]) -> Placed:
    name = asked.get(remark.place) if remark.place else None
    if name is None:
        return Placed(remark)
    (drawn,) = questions.drawn([field for field in TEMPLATES[paper.code].form.own if field.name == name], {})
    address = f"{reverse('documents:edit', args=[paper.uid])}#{drawn.first_id}"
    return Placed(remark, name, str(drawn.title), address)


def _asked(paper: Paper) -> dict[uuid.UUID, str]:
    """Names of the fields that people fill in, by their places; none of a kind that the product no longer has."""
    built = TEMPLATES.get(paper.code)
    own = built.form.own if built else ()
    return {place_of(paper, field.name): field.name for field in own if questions.is_asked(field)}


def spots(paper: Paper, remarks: Mapping[uuid.UUID, Sequence[Remark]], typed: Mapping[uuid.UUID, str]) -> list[Spot]:
    """Fields that a remark may be written to; last, those said of fields that there are no longer."""
    titles = {place: title for place, title in places_of(paper).items() if place in _asked(paper)}
    found = [Spot(place, title, remarks.get(place, ()), typed.get(place, "")) for place, title in titles.items()]
    lost = [one for place, many in remarks.items() if place not in titles for one in many]
    return [*found, Spot(None, _("A place that the form no longer has"), lost)] if lost else found


def settle(paper: Paper, chosen: Iterable[str], *, actor: User) -> list[Remark]:
    """Take those ticked off the list; whatever is no open remark of this document is passed over.

    Raises: NotAllowed.
    """
    ticked = set(chosen)
    if not ticked:
        return []
    found = [one for one in remarks_of(paper.uid).said().open() if str(one.uid) in ticked]
    return [approvals.resolve(one, actor=actor) for one in found]


def tell(request: HttpRequest, settled: Iterable[Remark]) -> None:
    for one in settled:
        toast(request, _("The remark is settled."), undo=reverse("approvals:reopen", args=[one.uid]))
