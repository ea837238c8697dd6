"""What can be signed. An upper app registers its kind in ``apps.ready``; this one has never heard of plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

if TYPE_CHECKING:
    from nastavnik.accounts.models import User
    from nastavnik.approvals.models import Chain, Step


class Subject:
    """Called in the transaction of each decision; a `DomainError` raised here refuses the decision."""

    kind: ClassVar[str]
    # The right of those who send it and write down the minutes of the council that took it.
    kept_by: ClassVar[str] = "approval.start"

    def turn_came(self, chain: Chain, step: Step, actor: User | None) -> None:
        """``step`` waits for a decision now."""

    def returned(self, chain: Chain, step: Step, actor: User) -> None:
        """Sent back with remarks; the chain is over."""

    def approved(self, chain: Chain, step: Step, actor: User) -> None:
        """The last step is done; the chain is over."""

    def withdrawn(self, chain: Chain, actor: User | None) -> None:
        """Taken back by those who sent it; the chain is over."""


_subjects: dict[str, Subject] = {}
_Subject = TypeVar("_Subject", bound=type[Subject])


def subject(kind: str) -> Callable[[_Subject], _Subject]:
    """Register the class of hooks of one kind of subject."""

    def register(cls: _Subject) -> _Subject:
        cls.kind = kind
        _subjects[kind] = cls()
        return cls

    return register


def subject_of(chain: Chain) -> Subject:
    return _subjects[chain.subject_kind]


def kinds() -> list[str]:
    return sorted(_subjects)


def kept_by(kind: str) -> str:
    return _subjects[kind].kept_by
