"""The care of the keys by whoever runs the platform: `nastavnik keys`. What is done is written in the journal.

Nothing here destroys a key: what one sealed is lost with it, in backups too.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.models.keys import DataKey
from nastavnik.audit.record import record
from nastavnik.base.errors import DomainError
from nastavnik.org.models import Node


class KeysDoNotOpen(DomainError):
    code = "keys_do_not_open"
    message = _(
        "Some data keys do not open, so nothing was changed. Look at them first: nastavnik keys check"
    )  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """A data key that does not open: its master key is not at hand, or its row was changed past the platform."""

    key: str
    node: str
    fault: Literal["lost", "changed"]


@dataclass(frozen=True)
class Report:
    keys: int
    #: Keys that seal now; the others are retired and only open.
    sealing: int
    #: Keys that wait for `rewrap`: an older master key wraps them.
    to_rewrap: int
    faults: tuple[Fault, ...]


def check() -> Report:
    """Open every data key, from the database and not from the memory of this process."""
    keys = sealing = 0
    faults = []
    for row in DataKey.objects.select_related("node").order_by("pk").iterator():
        keys += 1
        sealing += row.retired_at is None
        try:
            ring.unwrap(row)
        except (ring.KeyLost, ring.Tampered) as refusal:
            kind: Literal["lost", "changed"] = "lost" if isinstance(refusal, ring.KeyLost) else "changed"
            faults.append(Fault(str(row.uid), row.node.path if row.node else "", kind))
    return Report(keys, sealing, ring.to_rewrap().count(), tuple(faults))


@transaction.atomic
def rotate(node: Node | None) -> uuid.UUID:
    """Seal the data of the node (None: of the platform) with a new key; what was sealed before still opens.

    Raises: KeysDoNotOpen: the settings hold a wrong master key, and the new key would hang on it.
    """
    _all_open()
    uid = ring.rotate(node.pk if node else None)
    record("key.rotated", DataKey.objects.get(uid=uid), actor=None)
    return uid


@transaction.atomic
def rewrap() -> int:
    """Wrap all keys by the first master key of the settings; gives how many. Raises: KeysDoNotOpen."""
    _all_open()
    count = ring.rewrap()
    if count:
        record("key.rewrapped", None, actor=None, keys=count)
    return count


def _all_open() -> None:
    if check().faults:
        raise KeysDoNotOpen
