"""One kind of document for every row of a list: prepared, checked row by row, made by a job (`tasks_batches`).

What was made is one archive with each document in Word and PDF, and one PDF to print. Registered, each row is a
document of its own with its number.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError, Invalid
from nastavnik.base.saving import save
from nastavnik.documents import batch_rows, wording
from nastavnik.documents.batch_files import archived, joined, listed, name_of, together
from nastavnik.documents.contents import (
    PERSONAL,
    built_of,
    canonical,
    compiled_built,
    compiled_own,
    filled,
    live_data,
)
from nastavnik.documents.fingerprints import Drawn, draw
from nastavnik.documents.language import Compiled
from nastavnik.documents.library import Approval, Built
from nastavnik.documents.models import Batch, Paper
from nastavnik.documents.refusals import TemplateGone, UnknownKind
from nastavnik.documents.services import drafts, issuing
from nastavnik.documents.services.cases import case_for, refuse_earlier
from nastavnik.documents.services.issuing import Requisites
from nastavnik.documents.speech import Speech
from nastavnik.documents.tree import Document
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.documents.writers.pdf_joining import one_file
from nastavnik.org.calendar import school_year_of
from nastavnik.org.models import Node

JOB = "document.batch"
#: Files and rows are kept so long after they were made; registered documents stay in the register.
KEPT = dt.timedelta(days=30)


class BatchUnfit(DomainError):
    code = "batch_unfit"
    message = gettext_lazy("Some rows do not fit. Correct those that are marked, then make the documents.")


class BatchBegun(DomainError):
    code = "batch_begun"
    message = gettext_lazy("These documents are being made already. Begin another list for other rows.")


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one row (0: with what is common to all): the column and a sentence."""

    row: int
    title: str
    sentence: str


@transaction.atomic
def begin(
    node: Node, code: str, *, title: str, differs: Iterable[str], is_registered: bool, dated_on: dt.date | None,
    actor: User,
) -> Batch:  # fmt: skip
    """Raises: NotAllowed, UnknownKind, Invalid."""
    require(actor, "document.edit", node)
    if is_registered:
        require(actor, "document.register", node)
        issuing.refuse_day(dated_on or timezone.localdate())
    built = built_of(code)
    if built.approval is not Approval.NONE:
        raise UnknownKind(kind=code)
    may = {field.name for field in batch_rows.may_differ(built, is_registered=is_registered)}
    chosen = [name for name in differs if name in may]
    if not chosen:
        raise Invalid(fields={"differs": [_("Choose what differs from document to document.")]})
    own = drafts.template_in_use(node, code)
    payload = {
        "common": {name: value for name, value in built.beginning.items() if name not in chosen},
        "differs": chosen,
        "rows": [],
        "dated_on": dated_on.isoformat() if is_registered and dated_on else "",
    }
    batch = save(
        Batch(
            node=node, code=code, template=own, edition=own.edition if own else built.edition,
            title=" ".join(title.split())[:300] or built.title, payload=canonical(payload),
            is_personal=_is_personal(built, [*chosen, *payload["common"]]), is_registered=is_registered,
            made_by=actor,
        )
    )  # fmt: skip
    require(actor, "document.view", batch)  # documents that name people are for those who keep them
    record("document.batch_begun", batch, actor=actor, node_id=node.pk, kind=code)
    return batch


@transaction.atomic
def fill_in(batch: Batch, *, common: Mapping[str, Any], rows: list[dict[str, str]], actor: User) -> Batch:
    """Keep what is common and the rows, fit or not.

    Raises: NotAllowed, BatchBegun.
    """
    require(actor, "document.edit", batch)
    held = _hold(batch)
    if held.state != Batch.State.DRAFT:
        raise BatchBegun
    payload = payload_of(held)
    payload |= {"common": dict(common), "rows": rows[: batch_rows.MOST_ROWS]}
    held.payload, held.rows_count = canonical(payload), len(payload["rows"])
    held.is_personal = _is_personal(built_of(held.code), [*payload["differs"], *common])
    held.save(update_fields=["payload", "rows_count", "is_personal"])
    return held


def _is_personal(built: Built, names: Iterable[str]) -> bool:
    named = {field.name for field in built.form.own if field.cls in PERSONAL}
    return not named.isdisjoint(names)


def payload_of(batch: Batch) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(batch.payload)
    return found


def columns_of(batch: Batch) -> list[batch_rows.Column]:
    return batch_rows.columns_of(built_of(batch.code), payload_of(batch)["differs"])


def faults_of(batch: Batch) -> list[RowFault]:
    """Everything that keeps the documents from being made, by row."""
    built, payload = built_of(batch.code), payload_of(batch)
    titles = {column.path: column.title for column in columns_of(batch)}
    titles |= {f.name: titles.get(f.name, f.title) for f in built.form.own}
    differing = set(payload["differs"])
    seen: dict[tuple[int, str, str], None] = {}
    base = _base(batch)
    for number, row in enumerate(payload["rows"], start=1):
        found = built.form.check({**base, **_asked(payload, row)})
        for path, wrongs in found.items():
            if any(other.startswith(f"{path}.") for other in found):
                continue  # a part of it says what is wrong
            at = number if path.partition(".")[0] in differing else 0
            title = titles.get(path) or titles.get(path.partition(".")[0], path)
            for wrong in wrongs:
                seen[at, title, wording.wrong(wrong)] = None
    return [RowFault(*key) for key in sorted(seen)]


@transaction.atomic
def start(batch: Batch, *, actor: User) -> jobs.Job:
    """Have the documents made.

    Raises: NotAllowed, BatchBegun, BatchUnfit, Invalid: the register has gone on to a later day.
    """
    require(actor, "document.register" if batch.is_registered else "document.edit", batch)
    held = _hold(batch)
    if held.state != Batch.State.DRAFT:
        raise BatchBegun
    if not payload_of(held)["rows"] or faults_of(held):
        raise BatchUnfit
    if held.is_registered and built_of(held.code).is_numbered:
        refuse_earlier(case_for(held.node, held.code), _day_of(payload_of(held)))
    held.state = Batch.State.RUNNING
    held.save(update_fields=["state"])
    record("document.batch_started", held, actor=actor, node_id=held.node_id, documents=held.rows_count)
    return jobs.start(JOB, actor=actor, node=held.node, params={"batch": str(held.uid)}, key=key_of(held))


def key_of(batch: Batch) -> str:
    return f"{JOB}:{batch.uid}"


# --------------------------------------------------------------------- what the job does


class Maker:
    """Documents of one batch. Its template is compiled once, its grammar asked once for each word."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.built = batch, built_of(batch.code)
        self.payload = payload_of(batch)
        self.rows: list[dict[str, str]] = self.payload["rows"]
        self._template = _template(batch, self.built)
        self._base = _base(batch)
        self._speech = Speech(batch.node)

    def document(self, place: int) -> Document:
        """That of row ``place``, unregistered."""
        data = {**self._base, **_asked(self.payload, self.rows[place])}
        return filled(self._template, data, self._speech).document

    def part(self, begin: int, end: int) -> bytes:
        """Documents of some rows as an archive."""
        return archived((name_of(place), draw(self.document(place))) for place in range(begin, end))

    def whole(self, parts: Iterable[bytes]) -> bytes:
        """``parts`` as one archive, and whose each document is."""
        rows = [(name_of(place), "", row) for place, row in enumerate(self.rows)]
        return together(parts, listed(rows, columns_of(self.batch), is_registered=False))

    def register(self, begin: int, end: int, *, actor: User) -> None:
        """Documents of some rows, each with its number. Inside a transaction."""
        on = _day_of(self.payload)
        for place in range(begin, end):
            paper = drafts.draw_up(
                self.batch.node, self.batch.code, _asked(self.payload, self.rows[place]), actor=actor,
                school_year=school_year_of(on).start_year, batch=self.batch, batch_row=place + 1,
            )  # fmt: skip
            issuing.register(paper, Requisites(dated_on=on, of_list=True), actor=actor)

    def papers(self) -> list[Paper]:
        rows = Paper.objects.filter(batch=self.batch).select_related("node", "template")
        return list(rows.order_by("batch_row"))

    def registered_archive(self) -> bytes:
        """What was issued, as it is kept, and whose each document is."""
        papers = self.papers()
        names = [name_of(_place(paper), paper.number) for paper in papers]
        rows = [(name, paper.number, self.rows[_place(paper)]) for name, paper in zip(names, papers, strict=True)]
        table = listed(rows, columns_of(self.batch), is_registered=True)
        return archived(zip(names, map(_kept, papers), strict=True), table)

    def to_print(self) -> bytes:
        """All of them one after another in one PDF; of registered ones the very pages that were issued."""
        if self.batch.is_registered:
            return one_file(files.read(paper.pdf_key) for paper in self.papers())
        if not self.rows:
            raise BatchUnfit
        return write_pdf(joined([self.document(place) for place in range(len(self.rows))]))


def _day_of(payload: Mapping[str, Any]) -> dt.date:
    """That of the documents which are registered."""
    given = payload.get("dated_on")
    return dt.date.fromisoformat(given) if given else timezone.localdate()


def _place(paper: Paper) -> int:
    """Of its row, counted from nought."""
    return (paper.batch_row or 1) - 1


def _kept(paper: Paper) -> Drawn:
    return Drawn(files.read(paper.docx_key), files.read(paper.pdf_key))


def finish(batch: Batch, archive: str, printed: str) -> None:
    """The files are kept under these names. Inside the transaction of the job."""
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.DONE, archive_key=archive, print_key=printed, finished_at=now
    )


def not_made(uid: str) -> None:
    Batch.objects.filter(uid=uid).exclude(state=Batch.State.DONE).update(state=Batch.State.FAILED)


def forget_old(now: dt.datetime | None = None) -> int:
    """Rows and files go when they have been kept long enough; gives of how many batches."""
    until = (now or timezone.now()) - KEPT
    made = Q(finished_at__lt=until) & ~Q(archive_key="")
    # Lists that nobody had made hold the same names.
    left = Q(finished_at=None, made_at__lt=until, rows_count__gt=0) & ~Q(state=Batch.State.RUNNING)
    old = list(Batch.objects.filter(made | left).order_by("pk")[:200])
    for batch in old:
        _forget(batch)
    return len(old)


def _forget(batch: Batch) -> None:
    for key in _files_of(batch):
        files.delete(key)
    batch.payload = canonical({**payload_of(batch), "rows": []})
    batch.archive_key = batch.print_key = ""
    if batch.finished_at is None:
        batch.rows_count = 0
    batch.save(update_fields=["payload", "rows_count", "archive_key", "print_key"])


def _files_of(batch: Batch) -> Iterator[str]:
    yield from (key for key in (batch.archive_key, batch.print_key) if key)


def _asked(payload: Mapping[str, Any], row: Mapping[str, str]) -> dict[str, Any]:
    return {**payload["common"], **batch_rows.nested(row)}


def _base(batch: Batch) -> dict[str, Any]:
    """What every row knows of the organisation. One registered gets its number and its date later."""
    today = timezone.localdate()
    built = built_of(batch.code)
    base = live_data(batch.node, built, {}, school_year=school_year_of(today).start_year, on=today)
    return base if batch.is_registered else {name: value for name, value in base.items() if name != "draft"}


def _template(batch: Batch, built: Built) -> Compiled:
    if batch.template is not None:
        return compiled_own(batch.template)
    if built.edition != batch.edition:
        raise TemplateGone(kind=batch.code, edition=batch.edition)
    return compiled_built(batch.code)


def _hold(batch: Batch) -> Batch:
    return Batch.objects.select_for_update(of=("self",)).select_related("node", "template").get(pk=batch.pk)
