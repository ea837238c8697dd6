"""Encrypted columns for writers and readers of many rows, who go past the objects of the model.

    sealer = ring.sealer(school.pk)                       # one look at the keys, inside the transaction
    card = sealing(Person, "card", sealer)
    phone = indexing(Person, "phone_index", sealer)
    bulk.put(Person, COLUMNS, ((uid, card(uid, values), phone(values["phone"])) for uid, values in people))

    opened(Person, "card", Person.objects.values_list(*as_texts("uid", "card")))

The tokens are those that saving a row would write. The sealer must be of the organisation that the row names.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from django.db import models

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.fields import BlindIndexField, EncryptedTextField, Sealed


def sealing(
    model: type[models.Model], field: str, sealer: ring.Sealer
) -> Callable[[uuid.UUID | str, Any], str | None]:
    """The uid of a row and its value → the token for the column ``field``; None stays None."""
    found = cast(EncryptedTextField, model._meta.get_field(field))
    seal, plain, prefix = sealer.seal, found.plain, found.place("")

    def token(uid: uuid.UUID | str, value: Any) -> str | None:
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
    model: type[models.Model], field: str, pairs: Iterable[tuple[uuid.UUID | str, Sealed | str | None]]
) -> list[Any]:  # fmt: skip
    """The values of ``(uid, what lies in the column)``, in order. Raises: ring.KeyLost, ring.Tampered."""
    wanted = list(pairs)
    return list(opened_column(model, field, [uid for uid, _value in wanted], [value for _uid, value in wanted]))


def opened_column(
    model: type[models.Model], field: str, uids: Sequence[uuid.UUID | str], values: Sequence[Sealed | str | None]
) -> Iterator[Any]:
    """`opened` where the two columns lie apart; each value is made when it is asked for, so that none is kept."""
    found = cast(EncryptedTextField, model._meta.get_field(field))
    if None in values:
        lying = [(uid, value) for uid, value in zip(uids, values, strict=True) if value is not None]
        there = iter(opened(model, field, lying))
        return (None if value is None else next(there) for value in values)
    tokens = [value if isinstance(value, str) else cast(Sealed, value).token for value in values]
    return map(found.opened, ring.open_many(tokens, _places(found.place(""), uids)))


def _places(prefix: str, uids: Sequence[uuid.UUID | str]) -> list[bytes]:
    """What values are bound to. SQLite keeps uids without dashes."""
    if uids and isinstance(uids[0], str) and len(uids[0]) == 32:
        texts = map(str, uids)
        return [f"{prefix}{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}".encode() for uid in texts]
    return [f"{prefix}{uid}".encode() for uid in uids]
