"""What waits for a parent, a mentor, a partner or a data protection officer: the first page says it and leads there.

No name of anybody stands here: titles and terms alone, so that opening the product is no look at people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nastavnik.accounts.models import User
from nastavnik.base.access import holds
from nastavnik.events.models import Attendance, Event
from nastavnik.people.models import Consent, DataRequest, Offer
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.models.reach import rests_on_what_is_gone
from nastavnik.portal.people.consents_words import full_titles
from nastavnik.portal.ui import wording
from nastavnik.surveys.models import Filling

MOST = 5
_TO_FILL = (Filling.State.GIVEN, Filling.State.BEGUN)


@dataclass(frozen=True)
class Waiting:
    """``by``: the last day. ``after`` stands beside the link."""

    title: str | Promise
    address: str
    after: str = ""
    by: dt.date | None = None


def waiting_of(user: User) -> list[Waiting]:
    """A query for each kind of thing that the role may have."""
    kinds = (
        ("consent.sign", _consents),
        ("event.answer", _invitations),
        ("survey.fill", _questionnaires),
        ("data_request.edit", _requests),
        ("partner.offer", _offers),
    )
    return [one for action, found in kinds if holds(user, action) for one in found(user)]


def _consents(user: User) -> Iterator[Waiting]:
    """Each purpose once, for however many children."""
    own = Q(representation__adult__user=user) | Q(representation=None, person__user=user)
    rows = Consent.objects.visible_to(user, "consent.sign").filter(own, state=ConsentState.ISSUED)
    rows = rows.exclude(rests_on_what_is_gone())
    titles = full_titles()
    for kind in dict.fromkeys(rows.order_by("kind").values_list("kind", flat=True)):
        yield Waiting(titles.get(kind, kind), reverse("people:own"), _("waits for your signature"))


def _invitations(user: User) -> Iterator[Waiting]:
    rows = Attendance.objects.visible_to(user, "event.answer").filter(
        state=Attendance.State.INVITED, event__state=Event.State.PLANNED, event__starts_at__gte=timezone.now()
    )
    for row in rows.select_related("event").defer("person").order_by("event__starts_at", "pk")[:MOST]:
        day = wording.day(timezone.localdate(row.event.starts_at))
        yield Waiting(row.event.title, reverse("events:own"), _("%(day)s: will you come?") % {"day": day})


def _questionnaires(user: User) -> Iterator[Waiting]:
    rows = Filling.objects.visible_to(user, "survey.fill").filter(state__in=_TO_FILL, way=Filling.Way.SCREEN)
    for row in rows.select_related("questionnaire").order_by("pk")[:MOST]:
        yield Waiting(row.questionnaire.title, reverse("surveys:fill", args=[row.uid]), _("questionnaire"))


def _requests(user: User) -> Iterator[Waiting]:
    """The nearest term first."""
    rows = DataRequest.objects.visible_to(user, "data_request.edit").filter(state=DataRequest.State.OPEN)
    shown = rows.select_related("person").defer("words", "answer", "person__card").order_by("due_on", "pk")
    for row in shown[:MOST]:
        address = reverse("people:data-request", args=[row.uid])
        yield Waiting(_("Request: %(what)s") % {"what": row.get_kind_display()}, address,
                      _("Seat No. %(n)s") % {"n": row.person.seat}, row.due_on)  # fmt: skip


def _offers(user: User) -> Iterator[Waiting]:
    """What a partner offered and nobody has answered yet."""
    rows = Offer.objects.visible_to(user, "partner.offer").filter(state=Offer.State.OFFERED)
    for row in rows.order_by("-pk")[:MOST]:
        yield Waiting(
            row.get_kind_display(), reverse("people:offer", args=[row.uid]), _("schools have not answered yet")
        )
