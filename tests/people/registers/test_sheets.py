"""Files and pasted cells on their way into rows."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from nastavnik.people.registers import sheets_child
from nastavnik.people.registers.sheets import Unreadable, kind_of, pasted, read_sheet

ROWS: list[list[Any]] = [
    ["База наставляемых"],
    [],
    ["ФИО", "Год рождения", "Дата"],
    ["Ёлкина Анна", 2013, dt.date(2026, 10, 1)],
    ["=cmd|' /C calc'!A1", 2012.5, "01.10.2026"],
]
READ = [
    ["База наставляемых"],
    [],
    ["ФИО", "Год рождения", "Дата"],
    ["Ёлкина Анна", 2013, "2026-10-01"],
    ["=cmd|' /C calc'!A1", 2012.5, "01.10.2026"],
]


def xlsx(sheets: dict[str, Sequence[Sequence[Any]]], *, at: int = 0, hidden: Sequence[str] = ()) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        else:
            sheet.activate()
        for number, row in enumerate(rows, at):
            for column, value in enumerate(row, at):
                sheet.write(number, column, value, day) if isinstance(value, dt.date) else sheet.write(
                    number, column, value
                )
    book.close()
    return target.getvalue()


def ods(rows: Sequence[Sequence[Any]]) -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Лист")
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, dt.date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
            elif isinstance(value, int | float):
                cell = TableCell(valuetype="float", value=value)
            else:
                cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    target = io.BytesIO()
    book.write(target)
    return target.getvalue()


def inside(content: bytes, kind: str) -> list[list[Any]]:
    """What the child would print, without a process: most tests are about the reading."""
    return list(sheets_child.rows_of(content, kind))


def test_a_workbook_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    content = xlsx({"Лист": ROWS})
    path = tmp_path / "base.xlsx"
    path.write_bytes(content)

    assert kind_of("База.XLSX", content) == "xlsx"
    assert list(read_sheet(content, "xlsx")) == list(read_sheet(path, "xlsx")) == READ


def test_what_the_child_refuses_the_parent_raises() -> None:
    with pytest.raises(Unreadable) as refusal:
        list(read_sheet(b"PK\x03\x04 nothing more", "xlsx"))

    assert refusal.value.code == "damaged"


def test_a_child_that_dies_is_too_heavy() -> None:
    with pytest.raises(Unreadable) as refusal:
        list(read_sheet(xlsx({"Лист": ROWS}), "xlsx", seconds=0))

    assert refusal.value.code == "too_heavy"


def test_rows_and_columns_keep_their_places() -> None:
    assert inside(xlsx({"Лист": [["ФИО", "Год"], ["Ким Анна", 2012]]}, at=2), "xlsx") == [
        [], [], ["", "", "ФИО", "Год"], ["", "", "Ким Анна", 2012],
    ]  # fmt: skip


def test_hidden_sheets_and_title_pages_are_passed_over() -> None:
    content = xlsx({"Старое": ROWS, "Титул": [["База"]], "Лист": [["ФИО", "Год"], ["Ким", 1]]}, hidden=["Старое"])

    assert inside(content, "xlsx") == [["ФИО", "Год"], ["Ким", 1]]


def test_ods() -> None:
    content = ods(ROWS)

    assert kind_of("base.ods", content) == "ods"
    assert inside(content, "ods") == READ


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_of_any_make(encoding: str, separator: str) -> None:
    lines = [["ФИО", "Запрос", "Год"], ["Ким Анна", '"первая\nстрока"', "2012"], ["'=1+1", '"а"', ""]]
    content = "\r\n".join(separator.join(line) for line in lines).encode(encoding)

    assert kind_of("base.csv", content) == "csv"
    found = inside(content, "csv")

    if separator != "\t":
        assert found == [["ФИО", "Запрос", "Год"], ["Ким Анна", "первая\nстрока", "2012"], ["=1+1", "а"]]
    else:  # as the clipboard has it: quotes without a line end are the words' own
        assert found == [["ФИО", "Запрос", "Год"], ["Ким Анна", "первая\nстрока", "2012"], ["=1+1", '"а"']]


def test_pasted_cells() -> None:
    text = 'ФИО\tШкола\tЗапрос\r\nКим Анна\t"Школа" № 5\t"две\nстроки ""в кавычках"""\r\nЛи Ин\t"Лицей\t\r\n\r\n'

    assert pasted(text) == [
        ["ФИО", "Школа", "Запрос"],
        ["Ким Анна", '"Школа" № 5', 'две\nстроки "в кавычках"'],
        ["Ли Ин", '"Лицей', ""],
    ]
    with pytest.raises(Unreadable, match="empty"):
        pasted(" \n\t\n")


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("base.xlsx", b"", "empty"),
        ("base.xlsm", b"PK\x03\x04", "macros"),
        ("base.pdf", b"%PDF", "unsupported"),
        ("base.xlsx", b"%PDF", "damaged"),
        ("base.xls", b"<html><table>", "unsupported"),
        ("base.csv", b"PK\x03\x04", "damaged"),
        ("base.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("base.xls", _OLE + "_VBA_PROJECT_CUR".encode("utf-16-le"), "macros"),
        ("base.xlsx", _OLE, "damaged"),
        ("base.xlsx", b"x" * (32 * 1024 * 1024 + 1), "too_large"),
    ],
    ids=[
        "empty",
        "xlsm",
        "pdf",
        "a pdf as xlsx",
        "a page as xls",
        "a zip as csv",
        "locked",
        "old macros",
        "ole",
        "big",
    ],
)
def test_files_refused_by_their_looks(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        kind_of(name, content)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (with_part(xlsx({"Лист": ROWS}), "xl/vbaProject.bin", b"macro"), "xlsx", "macros"),
        (with_part(xlsx({"Лист": ROWS}), "bomb.xml", b"0" * 30_000_000), "xlsx", "too_heavy"),
        (with_part(ods(ROWS), "Basic/script-lc.xml", b"<x/>"), "ods", "macros"),
        (zipped(**{"META-INF/manifest.xml": b"<encryption-data/>", "content.xml": b"?"}), "ods", "password"),
        (xlsx({"Лист": [["", " "]]}), "xlsx", "empty"),
        (b";;\r\n;;", "csv", "empty"),
        (("Ким;1\n" * 12).encode(), "csv", "too_long"),
    ],
    ids=["macros", "bomb", "macros of ods", "locked ods", "blanks", "empty csv", "long"],
)
def test_files_refused_by_what_is_in_them(
    content: bytes, kind: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets_child, "MOST_ROWS", 10)
    with pytest.raises(Unreadable) as refusal:
        inside(content, kind)

    assert refusal.value.code == code


def test_a_text_with_zero_bytes_is_damaged() -> None:
    with pytest.raises(ValueError, match="zero"):
        inside(b"a;b\x00c\n", "csv")


def old_workbook(cells: Sequence[Sequence[Any]]) -> bytes:
    """The least that Excel 97 would open: one stream of records in an OLE file of 512-byte sectors."""

    def record(code: int, data: bytes = b"") -> bytes:
        return struct.pack("<HH", code, len(data)) + data

    def beginning(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    sheet = beginning(0x0010) + record(0x0200, struct.pack("<IIHHH", 0, len(cells), 0, max(map(len, cells)), 0))
    for number, row in enumerate(cells):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                sheet += record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
            else:
                sheet += record(0x0203, place + struct.pack("<d", value))
    name = struct.pack("<BB", 4, 1) + "Лист".encode("utf-16-le")
    globals_size = len(beginning(5)) + len(record(0x0042, b"\xb0\x04")) + 4 + 6 + len(name) + len(record(0x000A))
    book = beginning(5) + record(0x0042, b"\xb0\x04") + record(0x0085, struct.pack("<IBB", globals_size, 0, 0) + name)
    book += record(0x000A) + sheet + record(0x000A)
    return ole("Workbook", book)


def ole(name: str, stream: bytes) -> bytes:
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    chain = [table, end, *range(3, sectors + 2), end]
    header = _OLE + b"\0" * 16 + struct.pack("<HHHHHHII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, end, 0, end, 0, 0)
    header += b"\xff" * (512 - len(header))

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        words = (title + "\0").encode("utf-16-le")
        data = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words), kind, 1, free, free, child)
        return data + b"\0" * 36 + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream))
    directory = directory.ljust(512, b"\0")
    return header + struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff") + directory + stream


def test_an_old_workbook_is_read() -> None:
    content = old_workbook([["ФИО", "Год"], ["Ким Анна", 2012.0], ["Ли Ин", 2011.5]])

    assert kind_of("base.xls", content) == "xls"
    assert inside(content, "xls") == [["ФИО", "Год"], ["Ким Анна", 2012], ["Ли Ин", 2011.5]]


@pytest.mark.slow
def test_an_old_workbook_cut_short_is_damaged() -> None:
    with pytest.raises(Unreadable) as refusal:
        list(read_sheet(old_workbook([["ФИО", "Год"]])[:900], "xls"))

    assert refusal.value.code == "damaged"
