"""What stands beside the card and names a person: words taught for their name, drafts about them, printed forms, the
tables they came with. Destroyed with them, in the same transaction; gives the names of files that go after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils import timezone

from nastavnik.accounts.keyring import ring
from nastavnik.accounts.keyring.columns import indexing
from nastavnik.documents.contents import canonical
from nastavnik.documents.models import WRITABLE, Paper, Wording
from nastavnik.people import cards
from nastavnik.people.models import ConsentBatch, Intake, IntakePiece, Person, ReadinessFact

#: What the sheet of an interview is drawn from.
INTERVIEW_SHEET = "readiness"
_EMPTY: dict[str, Any] = {
    "raw": [], "mended": {}, "values": {}, "mark": "", "wrong": [], "was": None, "left_out": True,
}  # fmt: skip
#: Over and done with: nobody reads the file any more.
_CLOSED = (Intake.State.ACCEPTED, Intake.State.UNDONE)


def forget_words(keys: list[int]) -> None:
    """How somebody said that the name is declined."""
    found: dict[int, set[str]] = defaultdict(set)
    index = lru_cache(lambda node_id: indexing(Wording, "text_index", ring.sealer(node_id)))
    for person in Person.objects.filter(pk__in=keys).exclude(card=None):
        card = person.card or {}
        texts = (cards.full_name(card), cards.short_name(card))
        found[person.node_id].update(map(index(person.node_id), texts))
    for node_id, indexes in found.items():
        Wording.objects.filter(node=node_id, kind=Wording.Kind.PERSON, text_index__in=indexes).delete()


def forget_drafts(keys: list[int]) -> None:
    """Sheets that were never issued. An issued document is kept as long as documents are."""
    facts = ReadinessFact.objects.filter(person__in=keys).values("uid")
    drafts = Paper.objects.filter(source_kind=INTERVIEW_SHEET, source_uid__in=facts, state__in=sorted(WRITABLE))
    for paper in drafts.select_for_update(of=("self",)):
        paper.payload = canonical({"asked": {}, "frame": {}})
        paper.removed_at = paper.removed_at or timezone.now()
        paper.version += 1
        paper.save(update_fields=["payload", "removed_at", "version"])


def forget_forms(keys: list[int]) -> list[str]:
    """A file of many forms holds theirs too; the others' can be printed anew."""
    rows = ConsentBatch.objects.filter(consents__person__in=keys).exclude(pdf_key="").distinct()
    names = list(rows.values_list("pdf_key", flat=True))
    ConsentBatch.objects.filter(pdf_key__in=names).update(pdf_key="")
    return names


def forget_rows(node_id: int, keys: Iterable[int]) -> list[str]:
    """Take the rows of these people out of the tables that were loaded, and the files of those that are closed."""
    gone = set(keys)
    touched = set()
    for piece in IntakePiece.objects.filter(node=node_id).exclude(rows=None).iterator(chunk_size=20):
        rows: list[dict[str, Any]] = piece.rows or []
        if not any(row.get("person") in gone for row in rows):
            continue
        touched.add(piece.intake_id)
        piece.rows = [{**row, **_EMPTY} if row.get("person") in gone else row for row in rows]
        piece.version += 1
        piece.save(update_fields=["rows", "version"])
    closed = Intake.objects.filter(pk__in=touched, state__in=_CLOSED).exclude(file_key="")
    names = list(closed.values_list("file_key", flat=True))
    closed.update(file_key="")
    return names
