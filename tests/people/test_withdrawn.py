"""What a withdrawal leaves: nothing is shown, nothing goes out, nothing comes back by a way round."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik.accounts.keyring.files import FileMissing, files
from nastavnik.accounts.models import User
from nastavnik.accounts.roles import Role
from nastavnik.notifications.models import Notice
from nastavnik.people import listing, retention
from nastavnik.people.models import Consent, ConsentBatch, Participation, Person, Representation
from nastavnik.people.refusals import ConsentWithdrawn
from nastavnik.people.refusals_data import TooFewRows
from nastavnik.people.services import coded, consents, persons, requests
from nastavnik.people.services.merging import merge
from nastavnik.people.services.parting import take_apart
from nastavnik.surveys.models import Filling, Questionnaire
from tests.cast import Cast
from tests.people_data import DAY, YEAR, part, person

pytestmark = pytest.mark.django_db
GROWN = {"birth_year": 1980, "birth_month": 5, "adult_from": dt.date(1998, 6, 1)}
TEEN = {"birth_year": 2011, "birth_month": 5, "adult_from": dt.date(2029, 6, 1)}


def agreed(one: Person, kind: str = "minor_rep_pd", **told: Any) -> Consent:
    whole = {"state": "active", "signed_on": DAY, "way": "paper", **told}
    return Consent.objects.create(node=one.node, person=one, kind=kind, **whole)


def withdraw(cast: Cast, given: Consent) -> None:
    consents.withdraw(given, by_themselves=False, actor=cast.curator)


def in_base(cast: Cast) -> list[Person]:
    rows = listing.base(cast.school, side="mentee", model="learners", school_year=YEAR)
    return [row.person for row in rows.select_related("person")]


def due(cast: Cast, days: int) -> dict[int, str]:
    on = timezone.localdate() + dt.timedelta(days=days)
    return {each.person_id: each.code for each in retention.due(cast.school, on)}


def test_a_teens_own_confirmation_does_not_stand_for_the_parents_consent(cast: Cast) -> None:
    one = person(cast.school, **TEEN)
    entry = part(one, entered_on=DAY, status="in_base")
    agreed(one, "minor_own_ack")
    withdraw(cast, agreed(one))
    assert in_base(cast) == []
    assert due(cast, 30) == {one.pk: "consent_withdrawn"}
    with pytest.raises(ConsentWithdrawn):
        persons.come_back(entry, actor=cast.curator)
    agreed(one)
    assert persons.come_back(entry, actor=cast.curator).status == "in_base"


def test_the_set_for_the_centre_leaves_them_out(cast: Cast) -> None:
    people = [person(cast.school) for _ in range(10)]
    for one in people:
        part(one, entered_on=DAY, status="in_base")
    given = agreed(people[0])
    _taking, told = coded.make(cast.school, "mentee", YEAR, cast.curator)
    assert len(told.rows) == 10
    withdraw(cast, given)
    with pytest.raises(TooFewRows):
        coded.make(cast.school, "mentee", YEAR, cast.curator)


def test_taking_two_cards_apart_revives_no_consent(cast: Cast) -> None:
    kept, gone = person(cast.school), person(cast.school)
    first, second = agreed(kept), agreed(gone)
    part(gone, entered_on=DAY, status="in_base")
    done = merge(kept, gone, actor=cast.curator)
    withdraw(cast, first)
    take_apart(done, actor=cast.curator)
    second.refresh_from_db()
    assert (second.person_id, second.state, second.ended_on) == (gone.pk, "withdrawn", timezone.localdate())
    assert in_base(cast) == []
    assert due(cast, 30) == {kept.pk: "consent_withdrawn", gone.pk: "consent_withdrawn"}


def test_a_consent_that_ran_out_leaves_a_month_to_ask_anew(cast: Cast) -> None:
    one, again = person(cast.school), person(cast.school)
    long_ago = timezone.now() - dt.timedelta(days=400)
    Person.objects.update(made_at=long_ago)
    part(one)
    Participation.objects.update(made_at=long_ago)
    agreed(one, state="expired", ended_on=timezone.localdate())
    # Known for years, put into a base of the new year today.
    part(again)
    assert due(cast, 0) == {}
    assert due(cast, 30) == {one.pk: "candidate_without_consent", again.pk: "candidate_without_consent"}


def test_questionnaires_are_neither_asked_nor_read_any_more(cast: Cast) -> None:
    one = person(cast.school, user=cast.mentee)
    given = agreed(one)
    asked = Questionnaire.objects.create(code="x", title="x", content={}, digest="x")
    told = {"node": cast.school, "questionnaire": asked, "person": one, "made_by": cast.psychologist}
    Filling.objects.create(state="completed", **told)
    for user, action in ((cast.mentee, "survey.fill"), (cast.curator, "survey.view")):
        assert Filling.objects.visible_to(user, action).count() == 1
    withdraw(cast, given)
    for user, action in ((cast.mentee, "survey.fill"), (cast.curator, "survey.view")):
        assert Filling.objects.visible_to(user, action).count() == 0


def test_whoever_came_of_age_and_another_parent_withdraw_on_their_pages(cast: Cast, client: Client) -> None:
    grown = person(cast.school, user=cast.mentee, birth_year=2008, adult_from=dt.date(2026, 6, 1))
    child, mother = person(cast.school), person(cast.school, user=cast.parent, birth_year=1980)
    stands = {"node": cast.school, "child": child, "relation": "mother", "from_on": DAY}
    Representation.objects.create(adult=mother, **stands)
    # Given by somebody else, on paper.
    for user, row in ((cast.mentee, agreed(grown)), (cast.parent, agreed(child))):
        client.force_login(user)
        at = reverse("people:own-withdraw", args=[row.uid])
        assert at in client.get(reverse("people:own")).content.decode()
        client.post(at)
        row.refresh_from_db()
        assert row.state == "withdrawn"


def test_the_answer_to_a_parents_request_is_told_to_the_parent(cast: Cast) -> None:
    child, mother = person(cast.school), person(cast.school, user=cast.parent, birth_year=1980)
    Representation.objects.create(node=cast.school, child=child, adult=mother, relation="mother", from_on=DAY)
    asked = requests.ask(child, "copy", "", by_themselves=True, actor=cast.parent)
    requests.done(asked, "Отправлено", version=asked.version, actor=cast.curator)
    told = Notice.objects.filter(kind="data_request.answered").values_list("user", flat=True)
    assert list(told) == [cast.parent.pk]


def test_an_address_kept_from_before_opens_nothing_for_those_who_do_not_destroy(cast: Cast) -> None:
    """Nor does the base of a former year name them, nor the codes for the consents that were to come."""
    grown = person(cast.school, **GROWN)
    part(grown, side="mentor", entered_on=DAY, status="ready")
    former = part(grown, side="mentor", school_year=YEAR - 1, status="completed")
    Consent.objects.create(node=cast.school, person=grown, kind="transfer_named", state="issued", issued_on=DAY)
    given = agreed(grown, "adult_pd")
    card = reverse("people:card", args=[grown.uid])
    codes = reverse("people:consents-codes")

    def answers() -> dict[Role, int]:
        roles = (Role.DIRECTOR, Role.TEAM_MEMBER, Role.CURATOR, Role.DATA_PROTECTION_OFFICER)
        return {role: _client(cast.users[role]).get(card).status_code for role in roles}

    assert set(answers().values()) == {200}
    assert "Создать коды" in _client(cast.curator).get(codes).content.decode()
    withdraw(cast, given)
    kept = {Role.CURATOR: 200, Role.DATA_PROTECTION_OFFICER: 200}
    assert answers() == {Role.DIRECTOR: 404, Role.TEAM_MEMBER: 404, **kept}
    rows = listing.base(cast.school, side="mentor", model=former.model, school_year=YEAR - 1)
    assert not rows.exists()
    assert "Создать коды" not in _client(cast.curator).get(codes).content.decode()


def test_a_file_of_forms_made_before_is_given_out_no_more(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    key = files.save(cast.school.pk, io.BytesIO(b"%PDF"))
    batch = ConsentBatch.objects.create(node=cast.school, kind="minor_rep_pd", state="done", pdf_key=key, count=2)
    given = agreed(person(cast.school, **TEEN), batch=batch)
    other = agreed(person(cast.school, **TEEN), "transfer_named", batch=batch)
    withdraw(cast, other)
    address = reverse("people:consent-batch-print", args=[batch.uid])
    assert b"".join(_client(cast.curator).get(address)) == b"%PDF"
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(cast, given)
    assert _client(cast.curator).get(address).status_code == 302
    with pytest.raises(FileMissing):
        files.read(key)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
