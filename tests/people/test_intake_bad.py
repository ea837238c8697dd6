"""What strangers' tables hold: each wrong row is named, and the rest goes in."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from nastavnik.jobs import run_all
from nastavnik.people.models import Intake, Participation, Person
from nastavnik.people.services import intakes
from nastavnik.people.services.intake_pieces import holding_read
from nastavnik.people.services.persons import group_named
from tests.cast import Cast
from tests.people.registers.messy import make
from tests.people.test_intake import ANNA, lists, paste, rows_of, take

__all__ = ["lists"]


def load_file(cast: Cast, content: bytes, name: str) -> Intake:
    return intakes.take_in(
        cast.school, side="mentee", model="learners", school_year=2026, content=content, file_name=name,
        actor=cast.curator,
    )  # fmt: skip


@pytest.mark.django_db
def test_forty_wrong_rows_of_three_hundred_are_named_and_the_rest_goes_in(lists: Cast, client: Any) -> None:
    for name in make.GROUPS:
        group_named(lists.school, name)
    intake = load_file(lists, make.SHEET.read_bytes(), "База 2026.xlsx")
    run_all()
    intake.refresh_from_db()
    assert intake.headings["unsure"] == ["9"]  # «Форма наставн.»: a person looks at the columns
    intake = intakes.choose_columns(
        intake, intake.mapping, entry_date=None, version=intake.version, actor=lists.curator
    )
    run_all()
    intake.refresh_from_db()
    wrong = {row["n"]: row["wrong"] for piece in holding_read(intake, "w") for row in piece.rows if row.get("wrong")}
    assert set(wrong) == set(make.rows()[1])
    assert (intake.state, intake.counts) == ("ready", {"new": 260, "wrong": 40})

    client.force_login(lists.curator)
    page = client.get(reverse("people:intake", args=[intake.uid]))
    assert page.content.decode().count('class="is-flagged"') == 40

    take(lists, intake)
    assert Person.objects.count() == 260
    again = load_file(lists, make.SHEET.read_bytes(), "База 2026.xlsx")
    run_all()
    again.refresh_from_db()
    assert again.counts == {"same": 260, "wrong": 40}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("=cmd|' /C calc'!A1", "+79001112233", "2013", "запрос", "01.10.2026", "7Б"), "name_digits"),
        (("я" * 10_001, "+79001112233", "2013", "запрос", "01.10.2026", "7Б"), "name_too_long"),
        (("Ветров Пётр", "+79001112233", "1812", "запрос", "01.10.2026", "7Б"), "birth_range"),
        (("Ветров Пётр", "+79001112233", "2013", "з" * 5_000, "01.10.2026", "7Б"), "too_long"),
        (("Ветров Пётр", "+79001112233", "2013", "запрос", "вчера", "7Б"), "date_shape"),
        (("Ветров Пётр", "+79001112233", "2013", "запрос", "01.10.2026", "12Ю"), "group_unknown"),
        (("Ветров Пётр", "+79001112233", "2020", "запрос", "01.10.2026", "7Б"), "mentee_too_young"),
    ],
)
def test_a_bad_cell_is_a_sentence_of_its_row(lists: Cast, cells: tuple[str, ...], code: str) -> None:
    intake = paste(lists, ANNA, "\t".join(cells))
    assert intake.counts == {"new": 1, "wrong": 1}
    assert code in [each[0] for each in rows_of(intake)[1]["wrong"]]


@pytest.mark.django_db
def test_days_as_numbers_and_as_text_are_one(lists: Cast) -> None:
    number = ANNA.replace("01.10.2026", "46296").replace("\t2013\t", "\t41411\t")
    take(lists, paste(lists, number))
    part = Participation.objects.select_related("person").get()
    assert (part.entered_on and part.entered_on.isoformat(), part.person.card["birth"]) == (
        "2026-10-01",
        "2013-05-17",
    )
    assert paste(lists, ANNA.replace("\t2013\t", "\t17.05.2013\t")).counts == {"same": 1}


@pytest.mark.django_db
def test_a_mentor_younger_than_allowed_is_refused_by_his_row(lists: Cast) -> None:
    head = (
        "ФИО наставника\tКонтактные данные для связи\tМесто работы (учёбы) наставника\tДата вхождения в программу"
        "\tКатегория наставника\tДата рождения"
    )
    row = "Ветров Пётр\t+79001112233\tШкола № 15\t01.10.2026\tобучающийся\t17.05.2015"
    intake = paste(lists, row, head=head, side="mentor")
    assert (intake.state, intake.counts) == ("ready", {"wrong": 1})
    assert rows_of(intake)[0]["wrong"][0][0] == "mentor_too_young"


@pytest.mark.django_db
def test_a_sheet_without_a_row_is_refused(lists: Cast) -> None:
    intake = paste(lists)
    assert (intake.state, intake.refusal_code) == ("refused", "empty")
