"""The pages of templates: edited safely, a hostile file changes nothing, who may what, at a constant cost."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Template
from nastavnik.documents.services import drafts
from nastavnik.documents.writers.docx import write_docx
from tests.cast import Cast, plant
from tests.documents.reading.hostile import content, corpus
from tests.documents.test_templates import CODE, published, with_words

pytestmark = pytest.mark.django_db

HERE = f"/documents/templates/{CODE}/"
STATE = Template.State


def put(client: Client, file: bytes, **said: Any) -> Any:
    sent = SimpleUploadedFile("приказ.docx", file)
    return client.post(f"{HERE}upload/", {"file": sent, **said})


def words(response: Any) -> str:
    return response.content.decode()


def test_a_region_edits_a_template_in_six_steps(client: Client, cast: Cast):
    client.force_login(cast.regional_operator)
    assert HERE in words(client.get("/documents/templates/"))  # 1: the list, a press on the kind
    assert f"{HERE}file/" in words(client.get(HERE))  # 2: download
    taken = b"".join(client.get(f"{HERE}file/").streaming_content)

    edited = docx.Document(io.BytesIO(taken))  # as Word would
    edited.add_paragraph("С приказом ознакомить {{ curator|accs }}.")
    out = io.BytesIO()
    edited.save(out)
    answer = put(client, out.getvalue())  # 3, 4: choose the file, send it
    draft = Template.objects.get(node=cast.region, code=CODE)
    assert answer["Location"] == f"{HERE}?edition={draft.uid}"
    assert "С приказом ознакомить" in words(client.get(answer["Location"]))
    assert "<ins>С приказом ознакомить {{ curator|accs }}.</ins>" in words(client.get(f"{HERE}compare/"))

    said = {"from_on": timezone.localdate().isoformat(), "note": "Ознакомление", "version": draft.version}
    client.post(f"/documents/templates/editions/{draft.uid}/publish/", said)  # 5: put in force
    assert drafts.template_in_use(cast.far_school, CODE) == draft
    client.post(f"/documents/templates/editions/{draft.uid}/unpublish/")
    assert drafts.template_in_use(cast.far_school, CODE) is None


@pytest.mark.slow
def test_hostile_files_are_refused_with_places_and_the_edition_in_force_stays(client: Client, cast: Cast):
    own = published(cast.school)
    client.force_login(cast.director)
    chosen = random.Random(4).sample(list(corpus()), 12)
    tricks = ["{{ org.__class__ }}", "{{ print() }}", "{% include 'x' %}", "{{ 7*7 }}", "{% for x in acts %}",
              "{{ signer['name'] }}", "{{ curator|attr:\"x\" }}", "{{ org.name"]  # fmt: skip
    files = [content(data) for _name, data, _code, _place in chosen]
    files += [write_docx(with_words(trick)) for trick in tricks]
    for file in files:
        answer = put(client, file)
        assert answer.status_code == 200
        assert "Файл не принят" in words(answer) or "Отправленный файл пуст" in words(answer)
    assert list(Template.objects.values_list("pk", "state")) == [(own.pk, STATE.PUBLISHED)]


def test_every_fault_is_told_with_its_place(client: Client, cast: Cast):
    client.force_login(cast.director)
    page = words(put(client, write_docx(with_words("Назначить {{ kurator }}", "{% if term %}"))))
    assert page.count("Абзац ") == 2
    assert "<code>{{ kurator }}</code>" in page
    assert "curator" in page
    assert not Template.objects.exists()


def test_a_file_put_in_meanwhile_is_not_written_over(client: Client, cast: Cast):
    client.force_login(cast.director)
    client.post(f"{HERE}copy/")
    draft = Template.objects.get()
    Template.objects.update(version=5)
    page = words(put(client, write_docx(with_words("Моя правка")), version=1))
    draft.refresh_from_db()
    assert "загружен другой файл" in page
    assert "Моя правка" not in draft.tree


def test_a_draft_is_its_editors_alone_and_below_only_what_is_published_is_seen(client: Client, cast: Cast):
    regional = published(cast.region)
    draft = published(cast.region, edition=2, state=STATE.DRAFT, from_on=None)
    own = published(cast.school, code="order_launch")
    Template.objects.filter(pk=own.pk).update(state=STATE.DRAFT, from_on=None)
    client.force_login(cast.curator)
    page = words(client.get(HERE))
    assert "Приозёрная область" in page
    assert "Изменить шаблон" not in page
    assert "Редакция 2" not in words(client.get(f"{HERE}?edition={draft.uid}"))
    assert "готовится черновик" not in words(client.get("/documents/templates/"))
    assert client.post(f"{HERE}copy/").status_code == 403
    assert client.post(f"/documents/templates/editions/{regional.uid}/withdraw/").status_code == 404
    client.force_login(cast.director)
    assert client.post(f"/documents/templates/editions/{regional.uid}/withdraw/").status_code == 404
    assert "готовится черновик" in words(client.get("/documents/templates/"))


def test_those_below_are_listed_with_who_is_behind_page_by_page(client: Client, cast: Cast):
    newest = TEMPLATES[CODE].edition
    published(cast.far_school, base_edition=newest)
    regional = published(cast.region)
    kept = published(cast.school, base=regional, base_edition=1)
    client.force_login(cast.regional_operator)
    client.get("/documents/templates/below/")
    with CaptureQueriesContext(connection) as few:
        page = words(client.get("/documents/templates/below/"))
    assert page.count("устарел</") == page.count("по действующей</") == 1
    assert "Школа № 15" not in words(client.get("/documents/templates/below/?behind=on"))
    assert "Различий нет" in words(client.get(f"/documents/templates/below/{kept.uid}/"))

    for number in range(60):
        published(plant(cast.district, "school", f"Школа № {100 + number}"), base=regional, base_edition=1)
    with CaptureQueriesContext(connection) as many:
        page = words(client.get("/documents/templates/below/"))
    assert len(many) == len(few)
    assert page.count('rel="next"') == 1
    assert page.count("по действующей</") + page.count("устарел</") == 50
    assert words(client.get(f"/documents/templates/below/?code={CODE}&q=Школа № 159")).count("<tr>") == 2


def test_the_list_costs_the_same_however_many_editions_there_are(client: Client, cast: Cast):
    client.force_login(cast.director)
    published(cast.region, base_edition=0)
    client.get("/documents/templates/")
    with CaptureQueriesContext(connection) as one:
        client.get("/documents/templates/")
    for code in TEMPLATES.keys() - {CODE}:
        published(cast.region, code=code, base_edition=0)
    with CaptureQueriesContext(connection) as all_of_them:
        page = words(client.get("/documents/templates/"))
    assert len(all_of_them) == len(one)
    assert page.count("устарел</") == page.count("Приозёрная область</td>") > 5


def test_the_page_of_every_kind_opens_in_each_part(client: Client, cast: Cast):
    published(cast.school, from_on=dt.date(2026, 9, 1))
    client.force_login(cast.director)
    for part in ("", "fields", "history"):
        assert client.get(f"{HERE}?part={part}").status_code == 200
    sample = b"".join(client.get(f"{HERE}file/?as=pdf").streaming_content)
    assert sample.startswith(b"%PDF")
