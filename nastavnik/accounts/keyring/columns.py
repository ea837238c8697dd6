"""Encrypted columns for writers and readers of many rows, who go past the objects of the model.

    sealer = ring.sealer(school.pk)                       # one look at the keys, inside the transaction
    card = sealing(Person, "card", sealer)
    phone = indexing(Person, "phone_index", sealer)
    bulk.put(Person, COLUMNS, ((uid, card(uid, values), phone(values["phone"])) for uid, values in people))

    opened(Person, "card", Person.objects.values_list("uid", "card"))

The tokens are those that saving a row would write. The sealer must be of the organisation that the row names.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.db import models

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.fields import BlindIndexField, EncryptedTextField, Sealed


def sealing(model: type[models.Model], field: str, sealer: ring.Sealer) -> Callable[[uuid.UUID, Any], str | None]:
    """The uid of a row and its value → the token for the column ``field``; None stays None."""
    found = cast(EncryptedTextField, model._meta.get_field(field))
    seal, plain, prefix = sealer.seal, found.plain, found.place("")

    def token(uid: uuid.UUID, value: Any) -> str | None:
        return None if value is None else seal(plain(value), f"{prefix}{uid}")

    return token


def indexing(model: type[models.Model], field: str, sealer: ring.Sealer) -> Callable[[str | None], str]:
    """A value → its digest for the blind index ``field``; "" where there is nothing to look up."""
    found = cast(BlindIndexField, model._meta.get_field(field))
    digest, normal, place = sealer.digest, found.normal, found.place()

    def index(value: str | None) -> str:
        text = normal(value.strip()) if value else ""
        return digest(text, place) if text else ""

    return index


def tokens_of(
    model: type[models.Model], field: str, uid: uuid.UUID, value: Any, sealer: ring.Sealer
) -> str | None:  # fmt: skip
    """One value of one row; `sealing` is quicker in a loop."""
    return sealing(model, field, sealer)(uid, value)


def opened(
    model: type[models.Model], field: str, pairs: Iterable[tuple[uuid.UUID, Sealed | str | None]]
) -> list[Any]:  # fmt: skip
    """The values of ``(uid, what lies in the column)``, in order. Raises: ring.KeyLost, ring.Tampered."""
    found = cast(EncryptedTextField, model._meta.get_field(field))
    prefix, wanted = found.place(""), list(pairs)
    tokens = [(value.token if isinstance(value, Sealed) else value, f"{prefix}{uid}") for uid, value in wanted]
    texts = iter(ring.unseal_many((token, place) for token, place in tokens if token is not None))
    return [None if token is None else found.opened(next(texts)) for token, _place in tokens]
