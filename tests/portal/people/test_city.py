"""The base of the city and requests for mentors, as curators of two schools see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nastavnik.accounts.roles import Role
from nastavnik.audit.models import Event
from nastavnik.notifications.models import Notice
from nastavnik.people.models import MentorAsk, PublishedCard
from nastavnik.people.services import consents
from tests.cast import Cast
from tests.people.test_showcase import shown
from tests.portal.documents.test_pages import browse, text_of

pytestmark = pytest.mark.django_db


def at(name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=args)


def page(user: Any, address: str, **chosen: str) -> str:
    return text_of(browse(user).get(address, chosen))


class TestBase:
    def test_the_whole_region_sees_who_agreed_and_nothing_to_reach_them_by(self, cast: Cast) -> None:
        card = shown(cast)
        for role in (Role.REGIONAL_OPERATOR, Role.DISTRICT_COORDINATOR, Role.CURATOR):
            text = page(cast.users[role], at("city"))
            assert "Ветрова Анна Игоревна" in text
            assert "2 из 2" in text
        told = Event.objects.filter(action="person.viewed").first()
        assert told is not None
        where = (told.node_id, told.facts, told.object_id)
        assert where == (cast.region.pk, {"how": "city"}, card.participation.person_id)
        whole = page(cast.sibling_curator, at("city-card", card.uid))
        assert "Робототехника, подготовка к ЕГЭ по физике" in whole
        assert [secret for secret in ("9001234567", "Завод", "1980") if secret in whole + text] == []
        stranger = browse(cast.users[Role.MENTEE])
        assert (stranger.get(at("city")).status_code, stranger.get(at("city-card", card.uid)).status_code) == (
            403,
            404,
        )

    def test_filters_stand_in_the_address_and_a_page_costs_the_same(self, cast: Cast) -> None:
        shown(cast)
        client = browse(cast.sibling_curator)
        client.get(at("city"))

        def cost(**chosen: str) -> int:
            with CaptureQueriesContext(connection) as asked:
                client.get(at("city"), chosen)
            return len(asked)

        plain, words = cost(), cost(q="физика")
        for last in ("Белова", "Жданова", "Орлова"):
            shown(cast, last, form="student_pupil")
        assert (cost(), cost(q="физика")) == (plain, words)
        text = page(cast.sibling_curator, at("city"), q="робототехнике", free="on", age="13")
        assert text.count("Анна Игоревна") == 4
        text = page(cast.sibling_curator, at("city"), form="no", q="физика", age="много")
        assert "Анна Игоревна" in text
        narrowed = page(cast.sibling_curator, at("city"), district=str(cast.sibling_district.uid))
        assert "Подходящих наставников нет" in narrowed
        assert Event.objects.filter(action="person.listed", facts__how="city").count() > 2


class TestAsks:
    def test_from_the_card_to_the_answer(self, cast: Cast) -> None:
        card = shown(cast)
        asking, answering = browse(cast.sibling_curator), browse(cast.curator)
        assert "Запросить наставника" in text_of(asking.get(at("city-card", card.uid)))
        assert "Запросить наставника" not in text_of(answering.get(at("city-card", card.uid)))
        assert "Обязательное поле" in text_of(asking.post(at("city-ask", card.uid), {"message": ""}))
        sent = asking.post(at("city-ask", card.uid), {"message": "Кружок робототехники, 7 класс"})
        ask = MentorAsk.objects.get()
        assert sent["Location"] == at("ask", ask.uid)
        again = text_of(asking.post(at("city-ask", card.uid), {"message": "Ещё раз"}))
        assert "уже" in again
        assert MentorAsk.objects.count() == 1
        assert "Ветрова Анна Игоревна" in text_of(answering.get(at("asks")))
        assert "Ветрова Анна Игоревна" in text_of(asking.get(at("asks"), {"side": "sent"}))
        assert "Ветрова" not in text_of(asking.get(at("asks")))
        own = text_of(answering.get(at("ask", ask.uid)))
        assert "Кружок робототехники, 7 класс" in own
        assert "сказать ему можете только вы" in own
        assert "причину" in text_of(answering.post(at("ask-decline", ask.uid), {"answer": "", "version": 1}))
        answering.post(at("ask-accept", ask.uid), {"answer": "По средам", "version": 1})
        whole = text_of(asking.get(at("ask", ask.uid)))
        assert "По средам" in whole
        assert "Что дальше" in whole
        assert Notice.objects.get(kind="mentor_ask.answered").user == cast.sibling_curator
        answering.post(at("ask-reopen", ask.uid))
        asking.post(at("ask-take-back", ask.uid))
        assert MentorAsk.objects.get().state == "taken_back"
        assert browse(cast.director).post(at("ask-accept", ask.uid)).status_code == 404
        assert browse(cast.district_coordinator).get(at("ask", ask.uid)).status_code == 404

    def test_after_the_withdrawal_neither_page_names_the_mentor(self, cast: Cast) -> None:
        card = shown(cast)
        asking = browse(cast.sibling_curator)
        asking.post(at("city-ask", card.uid), {"message": "Кружок"})
        ask = MentorAsk.objects.get()
        consents.withdraw(card.consent, by_themselves=False, actor=cast.curator)
        assert not PublishedCard.objects.exists()
        for client in (asking, browse(cast.curator)):
            for address in (at("ask", ask.uid), at("asks"), at("asks") + "?side=sent", at("city")):
                assert "Ветрова" not in text_of(client.get(address))
        assert "больше не показан" in text_of(asking.get(at("ask", ask.uid)))
