"""What the deeds of consents share: holding a row, saving it, telling of its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from nastavnik.base.errors import EditConflict
from nastavnik.base.saving import save
from nastavnik.people.models import Consent

_Listener = TypeVar("_Listener", bound=Callable[[Consent], None])
_listeners: list[Callable[[Consent], None]] = []


def hold(consent: Consent, version: int | None = None) -> Consent:
    """The row as it stands, kept from others until the end of the transaction. Raises: EditConflict."""
    rows = Consent.objects.select_for_update(of=("self",))
    held = rows.select_related("node", "person", "representation__adult", "template").get(pk=consent.pk)
    if version is not None and held.version != version:
        raise EditConflict(theirs=held, mine={})
    return held


def saved(held: Consent) -> Consent:
    """Saved whole: an encrypted value cannot go into an UPDATE that does not know its row."""
    held.version += 1
    return save(held)


def when_ended(listener: _Listener) -> _Listener:
    """Have ``listener`` called with each consent that is withdrawn, in the same transaction: apps above end what
    rests upon it."""
    _listeners.append(listener)
    return listener


def tell_ended(consent: Consent) -> None:
    for listener in _listeners:
        listener(consent)
