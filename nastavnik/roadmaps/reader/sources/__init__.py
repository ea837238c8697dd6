"""One module per format; `open_document` picks it by what the file holds, and checks that its name agrees."""

from __future__ import annotations

import zipfile
from pathlib import Path

from nastavnik.roadmaps.reader.document import Document
from nastavnik.roadmaps.reader.refusals import Unreadable

MAX_BYTES = 20 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_SUFFIXES = {
    "docx": "docx", "pdf": "pdf", "xlsx": "xlsx", "odt": "odt", "ods": "ods",
    "html": "html", "htm": "html", "txt": "text", "md": "text", "markdown": "text", "tsv": "text",
}  # fmt: skip
_MACRO_SUFFIXES = {"docm", "xlsm", "dotm", "xltm", "xlsb"}
_OLD_SUFFIXES = {"doc", "xls", "rtf", "dot", "ppt"}


def open_document(path: Path) -> Document:
    """Reads the blocks of a file. Raises Unreadable with a sentence for the person."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Unreadable("not_found")
        if size == 0:
            raise Unreadable("empty")
        if size > MAX_BYTES:
            raise Unreadable("too_large", f"{size / 1024 / 1024:.0f} МБ, можно до 20 МБ")
        with path.open("rb") as file:
            head = file.read(8192)
    except OSError as error:
        raise Unreadable("not_found") from error
    return _read(path, kind_of(path, head))


def kind_of(path: Path, head: bytes) -> str:
    """The kind by content; the name must say the same."""
    suffix = path.suffix.lower().lstrip(".")
    if suffix in _MACRO_SUFFIXES:
        raise Unreadable("macros")
    content = _content_kind(path, head)
    if content == "ole":
        _refuse_ole(path, suffix)
    if content in ("rtf", "image") or (suffix in _OLD_SUFFIXES and content in ("docx", "xlsx", "html")):
        raise _mismatch(suffix, content)
    if suffix not in _SUFFIXES:
        raise Unreadable("unsupported", f"«.{suffix}»" if suffix else "у файла нет расширения")
    expected = _SUFFIXES[suffix]
    if content == "plain":
        content = expected if expected in ("text", "html") else "plain"
    if content == "html" and expected == "text":
        content = "text"
    if content != expected:
        raise _mismatch(suffix, content)
    return content


_NAMES = {
    "docx": "документ Word",
    "xlsx": "таблица Excel",
    "pdf": "PDF",
    "odt": "документ LibreOffice",
    "ods": "таблица LibreOffice",
    "html": "веб-страница",
    "text": "простой текст",
    "plain": "простой текст",
    "zip": "архив",
}


def _mismatch(suffix: str, content: str) -> Unreadable:
    if content == "image":
        return Unreadable("unsupported", "это изображение, текста в нём нет")
    if content == "rtf":
        return Unreadable("old_format", "RTF")
    return Unreadable("wrong_type", f"имя кончается на «.{suffix}», а внутри {_NAMES.get(content, 'другое')}")


def _content_kind(path: Path, head: bytes) -> str:
    if head.startswith(_OLE):
        return "ole"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES):
        return "image"
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<table" in start or b"<body" in start:
        return "html"
    return "plain"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype")
                if b"opendocument.text" in mimetype:
                    return "odt"
                if b"opendocument.spreadsheet" in mimetype:
                    return "ods"
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise Unreadable("damaged") from error
    if any(name.startswith("word/") for name in names):
        return "docx"
    return "xlsx" if any(name.startswith("xl/") for name in names) else "zip"


def _refuse_ole(path: Path, suffix: str) -> None:
    """An OLE container is an encrypted modern document or an old one; the streams' names tell."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("encrypted")
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise Unreadable("macros")
    if suffix in ("docx", "xlsx"):
        raise Unreadable("wrong_type", f"имя кончается на «.{suffix}», а внутри документ старого вида")
    raise Unreadable("old_format", "DOC, XLS или PPT")


def _read(path: Path, kind: str) -> Document:
    """Heavy libraries are imported only for the format at hand."""
    if kind == "docx":
        from nastavnik.roadmaps.reader.sources.docx import read_docx

        return read_docx(path)
    if kind == "pdf":
        from nastavnik.roadmaps.reader.sources.pdf import read_pdf

        return read_pdf(path)
    if kind == "xlsx":
        from nastavnik.roadmaps.reader.sources.xlsx import read_xlsx

        return read_xlsx(path)
    if kind in ("odt", "ods"):
        from nastavnik.roadmaps.reader.sources.odf import read_odf

        return read_odf(path, kind)
    if kind == "html":
        from nastavnik.roadmaps.reader.sources.html import read_html_file

        return read_html_file(path)
    from nastavnik.roadmaps.reader.sources.text import read_text_file

    return read_text_file(path)
