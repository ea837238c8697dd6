# ruff: noqa: E501 - a case to a line
"""Files that mean harm or are merely broken, made by code: (name, bytes, the refusal they deserve).

Large ones are functions that make the bytes: every worker collects the cases, one of them needs the file.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.roadmaps.reader.layouts import make
from tests.roadmaps.reader.writers import write_docx, write_xlsx

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_BODY = f"<w:document {_W}><w:body><w:p><w:r><w:t>план</w:t></w:r></w:p></w:body></w:document>"
Data = bytes | Callable[[], bytes]
Case = tuple[str, Data, frozenset[str]]


def content(data: Data) -> bytes:
    return data() if callable(data) else data


def archive(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def docx(document: str | bytes = _BODY, **more: str | bytes) -> bytes:
    parts: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES, "word/document.xml": document}
    return archive(parts | {name.replace("__", "/"): content for name, content in more.items()})


def saved(writer: Callable[..., None], suffix: str) -> bytes:
    """A good document of the generator, to be broken afterwards."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan.{suffix}"
        writer(make(3)[0], path)
        return path.read_bytes()


def external(kind: str) -> str:
    relation = f'<Relationship Id="r1" Type="http://x/{kind}" Target="file://host/share" TargetMode="External"/>'
    return _RELS.format(relation)


def _entities(levels: int) -> str:
    lines = ['<!ENTITY a0 "план">'] + [f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels)]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


def _pdf(body: bytes, trailer: bytes = b"<</Root 1 0 R/Size 4>>") -> bytes:
    return b"%PDF-1.4\n" + body + b"\ntrailer" + trailer + b"\nstartxref\n0\n%%EOF"


def blank_pdf() -> bytes:
    """One page without a letter: what a scanner saves."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + stream.encode("utf-16-le") + b"\x00" * 512


def _lying_header() -> bytes:
    """A part whose header claims ten bytes and which unpacks to two hundred megabytes."""
    data = bytearray(docx(b"\x20" * (200 * 1024 * 1024)))
    at = data.find(b"word/document.xml", data.rfind(b"PK\x01\x02") - 200)
    size = (200 * 1024 * 1024).to_bytes(4, "little")
    place = data.find(size, at - 46)
    data[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def _encrypted_flag() -> bytes:
    data = bytearray(docx())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def corpus() -> Iterator[Case]:
    good_docx, good_xlsx = saved(write_docx, "docx"), saved(write_xlsx, "xlsx")
    noise = random.Random(7).randbytes(60_000)

    def case(name: str, data: Data, *codes: str) -> Case:
        return name, data, frozenset(codes)

    yield case("nothing.docx", b"", "empty")
    yield case("nothing.txt", b"", "empty")
    yield case("blanks.txt", b" \n\t\n" * 50, "no_table")
    yield case("noise.docx", noise, "wrong_type")
    yield case("noise.pdf", noise, "wrong_type")
    yield case("noise.txt", noise, "damaged")
    yield case("noise.html", noise, "damaged", "no_table")
    yield case("zeros.txt", bytes(50_000), "damaged", "no_table")
    yield case("cut.docx", good_docx[: len(good_docx) // 2], "damaged")
    yield case("cut.xlsx", good_xlsx[:-60], "damaged")
    yield case("cut_part.docx", docx(_BODY[: len(_BODY) // 2]), "damaged")
    yield case("flipped.docx", _flipped(good_docx), "damaged")
    yield case("no_body.docx", archive({"word/styles.xml": "<x/>"}), "damaged")
    yield case("bomb.docx", lambda: docx(b"<x>" + b" " * (120 * 1024 * 1024)), "bomb")
    yield case("lying_bomb.docx", _lying_header, "bomb", "damaged")
    yield case(
        "many_parts.docx",
        lambda: archive({f"word/media/{n}.bin": b"" for n in range(2_500)} | {"word/document.xml": _BODY}),
        "bomb",
    )
    yield case("bomb.xlsx", lambda: archive({"xl/workbook.xml": b"<x>" + b" " * (110 * 1024 * 1024)}), "bomb")
    yield case("nested_bomb.docx", docx(word__media__x=zlib.compress(b"0" * 10_000)), "no_table")
    yield case("entities.docx", docx(f"<?xml version='1.0'?>{_entities(12)}{_BODY}"), "dtd")
    yield case(
        "xxe.docx",
        docx(f"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>{_BODY.replace('план', '&e;')}"),
        "dtd",
    )
    yield case(
        "xxe_utf16.docx",
        docx(f"<?xml version='1.0' encoding='utf-16'?><!DOCTYPE x [<!ENTITY e 'x'>]>{_BODY}".encode("utf-16")),
        "dtd",
    )
    yield case(
        "entities.html", f"<!DOCTYPE html [<!ENTITY a 'x'>]><table><tr><td>&a;</table>{_entities(9)}".encode(), "dtd"
    )
    yield case("macro.docx", docx(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "macros")
    yield case("macro.docm", good_docx, "macros")
    yield case(
        "macro_type.docx",
        archive(
            {
                "[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml",
                "word/document.xml": _BODY,
            }
        ),
        "macros",
    )
    yield case(
        "active_x.docx",
        archive({"word/activeX/a.xml": "<x/>", "word/document.xml": _BODY, "[Content_Types].xml": _TYPES}),
        "macros",
    )
    yield case("locked.docx", _ole("EncryptedPackage"), "encrypted")
    yield case("locked_zip.docx", _encrypted_flag(), "encrypted", "damaged")
    yield case("locked.pdf", locked_pdf(), "encrypted")
    yield case(
        "locked.odt",
        archive(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": "<encryption-data/>",
                "content.xml": "x",
            }
        ),
        "encrypted",
    )
    yield case("old.doc", _ole("WordDocument"), "old_format")
    yield case("old.docx", _ole("WordDocument"), "wrong_type")
    yield case("macro.doc", _ole("_VBA_PROJECT"), "macros")
    yield case("rich.docx", b"{\\rtf1\\ansi plan}", "old_format")
    yield case(
        "template.docx",
        archive(
            {
                "[Content_Types].xml": _TYPES,
                "word/document.xml": _BODY,
                "word/_rels/settings.xml.rels": external("attachedTemplate"),
            }
        ),
        "external",
    )
    yield case(
        "picture.docx",
        archive(
            {
                "[Content_Types].xml": _TYPES,
                "word/document.xml": _BODY,
                "word/_rels/document.xml.rels": external("image"),
            }
        ),
        "external",
    )
    yield case(
        "links.xlsx", archive({"xl/workbook.xml": "<x/>", "xl/externalLinks/externalLink1.xml": "<x/>"}), "external"
    )
    yield case("stranger.docx", archive({"word/document.xml": _BODY, "run.exe": b"MZ"}), "damaged")
    yield case("escape.docx", archive({"word/document.xml": _BODY, "word/../../etc/passwd": b"x"}), "damaged")
    yield case("scan.pdf", blank_pdf(), "scan_without_text")
    yield case("cut.pdf", blank_pdf()[:150], "damaged", "scan_without_text")
    yield case(
        "loop.pdf",
        _pdf(b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj"),
        "damaged",
        "scan_without_text",
    )
    yield case("sheet_named.docx", good_xlsx, "wrong_type")
    yield case("document_named.pdf", good_docx, "wrong_type")
    yield case("text_named.docx", "план мероприятий".encode(), "wrong_type")
    yield case("archive.docx", archive({"a.txt": "x"}), "wrong_type")
    yield case("picture.pdf", b"\x89PNG\r\n\x1a\n" + noise[:500], "unsupported")
    yield case("plan.exe", good_docx, "unsupported")
    yield case("plan", good_docx, "unsupported")
    yield case("huge.txt", lambda: b"\xd0\xbf\n" * (8 * 1024 * 1024), "too_large")
    yield case("far_cell.xlsx", _far_cell(), "too_long")
    yield case("deep.docx", docx(_deep()), "too_heavy", "damaged")
    yield case(
        "deep.html", ("<div>" * 5_000 + "<table><tr><td>x</table>").encode(), "too_heavy", "no_table", "damaged"
    )
    yield case("long.tsv", _long(5_400), "too_long")
    yield case("order.docx", docx(_BODY.replace("план", "Приказываю: 1. Создать рабочую группу.")), "no_table")


def _flipped(data: bytes) -> bytes:
    """Bytes changed in the middle of the packed body, past the local header."""
    at = data.find(b"word/document.xml") + 200
    return data[:at] + bytes(byte ^ 0x5A for byte in data[at : at + 400]) + data[at + 400 :]


def _deep() -> str:
    inner = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    for _ in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    return f"<w:document {_W}><w:body>{inner}</w:body></w:document>"


def _far_cell() -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    link = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return archive({
        "xl/workbook.xml": f'<workbook {main} {link}><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _RELS.format('<Relationship Id="r1" Type="t" Target="worksheets/sheet1.xml"/>'),
        "xl/worksheets/sheet1.xml": f'<worksheet {main}><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    })  # fmt: skip


def _long(rows: int) -> bytes:
    lines = ["№\tМероприятие\tСрок\tОтветственный"]
    lines += [f"{number}\tВстреча пары {number}\tсентябрь\tкуратор" for number in range(1, rows)]
    return "\n".join(lines).encode()


def broken(data: bytes, seed: int) -> bytes:
    """A good file with a few bytes changed, dropped or doubled: for the fuzz test."""
    rng = random.Random(seed)
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out))
        deed = rng.choice(("change", "drop", "double"))
        if deed == "change":
            out[at] = rng.randrange(256)
        elif deed == "drop":
            del out[at : at + rng.randint(1, 200)]
        else:
            out[at:at] = os.urandom(0) + bytes(out[at : at + rng.randint(1, 50)])
        if not out:
            return b"x"
    return bytes(out)
