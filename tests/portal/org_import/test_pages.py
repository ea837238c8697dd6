"""The road of a list of organisations by forms alone: loaded, mended, accepted, taken back."""

from __future__ import annotations

import html

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nastavnik import jobs
from nastavnik.org.models import Node
from nastavnik.org_import.models import OrgList
from tests.cast import Cast
from tests.org_import.conftest import ogrn, reference_lists, table

__all__ = ["reference_lists"]


def test_a_table_is_loaded_mended_accepted_and_taken_back(cast: Cast, client: Client, reference_lists: None) -> None:
    client.force_login(cast.regional_operator)
    assert reverse("org-import:new") in client.get("/organisations/").content.decode()
    rows = [["Школа № 501", "", "школа", "Луговой", ogrn(1), ""], ["Школа № 502", "", "школа", "Луговой", "123", ""]]
    file = SimpleUploadedFile("список.xlsx", table(rows))
    said = {"node": str(cast.region.uid), "holds_from": "2026-11-20", "file": file}
    here = client.post(reverse("org-import:new"), said).headers["Location"]
    assert "читается" in client.get(here).content.decode()
    jobs.run_all()

    page = html.unescape(client.get(here).content.decode())
    assert "В ОГРН 13 цифр" in page.replace("\xa0", " ")
    remarks = client.get(f"{here}remarks/")
    assert b"".join(remarks.streaming_content).startswith(b"PK")
    row = OrgList.objects.get().rows.get(position=2)
    cells = {**row.data, "ogrn": ogrn(2), "type": "Общеобразовательная организация", "version": row.version}
    client.post(f"{here}rows/2/", cells)
    page = client.post(f"{here}accept/", follow=True).content.decode()
    assert Node.objects.filter(short_name__startswith="Школа № 50", path__startswith=cast.district.path).count() == 2
    assert f'action="{here}undo/"' in page

    client.post(f"{here}undo/")
    assert not Node.objects.filter(short_name__startswith="Школа № 50").exists()


def test_who_opens_no_organisations_is_not_offered_to_load_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.curator)

    assert reverse("org-import:new") not in client.get("/organisations/").content.decode()
    assert client.get(reverse("org-import:new")).status_code == 403


def test_a_torn_version_is_an_older_page(cast: Cast, client: Client, reference_lists: None) -> None:
    client.force_login(cast.regional_operator)
    file = SimpleUploadedFile("список.xlsx", table([["Школа № 501", "", "школа", "Луговой", ogrn(1), ""]]))
    said = {"node": str(cast.region.uid), "holds_from": "2026-11-20", "file": file}
    here = client.post(reverse("org-import:new"), said).headers["Location"]
    jobs.run_all()

    for torn in ("", "два", "9" * 30):
        assert client.post(f"{here}rows/1/", {"deed": "leave_out", "version": torn}).status_code == 409
    assert not OrgList.objects.get().rows.get(position=1).is_left_out
