"""The pages on the data of people: requests, who looked, acts, the set without names."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from nastavnik import people
from nastavnik.audit.models import Event
from nastavnik.notifications.models import Notice
from nastavnik.people import coding, leaks, sights
from nastavnik.people.models import Care, Consent, DataRequest, Erasure, Person, Representation, Taking
from nastavnik.people.services import consents, copies, requests
from nastavnik.portal.people.data_sights import HOWS
from nastavnik.surveys.models import Filling, Questionnaire
from tests.cast import Cast
from tests.people_data import DAY, YEAR, part, person
from tests.portal.people.test_consents import pupil

pytestmark = pytest.mark.django_db


def enter(client: Client, user: Any) -> Client:
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
    session.save()
    return client


def test_the_officer_answers_a_request(cast: Cast, client: Client) -> None:
    one = person(cast.school, "Ветрова")
    asked = requests.ask(one, "copy", "Пришлите", by_themselves=False, actor=cast.curator)
    enter(client, cast.data_protection_officer)
    assert "Ветрова" in client.get(reverse("people:data")).content.decode()
    at = reverse("people:data-request", args=[asked.uid])
    assert "Пришлите" in client.get(at).content.decode()
    client.post(at, {"deed": "done", "answer": "Отправлено почтой", "version": 1})
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("done", "Отправлено почтой")


def _proved_at(client: Client, at: float) -> None:
    session = client.session
    session["proved_at"] = at
    session.save()


def test_a_parent_asks_downloads_and_sees_who_looked(cast: Cast, client: Client) -> None:
    child, adult = person(cast.school, "Ветрова"), person(cast.school, "Ветров", birth_year=1980, user=cast.parent)
    part(child, details={"main_request": "решать задачи"})
    Representation.objects.create(node=cast.school, child=child, adult=adult, relation="father", from_on=DAY)
    stranger = person(cast.school, "Котова")
    sights.seen(cast.curator, [child], "card")
    enter(client, cast.parent)

    client.post(reverse("people:data-ask", args=[child.uid]), {"kind": "copy", "words": ""})
    assert DataRequest.objects.get().by_themselves
    # Whoever sits before a page left open proves first who they are.
    proved = client.session["proved_at"]
    _proved_at(client, proved - 3600)
    asked_for = client.post(reverse("people:data-copy", args=[child.uid]))
    assert (asked_for.status_code, Taking.objects.exists()) == (302, False)
    _proved_at(client, proved)
    packed = client.post(reverse("people:data-copy", args=[child.uid]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(packed)))  # type: ignore[arg-type]  # it streams
    told = json.loads(archive.read("data.json"))
    assert "решать задачи" in json.dumps(told, ensure_ascii=False)
    assert "data.docx" in archive.namelist()
    assert Taking.objects.get().kind == "copy"
    looked = client.get(reverse("people:history", args=[child.uid])).content.decode()
    assert str(cast.curator) in looked
    assert f'href="{reverse("people:own")}"' in looked.partition("<main")[2]
    for name in ("people:data-ask", "people:history"):
        assert client.get(reverse(name, args=[stranger.uid])).status_code == 404
    assert client.post(reverse("people:data-copy", args=[stranger.uid])).status_code == 404


def test_a_copy_made_by_the_curator_holds_no_answers_and_speaks_in_words(cast: Cast) -> None:
    child = person(cast.school, "Ветрова", user=cast.mentee)
    part(child, source="pupil", details={"main_request": "решать задачи"})
    Care.objects.create(node=cast.school, person=child, user=cast.psychologist, from_on=DAY)
    asked = Questionnaire.objects.create(code="x", title="x", content={}, digest="x")
    Filling.objects.create(
        node=cast.school, questionnaire=asked, person=child, state="completed", answers={"q1": "боюсь контрольных"}
    )
    said = {}
    for actor in (cast.curator, cast.mentee, cast.data_protection_officer):
        archive = zipfile.ZipFile(io.BytesIO(copies.make(child, actor)))
        said[actor] = archive.read("data.json").decode()
    assert "боюсь контрольных" not in said[cast.curator]
    assert "боюсь контрольных" in said[cast.mentee]
    assert "боюсь контрольных" in said[cast.data_protection_officer]
    told = json.loads(said[cast.mentee])
    parts = {each["title"]: each["rows"][0] for each in told["parts"]}
    assert parts["Карточка"]["Карточка"]["Фамилия"] == "Ветрова"
    assert "решать задачи" in parts["Базы"]["Сведения"].values()
    assert parts["Базы"]["Учебный год"] == "2026/2027"
    # Ids and values of JSON apart, nothing is said in another language.
    labels = [*parts, *(label for row in parts.values() for label in row)]
    assert [label for label in labels if not re.search("[а-яё]", label.lower())] == []


def test_the_report_counts_by_account_and_is_written_down(cast: Cast, client: Client) -> None:
    people = [person(cast.school) for _ in range(3)]
    sights.seen(cast.curator, people, "base")
    sights.seen(cast.curator, people[:1], "card")
    sights.seen(cast.curator, people, "export")
    today = timezone.localdate()
    line, *rest = leaks.report(cast.school, today, today)
    assert (line.who, line.opened, line.listed, line.taken, len(line.people)) == (str(cast.curator), 1, 3, 3, 3)
    assert rest == []

    enter(client, cast.data_protection_officer)
    assert str(cast.curator) in client.get(reverse("people:leaks"), follow=True).content.decode()
    assert Event.objects.filter(action="leak.reported").exists()
    table = client.get(reverse("people:leaks-file"), {"seat": people[2].seat})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(table))).get_sheet_by_index(0).to_python()  # type: ignore[arg-type]  # it streams
    assert rows[1][:2] == [str(cast.curator), 1]


def test_unusually_many_cards_are_told_of_once(cast: Cast, settings: Any) -> None:
    settings.NASTAVNIK_CARDS_AN_HOUR = 3
    one = person(cast.school)
    for _ in range(4):
        sights.seen(cast.curator, [one], "card")
    assert (leaks.watch(), leaks.watch()) == (1, 0)
    told = set(Notice.objects.filter(kind="leak.alarm").values_list("user", flat=True))
    assert told == {cast.director.pk, cast.data_protection_officer.pk}


def test_the_officer_sees_what_will_go_and_runs_it(cast: Cast, client: Client) -> None:
    old = person(cast.school)
    Person.objects.filter(pk=old.pk).update(made_at=timezone.now() - dt.timedelta(days=31))
    enter(client, cast.data_protection_officer)
    assert f"№ {old.seat}" in client.get(reverse("people:data-acts")).content.decode()
    client.post(reverse("people:data-run"))
    act = Erasure.objects.get()
    assert f"№ {old.seat}" in client.get(reverse("people:data-act", args=[act.uid])).content.decode()
    table = client.get(reverse("people:data-extract", args=[act.uid]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(table))).get_sheet_by_index(0).to_python()  # type: ignore[arg-type]  # it streams
    assert len(rows) == 3


class TestCoded:
    def base(self, cast: Cast, count: int, **told: Any) -> None:
        for _ in range(count):
            part(person(cast.school), status="in_base", entered_on=DAY, **told)

    def test_rare_ones_are_coarsened_and_codes_tell_nothing(self, cast: Cast, client: Client) -> None:
        self.base(cast, 12, form="student_student")
        self.base(cast, 2, form="rare")
        enter(client, cast.curator)
        said = {"side": "mentee", "school_year": YEAR, "reason": "мониторинг"}
        page = client.post(reverse("people:coded"), said)
        taking = Taking.objects.get()
        assert page.status_code == 200
        assert set(taking.keys.values()) <= {str(uid) for uid in _uids(cast)}
        file = client.get(reverse("people:coded-file", args=[taking.uid, "xlsx"]))
        content = b"".join(file)  # type: ignore[arg-type]  # it streams
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert len(rows) - 1 == taking.rows == 12
        # The same set as CSV: nothing more is told, whatever the form of the file.
        asked = client.get(reverse("people:coded-file", args=[taking.uid, "csv"]))
        table = b"".join(asked).decode("utf-8-sig")  # type: ignore[arg-type]  # it streams
        assert list(csv.reader(io.StringIO(table), delimiter=";")) == [[str(cell) for cell in row] for row in rows]
        assert client.get(reverse("people:coded-file", args=[taking.uid, "docx"])).status_code == 404
        text = json.dumps(rows, ensure_ascii=False, default=str)
        for one in Person.objects.all():
            assert one.card["last"] not in text
        assert not any(str(uid) in text for uid in _uids(cast))
        assert "2026-09" in text

    def test_codes_differ_from_export_to_export(self, cast: Cast) -> None:
        from nastavnik.people.services import coded

        self.base(cast, 10)
        one, _told = coded.make(cast.school, "mentee", YEAR, cast.curator)
        two, _told = coded.make(cast.school, "mentee", YEAR, cast.curator)
        assert not set(one.keys) & set(two.keys)

    def test_every_combination_is_shared(self) -> None:
        rows = [
            dict.fromkeys(coding.QUASI, "")
            | {"age": f"{number % 4}", "entered": f"2026-0{number % 7 + 1}", "form": "f"}
            for number in range(57)
        ]
        told = coding.coarsened(rows)
        keys = [tuple(row[column] for column in coding.QUASI) for row in told.rows]
        assert all(keys.count(key) >= coding.K for key in keys)
        assert told.left_out + len(told.rows) == 57


def _uids(cast: Cast) -> list[Any]:
    from nastavnik.people.models import Participation

    return list(Participation.objects.filter(node=cast.school).values_list("uid", flat=True))


@pytest.mark.slow
def test_every_place_where_people_are_shown_is_named_to_those_who_ask(cast: Cast) -> None:
    """«Who looked at the card» says where: no page shows people under a code that has no words."""
    root = Path(people.__file__).parents[1]
    shown = set()
    for module in root.rglob("*.py"):
        for call in ast.walk(ast.parse(module.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "seen" and len(call.args) == 3:
                shown |= {call.args[2].value} if isinstance(call.args[2], ast.Constant) else set()
    assert len(shown) > 15
    assert shown - HOWS.keys() == set()


def test_an_officer_comes_to_the_consents_and_meets_no_closed_door(cast: Cast, client: Client) -> None:
    client.force_login(cast.data_protection_officer)
    address = reverse("people:consent-list")
    assert f'href="{address}' in client.get(reverse("people:data")).content.decode()
    page = client.get(address).content.decode()
    for link in set(re.findall(r'href="(/people/[^"#?]*)', page)):
        assert client.get(link).status_code == 200, link
    client.force_login(cast.curator)
    assert f'href="{address}' not in client.get(reverse("people:data")).content.decode()


def test_a_parent_reads_whose_card_was_looked_at(cast: Cast, client: Client) -> None:
    child = pupil(cast).person
    client.force_login(cast.parent)
    client.get(reverse("people:own"))
    page = client.get(reverse("people:history", args=[child.uid])).content.decode()
    assert child.full_name in page
    assert ">вы<" in page
    client.force_login(cast.curator)
    assert child.full_name not in client.get(reverse("people:history", args=[child.uid])).content.decode()


def test_data_are_destroyed_after_a_tick_and_the_act_names_the_withdrawal(cast: Cast, client: Client) -> None:
    one = person(cast.school)
    given = Consent.objects.create(
        node=cast.school, person=one, kind="minor_rep_pd", state="active", signed_on=DAY, way="paper"
    )
    asked = consents.withdraw(given, by_themselves=False, actor=cast.curator)
    enter(client, cast.data_protection_officer)
    page = client.get(reverse("people:data-request", args=[asked.uid])).content.decode()
    assert 'name="sure"' in page
    address = reverse("people:data-destroy", args=[one.uid])
    client.post(address)
    one.refresh_from_db()
    assert one.state == "kept"
    client.post(address, {"sure": "on"})
    one.refresh_from_db()
    assert one.state == "erased"
    assert [line.reason for line in Erasure.objects.get().lines.all()] == ["consent_withdrawn"]
