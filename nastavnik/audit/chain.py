"""Checking the journal: what was edited, deleted, inserted, moved or cut off."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.audit.macs import chain_mac, event_mac
from nastavnik.audit.models import Chain, Event
from nastavnik.audit.sealer import HEAD

PATIENCE = dt.timedelta(minutes=1)
FaultKind = Literal["edited", "missing", "broken", "forged", "unsealed", "head", "anchor"]
FAULT_LABELS: dict[FaultKind, str | Promise] = {
    "edited": _("edited"),
    "missing": _("deleted"),
    "broken": _("inserted or moved"),
    "forged": _("written past the platform"),
    "unsealed": _("not sealed in time"),
    "head": _("the end of the chain does not fit"),
    "anchor": _("the anchor does not fit: the end was cut off or written anew"),
}


@dataclass(frozen=True)
class Anchor:
    """The length and the last MAC of the chain, kept outside the server; written ``COUNT:MAC``."""

    count: int
    mac: str

    def __str__(self) -> str:
        return f"{self.count}:{self.mac}"

    @classmethod
    def read(cls, text: str) -> Anchor:
        """Raises: ValueError: not ``COUNT:MAC``."""
        count, _, mac = text.partition(":")
        if len(mac) != 64 and (count, mac) != ("0", ""):
            raise ValueError(text)
        return cls(int(count), mac)


@dataclass(frozen=True)
class Fault:
    """Something that honest writing cannot leave behind; ``where`` is a place in the chain or a uid."""

    kind: FaultKind
    where: str

    @property
    def label(self) -> str:
        return str(FAULT_LABELS[self.kind])


def anchor() -> Anchor:
    """Where the chain ends now: to be kept elsewhere and given to `verify` later."""
    head = Chain.objects.filter(pk=HEAD).first()
    return Anchor(head.count, head.mac) if head else Anchor(0, "")


def verify(expected: Anchor | None = None) -> Iterator[Fault]:
    """Walk the whole chain in batches; every fault once. Memory does not grow with the journal."""
    head = anchor()
    number, previous, anchored = 0, "", expected is None or expected.count == 0
    sealed = Event.objects.filter(number__lte=head.count).order_by("number")
    for event in sealed.iterator(chunk_size=1000):
        number += 1
        if event.number != number:
            yield Fault("missing", f"{number}-{event.number - 1}")  # type: ignore[operator]  # the filter left no None
            number = event.number or number
        elif not hmac.compare_digest(event.chain, chain_mac(previous, number, event)):
            yield Fault("broken", str(number))
        if not hmac.compare_digest(event.mac, event_mac(event)):
            yield Fault("edited", str(number))
        previous = event.chain
        if expected and number == expected.count:
            anchored = hmac.compare_digest(previous, expected.mac)
    if head != Anchor(number, previous) or _last_number() > anchor().count:
        yield Fault("head", str(number))
    if not anchored:
        yield Fault("anchor", str(number))
    yield from _pending_faults()


def _last_number() -> int:
    # Read before the head: a sealer that works meanwhile moves both in one transaction.
    return Event.objects.exclude(number=None).aggregate(last=Max("number"))["last"] or 0


def _pending_faults() -> Iterator[Fault]:
    oldest = timezone.now() - PATIENCE
    for event in Event.objects.pending().order_by("id").iterator(chunk_size=1000):
        if not hmac.compare_digest(event.mac, event_mac(event)):
            yield Fault("forged", str(event.uid))
        elif event.at < oldest:
            yield Fault("unsealed", str(event.uid))
