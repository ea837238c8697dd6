"""Pages of plans through the browser's eyes: who gets in, what is shown, what a form does once."""

from __future__ import annotations

import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from nastavnik import jobs
from nastavnik.portal.roadmaps.forms import code_of
from nastavnik.roadmaps.models import Evidence, RoadmapImport, RoadmapLine, SubItem
from nastavnik.roadmaps.services import evidence, lines
from tests.plans import BEGIN, TABLE


@pytest.fixture
def browse(cast):
    """``browse(user)`` gives a client that is signed in."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def curator(cast, browse) -> Client:
    return browse(cast.curator)


def address(name: str, *args) -> str:
    return reverse(f"roadmaps:{name}", args=args)


def test_a_plan_shows_the_words_of_the_document_beside_the_reading(roadmap, add, curator):
    add("до 15 окт.", title="Издание приказа о запуске", number="1.1")

    text = curator.get(address("plan", roadmap.uid)).content.decode()

    assert "Издание приказа о запуске" in text
    assert "до 15 окт." in text
    assert "до 15 октября 2026" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("curator", 200),
        ("director", 200),
        ("psychologist", 200),
        ("district_coordinator", 200),
        ("regional_operator", 200),
        ("sibling_curator", 404),
        ("ended_curator", 404),
        ("mentor", 404),
        ("stranger", 404),
    ],
)
def test_who_sees_a_plan(roadmap, cast, browse, who, status):
    assert browse(getattr(cast, who)).get(address("plan", roadmap.uid)).status_code == status


def test_who_sees_but_may_not_edit_is_told_so(add, cast, browse):
    line = add("сентябрь")

    assert browse(cast.director).get(address("line-edit", line.uid)).status_code == 403
    assert browse(cast.district_coordinator).post(address("line-remove", line.uid)).status_code == 403


def test_an_absent_and_a_foreign_plan_answer_alike(roadmap, cast, browse):
    client = browse(cast.sibling_curator)

    foreign = client.get(address("plan", roadmap.uid))
    absent = client.get(address("plan", uuid.uuid4()))

    assert (foreign.status_code, absent.status_code) == (404, 404)


@pytest.mark.parametrize("page", ["list", "plan", "line"])
def test_a_page_asks_as_often_for_many_lines_as_for_one(
    roadmap, add, curator, django_assert_max_num_queries, page, prove
):
    def visit() -> int:
        target = {"list": address("list"), "plan": address("plan", roadmap.uid), "line": address("line", line.uid)}
        with django_assert_max_num_queries(100) as asked:
            assert curator.get(target[page]).status_code == 200
        return len(asked)

    line = add("1 раз в квартал", responsible_text="директор")
    prove(line.occurrences.first())
    visit()
    alone = visit()
    for number in range(12):
        other = add("ноябрь", title=f"Пункт {number}", responsible_text=f"куратор, педагог {number}")
        prove(other.occurrences.first()) if number % 2 else None

    assert visit() == alone


def test_filters_narrow_the_lines_and_stand_in_the_address(roadmap, add, curator):
    add("до 15 сентября", title="Просроченный приказ", responsible_text="директор")
    add("по запросу", title="Консультации родителей", responsible_text="педагог-психолог")

    by_state = curator.get(address("plan", roadmap.uid), {"state": "overdue"}).content.decode()
    by_words = curator.get(address("plan", roadmap.uid), {"q": "КОНСУЛЬТАЦИИ"}).content.decode()
    by_party = curator.get(
        address("plan", roadmap.uid), {"responsible": code_of("педагог-психолог")}
    ).content.decode()

    assert [
        ("Просроченный приказ" in page, "Консультации родителей" in page) for page in (by_state, by_words, by_party)
    ] == [
        (True, False),
        (False, True),
        (False, True),
    ]


def test_an_edit_through_the_page_is_saved_and_shown(add, curator):
    line = add("сентябрь", title="Приказ")
    form = {"version": 1, "title": "Приказ о запуске", "deadline_text": "до 1 октября", "control": "quarter"}

    answer = curator.post(address("line-edit", line.uid), form, follow=True)

    assert "Приказ о запуске" in answer.content.decode()
    assert RoadmapLine.objects.get(pk=line.pk).version == 2


def test_two_who_edit_one_line_see_both_versions_and_lose_nothing(add, curator, cast, browse):
    line = add("сентябрь", title="Приказ")
    form = {"version": 1, "deadline_text": "сентябрь", "control": "quarter"}
    curator.post(address("line-edit", line.uid), {**form, "title": "Приказ директора"})

    answer = browse(cast.team_member).post(address("line-edit", line.uid), {**form, "title": "Приказ куратора"})

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Приказ директора" in text
    assert "Приказ куратора" in text
    assert RoadmapLine.objects.get(pk=line.pk).title == "Приказ директора"


def test_a_form_sent_twice_adds_one_line(roadmap, curator):
    form = {"title": "Новый пункт", "control": "quarter", "form_token": str(uuid.uuid4())}

    first = curator.post(address("line-new", roadmap.uid), form)
    second = curator.post(address("line-new", roadmap.uid), form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert roadmap.lines.count() == 1


def test_a_refused_form_keeps_what_was_typed(roadmap, curator):
    answer = curator.post(
        address("line-new", roadmap.uid), {"title": "", "deadline_text": "до 1 октября", "control": "quarter"}
    )

    assert answer.status_code == 200
    assert "до 1 октября" in answer.content.decode()


def test_an_export_keeps_formulas_as_text_and_tells_what_is_filtered(roadmap, add, curator):
    add("сентябрь", title="=HYPERLINK(1)", number="=1+1")
    add("по запросу", title="Консультации")

    answer = curator.get(address("export", roadmap.uid), {"q": "hyperlink"})
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
        .get_sheet_by_index(0)
        .to_python()
    )

    assert [row[1:3] for row in rows[1:]] == [["=1+1", "=HYPERLINK(1)"]]
    csv = b"".join(curator.get(address("export", roadmap.uid), {"format": "csv"}).streaming_content).decode(
        "utf-8-sig"
    )
    assert "'=HYPERLINK(1)" in csv


def test_a_document_goes_from_upload_over_mending_to_a_plan(curator, cast):
    sent = curator.post(
        address("new"),
        {"node": str(cast.school.uid), "file": _file("план.txt", TABLE)},
    )
    batch = RoadmapImport.objects.get()
    assert sent.url == address("import", batch.uid)
    assert curator.get(sent.url).status_code == 200
    jobs.run_all()

    preview = curator.get(sent.url).content.decode()
    assert "Подготовить положение о наставничестве" in preview
    row = curator.post(
        address("import-line", batch.uid, 0),
        {"version": 1, "deed": "save", "title": "Издать приказ", "deadline_text": "до 20 сентября"},
        headers={"HX-Request": "true"},
    )
    assert "до 20 сентября" in row.content.decode()
    plan = curator.post(address("import-accept", batch.uid), follow=True)

    assert "Издать приказ" in plan.content.decode()
    assert curator.get(sent.url).status_code == 302


def _file(name: str, text: str) -> io.BytesIO:
    file = io.BytesIO(text.encode())
    file.name = name
    return file


def test_a_pasted_table_is_read_like_a_file(curator, cast):
    curator.post(address("new"), {"node": str(cast.school.uid), "pasted": TABLE})
    jobs.run_all()

    assert RoadmapImport.objects.get().line_count == 4


def test_nothing_chosen_is_told_beside_the_field(curator, cast):
    answer = curator.post(address("new"), {"node": str(cast.school.uid)})

    assert "Выберите файл или вставьте таблицу." in answer.content.decode()


def test_a_document_cannot_be_loaded_into_a_foreign_school(curator, cast):
    answer = curator.post(address("new"), {"node": str(cast.sibling_school.uid), "pasted": TABLE})

    assert answer.status_code == 200
    assert not RoadmapImport.objects.exists()


def test_evidence_comes_back_as_an_attachment_in_a_sandbox(add, curator, cast, browse):
    occurrence = add("сентябрь").occurrences.get()
    curator.post(
        address("prove", occurrence.uid),
        {"done_on": "2026-09-10", "note": "Приказ", "file": _pdf()},
    )
    proof = Evidence.objects.get()

    answer = curator.get(address("evidence-file", proof.uid))

    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert browse(cast.sibling_curator).get(address("evidence-file", proof.uid)).status_code == 404


def _pdf() -> io.BytesIO:
    file = io.BytesIO(b"%PDF-1.7 test\n%%EOF\n")
    file.name = "order.pdf"
    return file


def test_my_month_sorts_what_waits_and_forgets_what_is_done(roadmap, add, curator, cast, prove):
    add("до 15 сентября", title="Давно пора")
    done = add("до 16 сентября", title="Сделано")
    prove(done.occurrences.get())

    text = curator.get("/").content.decode()

    assert "Давно пора" in text
    assert "Сделано" not in text


def test_a_line_set_aside_leaves_my_month(add, curator, cast):
    line = add("до 15 сентября", title="Перенесли")
    lines.decide(line, kind="postponed", basis="Приказ", from_on=BEGIN, actor=cast.curator)

    assert "Перенесли" not in curator.get("/").content.decode()


def test_withdrawing_evidence_from_its_page_reopens_the_line(add, curator, prove):
    occurrence = add("сентябрь").occurrences.get()
    proof = prove(occurrence)

    curator.post(address("evidence-withdraw", proof.uid))

    occurrence.refresh_from_db()
    assert occurrence.done_on is None
    evidence.bring_back(proof, actor=proof.made_by)
    occurrence.refresh_from_db()
    assert occurrence.done_on == proof.done_on


def test_a_row_sent_twice_from_the_table_is_edited_once(add, curator):
    line = add("сентябрь", title="Приказ")
    form = {"version": 1, "title": "Приказ о запуске", "deadline_text": "сентябрь", "form_token": str(uuid.uuid4())}

    answers = [curator.post(address("line-edit", line.uid), form, headers={"HX-Request": "true"}) for _time in "ab"]

    assert "Приказ о запуске" in answers[0].content.decode()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert RoadmapLine.objects.get(pk=line.pk).version == 2


@pytest.fixture
def waiting(curator, cast) -> RoadmapImport:
    """A document that was read and waits to be looked through."""
    curator.post(address("new"), {"node": str(cast.school.uid), "pasted": TABLE})
    jobs.run_all()
    return RoadmapImport.objects.get()


def test_a_mended_row_sent_twice_is_mended_once(curator, waiting):
    form = {"version": 1, "deed": "leave_out", "form_token": str(uuid.uuid4())}

    for _time in range(2):
        curator.post(address("import-line", waiting.uid, 0), form, headers={"HX-Request": "true"})

    line = waiting.lines.get(position=0)
    assert (line.is_left_out, line.version) == (True, 2)


def test_a_refusal_in_a_row_leads_to_the_page_of_the_line_with_its_sentence(curator, waiting):
    form = {"version": 1, "deed": "choose", "choice": "99"}

    answer = curator.post(address("import-line", waiting.uid, 0), form, headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == address("import-line", waiting.uid, 0)
    assert "Такого прочтения срока нет" in curator.get(answer["HX-Redirect"]).content.decode()


def test_the_list_of_plans_leaves_as_a_table_with_its_counts(roadmap, add, curator):
    add("до 15 октября 2025", title="Давно пора")

    answer = curator.get(address("list-export"), {"status": "in_force"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    head, *rows = book.get_sheet_by_index(0).to_python()

    assert [(row[0], row[1], row[head.index("просрочен")]) for row in rows] == [
        ("Школа № 15", "План внедрения наставничества", 1)
    ]


def test_a_day_that_no_month_has_is_taken_as_today(curator, add):
    part = SubItem.objects.create(line=add("до 10 сентября"), position=1, text="Согласовать с профсоюзом")
    typed = {"done": "1", "done_on": "2026-02-31", "version": "1"}
    answer = curator.post(reverse("roadmaps:tick", args=[part.uid]), typed)
    part.refresh_from_db()
    assert (answer.status_code, part.done_on) == (302, timezone.localdate())
