"""A table becomes a base: new, changed, same, wrong, twins, likes; accepted, taken back."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from nastavnik.audit.models import Event
from nastavnik.base.errors import EditConflict, NotAllowed
from nastavnik.jobs import run_all
from nastavnik.org.services.reference import load
from nastavnik.org.services.shipped import SHIPPED
from nastavnik.people.cards import Birth
from nastavnik.people.models import (
    ColumnMemory,
    Consent,
    Group,
    Intake,
    IntakePiece,
    Likeness,
    Participation,
    Person,
)
from nastavnik.people.refusals_intakes import GroundMissing, NothingToAccept, TableRefused, TooLateToUndo
from nastavnik.people.services import intake_comparing, intake_mending, intake_undoing, intakes, likenesses
from nastavnik.people.services.persons import add_person, change_part, group_named
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HEAD = (
    "ФИО наставляемого\tКонтактные данные для связи\tГод рождения наставляемого\tОсновной запрос наставляемого"
    "\tДата вхождения в программу\tКласс"
)
ANNA = "Ветрова Анна Игоревна\t+7 900 111-22-33\t2013\tтрудно выбрать профиль\t01.10.2026\t7Б"
BORIS = "Сомов Борис Олегович\t8 900 111-22-34\t17.05.2012\tподготовка к олимпиаде\t01.10.2026\t8А"
VERA = "Лугова Вера\tvera@example.org\t2012\tпубличные выступления\t2026-10-02\t8А"


@pytest.fixture
def lists(cast: Cast, tmp_path: Path) -> Cast:
    (tmp_path / "lists").mkdir()
    shutil.copy(SHIPPED / "programmes.yaml", tmp_path / "lists")
    load(tmp_path / "lists")
    for name in ("7Б", "8А"):
        group_named(cast.school, name)
    return cast


def paste(cast: Cast, *rows: str, head: str = HEAD, **told: Any) -> Intake:
    content = "\n".join([head, *rows]).encode()
    base = {"side": "mentee", "model": "learners", "school_year": 2026, **told}
    return intakes.take_in(cast.school, content=content, file_name="вставка", pasted=True, actor=cast.curator, **base)


def take(cast: Cast, intake: Intake, **told: Any) -> Intake:
    intake.refresh_from_db()
    ground = {"ground": "none", **told}
    return intakes.accept(intake, version=intake.version, actor=cast.curator, **ground)


def rows_of(intake: Intake) -> list[dict[str, Any]]:
    return [row for piece in IntakePiece.objects.filter(intake=intake) for row in piece.rows]


def test_a_pasted_table_becomes_people(lists: Cast) -> None:
    intake = paste(lists, ANNA, BORIS, VERA)
    assert (intake.state, intake.counts) == ("ready", {"new": 3})
    done = take(lists, intake)

    assert done.state == "accepted"
    part = Participation.objects.get(person__birth_year=2013)
    assert part.person.card == {
        "last": "Ветрова", "first": "Анна", "middle": "Игоревна", "phones": ["+79001112233"],
        "contact": "+7 900 111-22-33", "birth": None,
    }  # fmt: skip
    assert (part.group and part.group.name, part.entered_on, part.status) == ("7Б", dt.date(2026, 10, 1), "candidate")
    assert part.details == {"main_request": "трудно выбрать профиль"}
    assert sorted(Person.objects.values_list("seat", flat=True)) == [1, 2, 3]
    event = Event.objects.get(action="person.intake_accepted")
    assert event.facts["added"] == 3


@pytest.mark.parametrize("at_once", [1500, 0])
def test_whoever_comes_with_a_table_is_compared_with_the_base(
    lists: Cast, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(likenesses, "AT_ONCE", at_once)
    intake = paste(lists, ANNA, ANNA.replace("7Б", "8А"), BORIS)
    intake_mending.choose(intake, 1, version=1, person=None, actor=lists.curator)
    done = take(lists, intake)
    run_all()
    pair = Likeness.objects.get()
    assert {pair.one.birth_year, pair.other.birth_year} == {2013}

    intake_undoing.undo(done, actor=lists.curator)
    assert not Likeness.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("held", [intake_comparing.MOST_MARKS, 0])
def test_the_same_table_twice_changes_nothing(lists: Cast, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(intake_comparing, "MOST_MARKS", held)
    take(lists, paste(lists, ANNA, BORIS, VERA))
    again = paste(lists, ANNA, BORIS, VERA)
    assert again.counts == {"same": 3}
    with pytest.raises(NothingToAccept):
        take(lists, again)


def test_two_tables_at_once_make_nobody_twice(lists: Cast) -> None:
    one, other = paste(lists, ANNA, BORIS), paste(lists, ANNA, BORIS)
    take(lists, one)
    done = take(lists, other)
    assert Person.objects.count() == 2
    assert done.counts["same"] == 2
    assert done.counts["added"] == 0


def test_what_changed_is_named_and_an_empty_cell_changes_nothing(lists: Cast) -> None:
    take(lists, paste(lists, ANNA, BORIS))
    moved = ANNA.replace("7Б", "8А").replace("33\t", "35\t")
    intake = paste(lists, moved, BORIS.replace("\t8А", "\t"))
    assert intake.counts == {"changed": 1, "same": 1}
    assert rows_of(intake)[0]["changes"] == ["contacts", "group_or_position"]
    take(lists, intake)
    part = Participation.objects.get(person__birth_year=2013)
    assert part.group
    assert part.group.name == "8А"
    assert part.person.card["phones"] == ["+79001112235"]

    intake_undoing.undo(intake, actor=lists.curator)
    part.refresh_from_db()
    person = Person.objects.get(pk=part.person_id)
    assert part.group.name == "7Б"
    assert person.card["phones"] == ["+79001112233"]


def test_who_is_known_joins_another_base(lists: Cast) -> None:
    take(lists, paste(lists, ANNA))
    done = take(lists, paste(lists, ANNA, school_year=2027))
    assert (Person.objects.count(), Participation.objects.count()) == (1, 2)
    assert (done.counts["added"], done.counts["joined"]) == (0, 1)


def test_wrong_rows_are_named_and_mended_one_cell_at_a_time(lists: Cast) -> None:
    bad = "Иванов Пётр\t+7 900 111-22-3\t1812\tзапрос\t01.10.2026\t8А"
    intake = paste(lists, ANNA, bad)
    assert intake.counts == {"new": 1, "wrong": 1}
    row = rows_of(intake)[1]
    assert {each[0] for each in row["wrong"]} == {"phone_shape", "birth_range"}

    row = intake_mending.mend(intake, 1, version=1, cells={"birth_year": "2012"}, actor=lists.curator)
    assert [each[0] for each in row["wrong"]] == ["phone_shape"]
    with pytest.raises(EditConflict):
        intake_mending.mend(intake, 1, version=1, cells={"contacts": "+79001112277"}, actor=lists.curator)
    row = intake_mending.mend(intake, 1, version=2, cells={"contacts": "+79001112277"}, actor=lists.curator)
    assert (row["verdict"], row["values"]["birth_year"]["year"]) == ("new", 2012)
    take(lists, intake)
    assert Person.objects.count() == 2


def test_a_row_given_the_name_of_somebody_known_is_of_them(lists: Cast) -> None:
    take(lists, paste(lists, ANNA))
    intake = paste(lists, BORIS)
    row = rows_of(intake)[0]
    known = {"full_name": "Ветрова Анна Игоревна", "birth_year": "2013"}
    mended = intake_mending.mend(intake, 0, version=row.get("v", 1), cells=known, actor=lists.curator)
    assert mended["verdict"] == "changed"
    take(lists, intake)
    assert Person.objects.count() == 1


def test_a_row_left_out_stays_out_and_frees_its_twin(lists: Cast) -> None:
    intake = paste(lists, ANNA, ANNA.replace("7Б", "8А"), BORIS)
    assert intake.counts == {"new": 2, "twin": 1}
    assert rows_of(intake)[1]["wrong"] == [["twin", "full_name", {"row": 2}]]
    intake_mending.leave_out(intake, 0, version=1, left_out=True, actor=lists.curator)
    intake.refresh_from_db()
    assert intake.counts == {"new": 2, "left_out": 1}
    take(lists, intake)
    assert Group.objects.get(participations__person__birth_year=2013).name == "8А"


def test_two_namesakes_may_be_two_people(lists: Cast) -> None:
    intake = paste(lists, ANNA, ANNA.replace("7Б", "8А"))
    row = intake_mending.choose(intake, 1, version=1, person=None, actor=lists.curator)
    assert row["verdict"] == "new"
    take(lists, intake)
    assert Person.objects.count() == 2


def test_a_mother_of_the_same_name_is_asked_about(lists: Cast) -> None:
    mother = {"last": "Ветрова", "first": "Анна", "middle": "Игоревна"}
    person = add_person(lists.school, mother, birth=Birth(), adult=True, actor=lists.curator)
    intake = paste(lists, ANNA, BORIS.replace("Сомов Борис", "Ветрова Анна").replace("Олегович", "Олеговна"))

    row, other = rows_of(intake)
    assert (row["verdict"], row["likes"], other["verdict"]) == ("like", [person.pk], "new")
    intake_mending.choose(intake, 0, version=row.get("v", 1), person=None, actor=lists.curator)
    take(lists, intake)
    assert Person.objects.count() == 3


def test_a_slip_in_a_name_is_asked_about(lists: Cast) -> None:
    take(lists, paste(lists, ANNA, BORIS))
    slip = ANNA.replace("Ветрова", "Ветровва")
    intake = paste(lists, slip)
    assert intake.counts == {"like": 1}
    known = Person.objects.get(birth_year=2013)
    assert rows_of(intake)[0]["likes"] == [known.pk]
    row = intake_mending.choose(intake, 0, version=1, person=known.pk, actor=lists.curator)
    assert row["verdict"] == "same"

    other = paste(lists, slip)
    intake_mending.choose(other, 0, version=1, person=None, actor=lists.curator)
    take(lists, other)
    assert Person.objects.count() == 3


def test_classes_that_are_missing_are_made_by_one_tick(lists: Cast) -> None:
    intake = paste(lists, ANNA.replace("7Б", "9 «В»"), BORIS.replace("8А", "9-в"), VERA)
    assert intake.counts == {"new": 1, "wrong": 2}
    assert intake.headings["groups"] == {"9 «В»": 2}
    assert intake_mending.add_groups(intake, ["9 «В»", "11Я"], actor=lists.curator) == 1
    intake.refresh_from_db()
    assert intake.counts == {"new": 3}
    assert set(Group.objects.values_list("name", flat=True)) == {"7Б", "8А", "9 «В»"}


def test_strange_headings_wait_for_a_person_and_are_remembered(lists: Cast) -> None:
    head = HEAD.replace("Основной запрос наставляемого", "О чём мечтает").replace("\tКласс", "\tЛюбимый цвет")
    intake = paste(lists, ANNA, head=head)
    assert intake.state == "mapping"
    assert intake.mapping == {
        "0": "full_name", "1": "contacts", "2": "birth_year", "3": "", "4": "entry_date", "5": "",
    }  # fmt: skip
    assert intake.headings["examples"]["5"] == ["7Б"]
    chosen = {**intake.mapping, "3": "main_request"}
    ready = intakes.choose_columns(intake, chosen, entry_date=None, version=intake.version, actor=lists.curator)
    assert (ready.state, ready.counts) == ("ready", {"new": 1})
    assert ColumnMemory.objects.get(column="main_request").side == "mentee"
    assert paste(lists, BORIS, head=head).state == "ready"
    # A column headed by somebody is passed over, and their name is not kept in the clear.
    named = head.replace("Любимый цвет", "Сидорова Анна Павловна")
    intake = paste(lists, ANNA, head=named)
    intakes.choose_columns(intake, intake.mapping, entry_date=None, version=intake.version, actor=lists.curator)
    assert {len(heading) for heading in ColumnMemory.objects.values_list("heading", flat=True)} == {64}


def test_consents_on_paper_are_put_down_for_the_age(lists: Cast) -> None:
    old = "Зимин Олег\t+79001112299\t2000\tнаставник в профессии\t01.10.2026\t"
    intake = paste(lists, ANNA, BORIS, old)
    with pytest.raises(GroundMissing):
        take(lists, intake, ground="consents")
    take(lists, intake, ground="consents", consents_on=dt.date(2026, 9, 30), basis="папка 03-12")
    given = set(Consent.objects.values_list("person__birth_year", "kind", "state", "basis"))
    assert given == {
        (2013, "minor_rep_pd", "active", "папка 03-12"), (2012, "minor_rep_pd", "active", "папка 03-12"),
        (2012, "minor_own_ack", "active", "папка 03-12"), (2000, "adult_pd", "active", "папка 03-12"),
    }  # fmt: skip
    assert set(Participation.objects.values_list("status", flat=True)) == {"in_base"}


def test_taken_back_it_leaves_nothing_but_what_people_touched(lists: Cast) -> None:
    intake = paste(lists, ANNA, BORIS, VERA)
    done = take(lists, intake, ground="consents", consents_on=dt.date(2026, 9, 30), basis="папка")
    part = Participation.objects.get(person__birth_year=2013)
    change_part(part, version=part.version, actor=lists.curator, details={"main_request": "другое"})
    undone = intake_undoing.undo(done, actor=lists.curator)
    assert (undone.state, undone.counts["kept"]) == ("undone", 1)
    assert list(Person.objects.values_list("birth_year", flat=True)) == [2013]
    assert Consent.objects.exclude(person=part.person).count() == 0


def test_a_day_later_it_is_too_late(lists: Cast) -> None:
    done = take(lists, paste(lists, ANNA))
    Intake.objects.update(accepted_at=done.accepted_at - dt.timedelta(hours=25))  # type: ignore[operator]
    with pytest.raises(TooLateToUndo):
        intake_undoing.undo(done, actor=lists.curator)


def test_a_file_goes_through_jobs(lists: Cast) -> None:
    rows = [f"Ветров Пётр {chr(1072 + n // 26)}{chr(1072 + n % 26)}ович".title() for n in range(400)]
    content = "\n".join(
        [HEAD.replace("\t", ";"), *(f"{name};+7900{n:07};2013;запрос;01.10.2026;7Б" for n, name in enumerate(rows))]
    ).encode("cp1251")
    intake = intakes.take_in(
        lists.school, side="mentee", model="learners", school_year=2026, content=content, file_name="База.csv",
        actor=lists.curator,
    )  # fmt: skip
    assert intake.state == "reading"
    run_all()
    intake.refresh_from_db()
    assert (intake.state, intake.rows, intake.counts) == ("ready", 400, {"new": 400})
    take(lists, intake)
    run_all()
    intake.refresh_from_db()
    assert (intake.state, intake.counts["added"]) == ("accepted", 400)
    assert Person.objects.count() == 400
    intake_undoing.undo(intake, actor=lists.curator)
    run_all()
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("база.xlsm", b"PK\x03\x04", "macros"),
        ("база.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("база.pdf", b"%PDF-1.4", "unsupported"),
        ("база.xlsx", b"hello", "damaged"),
        ("база.csv", b"  ", "empty"),
    ],
)
def test_files_that_are_no_tables_are_refused_in_a_sentence(cast: Cast, name: str, content: bytes, code: str) -> None:
    with pytest.raises(TableRefused) as refusal:
        intakes.take_in(
            cast.school, side="mentee", model="learners", school_year=2026, content=content, file_name=name,
            actor=cast.curator,
        )  # fmt: skip
    assert refusal.value.details["why"] == code
    assert not Intake.objects.exists()


def test_who_may_not_load_bases_loads_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        intakes.take_in(
            cast.school, side="mentee", model="learners", school_year=2026, content=b"x", file_name="a.csv",
            actor=cast.sibling_curator,
        )  # fmt: skip
