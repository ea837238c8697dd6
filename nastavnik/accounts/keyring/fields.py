"""Model fields for personal data: ciphertext bound to its row, and a blind index to look it up.

    class Person(Named):
        organisation = ForeignKey(Node)
        card = EncryptedJSONField(node="organisation_id")
        phone = EncryptedTextField(node="organisation_id")
        phone_index = BlindIndexField(of="phone", normal=digits_only)

    person.phone                                          # opened when it is read
    Person.objects.filter(phone_index=blind(Person, "phone_index", "+7 900 …", node_id=school.pk))

The ciphertext names its key and opens only in its own model, field and row: a value copied into another
row, or another organisation, does not open. `keyring.columns` does the same for many rows at once.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, cast, overload

import orjson
import zstandard
from django.db import models

from nastavnik.accounts.keyring import ring


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value as it lies in the database."""

    token: str


class _Opener:
    """Opens the value when it is read, so that a list that does not show it does not pay for it."""

    def __init__(self, field: EncryptedTextField) -> None:
        self.field = field

    @overload
    def __get__(self, row: None, owner: type[models.Model]) -> Self: ...
    @overload
    def __get__(self, row: models.Model, owner: type[models.Model]) -> Any: ...
    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        value = row.__dict__[self.field.attname]
        if isinstance(value, Sealed):
            value = self.field.opened(ring.unsealed(value.token, self.field.place_of(row)))
            row.__dict__[self.field.attname] = value
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField[Any, Any]):
    """Text under the key of the organisation that the attribute ``node`` of the row names.

    A value that was never read is written back as it lies; one that was read or assigned is sealed anew.
    """

    def __init__(self, *args: Any, node: str = "node_id", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.node = node

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "node": self.node}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def plain(self, value: Any) -> bytes:
        """What is sealed for ``value``."""
        return str(value).encode()

    def opened(self, data: bytes) -> Any:
        """The value that ``data`` was sealed for."""
        return data.decode()

    def place(self, uid: uuid.UUID | str) -> str:
        """What the value of the row ``uid`` is bound to."""
        return f"{self.model._meta.label}.{self.attname}.{uid}"

    def place_of(self, row: models.Model) -> str:
        return self.place(cast(Any, row).uid)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, row: models.Model, add: bool) -> Sealed | None:
        value = row.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(ring.key_for(getattr(row, self.node)).seal(self.plain(value), self.place_of(row)))

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            # update() and filter() do not know the row: plain text would reach the database or never match.
            raise TypeError(f"{self.name} is encrypted: save the row instead, look it up by its blind index.")
        return value.token

    def bulk_value(self, value: Any) -> str | None:
        """What `base.bulk` writes: a token of `keyring.columns`, never plain text."""
        if value is None or (isinstance(value, str) and value.startswith("2.")):
            return value
        raise TypeError(f"{self.name} is encrypted: give a token of keyring.columns.")


class EncryptedJSONField(EncryptedTextField):
    """A value of JSON, usually a dict of a row's personal values, sealed as one text.

    Opened once, the value stays in the row: `row.card["phone"] = …` changes that row and is written when it is
    saved. A row read from the database again opens its own copy. Equal values are sealed from equal texts, but not
    with ``packs``, which is for long values with much alike in them: a table of people takes a tenth of its place.
    What is not a number (NaN) is sealed as null.
    """

    # TextField would say "" where JSON says null, and call an empty dict blank.
    empty_strings_allowed = False

    def __init__(self, *args: Any, packs: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_values = [None]
        # It does not change the column; migrations need not know it.
        self._packs = packs

    def plain(self, value: Any) -> bytes:
        """Raises: TypeError, ValueError: no value of JSON."""
        if self._packs:
            return zstandard.compress(_written(value, _STRICT), level=1)
        return _written(value, _STRICT | orjson.OPT_SORT_KEYS)

    def opened(self, data: bytes) -> Any:
        if self._packs and data.startswith(zstandard.FRAME_HEADER):
            data = zstandard.decompress(data)
        return orjson.loads(data)

    def to_python(self, value: Any) -> Any:
        return value


class BlindIndexField(models.CharField[Any, Any]):
    """A keyed digest of another field: equal values of one organisation have equal digests."""

    def __init__(self, *args: Any, of: str = "", normal: Callable[[str], str] = str.casefold, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("db_index", True)
        kwargs["editable"] = False
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)
        self.of = of
        self.normal = normal

    def deconstruct(self) -> Any:
        # `of` and `normal` do not change the column; migrations import none of our functions.
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs

    def pre_save(self, row: models.Model, add: bool) -> str:
        source = cast(EncryptedTextField, row._meta.get_field(self.of))
        value = getattr(row, self.of)
        text = "" if value is None else self.digest(value, node_id=getattr(row, source.node))
        setattr(row, self.attname, text)
        return text

    def place(self) -> str:
        """What the digests are bound to: the field that they look up."""
        return f"{self.model._meta.label}.{self.of}"

    def digest(self, value: str, *, node_id: int | None) -> str:
        normal = self.normal(value.strip())
        return ring.digest(normal, node_id=node_id, bound_to=self.place()) if normal else ""


def blind(model: type[models.Model], field: str, value: str, *, node_id: int | None) -> str:
    """What to look for in the blind index ``field`` of ``model``."""
    return cast(BlindIndexField, model._meta.get_field(field)).digest(value, node_id=node_id)


# Days are sealed as texts by whoever knows which form they want.
_STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def _written(value: Any, option: int) -> bytes:
    try:
        return orjson.dumps(value, option=option)
    except TypeError:  # numbers for keys, texts of the framework that are translated late
        sorts = bool(option & orjson.OPT_SORT_KEYS)
        text = json.dumps(value, ensure_ascii=False, sort_keys=sorts, separators=(",", ":"), allow_nan=False)
        return text.encode()
