"""Anybody checks a document by its code, and learns no name that the document keeps."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from nastavnik.accounts.keyring.files import files
from nastavnik.base import ceilings
from nastavnik.documents.fingerprints import written_code
from nastavnik.documents.models import Paper
from nastavnik.documents.services import issuing
from tests.cast import Cast
from tests.documents.papers import signed, with_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast: Cast) -> Paper:
    with_head(cast)
    return signed(cast)


def test_a_typed_code_leads_to_the_document(client: Client, paper: Paper):
    typed = written_code(paper.check_code or "").lower().replace("-", " ")
    page = client.post("/v/", {"code": typed}, follow=True).content.decode()
    assert "действует" in page
    assert paper.number in page
    assert client.post("/v/", {"code": "AAAA-AAAA-AAA"}).status_code == 200


def test_a_document_about_people_tells_no_title_and_no_name(client: Client, paper: Paper):
    Paper.objects.filter(pk=paper.pk).update(is_personal=True, title="О поощрении Беловой")
    page = client.get(f"/v/{paper.check_code}/").content.decode()
    assert "Приказ о назначении куратора" in page
    assert "Белов" not in page
    assert "Громов" not in page


def test_an_unknown_code_is_one_sentence_and_many_have_to_wait(client: Client, paper: Paper):
    assert client.get("/v/0000000000Z/").status_code == 404
    for _time in range(12):
        client.get("/v/0000000000Z/")
    assert client.get(f"/v/{paper.check_code}/").status_code == 429


def test_a_file_is_the_same_or_is_not(client: Client, paper: Paper):
    address = f"/v/{paper.check_code}/"
    kept = files.read(paper.pdf_key)
    assert "Да: это PDF" in client.post(address, {"file": io.BytesIO(kept)}).content.decode()
    changed = io.BytesIO(kept[:-1] + b"?")
    assert "Нет: это другой файл" in client.post(address, {"file": changed}).content.decode()


def test_more_than_anybody_needs_is_not_read(client: Client, paper: Paper, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ceilings, "MOST_BYTES_OF_VISITORS", 100)
    large = SimpleUploadedFile("a.pdf", b"x" * 1000)
    assert client.post(f"/v/{paper.check_code}/", {"file": large}).status_code == 413


def test_a_repealed_document_says_since_when(client: Client, paper: Paper, cast: Cast):
    issuing.repeal(paper, on=timezone.localdate(), basis="Издан новый приказ", actor=cast.director)
    assert "больше не действует" in client.get(f"/v/{paper.check_code}/").content.decode()


def test_the_command_finds_a_changed_document(paper: Paper, capsys: pytest.CaptureFixture[str]):
    call_command("verify", "documents")
    assert re.search(r'"whole": true, "documents": 1, "redrawn": 1', capsys.readouterr().out)
    Paper.objects.filter(pk=paper.pk).update(pdf_digest="0" * 64)
    with pytest.raises(CommandError):
        call_command("verify", "documents")


def test_the_organisation_keeps_its_requisites_itself(client: Client, cast: Cast):
    client.force_login(cast.curator)
    address = f"/documents/requisites/{cast.school.uid}/"
    page = client.get(address).content.decode()
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    data = {"head_post": "директор", "head_name": "Громова Елена Павловна", "email": "нет", "from_on": "2026-09-01"}
    data |= {"form_token": token[1]} if token else {}
    again = client.post(address, data).content.decode()
    assert "адрес электронной почты" in again
    assert cast.school.facts.count() == 0
    token = re.search(r'name="form_token" value="([^"]+)"', again)
    data |= {"email": "school15@example.ru"} | ({"form_token": token[1]} if token else {})
    assert client.post(address, data).status_code == 302
    assert cast.school.facts.count() == 3
