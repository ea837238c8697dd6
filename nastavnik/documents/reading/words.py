"""The words of one paragraph: runs of one look, page breaks, pictures; everything else by name is a fault.

What Word and LibreOffice add for themselves is passed over: marks of spelling, bookmarks, places of the last layout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from nastavnik.documents.faults import Place
from nastavnik.documents.reading.found import Found
from nastavnik.documents.reading.names import MC, W
from nastavnik.documents.reading.normal import half
from nastavnik.documents.reading.styles import Props, Styles
from nastavnik.documents.reading.symbols import LOWERED, RAISED, symbol
from nastavnik.documents.texts import NUMBER_DASH
from nastavnik.documents.tree import Picture, Run

#: Around words, changing nothing of them.
AROUND = frozenset(W + name for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo"))
#: Beside words, saying nothing of them.
BESIDE = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "proofErr", "bookmarkStart", "bookmarkEnd",
        "permStart", "permEnd", "lastRenderedPageBreak", "softHyphen", "annotationRef",
        # A remark is found by its sign in the text, a moved stretch by itself.
        "commentRangeStart", "commentRangeEnd", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
        "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
    )
)  # fmt: skip
#: What the tree does not know, under the name of its fault.
FOREIGN = {
    W + name: code
    for code, names in {
        "tracked": ("ins", "del", "moveFrom", "moveTo", "delText", "delInstrText"),
        "comment": ("commentReference",),
        "footnote": ("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef", "separator"),
        "shape": ("pict",),
        "embedded": ("object", "control"),
        "alt_chunk": ("altChunk", "subDoc", "contentPart"),
        "ruby": ("ruby",),
    }.items()
    for name in names
} | {
    MC + "AlternateContent": "shape",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "formula",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara": "formula",
}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n"}
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})


@dataclass(slots=True)
class Words:
    """``stretches`` are the runs between page breaks, never none."""

    stretches: list[list[Run]] = field(default_factory=lambda: [[]])
    pictures: list[Picture] = field(default_factory=list)
    has_page_number: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for stretch in self.stretches for run in stretch)


@dataclass(slots=True)
class Fields:
    """Where the text stands in fields that Word counts; a field may go on over paragraphs."""

    instructions: list[str] = field(default_factory=list)
    results: list[bool] = field(default_factory=list)
    """Of each open field: whether its result has begun."""

    @property
    def is_open(self) -> bool:
        return bool(self.instructions)


class WordsReader:
    """Reads the paragraphs of one part."""

    def __init__(
        self, styles: Styles, found: Found, picture: Callable[[etree._Element, Place], Picture | None], *, paged: bool
    ) -> None:
        self.styles = styles
        self.found = found
        self.picture = picture
        self.paged = paged
        """Numbers of pages may be counted here: a head or a foot of the page."""
        self.fields = Fields()

    def read(
        self, paragraph: etree._Element, place: Place, *, usual: float, style: str | None, table: str | None
    ) -> Words:
        """``usual`` is the size that needs no saying here."""
        words = Words()
        context = _Context(place, usual, style, table)
        for run in self._runs(paragraph, place, words):
            self._run(run, context, words)
        return words

    def _runs(self, element: etree._Element, place: Place, words: Words) -> Iterator[etree._Element]:
        for child in element.iterchildren("*"):
            tag = child.tag
            if tag == f"{W}r":
                yield child
            elif tag in AROUND:
                yield from self._runs(child, place, words)
            elif tag == f"{W}sdt":
                content = unbound(child, place, self.found)
                if content is not None:
                    yield from self._runs(content, place, words)
            elif tag == f"{W}fldSimple":
                self._field(child.get(f"{W}instr", ""), place, words)
            elif tag not in BESIDE:
                self.found.fault(place, *foreign(child))

    def _run(self, run: etree._Element, context: _Context, words: Words) -> None:
        look = run.find(f"{W}rPr")
        props = self.styles.run(look, context.style, context.table)
        text = ""
        for child in run.iterchildren("*"):
            name = child.tag[len(W) :] if child.tag.startswith(W) else ""
            if name in ("fldChar", "instrText"):
                self._complex_field(name, child, context.place, words)
            elif self.fields.is_open:
                continue  # told by the field, or counted by the office
            elif name == "t":
                text += (child.text or "").replace("\n", " ").replace("\r", " ")
            elif name == "noBreakHyphen":
                text += _dash(text, child)
            elif name in _SIGNS:
                text += _SIGNS[name]
            elif name == "sym":
                text += self._symbol(child, context.place)
            elif name == "br":
                text = self._break(child, text, props, context, words)
            elif name == "drawing":
                drawn = self.picture(child, context.place)
                words.pictures += [drawn] if drawn else []
            elif child.tag not in BESIDE:
                self.found.fault(context.place, *foreign(child))
        self._told(text, props, context, words)

    def _break(self, element: etree._Element, text: str, props: Props, context: _Context, words: Words) -> str:
        kind = element.get(f"{W}type", "textWrapping")
        if kind == "textWrapping":
            return text + "\n"
        if kind == "column":
            self.found.fault(context.place, "columns")
            return text
        self._told(text, props, context, words)
        words.stretches.append([])
        return ""

    def _symbol(self, element: etree._Element, place: Place) -> str:
        drawn = symbol(element.get(f"{W}font", ""), element.get(f"{W}char", ""))
        if drawn is None:
            self.found.fault(place, "symbol")
        return drawn or ""

    def _told(self, text: str, props: Props, context: _Context, words: Words) -> None:
        if not text:
            return
        if props.get("hidden"):
            self.found.fault(context.place, "hidden", text)
        if props.get("struck") or props.get("struck_twice"):
            self.found.fault(context.place, "struck", text)
        if raised := props.get("raised"):
            text = self._raised(text, raised, context.place)
        if props.get("caps") or props.get("small_caps"):
            text = self._capitals(text, context.place)
        size = props.get("size")
        size = None if size is None or half(size) == context.usual else half(size)
        words.stretches[-1].append(
            Run(text, bool(props.get("bold")), bool(props.get("italic")), size, bool(props.get("underline")))
        )

    def _raised(self, text: str, raised: str, place: Place) -> str:
        """Signs above and below the line, as far as letters have them."""
        signs = RAISED if raised == "superscript" else LOWERED
        if any(letter not in signs and not letter.isspace() for letter in text):
            self.found.fault(place, "raised", text)
        return "".join(signs.get(letter, letter) for letter in text)

    def _capitals(self, text: str, place: Place) -> str:
        if "{" in text or "}" in text:
            self.found.fault(place, "capitals", text)
            return text
        return text.upper()

    # ----------------------------------------------------------------- fields

    def _complex_field(self, name: str, element: etree._Element, place: Place, words: Words) -> None:
        fields = self.fields
        kind = element.get(f"{W}fldCharType")
        if name == "instrText":
            if fields.is_open and not fields.results[-1]:
                fields.instructions[-1] += element.text or ""
        elif kind == "begin":
            fields.instructions.append("")
            fields.results.append(False)
        elif fields.is_open and kind == "separate":
            self._field(fields.instructions[-1], place, words)
            fields.results[-1] = True
        elif fields.is_open and kind == "end":
            if not fields.results.pop():
                self._field(fields.instructions[-1], place, words)
            fields.instructions.pop()

    def _field(self, instruction: str, place: Place, words: Words) -> None:
        name = (instruction.split() or [""])[0].upper()[:20]
        if self.paged and name in _PAGE_FIELDS:
            words.has_page_number = words.has_page_number or name == "PAGE"
        else:
            self.found.fault(place, "page_number_in_text" if name in _PAGE_FIELDS else "field", name=name)


@dataclass(frozen=True, slots=True)
class _Context:
    place: Place
    usual: float
    style: str | None
    table: str | None


def _dash(before: str, sign: etree._Element) -> str:
    """Within a number every dash is bound when it is written, so that a plain one says as much."""
    behind = sign.getnext()
    after = (behind.text or "") if behind is not None and behind.tag == f"{W}t" else ""
    return "-" if NUMBER_DASH.search(f"{before[-1:]}-{after[:1]}") else "\u2011"


def unbound(control: etree._Element, place: Place, found: Found) -> etree._Element | None:
    """What stands in a content control; one that takes its words from elsewhere is a fault."""
    properties = control.find(f"{W}sdtPr")
    if properties is not None and any(str(each.tag).endswith("}dataBinding") for each in properties):
        found.fault(place, "bound")
    return control.find(f"{W}sdtContent")


def foreign(element: etree._Element) -> tuple[Any, ...]:
    """The code of the fault for an element that the tree does not know, and its words."""
    words = "".join(each.text or "" for each in element.iter(f"{W}t"))
    code = FOREIGN.get(str(element.tag), "foreign")
    if code == "shape" and any(True for _ in element.iter(f"{W}txbxContent")):
        code = "text_box"
    return code, words
