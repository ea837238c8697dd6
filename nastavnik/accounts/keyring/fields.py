"""Model fields for personal data: ciphertext bound to its row, and a blind index to look it up.

    class Person(Named):
        organisation = ForeignKey(Node)
        phone = EncryptedTextField(node="organisation_id")
        phone_index = BlindIndexField(of="phone", normal=digits_only)

    person.phone                                          # opened when it is read
    Person.objects.filter(phone_index=blind(Person, "phone_index", "+7 900 …", node_id=school.pk))

The ciphertext names its key and opens only in its own model, field and row: a value copied into another
row, or another organisation, does not open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, cast, overload

from django.db import models

from nastavnik.accounts.keyring import ring


@dataclass(frozen=True)
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
    def __get__(self, row: models.Model, owner: type[models.Model]) -> str | None: ...
    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        value = row.__dict__[self.field.attname]
        if isinstance(value, Sealed):
            value = ring.unseal(value.token, bound_to=self.field.place_of(row))
            row.__dict__[self.field.attname] = value
        return value

    def __set__(self, row: models.Model, value: str | Sealed | None) -> None:
        row.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField[Any, Any]):
    """Text under the key of the organisation that the attribute ``node`` of the row names."""

    def __init__(self, *args: Any, node: str = "node_id", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.node = node

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "node": self.node}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def place_of(self, row: models.Model) -> str:
        return f"{row._meta.label}.{self.attname}.{cast(Any, row).uid}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, row: models.Model, add: bool) -> Sealed | None:
        value = row.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        token = ring.seal(str(value), node_id=getattr(row, self.node), bound_to=self.place_of(row))
        return Sealed(token)

    def get_prep_value(self, value: Any) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            # update() and filter() do not know the row: plain text would reach the database or never match.
            raise TypeError(f"{self.name} is encrypted: save the row instead, look it up by its blind index.")
        return value.token


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

    def digest(self, value: str, *, node_id: int | None) -> str:
        normal = self.normal(value.strip())
        return ring.digest(normal, node_id=node_id, bound_to=f"{self.model._meta.label}.{self.of}") if normal else ""


def blind(model: type[models.Model], field: str, value: str, *, node_id: int | None) -> str:
    """What to look for in the blind index ``field`` of ``model``."""
    return cast(BlindIndexField, model._meta.get_field(field)).digest(value, node_id=node_id)
