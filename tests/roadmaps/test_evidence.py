"""Evidence: what proves a line, withdrawn and brought back; check marks of parts; files that may be kept."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.utils import timezone
from PIL import Image

from nastavnik.accounts.keyring.files import files
from nastavnik.base.errors import EditConflict, Invalid, NotAllowed
from nastavnik.base.uploads import UploadDamaged, UploadRefused, UploadTooLarge, UploadWithMacros, admitted
from nastavnik.roadmaps.models import SubItem
from nastavnik.roadmaps.services import evidence


def test_evidence_proves_the_first_day_it_names(add, cast):
    occurrence = add("сентябрь").occurrences.get()
    for day in (20, 10):
        evidence.prove(occurrence, done_on=dt.date(2026, 9, day), note=f"Приказ № {day}", actor=cast.curator)

    occurrence.refresh_from_db()
    assert occurrence.done_on == dt.date(2026, 9, 10)


def test_withdrawn_evidence_proves_nothing_until_it_is_brought_back(add, cast, prove):
    occurrence = add("сентябрь").occurrences.get()
    proof = prove(occurrence)
    evidence.withdraw(proof, actor=cast.curator)
    occurrence.refresh_from_db()
    assert occurrence.done_on is None

    evidence.bring_back(proof, actor=cast.curator)

    occurrence.refresh_from_db()
    assert occurrence.done_on == proof.done_on


def test_evidence_needs_something_to_show(add, cast):
    with pytest.raises(evidence.NothingShown):
        evidence.prove(add().occurrences.get(), done_on=timezone.localdate(), note="   ", actor=cast.curator)


def test_nothing_was_done_tomorrow(add, cast):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(Invalid):
        evidence.prove(add().occurrences.get(), done_on=tomorrow, note="Готово", actor=cast.curator)


def test_a_file_is_kept_encrypted_and_comes_back_as_it_was(add, cast, settings):
    document = b"%PDF-1.7 " + "Протокол педагогического совета".encode() + b"\n%%EOF\n"

    proof = evidence.prove(
        add().occurrences.get(),
        done_on=timezone.localdate(),
        file=io.BytesIO(document),
        file_name="protocol.pdf",
        actor=cast.curator,
    )

    assert files.read(proof.file_key) == document
    kept = [path.read_bytes() for path in settings.NASTAVNIK_FILES.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"%PDF" in content for content in kept)


def test_the_last_mark_of_all_parts_proves_a_line_with_one_date(add, cast):
    line = add("сентябрь", title="Пакет актов")
    parts = [SubItem.objects.create(line=line, position=n, text=f"Часть {n}") for n in range(2)]

    evidence.tick(parts[0], version=1, done_on=dt.date(2026, 9, 5), actor=cast.curator)
    assert line.occurrences.get().done_on is None
    last = evidence.tick(parts[1], version=1, done_on=dt.date(2026, 9, 9), actor=cast.curator)
    assert line.occurrences.get().done_on == dt.date(2026, 9, 9)
    evidence.tick(last, version=2, done_on=None, actor=cast.curator)
    assert line.occurrences.get().done_on is None


def test_a_mark_set_by_somebody_else_meanwhile_is_not_overwritten(add, cast):
    part = SubItem.objects.create(line=add("сентябрь"), position=0, text="Приказ")
    evidence.tick(part, version=1, done_on=dt.date(2026, 9, 5), actor=cast.curator)

    with pytest.raises(EditConflict):
        evidence.tick(part, version=1, done_on=None, actor=cast.team_member)


@pytest.mark.parametrize("who", ["sibling_curator", "director", "psychologist", "stranger", "regional_operator"])
def test_others_prove_nothing(add, cast, who):
    with pytest.raises(NotAllowed):
        evidence.prove(
            add().occurrences.get(), done_on=timezone.localdate(), note="Сделано", actor=getattr(cast, who)
        )


def picture(form: str) -> bytes:
    drawn = io.BytesIO()
    image = Image.new("RGB", (8, 8), "teal")
    exif = image.getexif()
    exif[0x010E] = "Снято у школы"
    image.save(drawn, form, exif=exif)
    return drawn.getvalue()


@pytest.mark.parametrize(("name", "form"), [("a.jpg", "JPEG"), ("b.PNG", "PNG")])
def test_pictures_lose_what_the_camera_wrote(name, form):
    kept = Image.open(admitted(io.BytesIO(picture(form)), name))

    assert kept.size == (8, 8)
    assert not dict(kept.getexif())


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"<svg onload=alert(1)>", "a.svg", UploadRefused),
        (b"MZ\x90", "run.exe", UploadRefused),
        (b"no ending", "noname", UploadRefused),
        (b"not a picture", "a.png", UploadDamaged),
        (picture("PNG"), "a.jpg", UploadDamaged),
        (b"PK\x03\x04junk", "a.docx", UploadDamaged),
        (b"", "a.pdf", UploadDamaged),
        (b"%PDF-1.4 cut", "a.pdf", UploadDamaged),
        (b"%PDF-" + b"x" * (20 * 1024 * 1024), "a.pdf", UploadTooLarge),
    ],
)
def test_what_may_not_be_kept_is_refused_with_a_sentence(content, name, refusal):
    with pytest.raises(refusal) as refused:
        admitted(io.BytesIO(content), name)
    assert str(refused.value).endswith(".")


def test_office_files_with_macros_are_refused():
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/vbaProject.bin", "x")
    packed.seek(0)

    with pytest.raises(UploadWithMacros):
        admitted(packed, "a.docx")
