"""Two cards as lines of a table: what each says, and where they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.people.models import Person
from nastavnik.portal.ui import wording


@dataclass(frozen=True)
class Line:
    """``differs``: both say something, and not the same."""

    field: str
    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return bool(self.one and self.other and self.one != self.other)


def _contacts(person: Person) -> str:
    return wording.phones(_card("contact")(person))


def _phones(person: Person) -> str:
    return wording.phones(_many("phones")(person))


def _card(name: str) -> Callable[[Person], str]:
    return lambda person: str((person.card or {}).get(name) or "")


def _many(name: str) -> Callable[[Person], str]:
    return lambda person: ", ".join((person.card or {}).get(name) or ())


def _gender(person: Person) -> str:
    said = str((person.card or {}).get("gender") or "")
    return str({"m": _("male"), "f": _("female")}.get(said, said))


def birth_words(person: Person) -> str:
    birth = person.birth
    if birth.day:
        return date_format(birth.day, "d.m.Y")
    if birth.year and birth.month:
        return f"{birth.month:02d}.{birth.year}"
    return str(birth.year or "")


FIELDS: tuple[tuple[str, str | Promise, Callable[[Person], str]], ...] = (
    ("last", _("Last name"), _card("last")),
    ("first", _("First name"), _card("first")),
    ("middle", _("Patronymic"), _card("middle")),
    ("birth", _("Born"), birth_words),
    ("gender", _("Sex"), _gender),
    ("phones", _("Phones"), _phones),
    ("emails", _("E-mail addresses"), _many("emails")),
    ("contact", _("Contacts"), _contacts),
)


def lines_of(one: Person, other: Person) -> list[Line]:
    """The fields that at least one of the two cards tells of."""
    lines = [Line(field, str(label), told(one), told(other)) for field, label, told in FIELDS]
    return [line for line in lines if line.one or line.other]
