"""Forms of consents: one page each, one file, the code on each; made by a job that may be killed."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.documents.fingerprints import written_code
from nastavnik.people import consent_forms
from nastavnik.people.consent_kinds import KINDS, fits_age
from nastavnik.people.models import Consent, ConsentBatch
from nastavnik.people.refusals_consents import WrongAge
from nastavnik.people.services import consents, issuing
from nastavnik.people.services.persons import add_part, group_named
from tests.cast import Cast
from tests.people.test_consents import BEFORE, GROWN, PUPIL, mother_of, person

pytestmark = pytest.mark.django_db


def printed(batch: ConsentBatch) -> list[str]:
    """The words of each page."""
    batch.refresh_from_db()
    assert batch.state == "done"
    return [page.extract_text() for page in PdfReader(io.BytesIO(files.read(batch.pdf_key))).pages]


def test_a_page_each_with_name_and_code(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    # With digits beside its dashes a code is kept together by another rule.
    codes = iter(("ABCDEFGHJKM", "NPQRSTVWXYZ"))
    monkeypatch.setattr("nastavnik.people.services.giving.new_code", lambda: next(codes))
    one, other = person(cast, "Ветрова"), person(cast, "Зорина")
    mother_of(cast, one)
    batch = issuing.begin_batch(
        cast.school, "minor_rep_pd", [one, other, person(cast, "Орлов", GROWN)], actor=cast.curator
    )
    jobs.run_all()
    pages = printed(batch)
    rows = [Consent.objects.get(pk=key) for key in issuing.forms_of(batch)]
    assert len(pages) == len(rows) == batch.count == 2
    for page, row in zip(pages, rows, strict=True):
        # As it is read it is typed: no sign that nobody sees stands between its parts.
        assert written_code(row.code or "") in page
        assert row.person.full_name in page
    assert "Я, Ветрова-Старшая" in pages[0]
    assert "Я, ____" in pages[1]
    assert not (files.root / batch.pdf_key[:2] / batch.pdf_key).read_bytes().startswith(b"%PDF")


def test_forms_lie_as_they_are_handed_out(cast: Cast) -> None:
    """By class, then by name, whatever the order of entry and whoever got the form before."""
    in_class = {"Ёлкина": "9Б", "Зорина": "10А", "Ветрова": "10А", "Абрамова": None, "Алёшин": "9Б", "Белов": "10А"}
    people = {name: person(cast, name, GROWN) for name in in_class}
    for name, group in in_class.items():
        told = {"entered_on": BEFORE, "group": group_named(cast.school, group) if group else None}
        add_part(
            people[name],
            side="mentee",
            audience="learner",
            model="learners",
            school_year=2026,
            actor=cast.curator,
            **told,
        )
    issuing.begin_batch(cast.school, "adult_pd", [people["Зорина"]], actor=cast.curator)
    batch = issuing.begin_batch(cast.school, "adult_pd", people.values(), actor=cast.curator)
    names = Consent.objects.select_related("person").in_bulk(issuing.forms_of(batch))
    lying = [names[key].person.card["last"] for key in issuing.forms_of(batch)]
    assert lying == ["Алёшин", "Ёлкина", "Белов", "Ветрова", "Зорина", "Абрамова"]


def test_what_was_not_signed_is_printed_again_and_what_was_is_not(cast: Cast) -> None:
    people = [person(cast, name, GROWN) for name in ("Ветрова", "Зорина", "Орлова")]
    first = issuing.begin_batch(cast.school, "adult_pd", people, actor=cast.curator)
    row = Consent.objects.get(person=people[0])
    consents.sign_on_paper(row, signed_on=row.issued_on, version=row.version, actor=cast.curator)
    second = issuing.begin_batch(cast.school, "adult_pd", people, actor=cast.curator)
    assert (first.count, second.count) == (3, 2)
    with pytest.raises(issuing.NothingToGiveOut):
        issuing.begin_batch(cast.school, "adult_pd", people[:1], actor=cast.curator)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("birth", [PUPIL, GROWN], ids=["minor", "adult"])
def test_every_purpose_has_its_words(cast: Cast, kind: str, birth: object) -> None:
    who = person(cast, birth=birth)  # type: ignore[arg-type]
    if not fits_age(kind, is_adult=birth is GROWN):
        with pytest.raises(WrongAge):
            consents.issue([who], kind, actor=cast.curator, by_hand=True)
        return
    row = consents.issue([who], kind, actor=cast.curator, by_hand=True)[0]
    words = "\n".join(consent_forms.paragraphs(consent_forms.sheet_of(row)))
    assert who.full_name in words
    assert "{" not in words
    assert consent_forms.wording_of(row).digest == row.text_digest


@pytest.mark.slow
def test_a_step_that_is_done_twice_gives_the_same_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that died after drawing and before writing leaves no half of a file."""
    monkeypatch.setattr("nastavnik.people.tasks_consents.CHUNK", 2)
    people = [person(cast, f"Ветров{'а' * place}", GROWN) for place in range(1, 6)]
    batch = issuing.begin_batch(cast.school, "adult_pd", people, actor=cast.curator)
    whole, drawn = issuing.Printer.part, []

    def dying(self: issuing.Printer, begin: int, end: int) -> bytes:
        drawn.append(begin)
        if drawn.count(begin) == 1 and begin == 2:
            raise ConnectionError
        return whole(self, begin, end)

    monkeypatch.setattr(issuing.Printer, "part", dying)
    jobs.run_all()
    jobs.Job.objects.update(due_at="2020-01-01T00:00Z")
    jobs.run_all()
    assert drawn == [0, 2, 2, 4]
    assert len(printed(batch)) == 5
    assert len([path for path in files.root.rglob("*") if path.is_file()]) == 1


def test_forms_of_somebody_who_withdrew_while_they_were_drawn_are_not_given_out(cast: Cast) -> None:
    people = [person(cast, name, GROWN) for name in ("Ветров", "Сомов")]
    batch = issuing.begin_batch(cast.school, "contest_pd", people, actor=cast.curator)
    Consent.objects.create(node=cast.school, person=people[1], kind="adult_pd", state="withdrawn")
    jobs.run_all()
    batch.refresh_from_db()
    assert (batch.state, batch.pdf_key) == ("failed", "")
    assert not [path for path in files.root.rglob("*") if path.is_file()]
