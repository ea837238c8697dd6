"""Pages of a table on its way into a base."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nastavnik.audit.models import Event
from nastavnik.people.models import Intake, IntakePiece, Person
from nastavnik.people.registers.sheets_child import rows_of
from tests.cast import Cast
from tests.people.test_intake import ANNA, BORIS, HEAD, lists, paste, take

__all__ = ["lists"]
pytestmark = pytest.mark.django_db
BAD = "Иванов Пётр\t+7 900 111-22-3\t1812\tзапрос\t01.10.2026\t8А"


@pytest.fixture
def curator(client: Client, lists: Cast) -> Client:
    client.force_login(lists.curator)
    return client


def page(client: Client, intake: Intake, query: str = "") -> str:
    answer = client.get(reverse("people:intake", args=[intake.uid]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, name: str, intake: Intake, *more: Any, **data: Any) -> Any:
    answer = client.post(reverse(f"people:{name}", args=[intake.uid, *more]), data)
    intake.refresh_from_db()
    return answer


def test_pasted_cells_are_shown_and_accepted(curator: Client, lists: Cast) -> None:
    text = "\n".join([HEAD, ANNA, BORIS])
    data = {
        "node": str(lists.school.uid), "side": "mentee", "model": "learners", "school_year": "2026", "pasted": text,
    }  # fmt: skip
    answer = curator.post(reverse("people:intakes"), data)
    intake = Intake.objects.get()
    assert answer.headers["Location"] == reverse("people:intake", args=[intake.uid])
    assert "Ветрова Анна Игоревна" in page(curator, intake)
    assert Event.objects.filter(action="person.intake_listed", object_id=intake.pk).count() == 1

    post(curator, "intake-accept", intake, ground="consents", version=intake.version)
    assert intake.state == "ready"
    post(curator, "intake-accept", intake, ground="none", version=intake.version)
    assert intake.state == "accepted"
    shown = page(curator, intake)
    assert "Ветрова Анна Игоревна" in shown
    assert Event.objects.filter(action="person.listed").count() == 1
    post(curator, "intake-undo", intake)
    assert (intake.state, Person.objects.count()) == ("undone", 0)
    assert "новая запись" not in page(curator, intake, "?show=new")


def test_a_cell_is_mended_in_its_row_with_and_without_a_script(curator: Client, lists: Cast) -> None:
    intake = paste(lists, ANNA, BAD)
    shown = page(curator, intake)
    assert 'name="cell-birth_year" value="1812"' in shown
    assert 'name="cell-contacts" value="+7 900 111-22-3"' in shown

    address = reverse("people:intake-row", args=[intake.uid, 2])
    answer = curator.post(f"{address}?show=wrong", {"version": "1", "cell-birth_year": "2012"})
    assert answer.headers["Location"].endswith("?show=wrong#row-2")
    shown = page(curator, intake)
    assert "cell-birth_year" not in shown
    assert "cell-contacts" in shown

    cells = {"version": "2", "cell-contacts": "+79001112277"}
    fragment = curator.post(f"{address}?show=wrong", cells, headers={"HX-Request": "true"}).content.decode()
    assert fragment.strip().startswith('<tr id="row-2"')
    assert "cell-" not in fragment
    intake.refresh_from_db()
    assert intake.counts == {"new": 2}
    # What the page says of the whole table came beside the row: it can be accepted without being loaded again.
    assert f'id="intake-version" value="{intake.version}" hx-swap-oob' in fragment
    assert "Принять в базу 2 строки" in fragment

    again = curator.post(address, cells)
    assert again.status_code == 302
    assert "Исправьте её ещё раз" in page(curator, intake)
    again = curator.post(address, cells, headers={"HX-Request": "true"})
    assert (again.headers.get("HX-Refresh"), again.content) == ("true", b"")
    stale = post(curator, "intake-accept", intake, ground="none", version=intake.version - 1).content.decode()
    assert "строки таблицы изменились" in stale
    assert f'id="intake-version" value="{intake.version}"' in stale


def test_the_page_of_a_row_has_all_its_cells(curator: Client, lists: Cast) -> None:
    intake = paste(lists, ANNA, BAD, BAD.replace("Иванов", "Б" * 9_000))
    assert max(map(len, re.findall("Б+", re.sub('value="[^"]*"', "", page(curator, intake))))) < 150
    address = reverse("people:intake-row", args=[intake.uid, 1])
    shown = curator.get(address).content.decode()
    assert re.search('for="id_full_name">ФИО наставляемого</label>', shown)
    assert 'value="Ветрова Анна Игоревна"' in shown
    assert 'value="01.10.2026"' in shown
    curator.post(address, {"version": "1", "birth_year": "2011", "full_name": "Ветрова Анна"})
    row = IntakePiece.objects.get().rows[0]
    assert row["values"]["birth_year"]["year"] == 2011
    assert row["values"]["main_request"] == "трудно выбрать профиль"
    assert curator.get(reverse("people:intake-row", args=[intake.uid, 4])).status_code == 409


def test_who_looks_alike_is_asked_about(curator: Client, lists: Cast) -> None:
    take(lists, paste(lists, ANNA))
    intake = paste(lists, ANNA.replace("Ветрова", "Ветровва"))
    known = Person.objects.get()
    assert f'value="same-{known.pk}"' in page(curator, intake)
    post(curator, "intake-row", intake, 1, version="1", deed=f"same-{known.pk}")
    assert intake.counts == {"same": 1}


def test_missing_classes_are_added_by_a_tick(curator: Client, lists: Cast) -> None:
    intake = paste(lists, ANNA.replace("7Б", "9В"))
    assert 'name="group" value="9В"' in page(curator, intake)
    post(curator, "intake-groups", intake, group=["9В"])
    assert intake.counts == {"new": 1}


def test_columns_are_chosen_on_a_page(curator: Client, lists: Cast) -> None:
    intake = paste(lists, ANNA, head=HEAD.replace("Основной запрос наставляемого", "О чём мечтает"))
    shown = page(curator, intake)
    assert "О чём мечтает" in shown
    assert "трудно выбрать профиль" in shown
    data = {f"column_{place}": name for place, name in intake.mapping.items()}
    post(curator, "intake-columns", intake, **{**data, "column_3": "birth_year"}, version=intake.version)
    assert intake.state == "mapping"
    post(curator, "intake-columns", intake, **{**data, "column_3": "main_request"}, version=intake.version)
    assert intake.counts == {"new": 1}
    post(curator, "intake-columns-again", intake)
    assert intake.state == "mapping"


def test_rows_with_errors_come_back_with_what_to_mend(curator: Client, lists: Cast) -> None:
    intake = paste(lists, ANNA, BAD, ANNA)
    answer = curator.get(reverse("people:intake-remarks", args=[intake.uid]))
    content = b"".join(answer.streaming_content)
    rows = list(rows_of(content, "xlsx"))
    assert len(rows) == 3
    assert rows[1][:2] == ["Иванов Пётр", "+7 900 111-22-3"]
    assert "1920" in str(rows[1][-1])
    assert "строке 2" in str(rows[2][-1])


def test_a_file_that_is_no_table_is_answered_in_a_sentence(curator: Client, lists: Cast) -> None:
    file = io.BytesIO(b"<html>")
    file.name = "base.xlsx"
    data = {"node": str(lists.school.uid), "side": "mentee", "model": "learners", "school_year": "2026", "file": file}
    shown = curator.post(reverse("people:intakes"), data).content.decode()
    assert "Сохраните таблицу" in shown
    assert not Intake.objects.exists()


def test_put_aside_it_is_gone(curator: Client, lists: Cast, django_capture_on_commit_callbacks: Any) -> None:
    intake = paste(lists, ANNA)
    with django_capture_on_commit_callbacks(execute=True):
        post(curator, "intake-discard", intake)
    assert (intake.state, intake.file_key, IntakePiece.objects.count()) == ("discarded", "", 0)
    assert intake.headings is None


def test_nobody_else_finds_the_table(client: Client, lists: Cast) -> None:
    intake = paste(lists, ANNA)
    for user in (lists.sibling_curator, lists.district_coordinator, lists.director):
        client.force_login(user)
        assert client.get(reverse("people:intake", args=[intake.uid])).status_code in (403, 404)
