"""The revision of the partner network (ревизия партнёрских сетей): what is concluded of every partner on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.base.saving import save
from nastavnik.org.models import Node
from nastavnik.people.models import Partner, PartnerReview
from nastavnik.people.refusals import DateAhead

#: Partners that one page concludes on; a register of more is looked through in parts.
MOST = 500


@dataclass(frozen=True)
class Said:
    """A code of `PartnerReview.Conclusion` and a note."""

    conclusion: str
    note: str = ""


#: Partner, its conclusion and note of the day before the deed (None: there was none), its last revision.
Before = list[tuple[int, tuple[str, str] | None, str | None]]


@transaction.atomic
def put(node: Node, said: Mapping[int, Said], *, on: dt.date, actor: User) -> Before:
    """Conclude on the partners of ``node`` (by key); those that say the same already are left alone.

    Gives what `take_back` needs. Raises: NotAllowed, DateAhead, Invalid.
    """
    require(actor, "partner.edit", node)
    if on > timezone.localdate():
        raise DateAhead
    rows = _locked(node, list(said))
    there = _of_day(rows, on)
    before: Before = []
    for key, partner in rows.items():
        old, new = there.get(key), said[key]
        if old is not None and (old.conclusion, old.note) == (new.conclusion, new.note):
            continue
        last = partner.last_review_on
        before.append((key, (old.conclusion, old.note) if old else None, last.isoformat() if last else None))
        review = old or PartnerReview(partner=partner, on=on)
        review.conclusion, review.note, review.made_by = new.conclusion, new.note, actor
        save(review)
    _date(node, [key for key, _old, _last in before])
    if before:
        record("revision.put", None, actor=actor, node_id=node.pk, count=len(before), on=on.isoformat())
    return before


@transaction.atomic
def take_back(node: Node, before: Before, *, on: dt.date, actor: User) -> int:
    """Undo `put`; gives how many conclusions it concerned. Raises: NotAllowed."""
    require(actor, "partner.edit", node)
    rows = _locked(node, [key for key, _old, _last in before])
    there = _of_day(rows, on)
    for key, old, _last in before:
        review = there.get(key)
        if review is None:
            continue
        if old is None:
            review.delete()
        else:
            review.conclusion, review.note = old
            save(review)
    _date(node, list(rows))
    record("revision.taken_back", None, actor=actor, node_id=node.pk, count=len(rows), on=on.isoformat())
    return len(rows)


def _locked(node: Node, keys: list[int]) -> dict[int, Partner]:
    if len(keys) > MOST:
        raise Invalid
    found = Partner.objects.living().filter(node=node, pk__in=keys).select_for_update().order_by("pk")
    return {partner.pk: partner for partner in found.defer("contact")}


def _of_day(rows: Mapping[int, Partner], on: dt.date) -> dict[int, PartnerReview]:
    return {review.partner_id: review for review in PartnerReview.objects.filter(partner__in=list(rows), on=on)}


def _date(node: Node, keys: list[int]) -> None:
    """The day of the last revision stands beside the partner: one query reads them, one writes each day."""
    last: dict[int, dt.date] = {}
    rows = PartnerReview.objects.filter(partner__in=keys).order_by("on").values_list("partner_id", "on")
    last.update(rows)
    days: dict[dt.date | None, list[int]] = {}
    for key in keys:
        days.setdefault(last.get(key), []).append(key)
    for day, some in days.items():
        Partner.objects.filter(node=node, pk__in=some).update(last_review_on=day)
