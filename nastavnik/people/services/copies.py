"""Everything that is kept of a person, as a file for that person: readable, and for machines."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from nastavnik.accounts.keyring.files import FileMissing, files
from nastavnik.accounts.models import User
from nastavnik.audit.record import record
from nastavnik.base.access import can, require
from nastavnik.base.privacy import Class, classes_of
from nastavnik.documents.tree import Cell, Document, Paragraph, Row, Run, Table
from nastavnik.documents.writers.docx import write_docx
from nastavnik.people import sights
from nastavnik.people.copy_words import FIELDS, LEFT_OUT, TABLES, Wording
from nastavnik.people.models import Consent, Person, SigningCode, Taking
from nastavnik.people.services.erasing import closure
from nastavnik.people.services.merging import relations

_WIDTHS = (60.0, 110.0)
_PICTURES = ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8", "jpg"))
Told = dict[str, Any]


@transaction.atomic
def make(person: Person, actor: User) -> bytes:
    """A ZIP: data.json, data.docx, and the scans of what was signed. That it was made is written down.

    Answers to questionnaires go to the person themselves and, where they ask on paper, to the officer for data
    protection: the curator knows that there are some, and no more.

    Raises: NotAllowed.
    """
    require(actor, "data_request.copy", person)
    told = everything(person, answers=person.user_id == actor.pk or can(actor, "erasure.run", person.node))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1))
        archive.writestr("data.docx", write_docx(as_tree(person, told)))
        for name, content in _scans(person):
            archive.writestr(name, content)
    rows = sum(len(part["rows"]) for part in told["parts"])
    taking = Taking.objects.create(node=person.node, kind=Taking.Kind.COPY, person=person, rows=rows, made_by=actor)
    record("copy.made", taking, actor=actor, rows=rows)
    sights.seen(actor, [person], "copy")
    return target.getvalue()


def everything(person: Person, *, answers: bool = False) -> Told:
    """{"organisation", "seat", "made_at", "parts": [{"title", "rows": [{label: value}]}]}, the card first.

    ``answers``: what is open to few (P4) too.
    """
    keys, wording = closure([person.pk]), Wording()
    parts = [{"title": str(_("Card")), "rows": [_row(person, "", wording, answers)]}]
    for model, column in relations():
        if model is SigningCode:
            continue
        found = model._base_manager.filter(**{f"{column}__in": keys}).order_by("pk")
        rows = [row for each in found if (row := _row(each, column, wording, answers))]
        if rows:
            title = TABLES.get(model.__name__, model._meta.verbose_name_plural)
            parts.append({"title": capfirst(str(title)), "rows": rows})
    return {
        "organisation": person.node.full_name,
        "seat": person.seat,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "parts": parts,
    }


def _row(row: models.Model, column: str, wording: Wording, answers: bool) -> Told:
    told: Told = {}
    for field in row._meta.concrete_fields:
        if field.attname == column or not _is_of_person(row, field, answers):
            continue
        name = f"{type(row).__name__}.{field.name}"
        value = wording.value(name, _value(row, field), getattr(row, "side", ""))
        if value not in (None, "", [], {}):
            told[capfirst(str(FIELDS.get(name, field.verbose_name)))] = value
    return told


def _is_of_person(row: models.Model, field: models.Field[Any, Any], answers: bool) -> bool:
    """Whatever is personal, and the plain facts beside it: no keys, no digests, no accounts of others."""
    if f"{type(row).__name__}.{field.name}" in LEFT_OUT or field.primary_key or field.name == "node":
        return False
    kept = classes_of(type(row)).get(field.name)
    return (kept != Class.P0 or field.name == "state") and (answers or kept != Class.P4)


def _value(row: models.Model, field: models.Field[Any, Any]) -> Any:
    if field.is_relation:
        other = getattr(row, field.name)
        return None if other is None else other.short_name if isinstance(other, Person) else str(other)
    shown = getattr(row, f"get_{field.name}_display", None)
    return _plain(shown() if shown else getattr(row, field.attname))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | uuid.UUID):
        return str(value)
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return str(value)


def _scans(person: Person) -> Iterator[tuple[str, bytes]]:
    signed = Consent.objects.filter(person__in=closure([person.pk])).exclude(scan_key="").order_by("pk")
    for number, consent in enumerate(signed, 1):
        try:
            content = files.read(consent.scan_key)
        except FileMissing:
            continue
        kind = next((kind for mark, kind in _PICTURES if content.startswith(mark)), "bin")
        yield f"scans/{number}.{kind}", content


def as_tree(person: Person, told: Told) -> Document:
    """The same for a reader, a table for each kind of thing."""
    title = _("What is kept of you")
    blocks: list[Any] = [
        Paragraph((Run(title, bold=True),), heading=1),
        Paragraph((Run(f"{told['organisation']}, {date_format(timezone.localdate(), 'd.m.Y')}"),)),
    ]
    for part in told["parts"]:
        blocks.append(Paragraph((Run(part["title"], bold=True),), heading=2, before=12))
        for row in part["rows"]:
            lines = [_line(label, value) for label, value in row.items()]
            if lines:
                blocks += [Table(_WIDTHS, tuple(lines)), Paragraph((Run(""),))]
    return Document(title=title, blocks=tuple(blocks))


def _line(label: str, value: Any) -> Row:
    return Row((Cell((Paragraph((Run(label),)),)), Cell((Paragraph((Run(_words(value)),)),))))


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_words(part)}" for key, part in value.items() if part not in (None, "", []))
    if isinstance(value, list):
        return ", ".join(_words(part) for part in value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value)
