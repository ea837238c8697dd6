"""Reference lists: shipped, loaded again, edited, and both at once."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.org import reference
from nastavnik.org.models import ReferenceEntry, ReferenceSet
from nastavnik.org.refusals import LaterRecorded
from nastavnik.org.services.reference import EntryEnded, add_entry, decide_offer, edit_entry, end_entry, load
from nastavnik.org.services.shipped import SHIPPED, FileUnusable
from nastavnik.org.services.shipped import lists as shipped_lists

EARLY, LATE = dt.date(2025, 1, 1), dt.date(2026, 1, 1)
FIRST = """
fruits:
  title_ru: Плоды
  entries:
  - {code: apple, title_ru: яблоко, basis: S}
  - {code: pear, title_ru: груша, basis: P}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fruits.yaml").write_text(FIRST, encoding="utf-8")
    return tmp_path


@pytest.fixture
def fruits(db: None, folder: Path) -> ReferenceSet:
    load(folder)
    return ReferenceSet.objects.get(code="fruits")


def rewrite(folder: Path, old: str, new: str) -> None:
    file = folder / "fruits.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def entry(code: str) -> ReferenceEntry:
    return ReferenceEntry.objects.select_related("since", "set").get(code=code, to_on=None)


def edited(code: str, title: str, *, from_on: dt.date = EARLY) -> ReferenceEntry:
    row = entry(code)
    return edit_entry(
        row, seen=row.since.number, title=title, data=row.data, mark="P", from_on=from_on, basis="№ 1", actor=None
    )


def names(on: dt.date) -> dict[str, str]:
    return reference.titles("fruits", on=on)


def test_every_shipped_list_has_a_russian_title_and_entries_with_codes():
    shipped = list(shipped_lists(SHIPPED))
    assert len(shipped) == 50
    assert sum(len(found.lines) for found in shipped) == 579
    assert [found.code for found in shipped if found.title == found.code] == []
    assert {line.mark for found in shipped for line in found.lines} == {"", "S", "T", "B", "P"}


def test_the_whole_of_the_shipped_data_loads_and_loading_again_changes_nothing(db):
    first, again = load(), load()
    assert len(first.added) == 579
    assert (again.added, again.changed, again.ended, again.offered, again.waiting) == ([], [], [], [], [])
    assert reference.title("org_types", "school") == "Общеобразовательная организация"
    assert reference.entries("indicators", on=dt.date(2021, 1, 1))[0].data["targets"]["2020"] == 100


def test_an_edited_file_makes_a_new_version_from_a_day(fruits, folder):
    rewrite(folder, "яблоко", "яблоко садовое")
    rewrite(folder, "  - {code: pear, title_ru: груша, basis: P}", "  - {code: plum, title_ru: слива, basis: B}")

    report = load(folder, from_on=LATE, basis="Письмо № 2")

    assert (report.added, report.changed, report.ended) == (["fruits/plum"], ["fruits/apple"], ["fruits/pear"])
    assert names(EARLY) == {"apple": "яблоко", "pear": "груша"}
    assert names(LATE) == {"apple": "яблоко садовое", "plum": "слива"}
    fruits.refresh_from_db()
    assert list(fruits.versions.order_by("number").values_list("number", "from_on", "basis", "origin")) == [
        (1, dt.date(1900, 1, 1), "", "file"),
        (2, LATE, "Письмо № 2", "file"),
    ]


def test_an_entry_that_comes_back_into_the_file_comes_back(fruits, folder):
    text = (folder / "fruits.yaml").read_text(encoding="utf-8")
    rewrite(folder, "  - {code: pear, title_ru: груша, basis: P}\n", "")
    load(folder, from_on=EARLY)
    (folder / "fruits.yaml").write_text(text, encoding="utf-8")
    load(folder, from_on=LATE)
    assert [("pear" in names(day)) for day in (dt.date(2024, 1, 1), EARLY, LATE)] == [True, False, True]


def test_a_process_sees_a_new_version_at_its_next_question(fruits, django_assert_num_queries):
    assert names(LATE)["apple"] == "яблоко"
    with django_assert_num_queries(1):
        names(LATE)
    edited("apple", "яблоко наше")
    assert names(LATE)["apple"] == "яблоко наше"


def test_an_edit_leaves_the_text_before_it(fruits):
    edited("apple", "яблоко наше")
    assert (names(dt.date(2024, 12, 31))["apple"], names(EARLY)["apple"]) == ("яблоко", "яблоко наше")
    assert entry("apple").data == {"code": "apple", "title_ru": "яблоко наше", "basis": "P"}


def test_an_edit_is_corrected_on_its_own_day_and_not_put_before_it(fruits):
    edited("apple", "яблоко нашее")
    edited("apple", "яблоко наше")
    assert ReferenceEntry.objects.filter(code="apple").count() == 2
    with pytest.raises(LaterRecorded):
        edited("apple", "раньше", from_on=EARLY - dt.timedelta(days=1))


def test_two_editors_of_one_entry_do_not_overwrite_each_other(fruits):
    row = entry("apple")
    edited("apple", "первый")
    with pytest.raises(EditConflict) as conflict:
        edit_entry(
            row, seen=row.since.number, title="второй", data=row.data, mark="P", from_on=EARLY, basis="", actor=None
        )
    assert (conflict.value.theirs.title_ru, conflict.value.mine["title_ru"]) == ("первый", "второй")


def test_an_entry_edited_here_waits_with_the_newer_text_of_the_file(fruits, folder):
    edited("apple", "яблоко наше")
    rewrite(folder, "яблоко", "яблоко из поставки")

    first, again = load(folder, from_on=LATE), load(folder, from_on=LATE)

    assert (first.offered, first.changed, first.waiting) == (["fruits/apple"], [], ["fruits/apple"])
    assert (again.offered, again.waiting) == ([], ["fruits/apple"])
    assert names(LATE)["apple"] == "яблоко наше"


@pytest.mark.parametrize(("take", "title"), [(True, "яблоко из поставки"), (False, "яблоко наше")])
def test_an_offer_is_taken_or_let_go(fruits, folder, take, title):
    edited("apple", "яблоко наше")
    rewrite(folder, "яблоко", "яблоко из поставки")
    load(folder)

    row = entry("apple")
    decide_offer(row, seen=row.since.number, take=take, actor=None)

    assert names(timezone.localdate())["apple"] == title
    assert load(folder).waiting == []
    with pytest.raises(EditConflict):
        decide_offer(row, seen=row.since.number, take=take, actor=None)


def test_after_an_offer_was_taken_the_file_leads_again(fruits, folder):
    edited("apple", "яблоко наше")
    rewrite(folder, "яблоко", "яблоко из поставки")
    load(folder)
    row = entry("apple")
    decide_offer(row, seen=row.since.number, take=True, actor=None)
    rewrite(folder, "яблоко из поставки", "яблоко новое")
    assert load(folder).changed == ["fruits/apple"]


def test_an_entry_ended_here_is_not_brought_back_by_the_file(fruits, folder):
    row = entry("pear")
    end_entry(row, seen=row.since.number, on=EARLY, basis="", actor=None)
    rewrite(folder, "груша", "груша сладкая")
    load(folder)
    assert "pear" not in names(LATE)
    with pytest.raises(EntryEnded):
        end_entry(row, seen=row.since.number, on=LATE, basis="", actor=None)


def test_an_own_entry_is_added_once_and_stays_when_the_file_is_loaded(fruits, folder):
    how = {"title": "айва", "data": {}, "from_on": EARLY, "basis": "№ 3", "actor": None}
    add_entry(fruits, code="quince", **how)
    with pytest.raises(Invalid):
        add_entry(fruits, code="quince", **how)
    load(folder)
    assert list(names(LATE)) == ["apple", "pear", "quince"]


def test_only_holders_edit(cast, fruits):
    row = entry("apple")
    for actor in (cast.director, cast.curator, cast.district_coordinator, cast.stranger):
        with pytest.raises(NotAllowed):
            end_entry(row, seen=row.since.number, on=EARLY, basis="", actor=actor)
    end_entry(row, seen=row.since.number, on=EARLY, basis="", actor=cast.regional_operator)
    assert "apple" not in names(EARLY)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("fruits: [", r"\d"),
        ("- apple", "zz.yaml"),
        ("fruits: {title_ru: Плоды}", "fruits"),
        ("fruits: {entries: [{title_ru: груша}]}", "1"),
        ("fruits: {entries: [{code: pear}, {code: pear}]}", "2"),
        ("!!python/object/apply:os.system ['true']", "1"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(fruits, folder, text, where):
    (folder / "zz.yaml").write_text(text, encoding="utf-8")
    rewrite(folder, "яблоко", "ябло")
    with pytest.raises(FileUnusable, match=where):
        load(folder)
    assert names(LATE)["apple"] == "яблоко"


def test_the_command_prints_what_it_did(db, folder):
    out = StringIO()
    call_command("reference", "load", str(folder), stdout=out)
    assert json.loads(out.getvalue())["names"]["added"] == ["fruits/apple", "fruits/pear"]


@pytest.mark.parametrize("words", [["nowhere"], [str(SHIPPED), "--from", "31.12.2026"]])
def test_the_command_refuses_what_it_cannot_use(db, words):
    with pytest.raises(CommandError) as refusal:
        call_command("reference", "load", *words)
    assert refusal.value.returncode == 2


def test_an_unloaded_list_says_what_to_do(db):
    with pytest.raises(reference.ReferenceMissing):
        reference.entries("fruits")
    assert reference.titles("fruits") == {}
    assert reference.title("fruits", "apple") == "apple"
