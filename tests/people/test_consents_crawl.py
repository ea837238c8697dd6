"""A withdrawal takes effect at once: no list, file, figure or feed shows the person any more."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from nastavnik import measures
from nastavnik.accounts.roles import Role
from nastavnik.base.routes import addresses, rule_of
from nastavnik.measures.periods import year
from nastavnik.org.models import Node
from nastavnik.org.services.reference import load
from nastavnik.people import exporting, listing, standing
from nastavnik.people.models import Consent, Participation, PublishedCard
from nastavnik.people.registers.columns import Register
from nastavnik.people.services import consents
from nastavnik.people.services.intake_lists import lists_of
from nastavnik.people.services.persons import add_part
from tests.architecture.canary import _text as text_of
from tests.architecture.matrix import PARAMETER
from tests.architecture.remembering import draw_refusals_once, remember_visitors
from tests.cast import Cast
from tests.people.test_consents import BEFORE, GROWN, TODAY, mother_of, person, pupil, signed, status, today

__all__ = ["today"]
pytestmark = pytest.mark.django_db
NAME = "Канарейкин"
# Where the withdrawal itself is carried out: the record of the consent, the demand with its clock.
OF_THE_DEMAND = ("people:consent-list", "people:data", "people:requests")
# A base is shown by its side; the rest of the site by itself.
BASES = ("people:bases", "people:export")


def pages(cast: Cast, role: Role, among: Collection[str] = ()) -> dict[str, str]:
    """Name and words of every page that takes no argument, or of those ``among`` the names, as ``role`` reads it."""
    client = Client()
    client.force_login(cast.users[role])
    found = {}
    for address in addresses():
        rule = rule_of(address.view)
        if rule is None or "GET" not in rule.methods or PARAMETER.findall(address.path):
            continue
        if address.name in ("account_logout", *OF_THE_DEMAND) or (among and address.name not in among):
            continue
        for query in ("?side=mentor", "?side=mentee") if address.name in BASES else ("",):
            response = client.get(reverse(address.name) + query)
            assert response.status_code < 500, address.name
            found[address.name + query] = text_of(response)
    return found


def showing(cast: Cast, role: Role, *among: str) -> list[str]:
    return [name for name, words in pages(cast, role, among).items() if NAME in words]


def published(cast: Cast, part: Participation, consent: Consent) -> PublishedCard:
    return PublishedCard.objects.create(
        node=cast.region, organisation=cast.school, district=cast.district, participation=part, consent=consent,
        form="student_student", card={"name": {"last": NAME, "first": "Пётр", "middle": ""}, "competences": []},
    )  # fmt: skip


@pytest.mark.slow
def test_no_page_shows_whoever_withdrew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    mentor = add_part(
        person(cast, NAME, GROWN), side="mentor", model="learners", school_year=2026, audience="adult",
        entered_on=BEFORE, actor=cast.curator,
    )  # fmt: skip
    own = signed(cast, mentor.person, "adult_pd")
    published(cast, mentor, signed(cast, mentor.person, "transfer_named"))
    assert "people:bases?side=mentor" in showing(cast, Role.CURATOR, "people:bases")

    consents.withdraw(own, by_themselves=False, actor=cast.curator)
    remember_visitors(monkeypatch)
    draw_refusals_once(monkeypatch)
    readers = [role for role in cast.users if role not in (Role.MENTOR, Role.MENTEE, Role.PARENT)]
    if connection.vendor != "sqlite":
        # What a page asks is the same question in the same words of the ORM: PostgreSQL answers every third reader,
        # the curator among them.
        readers = sorted({*readers[::3], Role.CURATOR})
    assert {role: found for role in readers if (found := showing(cast, role))} == {}


def names_of(node: Node, side: Register) -> str:
    lists = lists_of(node, with_groups=False)
    parts = listing.base(node, side=side, model="learners", school_year=2026)
    shown = listing.page_of(parts, TODAY, node=node)
    return f"{[row.person.full_name for row in shown.rows]} {list(exporting.rows(parts, node, side, lists))}"


def test_lists_files_and_figures_forget_in_the_same_moment(cast: Cast) -> None:
    part = pupil(cast)
    mother_of(cast, part.person)
    row = signed(cast, part.person, "minor_rep_pd")
    assert names_of(cast.school, "mentee").count("Ветрова") > 1
    assert measures.value("people.mentees", cast.school, year(2026)).numerator == 1
    asked = consents.withdraw(row, by_themselves=True, actor=cast.parent)
    assert "Ветрова" not in names_of(cast.school, "mentee")
    assert measures.value("people.mentees", cast.school, year(2026)).numerator == 0
    assert asked.consent == row


def test_whoever_agrees_anew_is_there_again(cast: Cast) -> None:
    part = pupil(cast, GROWN)
    consents.withdraw(signed(cast, part.person, "adult_pd"), by_themselves=False, actor=cast.curator)
    waiting = Participation.objects.filter(standing.waits_for_destruction())
    assert list(waiting) == [part]
    row = consents.issue([part.person], "adult_pd", actor=cast.curator)[0]
    consents.sign_on_paper(row, signed_on=TODAY, version=row.version, actor=cast.curator)
    assert not waiting.all().exists()
    assert status(part) == "withdrawn"
