"""The wizard of a package and the pages of lists, as a curator and a head walk them."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik import jobs
from nastavnik.base import sheets
from nastavnik.documents.models import Batch, Package, Paper, State
from nastavnik.documents.services import batches, packages
from nastavnik.org.calendar import school_year_of
from nastavnik.org.services.reference import load
from tests.cast import Cast
from tests.documents.papers import with_head

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PEOPLE = {
    "curator_name": "Белова Анна Сергеевна",
    "curator_post": "заместитель директора",
    "responsible": "Орлов Пётр Андреевич, учитель математики",
    "control": "оставляю за собой",
}


def _begun(cast: Cast) -> Package:
    year = school_year_of(timezone.localdate()).start_year
    return packages.begin(cast.school, model="teachers", school_year=year, actor=cast.curator)


@pytest.mark.slow
def test_the_wizard_asks_once_and_the_head_signs_one_after_another(cast: Cast, client: Client):
    load()  # what is an organisation
    with_head(cast)
    client.force_login(cast.curator)
    year = school_year_of(timezone.localdate())
    begun = {"node": cast.school.uid, "model": "teachers", "school_year": year.start_year}
    assert client.post(reverse("documents:packages"), begun).status_code == 302
    package = Package.objects.get()
    terms = {name: year.starts_on.isoformat() for name in ("starts_on", "monitoring_first", "effective_on")}
    terms |= {name: year.date_of(5, 20).isoformat() for name in ("ends_on", "monitoring_last")}
    wanted = ["order_curator", "order_approval", "regulation_teachers"]
    steps = {
        "people": PEOPLE,
        "terms": {**terms, "results": "не менее 70 % педагогов"},
        "set": {"documents": wanted, "teachers_forms": ["ped_ped"]},
    }
    for step, typed in steps.items():
        package.refresh_from_db()
        address = reverse("documents:package-ask", args=[package.uid, step])
        assert client.post(address, {**typed, "version": package.version}).status_code == 302, step
    page = reverse("documents:package", args=[package.uid])
    client.post(reverse("documents:package-make", args=[package.uid]))
    assert sorted(Paper.objects.values_list("code", flat=True)) == sorted(wanted)
    client.post(reverse("documents:package-send", args=[package.uid]))
    day = timezone.localdate().isoformat()
    client.post(reverse("documents:package-council", args=[package.uid]), {"minutes_no": "4", "decided_on": day})

    client.force_login(cast.director)
    sign = reverse("documents:package-sign", args=[package.uid])
    for _place in wanted:
        package.refresh_from_db()
        member = packages.next_to_sign(packages.members_of(package))
        assert member is not None and member.paper is not None  # noqa: PT018 - one waits
        assert member.built.title in client.get(sign).content.decode()
        client.post(sign, {"paper": member.paper.uid, "on": day})
    assert set(Paper.objects.values_list("state", flat=True)) == {State.REGISTERED}
    assert "Пакет принят" in client.get(page).content.decode()


def test_answers_of_an_older_page_are_not_lost_and_do_not_win(cast: Cast, client: Client):
    package = _begun(cast)
    packages.answer(package, {"control": "иначе"}, version=package.version, actor=cast.director)
    client.force_login(cast.curator)
    address = reverse("documents:package-ask", args=[package.uid, "people"])
    answer = client.post(address, {**PEOPLE, "version": package.version}).content.decode()
    assert PEOPLE["curator_name"] in answer
    package.refresh_from_db()
    assert packages.answers_of(package) == {"control": "иначе"}


def test_the_page_of_a_package_costs_the_same_whatever_it_holds(
    cast: Cast, client: Client, django_assert_max_num_queries
):
    with_head(cast)
    package = _begun(cast)
    packages.draw(package, actor=cast.curator)
    client.force_login(cast.curator)
    page = reverse("documents:package", args=[package.uid])
    client.get(page)
    with django_assert_max_num_queries(60):
        assert client.get(page).status_code == 200


def test_a_list_from_excel_is_checked_and_made(cast: Cast, client: Client):
    with_head(cast)
    client.force_login(cast.curator)
    new = reverse("documents:batch-new", args=["thanks_letter"]) + f"?node={cast.school.uid}"
    client.post(new, {"title": "Благодарности", "differs": ["recipient"]})
    batch = Batch.objects.get()
    page = reverse("documents:batch", args=[batch.uid])
    common = {"kind": "thanks", "merit": "за труд", "given_date": "2026-09-01"}
    assert "Нет графы «Рост»" in client.post(page, {**common, "rows": "Кому\tРост\nОрлов\t1"}).content.decode()
    assert batches.payload_of(Batch.objects.get())["rows"] == []

    out = io.BytesIO()
    sheets.write_xlsx(out, [sheets.Column("Кому", str)], ["Орлов Пётр Андреевич"])
    client.post(page, {**common, "rows": "", "file": SimpleUploadedFile("list.xlsx", out.getvalue(), XLSX)})
    assert "Список подходит" in client.get(page).content.decode()
    client.post(reverse("documents:batch-start", args=[batch.uid]))
    jobs.run_all()
    archive = client.get(reverse("documents:batch-archive", args=[batch.uid]))
    assert archive["Cache-Control"] == "private, no-store"
    assert archive["Content-Disposition"].startswith("attachment")
    assert b"".join(archive.streaming_content).startswith(b"PK")
