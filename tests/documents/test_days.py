"""Days of the register: numbers go up with them, whatever was signed on paper keeps its own, no year is a slip."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from nastavnik import jobs
from nastavnik.base.errors import Invalid
from nastavnik.documents.models import Batch, Counter, Paper, State
from nastavnik.documents.services import approval, batches, issuing
from nastavnik.documents.services.issuing import Requisites
from tests.cast import Cast
from tests.documents.papers import order, sent, signed, with_head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TODAY, BEFORE = dt.date(2026, 11, 20), dt.date(2026, 11, 19)
EARLIER = r"Последний номер в этом деле – 1-од от 20\.11\.2026"


@pytest.fixture
def november(cast: Cast):
    with_head(cast)
    with travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=False):
        yield


def test_the_next_number_bears_no_earlier_day(cast: Cast):
    assert signed(cast, on=TODAY).number == "1-од"
    paper, step = sent(cast)

    with pytest.raises(Invalid, match=EARLIER) as refusal:
        approval.sign(paper, step, on=BEFORE, actor=cast.director)

    assert list(refusal.value.fields) == ["dated_on"]
    paper.refresh_from_db()
    assert (paper.state, paper.number, Counter.objects.get().last) == (State.ON_AGREEMENT, "", 1)
    assert approval.sign(paper, step, on=TODAY, actor=cast.director).number == "2-од"


def test_the_sentence_stands_beside_the_day(cast: Cast, client: Client):
    signed(cast, on=TODAY)
    _paper, step = sent(cast)
    client.force_login(cast.director)
    address = reverse("approvals:review", args=[step.uid])
    page = client.post(address, {"deed": "approve", "decided_on": BEFORE.isoformat()}).content.decode()
    assert "Последний номер в" in page.replace("\xa0", " ")
    assert 'id="id_decided_on_error"' in page


def test_a_year_of_its_own_has_numbers_of_its_own(cast: Cast):
    signed(cast, on=TODAY)
    assert signed(cast, on=dt.date(2025, 12, 30)).number == "1-од"


@pytest.mark.parametrize("number", ["12-1", "204-од"])
def test_what_was_signed_on_paper_keeps_its_number_and_its_day(cast: Cast, number: str):
    signed(cast, on=TODAY)
    old = issuing.register(order(cast), Requisites(dt.date(2026, 3, 2), number=number), actor=cast.registrar)
    assert (old.number, old.dated_on, old.serial) == (number, dt.date(2026, 3, 2), None)
    assert signed(cast, on=TODAY).number == "2-од"


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"dated_on": dt.date(1926, 11, 20)}, "dated_on"),
        ({"dated_on": dt.date(2026, 11, 21)}, "dated_on"),
        ({"dated_on": TODAY, "effective_on": dt.date(2028, 1, 1)}, "effective_on"),
        ({"dated_on": TODAY, "effective_on": dt.date(206, 12, 1)}, "effective_on"),
    ],
)
@pytest.mark.parametrize("number", ["", "7"])
def test_a_year_that_nobody_means_is_refused(cast: Cast, days: dict[str, Any], field: str, number: str):
    paper = order(cast)
    with pytest.raises(Invalid) as refusal:
        issuing.register(paper, Requisites(number=number, **days), actor=cast.registrar)
    assert list(refusal.value.fields) == [field]
    assert not Counter.objects.filter(last__gt=0).exists()


class TestLists:
    def test_a_list_begun_before_a_later_day_is_refused_whole(self, cast: Cast):
        late, early = _certificates(cast, TODAY), _certificates(cast, BEFORE)
        batches.start(late, actor=cast.director)
        jobs.run_all()
        with pytest.raises(Invalid, match="более ранней дате"):
            batches.start(early, actor=cast.director)
        early.refresh_from_db()
        assert (early.state, Paper.objects.count()) == (Batch.State.DRAFT, 2)

    def test_a_list_that_is_being_made_is_made_to_its_end(self, cast: Cast):
        early, late = _certificates(cast, BEFORE), _certificates(cast, TODAY)
        batches.start(early, actor=cast.director)
        batches.Maker(late).register(0, 2, actor=cast.director)
        jobs.run_all()
        early.refresh_from_db()
        assert early.state == Batch.State.DONE
        assert sorted(Paper.objects.values_list("serial", "dated_on")) == [
            (1, TODAY), (2, TODAY), (3, BEFORE), (4, BEFORE),
        ]  # fmt: skip

    def test_a_list_of_a_wrong_year_is_not_begun(self, cast: Cast):
        with pytest.raises(Invalid, match="Проверьте год: 1926"):
            _certificates(cast, dt.date(1926, 11, 20))


def _certificates(cast: Cast, day: dt.date) -> Batch:
    batch = batches.begin(
        cast.school, "certificate", title="", differs=["person"], is_registered=True, dated_on=day,
        actor=cast.director,
    )  # fmt: skip
    rows = [{"person.name": "Орлов Пётр Андреевич"}, {"person.name": "Белова Анна Сергеевна"}]
    common = {"role": "является участником программы", "programme": "Школа наставника"}
    return batches.fill_in(batch, common=common, rows=rows, actor=cast.director)
