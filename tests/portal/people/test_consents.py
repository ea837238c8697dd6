"""Pages of consents as a curator walks them: coverage, giving out, marking, scans, codes on paper."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from nastavnik import jobs
from nastavnik.audit.models import Event
from nastavnik.org.calendar import school_year_of
from nastavnik.people.cards import Birth
from nastavnik.people.models import Consent, ConsentBatch, Participation, Person, Representation, ScanBatch, ScanPage
from nastavnik.people.models.persons import Group
from nastavnik.people.services import consents
from nastavnik.people.services.persons import add_part, add_person, group_named
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PUPIL, GROWN = Birth(2014, 5, dt.date(2014, 5, 17)), Birth(1990, 3, dt.date(1990, 3, 1))


def today() -> dt.date:
    return timezone.localdate()


def person(cast: Cast, last: str, first: str = "Алёна", birth: Birth = PUPIL, **told: object) -> Person:
    card = {"last": last, "first": first, "middle": "Игоревна"}
    return add_person(cast.school, card, birth=birth, actor=cast.curator, **told)  # type: ignore[arg-type]


def pupil(cast: Cast, last: str = "Ветрова", group: Group | None = None) -> Participation:
    """With a mother who has an account."""
    child = person(cast, last)
    mother = person(cast, f"{last}-Старшая", "Ирина", GROWN, user=cast.parent)
    Representation.objects.create(
        node=cast.school, child=child, adult=mother, relation="mother", from_on=dt.date(2026, 9, 1)
    )
    return add_part(
        child, side="mentee", model="learners", school_year=school_year_of(today()).start_year, audience="learner",
        group=group, entered_on=dt.date(2026, 9, 1), actor=cast.curator,
    )  # fmt: skip


def given(cast: Cast, who: Person, kind: str = "minor_rep_pd") -> Consent:
    return consents.issue([who], kind, actor=cast.curator)[0]


@pytest.fixture
def curator(cast: Cast, client: Client) -> Client:
    client.force_login(cast.curator)
    return client


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]  # an answer of the client


class TestCoverage:
    def test_a_class_is_counted_by_purpose_and_the_missing_are_named(self, cast: Cast, curator: Client) -> None:
        group = group_named(cast.school, "6А")
        one, two = pupil(cast, "Ветрова", group), pupil(cast, "Зорина", group)
        row = given(cast, one.person)
        consents.sign_on_paper(row, signed_on=today(), version=row.version, actor=cast.curator)
        page = text(curator.get(reverse("people:consents")))
        assert "6А" in page
        assert "1 из 2" in page

        lacking = text(curator.get(reverse("people:consents-missing"), {"kind": "minor_rep_pd", "line": group.uid}))
        assert "Зорина Алёна Игоревна" in lacking
        assert "Ветрова Алёна" not in lacking
        event = Event.objects.filter(action="person.viewed").latest("id")
        assert event.object_id == two.person.pk

    def test_what_is_missing_is_given_out_as_one_file(self, cast: Cast, curator: Client) -> None:
        pupil(cast)
        answer = curator.post(reverse("people:consents-issue"), {"kind": "minor_rep_pd"})
        batch = ConsentBatch.objects.get()
        address = reverse("people:consent-batch", args=[batch.uid])
        assert answer.headers["Location"] == address
        # Before the file is there nothing is taken.
        assert curator.get(reverse("people:consent-batch-print", args=[batch.uid])).status_code == 302
        jobs.run_all()
        assert reverse("people:consent-batch-print", args=[batch.uid]) in text(curator.get(address))
        file = curator.get(reverse("people:consent-batch-print", args=[batch.uid]))
        assert b"".join(file.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]  # it streams
        assert Event.objects.filter(action="person.exported").count() == 1

    def test_everybody_who_has_none_is_reminded(self, cast: Cast, curator: Client) -> None:
        part = pupil(cast)
        given(cast, part.person)
        page = curator.post(reverse("people:consents-remind"), {"kind": "minor_rep_pd"}, follow=True)
        assert "Напоминание отправлено 1 человеку." in text(page)

    def test_the_page_costs_the_same_for_few_and_many(self, cast: Cast, curator: Client) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = []
        for number in range(4):
            pupil(cast, f"Ветр{'о' * (number + 1)}в", group_named(cast.school, f"{number + 5}А"))
            if number in (0, 3):
                with CaptureQueriesContext(connection) as seen:
                    curator.get(reverse("people:consents"))
                counts.append(len(seen))
        assert counts[0] == counts[1]


class TestList:
    def test_it_is_narrowed_and_shows_names_of_one_page(self, cast: Cast, curator: Client) -> None:
        group = group_named(cast.school, "6А")
        given(cast, pupil(cast, "Ветрова", group).person)
        given(cast, pupil(cast, "Зорина").person)
        address = reverse("people:consent-list")
        whole = text(curator.get(address))
        assert "Ветрова Алёна" in whole
        assert "Зорина Алёна" in whole
        narrowed = text(curator.get(address, {"line": str(group.uid), "state": "issued", "kind": "minor_rep_pd"}))
        assert "Ветрова Алёна" in narrowed
        assert "Зорина Алёна" not in narrowed

    def test_fifty_rows_cost_as_many_queries_as_one(self, cast: Cast, curator: Client) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = []
        for last in ("Ветрова", "Зорина"):
            given(cast, pupil(cast, last).person)
            with CaptureQueriesContext(connection) as seen:
                curator.get(reverse("people:consent-list"))
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestOne:
    def test_the_text_is_shown_as_given_out(self, cast: Cast, curator: Client) -> None:
        row = given(cast, pupil(cast).person)
        page = text(curator.get(reverse("people:consent", args=[row.uid])))
        assert "Ветрова-Старшая Ирина Игоревна" in page
        assert "Цель обработки" in page
        printed = curator.get(reverse("people:consent-print", args=[row.uid]))
        assert b"".join(printed.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]  # it streams

    def test_it_is_marked_with_its_scan_and_the_mark_is_taken_back(self, cast: Cast, curator: Client) -> None:
        part = pupil(cast)
        row = given(cast, part.person)
        picture = io.BytesIO()
        Image.new("L", (40, 40), 200).save(picture, "PNG")
        typed = {
            "signed_on": today().isoformat(), "basis": "дело 03-12, лист 14", "version": row.version,
            "scan": SimpleUploadedFile("scan.png", picture.getvalue()),
        }  # fmt: skip
        curator.post(reverse("people:consent-signed", args=[row.uid]), typed)
        row.refresh_from_db()
        part.refresh_from_db()
        assert (row.state, row.basis, part.status) == ("active", "дело 03-12, лист 14", "in_base")
        scan = curator.get(reverse("people:consent-scan", args=[row.uid]))
        assert scan.headers["Content-Type"] == "image/png"
        assert "sandbox" in scan.headers["Content-Security-Policy"]

        curator.post(reverse("people:consent-put-right", args=[row.uid]), {"version": row.version})
        row.refresh_from_db()
        assert (row.state, row.scan_key) == ("issued", "")

    def test_a_day_ahead_stands_beside_its_field_and_an_older_page_is_told(self, cast: Cast, curator: Client) -> None:
        row = given(cast, pupil(cast).person)
        address = reverse("people:consent-signed", args=[row.uid])
        ahead = (today() + dt.timedelta(days=1)).isoformat()
        page = curator.post(address, {"signed_on": ahead, "version": row.version})
        assert "дата ещё не наступила" in text(page)
        older = curator.post(address, {"signed_on": today().isoformat(), "version": row.version + 1})
        assert older.status_code == 409

    def test_a_paper_demand_ends_it(self, cast: Cast, curator: Client) -> None:
        part = pupil(cast)
        row = given(cast, part.person)
        consents.sign_on_paper(row, signed_on=today(), version=row.version, actor=cast.curator)
        address = reverse("people:consent-withdraw", args=[row.uid])
        assert "Участие в наставничестве" in text(curator.get(address))
        curator.post(address, {"words": "прошу прекратить"})
        part.refresh_from_db()
        assert part.status == "withdrawn"

    def test_another_purpose_is_given_to_one_person(self, cast: Cast, curator: Client) -> None:
        part = pupil(cast)
        address = reverse("people:consents-of", args=[part.person.uid])
        assert "Дать согласие" not in text(curator.get(address))
        curator.post(address, {"kind": "contest_pd"})
        assert Consent.objects.get().kind == "contest_pd"


class TestScans:
    def test_a_page_without_a_code_is_put_by_hand(self, cast: Cast, curator: Client) -> None:
        row = given(cast, pupil(cast).person)
        picture = io.BytesIO()
        Image.new("L", (400, 600), 240).save(picture, "PNG")
        typed = {"signed_on": today().isoformat(), "files": [SimpleUploadedFile("a.png", picture.getvalue())]}
        curator.post(reverse("people:consent-scans"), typed)
        batch = ScanBatch.objects.get()
        jobs.run_all()
        assert "Эти страницы ждут вас" in text(curator.get(reverse("people:consent-scan-batch", args=[batch.uid])))
        position = batch.pages.get().position
        shown = curator.get(reverse("people:consent-scan-picture", args=[batch.uid, position]))
        assert shown.headers["Content-Type"] == "image/jpeg"

        page = reverse("people:consent-scan-page", args=[batch.uid, position])
        assert str(row.uid) in text(curator.post(page, {"words": "ветрова ал"}))
        assert str(row.uid) in text(curator.post(page, {"words": (row.code or "").lower()}))
        assert str(row.uid) not in text(curator.post(page, {"words": "никитина"}))
        put = reverse("people:consent-scan-put", args=[batch.uid, position])
        curator.post(put, {"deed": "aside"})
        curator.post(put, {"deed": "back"})
        curator.post(put, {"consent": row.uid})
        row.refresh_from_db()
        assert (row.state, row.way, bool(row.scan_key)) == ("active", "paper", True)

    def test_a_thousand_pages_come_fifty_at_a_time_those_that_wait_first(self, cast: Cast, curator: Client) -> None:
        batch = ScanBatch.objects.create(node=cast.school, signed_on=today(), state="sorted", made_by=cast.curator)
        states = ["set_aside"] * 20 + ["unknown"] * 60
        ScanPage.objects.bulk_create(
            ScanPage(batch=batch, position=place, state=state) for place, state in enumerate(states)
        )
        here = reverse("people:consent-scan-batch", args=[batch.uid])
        address: str | None = here
        shown: list[list[int]] = []
        while address:
            page = text(curator.get(address))
            shown.append([int(one) for one in re.findall(r'<td class="number main">(\d+)</td>', page)])
            onward = re.search(r'rel="next" href="([^"]+)"', page)
            address = here + onward[1].replace("&amp;", "&") if onward else None
            assert "Каждая страница нашла своё место" not in page
        assert shown == [list(range(21, 71)), [*range(71, 81), *range(1, 21)]]

    def test_a_file_of_another_kind_is_refused_in_a_sentence(self, cast: Cast, curator: Client) -> None:
        typed = {"signed_on": today().isoformat(), "files": [SimpleUploadedFile("a.exe", b"MZ" + b"0" * 40)]}
        assert "PDF, JPG или PNG" in text(curator.post(reverse("people:consent-scans"), typed))
        assert not ScanBatch.objects.exists()


class TestCodes:
    def test_a_strip_says_no_more_than_is_needed(self, cast: Cast, curator: Client) -> None:
        given(cast, pupil(cast).person)
        address = reverse("people:consents-codes")
        before = text(curator.get(address))
        assert "Ветрова-Старшая Ирина Игоревна" in before
        sheet = text(curator.post(address, {}))
        assert "Алёна В." in sheet
        assert "Ветрова Алёна" not in sheet
        assert Event.objects.filter(action="consent.code_given").count() == 1

    def test_nobody_gets_one_who_signs_on_paper_alone(self, cast: Cast, curator: Client) -> None:
        teacher = person(cast, "Котова", "Мария", GROWN)
        row = given(cast, teacher, "mentor_duties")
        assert "никто" in text(curator.get(reverse("people:consents-codes"))).lower()
        curator.post(reverse("people:consent-code", args=[row.uid]))
        assert not Event.objects.filter(action="consent.code_given").exists()


def test_settings_of_the_base_are_kept(cast: Cast, curator: Client) -> None:
    address = reverse("people:consent-settings")
    typed = {"least_mentor_age": 15, "most_mentees": 2, "version": 0}
    curator.post(address, typed)
    page = text(curator.get(address))
    assert 'value="15"' in page
    assert curator.post(address, typed | {"least_mentor_age": 16}).status_code == 409
