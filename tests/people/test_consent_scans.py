"""Scans of consents find their records by the code on the page, however badly they were scanned."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable

import pypdfium2  # type: ignore[import-untyped]  # the package brings no types
import pytest
from PIL import Image, ImageFilter

from nastavnik import jobs
from nastavnik.accounts.keyring.files import files
from nastavnik.people import consent_forms, consent_sheets
from nastavnik.people.models import Consent, ScanBatch, ScanPage
from nastavnik.people.refusals import DateAhead
from nastavnik.people.refusals_consents import NotInForce
from nastavnik.people.services import consents, scans
from tests.cast import Cast
from tests.people.test_consents import GROWN, TODAY, given, person, pupil, today

__all__ = ["today"]
pytestmark = pytest.mark.django_db
SIGNED = dt.date(2026, 11, 10)


def rotated(degrees: float) -> Callable[[Image.Image], Image.Image]:
    return lambda page: page.rotate(degrees, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)


def noisy(page: Image.Image) -> Image.Image:
    """Every thirtieth point is black or white."""
    chance = random.Random(4)
    spots = bytes(chance.choice((0, 255)) if chance.random() < 1 / 30 else 128 for _place in range(page.width * 200))
    strip = Image.frombytes("L", (page.width, 200), spots)
    for top in range(0, page.height, 200):
        page.paste(strip, (0, top), strip.point(lambda value: 0 if value == 128 else 255))
    return page


def grey(page: Image.Image) -> Image.Image:
    """A worn copier: pale words on a grey ground, out of focus."""
    return page.convert("L").point(lambda value: 110 + value * 60 // 255).filter(ImageFilter.GaussianBlur(1))


def scanned(row: Consent, *spoiled: Callable[[Image.Image], Image.Image], dots: int = 150) -> Image.Image:
    document = consent_sheets.marked(consent_forms.sheet_of(row), row.code or "")
    pdf = pypdfium2.PdfDocument(consent_sheets.printed([document]))
    page = pdf[0].render(scale=dots / 72).to_pil().convert("RGB")
    for spoil in spoiled:
        page = spoil(page)
    return page.convert("RGB")


def pdf_of(*pages: Image.Image) -> io.BytesIO:
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    out.seek(0)
    return out


def picture_of(page: Image.Image, form: str = "JPEG", **how: object) -> io.BytesIO:
    out = io.BytesIO()
    page.save(out, form, **how)  # type: ignore[arg-type]  # what Pillow takes
    out.seek(0)
    return out


def sorted_(cast: Cast, *put_in: tuple[str, io.BytesIO]) -> ScanBatch:
    batch = scans.take_in(cast.school, put_in, SIGNED, actor=cast.curator)
    jobs.run_all()
    batch.refresh_from_db()
    return batch


def states(batch: ScanBatch) -> list[str]:
    return list(batch.pages.values_list("state", flat=True))


def rows(cast: Cast, count: int) -> list[Consent]:
    people = [person(cast, f"Ветров{'а' * place}", GROWN) for place in range(1, count + 1)]
    return consents.issue(people, "adult_pd", actor=cast.curator, on=dt.date(2026, 11, 2))


@pytest.mark.slow
class TestSorting:
    def test_bad_scans_find_their_consents(self, cast: Cast) -> None:
        ways = [(), (rotated(90),), (rotated(3),), (rotated(180), grey), (noisy,), (rotated(-2), noisy, grey)]
        found = rows(cast, len(ways))
        pages = [scanned(row, *spoiled) for row, spoiled in zip(found, ways, strict=True)]
        batch = sorted_(cast, ("скан.pdf", pdf_of(*pages[:4])), ("5.JPG", picture_of(pages[4])),
                        ("6.png", picture_of(pages[5], "PNG")))  # fmt: skip
        assert (batch.state, batch.refusal_code, batch.file_keys) == ("sorted", "", [])
        assert states(batch) == ["taken"] * 6
        for row, page in zip(found, batch.pages.all(), strict=True):
            row.refresh_from_db()
            assert (row.state, row.way, row.signed_on, row.scan_key) == ("active", "paper", SIGNED, page.file_key)

    def test_what_no_code_or_a_strange_code_stands_on_waits_for_a_person(self, cast: Cast) -> None:
        row, other = rows(cast, 2)
        sheet = scanned(row)
        Consent.objects.filter(pk=other.pk).update(node=cast.sibling_school)
        batch = sorted_(
            cast,
            ("1.pdf", pdf_of(Image.new("RGB", (900, 1200), "white"), scanned(other), sheet, sheet)),
        )
        assert states(batch) == ["unknown", "foreign", "taken", "again"]
        other.refresh_from_db()
        assert other.state == "issued"
        blank = batch.pages.get(state="unknown")
        scans.set_aside(blank, actor=cast.curator)
        scans.bring_back(blank, actor=cast.curator)
        with pytest.raises(NotInForce):
            scans.set_aside(batch.pages.get(state="taken"), actor=cast.curator)

    def test_a_person_puts_a_page_to_its_consent(self, cast: Cast) -> None:
        (row,) = rows(cast, 1)
        batch = sorted_(cast, ("1.png", picture_of(Image.new("RGB", (600, 800), "white"), "PNG")))
        page = batch.pages.get()
        assert scans.by_code(cast.school, f" {(row.code or '').lower()} ") == row
        assert scans.by_code(cast.sibling_school, row.code or "") is None
        scans.put_to(page, row, actor=cast.curator)
        row.refresh_from_db()
        assert (row.state, row.signed_on, row.scan_key) == ("active", SIGNED, page.file_key)
        back = consents.put_right(row, version=row.version, actor=cast.curator)
        assert back.state == "issued"
        page.refresh_from_db()
        assert (page.state, page.consent) == ("unknown", None)
        assert scans.picture_of(page, actor=cast.curator).startswith(b"\xff\xd8")

    def test_a_page_put_to_the_wrong_consent_leaves_it_waiting(self, cast: Cast) -> None:
        wrong, right = rows(cast, 2)
        page = sorted_(cast, ("1.png", picture_of(Image.new("RGB", (600, 800), "white"), "PNG"))).pages.get()
        scans.put_to(page, wrong, actor=cast.curator)
        scans.put_to(page, right, actor=cast.curator)
        for row, state in ((wrong, "issued"), (right, "active")):
            row.refresh_from_db()
            assert row.state == state
        assert (wrong.scan_key, wrong.signed_on) == ("", None)

    def test_a_consent_that_was_marked_before_gets_its_scan(self, cast: Cast) -> None:
        (row,) = rows(cast, 1)
        row = consents.sign_on_paper(row, signed_on=SIGNED, version=row.version, actor=cast.curator)
        assert states(sorted_(cast, ("1.pdf", pdf_of(scanned(row))))) == ["taken"]
        row.refresh_from_db()
        assert scans.scan_of(row, actor=cast.curator).startswith(b"\xff\xd8")

    def test_a_day_before_the_form_was_given_out_is_looked_at_by_a_person(self, cast: Cast) -> None:
        row = given(cast, pupil(cast, birth=GROWN).person, "adult_pd", on=TODAY)
        batch = sorted_(cast, ("1.pdf", pdf_of(scanned(row))))
        assert (states(batch), batch.pages.get().consent) == (["unknown"], row)


class TestWhatIsPutIn:
    @pytest.mark.slow
    def test_nothing_of_the_file_but_its_picture_is_kept(self, cast: Cast) -> None:
        exif = Image.Exif()
        exif[0x010E] = "КАНАРЕЙКА"
        page = scanned(rows(cast, 1)[0])
        batch = sorted_(cast, ("1.jpg", picture_of(page, exif=exif)))
        key = batch.pages.get().file_key
        assert not Image.open(io.BytesIO(files.read(key))).getexif()
        assert [path.name for path in files.root.rglob("*") if path.is_file()] == [key]

    @pytest.mark.parametrize(
        ("name", "content"),
        [("1.pdf", b"\x89PNG\r\n\x1a\n"), ("1.docx", b"PK\x03\x04"), ("1.svg", b"<svg/>"), ("1.png", b"%PDF-1.7")],
    )
    def test_other_files_are_refused(self, cast: Cast, name: str, content: bytes) -> None:
        with pytest.raises(scans.ScanRefused):
            scans.take_in(cast.school, [(name, io.BytesIO(content))], SIGNED, actor=cast.curator)
        assert not ScanBatch.objects.exists()

    @pytest.mark.slow
    def test_a_damaged_file_does_not_keep_the_others_from_being_sorted(self, cast: Cast) -> None:
        (row,) = rows(cast, 1)
        batch = sorted_(cast, ("1.pdf", io.BytesIO(b"%PDF-1.7 nothing")), ("2.pdf", pdf_of(scanned(row))))
        assert (batch.state, batch.refusal_code, states(batch)) == ("sorted", "scan_damaged", ["taken"])

    def test_too_much_and_too_early(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scans, "MOST_BYTES", 10)
        with pytest.raises(scans.ScansTooLarge):
            scans.take_in(cast.school, [("1.pdf", io.BytesIO(b"%PDF-1.7 %%EOF"))], SIGNED, actor=cast.curator)
        with pytest.raises(DateAhead):
            scans.take_in(cast.school, [], TODAY + dt.timedelta(days=1), actor=cast.curator)
        assert not ScanPage.objects.exists()
