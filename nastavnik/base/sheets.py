"""Any list as a table that leaves the site: XLSX or CSV, in constant memory, text as text.

A value that begins with "=" stays what was typed: XLSX cells are written as inline strings, CSV cells get
an apostrophe. The file is made whole before the first byte leaves, so no read of the database lasts as
long as a slow download, and a crash never sends half a table.

The XLSX is written here and not by a library: six small parts, of which only the sheet grows, take a
fifth of the time.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from django.http import FileResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.base.errors import DomainError
from nastavnik.base.headers import as_download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
LONGEST_CELL = 32_767  # of Excel
DAY_ZERO = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Column:
    """``value`` is the name of an attribute ("node.name") or a function of the row."""

    title: str | Promise
    value: str | Callable[[Any], Any]
    width: int = 24

    def reader(self) -> Callable[[Any], Any]:
        return attrgetter(self.value) if isinstance(self.value, str) else self.value


def stream_xlsx(columns: list[Column], rows: Iterable[Any], *, name: str) -> FileResponse:
    """``name`` is the file's name without its ending; today's date is added."""
    return _answer(write_xlsx, columns, rows, name, "xlsx", XLSX)


def stream_csv(columns: list[Column], rows: Iterable[Any], *, name: str) -> FileResponse:
    return _answer(write_csv, columns, rows, name, "csv", CSV)


def _answer(
    write: Callable[..., None], columns: list[Column], rows: Iterable[Any], name: str, ending: str, kind: str
) -> FileResponse:
    # FileResponse closes the file, and an unlinked temporary file is gone when it is closed.
    target = tempfile.TemporaryFile()  # noqa: SIM115
    write(target, columns, rows)
    target.seek(0)
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{ending}"
    response = FileResponse(target, as_attachment=True, filename=filename, content_type=kind)
    as_download(response)
    return response


def write_csv(target: IO[bytes], columns: list[Column], rows: Iterable[Any]) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([_csv_cell(str(column.title)) for column in columns])
    readers = [column.reader() for column in columns]
    writer.writerows([_csv_cell(read(row)) for read in readers] for row in rows)
    text.flush()
    text.detach()


def _csv_cell(value: Any) -> str:
    text = _plain(value)
    if isinstance(text, str):
        return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
    if isinstance(text, dt.datetime):
        return text.strftime("%d.%m.%Y %H:%M")
    if isinstance(text, dt.date):
        return text.strftime("%d.%m.%Y")
    return str(text).replace(".", ",")


def _plain(value: Any) -> str | int | float | Decimal | dt.date:
    """A value as a table knows it: text, number, day or local moment."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dt.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | dt.date | str):
        return value
    return str(value)


# --- The parts of a workbook ----------------------------------------------------------------------------
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Styles, by number: 0 plain, 1 heading, 2 day, 3 moment.
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/>'
        '<numFmt numFmtId="165" formatCode="dd\\.mm\\.yyyy\\ hh:mm"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>"
    ),
}
# What XML 1.0 cannot hold, in any spelling.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Excel reads "_x0041_" in a string as a character code; an escaped underscore keeps it a word.
_LOOKS_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LAST_EXACT = 10**15
_LAST_ROW = 1_048_576
_LEVEL = 1  # of compression: a third of the time of the usual level for a quarter more bytes


class TooLong(DomainError):
    code = "sheet_too_long"
    message = _("A sheet holds no more than 1,048,575 rows. Narrow the list and save it in parts.")


def write_xlsx(target: IO[bytes], columns: list[Column], rows: Iterable[Any]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for path, text in (*_PARTS.items(), ("xl/workbook.xml", _workbook(gettext("Table")))):
            archive.writestr(_part(path), _HEAD + text)
        with archive.open(_part("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            for piece in _sheet(columns, rows):
                sheet.write(piece.encode())


def _part(path: str) -> zipfile.ZipInfo:
    """No clock in the archive: the same rows give the same bytes."""
    info = zipfile.ZipInfo(path)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    info._compresslevel = _LEVEL  # type: ignore[attr-defined]  # public only from Python 3.13 on
    return info


def _workbook(title: str) -> str:
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(title[:31])} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(columns: list[Column], rows: Iterable[Any]) -> Iterator[str]:
    """The sheet in pieces of some hundred rows."""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>' for n, column in enumerate(columns, 1)
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>"
    )
    letters = [_letters(n) for n in range(len(columns))]
    titles = "".join(
        _text_cell(f"{at}1", str(column.title), ' s="1"') for at, column in zip(letters, columns, strict=True)
    )
    yield f'<row r="1">{titles}</row>'
    readers = list(zip(letters, [column.reader() for column in columns], strict=True))
    piece: list[str] = []
    for number, row in enumerate(rows, 2):
        if number > _LAST_ROW:
            raise TooLong
        piece.append(
            f'<row r="{number}">{"".join([_cell(f"{at}{number}", read(row)) for at, read in readers])}</row>'
        )
        if len(piece) == 500:
            yield "".join(piece)
            piece.clear()
    yield "".join(piece) + "</sheetData></worksheet>"


def _letters(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(at: str, value: Any) -> str:
    if type(value) is not str:
        value = _plain(value)
        if isinstance(value, dt.date):
            return _day_cell(at, value)
        if not isinstance(value, str):
            # Beyond fifteen digits Excel would round; "nan" and "inf" are no numbers to it.
            if -_LAST_EXACT < value < _LAST_EXACT:
                return f'<c r="{at}"><v>{value}</v></c>'
            value = str(value)
    return _text_cell(at, value) if value else ""


def _text_cell(at: str, text: str, style: str = "") -> str:
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    if not text.isprintable():
        text = _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "_x" in text:
        text = _LOOKS_CODED.sub("_x005F_", text)
    return f'<c r="{at}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _day_cell(at: str, value: dt.date) -> str:
    if value.year < 1901:  # before the calendar of Excel begins, and its false 29 February 1900
        return _text_cell(at, value.isoformat())
    if isinstance(value, dt.datetime):
        serial = (value - dt.datetime.combine(DAY_ZERO, dt.time())) / dt.timedelta(days=1)
        return f'<c r="{at}" s="3"><v>{serial:.9f}</v></c>'
    return f'<c r="{at}" s="2"><v>{(value - DAY_ZERO).days}</v></c>'
