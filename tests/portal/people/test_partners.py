"""The register of partners, offers, measures to win them and the revision, by those who may."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from nastavnik.accounts.roles import Role
from nastavnik.audit.models import Event
from nastavnik.notifications.models import Notice
from nastavnik.org.services.reference import load
from nastavnik.people.models import Offer, Participation, Partner, PartnerEffort, PartnerReview
from nastavnik.people.tasks_partners import look_at_agreements
from nastavnik.portal.people.partners_forms import types
from tests.cast import Cast
from tests.people_data import part, person
from tests.portal.documents.test_pages import browse, text_of

pytestmark = pytest.mark.django_db
INN = "7707083893"
DAY = dt.date(2026, 9, 1)


@pytest.fixture(autouse=True)
def lists(db: Any) -> None:
    load()


def at(name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=args)


def partner(cast: Cast, name: str = "Завод «Маяк»", **told: Any) -> Partner:
    whole = {"node": cast.school, "type": "enterprise", "contact": {"name": "Липатова Вера Ильинична"}, **told}
    return Partner.objects.create(name=name, **whole)


def typed(**told: str) -> dict[str, str]:
    return {"name": "Завод «Маяк»", "type": "enterprise", "contact_name": "Липатова Вера", "contact_phone": "12",
            **told}  # fmt: skip


def cells_of(answer: Any) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


def undo_of(client: Client, answer: Any) -> str:
    page = text_of(client.get(answer.url))
    return page.split('class="toast-card')[1].split('action="')[1].split('"')[0].replace("&amp;", "&")


def test_a_partner_is_written_down_with_its_contact_under_seal(cast: Cast):
    client = browse(cast.curator)
    assert at("partner-add") in text_of(client.get(at("partners")))
    wrong = client.post(at("partner-add"), typed(inn="7707083890"))
    assert "ИНН" in text_of(wrong)
    assert not Partner.objects.exists()
    client.post(at("partner-add"), typed(inn=INN, agreement_words="№ 3 от 01.09.2025"))
    row = Partner.objects.get()
    assert (row.inn, row.contact) == (INN, {"name": "Липатова Вера", "phone": "12"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM people_partner")
        assert "Липатова" not in cursor.fetchone()[0]
    twice = client.post(at("partner-add"), typed(inn=INN))
    assert twice.status_code == 200
    assert "уже" in text_of(twice)
    assert Partner.objects.count() == 1


def test_contacts_are_seen_where_the_partner_is_kept_and_looks_are_written_down(cast: Cast):
    row = partner(cast)
    assert "Липатова" in text_of(browse(cast.curator).get(at("partner", row.uid)))
    assert Event.objects.filter(action="partner.contact_viewed", object_uid=row.uid).count() == 1
    above = text_of(browse(cast.district_coordinator).get(at("partner", row.uid)))
    assert "Завод «Маяк»" in above
    assert "Липатова" not in above
    assert browse(cast.sibling_curator).get(at("partner", row.uid)).status_code == 404
    listed = text_of(browse(cast.district_coordinator).get(at("partners"), {"where": "below"}))
    assert "Завод «Маяк»" in listed


def test_two_who_change_one_partner_see_both_versions(cast: Cast):
    row, client = partner(cast), browse(cast.curator)
    assert client.post(at("partner-edit", row.uid), typed(version="1", industry="связь")).status_code == 302
    titles = types()
    other = next(code for code in titles if code != "enterprise")
    changed = typed(version="1", industry="судостроение", type=other)
    late = client.post(at("partner-edit", row.uid), changed)
    assert late.status_code == 409
    # A type is read by its title, not by the code of the reference list.
    choice = next(each for each in late.context["choices"] if each.name == "type")
    assert (choice.mine, choice.theirs) == (titles[other], titles["enterprise"])
    row.refresh_from_db()
    assert row.industry == "связь"


def test_the_end_of_a_partnership_cuts_what_the_partner_sees_and_is_undone_whole(cast: Cast):
    row = partner(cast, body=cast.enterprise)
    own = browse(cast.users[Role.PARTNER])
    assert cast.school.short_name in text_of(own.get(at("partners")))
    client = browse(cast.curator)
    ended = client.post(at("partner-end", row.uid))
    assert own.get(at("partner", row.uid)).status_code == 404
    client.post(undo_of(client, ended))
    row.refresh_from_db()
    assert (row.ended_on, row.body_id) == (None, cast.enterprise.pk)
    assert own.get(at("partner", row.uid)).status_code == 200


def test_a_partner_sees_its_own_mentors_and_no_other(cast: Cast):
    row = partner(cast, body=cast.enterprise)
    told = {"side": "mentor", "audience": "adult", "source": "employee", "school_year": 2026}
    year = {"school_year": timezone.localdate().year - (timezone.localdate().month < 9)}
    given = part(person(cast.school, "Синицын"), **{**told, **year})
    part(person(cast.school, "Липатов"), **{**told, **year})
    client = browse(cast.curator)
    assert "Липатов" in text_of(client.get(at("partner-mentors", row.uid)))
    client.post(at("partner-mentors", row.uid), {"part": [str(given.uid)]})
    assert Participation.objects.get(partner=row).pk == given.pk
    page = text_of(browse(cast.users[Role.PARTNER]).get(at("partners")))
    assert "Синицын" in page
    assert "Липатов" not in page
    assert Event.objects.filter(actor_id=cast.users[Role.PARTNER].pk, action="person.viewed").count() == 1
    assert '<td class="number" data-label="Предоставлено наставников">1</td>' in text_of(client.get(at("partners")))


def test_an_offer_is_made_taken_up_and_taken_back(cast: Cast):
    row = partner(cast, body=cast.enterprise)
    own, client = browse(cast.users[Role.PARTNER]), browse(cast.curator)
    told = {"kind": "mentors", "count": "3", "words": "Слесари", "from_on": "2026-09-01"}
    assert own.post(at("offer-new-own", row.uid), told).status_code == 302
    offer = Offer.objects.get()
    assert Notice.objects.filter(user=cast.curator, kind="offer.made").exists()
    assert "Слесари" in text_of(client.get(at("offers")))
    taken = client.post(at("offer-take-up", offer.uid))
    offer.refresh_from_db()
    assert (offer.state, offer.taken_by) == ("accepted", cast.school)
    assert Notice.objects.filter(user=cast.users[Role.PARTNER], kind="offer.answered").exists()
    client.post(undo_of(client, taken))
    offer.refresh_from_db()
    assert (offer.state, offer.taken_by) == ("offered", None)
    client.post(at("offer-decline", offer.uid))
    client.post(at("offer-take-up", offer.uid))
    offer.refresh_from_db()
    assert offer.state == "declined"
    assert own.post(at("offer-end-own", offer.uid)).status_code == 302


def test_an_open_offer_of_the_region_is_taken_by_one_school_and_declined_by_none(cast: Cast):
    row = partner(cast, node=cast.region)
    offer = Offer.objects.create(partner=row, kind="place", words="Экскурсия", from_on=DAY, is_open=True)
    client, other = browse(cast.curator), browse(cast.sibling_curator)
    client.post(at("offer-decline", offer.uid))
    Partner.objects.update(ended_on=DAY)
    other.post(at("offer-take-up", offer.uid))
    offer.refresh_from_db()
    assert offer.state == "offered"
    Partner.objects.update(ended_on=None)
    other.post(at("offer-take-up", offer.uid))
    client.post(at("offer-take-up", offer.uid))
    client.post(at("offer-reopen", offer.uid))
    offer.refresh_from_db()
    assert (offer.state, offer.taken_by) == ("accepted", cast.sibling_school)


def test_a_revision_is_saved_together_undone_and_printed(cast: Cast):
    rows = [partner(cast, f"Завод {n}") for n in range(3)]
    client = browse(cast.curator)
    said = {"on": "2026-10-01", f"said-{rows[0].uid}": "goes_on", f"said-{rows[1].uid}": "renew",
            f"note-{rows[1].uid}": "до мая"}  # fmt: skip
    saved = client.post(at("revision"), said)
    assert PartnerReview.objects.count() == 2
    rows[1].refresh_from_db()
    assert rows[1].last_review_on == dt.date(2026, 10, 1)
    file = client.get(at("revision-print"), {"on": "2026-10-01"})
    assert file["Content-Type"].endswith("wordprocessingml.document")
    client.post(undo_of(client, saved))
    assert not PartnerReview.objects.exists()
    rows[1].refresh_from_db()
    assert rows[1].last_review_on is None


def test_a_second_revision_of_a_day_is_taken_back_to_the_first(cast: Cast):
    row, client = partner(cast), browse(cast.curator)
    client.post(at("revision"), {"on": "2026-10-01", f"said-{row.uid}": "goes_on"})
    client.get(at("revision"))
    again = client.post(at("revision"), {"on": "2026-10-01", f"said-{row.uid}": "end", f"note-{row.uid}": "закрыт"})
    client.post(undo_of(client, again))
    review = PartnerReview.objects.get()
    assert (review.conclusion, review.note) == ("goes_on", "")


def test_measures_to_attract_are_kept_and_taken_out(cast: Cast):
    client = browse(cast.curator)
    client.post(at("effort-add"), {"on": "2026-10-01", "what": "Круглый стол", "result": "два письма"})
    effort = PartnerEffort.objects.get()
    ahead = client.post(at("effort-add"), {"on": "2099-10-01", "what": "Завтра"})
    assert ahead.status_code == 200
    gone = client.post(at("effort-remove", effort.uid))
    undo = undo_of(client, gone)
    assert "Круглый стол" not in text_of(client.get(at("efforts")))
    client.post(undo)
    assert cells_of(client.get(at("efforts-export")))[1][1:] == ["Круглый стол", "", "два письма"]


def test_the_table_of_the_register_holds_contacts_for_keepers_only(cast: Cast):
    partner(cast)
    for user, query, seen in ((cast.curator, {}, True), (cast.district_coordinator, {"where": "below"}, False)):
        cells = [cell for row in cells_of(browse(user).get(at("partners-export"), query)) for cell in row]
        assert "Завод «Маяк»" in cells
        assert ("Липатова Вера Ильинична" in cells) is seen


def test_agreements_that_run_out_are_told_of_once(cast: Cast):
    today = timezone.localdate()
    soon = partner(cast, agreement_until=today + dt.timedelta(days=30))
    partner(cast, "Позже", agreement_until=today + dt.timedelta(days=31))
    partner(cast, "Закончился", agreement_until=today + dt.timedelta(days=3), ended_on=today)
    look_at_agreements()
    look_at_agreements()
    told = Notice.objects.filter(user=cast.curator, kind="partner.agreement_ends")
    assert [notice.context["partner"] for notice in told] == [str(soon.uid)]


def test_a_list_of_three_and_of_thirty_asks_as_much(cast: Cast):
    client, counts = browse(cast.curator), []
    client.get(at("partners"))
    for more in (3, 27):
        for number in range(more):
            partner(cast, f"Завод {more}-{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(at("partners"))
        with CaptureQueriesContext(connection) as further:
            client.get(at("revision"))
        counts.append((len(queries), len(further)))
    assert counts[0] == counts[1]
