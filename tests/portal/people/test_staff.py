"""Registers of those who answer for mentoring: kept by the organisation, read above it."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from nastavnik.people.models import StaffCard
from tests.cast import Cast
from tests.portal.documents.test_pages import browse, text_of

pytestmark = pytest.mark.django_db
TYPED = {
    "full_name": "Белова Анна Сергеевна", "position": "заместитель директора", "contacts": "+7 495 000-00-00",
    "model": "learners", "from_on": "2026-09-01", "order_words": "приказ от 01.09.2026 № 77-од",
}  # fmt: skip


def at(name: str, *args: Any, **query: str) -> str:
    return reverse(f"people:{name}", args=args, query=query or None)


def made(cast: Cast) -> StaffCard:
    browse(cast.director).post(at("staff-add", kind="curator"), TYPED)
    row: StaffCard = StaffCard.objects.get()
    return row


def test_a_card_is_made_read_above_and_not_next_door(cast: Cast):
    row = made(cast)
    assert (row.node_id, row.kind, row.from_on) == (cast.school.pk, "curator", dt.date(2026, 9, 1))
    shown = browse(cast.director)
    assert "+7\u00a0495\u00a0000-00-00" in shown.get(at("staff")).content.decode()
    assert "---" not in shown.get(at("staff-add")).content.decode()
    for who in ("district_coordinator", "regional_operator", "methodologist", "psychologist"):
        assert "Белова Анна Сергеевна" in text_of(browse(getattr(cast, who)).get(at("staff")))
    assert "Белова" not in text_of(browse(cast.sibling_curator).get(at("staff")))
    assert "Белова" not in text_of(browse(cast.director).get(at("staff", kind="expert")))
    assert browse(cast.mentor).get(at("staff")).status_code == 403
    assert browse(cast.team_member).post(at("staff-add"), TYPED).status_code == 403


def test_whoever_comes_second_sees_both_versions(cast: Cast):
    row = made(cast)
    curator, director = browse(cast.curator), browse(cast.director)
    curator.post(at("staff-edit", row.uid), TYPED | {"position": "методист", "version": "1"})
    answer = director.post(at("staff-edit", row.uid), TYPED | {"position": "учитель", "version": "1"})
    row.refresh_from_db()
    assert (answer.status_code, row.position) == (409, "методист")


def test_ending_and_undoing(cast: Cast):
    row = made(cast)
    client = browse(cast.director)
    # A day that is none, that has not come or that was before the first one is no other day: it is said at its field.
    for wrong in ("31.02.2026", "", "2999-01-01", "2026-08-01"):
        refused = client.post(at("staff-end", row.uid), {"on": wrong})
        row.refresh_from_db()
        assert (row.to_on, 'id="id_on_error"' in text_of(refused)) == (None, True)
    client.post(at("staff-end", row.uid), {"on": "2026-10-01"})
    row.refresh_from_db()
    assert row.to_on == dt.date(2026, 10, 1)
    assert "Белова" not in text_of(client.get(at("staff")))
    assert "Белова" in text_of(client.get(at("staff", ended="on")))
    client.post(at("staff-again", row.uid))
    row.refresh_from_db()
    assert (row.to_on, row.ended_at) == (None, None)


def test_holders_of_the_role_without_a_card_are_proposed(cast: Cast):
    client = browse(cast.director)
    page = text_of(client.get(at("staff")))
    link = at("staff-add", kind="curator", grant=str(cast.curator.uid), at=str(cast.school.uid))
    assert link.replace("&", "&amp;") in page
    # Not those whose role has ended, nor those of another organisation.
    assert (str(cast.ended_curator.uid) in page, str(cast.sibling_curator.uid) in page) == (False, False)
    assert f'value="{cast.curator.work_name}"' in text_of(client.get(link))
    client.post(link, TYPED | {"full_name": cast.curator.work_name})
    assert StaffCard.objects.get().user == cast.curator
    assert str(cast.curator.uid) not in text_of(client.get(at("staff")))


def test_the_register_goes_out_in_its_columns(cast: Cast):
    made(cast)
    answer = browse(cast.district_coordinator).get(at("staff-export"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    table = book.get_sheet_by_index(0).to_python()
    assert table[1][:5] == [
        "Школа № 15", "Белова Анна Сергеевна", "заместитель директора", "+7 495 000-00-00",
        "приказ от 01.09.2026 № 77-од",
    ]  # fmt: skip
