"""An edition that waits for its day, on the pages of its owner and of those below."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from nastavnik.documents.models import Template
from nastavnik.documents.services import drafts, templates
from tests.cast import Cast, plant
from tests.documents.test_editions_to_come import later, scheduled
from tests.documents.test_templates import CODE, published

pytestmark = pytest.mark.django_db

HERE = f"/documents/templates/{CODE}/"
BELOW = "/documents/templates/below/"


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_an_edition_is_scheduled_seen_below_and_cancelled(client: Client, cast: Cast):
    actor, day = cast.regional_operator, date_format(later(9), "DATE_FORMAT")
    first = published(cast.region)
    own = published(cast.sibling_school, base=first, base_edition=1)
    client.force_login(actor)
    draft = templates.copy(cast.region, CODE, actor=actor)
    at = f"/documents/templates/editions/{draft.uid}"
    said = {"note": "Ознакомление", "version": draft.version}
    assert "сегодняшний день" in words(client.post(f"{at}/publish/", {**said, "from_on": later(-1).isoformat()}))
    client.post(f"{at}/publish/", {**said, "from_on": later(9).isoformat()})
    page = words(client.get(HERE))
    assert f"Редакция вступит в силу {day}. До этого дня" in page  # the toast
    assert f"Редакция 2 вступит в силу {day}" in page
    assert "отстанет собственная редакция 1 организации" in page
    assert f"с {day} – редакция 2" in words(client.get("/documents/templates/"))
    assert f"редакция 2, с {day}" in words(client.get(f"{HERE}compare/"))
    assert "устарел</" not in words(client.get(f"{BELOW}?code={CODE}"))
    assert words(client.get(f"{BELOW}?code={CODE}&on={later(9)}&behind=on")).count("устарел</") == 1

    client.force_login(cast.curator)
    assert f"Приозёрная область: редакция 2 с {day}" in words(client.get(HERE))
    assert "С этого дня документы здесь составляются по ней" in words(client.get(HERE))
    assert client.post(f"{at}/unpublish/").status_code == 404
    client.force_login(cast.sibling_curator)
    assert "ваша собственная редакция отстанет" in words(client.get(HERE))
    assert own.state == Template.State.PUBLISHED

    client.force_login(actor)
    page = words(client.post(f"{at}/unpublish/", follow=True))
    assert "снова стала черновиком" in page
    assert "вступит в силу" not in page
    assert drafts.template_in_use(cast.school, CODE) == first


def test_a_second_edition_says_what_happens_to_the_first(client: Client, cast: Cast):
    waits = scheduled(cast.school, 9, cast.director)
    client.force_login(cast.director)
    draft = templates.copy(cast.school, CODE, actor=cast.director)
    assert "Если ввести эту раньше, она будет действовать до того дня" in words(client.get(HERE))
    at, said = f"/documents/templates/editions/{draft.uid}/publish/", {"note": "", "version": draft.version}
    assert "уже назначена редакция 1" in words(client.post(at, {**said, "from_on": later(9).isoformat()}))
    page = words(client.post(at, {**said, "from_on": later(0).isoformat()}, follow=True))
    assert f"Редакция действует до {date_format(later(9), 'DATE_FORMAT')}" in page
    assert [row.pk for row in Template.objects.in_force(later(9))] == [waits.pk]


def test_words_of_an_earlier_edition_are_taken_into_a_draft(client: Client, cast: Cast):
    old = published(cast.school, to_on=later(-5), state="retired")
    client.force_login(cast.director)
    assert "Черновик с этим текстом" in words(client.get(f"{HERE}?part=history"))
    client.post(f"{HERE}copy/", {"like": str(old.uid)})
    assert Template.objects.get(edition=2).digest == old.digest


def test_an_office_sees_what_its_editions_reach(client: Client, cast: Cast):
    client.force_login(cast.users["district_coordinator"])
    templates.copy(cast.imc, CODE, actor=cast.users["district_coordinator"])
    from nastavnik.accounts.models import Grant

    Grant.objects.filter(user=cast.users["methodologist"]).update(node=cast.imc)
    client.force_login(cast.users["methodologist"])
    assert "действует и в организациях территории (Луговой район)" in words(client.get(HERE))
    assert HERE in words(client.get("/documents/templates/"))


@pytest.mark.slow
def test_the_pages_cost_the_same_for_many_below(client: Client, cast: Cast):
    regional = published(cast.region)
    published(cast.imc)
    scheduled(cast.region, 5, cast.regional_operator)
    client.force_login(cast.regional_operator)
    addresses = (HERE, BELOW, f"{BELOW}?on={later(5)}&behind=on")

    def queries() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.append(len(caught))
        return found

    published(cast.far_school, base=regional, base_edition=1)
    few = queries()
    for number in range(20):
        published(plant(cast.district, "school", f"Школа № {100 + number}"), base=regional, base_edition=1)
    assert queries() == few
