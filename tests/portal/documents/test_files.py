"""The list of files on its pages: set up, changed, closed; the next number is shown before it is given."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik.documents.models import Case, Counter
from nastavnik.documents.services.cases import case_for
from nastavnik.org.services.reference import SHIPPED, load
from tests.cast import Cast
from tests.documents.papers import signed, with_head

pytestmark = pytest.mark.django_db

FILES = "/documents/files/"
YEAR = timezone.localdate().year


def words(response: Any) -> str:
    return response.content.decode()


def told(**said: Any) -> dict[str, Any]:
    return {
        "title": "Приказы о наставничестве",
        "pattern": "{index}/{n}",
        "is_yearly": "on",
        "kept_for": "5 лет",
    } | said


def test_the_usual_list_is_shown_before_it_is_kept(client: Client, cast: Cast):
    client.force_login(cast.registrar)
    page = words(client.get(FILES))
    assert "Завести эту номенклатуру" in page
    assert "№ 1-од" in page
    assert not Case.objects.exists()

    client.post(FILES)
    assert Case.objects.filter(node=cast.school).count() == 5
    assert "Завести эту номенклатуру" not in words(client.get(FILES))


def test_a_file_takes_a_kind_and_numbers_it_in_its_own_way(client: Client, cast: Cast):
    with_head(cast)
    client.force_login(cast.director)
    assert signed(cast).number == "1-од"
    client.post(f"{FILES}new/", told(index="02-07", codes=["order_curator"]))

    assert case_for(cast.school, "order_curator").index == "02-07"
    assert "№ 02-07/1<" in words(client.get(FILES)).replace(" <", "<")
    assert signed(cast).number == "02-07/1"
    assert "№ 02-07/2" in words(client.get(FILES))


def test_a_number_without_its_running_part_is_refused_and_nothing_typed_is_lost(client: Client, cast: Cast):
    client.force_login(cast.director)
    page = words(client.post(f"{FILES}new/", told(index="02-07", pattern="{index}-{month}")))
    assert "{n}" in page
    assert 'value="02-07"' in page
    assert not Case.objects.filter(index="02-07").exists()
    shown = words(client.get(f"{FILES}example/", {"pattern": "{n}-к/{year}", "index": "1", "serial": "7"}))
    assert f"№ 7-к/{YEAR}" in shown
    assert "№ 1" in words(client.get(f"{FILES}example/", {"pattern": "{n}", "serial": "9" * 5000}))


def test_a_file_is_changed_by_one_at_a_time_closed_and_opened_again(client: Client, cast: Cast):
    client.force_login(cast.director)
    client.post(FILES)
    case = Case.objects.get(node=cast.school, index="01-01")
    Counter.objects.create(case=case, year=YEAR, last=41)
    at = f"{FILES}{case.uid}/"
    assert "№ 42-од" in words(client.get(at))
    assert client.post(at, told(version=case.version, codes=case.codes)).status_code == 302
    assert client.post(at, told(version=case.version, title="Другое")).status_code == 409

    client.post(f"{at}close/")
    assert case_for(cast.school, "order_curator").index != "01-01"
    client.post(f"{at}reopen/")
    assert case_for(cast.school, "order_curator").index == "01-01"


def test_the_list_is_the_organisations_own_and_costs_the_same_however_long(client: Client, cast: Cast):
    client.force_login(cast.director)
    client.post(FILES)
    foreign = Case.objects.create(node=cast.sibling_school, index="09", title="Чужое дело")
    assert client.get(f"{FILES}{foreign.uid}/").status_code == 404
    assert "Чужое дело" not in words(client.get(FILES))
    with CaptureQueriesContext(connection) as few:
        client.get(FILES)
    Case.objects.bulk_create(Case(node=cast.school, index=f"05-{n:02}", title=f"Дело {n}") for n in range(60))
    with CaptureQueriesContext(connection) as many:
        page = words(client.get(FILES))
    assert len(many) == len(few)
    assert 'rel="next"' in page
    client.force_login(cast.curator)
    assert client.get(FILES).status_code == 403


def test_acts_say_who_cites_them_and_what_is_doubtful(client: Client, cast: Cast, tmp_path: Path):
    client.force_login(cast.curator)
    assert "Перечень актов не загружен" in words(client.get("/documents/acts/"))
    shutil.copy(SHIPPED / "acts.yaml", tmp_path)
    load(tmp_path)
    page = words(client.get("/documents/acts/"))
    assert "Источники называют один акт по-разному" in page
    assert "632-р (исходный документ 004)" in page
    assert "/documents/templates/order_curator/" in page
    shown = words(client.get("/documents/acts/?state=repealed"))
    assert shown.count('<th scope="row"') == 1
    assert "№ 746-р" in shown
