"""The whole way from the bytes of a DOCX to a document."""

from __future__ import annotations

from lxml import etree

from nastavnik.documents.faults import Place, Refused, Step
from nastavnik.documents.office.numbering import Numbering
from nastavnik.documents.reading import sections
from nastavnik.documents.reading.body import BodyReader, is_low
from nastavnik.documents.reading.door import Opened, opened, refusal
from nastavnik.documents.reading.drawings import Drawings
from nastavnik.documents.reading.found import Found
from nastavnik.documents.reading.names import WP, R, W, on
from nastavnik.documents.reading.normal import half
from nastavnik.documents.reading.styles import Styles, styles_of
from nastavnik.documents.reading.words import WordsReader
from nastavnik.documents.texts import writable
from nastavnik.documents.tree import Document, Paragraph, Picture

_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read_tree(data: bytes) -> Document:
    """The tree of a DOCX as Word or LibreOffice has left it.

    Raises:
        Refused: every fault with its place; a file that is no DOCX of this kind has one.
    """
    package = opened(data)
    try:
        return _Reading(package).document()
    except RecursionError as error:
        raise refusal("damaged") from error


class _Reading:
    def __init__(self, package: Opened) -> None:
        self.package = package
        self.found = Found()
        self.styles: Styles = styles_of(package.part("styles"))
        self.size = half(self.styles.size)
        self.numbering = (package.part("numbering"), package.part("styles"))

    def document(self) -> Document:
        seal = self._seal()
        reader = self._reader(self.package.main, paged=False)
        blocks = tuple(reader.blocks(self.package.body))
        last = self.package.body.find(f"{W}sectPr")
        page = sections.page_of(last, self.found)
        header, footer, numbered = self._running(reader, last)
        if self.found.faults:
            raise Refused(self.found.faults)
        return Document(self._title(), blocks, page, header, footer, numbered, self.size, seal)

    def _seal(self) -> Picture | None:
        """What hangs upon the last line that nobody sees, as our own writer hangs it; taken out of the body."""
        last = next(self.package.body.iterchildren(f"{W}p", reversed=True), None)
        drawing = None if last is None or not is_low(last) else last.find(f"{W}r/{W}drawing")
        if last is None or drawing is None or drawing.find(f"{WP}anchor") is None:
            return None
        self.package.body.remove(last)
        return Drawings(self.package, self.package.main, self.found).hung(drawing, ())

    def _reader(self, part: str, *, paged: bool) -> BodyReader:
        drawings = Drawings(self.package, part, self.found)
        words = WordsReader(self.styles, self.found, drawings.read, paged=paged)
        numbering = Numbering(*self.numbering, counts_empty=True)
        return BodyReader(self.styles, numbering, words, self.found, self.size)

    def _title(self) -> str:
        core = self.package.package.xml("docProps/core.xml")
        element = None if core is None else core.find(_TITLE)
        return "" if element is None else writable(element.text or "")

    def _running(
        self, body: BodyReader, last: etree._Element | None
    ) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...], bool]:
        """Of the only section; those before it must be like it. What a section does not name, it has from before."""
        named: sections.References = {}
        for section in [*body.sections, last]:
            own = sections.references(section, f"{R}id")
            if named and (not self._same_parts({**named, **own}, named)):
                self.found.fault((), "sections")
            named = {**named, **own}
            if section is not last and sections.page_of(section, self.found) != sections.page_of(last, self.found):
                self.found.fault((), "sections")
        numbered = False
        heads: dict[str, tuple[Paragraph, ...]] = {}
        for kind in ("header", "footer"):
            usual, has_number = self._part(kind, named.get((kind, "default"), ""))
            others = ["first"] if sections.is_first_apart(last) else []
            settings = self.package.part("settings")
            others += ["even"] if on(settings, "evenAndOddHeaders") else []
            for other in others:
                told, also = self._part(kind, named.get((kind, other), ""))
                has_number = has_number or also
                if told != usual:
                    self.found.fault(self._place(kind), "first_page_head" if other == "first" else "even_page_head")
            heads[kind] = usual
            numbered = numbered or has_number
        return heads["header"], heads["footer"], numbered

    def _same_parts(self, some: sections.References, others: sections.References) -> bool:
        return {k: self._target(v) for k, v in some.items()} == {k: self._target(v) for k, v in others.items()}

    def _target(self, relation: str) -> str:
        return self.package.relations.get(relation, ("", ""))[1]

    def _part(self, kind: str, relation: str) -> tuple[tuple[Paragraph, ...], bool]:
        target = self._target(relation)
        part = self.package.package.xml(target) if target else None
        reader = sections.RunningReader(self._reader(target, paged=True), self.found)
        return reader.read(kind, part), reader.numbered

    @staticmethod
    def _place(kind: str) -> Place:
        return (Step(kind),)
