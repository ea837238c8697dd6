"""Two who edit one line: different fields both stand, one field is asked about, nothing vanishes."""

from __future__ import annotations

import datetime as dt

import pytest

from nastavnik.base.errors import EditConflict
from nastavnik.roadmaps.models import RoadmapLine
from nastavnik.roadmaps.services import lines

DRAWN = {"number": "1", "title": "Приказ", "deadline_text": "до 1 октября", "responsible_text": "", "result": ""}


@pytest.fixture
def line(add):
    return add("до 1 октября", title="Приказ", number="1")


def edit(line, who, version, **typed):
    """Whoever opened the form at ``version`` sends it whole, as a browser does."""
    return lines.edit_line(line, version=version, actor=who, **(DRAWN | typed))


def test_edits_of_different_fields_both_stand(line, cast):
    edit(line, cast.curator, 1, title="Приказ о запуске")

    saved = edit(line, cast.team_member, 1, result="Приказ с номером", deadline_text="до 20 октября")

    assert (saved.version, saved.title, saved.result) == (3, "Приказ о запуске", "Приказ с номером")
    assert saved.occurrences.get().due_on == dt.date(2026, 10, 20)
    assert lines.also_edited_by(saved, since=1, but=cast.team_member) == [cast.curator]
    assert [revision.values for revision in saved.revisions.order_by("version")] == [
        {"title": "Приказ"},
        {"deadline_text": "до 1 октября", "result": ""},
    ]


def test_one_field_typed_by_both_is_asked_about_and_the_others_are_settled(line, cast):
    edit(line, cast.curator, 1, title="Приказ о запуске", number="1.1")

    with pytest.raises(EditConflict) as refusal:
        edit(line, cast.team_member, 1, title="Приказ о кураторе", result="Приказ")

    assert refusal.value.mine == {"title": "Приказ о кураторе"}
    assert refusal.value.kept == {"number"}
    assert RoadmapLine.objects.get(pk=line.pk).version == 2


def test_the_same_typed_by_both_is_no_clash_and_no_version(line, cast):
    edit(line, cast.curator, 1, title="Приказ о запуске")

    assert edit(line, cast.team_member, 1, title="Приказ о запуске").version == 2


def test_a_field_that_went_there_and_back_is_free(line, cast):
    edit(line, cast.curator, 1, title="Иначе")
    lines.undo_edit(line, actor=cast.curator)

    assert edit(line, cast.team_member, 1, title="Приказ о запуске").title == "Приказ о запуске"


def test_other_line_ends_and_blanks_at_the_ends_are_not_an_edit(line, cast):
    edit(line, cast.curator, 1, result="Приказ\nПротокол ")

    saved = edit(line, cast.team_member, 2, result="Приказ\r\nПротокол")

    assert (saved.version, saved.result) == (2, "Приказ\nПротокол ")


@pytest.mark.parametrize("version", [0, 1, 9])
def test_where_the_history_has_a_gap_nothing_is_merged(line, cast, version):
    RoadmapLine.objects.filter(pk=line.pk).update(version=3, title="Иначе")

    with pytest.raises(EditConflict) as refusal:
        edit(line, cast.curator, version, result="Приказ")

    assert refusal.value.mine["result"] == "Приказ"
