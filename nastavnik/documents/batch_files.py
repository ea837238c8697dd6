"""The files of a list of documents: an archive whose names are numbers, with a table that says whose is which."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from nastavnik.base import sheets
from nastavnik.documents.batch_rows import Column
from nastavnik.documents.fingerprints import Drawn
from nastavnik.documents.tree import Block, Document, PageBreak

_STILL = (1980, 1, 1, 0, 0, 0)
Row = Mapping[str, str]


class Listed(NamedTuple):
    """Whose each file is."""

    name: str
    data: bytes


def name_of(place: int, number: str = "") -> str:
    """«0003 12-од»: the row, then the number of the register. Whom it is about, no file name says."""
    written = "".join(sign if sign.isalnum() or sign == "-" else "-" for sign in number)
    return " ".join(part for part in (f"{place + 1:04d}", written) if part)


def listed(rows: Sequence[tuple[str, str, Row]], columns: Sequence[Column], *, is_registered: bool) -> Listed:
    """(name of the file, number, row of the list) of each; the table never leaves the archive, which is encrypted."""
    with override("ru"):  # the language of documents, whoever looks
        name, file, number = f"{_('list')}.xlsx", pgettext("in an archive", "File"), _("Number")
    shown = [sheets.Column(file, itemgetter(0), width=16)]
    shown += [sheets.Column(number, itemgetter(1), width=16)] if is_registered else []
    shown += [sheets.Column(column.title, partial(_cell, column.path), width=40) for column in columns]
    out = io.BytesIO()
    sheets.write_xlsx(out, shown, rows)
    return Listed(name, out.getvalue())


def _cell(path: str, row: tuple[str, str, Row]) -> str:
    return row[2].get(path, "")


def archived(found: Iterable[tuple[str, Drawn]], listed: Listed | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # both formats are packed already
        _put_list(archive, listed)
        for name, drawn in found:
            archive.writestr(zipfile.ZipInfo(f"{name}.docx", _STILL), drawn.docx)
            archive.writestr(zipfile.ZipInfo(f"{name}.pdf", _STILL), drawn.pdf)
    return out.getvalue()


def together(parts: Iterable[bytes], listed: Listed | None = None) -> bytes:
    """Several archives as one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        _put_list(archive, listed)
        for part in parts:
            with zipfile.ZipFile(io.BytesIO(part)) as source:
                for info in source.infolist():
                    archive.writestr(zipfile.ZipInfo(info.filename, _STILL), source.read(info))
    return out.getvalue()


def _put_list(archive: zipfile.ZipFile, listed: Listed | None) -> None:
    if listed is not None:
        archive.writestr(zipfile.ZipInfo(listed.name, _STILL), listed.data)


def joined(documents: Sequence[Document]) -> Document:
    """``documents``, one at least, as one, each from a new page. Their own headers and footers stand in their own
    files."""
    blocks: list[Block] = []
    for document in documents:
        blocks += [*([PageBreak()] if blocks else []), *document.blocks]
    return replace(documents[0], blocks=tuple(blocks), header=(), footer=(), numbered=False)
