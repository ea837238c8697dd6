"""Refusals of the domain: a stable code, a sentence that says what to do. A bug stays an exception."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """The deed was refused. ``details`` are ids and field names, never values of a person."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = _("This cannot be done.")

    def __init__(self, message: str | Promise | None = None, **details: Any) -> None:
        super().__init__(message)
        self._message = message
        self.details = details

    def __str__(self) -> str:
        return str(self._message if self._message is not None else self.message)


class NotAllowed(DomainError):
    """Seen, but not to be done by this user. Edges answer 403."""

    code = "not_allowed"
    message = _("Your role does not allow this. Ask the head of the organisation or your coordinator.")


class Invalid(DomainError):
    """A rule of the data is broken. ``fields`` maps a field's name to its sentences; "" is the whole."""

    code = "invalid"
    message = _("Some of the data do not fit. Correct the marked fields and save again.")

    def __init__(self, message: str | Promise | None = None, *, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__(message, fields=sorted(fields or {}))
        self.fields = fields or {}

    def __str__(self) -> str:
        if self._message is None and self.fields:
            return " ".join(sentence for sentences in self.fields.values() for sentence in sentences)
        return super().__str__()


class EditConflict(DomainError):
    """Somebody saved first. ``theirs`` is the row as it stands, ``mine`` what was typed and clashes with it, ``kept``
    the fields in which theirs stands without a question. Edges answer 409."""

    code = "edit_conflict"
    message = _("Somebody has changed this while you were editing. Both versions are shown below.")

    def __init__(self, *, theirs: Any, mine: dict[str, Any], kept: Iterable[str] = ()) -> None:
        super().__init__(fields=sorted(mine))
        self.theirs = theirs
        self.mine = mine
        self.kept = frozenset(kept)
