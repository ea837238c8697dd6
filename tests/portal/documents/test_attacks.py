"""What is sent to the pages of documents by somebody who does not use them: torn, huge, another's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik.accounts import throttle
from nastavnik.accounts.models import Attempt
from nastavnik.audit.models import Event
from nastavnik.documents.models import Case, Paper, Signing
from nastavnik.documents.services import issuing, signing
from tests.cast import Cast
from tests.documents.papers import order, signed, with_head

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
TORN = (
    "",
    "\x00",
    "9" * 5000,
    "-1",
    "0001-01-01",
    "9999-12-31",
    "2026-13-45",
    "А" * 70_000,
    "=cmd|'/c calc'!A1",
    "{{ 7*7 }}",
)

ASKED = ("q", "year", "group", "part", "node", "cursor", "after", "pattern", "index", "serial", "code", "format")


def browse(user: Any) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=args)


@pytest.mark.slow
def test_no_form_of_a_document_breaks_on_torn_values(cast: Cast):
    with_head(cast)
    client = browse(cast.director)
    kept = signed(cast)
    names = {
        address("new", "order_curator"): (
            "_title", "curator.name", "curator.gender", "duties", "term.start", "control", "_more", "_version"
        ),
        address("new", "minutes_teachers"): ("_title", "_more"),
        address("edit", order(cast).uid): ("_title", "_version", "term.end", "duties"),
        address("register", order(cast).uid): ("dated_on", "number", "case", "effective_on"),
        address("send", order(cast).uid): ("steps-TOTAL_FORMS", "steps-0-kind", "steps-0-node", "steps-0-due_on"),
        address("repeal", kept.uid): ("ended_on", "by", "basis"),
        address("scan", kept.uid): ("name", "post", "signed_on", "file"),
        address("simple", kept.uid): ("basis",),
        address("words", order(cast).uid): ("text-0", "own-0", "answer-0"),
        address("file-add"): ("index", "title", "pattern", "codes", "kept_for"),
        address("template-upload", "order_curator"): ("file", "version"),
        address("packages"): ("node", "model", "school_year"),
    }  # fmt: skip
    for where, fields in names.items():
        for torn in TORN:
            answer = client.post(where, dict.fromkeys(fields, torn))
            assert answer.status_code < 500, (where, torn[:20])
    for name in ("list", "journal", "choose", "files", "templates", "acts", "packages", "file-example"):
        for torn in TORN:
            asked = dict.fromkeys(ASKED, torn)
            assert client.get(address(name), asked).status_code < 500, (name, torn[:20])
    form = "application/x-www-form-urlencoded"
    assert client.post(address("new", "order_curator"), b"_title=\xff\xfe", content_type=form).status_code < 500


def test_the_register_page_of_a_get_writes_nothing(cast: Cast):
    with_head(cast)
    assert browse(cast.director).get(address("register", order(cast).uid)).status_code == 200
    assert not Case.objects.exists()


def test_a_signature_bears_the_name_of_whoever_is_signed_in(cast: Cast):
    with_head(cast)
    paper = signed(cast)
    cast.director.work_name = "Громовая И. И."
    cast.director.save(update_fields=["work_name"])
    browse(cast.director).post(address("simple", paper.uid), {"basis": "Соглашение № 1"})
    assert Signing.objects.get().name == "Громовая И. И."


def test_codes_tried_here_do_not_shut_the_entrance(client: Client, cast: Cast):
    for _time in range(12):
        client.get("/v/0000000000Z/")
    assert client.get("/v/0000000000Z/").status_code == 429
    assert throttle.wait([throttle.address_key("127.0.0.1")]) is None
    assert Attempt.objects.exists()


def test_a_document_that_ends_later_is_in_force_until_then(client: Client, cast: Cast):
    with_head(cast)
    paper = signed(cast)
    issuing.repeal(paper, on=TODAY + dt.timedelta(days=9), basis="Новый приказ", actor=cast.director)
    page = client.get(f"/v/{paper.check_code}/").content.decode()
    assert "больше не действует" not in page
    Paper.objects.filter(pk=paper.pk).update(effective_on=TODAY + dt.timedelta(days=5))
    assert "ещё не вступил в силу" in client.get(f"/v/{paper.check_code}/").content.decode()


def test_a_kind_that_the_product_lost_tells_no_title_about_people(client: Client, cast: Cast):
    with_head(cast)
    paper = signed(cast)
    Paper.objects.filter(pk=paper.pk).update(code="gone", is_personal=True, title="О поощрении Беловой")
    assert "Белов" not in client.get(f"/v/{paper.check_code}/").content.decode()


def test_a_personal_document_offers_no_place_above(cast: Cast):
    with_head(cast)
    paper = order(cast)
    Paper.objects.filter(pk=paper.pk).update(is_personal=True)
    page = browse(cast.director).get(address("send", paper.uid)).content.decode()
    assert str(cast.district.uid) not in page


def test_what_no_scan_is_is_refused(cast: Cast):
    with_head(cast)
    paper = signed(cast)
    client = browse(cast.director)
    who = {"name": "Громова", "signed_on": TODAY.isoformat()}
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
    for name, data in (
        ("a.png", svg),
        ("a.svg", svg),
        ("a.html", b"<script>"),
        ("a.pdf", svg),
        ("a.docx", b"PK"),
        ("a.png", b"\x89PNG"),
    ):
        client.post(address("scan", paper.uid), {**who, "file": SimpleUploadedFile(name, data)})
    for name, data in (("a.sig", b"0" * 70_000), ("a.sig", svg), ("a.exe", b"0")):
        client.post(address("detached", paper.uid), {**who, "file": SimpleUploadedFile(name, data)})
    assert not Signing.objects.exists()


def test_whoever_takes_a_document_about_people_away_is_written_down(cast: Cast):
    with_head(cast)
    client, paper = browse(cast.curator), order(cast)
    client.get(address("docx", paper.uid))
    assert not Event.objects.filter(action="document.taken").exists()
    Paper.objects.filter(pk=paper.pk).update(is_personal=True)
    client.get(address("docx", paper.uid))
    assert Event.objects.get(action="document.taken").facts == {"format": "docx"}


def test_a_simple_signature_is_taken_back_by_its_own_hand_alone(cast: Cast):
    with_head(cast)
    paper = signed(cast)
    mine = signing.sign_simply(paper, name="Громова Е. П.", post="", basis="Соглашение № 1", actor=cast.director)
    button = address("signing-withdraw", mine.uid)
    assert button in browse(cast.director).get(address("paper", paper.uid)).content.decode()
    assert button not in browse(cast.users["registrar"]).get(address("paper", paper.uid)).content.decode()
