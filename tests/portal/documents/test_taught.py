"""Words taught: seen and mended by those of the organisation alone, removed with a way back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik.audit.models import Event
from nastavnik.base.errors import Invalid, NotAllowed
from nastavnik.documents.models import Wording
from nastavnik.documents.services import wordings
from nastavnik.documents.speech import Speech
from tests.cast import Cast

pytestmark = pytest.mark.django_db

LIST = "/documents/words/"


def taught(cast: Cast, text: str = "Шмидт Саша", form: str = "Шмидта Сашу") -> Wording:
    return wordings.teach(cast.school, "person", text, "accs", form, actor=cast.curator)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_word_is_mended_removed_and_brought_back(client: Client, cast: Cast):
    client.force_login(cast.curator)
    assert "Пока ничему не учили" in words(client.get(LIST))
    word = taught(cast)
    page = words(client.get(LIST))
    assert "Шмидта Сашу" in page
    assert str(cast.curator) in page
    assert Event.objects.filter(action="document.words_viewed", node_id=cast.school.pk).count() == 1

    at = f"{LIST}{word.uid}/"
    assert "Шмидт Саша: кого?" in words(client.get(at))
    client.post(at, {"form": " Шмидта  Сашеньку ", "version": word.version})
    assert Speech(cast.school).inflect("person", "Шмидт Саша", "accs") == "Шмидта Сашеньку"
    stale = client.post(at, {"form": "Шмидту", "version": word.version})
    assert stale.status_code == 409
    assert Wording.objects.get().form == "Шмидта Сашеньку"

    assert "Шмидт" not in words(client.post(f"{at}remove/", follow=True))
    assert Speech(cast.school).inflect("person", "Шмидт Саша", "accs") != "Шмидта Сашеньку"
    assert client.get(at).status_code == 302
    assert "Шмидта Сашеньку" in words(client.post(f"{at}return/", follow=True))


def test_names_stay_inside_the_organisation(client: Client, cast: Cast):
    word = taught(cast)
    at = f"{LIST}{word.uid}/"
    for who in ("district_coordinator", "regional_operator", "methodologist", "technical_admin"):
        client.force_login(cast.users[who])
        assert "Шмидт" not in words(client.get(f"{LIST}?node={cast.school.uid}"))
        assert {client.get(at).status_code, client.post(f"{at}remove/").status_code} <= {403, 404}
    client.force_login(cast.sibling_curator)
    assert client.post(at, {"form": "Иначе", "version": 1}).status_code == 404
    for deed in (wordings.remove, wordings.bring_back):
        with pytest.raises(NotAllowed):
            deed(word, actor=cast.sibling_curator)
    assert Wording.objects.get().version == word.version


def test_nothing_readable_lies_in_the_database(cast: Cast):
    taught(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, text_index, form FROM documents_wording")
        kept = " ".join(cursor.fetchone())
    assert "Шмидт" not in kept
    assert "Саш" not in kept


def test_what_was_removed_comes_back_by_teaching_and_goes_for_good_after_a_day(cast: Cast):
    word = taught(cast)
    wordings.remove(word, actor=cast.curator)
    with pytest.raises(Invalid):
        wordings.mend(word, "Шмидта", version=word.version, actor=cast.curator)
    again = taught(cast, form="Шмидт Сашу")
    assert (again.pk, again.removed_at) == (word.pk, None)

    wordings.remove(again, actor=cast.curator)
    Wording.objects.update(removed_at=timezone.now() - wordings.KEPT - dt.timedelta(minutes=1))
    wordings.remove(taught(cast, "Ким Анна", "Ким Анну"), actor=cast.curator)
    assert [row.text for row in Wording.objects.all()] == ["Ким Анна"]


def test_the_list_is_paged_at_a_constant_cost(client: Client, cast: Cast):
    taught(cast)
    client.force_login(cast.curator)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(55):
        row = Wording(node=cast.school, kind="position", case="datv", taught_by=cast.director)
        row.text, row.form = f"мастер участка {number}", f"мастеру участка {number}"
        row.save()
    with CaptureQueriesContext(connection) as many:
        page = words(client.get(LIST))
    # The names have left the first page, and with them goes the note of who looked at them.
    assert len(many) <= len(few)
    assert page.count('rel="next"') == 1
    assert "Под этот отбор" in words(client.get(f"{LIST}?kind=organisation"))
