"""Pictures in the line of text; every other drawing is a fault."""

from __future__ import annotations

from lxml import etree

from nastavnik.documents.faults import Place
from nastavnik.documents.reading.door import Opened, related
from nastavnik.documents.reading.found import Found
from nastavnik.documents.reading.names import PIC, WP, A, W
from nastavnik.documents.reading.normal import millimetres
from nastavnik.documents.reading.pictures import MOST_BYTES, bare, is_drawable
from nastavnik.documents.tree import Picture

_EMU = 36_000
_WIDEST = 400.0


class Drawings:
    """Of one part, with the pictures that its relations name."""

    def __init__(self, package: Opened, part: str, found: Found) -> None:
        self.package = package
        self.found = found
        self.relations = package.relations_of(part) if part else {}

    def read(self, drawing: etree._Element, place: Place) -> Picture | None:
        return self._read(drawing, drawing.find(f"{WP}inline"), place)

    def hung(self, drawing: etree._Element, place: Place) -> Picture | None:
        """One that stands by itself on the page."""
        return self._read(drawing, drawing.find(f"{WP}anchor"), place)

    def _read(self, drawing: etree._Element, inline: etree._Element | None, place: Place) -> Picture | None:
        code = self._fault(drawing, inline)
        if code or inline is None:
            self.found.fault(place, code or "shape")
            return None
        png = self._png(inline, place)
        extent = inline.find(f"{WP}extent")
        across = extent.get("cx", "") if extent is not None else ""
        width = int(across) / _EMU if across.isdecimal() and len(across) < 12 else 0.0
        if png is None or not 0 < width <= _WIDEST:
            self.found.fault(place, "picture")
            return None
        named = inline.find(f"{WP}docPr")
        alt = "" if named is None else named.get("descr", "")
        return Picture(png, millimetres(width), alt)

    def _fault(self, drawing: etree._Element, inline: etree._Element | None) -> str:
        if any(True for _ in drawing.iter(f"{W}txbxContent")):
            return "text_box"
        if not any(True for _ in drawing.iter(f"{PIC}pic")):
            return "shape"
        return "floating" if inline is None else ""

    def _png(self, inline: etree._Element, place: Place) -> bytes | None:
        blip = next(inline.iter(f"{A}blip"), None)
        kind, target = self.relations.get("" if blip is None else related(blip, "embed"), ("", ""))
        data = self.package.package.read(target) if kind == "image" else None
        if data is None or len(data) > MOST_BYTES:
            return None
        try:
            png = bare(data)
        except ValueError:
            return None
        return png if is_drawable(png) else None
