"""Tables that leave the site: text stays text, and memory does not grow with the rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
import zipfile
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from nastavnik.base import sheets
from nastavnik.base.sheets import Column, stream_csv, stream_xlsx, write_csv, write_xlsx

HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+7 900",
    "-1",
    "@SUM(A1)",
    "\tx",
    "<b>&amp;</b>",
    'a"b',
    "ё-й Ё",
    "строка\nвторая",
    "  края  ",
    "_x0041_",
    "a_x000D_b",
    "x" * 10_000,
    "😀",
    "http://example.org",
]
TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"), max_size=60)


def one_column(values: list[Any]) -> tuple[list[Column], list[Any]]:
    return [Column("Значение", "value")], [SimpleNamespace(value=value) for value in values]


def xlsx_of(values: list[Any]) -> list[list[Any]]:
    target = io.BytesIO()
    write_xlsx(target, *one_column(values))
    target.seek(0)
    return CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python(skip_empty_area=False)


def csv_of(values: list[Any]) -> list[str]:
    target = io.BytesIO()
    write_csv(target, *one_column(values))
    text = target.getvalue().decode("utf-8-sig")
    return [row[0] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")][1:]


def test_hostile_text_comes_back_as_it_was_typed() -> None:
    assert [row[0] for row in xlsx_of(HOSTILE)] == ["Значение", *HOSTILE]


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=8))
def test_any_text_comes_back_from_xlsx(values: list[str]) -> None:
    assert [row[0] for row in xlsx_of(values)] == ["Значение", *values]


@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_any_text_comes_back_from_csv_and_none_begins_like_a_formula(values: list[str]) -> None:
    found = csv_of(values)

    assert [
        text.removeprefix("'") if not value.startswith("'") else text
        for text, value in zip(found, values, strict=True)
    ] == values
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r")) for text in found)


def test_there_is_no_formula_in_the_sheet_whatever_is_written() -> None:
    target = io.BytesIO()
    write_xlsx(target, *one_column([*HOSTILE, 5]))
    with zipfile.ZipFile(target) as archive:
        cells = etree.fromstring(archive.read("xl/worksheets/sheet1.xml")).iter("{*}c")
        kinds = {cell.get("t") for cell in cells if cell.find("{*}f") is None}
    assert kinds == {"inlineStr", None}


def test_numbers_days_and_moments_keep_their_kind() -> None:
    day, moment = dt.date(2026, 10, 15), dt.datetime(2026, 10, 15, 11, 5, tzinfo=dt.UTC)
    rows = xlsx_of([3, Decimal("2.50"), day, moment, None, 10**16, float("nan"), dt.date(1899, 5, 1)])

    assert [row[0] for row in rows[1:]] == [
        3.0,
        2.5,
        day,
        dt.datetime(2026, 10, 15, 14, 5),  # noqa: DTZ001  # the wall clock of Moscow, as a sheet keeps it
        "",
        "10000000000000000",
        "nan",
        "1899-05-01",
    ]
    assert csv_of([3, Decimal("2.50"), day, moment, None]) == ["3", "2,50", "15.10.2026", "15.10.2026 14:05", ""]


def test_yes_and_no_are_words() -> None:
    with translation.override("en"):
        assert [row[0] for row in xlsx_of([True, False])][1:] == ["yes", "no"]


def test_what_xml_cannot_hold_is_left_out_and_too_long_is_cut() -> None:
    found = [row[0] for row in xlsx_of(["a\x00b\x1fc", "a\r\nb\rc", "y" * 40_000])][1:]

    assert found[:2] == ["abc", "a\nb\nc"]
    assert (len(found[2]), found[2][-1]) == (sheets.LONGEST_CELL, "…")


def test_a_sheet_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_LAST_ROW", 3)
    xlsx_of([1, 2])
    with pytest.raises(sheets.TooLong):
        xlsx_of([1, 2, 3])


def test_our_workbook_reads_like_one_of_the_library() -> None:
    rows = [[f"имя {n}", n, n / 8] for n in range(300)]
    ours, theirs = io.BytesIO(), io.BytesIO()
    columns = [Column(str(n), lambda row, n=n: row[n]) for n in range(3)]
    write_xlsx(ours, columns, rows)
    with xlsxwriter.Workbook(theirs, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["0", "1", "2"], *rows]):
            sheet.write_row(number, 0, row)

    ours.seek(0)
    theirs.seek(0)
    ours_read, theirs_read = (
        CalamineWorkbook.from_filelike(made).get_sheet_by_index(0).to_python() for made in (ours, theirs)
    )
    assert ours_read == theirs_read


def test_the_same_rows_give_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for target in (first, second):
        write_xlsx(target, *one_column(HOSTILE))
    assert first.getvalue() == second.getvalue()


def test_wide_tables_have_letters_for_all_columns() -> None:
    assert [sheets._letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(write: Any, tmp_path: Any) -> None:
    columns = [Column(str(n), lambda row, n=n: f"ячейка {row} {n}") for n in range(6)]

    def peak(rows: int) -> int:
        with (tmp_path / "out").open("wb") as target:
            tracemalloc.start()
            write(target, columns, range(rows))
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    peak(100)
    small, large = peak(2_000), peak(20_000)
    assert large < small * 1.2 + 100_000


def test_an_answer_is_an_attachment_in_a_sandbox() -> None:
    columns, rows = one_column(["=1"])
    for stream, ending in ((stream_xlsx, "xlsx"), (stream_csv, "csv")):
        response = stream(columns, iter(rows), name="plans")
        assert response["Content-Disposition"].startswith('attachment; filename="plans-20')
        assert response["Content-Disposition"].endswith(f'.{ending}"')
        assert response["Content-Security-Policy"].startswith("sandbox;")
        assert len(b"".join(response.streaming_content)) == int(response["Content-Length"]) > 0  # type: ignore[arg-type]
