"""Files and words on their way, destroyed by the table of terms: loaded tables, raw scans, files taken out, what was
written in requests that are over."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nastavnik.accounts.keyring.files import files
from nastavnik.people import retention
from nastavnik.people.models import Consent, ConsentBatch, Intake, IntakePiece, MentorAsk, ScanBatch, ScanPage, Taking

_RUNNING = (Intake.State.READING, Intake.State.ACCEPTING)
_WAITING = (Intake.State.MAPPING, Intake.State.READY)
# A table that nobody accepted is put aside by itself.
_FORGOTTEN = dt.timedelta(days=30)


def tidy(now: dt.datetime | None = None) -> int:
    """Gives how many rows lost what they kept. Safe to do again."""
    at = now or timezone.now()
    terms = retention.terms(timezone.localdate(at))
    ago = {code: at - dt.timedelta(days=term.days) for code, term in terms.items()}
    done = _intakes(ago["intake_files"], at - _FORGOTTEN)
    done += _scans(ago["scan_files"]) + _forms(ago["consent_forms"])
    return done + _takings(ago["taking_files"], ago["coded_keys"]) + _asks(ago["mentor_asks"])


@transaction.atomic
def _intakes(closed_by: dt.datetime, made_by: dt.datetime) -> int:
    closed = Q(accepted_at__lt=closed_by) | Q(accepted_at=None, made_at__lt=closed_by) & ~Q(state__in=_WAITING)
    forgotten = Q(state__in=_WAITING, made_at__lt=made_by)
    kept = ~Q(file_key="") | ~Q(errors_key="") | ~Q(headings=None) | ~Q(pieces=None)
    keys = Intake.objects.filter(closed | forgotten).filter(kept).exclude(state__in=_RUNNING).values_list("pk")
    done = 0
    for row in Intake.objects.select_for_update().filter(pk__in=list({key for (key,) in keys})):
        _later(row.file_key, row.errors_key)
        row.file_key = row.errors_key = ""
        row.headings = row.file_name = None
        if row.state in _WAITING:
            row.state = Intake.State.DISCARDED
        row.version += 1
        row.save()
        IntakePiece.objects.filter(intake=row).delete()
        done += 1
    return done


@transaction.atomic
def _scans(made_by: dt.datetime) -> int:
    """What was uploaded, and pages that belong to no consent. The scan of a consent stays as long as the consent."""
    done = 0
    for batch in ScanBatch.objects.select_for_update().filter(made_at__lt=made_by).exclude(file_keys=[]):
        _later(*batch.file_keys)
        batch.file_keys = []
        batch.save(update_fields=["file_keys"])
        done += 1
    # A second scan of the same sheet is no more than what nobody found a place for.
    spare = Q(consent=None) | ~Q(state=ScanPage.State.TAKEN)
    pages = ScanPage.objects.filter(spare, batch__made_at__lt=made_by).exclude(file_key="")
    names = list(pages.values_list("file_key", flat=True))
    used = set(Consent.objects.filter(scan_key__in=names).values_list("scan_key", flat=True))
    _later(*(name for name in names if name not in used))
    return done + pages.update(file_key="")


@transaction.atomic
def _forms(made_by: dt.datetime) -> int:
    """Forms that were printed and are given out by now. Any of them can be printed anew."""
    rows = ConsentBatch.objects.filter(made_at__lt=made_by).exclude(pdf_key="")
    _later(*rows.values_list("pdf_key", flat=True))
    return rows.update(pdf_key="")


@transaction.atomic
def _takings(made_by: dt.datetime, keys_by: dt.datetime) -> int:
    rows = Taking.objects.filter(made_at__lt=made_by).exclude(file_key="")
    _later(*rows.values_list("file_key", flat=True))
    done = rows.update(file_key="")
    for row in Taking.objects.select_for_update().filter(made_at__lt=keys_by).exclude(keys=None):
        row.keys = None
        row.save(update_fields=["keys"])
        done += 1
    return done


def _asks(ended_by: dt.datetime) -> int:
    """That one organisation asked another stays; what they wrote to each other about somebody goes."""
    rows = MentorAsk.objects.filter(answered_at__lt=ended_by).exclude(message=None, answer=None)
    return rows.update(message=None, answer=None)


def _later(*names: str) -> None:
    """A file cannot be rolled back: it goes when the transaction has ended."""
    for name in names:
        if name:
            transaction.on_commit(partial(files.delete, name))
