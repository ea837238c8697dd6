"""The reference lists on screen."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.urls import reverse

from nastavnik.org import reference
from nastavnik.org.models import ReferenceEntry, ReferenceSet
from nastavnik.org.services.reference import edit_entry, load
from nastavnik.portal.org.content import EntryForm, parts

pytestmark = pytest.mark.slow

FROM = dt.date(2026, 9, 1)
PAPER = {"from_on": "2026-09-01", "basis": "Приказ № 4"}


def entry(owner: str, code: str) -> ReferenceEntry:
    return ReferenceEntry.objects.select_related("since").get(set__code=owner, code=code, to_on=None)


def as_sent(row: ReferenceEntry, **changes: str) -> dict[str, str]:
    """What the browser sends when nothing but ``changes`` was typed."""
    initial = {"title": row.title_ru, "mark": row.mark}
    form = EntryForm(data_of_entry=row.data, initial=initial)
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    kept = {name: value for name, value in sent.items() if value is not None and value is not False}
    return {**kept, "seen": row.since.number, **PAPER, **changes}


def test_lists_and_entries_have_pages(as_user):
    client = as_user("curator")
    shown = client.get(reverse("org:reference"))
    assert "Типы организаций" in shown.content.decode()
    one = client.get(reverse("org:reference-list", args=[ReferenceSet.objects.get(code="org_types").uid]))
    assert [row.code for row in one.context["list_page"].rows][:2] == ["education_authority", "mentoring_centre"]
    assert reverse("org:entry-add", args=[one.context["owner"].uid]) not in one.content.decode()
    page = client.get(reverse("org:entry", args=[entry("indicators", "I1").uid])).content.decode()
    assert "районы, выполнившие правило внедрения" in page
    assert "2020" in page


def test_every_entry_comes_back_from_its_form_as_it_was(db):
    load()
    for row in ReferenceEntry.objects.all():
        sent = as_sent(row)
        form = EntryForm(sent, data_of_entry=row.data)
        assert form.is_valid(), (row, form.errors)
        assert form.content() == row.data, row


def test_an_entry_is_edited_from_a_day(as_user):
    row = entry("indicators", "I1")
    typed = as_sent(row, title="Доля районов", **{"data-targets": json.dumps({"2026": 90})})
    response = as_user("regional_operator").post(reverse("org:entry-edit", args=[row.uid]), typed)
    fresh = entry("indicators", "I1")
    assert response.url == reverse("org:entry", args=[fresh.uid])
    assert (fresh.title_ru, fresh.data["targets"], fresh.data["numerator"]) == (
        "Доля районов",
        {"2026": 90},
        row.data["numerator"],
    )
    assert reference.title("indicators", "I1", on=FROM - dt.timedelta(days=1)) == row.title_ru


@pytest.mark.parametrize("text", ["{", "7", '"слово"', "[" * 20_000])
def test_nested_content_that_is_no_list_or_pairs_is_refused(as_user, text):
    row = entry("indicators", "I1")
    response = as_user("regional_operator").post(
        reverse("org:entry-edit", args=[row.uid]), as_sent(row, **{"data-targets": text})
    )
    assert list(response.context["form"].errors) == ["data-targets"]


def test_two_editors_lose_nothing(as_user):
    row = entry("org_types", "school")
    mine = as_sent(row, title="Моё название")
    edit_entry(
        row, seen=row.since.number, title="Их название", data=row.data, mark="", from_on=FROM, basis="", actor=None
    )
    client = as_user("regional_operator")
    response = client.post(reverse("org:entry-edit", args=[row.uid]), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Моё название" in page
    assert "Их название" in page
    again = {**mine, "seen": response.context["form"].data["seen"]}
    assert client.post(reverse("org:entry-edit", args=[row.uid]), again).status_code == 302
    assert reference.title("org_types", "school", on=FROM) == "Моё название"


def test_an_entry_is_added_in_the_shape_of_its_neighbours(as_user):
    owner = ReferenceSet.objects.get(code="org_types")
    client = as_user("regional_operator")
    form = client.get(reverse("org:entry-add", args=[owner.uid])).context["form"]
    assert [name for name in form.fields if name.startswith("data-")] == ["data-level"]
    typed = {"code": "museum", "title": "Музей", "mark": "P", "data-level": "partner", **PAPER}
    client.post(reverse("org:entry-add", args=[owner.uid]), typed)
    assert reference.entries("org_types", on=FROM)[-1].data == {
        "code": "museum",
        "title_ru": "Музей",
        "level": "partner",
        "basis": "P",
    }
    refused = client.post(reverse("org:entry-add", args=[owner.uid]), {**typed, "code": "музей"})
    assert list(refused.context["form"].errors) == ["code"]


def test_an_entry_is_ended(as_user):
    row = entry("org_types", "ngo")
    as_user("regional_operator").post(reverse("org:entry-end", args=[row.uid]), {"seen": row.since.number, **PAPER})
    assert not reference.has("org_types", "ngo", on=FROM)
    assert reference.has("org_types", "ngo", on=FROM - dt.timedelta(days=1))


@pytest.mark.parametrize(("sent", "title"), [({"take": "on"}, "Вуз"), ({}, "Университет")])
def test_a_newer_shipped_text_waits_for_a_decision(as_user, sent, title):
    client = as_user("regional_operator")
    row = entry("org_types", "university")
    row.title_ru = row.data["title_ru"] = "Университет"
    row.origin, row.offered = "product", {"code": "university", "title_ru": "Вуз", "level": "partner"}
    row.save()
    page = client.get(reverse("org:entry", args=[row.uid])).content.decode()
    assert "Вуз" in page
    client.post(reverse("org:entry-offer", args=[row.uid]), {"seen": row.since.number, **sent})
    assert reference.title("org_types", "university") == title
    assert not ReferenceEntry.objects.exclude(offered=None).exists()


def test_a_curator_edits_nothing(as_user):
    client = as_user("curator")
    row = entry("org_types", "school")
    for name in ("entry-edit", "entry-end", "entry-offer"):
        assert client.post(reverse(f"org:{name}", args=[row.uid]), {"seen": 1}).status_code == 403


def test_content_is_shown_in_words(db):
    shown = parts({"code": "x", "title_ru": "Икс", "level": "region", "sensitive": True, "years": [2020, 2024]})
    assert [part.text for part in shown] == ["region", "да", "2020; 2024"]
    assert parts({"targets": {"2020": 5}})[0].is_block
    assert [part.text for part in parts("одно слово")] == ["одно слово"]


def test_a_refusal_stands_in_the_form_with_what_was_typed(as_user):
    row = entry("org_types", "school")
    edit_entry(row, seen=row.since.number, title="Школа", data=row.data, mark="", from_on=FROM, basis="", actor=None)
    fresh, client = entry("org_types", "school"), as_user("regional_operator")
    earlier = as_sent(fresh, title="Раньше", from_on="2026-01-01")
    taken = {"code": "school", "title": "Дважды", "data-level": "organisation", **PAPER}
    answers = [
        client.post(reverse("org:entry-edit", args=[fresh.uid]), earlier),
        client.post(reverse("org:entry-end", args=[fresh.uid]), {"seen": fresh.since.number, **PAPER}),
        client.post(reverse("org:entry-add", args=[fresh.set.uid]), taken),
    ]
    assert [(answer.status_code, bool(answer.context["form"].errors)) for answer in answers] == [(200, True)] * 3
    assert "Раньше" in answers[0].content.decode()
    assert entry("org_types", "school") == fresh


def test_whoever_ends_an_entry_that_was_edited_meanwhile_is_shown_the_new_text(as_user):
    row = entry("org_types", "school")
    edit_entry(row, seen=row.since.number, title="Новое", data=row.data, mark="", from_on=FROM, basis="", actor=None)
    response = as_user("regional_operator").post(
        reverse("org:entry-end", args=[row.uid]), {"seen": row.since.number, **PAPER}
    )
    assert response.status_code == 409
    assert "Новое" in response.content.decode()
    assert entry("org_types", "school").to_on is None
