"""A DOCX at the door: a real package without macros, strange parts, outside links or other documents inside."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath

from lxml import etree

from nastavnik.documents.faults import Fault, Refused
from nastavnik.documents.office.packages import Package, parse_xml
from nastavnik.documents.reading.names import MAIN, R, W

MOST_BYTES = 20 * 1024 * 1024
MOST_XML = 30 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
#: What another document, program or font inside the package is kept as, by the end of its relation's type.
_INSIDE = {
    "aFChunk": "alt_chunk", "oleObject": "embedded", "package": "embedded", "subDocument": "alt_chunk",
    "control": "macros", "vbaProject": "macros", "keyMapCustomizations": "macros", "font": "fonts",
    "attachedToolbars": "macros", "frame": "alt_chunk",
}  # fmt: skip
#: Outside the package a link of the text may lead, and nothing else.
_OUTWARD = frozenset({"hyperlink"})


def refusal(code: str, detail: str = "") -> Refused:
    return Refused((Fault((), code, {"detail": detail} if detail else {}),))


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts that a reader wants. ``relations`` are those of the main part: id to (kind, target)."""

    package: Package
    main: str
    body: etree._Element
    relations: Mapping[str, tuple[str, str]]

    def part(self, kind: str) -> etree._Element | None:
        """The first part of a kind: styles, numbering, settings."""
        for found, target in self.relations.values():
            if found == kind:
                return self.package.xml(target)
        return None

    def relations_of(self, part: str) -> Mapping[str, tuple[str, str]]:
        return {name: (kind, target) for name, kind, target, _ in _relations(self.package, part)}


def opened(file: bytes) -> Opened:
    """The parts of ``file``.

    Raises:
        Refused: with one fault of the document as a whole.
    """
    package = _package(file)
    _look_at_parts(package)
    main = _main(package)
    data = package.read(main)
    if data is None:
        raise refusal("damaged")
    if len(data) > MOST_XML:
        raise refusal("too_long")
    root = parse_xml(data, refusal)
    if root.tag.startswith("{" + _STRICT):
        raise refusal("strict")
    body = root.find(f"{W}body") if root.tag == f"{W}document" else None
    if body is None:
        raise refusal("damaged")
    return Opened(package, main, body, {name: (kind, at) for name, kind, at, _ in _relations(package, main)})


def _package(data: bytes) -> Package:
    if not data:
        raise refusal("empty")
    if len(data) > MOST_BYTES:
        raise refusal("too_large")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusal("encrypted")
        raise refusal("macros" if "_VBA_PROJECT".encode("utf-16-le") in data else "old_format")
    if not data.startswith(b"PK"):
        raise refusal("wrong_type")
    return Package(io.BytesIO(data), refusal)


def _look_at_parts(package: Package) -> None:
    folded = [name.lower() for name in package.names]
    if len(set(folded)) != len(folded) or any("\\" in name or name.startswith("/") for name in folded):
        raise refusal("strange_parts")
    if "[Content_Types].xml" not in package.names:
        raise refusal("wrong_type")
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            _look_at_xml(package, name)


def _look_at_xml(package: Package, name: str) -> None:
    data = package.read(name) or b""
    if b"<!" in data[:4096].replace(b"\x00", b""):
        parse_xml(data, refusal)
    if not name.endswith(".rels"):
        return
    for element in parse_xml(data, refusal).iter(_RELATION):
        kind = element.get("Type", "").rpartition("/")[2]
        if kind in _INSIDE:
            raise refusal(_INSIDE[kind])
        if element.get("TargetMode", "").lower() == "external" and kind not in _OUTWARD:
            raise refusal("external", kind)


def _main(package: Package) -> str:
    """The main part; its content type says that it is a document without macros."""
    root = package.xml("[Content_Types].xml")
    kinds = {} if root is None else {e.get("PartName", ""): e.get("ContentType", "") for e in root.iter(_OVERRIDE)}
    if any("macroenabled" in kind.lower() for kind in kinds.values()):
        raise refusal("macros")
    for _, kind, target, _ in _relations(package, ""):
        if kind == "officeDocument":
            if kinds.get("/" + target) not in MAIN:
                raise refusal("wrong_type")
            return target
    raise refusal("wrong_type" if package.names and "word/document.xml" not in package.names else "damaged")


def _relations(package: Package, part: str) -> Iterator[tuple[str, str, str, bool]]:
    """(id, kind, target, outside) of each relation of ``part``; "" is the package itself."""
    folder, _, name = part.rpartition("/")
    root = package.xml(join(folder, "_rels", name + ".rels"))
    for element in () if root is None else root.iter(_RELATION):
        outside = element.get("TargetMode", "").lower() == "external"
        target = element.get("Target", "")
        if not outside:
            target = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
        yield element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, outside


def related(element: etree._Element, name: str) -> str:
    """The id of a relation in an attribute such as r:embed."""
    return element.get(R + name) or ""
