"""The figures of people, and lines of plans that they prove."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from django.utils import timezone

from nastavnik import measures
from nastavnik.measures.periods import year
from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED
from nastavnik.people.models import Partner, ReadinessFact, Taking
from nastavnik.people.services import consents
from nastavnik.people.services.persons import leave
from nastavnik.roadmaps.services import rules
from tests.cast import Cast
from tests.people.test_consents import BEFORE, GROWN, TODAY, mother_of, pupil, signed, today

__all__ = ["today"]
pytestmark = pytest.mark.django_db
OF_PEOPLE = (
    "people.mentees", "people.mentors", "people.consents_in_force", "people.mentors_interviewed",
    "people.mentors_ready", "people.partners", "people.counts_sent",
)  # fmt: skip


def figures(cast: Cast, on: dt.date = TODAY) -> dict[str, tuple[int, int]]:
    found = measures.values(OF_PEOPLE, cast.district, [year(2026)], on)
    return {code.removeprefix("people."): (one.numerator, one.denominator) for (code, _period), one in found.items()}


@pytest.mark.slow
def test_only_whoever_stands_in_the_base_is_counted(cast: Cast) -> None:
    child, candidate = pupil(cast), pupil(cast)
    mother_of(cast, child.person)
    signed(cast, child.person, "minor_rep_pd")
    mentor, other = (pupil(cast, GROWN, side="mentor", audience="adult", source="teacher") for _time in range(2))
    for part in (mentor, other):
        signed(cast, part.person, "adult_pd")
    for kind in ("questionnaire", "interview", "training"):
        ReadinessFact.objects.create(node=cast.school, person=mentor.person, kind=kind, dated_on=BEFORE)
    Partner.objects.create(node=cast.school, name="Завод", type="enterprise", since_on=BEFORE)
    Taking.objects.create(node=cast.school, kind="coded")
    Taking.objects.create(node=cast.school, kind="base")

    assert figures(cast) == {
        "mentees": (1, 4), "mentors": (2, 4), "consents_in_force": (3, 4), "mentors_interviewed": (1, 2),
        "mentors_ready": (1, 2), "partners": (1, 1), "counts_sent": (1, 1),
    }  # fmt: skip
    leave(candidate, on=TODAY, actor=cast.curator)
    leave(other, on=TODAY, actor=cast.curator)
    assert figures(cast)["mentors"] == (1, 2)
    assert figures(cast, dt.date(2026, 10, 1))["partners"] == (0, 0)


@pytest.fixture
def types(db: None, tmp_path: Path) -> None:
    """The types of organisations, by which it is known who keeps plans."""
    shutil.copy(SHIPPED / "organisations.yaml", tmp_path)
    load(tmp_path)


def test_a_line_about_consents_is_proved_by_them_and_opens_with_a_withdrawal(
    cast: Cast, types: None, monkeypatch: pytest.MonkeyPatch, add: object
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    part = pupil(cast, GROWN, side="mentor", audience="adult")
    line = add("до 15 декабря", title="Сбор согласий на обработку персональных данных участников")  # type: ignore[operator]
    assert (line.capability, line.rule.code) == ("consent-management", "people.consents_in_force")
    rules.confirm(line.rule, version=line.rule.version, actor=cast.curator)

    def done() -> list[dt.date | None]:
        return list(line.occurrences.values_list("done_on", flat=True))

    assert done() == [None]
    row = signed(cast, part.person, "adult_pd")
    assert done() == [TODAY]
    new = pupil(cast, GROWN)
    assert done() == [None]
    signed(cast, new.person, "adult_pd")
    assert done() == [TODAY]
    consents.withdraw(row, by_themselves=False, actor=cast.curator)
    # Who withdrew takes part no more: everybody left has given theirs.
    assert done() == [TODAY]
