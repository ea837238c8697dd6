"""Documents for every row of a list: read, checked row by row, made once."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.base.errors import NotAllowed
from nastavnik.documents import batch_rows
from nastavnik.documents.batch_files import name_of
from nastavnik.documents.batch_rows import Unread
from nastavnik.documents.contents import built_of
from nastavnik.documents.models import Batch, Paper
from nastavnik.documents.services import batches
from tests.cast import Cast
from tests.documents.papers import with_head

THANKS = built_of("thanks_letter")
COLUMNS = batch_rows.columns_of(THANKS, ["recipient", "merit"])
COMMON: dict[str, Any] = {"kind": "thanks", "merit": "за помощь ученикам", "date": "2026-09-01"}
NAMES = ("Орлов Пётр Андреевич", "Белова Анна Сергеевна", "Громова Вера Львовна")


class TestRows:
    def test_headings_say_which_column_is_which(self):
        pasted = "За что\tКому\nза терпение\tОрлов Пётр Андреевич\n\nза труд\tБелова Анна Сергеевна\n"
        assert batch_rows.rows_of(batch_rows.cells_of(pasted), COLUMNS) == [
            {"merit": "за терпение", "recipient.name": "Орлов Пётр Андреевич"},
            {"merit": "за труд", "recipient.name": "Белова Анна Сергеевна"},
        ]

    def test_without_headings_columns_stand_in_their_order(self):
        typed = "Орлов Пётр Андреевич; учитель; за труд"
        (row,) = batch_rows.rows_of(batch_rows.cells_of(typed), COLUMNS)
        assert row == {"recipient.name": "Орлов Пётр Андреевич", "recipient.post": "учитель", "merit": "за труд"}
        assert batch_rows.nested(row)["recipient"] == {"name": "Орлов Пётр Андреевич", "post": "учитель"}
        again = batch_rows.text_of([row], COLUMNS)
        assert batch_rows.rows_of(batch_rows.cells_of(again), COLUMNS) == [row]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "empty"),
            ("Кому\tЗа что\n", "empty"),
            ("Кому\tРост\nОрлов П. А.\t180", "unknown"),
            ("Орлов П. А.;учитель;за труд;лишнее", "wide"),
            ("Орлов П. А.\n" * (batch_rows.MOST_ROWS + 1), "too_many"),
        ],
    )
    def test_what_is_no_table_of_these_columns_is_refused(self, text: str, code: str):
        with pytest.raises(Unread) as refusal:
            batch_rows.rows_of(batch_rows.cells_of(text), COLUMNS)
        assert refusal.value.code == code

    def test_only_what_nobody_approves_is_made_for_many(self):
        codes = {built.code for built in batch_rows.kinds()}
        assert {"thanks_letter", "certificate", "consent_minor"} <= codes
        assert not codes & {"order_curator", "regulation_learners", "programme"}


def _batch(cast: Cast, names: tuple[str, ...] = NAMES, *, actor: Any = None, **more: Any) -> Batch:
    actor = actor or cast.director
    values = {"title": "Благодарности", "differs": ["recipient"], "is_registered": False, "dated_on": None, **more}
    batch = batches.begin(cast.school, "thanks_letter", actor=actor, **values)
    common = {name: value for name, value in COMMON.items() if not (batch.is_registered and name == "date")}
    rows = [{"recipient.name": name} for name in names]
    return batches.fill_in(batch, common=common, rows=rows, actor=actor)


def _names_in(batch: Batch) -> list[str]:
    batch.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(files.read(batch.archive_key))) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def _list_in(batch: Batch) -> list[list[Any]]:
    """The rows of the table that says whose each file is."""
    with zipfile.ZipFile(io.BytesIO(files.read(batch.archive_key))) as archive:
        book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("список.xlsx")))
    return book.get_sheet_by_index(0).to_python()


def pages_of(pdf: bytes) -> list[tuple[str, int]]:
    """The words of each page, and how many pictures it has."""
    return [(page.extract_text(), len(page.images)) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.django_db
class TestMaking:
    def test_a_list_becomes_an_archive_and_one_file_to_print(self, cast: Cast):
        with_head(cast)
        batch = _batch(cast)
        batches.start(batch, actor=cast.director)
        jobs.run_all()
        files_of_rows = [f"{place:04d}.{kind}" for place in (1, 2, 3) for kind in ("docx", "pdf")]
        assert _names_in(batch) == ["список.xlsx", *files_of_rows]
        assert _list_in(batch) == [
            ["Файл", "Кому", "Кому: должность (класс)"],
            *([f"{place:04d}", name, ""] for place, name in enumerate(NAMES, start=1)),
        ]
        assert batch.state == Batch.State.DONE
        assert files.read(batch.print_key).startswith(b"%PDF")
        assert not Paper.objects.exists()
        with pytest.raises(batches.BatchBegun):
            batches.start(batch, actor=cast.director)

    def test_registered_each_bears_a_number_of_its_own(self, cast: Cast):
        with_head(cast)
        batch = _batch(cast, is_registered=True, dated_on=timezone.localdate())
        batches.start(batch, actor=cast.director)
        jobs.run_all()
        papers = Paper.objects.filter(batch=batch).order_by("batch_row")
        assert [paper.batch_row for paper in papers] == [1, 2, 3]
        assert all(paper.is_issued and paper.is_personal for paper in papers)
        assert [name_of(2), name_of(2, "01-05/12")] == ["0003", "0003 01-05-12"]
        names = [name_of(place, paper.number) for place, paper in enumerate(papers)]
        assert _names_in(batch) == ["список.xlsx", *(f"{name}.{kind}" for name in names for kind in ("docx", "pdf"))]
        assert [tuple(row[:3]) for row in _list_in(batch)[1:]] == list(
            zip(names, [paper.number for paper in papers], NAMES, strict=True)
        )
        with zipfile.ZipFile(io.BytesIO(files.read(batch.archive_key))) as archive:
            assert archive.read(f"{names[0]}.pdf") == files.read(papers[0].pdf_key)
        # What is printed are the pages that were issued, feet and marks with them.
        issued = [page for paper in papers for page in pages_of(files.read(paper.pdf_key))]
        assert pages_of(files.read(batch.print_key)) == issued

    def test_rows_that_do_not_fit_are_named_and_nothing_is_made(self, cast: Cast):
        batch = _batch(cast, ("Орлов Пётр Андреевич", "x" * 2000))
        faults = batches.faults_of(batch)
        assert [fault.row for fault in faults] == [2]
        with pytest.raises(batches.BatchUnfit):
            batches.start(batch, actor=cast.director)
        assert not jobs.Job.objects.exists()

    def test_who_keeps_no_register_registers_no_list(self, cast: Cast):
        with pytest.raises(NotAllowed):
            _batch(cast, actor=cast.curator, is_registered=True, dated_on=timezone.localdate())
        batch = _batch(cast)
        assert not Batch.objects.visible_to(cast.district_coordinator, "document.view").exists()
        with pytest.raises(NotAllowed):
            batches.start(batch, actor=cast.sibling_curator)

    def test_rows_and_files_are_forgotten_in_time(self, cast: Cast):
        left = _batch(cast)
        batch = _batch(cast)
        batches.start(batch, actor=cast.director)
        jobs.run_all()
        assert batches.forget_old() == 0
        later = timezone.now() + batches.KEPT + dt.timedelta(days=1)
        assert (batches.forget_old(later), batches.forget_old(later)) == (2, 0)
        left.refresh_from_db()
        assert batches.payload_of(left)["rows"] == []
        batch.refresh_from_db()
        assert (batch.archive_key, batches.payload_of(batch)["rows"]) == ("", [])
