"""The two writers say the same, the same way every time, whatever words they are given."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from nastavnik.documents.texts import writable
from nastavnik.documents.tree import (
    Cell,
    Document,
    Item,
    List,
    Malformed,
    Page,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Table,
    placed,
)
from nastavnik.documents.writers.docx import write_docx
from nastavnik.documents.writers.pdf import write_pdf
from nastavnik.documents.writers.xlsx import write_xlsx
from nastavnik.roadmaps.reader.document import Grid
from nastavnik.roadmaps.reader.sources import open_document

HOSTILE = "Иванова-Смит O'Нил «Анна» & <b>Ко</b> `#set page()` $x$ *a* @b \\n ]]> " + "Ы" * 300
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraph(text, **look):
    return Paragraph((Run(text),), **look)


def cell(text, **look):
    return Cell((paragraph(text),), **look)


def sheet(*blocks, title="План", **more):
    return Document(title, blocks, **more)


def test_a_number_with_a_dash_stays_on_one_line_and_is_copied_as_it_is():
    long = "Приказ о внедрении целевой модели наставничества и о её куратора, дорожной карте, "
    texts = ["а" * more + " " + long + "№\u00a012-ОД, пункты 5-6, 8-800-100-20-30." for more in range(24)]
    tree = sheet(*(Paragraph((Run(text, bold=number % 2 == 1),)) for number, text in enumerate(texts)))

    pages = PdfReader(io.BytesIO(write_pdf(tree))).pages
    lines = [line.rstrip() for page in pages for line in page.extract_text().splitlines()]
    read = docx.Document(io.BytesIO(write_docx(tree)))

    assert not [line for line in lines if line.endswith("-")]
    assert "№\u00a012-ОД, пункты 5-6, 8-800-100-20-30." in " ".join(lines)
    assert [each.text for each in read.paragraphs] == texts


def test_a_number_longer_than_its_cell_is_broken():
    narrow = Table((14, 16), (Row((cell("8-800-100-20-30"), cell("12-ОД/2026-27"))),))

    words = PdfReader(io.BytesIO(write_pdf(sheet(narrow)))).pages[0].extract_text()

    assert "".join(words.replace("\u200b", "").split()) == "8-800-100-20-3012-ОД/2026-27"
    assert words.count("\n") > 1


def merged():
    rows = (
        Row((cell("№"), cell("Мероприятие"), cell("Кто", colspan=2))),
        Row((cell("1"), cell("Приказ"), cell("директор", rowspan=2), cell("школа"))),
        Row((cell("2"), cell("Положение"), cell("округ"))),
        Row((cell("Раздел", colspan=4),)),
    )
    return Table((15, 85, 35, 35), rows, header_rows=1, title="Пункты плана")


def whole():
    bold = Paragraph((Run("жирно", bold=True), Run(" и "), Run("мелко", italic=True, size=9)), align="justify")
    inner = List((Item(paragraph("внутри")),), numbered=True)
    lists = List((Item(paragraph("первое"), inner), Item(paragraph("второе"))))
    blocks = (paragraph("План", heading=1, align="center"), bold, lists, merged(), PageBreak(), paragraph("а\nб\tв"))
    return sheet(*blocks, header=(paragraph("верх"),), footer=(paragraph("низ"),))


def words_of_docx(data):
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return "".join("\n" if e.tag == f"{W}br" else e.text or "" for e in body.iter() if e.tag in (f"{W}t", f"{W}br"))


@pytest.mark.parametrize("write", [write_docx, write_pdf, write_xlsx])
def test_the_same_tree_gives_the_same_bytes(write):
    assert write(whole()) == write(whole())


def test_merged_cells_are_read_back_as_they_were(tmp_path):
    path = tmp_path / "plan.docx"
    path.write_bytes(write_docx(sheet(merged())))

    (grid,) = (block for block in open_document(path).blocks if isinstance(block, Grid))

    spans = [(each.text, each.row, each.col, each.rowspan, each.colspan) for each in grid.cells]
    assert spans == [
        ("№", 0, 0, 1, 1), ("Мероприятие", 0, 1, 1, 1), ("Кто", 0, 2, 1, 2),
        ("1", 1, 0, 1, 1), ("Приказ", 1, 1, 1, 1), ("директор", 1, 2, 2, 1), ("школа", 1, 3, 1, 1),
        ("2", 2, 0, 1, 1), ("Положение", 2, 1, 1, 1), ("округ", 2, 3, 1, 1),
        ("Раздел", 3, 0, 1, 4),
    ]  # fmt: skip


def test_a_sheet_of_excel_keeps_merged_cells_and_text_as_text():
    table = Table((20, 60), (Row((cell("1.10", rowspan=2), cell("=1+1"))), Row((cell("@б"),))))

    read = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(sheet(table)))).get_sheet_by_index(0)

    assert read.to_python() == [["1.10", "=1+1"], ["", "@б"]]
    assert read.merged_cell_ranges == [((0, 0), (1, 0))]


def test_word_finds_page_styles_lists_and_repeated_heads():
    read = docx.Document(io.BytesIO(write_docx(whole())))

    section = read.sections[0]
    sides = [round(side.mm) for side in (section.left_margin, section.right_margin, section.top_margin)]
    assert (sides, round(section.page_width.mm), section.different_first_page_header_footer) == (
        [30, 10, 20],
        210,
        True,
    )
    assert [p.style.name for p in read.paragraphs[:2]] == ["Heading 1", "Normal"]
    assert [int(level) for level in read.element.xpath("//w:numPr/w:ilvl/@w:val")] == [0, 1, 0]
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    assert read.tables[0].rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert read.core_properties.title == "План"


def test_pdf_is_tagged_named_and_in_russian():
    read = PdfReader(io.BytesIO(write_pdf(whole())))

    root = read.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], read.metadata.title) == ("ru", True, "План")
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert len(read.pages) == 2
    assert "директор" in read.pages[0].extract_text()


def test_a_broad_page_lies_down():
    page = sheet(paragraph("план"), page=Page(landscape=True))

    box = PdfReader(io.BytesIO(write_pdf(page))).pages[0].mediabox
    section = docx.Document(io.BytesIO(write_docx(page))).sections[0]
    assert box.width > box.height
    assert section.page_width > section.page_height


def test_hostile_words_stay_words():
    table = Table((20, 150), (Row((cell(HOSTILE), cell(HOSTILE))),))
    document = sheet(paragraph(HOSTILE), table, title=HOSTILE)

    assert words_of_docx(write_docx(document)) == HOSTILE * 3
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(document))).pages)
    assert "`#set page()` $x$ *a* @b" in text.replace("\u200b", "")
    assert text.replace("\u200b", "").count("Ы") == 900


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_makes_a_file_that_opens(text):
    data = write_docx(sheet(paragraph(text), title=text))

    # A line of nothing but blanks is written with those that do not break: it would have no height otherwise.
    assert words_of_docx(data).replace("\t", "").replace("\xa0", " ") == writable(text).replace("\t", "").replace(
        "\xa0", " "
    )


def test_a_sign_that_no_font_has_does_not_stop_the_page():
    read = PdfReader(io.BytesIO(write_pdf(sheet(paragraph("Готово \U0001f680 \ue123 план")))))

    assert "план" in read.pages[0].extract_text()


@pytest.mark.parametrize(
    "rows",
    [
        (Row((cell("а"),)),),
        (Row((cell("а"), cell("б"), cell("в"))),),
        (Row((cell("а", rowspan=2), cell("б"))),),
        (Row((cell("а"), cell("б", rowspan=2))), Row((cell("в", colspan=2),))),
    ],
)
def test_a_table_with_holes_or_overlaps_is_refused(rows):
    with pytest.raises(Malformed):
        list(placed(Table((10, 10), rows)))
