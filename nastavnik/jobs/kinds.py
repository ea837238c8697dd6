"""What each kind of work does, who may ask for it, and the sentences of its endings.

::

    @jobs.kind("roadmap.read", title=_("Reading a road map"), action="roadmap.import")
    class ReadRoadmap(jobs.Kind):
        def chunk(self, run: jobs.Run) -> bool:
            lines = …                              # the slow part, outside any transaction
            with run.writing():                    # the lease is checked, then rows and cursor go together
                Line.objects.bulk_create(lines, ignore_conflicts=True)
                run.advance(cursor=end, done=end, total=whole)
            return end == whole
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError

if TYPE_CHECKING:
    from nastavnik.jobs.models import Job
    from nastavnik.jobs.runs import Run

Sentence = str | Promise
# Why a job ended without being done, beside the refusals of the domain.
SENTENCES: dict[str, Sentence] = {
    "not_allowed": _("Whoever asked for this no longer has the right to it. Ask a colleague who has."),
    "gave_up": _("This did not succeed after several attempts. Try again later or quote the number to support."),
    "too_long": _("This took longer than it may. Split it into smaller parts and try again."),
    "unknown_kind": _("This version of the program no longer does this work. Start it anew."),
}


class Kind:
    """One kind of work. An instance serves one attempt, so it may keep what it has read between chunks."""

    name: ClassVar[str]
    title: ClassVar[Sentence]
    action: ClassVar[str]
    # code of a refusal → what the owner reads, where the refusal is not a `DomainError` of ours
    sentences: ClassVar[dict[str, Sentence]] = {}
    longest: ClassVar[dt.timedelta] = dt.timedelta(hours=6)

    def chunk(self, run: Run) -> bool:
        """Do the next part from ``run.cursor`` on; True when there is nothing left.

        It may be killed at any point and called again with the same cursor. Rows and cursor are written
        together inside ``run.writing()``. A `DomainError` ends the job with its sentence.
        """
        raise NotImplementedError

    def dropped(self, job: Job) -> None:
        """The job failed for good or was cancelled: mark or release what it worked on. In its transaction."""


_kinds: dict[str, type[Kind]] = {}
_listeners: list[Callable[[Job], None]] = []
_Kind = TypeVar("_Kind", bound=type[Kind])
_Listener = TypeVar("_Listener", bound=Callable[["Job"], None])


def kind(name: str, *, title: Sentence, action: str) -> Callable[[_Kind], _Kind]:
    """Register a kind of work. ``action`` is the right that its owner must hold over the job's node."""

    def register(cls: _Kind) -> _Kind:
        cls.name, cls.title, cls.action = name, title, action
        _kinds[name] = cls
        return cls

    return register


def when_closed(listener: _Listener) -> _Listener:
    """Have ``listener`` called with each job that is done or has failed, in the same transaction."""
    _listeners.append(listener)
    return listener


def kind_named(name: str) -> type[Kind] | None:
    return _kinds.get(name)


def tell_closed(job: Job) -> None:
    for listener in _listeners:
        listener(job)


def title_of(job: Job) -> str:
    found = _kinds.get(job.kind)
    return str(found.title) if found else job.kind


def sentence_of(job: Job) -> str:
    """Why ``job`` was not done, or "" when there is nothing to explain."""
    if not job.message:
        return ""
    found = _kinds.get(job.kind)
    own = found.sentences if found else {}
    said = own.get(job.message) or SENTENCES.get(job.message) or _refusals().get(job.message)
    return str(said or SENTENCES["gave_up"])


def _refusals() -> dict[str, Sentence]:
    """Code → sentence of every refusal that the loaded apps know."""
    found: dict[str, Sentence] = {}
    waiting = [DomainError]
    while waiting:
        refusal = waiting.pop()
        found[refusal.code] = refusal.message
        waiting += refusal.__subclasses__()
    return found
