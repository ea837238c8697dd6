"""The journal of registration as a PDF: a short one at once, a long one by a job (`documents.tasks_journals`)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import require
from nastavnik.base.errors import Invalid
from nastavnik.documents.journals import Written, journal_of
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Journal, Paper, PaperQuerySet
from nastavnik.documents.tree import Document
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.org.models import Node

JOB = "document.journal"
#: More rows than this take longer than a page may.
LONG = 150
#: Nobody binds more; an XLSX holds all.
MOST = 20_000
KEPT = dt.timedelta(days=30)


@transaction.atomic
def ask(node: Node, papers: PaperQuerySet, *, chosen: str, actor: User) -> Journal:
    """Begin to set ``papers`` as a journal of ``node``; ``chosen`` says by what they were picked out.

    Raises:
        NotAllowed: ``actor`` exports no register here.
        Invalid: there are more than a PDF holds.
    """
    require(actor, "document.export", node)
    keys = list(papers.values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        raise Invalid(fields={"": [_("A PDF holds 20,000 rows. Narrow the list by year, or save it as Excel.")]})
    journal = Journal.objects.create(node=node, papers=keys, chosen=chosen, made_by=actor)
    job = jobs.start(JOB, actor=actor, node=node, params={"journal": str(journal.uid)}, key=f"{JOB}:{journal.uid}")
    journal.job_uid = job.uid
    journal.save(update_fields=["job_uid"])
    record("document.journal_exported", journal, actor=actor, node_id=node.pk, format="pdf", rows=len(keys))
    return journal


def document_of(journal: Journal, *, actor: User) -> Document:
    """The sheet of what was asked for, as far as ``actor`` may still export it.

    Raises: NotAllowed: ``actor`` has lost the right since.
    """
    require(actor, "document.export", journal.node)
    seen = Paper.objects.visible_to(actor, "document.export").issued().select_related("case").defer("payload")
    known = {paper.pk: paper for at in range(0, len(journal.papers), 500) for paper in seen.filter(
        pk__in=journal.papers[at : at + 500]
    )}  # fmt: skip
    return sheet(journal.node, (known[key] for key in journal.papers if key in known), chosen=journal.chosen)


def sheet(node: Node, papers: Iterable[Paper], *, chosen: str) -> Document:
    with override("ru"):  # the language of documents, whoever looks
        rows = [_written(paper) for paper in papers]
    return journal_of(node.full_name, chosen, rows, printed_on=f"{timezone.localdate():%d.%m.%Y}")


def _written(paper: Paper) -> Written:
    built = TEMPLATES.get(paper.code)
    return Written(
        number=paper.number,
        date=f"{paper.dated_on:%d.%m.%Y}" if paper.dated_on else "",
        kind=built.title if built else paper.code,
        title=paper.title,
        signer=paper.signer_name,
        file=str(paper.case or ""),
        state=str(paper.get_state_display()),
    )


def keep(journal: Journal, document: Document) -> str:
    """Write the file and keep it encrypted; gives its name in the store, not yet noted."""
    return files.save(journal.node_id, io.BytesIO(write_pdf(document)))


def forget_old(now: dt.datetime | None = None) -> int:
    """Files are kept as long as the jobs that made them; gives how many have gone."""
    old = list(Journal.objects.filter(made_at__lt=(now or timezone.now()) - KEPT)[:500])
    for journal in old:
        if journal.file_key:
            files.delete(journal.file_key)
        journal.delete()
    return len(old)
