"""Documents through the browser's eyes: chosen, filled in, signed, kept, ended; by those who may."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import uuid
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from asn1crypto import algos, cms
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.approvals.models import Step
from nastavnik.documents.contents import asked_of
from nastavnik.documents.library import TEMPLATES
from nastavnik.documents.models import Journal, Paper, Signing, State, Wording
from nastavnik.documents.services import drafts, journals
from nastavnik.documents.services.signing import add_scan
from nastavnik.roadmaps.models import LineRule
from nastavnik.roadmaps.services import rules
from tests.cast import Cast
from tests.documents.papers import order, sent, signed, with_head

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FILLED = {
    "curator.name": "Белова Анна Сергеевна", "curator.post": "заместитель директора",
    "duties": "вести базы наставников\nготовить отчёты", "term.start": "2026-09-01", "term.end": "2027-05-31",
    "control": "оставляю за собой",
}  # fmt: skip


def browse(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode().replace("\u00a0", " "))


def address(name: str, *args: Any) -> str:
    return reverse(f"documents:{name}", args=args)


@pytest.mark.slow
def test_every_kind_is_offered_to_its_level_and_its_form_can_be_filled_with_its_sample(cast: Cast):
    client = browse(cast.curator)
    page = text_of(client.get(address("choose")))
    for code, built in TEMPLATES.items():
        assert (address("new", code) in page) == (built.level in ("organisation", "any"))
        assert client.get(address("new", code)).status_code == 200
    assert address("new", "order_coordinator") in text_of(browse(cast.district_coordinator).get(address("choose")))
    found = text_of(client.get(address("choose"), {"q": "назначении куратора"}))
    assert address("new", "order_curator") in found
    assert address("new", "minutes_council") not in found


def test_a_draft_is_saved_unfinished_and_finished_later(cast: Cast):
    with_head(cast)
    client = browse(cast.curator)
    answer = client.post(address("new", "order_curator"), {"curator.name": "Белова Анна Сергеевна"})
    paper = Paper.objects.get()
    assert answer["Location"] == address("paper", paper.uid)
    page = text_of(client.get(answer["Location"]))
    assert f"{address('edit', paper.uid)}#q-term-start" in page
    assert address("send", paper.uid) not in page

    client.post(address("edit", paper.uid), FILLED)
    paper.refresh_from_db()
    assert asked_of(paper) == {
        "curator": {"name": "Белова Анна Сергеевна", "post": "заместитель директора"},
        "duties": ["вести базы наставников", "готовить отчёты"],
        "term": {"start": "2026-09-01", "end": "2027-05-31"},
        "control": "оставляю за собой",
    }
    page = text_of(client.get(address("paper", paper.uid)))
    assert "Назначить Белову Анну Сергеевну" in page
    assert address("send", paper.uid) in page


def test_what_does_not_fit_stays_typed_and_is_told_beside_its_field(cast: Cast):
    typed = {**FILLED, "term.end": "2026-01-31", "control": "не терять"}
    answer = browse(cast.curator).post(address("new", "order_curator"), typed)
    page = text_of(answer)
    assert answer.status_code == 200
    assert 'href="#q-term-start"' in page
    assert "не терять" in page
    assert not Paper.objects.exists()


def test_a_row_is_added_without_saving_and_empty_rows_are_not_kept(cast: Cast):
    client = browse(cast.curator)
    rows = {
        "members.0.person.name": "Орлов Пётр Андреевич",
        "members.0.role": "секретарь",
        "tasks": "подготовить план",
    }
    page = text_of(client.post(address("new", "order_working_group"), {**rows, "_more": "members"}))
    assert 'name="members.1.person.name"' in page
    assert "Орлов Пётр Андреевич" in page
    assert not Paper.objects.exists()
    client.post(address("new", "order_working_group"), {**rows, "members.1.person.name": "", "members.1.role": ""})
    assert asked_of(Paper.objects.get())["members"] == [
        {"person": {"name": "Орлов Пётр Андреевич"}, "role": "секретарь"}
    ]


def test_a_form_sent_twice_is_one_document(cast: Cast):
    client = browse(cast.curator)
    form = {**FILLED, "form_token": str(uuid.uuid4())}
    first, second = (client.post(address("new", "order_curator"), form) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Paper.objects.count() == 1


def test_two_who_edit_one_draft_lose_nothing(cast: Cast):
    paper = order(cast)
    client = browse(cast.curator)
    client.post(address("edit", paper.uid), {**FILLED, "control": "первый", "_version": paper.version})
    answer = browse(cast.team_member).post(
        address("edit", paper.uid), {**FILLED, "control": "второй", "_version": paper.version}
    )
    assert answer.status_code == 409
    assert "второй" in text_of(answer)
    paper.refresh_from_db()
    assert asked_of(paper)["control"] == "первый"
    version = re.search(r'name="_version" value="(\d+)"', answer.content.decode())
    assert version is not None
    client.post(address("edit", paper.uid), {**FILLED, "control": "второй", "_version": version[1]})
    paper.refresh_from_db()
    assert asked_of(paper)["control"] == "второй"


def test_the_head_signs_from_home_and_the_register_gives_the_number(cast: Cast):
    with_head(cast)
    paper, step = sent(cast)
    head = browse(cast.director)
    review = reverse("approvals:review", args=[step.uid])
    assert review in text_of(head.get("/"))
    page = text_of(head.get(review))
    assert "Назначить Белову" in page
    assert 'name="order_no"' not in page

    future = head.post(review, {"deed": "approve", "decided_on": "2100-01-01"})
    assert "Этот день ещё не наступил" in text_of(future)
    head.post(review, {"deed": "approve", "decided_on": TODAY.isoformat()})
    paper.refresh_from_db()
    assert (paper.state, paper.number) == (State.REGISTERED, "1-од")
    assert address("pdf", paper.uid) in text_of(head.get("/"))
    assert "1-од" in text_of(head.get(address("list"), {"part": "in_force"}))


def test_a_returned_document_shows_what_to_mend(cast: Cast):
    with_head(cast)
    paper, step = sent(cast)
    review = reverse("approvals:review", args=[step.uid])
    browse(cast.director).post(review, {"deed": "return", "remark": "Уточните срок"})
    page = text_of(browse(cast.curator).get(address("paper", paper.uid)))
    assert "Уточните срок" in page
    assert address("edit", paper.uid) in page


@pytest.mark.slow
def test_a_regulation_is_approved_by_an_order_of_the_register_or_by_one_typed(cast: Cast):
    with_head(cast)
    approving = signed(cast)
    sample = TEMPLATES["regulation_teachers"].form.sample()
    asked = {
        field.name: sample[field.name] for field in TEMPLATES["regulation_teachers"].form.own if field.name in sample
    }
    found = []
    for chosen in ({"order": str(approving.uid)}, {"order_no": "77", "order_on": TODAY.isoformat()}):
        paper = drafts.draw_up(cast.school, "regulation_teachers", asked, actor=cast.curator)
        route = {"steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "1", "steps-0-use": "on", "steps-0-kind": "approve"}
        route |= {"steps-0-title": "Директор", "steps-0-node": str(cast.school.uid)}
        browse(cast.curator).post(address("send", paper.uid), route)
        step = Step.objects.get(chain__subject_uid=paper.uid, state=Step.State.CURRENT)
        review = reverse("approvals:review", args=[step.uid])
        nothing = browse(cast.director).post(review, {"deed": "approve"})
        assert "Выберите приказ" in text_of(nothing)
        browse(cast.director).post(review, {"deed": "approve", **chosen})
        paper.refresh_from_db()
        frame = json.loads(paper.payload)["frame"]["approved_by"]
        found.append((paper.state, frame["number"], frame["date"]))
    assert found == [(State.REGISTERED, "1-од", TODAY.isoformat()), (State.REGISTERED, "77", TODAY.isoformat())]


@pytest.mark.slow
def test_a_document_signed_on_paper_and_one_that_nobody_approves_are_registered(cast: Cast):
    with_head(cast)
    registrar, paper = browse(cast.registrar), order(cast)
    registrar.post(address("register", paper.uid), {"dated_on": TODAY.isoformat(), "number": "15"})
    sample = TEMPLATES["minutes_council"].form.sample()
    asked = {
        field.name: sample[field.name] for field in TEMPLATES["minutes_council"].form.own if field.name in sample
    }
    minutes = drafts.draw_up(cast.school, "minutes_council", asked, actor=cast.curator)
    registrar.post(address("register", minutes.uid), {"dated_on": TODAY.isoformat()})
    assert set(Paper.objects.values_list("code", "number", "state")) == {
        ("order_curator", "15", "registered"), ("minutes_council", "1", "registered"),
    }  # fmt: skip
    unfinished = order(cast, duties=[])
    answer = registrar.post(address("register", unfinished.uid), {"dated_on": TODAY.isoformat()}, follow=True)
    assert "Документ заполнен не полностью" in text_of(answer)


@pytest.mark.slow
def test_a_repeal_says_why_and_is_taken_back(cast: Cast):
    with_head(cast)
    paper, head = signed(cast), browse(cast.director)
    refused = head.post(address("repeal", paper.uid), {"ended_on": TODAY.isoformat()})
    assert refused.status_code == 200
    head.post(address("repeal", paper.uid), {"ended_on": TODAY.isoformat(), "basis": "Издан новый приказ"})
    assert "Издан новый приказ" in text_of(head.get(address("paper", paper.uid)))
    head.post(address("reinstate", paper.uid))
    paper.refresh_from_db()
    assert (paper.state, paper.end_basis) == (State.REGISTERED, "")


@pytest.mark.slow
def test_what_was_downloaded_is_what_was_issued_and_a_draft_says_that_it_is_one(cast: Cast):
    with_head(cast)
    paper, client = signed(cast), browse(cast.curator)
    answer = client.get(address("pdf", paper.uid))
    assert b"".join(answer.streaming_content) == files.read(paper.pdf_key)
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]
    assert "Белов" not in answer["Content-Disposition"]
    draft = client.get(address("docx", order(cast).uid))
    with ZipFile(io.BytesIO(b"".join(draft.streaming_content))) as archive:
        assert "ПРОЕКТ" in "".join(archive.read(name).decode() for name in archive.namelist() if "header" in name)


def detached(data: bytes) -> bytes:
    """A CMS signature whose digest is that of ``data``; nobody's certificate."""
    import hashlib

    algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo({
        "version": "v1", "digest_algorithm": algorithm, "signature": b"x",
        "sid": cms.SignerIdentifier("subject_key_identifier", b"1"),
        "signature_algorithm": {"algorithm": "sha256_rsa"},
        "signed_attrs": [{"type": "message_digest", "values": [hashlib.sha256(data).digest()]}],
    })  # fmt: skip
    signed_data = cms.SignedData({
        "version": "v1", "digest_algorithms": [algorithm], "encap_content_info": {"content_type": "data"},
        "signer_infos": [signer],
    })  # fmt: skip
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed_data}).dump())


@pytest.mark.slow
def test_a_file_of_a_signature_is_told_in_words_that_claim_no_more_than_was_checked(cast: Cast):
    with_head(cast)
    paper, client = signed(cast), browse(cast.registrar)
    who = {"name": "Громова Елена Павловна", "post": "директор", "signed_on": TODAY.isoformat()}
    for data in (files.read(paper.pdf_key), b"another"):
        upload = io.BytesIO(detached(data))
        upload.name = "order.p7s"
        client.post(address("detached", paper.uid), {**who, "file": upload})
    page = text_of(client.get(address("paper", paper.uid)))
    assert "Файл подписи создан для этого документа." in page
    assert "Файл подписи создан для другого или изменённого документа." in page
    assert "квалифицированн" not in page.lower()
    nonsense = io.BytesIO(b"no signature")
    nonsense.name = "order.sig"
    assert "Это не файл" in text_of(client.post(address("detached", paper.uid), {**who, "file": nonsense}))

    kept = Signing.objects.first()
    client.post(address("signing-withdraw", kept.uid))
    assert "отозвана" in text_of(client.get(address("paper", paper.uid)))


@pytest.mark.slow
def test_a_simple_signature_needs_an_agreement(cast: Cast):
    with_head(cast)
    paper, head = signed(cast), browse(cast.director)
    head.post(address("simple", paper.uid), {"basis": ""})
    assert not Signing.objects.exists()
    head.post(address("simple", paper.uid), {"basis": "Соглашение № 3 от 01.09.2026"})
    assert Signing.objects.get().name == cast.director.work_name


@pytest.mark.slow
def test_a_new_edition_is_begun_once_and_a_removed_draft_comes_back(cast: Cast):
    with_head(cast)
    paper, client = signed(cast), browse(cast.curator)
    first, second = (client.post(address("edition", paper.uid))["Location"] for _time in range(2))
    assert first == second
    draft = Paper.objects.get(replaces=paper)
    client.post(address("remove", draft.uid))
    assert client.get(address("paper", draft.uid)).status_code == 410
    client.post(address("restore", draft.uid))
    assert client.get(address("paper", draft.uid)).status_code == 200
    assert client.post(address("remove", paper.uid), follow=True).status_code == 200
    paper.refresh_from_db()
    assert paper.removed_at is None


def test_what_the_grammar_is_unsure_of_is_asked_once_and_remembered(cast: Cast):
    with_head(cast)
    paper = order(cast, curator={"name": "Шмидт Саша", "post": "учитель"})
    client = browse(cast.curator)
    page = client.get(address("paper", paper.uid)).content.decode()
    asked = dict(re.findall(r'name="((?:text|case)-\d+)" value="([^"]*)"', page))
    place = next(key.partition("-")[2] for key, value in asked.items() if value == "Шмидт Саша")
    client.post(address("words", paper.uid), {**asked, f"own-{place}": "Шмидта Сашу"})
    page = text_of(client.get(address("paper", paper.uid)))
    assert "Назначить Шмидта Сашу" in page
    assert f'value="{asked[f"case-{place}"]}"' not in page or 'value="Шмидт Саша"' not in page
    assert Wording.objects.get().form == "Шмидта Сашу"
    client.post(address("words", order(cast, curator={"name": "Шмидт Саша"}).uid), {**asked, f"own-{place}": "x"})
    assert Wording.objects.get().form == "Шмидта Сашу"


def test_names_stay_inside_the_organisation(cast: Cast):
    asked = {"members": [{"person": {"name": "Орлов Пётр Андреевич", "post": "учитель"}}], "tasks": ["план"]}
    paper = drafts.draw_up(cast.school, "order_working_group", asked, actor=cast.curator, title="Об Орлове")
    assert (paper.is_personal, paper.title) == (True, TEMPLATES["order_working_group"].about)
    within, beyond = (cast.curator, cast.registrar, cast.director), (
        cast.team_member, cast.district_coordinator, cast.regional_operator, cast.sibling_curator,
    )  # fmt: skip
    for user, status in [*((user, 200) for user in within), *((user, 404) for user in beyond)]:
        client = browse(user)
        assert {client.get(address(name, paper.uid)).status_code for name in ("paper", "pdf", "docx")} <= {
            status,
            302,
        }
        assert (str(paper.uid) in text_of(client.get(address("list")))) == (status == 200)


def test_the_list_is_narrowed_and_costs_the_same_for_one_and_for_many(cast: Cast, django_assert_max_num_queries: Any):
    with_head(cast)
    client = browse(cast.curator)
    one, other = signed(cast), order(cast)
    assert str(other.uid) not in text_of(client.get(address("list"), {"part": "in_force"}))
    assert str(one.uid) not in text_of(client.get(address("list"), {"part": "waiting"}))
    assert str(one.uid) in text_of(client.get(address("list"), {"q": "1-од", "year": TODAY.year, "group": "orders"}))
    assert str(one.uid) not in text_of(client.get(address("list"), {"q": "положение"}))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(address("list"))
    for _time in range(4):
        order(cast)
    with CaptureQueriesContext(connection) as many:
        client.get(address("list"))
    assert len(many) <= len(few)


@pytest.mark.slow
def test_the_journal_is_a_table_and_a_pdf_and_a_long_one_is_set_by_a_job(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    with_head(cast)
    signed(cast)
    order(cast)
    head = browse(cast.director)
    with ZipFile(io.BytesIO(b"".join(head.get(address("journal")).streaming_content))) as table:
        rows = table.read("xl/worksheets/sheet1.xml").decode()
    assert rows.count("<row ") == 2
    assert "1-од" in rows
    assert b"".join(head.get(address("journal"), {"format": "pdf"}).streaming_content).startswith(b"%PDF")

    monkeypatch.setattr(journals, "LONG", 0)
    assert "Журнал длинный" in text_of(head.get(address("journal"), {"format": "pdf"}))
    answer = head.post(address("journal") + "?format=pdf")
    assert jobs.run_all() == 1
    journal = Journal.objects.get()
    assert answer["Location"] == address("journal-print", journal.uid)
    assert address("journal-file", journal.uid) in text_of(head.get(answer["Location"]))
    assert files.read(journal.file_key).startswith(b"%PDF")
    assert browse(cast.team_member).get(address("journal")).status_code == 403


def test_a_scan_is_given_back_as_it_was_added(cast: Cast):
    with_head(cast)
    paper = signed(cast)
    scan = add_scan(
        paper, io.BytesIO(files.read(paper.pdf_key)), "Громова.pdf", name="Громова Е. П.", post="", on=TODAY,
        actor=cast.registrar,
    )  # fmt: skip
    answer = browse(cast.curator).get(address("signing-file", scan.uid))
    assert b"".join(answer.streaming_content) == files.read(scan.file_key)
    assert browse(cast.sibling_curator).get(address("signing-file", scan.uid)).status_code == 404
    name = unquote(answer["Content-Disposition"].rpartition("'")[2])
    assert name == f"скан-{paper.number}-{TODAY:%Y-%m-%d}.pdf"


def test_the_table_of_a_plan_is_made_of_the_plan_that_was_chosen(cast: Cast, roadmap: Any, add: Any):
    add("сентябрь", title="Провести педагогический совет")
    client = browse(cast.curator)
    foreign = client.post(address("new", "roadmap"), {"lines": str(uuid.uuid4())})
    assert "lines" not in asked_of(Paper.objects.get())
    client.post(address("edit", Paper.objects.get().uid), {"lines": str(roadmap.uid)})
    table = asked_of(Paper.objects.get())["lines"]
    assert "Провести педагогический совет" in json.dumps(table, ensure_ascii=False)
    client.post(address("edit", Paper.objects.get().uid), {"lines": ""})
    assert asked_of(Paper.objects.get())["lines"] == table
    assert foreign.status_code == 302


@pytest.mark.slow
def test_the_page_names_the_line_of_the_plan_that_the_document_proves(cast: Cast, roadmap: Any, add: Any):
    with_head(cast)
    line = add("до 10 сентября", title="Издать приказ о назначении куратора программы наставничества")
    rule = LineRule.objects.get(line=line)
    rules.confirm(rule, version=rule.version, actor=cast.curator)
    client, way = browse(cast.curator), reverse("roadmaps:line", args=[line.uid])
    draft = order(cast)
    assert "Будет выполнен, когда документ вступит в силу" in text_of(client.get(address("paper", draft.uid)))
    both = [signed(cast, on=TODAY - dt.timedelta(days=1)), signed(cast)]
    rule.refresh_from_db()
    of_day = {paper.dated_on: paper for paper in both}
    for day, paper in of_day.items():
        assert (way in text_of(client.get(address("paper", paper.uid)))) == (day == rule.met_on)
