# ruff: noqa: E501 - markup as Word writes it
"""What Word and LibreOffice leave in a document is read as what it means."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.shared import Mm

from nastavnik.documents.reading import Refused, normal, read_tree
from nastavnik.documents.tree import Item, List, PageBreak, Paragraph, Run, Table
from nastavnik.documents.writers.docx import write_docx
from tests.documents.reading.hostile import changed, field, good, packed
from tests.documents.reading.papers import RESAVED, order
from tests.documents.test_elements import png, words

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SECOND = '<w:p><w:r><w:t xml:space="preserve">второй</w:t></w:r></w:p>'


def read_with(markup, styles="", numbering=""):
    """The blocks that ``markup`` becomes in the place of the second paragraph."""
    data = changed(SECOND, markup)
    if styles:
        data = changed("</w:styles>", f"{styles}</w:styles>", "word/styles.xml", data)
    if numbering:
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        data = packed({"word/numbering.xml": f"<w:numbering {space}>{numbering}</w:numbering>".encode()}, data)
    return read_tree(data).blocks[1:-1]


def p(text, look="", run=""):
    return f"<w:p><w:pPr>{look}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_an_order_saved_by_libreoffice_is_the_order():
    assert read_tree((FIXTURES / RESAVED).read_bytes()) == normal(order()) == read_tree(write_docx(order()))


def test_a_document_begun_from_the_template_of_word_is_read_and_written_again():
    made = docx.Document()
    made.sections[0].page_width, made.sections[0].page_height = Mm(210), Mm(297)
    made.add_heading("Общие положения", 1)
    for text, style in (("а", "List Number"), ("б", "List Number"), ("в", "List Bullet"), ("г", "Intense Quote")):
        made.add_paragraph(text, style=style)
    table = made.add_table(2, 2, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "вместе"
    made.add_picture(io.BytesIO(png(8, 8)), width=Mm(20))
    out = io.BytesIO()
    made.save(out)

    read = read_tree(out.getvalue())

    heading, numbers, bullets, quote, grid, picture = read.blocks
    assert (heading.heading, heading.before, heading.spacing, read.size) == (1, 24, 1.15, 11)
    assert [[item.paragraph.text for item in each.items] for each in (numbers, bullets)] == [["а", "б"], ["в"]]
    assert (numbers.numbered, bullets.numbered, quote.left, quote.runs[0].italic) == (True, False, 16.5, True)
    assert (grid.rows[0].cells[0].colspan, grid.lines, picture.width) == (2, True, 20)
    assert read_tree(write_docx(read)) == read == normal(read)


def test_a_tag_torn_by_word_is_whole_and_looks_as_it_begins():
    torn = (
        '<w:p w:rsidR="00A1"><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>{</w:t></w:r>'
        '<w:bookmarkStart w:id="1" w:name="x"/><w:r><w:rPr><w:b/><w:lang w:val="en-US"/></w:rPr><w:t>{ name</w:t></w:r>'
        '<w:proofErr w:type="spellEnd"/><w:r><w:rPr><w:i/></w:rPr><w:t>|count:«пара»</w:t></w:r>'
        '<w:bookmarkEnd w:id="1"/><w:r><w:lastRenderedPageBreak/><w:t xml:space="preserve"> }} и</w:t></w:r></w:p>'
    )

    assert read_with(torn) == (Paragraph((Run('{{ name|count:"пара" }}', bold=True), Run(" и"))),)


def test_links_controls_and_odd_signs_leave_their_words():
    markup = (
        '<w:p><w:hyperlink w:anchor="x"><w:r><w:t>ссылка</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t> и</w:t></w:r>'
        "</w:smartTag><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t> выбор</w:t></w:r></w:sdtContent></w:sdt><w:r><w:tab/>"
        '<w:t>Санкт</w:t><w:noBreakHyphen/><w:t>Петер</w:t><w:softHyphen/><w:t>бург</w:t><w:br/><w:sym w:font="Wingdings"'
        ' w:char="F0A8"/></w:r><w:r><w:rPr><w:caps/></w:rPr><w:t> да</w:t></w:r><w:r><w:rPr><w:vertAlign'
        ' w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>'
    )

    assert [block.text for block in read_with(markup)] == ["ссылка и выбор\tСанкт\u2011Петербург\n☐ ДА²"]


def test_the_dash_of_a_number_is_read_as_it_is_typed():
    markup = "<w:p><w:r><w:t>№ 12</w:t><w:noBreakHyphen/><w:t>ОД/8</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>"

    assert [block.text for block in read_with(markup)] == ["№ 12-ОД/8-1"]


def test_looks_come_from_styles_and_their_ancestors():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="120" w:line="360"'
        ' w:lineRule="auto"/><w:ind w:firstLine="709"/><w:jc w:val="both"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:ind w:left="567"'
        ' w:hanging="284"/></w:pPr><w:rPr><w:b w:val="0"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="2">'
        '<w:name w:val="heading 2"/><w:basedOn w:val="B"/></w:style>'
    )
    looked = {"align": "justify", "before": 6.0, "spacing": 1.5}
    hung = {"left": 10.0, "hanging": 5.0}

    read = read_with("".join(p("а", f'<w:pStyle w:val="{name}"/>') for name in "AB2"), styles)

    assert read == (
        Paragraph((Run("а", bold=True, size=14),), first=12.5, **looked),
        Paragraph((Run("а", size=14),), **looked, **hung),
        Paragraph((Run("а", size=14),), heading=2, **looked, **hung),
    )


def test_like_paragraphs_stand_close_where_their_style_says_so():
    close = '<w:spacing w:after="160"/><w:contextualSpacing/>'

    assert [block.after for block in read_with(p("а", close) + p("б", close) + p("в"))] == [0, 0, 0]
    assert next(iter(read_with(p("а", close) + p("б", close + '<w:pStyle w:val="Other"/>')))).after == 8


def levels(*shapes):
    return "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(shapes)
    )


def numbered(text, level=0, number=1):
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_lists_of_word_count_on_and_numbers_that_the_tree_has_not_become_words():
    shapes = (
        '<w:abstractNum w:abstractNumId="0">' + levels(("decimal", "%1."), ("decimal", "%1.%2."), ("bullet", "\uf0b7"))
        + '</w:abstractNum><w:abstractNum w:abstractNumId="1">' + levels(("upperRoman", "%1."))
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )  # fmt: skip
    markup = (
        numbered("а") + numbered("б", 1) + numbered("в", 1) + numbered("г", 2) + p("между") + numbered("д")
        + numbered("е", number=2) + numbered("ж", number=2)
    )  # fmt: skip

    read = read_with(markup, numbering=shapes)

    bullets = List((Item(words("г")),))
    inner = List((Item(words("б")), Item(words("в"), bullets)), numbered=True, sign="1.1.")
    assert read == (
        List((Item(words("а"), inner),), numbered=True),
        words("между"),
        List((Item(words("д")),), numbered=True, start=2),
        words("I. е"),
        words("II. ж"),
    )


def test_a_table_of_word_keeps_spans_gaps_heads_and_its_lack_of_lines():
    side = "".join(f'<w:{name} w:val="nil"/>' for name in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (1000, 2000, 3000))
    markup = (
        f"<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblBorders>{side}</w:tblBorders></w:tblPr><w:tblGrid>{grid}"
        "</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p/></w:tc>"
        "<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p/></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>"
        f"{p('скрыто')}</w:tc><w:tc>{p('а')}</w:tc></w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr><w:tc>{p('б')}"
        f"</w:tc><w:tc>{p('в')}</w:tc></w:tr></w:tbl>"
    )  # fmt: skip

    (table,) = read_with(markup)

    assert isinstance(table, Table)
    assert (table.widths, table.header_rows, table.lines) == ((17.6, 35.3, 52.9), 1, False)
    told = [[(cell.blocks[0].text, cell.colspan, cell.rowspan) for cell in row.cells] for row in table.rows]
    assert told == [
        [("", 1, 2), ("", 2, 1)],
        [("а", 1, 1), ("", 1, 1)],
        [("", 1, 1), ("б", 1, 1), ("в", 1, 1)],
    ]


def test_pages_break_where_word_breaks_them():
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1701" w:right="567" w:top="1134"/></w:sectPr>'
    )
    markup = (
        '<w:p><w:r><w:t>а</w:t><w:br w:type="page"/><w:t>б</w:t></w:r></w:p>' + p("в", "<w:pageBreakBefore/>")
        + p("г", section) + f"<w:p><w:pPr>{section}</w:pPr></w:p>" + p("д")
    )  # fmt: skip

    told = [block.text if isinstance(block, Paragraph) else "|" for block in read_with(markup)]

    assert told == ["а", "|", "б", "|", "в", "г", "|", "|", "д"]
    assert PageBreak() in read_with(markup)


def test_the_number_of_the_page_may_stand_at_the_foot():
    foot = changed(
        "<w:p/>", f"<w:p><w:r><w:t>Страница </w:t></w:r><w:r>{field('PAGE')}</w:r></w:p>", "word/footer1.xml"
    )

    assert (read_tree(foot).numbered, read_tree(foot).footer) == (True, ())
    assert read_tree(good()).numbered
    with pytest.raises(Refused, match="field"):
        read_tree(changed("PAGE", "NUMPAGES", "word/header1.xml"))
