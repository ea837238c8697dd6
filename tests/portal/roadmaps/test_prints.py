"""A plan leaves as a file: what is chosen, with its rights, in few queries."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from nastavnik.audit.models import Event
from nastavnik.roadmaps.models import Roadmap
from nastavnik.roadmaps.models.plans import Approval, Status

pytest_plugins = ["tests.plans"]


def download(client, roadmap, **query):
    return client.get(reverse("roadmaps:document", args=[roadmap.uid]), query)


def words_of(response):
    return docx.Document(io.BytesIO(b"".join(response.streaming_content)))


def test_the_plan_is_printed_in_its_order_with_its_stamp(client, cast, roadmap, add):
    add("до 1 октября", title="Издать приказ & <b>положение</b>", number="1.10", responsible_text="директор, куратор")
    add("ноябрь", title="=1+1 встреча", number="1.2", result="Протокол")
    Roadmap.objects.filter(pk=roadmap.pk).update(
        approval=Approval.APPROVED, order_no="12-од", approved_on=dt.date(2026, 9, 1)
    )
    client.force_login(cast.curator)

    response = download(client, roadmap)

    read = words_of(response)
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert [p.text for p in read.paragraphs if p.text][:2] == [
        "УТВЕРЖДЕНО", "приказом от 1 сентября 2026\u00a0г. №\u00a012-од",
    ]  # fmt: skip
    assert [[cell.text for cell in row.cells] for row in read.tables[0].rows] == [
        ["№ п/п", "Наименование мероприятия", "Срок", "Ответственный", "Результат"],
        ["1.10", "Издать приказ & <b>положение</b>", "до 1 октября", "директор, куратор", ""],
        ["1.2", "=1+1 встреча", "ноябрь", "", "Протокол"],
    ]
    assert Event.objects.filter(action="roadmap.exported", facts__format="docx").count() == 1


def test_only_what_is_chosen_leaves_and_the_file_says_so(client, cast, roadmap, add):
    add("до 1 октября", title="Издание приказа")
    add("ноябрь", title="Встреча наставников")
    client.force_login(cast.curator)

    read = words_of(download(client, roadmap, q="встреча"))

    assert [[cell.text for cell in row.cells][:2] for row in read.tables[0].rows][1:] == [
        ["Встреча наставников", "ноябрь"]
    ]
    assert any("Только выбранные пункты" in p.text and "встреча" in p.text for p in read.paragraphs)


@pytest.mark.parametrize(("status", "is_draft"), [(Status.DRAFT, True), (Status.IN_FORCE, False)])
def test_a_draft_says_that_it_is_one(client, cast, roadmap, add, status, is_draft):
    add("ноябрь")
    Roadmap.objects.filter(pk=roadmap.pk).update(status=status)
    client.force_login(cast.curator)

    pdf = b"".join(download(client, roadmap, format="pdf").streaming_content)

    assert ("ПРОЕКТ" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()) is is_draft


def test_the_sheet_of_excel_has_the_same_columns_and_computes_nothing(client, cast, roadmap, add):
    add("ноябрь", title="=1+1", number="1.10")
    client.force_login(cast.curator)

    data = b"".join(download(client, roadmap, format="xlsx").streaming_content)

    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[-1][:3] == ["1.10", "=1+1", "ноябрь"]


def test_rights_decide(client, cast, roadmap):
    client.force_login(cast.psychologist)
    assert download(client, roadmap).status_code == 403
    client.force_login(cast.sibling_curator)
    assert download(client, roadmap).status_code == 404


def test_a_longer_plan_asks_the_database_no_more(client, cast, roadmap, add):
    client.force_login(cast.curator)
    add("ноябрь", responsible_text="директор")
    download(client, roadmap)
    with CaptureQueriesContext(connection) as one:
        download(client, roadmap)
    for _ in range(5):
        add("ноябрь", responsible_text="директор")
    with CaptureQueriesContext(connection) as six:
        download(client, roadmap)

    assert len(six) == len(one)
