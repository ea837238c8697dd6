"""Law as data: what is cited on a day, what is doubtful, where sources disagree."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from nastavnik.documents import acts
from nastavnik.documents.acts import Conflict, Doubt, Numbered, Reason
from nastavnik.documents.language import Form
from nastavnik.documents.library import TEMPLATES
from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 10, 15)
INVENTED = """
acts:
  title_ru: Нормативные акты
  entries:
  - {code: OLD, title_ru: Приказ № 1, model: both, status: repealed, replaced_by: MIDDLE, basis: P,
    kind: приказ, issuer: Центра, number: '1', date: '2020-01-10', in_force_to: '2024-03-01'}
  - {code: MIDDLE, title_ru: Приказ № 2, model: both, status: repealed, replaced_by: NEW, basis: P,
    kind: приказ, issuer: Центра, number: '2', date: '2024-02-10'}
  - {code: NEW, title_ru: Приказ № 3, model: both, status: unknown, basis: P,
    kind: приказ, issuer: Центра, number: '3', date: '2024-03-01'}
  - {code: ROUND, title_ru: Приказ № 4, model: both, status: repealed, replaced_by: ROUND, basis: P}
  - {code: LATER, title_ru: Приказ № 5, model: teachers, status: in_force, basis: P, in_force_from: '2030-01-01'}
  - {code: TWIN_A, title_ru: Приказ № 56, model: both, status: in_force, basis: P,
    kind: приказ, issuer: Центра, number: '56', date: '2025-05-05'}
  - {code: TWIN_B, title_ru: Приказ № 65, model: both, status: in_force, basis: P,
    kind: приказ, issuer: Центра, number: '65', date: '2025-05-05', in_force_from: не дата}
"""


@pytest.fixture
def shipped(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "acts.yaml", tmp_path)
    load(tmp_path)


@pytest.fixture
def invented(tmp_path: Path) -> None:
    (tmp_path / "acts.yaml").write_text(INVENTED, encoding="utf-8")
    load(tmp_path)


def test_an_act_is_cited_by_its_kind_number_and_date(shipped: None, django_assert_max_num_queries):
    acts.cited(["R145"], on=TODAY, model="both")
    with django_assert_max_num_queries(2):
        found = acts.cited(["FZ152", "R145", "R145", "AZ1128", "TK351_8"], on=TODAY, model="learners")
    assert found == [
        {
            "kind_title": "Федеральный закон",
            "number": "152-ФЗ",
            "date": "2006-07-27",
            "title": "О персональных данных",
        },
        {"kind_title": "распоряжение Минпросвещения России", "number": "Р-145", "date": "2019-12-25"},
    ]


def test_an_act_is_not_cited_before_its_day(shipped: None):
    def code(on: dt.date) -> list[str]:
        return [act["kind_title"] for act in acts.cited(["TK351_8"], on=on, model="teachers")]

    assert code(dt.date(2025, 2, 28)) == []
    assert code(dt.date(2025, 3, 1)) == ["Трудовой кодекс Российской Федерации (статья 351.8)"]
    assert acts.cited(["RP1264"], on=dt.date(2025, 5, 20), model="both") == []


def test_a_repealed_act_gives_way_to_the_one_in_force_on_the_day(invented: None):
    def number(on: dt.date) -> list[str]:
        return [act["number"] for act in acts.cited(["OLD"], on=on, model="both")]

    assert number(dt.date(2019, 1, 1)) == []
    assert number(dt.date(2024, 2, 29)) == ["1"]
    assert number(dt.date(2024, 3, 1)) == ["3"]
    assert acts.cited(["OLD", "NEW", "ROUND", "LATER"], on=TODAY, model="both") == [
        {"kind_title": "приказ Центра", "number": "3", "date": "2024-03-01"}
    ]


def test_what_is_doubtful_about_acts_is_said(invented: None):
    assert acts.doubts(["OLD", "ROUND", "LATER", "NOWHERE", "TWIN_A"], on=TODAY, model="both") == [
        Doubt("OLD", "Приказ № 1", Reason.REPLACED, instead="Приказ № 3"),
        Doubt("NEW", "Приказ № 3", Reason.UNSURE),
        Doubt("ROUND", "Приказ № 4", Reason.GONE),
        Doubt("LATER", "Приказ № 5", Reason.NOT_YET),
        Doubt("NOWHERE", "NOWHERE", Reason.UNLISTED),
    ]
    assert acts.doubts(["LATER"], on=TODAY, model="learners") == []


def test_one_act_under_two_numbers_is_flagged_with_both_sources(shipped: None):
    found = {conflict.codes: conflict.numbers for conflict in acts.conflicts(TODAY)}
    assert set(found) == {("SPB623",), ("TK351_8",)}
    assert found["SPB623",] == (Numbered("623-р", "правовые базы"), Numbered("632-р", "исходный документ 004"))


def test_two_entries_alike_but_for_the_order_of_digits_are_flagged(invented: None):
    assert acts.conflicts(TODAY) == [
        Conflict(("TWIN_A", "TWIN_B"), "Приказ № 56", (Numbered("56", "Приказ № 56"), Numbered("65", "Приказ № 65")))
    ]


def test_without_the_list_nothing_is_cited(db: None):
    assert acts.cited(["R145"], on=TODAY, model="both") == []
    assert acts.conflicts(TODAY) == []


def test_every_act_that_templates_name_is_in_the_list_and_fits_their_forms(shipped: None):
    codes = {code for built in TEMPLATES.values() for code in built.acts}
    assert codes
    assert [doubt.code for doubt in acts.doubts(codes, on=TODAY, model="both")] == ["R3273"]
    references = acts.cited(codes, on=TODAY, model="both")
    assert len(references) == len(codes)
    assert Form(()).clean({"org": {"name": "школа"}, "acts": references})["acts"] == references
