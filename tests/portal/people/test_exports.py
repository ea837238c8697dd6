"""A base as a file: in the layout of its form, with a reason, after a fresh proof, and not without end."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from nastavnik.accounts import once
from nastavnik.accounts.keyring import ring
from nastavnik.audit.models import Event
from nastavnik.notifications.models import Notice
from nastavnik.org.services.reference import load
from nastavnik.people import exporting, official
from nastavnik.people.cards import sort_key
from nastavnik.people.models import Intake, Participation, Person, Taking
from nastavnik.people.registers import headings, rows
from nastavnik.people.registers.columns import REGISTERS
from nastavnik.people.registers.writing import official_rows
from nastavnik.people.services import intake_comparing
from nastavnik.people.services.intake_lists import lists_of
from nastavnik.people.services.persons import group_named
from tests.cast import PASSWORD, Cast
from tests.people.bases_rows import grow, part, person
from tests.portal.documents.test_pages import browse

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)
    load()


def stale(user: Any) -> Client:
    """Signed in an hour ago."""
    client = browse(user)
    session = client.session
    session["proved_at"] = timezone.now().timestamp() - 3600
    session.save()
    return client


def take(client: Client, kind: str = "xlsx", **which: str) -> Any:
    address = reverse("people:export", query={"year": "2026"} | which)
    return client.post(address, {"format": kind, "reason": "Отчёт району"})


def table(answer: Any) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    found: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    return found


def two(cast: Cast) -> None:
    group = group_named(cast.school, "8А")
    for last in ("Ветрова", "Орлова"):
        part(
            person(cast.school, cast.curator, last, "Алёна"), cast.curator, group=group, form="pupil_pupil",
            entered_on=dt.date(2026, 9, 10), details={"main_request": "=СУММ(1)", "results": "пока нет"},
        )  # fmt: skip


def test_every_column_of_the_form_by_name(cast: Cast):
    two(cast)
    head, *body = table(take(browse(cast.curator)))
    assert head == [each.title for each in REGISTERS["mentee"]]
    of = dict(zip((each.name for each in REGISTERS["mentee"]), body[0], strict=True))
    assert [row[1] for row in body] == ["Ветрова Алёна", "Орлова Алёна"]
    assert (of["main_request"], of["group_or_position"], of["consent"]) == ("=СУММ(1)", "8А", "нет")
    assert (of["organisation"], of["school_year"]) == ("Школа № 15", "2026/2027")
    assert of["entry_date"] == dt.date(2026, 9, 10)


@pytest.mark.parametrize(("kind", "begins"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_on_paper(cast: Cast, kind: str, begins: bytes):
    two(cast)
    data = b"".join(take(browse(cast.curator), kind).streaming_content)
    assert data.startswith(begins)
    if kind == "docx":
        assert "Ветрова Алёна" in ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_what_goes_out_comes_in_as_the_same(cast: Cast, side: str):
    for last in ("Ветрова", "Орлова-Белая"):
        told: dict[str, Any] = {"main_request": "Олимпиада", "results": "пока нет", "work_place": "Завод «Маяк»"}
        told |= {"competences": ["станки", "чертежи"], "wanted_age": [12, 14]}
        told |= {"time_resource": {"text": "2 часа в неделю", "per_week": 2.0}}
        kept = (
            ("main_request", "results")
            if side == "mentee"
            else tuple(name for name in told if name != "main_request")
        )
        of_side: dict[str, Any] = {"group": group_named(cast.school, "8А")}
        if side == "mentor":
            of_side = {"capacity": 2, "source": "parent"}
        one = person(cast.school, cast.curator, last, "Алёна")
        details = {name: told[name] for name in kept}
        part(one, cast.curator, side=side, entered_on=dt.date(2026, 9, 10), details=details, **of_side)
    Person.objects.update(birth_year=2012 if side == "mentee" else 1985)
    if side == "mentor":
        for one in Person.objects.all():
            one.card = {**one.card, "birth": "1985-05-17"}
            one.save()
    taken = table(take(browse(cast.curator), side=side))
    sheet = [[cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row] for row in taken]
    proposal = headings.propose(sheet, {})
    assert proposal.register == side
    judge = rows.Judge(side, proposal.mapping, lists_of(cast.school), TODAY)
    read = [judge(number, raw) for number, raw in rows.data_rows(sheet, proposal.first_row)]
    assert [one.wrong for one in read] == [(), ()]
    intake = Intake.objects.create(node=cast.school, side=side, model="learners", school_year=2026)
    known = [{"n": one.number, "verdict": "new", "values": one.values} for one in read]
    intake_comparing.Base(intake, ring.sealer(cast.school.pk)).look(known)
    assert [(one["verdict"], one.get("changes")) for one in known] == [("same", None)] * 2


@pytest.mark.parametrize("side", ["mentee", "mentor"])
@pytest.mark.slow
def test_rows_made_straight_say_what_the_values_say(cast: Cast, side: Any):
    group = group_named(cast.school, "8А")
    cards: list[dict[str, Any]] = [
        {"phones": ["+79001234567"], "contact": "+79001234567"},
        {"phones": ["+79001234567"], "contact": "мама Ольга, 8 900 123-45-67"},
        {"phones": ["+79001234567", "+79007654321"], "contact": "Орлова Ольга (мать), 8 900 123-45-67"},
        {"phones": ["+79001234567"], "emails": ["a@mail.example"], "contact": "a@mail.example, 89001234567"},
        {"phones": [], "emails": ["a@mail.example"], "contact": "через классного руководителя"},
        {"contact": "паспорт 4509 123456"},
        {"last": "Нгуен Тхи", "first": "Ан", "emails": ["a@mail.example"]},
        {"birth": None},
    ]
    for place, told in enumerate(cards):
        one = person(cast.school, cast.curator, f"Ветрова{'абвгдежз'[-place]}", "Алёна")
        one.card = {name: one.card[name] for name in ("last", "first", "birth")} | told
        one.birth_month = None if told == {"birth": None} else 5
        one.save()
        odd: dict[str, Any] = {
            "results": "=1",
            "competences": ["станки", "х"],
            "wanted_age": [None, 14],
            "unknown": 1,
        }
        kept = odd | {
            "group_or_position": "7Б",
            "case_url": None,
            "clearance_doc": "2026-09-01",
            "passed_mark": False,
        }
        of_side: dict[str, Any] = {"group": group} if place % 2 else {"form": "pupil_pupil", "category": "gifted"}
        if side == "mentor":
            of_side = {"capacity": place, "source": "parent", "ended_on": dt.date(2027, 5, 30)}
        details = kept if place % 3 else None
        part(one, cast.curator, side=side, entered_on=dt.date(2026, 9, 10), details=details, **of_side)
    lists = lists_of(cast.school, with_groups=False)
    parts = Participation.objects.filter(node=cast.school, side=side)
    platform = {"organisation": "Школа № 15", "school_year": "2026/2027", "consent": "нет", "readiness": ""}
    values = [
        official.values_of(one.person, one) | platform | {"status": one.status, "publication_consent": "нет"}
        for one in sorted(parts.select_related("person", "group"), key=lambda one: sort_key(one.person.card))
    ]

    assert list(exporting.rows(parts, cast.school, side, lists)) == list(official_rows(side, values, lists))
    assert len(values) == len(cards)


def test_who_what_for_and_how_many_are_kept(cast: Cast):
    two(cast)
    take(browse(cast.curator))
    taking = Taking.objects.get()
    assert (taking.rows, taking.reason, taking.side, taking.made_by) == (2, "Отчёт району", "mentee", cast.curator)
    facts = Event.objects.get(action="base.exported").facts
    assert facts == {"side": "mentee", "year": 2026, "rows": 2, "format": "xlsx"}
    shown = Event.objects.get(action="person.exported")
    assert sorted(shown.facts["people"]) == sorted(Person.objects.values_list("pk", flat=True))


def test_without_a_fresh_proof_nothing_leaves_and_after_it_what_was_typed_goes_on(cast: Cast):
    two(cast)
    client = stale(cast.curator)
    token = once.new_token()
    address = reverse("people:export", query={"year": "2026"})
    typed = {"format": "xlsx", "reason": "Отчёт району", "form_token": token}
    answer = client.post(address, typed)
    assert answer.status_code == 302
    assert not Taking.objects.exists()
    # A session is a row of the database: nothing that was typed may be read there.
    assert "Отчёт" not in json.dumps(dict(client.session), ensure_ascii=False)

    answer = client.post(answer.headers["Location"], {"password": PASSWORD})
    page = client.get(answer.headers["Location"])
    assert page.context["waiting"] == (address, list(typed.items()))
    assert b"data-goes-on" in page.content
    waiting = page.context["waiting"]
    assert len(table(client.post(waiting.address, dict(waiting.fields)))) == 3
    assert Taking.objects.get().reason == "Отчёт району"
    # Once: the arrow of the browser finds nothing left to send.
    assert client.get(answer.headers["Location"]).headers["Location"] == "/"


def test_a_reason_is_asked_for(cast: Cast):
    two(cast)
    answer = browse(cast.curator).post(reverse("people:export", query={"year": "2026"}), {"format": "xlsx"})
    assert answer.context["form"].errors["reason"]
    assert not Taking.objects.exists()


def test_more_than_a_day_allows_is_refused_and_told(cast: Cast, settings: Any):
    settings.NASTAVNIK_EXPORT_ROWS_A_DAY = 5
    grow(cast.school, 3)
    client = browse(cast.curator)
    assert take(client).streaming
    answer = take(client)
    assert answer.context["form"].non_field_errors()
    assert Taking.objects.count() == 1
    assert Event.objects.get(action="base.export_refused").facts == {"rows": 3}
    notice = Notice.objects.get(kind="base.export_refused")
    assert (notice.user, notice.context["rows"]) == (cast.data_protection_officer, 3)
    # Somebody else's day is their own.
    assert take(browse(cast.director), side="mentor").context["form"].non_field_errors()
    assert Taking.objects.count() == 1


def test_a_head_takes_adults_only(cast: Cast):
    one = person(cast.school, cast.curator, "Орлова", adult=True)
    part(one, cast.curator, side="mentor", audience="teacher", source="teacher")
    part(person(cast.school, cast.curator, "Ветрова"), cast.curator, side="mentor")
    assert [row[1] for row in table(take(browse(cast.director), side="mentor"))[1:]] == ["Орлова Анна"]
    assert Taking.objects.get().rows == 1


@pytest.mark.parametrize("who", ["team_member", "psychologist", "data_protection_officer", "methodologist", "mentor"])
@pytest.mark.slow
def test_who_takes_nothing(cast: Cast, who: str):
    two(cast)
    assert take(browse(getattr(cast, who))).status_code == 403
    assert not Taking.objects.exists()


def test_a_large_base_goes_out_piece_by_piece(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("nastavnik.people.exporting.MOST_OPENED", 4)
    monkeypatch.setattr("nastavnik.people.exporting.AT_ONCE", 3)
    grow(cast.school, 10)
    body = table(take(browse(cast.curator)))[1:]
    assert [row[0] for row in body] == list(range(1, 11))
    assert len({row[1] for row in body}) == 10
    assert Participation.objects.count() == 10
