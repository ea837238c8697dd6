"""The page of a document and what stands at its head and foot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from nastavnik.documents.faults import Place, Step
from nastavnik.documents.reading.body import BodyReader
from nastavnik.documents.reading.found import Found
from nastavnik.documents.reading.names import W, length, on, value, whole
from nastavnik.documents.reading.normal import running, told
from nastavnik.documents.tree import Block, Page, Paragraph

_A4 = (11906, 16838)
_TOLERANCE = 120
_USUAL = {"left": 1701, "right": 567, "top": 1134, "bottom": 1134}
#: What may stand around the number of the page in its line, and goes with it.
_AROUND_NUMBER = re.compile(r"(?i)(?:страница|стр\.?|лист|л\.|page|из|of|[-–—/\s|\d])*")
References = dict[tuple[str, str], str]
"""(kind of part, kind of page) to the id of its relation."""


def page_of(section: etree._Element | None, found: Found) -> Page:
    size = None if section is None else section.find(f"{W}pgSz")
    broad, high = (length(size.get(W + side)) if size is not None else None for side in ("w", "h"))
    across, down = broad or _A4[0], high or _A4[1]
    lies = across > down
    if any(abs(a - b) > _TOLERANCE for a, b in zip(sorted((across, down)), _A4, strict=True)):
        found.fault((), "page_size")
    margins = None if section is None else section.find(f"{W}pgMar")
    sides = {
        side: abs((length(margins.get(W + side)) if margins is not None else None) or 0.0)
        if margins is not None and margins.get(W + side) is not None
        else usual
        for side, usual in _USUAL.items()
    }
    gutter = length(margins.get(f"{W}gutter")) if margins is not None else None
    sides["left"] += gutter or 0.0
    if whole(value(section, "cols", "num"), 1) > 1:
        found.fault((), "columns")
    return Page(lies, *(told(sides[side]) for side in ("left", "right", "top", "bottom")))


def references(section: etree._Element | None, relation: str) -> References:
    """Of the heads and feet that a section names. ``relation`` is the spelling of the attribute r:id."""
    named: References = {}
    for kind in ("header", "footer"):
        for element in () if section is None else section.iterfind(f"{W}{kind}Reference"):
            named[kind, element.get(f"{W}type", "default")] = element.get(relation) or ""
    return named


def is_first_apart(section: etree._Element | None) -> bool:
    return bool(on(section, "titlePg"))


class RunningReader:
    """Heads and feet of every page. The number of the page in either of them makes the document numbered."""

    def __init__(self, body: BodyReader, found: Found) -> None:
        self.body = body
        self.found = found
        self.numbered = False

    def read(self, kind: str, part: etree._Element | None) -> tuple[Paragraph, ...]:
        if part is None:
            return ()
        place: Place = (Step(kind),)
        return running(self._paragraphs(part, place))

    def _paragraphs(self, part: etree._Element, place: Place) -> Iterator[Paragraph]:
        for element, block in self.body.running(part, place):
            if not isinstance(block, Paragraph):
                self.found.fault(place, "picture_in_running" if _is_picture(block) else "break_in_running")
            elif "PAGE" in (names := _fields(element)):
                self.numbered = True
                if not _AROUND_NUMBER.fullmatch(block.text):
                    self.found.fault(place, "words_beside_number", block.text)
            elif names:
                self.found.fault(place, "field", name=min(names))
            else:
                yield block


def _is_picture(block: Block) -> bool:
    return type(block).__name__ == "Picture"


def _fields(paragraph: etree._Element) -> set[str]:
    """Names of those that count pages."""
    texts = [each.text or "" for each in paragraph.iter(f"{W}instrText")]
    texts += [each.get(f"{W}instr", "") for each in paragraph.iter(f"{W}fldSimple")]
    return {name for text in texts for name in re.findall(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b", text.upper())}
