"""What people are told of. An app declares its kinds in ``apps.ready``; the portal says where each one leads.

A subject is one fixed sentence: nothing of a person, and nothing that somebody typed, can get into the header
of a letter. The text is made per recipient and only of what that recipient may see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.utils.functional import Promise

from nastavnik.accounts.models import User

Context = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What one recipient reads below the subject. What ``is_over`` is left out of the letter of the day."""

    text: str = ""
    is_over: bool = False


class Kind:
    name: ClassVar[str]
    subject: ClassVar[str | Promise]
    mailed: ClassVar[bool]
    at_once: ClassVar[bool]

    def tell(self, user: User, contexts: list[Context]) -> list[Told | None]:
        """One for each of ``contexts``, in order; None where ``user`` may not see the matter any more.

        As many queries for many contexts as for one.
        """
        return [Told() for _context in contexts]


_kinds: dict[str, Kind] = {}
_links: dict[str, Callable[[Context], str]] = {}
_Kind = TypeVar("_Kind", bound=type[Kind])
_Link = TypeVar("_Link", bound=Callable[[Context], str])


def kind(
    name: str, *, subject: str | Promise, mailed: bool = True, at_once: bool = False
) -> Callable[[_Kind], _Kind]:
    """Register a kind of notice; ``mailed`` ones are in the letter of the day too, or ``at_once`` in their own."""

    def register(cls: _Kind) -> _Kind:
        cls.name, cls.subject, cls.mailed, cls.at_once = name, subject, mailed, at_once
        _kinds[name] = cls()
        return cls

    return register


def link(name: str) -> Callable[[_Link], _Link]:
    """Register where a notice of the kind ``name`` leads: a function of its context that gives an address."""

    def register(address: _Link) -> _Link:
        _links[name] = address
        return address

    return register


def kinds() -> list[Kind]:
    """Every kind, in the order of their names."""
    return [_kinds[name] for name in sorted(_kinds)]


def kind_named(name: str) -> Kind | None:
    return _kinds.get(name)


def address_of(name: str, context: Context) -> str:
    """The address on the site, or "" for a kind that leads nowhere."""
    found = _links.get(name)
    return found(context) if found else ""
