"""One paragraph of Word as paragraphs, pictures and page breaks of the tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from lxml import etree

from nastavnik.documents.faults import Place
from nastavnik.documents.office.numbering import Mark
from nastavnik.documents.reading.found import Found
from nastavnik.documents.reading.names import W
from nastavnik.documents.reading.normal import HEADINGS, joined, points, spaced, told
from nastavnik.documents.reading.styles import Props, Styles
from nastavnik.documents.reading.words import Words, WordsReader
from nastavnik.documents.tree import Align, Block, PageBreak, Paragraph, Picture, Run

_ALIGNS: dict[str, Align] = {
    "center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify",
    "thaiDistribute": "justify", "lowKashida": "justify", "mediumKashida": "justify", "highKashida": "justify",
}  # fmt: skip
#: Height of a line of PT Sans, in sizes of its type.
_LINE = 1.294


class ParagraphReader:
    """`read` answers with what a paragraph is in the tree, whatever stands around it."""

    def __init__(self, styles: Styles, words: WordsReader, found: Found, size: float) -> None:
        self.styles = styles
        self.words = words
        self.found = found
        self.size = size

    def read(
        self, element: etree._Element, place: Place, *, table: str | None = None, mark: Mark | None = None
    ) -> list[Block]:
        """``mark`` is a number that the tree cannot count: it becomes words."""
        look = element.find(f"{W}pPr")
        props = self.styles.paragraph(look, table)
        if props.get("frame"):
            self.found.fault(place, "frame")
        heading = _heading(props)
        usual = self.size + HEADINGS[heading]
        words = self.words.read(element, place, usual=usual, style=self.styles.style_of(look), table=table)
        align = _ALIGNS.get(props.get("align", ""), "left")
        if words.pictures:
            return list(self._pictures(words, align, place))
        if mark and (words.text or not mark.label):
            _numbered(words, mark)
        look_of_all = Paragraph(
            (),
            align,
            heading,
            keep=bool(props.get("keep")) and not heading,
            spacing=spaced(_spacing(props, usual)),
            **self._lengths(element, props),
        )
        return list(_split(words, look_of_all, new_page=bool(props.get("new_page"))))

    def _pictures(self, words: Words, align: Align, place: Place) -> Iterator[Picture]:
        if words.text.strip() or len(words.stretches) > 1:
            self.found.fault(place, "picture_in_text", words.text)
        for picture in words.pictures:
            yield Picture(picture.png, picture.width, picture.alt, align)

    def _lengths(self, element: etree._Element, props: Props) -> dict[str, float]:
        first = props.get("first", 0.0)
        before, after = props.get("before", 0.0), props.get("after", 0.0)
        if props.get("contextual"):
            before = 0.0 if self._is_alike(element, element.getprevious()) else before
            after = 0.0 if self._is_alike(element, element.getnext()) else after
        return {
            "left": told(max(props.get("left", 0.0), 0.0)),
            "hanging": told(max(-first, 0.0)),
            "first": told(max(first, 0.0)),
            "before": points(max(before, 0.0) / 20),
            "after": points(max(after, 0.0) / 20),
        }

    def _is_alike(self, element: etree._Element, other: etree._Element | None) -> bool:
        if other is None or other.tag != f"{W}p":
            return False
        styles = {self.styles.style_of(each.find(f"{W}pPr")) for each in (element, other)}
        return len(styles) == 1


def _heading(props: Props) -> Literal[0, 1, 2, 3]:
    level = props.get("outline", 9)
    return 1 if level == 0 else 2 if level == 1 else 3 if level == 2 else 0


def _spacing(props: Props, size: float) -> float:
    """Of lines; a height told in points is about so many times that of a line."""
    line = props.get("line", 240.0)
    if props.get("rule", "auto") == "auto":
        return float(min(max(line / 240, 0.5), 10.0))
    exact = line / 20 / (size * _LINE)
    return float(min(max(exact, 0.5 if props["rule"] == "exact" else 1.0), 10.0))


def _numbered(words: Words, mark: Mark) -> None:
    """The number stands before the first word, in its look."""
    stretch = words.stretches[0]
    first = stretch[0] if stretch else Run("")
    stretch[:1] = [Run(f"{mark.label} {first.text}", first.bold, first.italic, first.size, first.underline)]


def _split(words: Words, look: Paragraph, *, new_page: bool) -> Iterator[Block]:
    if new_page:
        yield PageBreak()
    last = len(words.stretches) - 1
    for number, runs in enumerate(words.stretches):
        if number:
            yield PageBreak()
        if runs or last == 0:
            plain = [replace(run, bold=False) for run in runs] if look.heading else runs
            yield replace(look, runs=joined(plain))
