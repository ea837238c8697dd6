"""Whether kept bytes are those that were issued, and whether they can still be made anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nastavnik.accounts.keyring.files import FileMissing, files
from nastavnik.accounts.keyring.ring import KeyLost, Tampered
from nastavnik.base.errors import DomainError
from nastavnik.documents.contents import digest
from nastavnik.documents.fingerprints import RENDERER
from nastavnik.documents.models import Paper
from nastavnik.documents.refusals import TemplateGone, UnknownKind
from nastavnik.documents.services.issuing import payload_of, redrawn
from nastavnik.documents.speech import Speech

PIECE = 200


class Fault(StrEnum):
    MISSING = "missing"  # the file is no longer kept
    CHANGED = "changed"  # the bytes are others
    LOST = "lost"  # the key to it is lost
    PAYLOAD = "payload"  # the data are others than those issued
    REDRAWN = "redrawn"  # the same data and versions give other bytes


@dataclass(frozen=True)
class Finding:
    uid: str
    what: str
    fault: Fault


@dataclass
class Count:
    """``redrawn`` were made anew and compared; of the others the template or the renderer has moved on."""

    documents: int = 0
    redrawn: int = 0


def check_all(count: Count, *, after: int = 0, redraw: bool = True) -> Iterator[Finding]:
    """Every issued document, in the order of their making, a piece at a time."""
    while rows := list(
        Paper.objects.filter(pk__gt=after)
        .exclude(check_code=None)
        .select_related("node", "template")
        .order_by("pk")[:PIECE]
    ):
        for paper in rows:
            count.documents += 1
            yield from check_one(paper, count, redraw=redraw)
        after = rows[-1].pk


def check_one(paper: Paper, count: Count, *, redraw: bool = True) -> Iterator[Finding]:
    for what, key, expected in (
        ("docx", paper.docx_key, paper.docx_digest),
        ("pdf", paper.pdf_key, paper.pdf_digest),
    ):
        fault = _fault_of_file(key, expected)
        if fault is not None:
            yield Finding(str(paper.uid), what, fault)
    try:
        is_same = digest(paper.payload) == paper.payload_digest
    except (KeyLost, Tampered):
        yield Finding(str(paper.uid), "payload", Fault.LOST)
        return
    if not is_same:
        yield Finding(str(paper.uid), "payload", Fault.PAYLOAD)
    elif redraw and paper.renderer == RENDERER:
        yield from _compared(paper, count)


def _fault_of_file(key: str, expected: str) -> Fault | None:
    try:
        return None if digest(files.read(key)) == expected else Fault.CHANGED
    except FileMissing:
        return Fault.MISSING
    except KeyLost:
        return Fault.LOST
    except Tampered:
        return Fault.CHANGED


def _compared(paper: Paper, count: Count) -> Iterator[Finding]:
    try:
        payload = payload_of(paper)
        drawn = redrawn(paper, payload, paper.check_code or "", Speech(said=payload["words"]))
    except (TemplateGone, UnknownKind):
        return  # the product moved on; the kept bytes are what counts
    except DomainError:
        yield Finding(str(paper.uid), "template", Fault.REDRAWN)
        return
    count.redrawn += 1
    for what, made, kept in (
        ("docx", drawn.docx_digest, paper.docx_digest),
        ("pdf", drawn.pdf_digest, paper.pdf_digest),
    ):
        if made != kept:
            yield Finding(str(paper.uid), what, Fault.REDRAWN)
