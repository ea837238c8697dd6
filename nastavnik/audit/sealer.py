"""Chaining the events (decision 27): deeds only insert; one sealer at a time gives them their places."""

from __future__ import annotations

from django.db import transaction

from nastavnik.audit.macs import chain_mac, event_mac
from nastavnik.audit.models import Chain, Event

BATCH = 500
HEAD = 1


def seal() -> int:
    """Chain every committed event that has no place yet; gives how many there were."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    # The lock on the head row is the queue: a second sealer waits here and then finds nothing pending.
    head, _ = Chain.objects.select_for_update().get_or_create(pk=HEAD)
    batch = [event for event in Event.objects.pending().order_by("id")[:BATCH] if event.mac == event_mac(event)]
    for event in batch:
        head.count += 1
        head.mac = event.chain = chain_mac(head.mac, head.count, event)
        event.number = head.count
    if batch:
        Event.objects.bulk_update(batch, ["number", "chain"], batch_size=100)
        head.save(update_fields=["count", "mac"])
    return len(batch)
