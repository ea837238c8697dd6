"""Forms of consents for many people at once: given out together, printed as one file by a job."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import DomainError
from nastavnik.base.saving import save
from nastavnik.documents.tree import Document
from nastavnik.documents.writers.pdf_joining import one_file
from nastavnik.org.models import Node
from nastavnik.people import cards, consent_forms, consent_sheets
from nastavnik.people.consent_kinds import KINDS, fits_age
from nastavnik.people.coverage import is_adult
from nastavnik.people.models import Consent, ConsentBatch, Participation, Person
from nastavnik.people.models.consents import ConsentState
from nastavnik.people.models.reach import rests_on_what_is_gone
from nastavnik.people.refusals_consents import UnknownPurpose
from nastavnik.people.services.giving import issue
from nastavnik.people.services.persons import lock_base

JOB = "consent.batch"
#: Forms of one file.
MOST = 2000


class NothingToGiveOut(DomainError):
    code = "consent_nothing_to_give_out"
    message = _("Nobody here lacks this consent, or it does not suit their age.")


class TooManyForms(DomainError):
    code = "consent_too_many_forms"
    message = _("These are too many forms for one file. Give them out class by class.")


@transaction.atomic
def begin_batch(node: Node, kind: str, persons: Iterable[Person], *, actor: User) -> ConsentBatch:
    """Give out a consent to each of ``persons`` who lacks it and have the forms made, ready to print.

    Whoever was given the form before and has not signed it gets it printed again. Those for whom it is not meant
    at their age, and those who have signed, are passed over. A minor without a representative in the base gets a
    line for the name.

    Raises: NotAllowed, UnknownPurpose, NothingToGiveOut, TooManyForms.
    """
    require(actor, "consent.edit", node)
    if kind not in KINDS:
        raise UnknownPurpose
    today = timezone.localdate()
    chosen = [
        person
        for person in persons
        if person.node_id == node.pk
        and person.state == Person.State.KEPT
        and fits_age(kind, is_adult=is_adult(person, today))
    ]
    if len(chosen) > MOST:
        raise TooManyForms
    batch = save(ConsentBatch(node=node, kind=kind, made_by=actor))
    waiting = Consent.objects.filter(person__in=[person.pk for person in chosen], kind=kind)
    again = waiting.filter(state=ConsentState.ISSUED).update(batch=batch)
    batch.count = again + len(issue(chosen, kind, actor=actor, by_hand=True, batch=batch))
    if not batch.count:
        raise NothingToGiveOut
    job = jobs.start(JOB, actor=actor, node=node, params={"batch": str(batch.uid)}, key=f"{JOB}:{batch.uid}")
    batch.job_uid = job.uid
    batch.save(update_fields=["count", "job_uid"])
    record("consent.batch_begun", batch, actor=actor, kind=kind, forms=batch.count)
    return batch


def forms_of(batch: ConsentBatch) -> list[int]:
    """Keys of what is printed, as it is handed out: class by class, by name in each; then whoever has no class.

    Two queries.
    """
    rows = list(Consent.objects.filter(batch=batch).select_related("person"))
    parts = Participation.objects.living().filter(person__in=[row.person_id for row in rows], group__isnull=False)
    # Of several years the last one counts.
    groups = dict(parts.order_by("school_year", "pk").values_list("person_id", "group__sort"))

    def place(row: Consent) -> tuple[str, str, int]:
        return groups.get(row.person_id, "\uffff"), cards.sort_key(row.person.card or {}), row.pk

    return [row.pk for row in sorted(rows, key=place)]


class Printer:
    """Sheets of one batch, those of ``keys`` in this order. Each wording is compiled once."""

    def __init__(self, keys: Sequence[int]) -> None:
        self.keys = keys
        self._wordings: dict[Any, consent_forms.Wordings] = {}

    def part(self, begin: int, end: int) -> bytes:
        """Some of the sheets as PDF."""
        keys = self.keys[begin:end]
        rows = Consent.objects.select_related("node", "person", "representation__adult", "template").in_bulk(keys)
        return consent_sheets.printed(self._sheets([rows[key] for key in keys if key in rows]))

    def _sheets(self, rows: Sequence[Consent]) -> list[Document]:
        found = []
        for row in rows:
            day = row.issued_on or timezone.localdate()
            wordings = self._wordings.setdefault(day, consent_forms.Wordings(row.node, day))
            adult = row.representation.adult if row.representation else None
            found.append(consent_sheets.marked(wordings.frozen(row).of(row.person, adult), row.code or ""))
        return found


def finish(batch: ConsentBatch, parts: Iterable[bytes]) -> str:
    """Keep the whole file; gives its name."""
    return files.save(batch.node_id, io.BytesIO(one_file(parts)))


def keep(batch: ConsentBatch, whole: str) -> bool:
    """Let the file be taken; not, if one of its people took their consent back or was destroyed while it was drawn.
    In a transaction."""
    lock_base(batch.node)
    forms = Consent.objects.filter(batch=batch)
    is_of_all = not (
        forms.exclude(person__state=Person.State.KEPT).exists() or forms.filter(rests_on_what_is_gone()).exists()
    )
    state, key = (ConsentBatch.State.DONE, whole) if is_of_all else (ConsentBatch.State.FAILED, "")
    ConsentBatch.objects.filter(pk=batch.pk).update(state=state, pdf_key=key)
    return is_of_all


def not_made(uid: str) -> None:
    rows = ConsentBatch.objects.filter(uid=uid).exclude(state=ConsentBatch.State.DONE)
    rows.update(state=ConsentBatch.State.FAILED)


def taken(batch: ConsentBatch, *, actor: User) -> Iterable[bytes]:
    """The file to print, in pieces; written down, for it names people.

    Raises: NotAllowed, FileMissing.
    """
    require(actor, "consent.edit", batch.node)
    found = files.open(batch.pdf_key or "0" * 32)
    record("consent.batch_taken", batch, actor=actor, forms=batch.count)
    return found
