"""Office files are ZIP archives from strangers: opened with every size counted while it is read.

Limits: 2,000 parts, 100 MB unpacked, 100 times the packed size. Headers are never believed. Whoever opens one says
how a fault is told: by what kind of exception, made of its code and its detail.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from lxml import etree

MAX_PARTS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
SMALL_PART = 1024 * 1024
"""Under this size the ratio is not looked at: a short table of blanks packs better than a hundred to one."""
_CHUNK = 256 * 1024

_KNOWN_PARTS = re.compile(
    r"^(?:\[Content_Types\]\.xml|mimetype|(?:.*/)?_rels/.*|(?:word|xl|docProps|customXml|package|META-INF"
    r"|Pictures|Thumbnails|Configurations2|Object ?\d*|ObjectReplacements|Basic|Dialogs|media|customUI"
    r"|docMetadata)(?:/.*)?"
    r"|(?:content|styles|meta|settings)\.xml|manifest\.rdf|layout-cache)$"
)
_MACROS = re.compile(
    r"(?i)(?:vbaProject|vbaData|\.bas$|activeX|/macrosheets/|/dialogsheets/|^Basic/.+\.xml$|^Scripts/)"
)
_NO_MACROS = re.compile(r"(?i)^Basic/(?:script-lc|.*/script-lb)\.xml$")
_EXTERNAL = re.compile(r"\bTargetMode\s*=\s*[\"']External[\"']", re.I)
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>", re.S)
_HARMLESS = re.compile(r"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")

Refuse = Callable[[str, str], Exception]
"""Makes the exception of a code (damaged, encrypted, macros, external, bomb, dtd) and of what is known besides."""


class Package:
    """An office file whose parts may be read: real ZIP, known parts, no macros, no outside links."""

    def __init__(self, file: Path | IO[bytes], refuse: Refuse) -> None:
        self._refuse = refuse
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise refuse("damaged", "") from error
        self._unpacked = 0
        self.names = self._zip.namelist()
        self._look_at_names()

    def _look_at_names(self) -> None:
        if len(self.names) > MAX_PARTS:
            raise self._refuse("bomb", f"частей в архиве: {len(self.names)}")
        if any(info.flag_bits & 0x1 for info in self._zip.infolist()):
            raise self._refuse("encrypted", "")
        for name in self.names:
            if _MACROS.search(name) and not _NO_MACROS.match(name):
                raise self._refuse("macros", "")
            if not _KNOWN_PARTS.match(name) or ".." in name.split("/"):
                raise self._refuse("damaged", "внутри посторонние части")

    def read(self, name: str) -> bytes | None:
        """The unpacked part, or None where there is none. Stops the moment a limit is passed."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        pieces, size = [], 0
        for chunk in self._chunks(info):
            pieces.append(chunk)
            size += len(chunk)
            self._count(len(chunk), size, info.compress_size)
        return b"".join(pieces)

    def _chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise self._refuse("damaged", "") from error

    def _count(self, more: int, size: int, packed: int) -> None:
        self._unpacked += more
        if self._unpacked > MAX_UNPACKED:
            raise self._refuse("bomb", "больше 100 МБ")
        if size > SMALL_PART and size > MAX_RATIO * max(packed, 1):
            raise self._refuse("bomb", "сжатие больше чем в 100 раз")

    def xml(self, name: str) -> etree._Element | None:
        data = self.read(name)
        return None if data is None else parse_xml(data, self._refuse)

    def refuse_outside_links(self) -> None:
        """Relations that point outside the file are allowed only for hyperlinks."""
        for name in self.names:
            if not name.endswith(".rels"):
                continue
            text = (self.read(name) or b"").decode("utf-8", "replace")
            for relation in _RELATION.findall(text):
                if _EXTERNAL.search(relation) and not _HARMLESS.search(relation):
                    raise self._refuse("external", "внешние связи документа")


def parse_xml(data: bytes, refuse: Refuse) -> etree._Element:
    """XML without entities, DTD or network. A declaration of a document type is refused outright.

    Raises: MemoryError, and whatever ``refuse`` makes.
    """
    head = data[:4096].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise refuse("dtd", "")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # Told as a fault of the XML, which may be sound.
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise refuse("damaged", "") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):  # behind a comment longer than the head
        raise refuse("dtd", "")
    return root
