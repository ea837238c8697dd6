"""Pictures, tables without lines, numbers of several parts: in Word and in PDF alike."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

import docx
import pytest
from pypdf import PdfReader

from nastavnik.documents.tree import (
    Cell,
    Document,
    Item,
    List,
    Malformed,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
)
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf


def png(across=4, down=2, *, shade=0):
    """A grey picture, put together by hand."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = (b"\0" + bytes([shade]) * across) * down
    head = struct.pack(">IIBBBBB", across, down, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def words(text, **look):
    return Paragraph((Run(text),), **look)


def listed(*texts, **look):
    return List(tuple(each if isinstance(each, Item) else Item(words(each)) for each in texts), **look)


def text_of_pdf(document):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(document))).pages)


def test_a_picture_is_stored_once_and_stands_where_it_is_put():
    code = Picture(png(), 20, "Код проверки", "right")
    table = Table((40, 100), (Row((Cell((code,)), Cell((words("рядом"),)))),), lines=False)
    document = Document("План", (code, table, Picture(png(shade=9), 10)))

    data = write_docx(document)

    names = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "media" in name]
    assert names == ["word/media/image1.png", "word/media/image2.png"]
    read = docx.Document(io.BytesIO(data))
    assert [(round(s.width.mm), round(s.height.mm)) for s in read.inline_shapes] == [(20, 10), (20, 10), (10, 5)]
    assert [shape._inline.docPr.get("descr") for shape in read.inline_shapes] == ["Код проверки", "Код проверки", ""]
    (page,) = PdfReader(io.BytesIO(write_pdf(document))).pages
    assert len(page.images) == 2
    assert write_pdf(document) == write_pdf(document)


def test_a_picture_that_is_none_is_a_fault_of_the_tree():
    for bytes_ in (b"", b"\xff\xd8\xff" + b"0" * 40, png(across=0)):
        with pytest.raises(Malformed):
            write_docx(Document("План", (Picture(bytes_, 20),)))


def test_a_table_without_lines_has_none_in_word():
    rows = (Row((Cell((words("а"),)),)),)
    drawn, bare = (write_docx(Document("План", (Table((30,), rows, lines=lines),))) for lines in (True, False))

    assert docx.Document(io.BytesIO(drawn)).tables[0].style.name == "Table Grid"
    assert docx.Document(io.BytesIO(bare)).tables[0].style.name == "Normal Table"


def test_numbers_of_several_parts_count_with_the_list_around_them():
    inner = listed("б", "в", numbered=True, sign="1.1.")
    outer = listed(Item(words("а"), inner), "г", numbered=True, start=3)
    others = listed("д", "е", numbered=True, sign="а)"), listed("ж", numbered=True, sign="1)", start=2)

    document = Document("План", (outer, *others))

    numbers = [(n, t.lstrip()) for n, t in re.findall(r"([\dа-я.]+[.)])\s*\n?([а-ж])", text_of_pdf(document))]
    assert numbers == [("3.", "а"), ("3.1.", "б"), ("3.2.", "в"), ("4.", "г"), ("а)", "д"), ("б)", "е"), ("2)", "ж")]
    read = docx.Document(io.BytesIO(write_docx(document))).element
    assert read.xpath("//w:numPr/w:numId/@w:val") == ["1", "1", "1", "1", "2", "2", "3"]


def test_first_lines_room_between_lines_and_company_of_the_next_paragraph():
    look = Paragraph((Run("слова", underline=True),), first=12.5, keep=True, spacing=1.5, after=6)
    document = Document("План", (look, words("дальше")))

    (first, _) = docx.Document(io.BytesIO(write_docx(document))).paragraphs
    told = first.paragraph_format
    assert (round(told.first_line_indent.mm, 1), told.keep_with_next, told.line_spacing) == (12.5, True, 1.5)
    assert first.runs[0].underline
    assert "слова" in text_of_pdf(document)


def height(*blocks):
    """Where the last words of a page stand."""
    page = PdfReader(io.BytesIO(write_pdf(Document("П", (*blocks, words("конец")), numbered=False)))).pages[-1]
    found = []
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: found.append((text, (cm[5], tm[5]))))
    return next(at for text, at in found if "конец" in text)


def test_room_before_the_first_paragraph_of_a_page_is_kept():
    assert height(words("а", before=20)) == height(words("а", after=20)) != height(words("а"))
    assert height(PageBreak(), words("а", before=20)) == height(words("а", before=20))


def test_a_line_of_blanks_is_a_line():
    assert height(words(" ")) == height(words("а")) != height()
    assert height(Paragraph((Run(" ", size=6),))) == height(Paragraph((Run("а", size=6),)))


@pytest.mark.parametrize("together", [lambda all_: all_, lambda all_: (List(tuple(map(Item, all_)), numbered=True),)])
def test_of_room_after_and_room_before_the_greater_counts(together):
    def pages(after, before):
        blocks = together(tuple(words("а", after=after, before=before) for _ in range(30)))
        return len(PdfReader(io.BytesIO(write_pdf(Document("П", blocks)))).pages)

    assert (pages(8, 0), pages(0, 8), pages(8, 8), pages(10, 0)) == (1, 1, 1, 2)


def test_room_between_lines_makes_a_page_longer():
    short, long = (
        len(PdfReader(io.BytesIO(write_pdf(Document("П", (words("строка\n" * 40, spacing=s),))))).pages)
        for s in (1.0, 2.0)
    )
    assert (short, long) == (1, 2)
